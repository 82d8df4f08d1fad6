"""leadctl: a car dealer's leads over one local SQLite file."""

__version__ = "0.1.0"
