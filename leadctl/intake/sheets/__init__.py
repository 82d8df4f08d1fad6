"""A file into sheets of raw cells: its bytes, its format, and rows of text cells with their line numbers.

This is all that knows formats and encodings: whatever is read is a :class:`~leadctl.intake.sheets.table.Table`, and a
format more is a module here and a line in :func:`~leadctl.intake.sheets.sources.open_table`. What the cells mean is
for :mod:`leadctl.intake.headers` and :mod:`leadctl.intake.registers`.
"""
