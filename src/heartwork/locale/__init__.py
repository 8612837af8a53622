"""The kit's own words: how they are gathered from the source, and one catalogue a language."""
