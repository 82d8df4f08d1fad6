"""What a write answers: whose lead it is, what changed, and what comes next with its weekday."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from leadctl.commands import COMMANDS, load
from leadctl.commands.declaration import Argument, Group, list_own_parameters
from tests.conftest import FillOnce

MORNING = "2026-11-24T09:00"  # a Tuesday


@pytest.fixture
def say(run: Any, store: Path, fill_once: FillOnce) -> Any:
    """What leadctl prints: for Li Na, unless somebody else acts; her leads are 1 张伟 and 2, who gave no name."""
    fill_once(store, _open_two, run)
    return lambda *words, as_="Li Na", now=MORNING: run(*words, as_=as_, now=now).out.rstrip("\n")


def _open_two(run: Any) -> None:
    run("init")
    for name, role in (("Li Na", "consultant"), ("Wang Qiang", "consultant"), ("Zhou Min", "service")):
        run("staff", "add", name, "--role", role)
    for more in (("--phone", "13800000001", "--name", "张伟"), ("--phone", "13800000002")):
        run("log-visit", *more, "--grade", "A", as_="Li Na", now="2026-11-23T10:00")


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (("followup", 1, "hm"), "lead 1 张伟: next contact by Sun 2026-11-29"),  # A: within 5 days
        (("followup", 2, "hm"), "lead 2: next contact by Sun 2026-11-29"),
        (
            ("followup", 1, "--outcome", "no-answer"),
            "lead 1 张伟: not reached, again on Wed 2026-11-25; the contact stays due by Tue 2026-11-24",
        ),
        (
            ("followup", 1, "--appointment", "sat 10:00", "--outcome", "advance"),
            "lead 1 张伟: comes Sat 2026-11-28 10:00; next contact by Sat 2026-11-28",
        ),
        (
            ("callback", 1, "--at", "15:00"),
            "lead 1 张伟: call back Tue 2026-11-24 15:00; next contact by Tue 2026-11-24",
        ),
        (("appoint", 1, "--at", "thu"), "lead 1 张伟: comes Thu 2026-11-26; next contact by Tue 2026-11-24"),
        (("grade", 1, "H"), "lead 1 张伟: grade H, next contact by Tue 2026-11-24"),  # the first follow-up
        (("dormant", 1, "--until", "2026-12-24"), "lead 1 张伟: sleeps until Thu 2026-12-24, then it is due"),
        (("order", 1), "lead 1 张伟: ordered, next contact by Tue 2026-12-01"),  # O: every 7 days
        (
            ("defeat", 1, "--reason", "price"),
            "lead 1 张伟: defeated, verification by Wed 2026-11-25",
        ),
        (("assign", 1, "--to", "Wang Qiang"), "lead 1 张伟: now Wang Qiang's; next contact by Tue 2026-11-24"),
        (("tag", "c1", "golf"), "c1 张伟: golf"),
        (
            ("edit", "customer", "c1", "--do-not-contact", "calls"),
            "customer c1 张伟: wants no calls any more; lead 1 张伟: next contact by Tue 2026-11-24",
        ),
        (
            ("log-visit", "--phone", "13800000001"),
            "visit 3, lead 1 张伟: next contact by Sun 2026-11-29",
        ),
    ],
)
def test_a_write_says_whose_it_is_and_what_comes_next(say: Any, words: tuple[Any, ...], answer: str) -> None:
    assert say(*words) == answer


LEAD = "lead 1 张伟 (Li Na's): "
ORDERED = (("order", 1),)
DELIVERED = (*ORDERED, ("deliver", 1))
SAID = (("followup", 1, "hm"),)
EVENT = (("campaign", "add", "golf"), ("campaign", "invite", "golf", "--grade", "A"))

COLLEAGUES: dict[tuple[str, ...], tuple[tuple[Any, ...], tuple[tuple[Any, ...], ...], str]] = {
    ("followup",): ((1, "hm"), (), LEAD),
    ("grade",): ((1, "B"), (), LEAD),
    ("appoint",): ((1, "--at", "sat"), (), LEAD),
    ("callback",): ((1, "--at", "15:00"), (), LEAD),
    ("screen",): (
        (3, "C"),
        (("log-visit", "--phone", "13800000003", "--kind", "online", "--consultant", "Li Na"),),
        "lead 3 (Li Na's): ",
    ),
    ("leave",): (("13800000001", "11:20"), (("log-visit", "--phone", "13800000001"),), LEAD),
    ("defeat",): ((1, "--reason", "price"), (), LEAD),
    ("verify",): ((1, "confirmed"), (("defeat", 1, "--reason", "price"),), LEAD),
    ("dormant",): ((1, "--until", "2026-12-24"), (), LEAD),
    ("order",): ((1,), (), LEAD),
    ("deliver",): ((1,), ORDERED, LEAD),
    ("cancel",): ((1,), ORDERED, LEAD),
    ("edit", "visit"): ((1, "--note", "hm"), (), LEAD),
    ("edit", "followup"): ((1, "--note", "ho"), SAID, LEAD),
    ("edit", "order"): ((1, "--price", "120000"), ORDERED, LEAD),
    ("edit", "lead"): ((1, "--budget", "120000"), (), LEAD),
    ("edit", "customer"): (("c1", "--district", "Pudong"), (), LEAD),
    ("delete", "visit"): ((3,), (("log-visit", "--phone", "13800000001"),), LEAD),
    ("delete", "followup"): ((1,), SAID, LEAD),
    ("campaign", "invited"): (("golf", 1), EVENT, LEAD),
    ("campaign", "confirmed"): (("golf", 1), EVENT, LEAD),
    ("tag",): (("c1", "golf"), (), "c1 张伟 (Li Na's): "),
    ("aftercare", "done"): (("c1", "--result", "fine"), DELIVERED, "c1 张伟 (Li Na's): "),
    ("aftercare", "solved"): (
        (1,),
        (*DELIVERED, ("aftercare", "done", "c1", "--result", "complaint", "--note", "door")),
        "c1 张伟 (Li Na's): ",
    ),
    ("merge",): (("c2", "into", "c1"), (), LEAD),
}
"""A write about one person -> its words, what was recorded before, how it names a lead of Li Na's to somebody else."""
OTHERS = {("show",), ("assign",), ("forget",), ("undo",)}
"""What shows the owner anyhow, gives the lead to another one, leaves nobody to name, or is tried below."""


