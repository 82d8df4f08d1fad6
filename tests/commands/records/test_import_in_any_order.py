"""Rows and files in any order end in the same state; the examples and the January import whole."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations
from pathlib import Path

import pytest

from tests.commands.records.conftest import LI, ZHANG, Desk
from tests.registers.january import AFTERWARDS, write_january

EXAMPLES = Path(__file__).parents[3] / "examples"
REGISTERS = ("register-gbk.csv", "register.csv", "register.xlsx")
KINDS = ("followups", "orders", "churn", "sales")

VISITS = (
    f"2026-11-01T10:00,张伟,{ZHANG},walk-in,showroom,远山 X5,B,王强",
    f"2026-11-12T10:00,张伟,{ZHANG},walk-in,showroom,远山 X5,C,王强",
    f"2026-11-05T15:00,李静,{LI},walk-in,showroom,远山 S3,B,王强",
    f"2026-11-18T15:00,李静,{LI},walk-in,showroom,远山 S3,H,王强",
)
FILES = {
    "followups": "phone,at,by,via,outcome,grade,next,note\n"
    f"{ZHANG},2026-11-02,王强,phone,continued,A,,\n{ZHANG},2026-11-03,王强,phone,advance,H,2026-11-06,\n"
    f"{ZHANG},2026-11-10,王强,phone,continued,,,\n{ZHANG},2026-11-14T10:00,王强,wechat,advance,B,2026-11-20,\n"
    f"{LI},2026-11-10,王强,phone,no-answer,,,\n{LI},2026-11-19T10:00,王强,letter,continued,,,\n",
    "orders": "phone,ordered_on,delivered_on,cancelled_on,model,price,count\n"
    f"{ZHANG},2026-11-03,2026-11-10,,远山 X5,128000,1\n{ZHANG},2026-11-14,,2026-11-16,远山 X5,99000,1\n"
    f"{LI},2026-11-19,,,远山 S3,,\n",
    "churn": "phone,at,kind,reason,verification,verified_by,verified_at\n"
    f"{LI},2026-11-10,defeat,price,confirmed,周敏,2026-11-12\n"
    f"{ZHANG},2026-11-18,lost-contact,,,,\n",
}


@pytest.mark.parametrize("order", list(permutations(FILES)), ids="-".join)
def test_files_may_come_in_any_order(open_desk: Callable[[], Desk], order: tuple[str, ...]) -> None:
    expected = open_desk()
    expected.visit(*VISITS)
    for kind in FILES:
        assert expected.send(kind, FILES[kind])["rejected"] == 0
    state = expected.state()
    assert [lead["status"] for lead in expected.leads(ZHANG)] == ["delivered", "lost"]
    assert [lead["status"] for lead in expected.leads(LI)] == ["defeated", "ordered"]
    other = open_desk()
    other.visit(*VISITS)
    for kind in order:
        other.send(kind, other.shuffled(FILES[kind], len(order[0])))
    assert other.state() == state


def test_the_examples_import_whole_and_again_unchanged(open_desk: Callable[[], Desk]) -> None:
    desk = open_desk()
    for register in REGISTERS:
        assert desk.run("import", "visits", EXAMPLES / register, as_="Mei").code == 0
    for kind in KINDS:
        summary = desk.run("import", kind, EXAMPLES / f"{kind}.csv", "--json", as_="Mei").json
        assert summary["rejected"] == 0
        assert summary["records"] == summary["rows"] > 0
    state = desk.state()
    for kind in KINDS:
        summary = desk.run("import", kind, EXAMPLES / f"{kind}.csv", "--json", as_="Mei").json
        assert summary["unchanged"] == summary["rows"]
        assert not summary["written"]
    assert desk.state() == state
    assert desk.run("doctor").code == 0


@pytest.mark.parametrize("seed", [1, 2])
def test_the_examples_may_be_shuffled_and_sent_in_another_order(open_desk: Callable[[], Desk], seed: int) -> None:
    states = []
    for kinds, mixed in ((KINDS, False), (KINDS[::-1], True)):
        desk = open_desk()
        for register in REGISTERS:
            desk.run("import", "visits", EXAMPLES / register, as_="Mei")
        for kind in kinds:
            text = (EXAMPLES / f"{kind}.csv").read_text(encoding="utf-8")
            assert desk.send(kind, desk.shuffled(text, seed) if mixed else text)["rejected"] == 0
        states.append(desk.state())
    assert states[0]["leads"] == states[1]["leads"]
    assert states[0]["orders"] == states[1]["orders"]


def test_the_january_imports_whole_and_again_unchanged(open_desk: Callable[[], Desk], tmp_path: Path) -> None:
    desk = open_desk()
    write_january(tmp_path)
    for kind, rows in (("visits", 882), ("orders", 63), ("sales", 9)):
        for again in (False, True):
            result = desk.run("import", kind, tmp_path / f"{kind}.csv", "--json", now=AFTERWARDS, as_="Mei")
            summary = result.json
            assert (result.code, summary["rows"], summary["rejected"]) == (0, rows, 0)
            assert summary["unchanged"] == (rows if again else 0)
    assert desk.rows("SELECT sum(count) AS cars FROM orders") == [{"cars": 63}]
    assert desk.rows("SELECT sum(count) AS cars FROM sales") == [{"cars": 18}]
