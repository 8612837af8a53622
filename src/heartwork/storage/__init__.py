"""From a change to the disk: the workbook, its file, its backups, and what is kept in step with other programs."""
