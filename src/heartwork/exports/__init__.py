"""What was written, for other programs and for reading: a table of entries, and all of it as Markdown."""
