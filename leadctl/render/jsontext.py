"""Data for programs as JSON: keys and codes are English, values raw."""

from __future__ import annotations

import re

from leadctl.render.page import Page

_UNSEEN = re.compile(r"[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def write_json(page: Page, encoding: str) -> str:
    """The page's data as one JSON document, indented by two."""
    return _dumped(page.data, encoding, 2) + "\n"


def write_json_lines(page: Page, encoding: str) -> str:
    """A record a line; data that is no list is one record."""
    records = page.data if isinstance(page.data, list) else [page.data]
    return "".join(json_line(record, encoding) for record in records)


def json_line(record: object, encoding: str) -> str:
    """One record as a line."""
    return _dumped(record, encoding, None) + "\n"


def _dumped(data: object, encoding: str, indent: int | None) -> str:
    import json

    text = json.dumps(data, ensure_ascii=False, indent=indent)
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return json.dumps(data, ensure_ascii=True, indent=indent)
    # Only strings can hold these, and there the escape means the same to a program and nothing to a terminal.
    return _UNSEEN.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
