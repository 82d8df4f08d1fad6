"""Whether a store is sound: its file, schema, journal, values and derived state; and copies that are proved."""
