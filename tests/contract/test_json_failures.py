"""With ``--json`` every outcome is JSON on stdout, failures too; the sentence still goes to stderr."""

from __future__ import annotations

import json
from typing import Any

import pytest

LI, WANG = "13800138001", "13800138002"


@pytest.mark.parametrize(
    ("command", "code", "exit_code"),
    [
        (("show", "4711"), "no-such-lead", 1),
        (("followup", "13912345678"), "no-such-lead", 1),
        (("edit", "visit", "9", "--left", "10:00"), "no-such-visit", 1),
        (("edit", "customer", "c9", "--name", "X"), "no-such-customer", 1),
        (("undo", "99"), "no-such-operation", 1),
        (("log-visit", "--consultant", "Nobody"), "unknown-name", 1),
        (("due", "--sing"), "wrong-usage", 2),
        (("report", "sing"), "wrong-usage", 2),
        (("import", "songs", "x.csv"), "wrong-usage", 2),
        (("log-visit", "--from", "nowhere.csv"), "refused", 1),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else str(value),
)
def test_a_refusal_is_an_object_on_stdout(shop: Any, command: tuple[str, ...], code: str, exit_code: int) -> None:
    result = shop.run(*command, "--json", code=exit_code)
    error = result.json["error"]
    assert (error["code"], error["exit"]) == (code, exit_code)
    assert error["message"] in result.err


def test_the_long_form_of_the_option_means_the_same(shop: Any) -> None:
    for words in (("--format", "json"), ("--format=json",)):
        assert shop.run("due", "--on", "soonish", *words, code=1).json["error"]["exit"] == 1


def test_several_that_fit_have_their_word(shop: Any) -> None:
    for phone in (LI, WANG):
        shop.visit(phone, "--name", "Zhang San")
    assert shop.run("show", "Zhang San", "--json", code=1).json["error"]["code"] == "several-fit"


def test_a_closed_lead_has_its_word(shop: Any) -> None:
    lead = shop.visit(LI)["lead"]
    shop.run("defeat", lead, "--reason", "price")
    assert shop.run("followup", lead, "--json", code=1).json["error"]["code"] == "wrong-status"


def test_a_missing_store_has_its_word(bare: Any) -> None:
    assert bare.run("due", "--json", as_=None, code=4).json["error"]["code"] == "no-store"


def test_what_is_no_store_has_its_word(bare: Any) -> None:
    bare.db.write_bytes(b"this is no database, but a text of some length" * 100)
    assert bare.run("due", "--json", as_=None, code=4).json["error"]["code"] == "not-a-store"


def test_bad_rows_print_their_summary_with_the_error_in_it(shop: Any) -> None:
    path = shop.file("r.csv", f"arrived_at,phone\n2026-11-20 10:00,{LI}\n2026-11-20 11:00,138****0001\n")
    result = shop.run("log-visit", "--from", path, "--json", code=3)
    assert (result.json["rejected"], result.json["written"]) == (1, False)
    assert (result.json["error"]["code"], result.json["error"]["exit"]) == ("bad-rows", 3)
    assert len([line for line in result.out.splitlines() if line.startswith("{")]) == 1


def test_without_json_stdout_stays_empty(shop: Any) -> None:
    result = shop.run("show", "4711", code=1)
    assert result.out == ""
    assert "There is no lead 4711" in result.err


def test_the_message_stays_english(shop: Any) -> None:
    result = shop.run("show", "4711", "--json", "--lang", "zh", code=1)
    assert json.loads(result.out)["error"]["message"].startswith("There is no lead 4711")
    assert "There is no lead" not in result.err
