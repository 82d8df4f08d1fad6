"""Pages as web pages: one file that needs nothing else, and in which nothing runs."""
