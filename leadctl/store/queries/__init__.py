"""Questions to the store: what is due, what is counted, what is wrong, single cards."""
