"""The list of a group's stores that head office keeps: a CSV, or a sheet of a workbook."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from leadctl.errors import Refused
from leadctl.group.lake import check_code
from leadctl.intake.columns import leave_raw
from leadctl.intake.kinds.declaration import Field, FileKind
from leadctl.intake.plain_rows import read_plain_rows
from leadctl.named_tuple import NamedTuple

_STORES = FileKind(
    name="stores",
    title="",
    known_by="",
    about="",
    example="",
    fields=(
        Field("code", ("store", "门店代码", "代码", "店代码"), leave_raw),
        Field("name", ("门店", "店名", "名称", "门店名称"), leave_raw),
        Field("region", ("大区", "区域", "片区"), leave_raw),
        Field("districts", ("district", "辖区", "区县"), leave_raw),
        Field("capacity", ("名额", "容量", "每日名额"), leave_raw),
        Field("target", ("目标", "销售目标"), leave_raw),
    ),
    required=(("code",),),
)


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
    """The list of stores, with a header in English or Chinese. Raises Refused for what cannot be read."""
    found = [_read_store(path, row.line, row.cells) for row in read_plain_rows(path.expanduser(), _STORES)]
    twice = [code for code, times in Counter(one.code for one in found).items() if times > 1]
    if twice:
        raise Refused("{file}: the store {code} is there twice.", file=path, code=twice[0])
    return found


def _read_store(path: Path, line: int, cells: Mapping[str, str]) -> StoreLine:
    said = {field.name: cells.get(field.name, "") for field in _STORES.fields}
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
