"""What the kit leaves on this computer: finding it, clearing it, and deleting everything."""
