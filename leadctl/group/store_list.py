"""The list of a group's stores that head office keeps, a CSV."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from leadctl.errors import Refused, os_reason
from leadctl.group.lake import check_code
from leadctl.named_tuple import NamedTuple

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


def read_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV in UTF-8 or GB18030 by its header in small letters. Raises Refused for what cannot be read."""
    try:
        content = path.expanduser().read_bytes()
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("gb18030", "replace")
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
    except (OSError, csv.Error) as error:
        why = os_reason(error) if isinstance(error, OSError) else str(error)
        raise Refused("{file} cannot be read: {why}", file=path, why=why) from error
    return [{str(name or "").strip().lower(): str(cell or "").strip() for name, cell in row.items()} for row in rows]


def read_stores(path: Path) -> list[StoreLine]:
    """The list of stores, a CSV with a header in English or Chinese. Raises Refused for what cannot be read."""
    rows = read_rows(path)
    found = [_read_store(path, number, row) for number, row in enumerate(rows, 2)]
    twice = [code for code, times in Counter(one.code for one in found).items() if times > 1]
    if twice:
        raise Refused("{file}: the store {code} is there twice.", file=path, code=twice[0])
    return found


def _read_store(path: Path, line: int, cells: Mapping[str, str]) -> StoreLine:
    said = {
        field: next((cells[header] for header in headers if header in cells), "") for field, headers in _HEADERS.items()
    }
    if not said["code"]:
        raise Refused("{file}, line {line}: the store has no code.", file=path, line=line)
    check_code(said["code"])
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
