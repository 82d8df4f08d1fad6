"""Rows of registers into the store: matched with what is known, added or updated."""