@pytest.mark.parametrize("verb", COLLEAGUES, ids=" ".join)
def test_a_colleagues_lead_is_said_to_be_theirs(say: Any, run: Any, verb: tuple[str, ...]) -> None:
    words, before, named = COLLEAGUES[verb]
    for step in before:
        assert run(*step, as_="Li Na", now="2026-11-23T11:00").code == 0
    assert named in say(*verb, *words, as_="Zhou Min")
    say("undo", as_="Zhou Min")
    in_chinese = named.replace("lead ", "线索").replace(" (Li Na's): ", "（Li Na的）：")
    assert in_chinese in say(*verb, *words, "--lang", "zh", as_="Zhou Min")
    say("undo", as_="Zhou Min")
    own = named.replace(" (Li Na's)", "")
    if verb != ("verify",):  # her own churn somebody else verifies
        assert own in say(*verb, *words)


def test_every_write_about_one_person_is_tried_on_a_colleagues_lead() -> None:
    about = {"LEAD", "CUSTOMER", "ID", "VISIT|PHONE", "OWNER", "C into C"}
    found = set()
    for name in COMMANDS:
        command = load(name)
        of_group = command.commands.items() if isinstance(command, Group) else [("", command)]
        for second, one in of_group:
            parameters = list_own_parameters(one.function)
            words = {each.declared.metavar for each in parameters if isinstance(each.declared, Argument)}
            if words & about:
                found.add((name, second) if second else (name,))
    assert found == {*COLLEAGUES, *OTHERS}


