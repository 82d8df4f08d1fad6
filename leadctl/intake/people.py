"""The columns of a row that say who somebody is, where one cell holds what belongs into two."""

from __future__ import annotations

import re

from leadctl.intake import remarks
from leadctl.intake.columns import Column, Columns
from leadctl.intake.faults import Faults
from leadctl.intake.phone_cells import PhoneCell, phone_in_name, split_cells

# The look ahead only saves time.
_MANY_DIGITS = re.compile(r"\d(?=[\d -]{9})(?:[ -]?\d){9}")


def part_people(read: Columns, rows: int, faults: Faults) -> Columns:
    """``name``, ``phone``, ``other_phones`` and ``wechat`` of the columns read.

    A phone inside a name becomes the phone of the row, or a further one. Several phones of a cell are one and
    ``other_phones``. A name on WeChat in place of a phone goes to ``wechat``, unless the row has one there.
    """
    nothing: Column = [None] * rows
    phones: Column = read.get("phone") or nothing
    others, wechat = nothing, read.get("wechat") or nothing
    if PhoneCell in set(map(type, phones)):
        main, others, named = split_cells(phones)
        phones = main
        wechat = [known or name for known, name in zip(wechat, named, strict=True)]
    parted = {"name": read.get("name") or nothing, "phone": phones, "other_phones": others, "wechat": wechat}
    if _MANY_DIGITS.search("\n".join(filter(None, parted["name"]))):
        _part_names(parted, faults)
    return parted


def _part_names(parted: Columns, faults: Faults) -> None:
    names, phones, others = (list(parted[name]) for name in ("name", "phone", "other_phones"))
    report = faults.reporter("name")
    for row, name in enumerate(names):
        found = phone_in_name(name) if name else None
        if found is None:
            continue
        phone, names[row] = found[0], found[1] or None
        report.remark(row, remarks.PHONE_IN_NAME, name)
        if phones[row] is None:
            phones[row] = phone
        elif phone != phones[row]:
            others[row] = " ".join(filter(None, (others[row], phone)))
    parted.update(name=names, phone=phones, other_phones=others)
