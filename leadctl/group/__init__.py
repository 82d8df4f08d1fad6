"""A group of stores: what each exports into the group's lake, and what the group asks of all of them.

Only this package knows pyarrow, Ibis, DuckDB and Spark (the extras ``group`` and ``spark``).
"""
