"""Whatever was written: undo restores every row as it was, and undoing the undo every row as it became."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.commands.stores import ASLEEP, CHURNED, DOUBLE, OPEN, ORDERED, TWICE, tables

REGISTER = f"""arrived_at,phone,name,first_visit,note
2026-11-20T09:00,{OPEN},王小明,,again
2026-11-20T09:10,13900000001,新客,,first
2026-11-20T09:20,,路人,1,anonymous
2026-11-20T09:30,{CHURNED},,,not lost at all
2025-03-01T09:30,13900000002,旧客,,long ago
"""

COMMANDS = {
    "a new customer's visit": ("log-visit", "--phone", "13900000009", "--model", "Octavia", "--name", "新人"),
    "a visit of nobody known": ("log-visit", "--kind", "call"),
    "a return visit": ("log-visit", "--phone", OPEN, "--test-drive"),
    "a visit before the first": ("log-visit", "--phone", OPEN, "--at", "2026-11-08T10:00"),
    "a visit while a churn waits": ("log-visit", "--phone", CHURNED),
    "a visit of a sleeper": ("log-visit", "--phone", ASLEEP),
    "a visit in a closed lead's time": ("log-visit", "--phone", TWICE, "--at", "2026-11-11T10:00"),
    "a name for the nameless": ("log-visit", "--phone", ORDERED, "--name", "李静"),
    "a follow-up": ("followup", "1", "好", "--grade", "B", "--next", "+3d"),
    "a try": ("followup", "1", "--outcome", "no-answer"),
    "a grade": ("grade", "1", "H", "--need-by", "+5d"),
    "a defeat": ("defeat", "1", "--reason", "price"),
    "a lost contact": ("defeat", "1", "--lost-contact"),
    "an order": ("order", "1", "--price", "99000", "--model", "远山 X5"),
    "a delivery": ("deliver", "2", "--vin", "LSGJA52U0AH000001"),
    "a cancellation": ("cancel", "2"),
    "a sleep": ("dormant", "1", "--until", "+2m"),
    "a hand-over": ("assign", "1", "--to", "Wang Qiang"),
    "all leads handed over": ("assign", "--from", "Li Na", "--to", "Wang Qiang"),
    "an appointment": ("appoint", "1", "--at", "+2d 10:00", "--note", "带太太"),
    "an appointment of a sleeper": ("appoint", ASLEEP, "--at", "tomorrow"),
    "a sale without a lead": ("sale", "--channel", "wholesale", "--model", "远山 X5", "--on", "today", "--count", "2"),
    "a corrected time": ("edit", "visit", "1", "--at", "2026-11-09"),
    "a visit into a closed lead's time": ("edit", "visit", "5", "--at", "2026-11-12T09:00"),
    "a visit to its right customer": ("edit", "visit", "8", "--phone", ORDERED),
    "a visit to somebody new": ("edit", "visit", "8", "--phone", "13900000009", "--name", "新人"),
    "a visit to nobody": ("edit", "visit", "8", "--phone", ""),
    "an only visit to its right customer": ("edit", "visit", "5", "--phone", OPEN),
    "an unknown visitor to a customer": ("edit", "visit", "9", "--phone", OPEN),
    "an unknown visitor's kind": ("edit", "visit", "9", "--kind", "call"),
    "an unknown visitor's return": ("edit", "visit", "9", "--first", "no"),
    "every field of a visit": (
        *("edit", "visit", "1", "--left", "11:20", "--name", "王", "--gender", "male", "--kind", "event"),
        *("--source", "referral", "--channel", "wechat", "--model", "Octavia", "--budget", "10-12万", "--grade", "C"),
        *("--need-by", "2026-12-24", "--test-drive", "yes", "--quoted", "yes", "--party", "3", "--campaign", "秋"),
        *("--referrer", "欧阳", "--note", "n", "--consultant", "Wang Qiang", "--first", "yes"),
    ),
    "a corrected follow-up": ("edit", "followup", "1", "--outcome", "no-answer", "--at", "2026-11-11", "--grade", "B"),
    "a corrected order": ("edit", "order", "1", "--price", "1.5万", "--reported", "2026-11-14", "--on", "2026-11-13"),
    "what was learnt": ("edit", "lead", "1", "--budget", "20万", "--man", "MN", "--confidence", "yes"),
    "a customer's name": ("edit", "customer", OPEN, "--name", "王大明", "--birthday", "1985-06-30"),
    "a customer's phone": ("edit", "customer", OPEN, "--phone", "13900000009"),
    "a customer's second phone": ("edit", "customer", OPEN, "--add-phone", "13900000009"),
    "a visit that never was": ("delete", "visit", "8"),
    "a lead that never was": ("delete", "visit", "5"),
    "an unknown visitor who never was": ("delete", "visit", "9"),
    "a follow-up that never was": ("delete", "followup", "1"),
    "two customers in one, both open": ("merge", OPEN, "into", DOUBLE),
    "two customers in one, the other way": ("merge", DOUBLE, "into", OPEN),
    "two customers in one, one with two leads": ("merge", TWICE, "into", OPEN),
    "a member of staff": ("staff", "add", "Chen Jing", "--role", "manager"),
    "a source": ("source", "add", "school-fair", "--label", "校园展"),
    "another policy": ("policy", "set", "four-grade"),
}  # fmt: skip

SERVICE = {
    "a churn confirmed": ("verify", "3", "confirmed"),
    "a churn overturned": ("verify", "3", "overturned", "--to", "Wang Qiang"),
    "a churn unreachable": ("verify", "3", "unreachable"),
    "a churn to be won back": ("verify", "3", "confirmed", "--win-back", "+3m"),
}

Shop = Callable[..., Any]


def undone_and_redone(shop: Shop, store: Path, *command: str, as_: str = "Li Na") -> None:
    before = tables(store)
    done = shop(*command, "--json", as_=as_)
    assert done.code == 0, done.err
    after = tables(store)
    assert after != before
    undo = shop("undo", "--json", as_=as_)
    assert undo.code == 0, undo.err
    assert undo.json["undone"] == done.json["operation"]
    assert tables(store) == before
    redo = shop("undo", undo.json["operation"], "--json", as_=as_)
    assert redo.code == 0, redo.err
    assert tables(store) == after
    assert shop("undo", redo.json["operation"], as_=as_).code == 0
    assert tables(store) == before
    healthy = shop("doctor")
    assert healthy.code == 0, healthy.out


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_undo_restores_every_row(shop: Shop, store: Path, command: tuple[str, ...]) -> None:
    undone_and_redone(shop, store, *command)


@pytest.mark.parametrize("command", SERVICE.values(), ids=SERVICE)
def test_undo_restores_what_customer_service_found(shop: Shop, store: Path, command: tuple[str, ...]) -> None:
    undone_and_redone(shop, store, *command, as_="Zhao Min")


@pytest.mark.parametrize("options", [(), ("--closed-before", "2026-01-01")], ids=["all open", "old ones closed"])
def test_undo_restores_every_row_of_a_batch(shop: Shop, store: Path, tmp_path: Path, options: tuple[str, ...]) -> None:
    register = tmp_path / "register.csv"
    register.write_text(REGISTER, encoding="utf-8")
    undone_and_redone(shop, store, "log-visit", "--from", str(register), *options)


def test_undo_restores_what_a_batch_changed(shop: Shop, store: Path, tmp_path: Path) -> None:
    register = tmp_path / "register.csv"
    register.write_text(REGISTER, encoding="utf-8")
    assert shop("log-visit", "--from", register, as_="Li Na").code == 0
    register.write_text(REGISTER.replace("again", "once more").replace(",,first", ",0,first"), encoding="utf-8")
    undone_and_redone(shop, store, "log-visit", "--from", str(register))


def test_what_a_batch_changed_of_an_unknown_visitor_is_derived(shop: Shop, tmp_path: Path) -> None:
    register = tmp_path / "register.csv"
    register.write_text(REGISTER, encoding="utf-8")
    assert shop("log-visit", "--from", register, as_="Li Na").code == 0
    register.write_text(REGISTER.replace(",1,anonymous", ",0,anonymous"), encoding="utf-8")
    assert shop("log-visit", "--from", register, as_="Li Na").code == 0
    assert shop("doctor").code == 0
