"""What follows from the facts, written into the derived tables."""
