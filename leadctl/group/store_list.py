"""The list of a group's stores that head office keeps, a CSV."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from leadctl.errors import Refused, os_reason

_HEADERS: Mapping[str, tuple[str, ...]] = {
    "code": ("code", "store", "门店代码", "代码", "店代码"),
    "name": ("name", "门店", "店名", "名称"),
    "region": ("region", "大区", "区域", "片区"),
    "districts": ("districts", "district", "辖区", "区县"),
    "capacity": ("capacity", "名额", "容量", "每日名额"),
    "target": ("target", "目标", "销售目标"),
}


class StoreLine(NamedTuple):
    """A store on the list. ``districts``: whose customers it gets; ``capacity``: how many leads at once, None: any
    number; ``target``: cars a month."""

    code: str
    name: str
    region: str | None
    districts: tuple[str, ...]
    capacity: int | None
    target: int | None


def read_stores(path: Path) -> list[StoreLine]:
    """The list of stores, a CSV with a header in English or Chinese. Raises Refused for what cannot be read."""
    try:
        with path.expanduser().open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except UnicodeDecodeError as error:
        raise Refused("{file} is no text in UTF-8.", file=path) from error
    except (OSError, csv.Error) as error:
        why = os_reason(error) if isinstance(error, OSError) else str(error)
        raise Refused("{file} cannot be read: {why}", file=path, why=why) from error
    found = [_read_store(path, number, row) for number, row in enumerate(rows, 2)]
    twice = [code for code, times in Counter(one.code for one in found).items() if times > 1]
    if twice:
        raise Refused("{file}: the store {code} is there twice.", file=path, code=twice[0])
    return found


def _read_store(path: Path, line: int, row: Mapping[str | None, str | None]) -> StoreLine:
    cells = {str(header or "").strip().lower(): str(cell or "").strip() for header, cell in row.items()}
    said = {
        field: next((cells[header] for header in headers if header in cells), "") for field, headers in _HEADERS.items()
    }
    if not said["code"]:
        raise Refused("{file}, line {line}: the store has no code.", file=path, line=line)
    numbers = {}
    for field in ("capacity", "target"):
        if said[field] and not said[field].isdecimal():
            raise Refused(
                "{file}, line {line}: {value!r} is no number of {field}.",
                file=path,
                line=line,
                value=said[field],
                field=field,
            )
        numbers[field] = int(said[field]) if said[field] else None
    words = said["districts"].replace("；", ";").replace("、", ";").replace("，", ";").replace(",", ";").split(";")
    districts = tuple(word.strip() for word in words if word.strip())
    return StoreLine(
        said["code"],
        said["name"] or said["code"],
        said["region"] or None,
        districts,
        numbers["capacity"],
        numbers["target"],
    )
