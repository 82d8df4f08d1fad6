"""leadctl: a car dealer's leads over one local SQLite file."""

__version__ = "0.1.0"

SCHEMA_VERSION = 7
OLDEST_SCHEMA = 1
"""The first that was ever in use."""
"""The version of the database's schema, as ``PRAGMA user_version`` of every store."""
