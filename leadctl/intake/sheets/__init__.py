"""A file into sheets of raw cells: the bytes, their format, and rows of text cells with their line numbers."""
