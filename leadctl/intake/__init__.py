"""Files into checked rows: sheets of raw cells (sheets), header and rows (headers), values of a kind (registers)."""
