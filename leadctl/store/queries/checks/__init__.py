"""What an audit asks of the store, a module a subject. Every answer is a list of records."""
