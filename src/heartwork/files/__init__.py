"""What lies on the disk: worksheets in, answers in and out, and where they are."""