def test_what_changes_nothing_names_a_colleagues_lead_too(say: Any) -> None:
    asked = ("grade", 1, "--need-by", "sat"), ("grade", 1, "--man", "MA"), ("followup", 1, "hm")
    told = [say(*words, as_="Wang Qiang") for words in asked]
    assert [text for text in told if not text.startswith(LEAD)] == []
    trial = say("undo", "--dry-run", as_="Wang Qiang")
    assert trial.endswith(f"nothing was changed; it would leave {LEAD}next contact by Tue 2026-11-24")
    assert say("undo", as_="Wang Qiang").endswith(f"; {LEAD}next contact by Tue 2026-11-24")
    assert LEAD.replace("张伟 (Li Na's)", "张伟") in say("grade", 1, "--man", "MA")


def test_the_weekday_is_in_the_language_of_the_reader(say: Any) -> None:
    assert say("followup", 1, "hm", "--lang", "zh") == "线索1 张伟：周日 2026-11-29前再联系"


def test_a_visit_that_overturns_a_churn_says_so(say: Any) -> None:
    say("defeat", 1, "--reason", "price")
    told = say("log-visit", "--phone", "13800000001", now="2026-11-25T09:00")
    assert "lead 1 张伟: its churn is overturned; next contact by" in told
    assert "overturned" not in say("log-visit", "--phone", "13800000001", now="2026-11-25T15:00")


def test_verification_and_delivery_say_the_day(say: Any) -> None:
    say("defeat", 1, "--reason", "price")
    told = say("verify", 1, "confirmed", "--win-back", "2027-05-24", as_="Zhou Min", now="2026-11-25T09:00")
    assert told.endswith("lead 3 is to win the customer back, from Mon 2027-05-24 on")
    say("order", 2)
    assert say("deliver", 2) == "lead 2: delivered; contact the owner on Fri 2026-11-27"


def test_a_screening_says_when_they_come_or_are_called_again(say: Any) -> None:
    say("log-visit", "--phone", "13800000003", "--name", "李静", "--kind", "online")
    comes = say("screen", 3, "A", "--appointment", "thu 10:00")
    assert comes == "lead 3 李静: comes Thu 2026-11-26 10:00; next contact by Thu 2026-11-26"
    say("undo")
    assert say("screen", 3, "unreached") == "lead 3 李静: not reached, again on Wed 2026-11-25"


def test_undo_says_where_the_lead_stands(say: Any) -> None:
    say("followup", 1, "hm")
    assert say("undo").endswith("; lead 1 张伟: next contact by Tue 2026-11-24")
    say("log-visit", "--phone", "13800000009")
    assert "lead 3" not in say("undo").split("undone; ")[1]


def test_the_suggested_grade_is_taken_with_its_evidence(say: Any, run: Any) -> None:
    evidence = ("--need-by", "sat", "--decision", "made", "--money", "ready")
    told = say("grade", 1, *evidence)
    assert "the evidence says H" in told
    assert "--accept" in told
    assert run("show", 1, "--json", now=MORNING).json["grade"] == "A"
    told = say("grade", 1, *evidence, "--accept")
    assert told.splitlines() == [
        "lead 1 张伟: grade H, next contact by Tue 2026-11-24",
        "the evidence says H: H 4 A 1 B 0 C 0 N 0",
    ]
    card = run("show", 1, "--json", now=MORNING).json
    assert (card["grade"], card["need_by"]) == ("H", "2026-11-28")


@pytest.mark.parametrize("words", [("--accept",), ("H", "--accept", "--decision", "made")])
def test_accept_needs_evidence_and_no_grade(run: Any, say: Any, words: tuple[str, ...]) -> None:
    assert run("grade", 1, *words, as_="Li Na", now=MORNING).code == 2
