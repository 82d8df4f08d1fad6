"""Owners: cars delivered here or told of by files, the contacts with their owners, and complaints."""
