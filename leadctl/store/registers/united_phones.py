"""Phones that one cell of a file names together are one person's, also where another row has the second one alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from leadctl.store.core.writer import Writer
from leadctl.store.queries.customers import add_customer, owner_of
from leadctl.store.registers.staging import Columns

Told = tuple[str, str | None, str | None]
"""When a row came, with the name and gender that it says."""


def unite_phones(writer: Writer, other_phones: Mapping[str, str], staged: Iterable[Columns]) -> int:
    """Give the phones that a cell names together to one customer, before the rows look for theirs, where a row of the
    file has one of the further ones as its own. Phones that two customers have stay with them.

    ``other_phones``: the first phone of a cell -> the further ones. Returns how many customers were added.
    """
    groups = _group_phones(other_phones)
    told = _collect_told(groups, staged)
    added = 0
    for phones in {id(group): group for group in groups.values()}.values():
        rows = [row for phone in phones for row in told.get(phone, ())]
        if sum(phone in told for phone in phones) < 2:
            continue
        owners = {owner for phone in phones if (owner := owner_of(writer.db, phone)) is not None}
        if len(owners) > 1:
            continue
        added += not owners
        customer = owners.pop() if owners else _add_customer(writer, phones[0], sorted(rows, key=lambda row: row[0]))
        for phone in phones:
            if owner_of(writer.db, phone) is None:
                writer.insert("phones", customer=customer, phone=phone)
    return added


def _group_phones(other_phones: Mapping[str, str]) -> dict[str, list[str]]:
    """Phone -> all phones of its person, in the order in which the file names them; cells that share one are joined."""
    groups: dict[str, list[str]] = {}
    for first, others in other_phones.items():
        named = [first, *others.split()]
        known = {id(groups[phone]): groups[phone] for phone in named if phone in groups}
        joined = list(dict.fromkeys([phone for group in known.values() for phone in group] + named))
        groups.update(dict.fromkeys(joined, joined))
    return groups


def _collect_told(groups: Mapping[str, object], staged: Iterable[Columns]) -> dict[str, list[Told]]:
    """Phone of a group -> what the rows say that have it as their own."""
    told: dict[str, list[Told]] = {}
    for partition in staged:
        nothing: Sequence[None] = [None] * len(partition["at"])
        columns = (partition.get(name) or nothing for name in ("phone", "at", "name", "gender"))
        for phone, at, name, gender in zip(*columns, strict=True):
            if phone in groups:
                told.setdefault(str(phone), []).append((str(at), _text(name), _text(gender)))
    return told


def _text(cell: object) -> str | None:
    return None if cell is None else str(cell)


def _add_customer(writer: Writer, phone: str, rows: Sequence[Told]) -> int:
    """A customer as the earliest rows that say it call them."""
    name = next((name for _, name, _ in rows if name is not None), None)
    gender = next((gender for _, _, gender in rows if gender is not None), None)
    return add_customer(writer, phone, name, gender)
