"""From an author's YAML to a worksheet: reading, translating, checking; nothing here knows what anybody answered."""
