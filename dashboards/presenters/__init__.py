"""Numbers as tiles, rows and sentences."""
