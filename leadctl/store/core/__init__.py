"""The database file: connecting, writing, migrating, and the settings of a store."""
