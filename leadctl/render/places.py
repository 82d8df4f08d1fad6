"""Where an answer goes with ``-o``, and what the name of the place says of its format (docs/reports.md, Files)."""

from __future__ import annotations

import os

from leadctl.errors import WrongUsage

SUFFIXES = {
    ".xlsx": "xlsx",
    ".html": "html",
    ".csv": "csv",
    ".json": "json",
    ".jsonl": "jsonl",
    ".md": "markdown",
    ".ics": "ics",
    ".vcf": "vcard",
    ".txt": "plain",
}
"""How a file's name ends -> the format that is meant."""

FOLDER_FORMAT = "csv"
"""What goes into a folder, a file a table."""

_INSTEAD = {
    ".xls": ".xlsx",
    ".ods": ".xlsx",
    ".pdf": ".html",
    ".docx": ".html",
    ".doc": ".html",
    ".png": ".html",
}
"""What leadctl does not write -> what to use."""


def find_suffix(out: str) -> str:
    """How a file's name ends, in small letters, such as ``.csv``; empty without a suffix."""
    return os.path.splitext(out)[1].lower()


def is_folder(out: str) -> bool:
    """Whether a folder is meant: its name ends with a slash."""
    return out.endswith(("/", os.sep))


def find_format_of(out: str, given: str | None) -> str | None:
    """The format in which ``out`` is written: the ``given`` one, else what its name says; None where that says nothing.

    Raises WrongUsage for a kind of file that leadctl does not write, and for a folder of another format than CSV.
    """
    if is_folder(out):
        if given not in (None, FOLDER_FORMAT):
            raise WrongUsage("A folder takes CSV files; for --format {given} name a file.", given=given)
        return FOLDER_FORMAT
    suffix = find_suffix(out)
    if given is not None:
        return given
    if _INSTEAD.get(suffix) == ".xlsx":
        raise WrongUsage(
            "leadctl writes no {suffix}; a workbook that Excel opens is: -o {name}", suffix=suffix, name=_rename(out)
        )
    if suffix in _INSTEAD:
        raise WrongUsage(
            "leadctl writes no {suffix}; a page to print, or to save as PDF from a browser, is: -o {name}",
            suffix=suffix,
            name=_rename(out),
        )
    return SUFFIXES.get(suffix)


def _rename(out: str) -> str:
    return os.path.basename(os.path.splitext(out)[0]) + _INSTEAD[find_suffix(out)]
