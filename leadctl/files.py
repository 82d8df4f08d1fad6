"""What stands where an output file is to go."""

from __future__ import annotations

from pathlib import Path


def holds_database(path: Path) -> bool:
    """Whether a file is an SQLite database, of whatever program: no output may take its place."""
    try:
        with path.open("rb") as file:
            return file.read(16) == b"SQLite format 3\x00"
    except OSError:
        return False
