"""Passphrases and keys in the standard age format, and how many are derived at once; nothing here reads a workbook."""
