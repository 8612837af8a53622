"""The kit's own words in the reader's language: messages, catalogs, dates and numbers, and right-to-left text."""
