"""Openings per grade, what to find out, and replies to objections: in the store's own words, where one calls."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.commands.test_work import Script
from tests.trade.conftest import Trade

DAY, MORNING = "2026-11-20T10:00", "2026-11-21T09:00"
PHONE = "13800000001"
EXAMPLES = Path(__file__).parents[2] / "examples"
FILE = """
[H]
opening = "您好，上次看的那台车我给您留着"
ask = "哪天签合同；谁一起来"

[N]
opening = "最近有新活动"

[replies]
"太贵了" = "按五年算，油钱省下两万"
"再看看" = "看哪几款？我帮您比"
"""


def load(trade: Trade, text: str = FILE, at: str = DAY) -> dict[str, Any]:
    path = trade.folder / "words.toml"
    path.write_text(text, encoding="utf-8")
    return trade.write("words", "import", path, at=at, as_="Chen Jing")


def test_what_a_file_says_is_what_the_store_says(trade: Trade) -> None:
    told = load(trade)
    assert (told["openings"], told["asks"], told["replies"]) == (2, 1, 2)
    assert trade.read("words", "list", at=DAY) == [
        {"grade": "H", "part": "opening", "objection": None, "words": "您好，上次看的那台车我给您留着"},
        {"grade": "H", "part": "ask", "objection": None, "words": "哪天签合同；谁一起来"},
        {"grade": "N", "part": "opening", "objection": None, "words": "最近有新活动"},
        {"grade": None, "part": "reply", "objection": "太贵了", "words": "按五年算，油钱省下两万"},
        {"grade": None, "part": "reply", "objection": "再看看", "words": "看哪几款？我帮您比"},
    ]


def test_a_file_takes_the_place_of_all_that_was_said_before(trade: Trade) -> None:
    load(trade)
    load(trade, '[B]\nask = "test drive"\n')
    assert [(row["grade"], row["part"]) for row in trade.read("words", "list", at=DAY)] == [("B", "ask")]


def test_words_are_set_one_by_one_and_taken_back(trade: Trade) -> None:
    trade.write("words", "set", "H", "--opening", "hello", "--ask", "which day", at=DAY)
    trade.write("words", "reply", "too dear", "count five years", at=DAY)
    rows = trade.read("words", "list", at=DAY)
    assert [row["words"] for row in rows] == ["hello", "which day", "count five years"]
    trade.write("words", "set", "H", "--opening", "", at=DAY)
    trade.write("words", "reply", "too dear", "--remove", at=DAY)
    assert [row["words"] for row in trade.read("words", "list", at=DAY)] == ["which day"]
    assert [row["words"] for row in trade.read("words", "list", "A", at=DAY)] == []


def test_the_due_list_asks_in_the_stores_words_of_the_grade(trade: Trade) -> None:
    hot = trade.visit(PHONE, "--grade", "H", at=DAY)
    warm = trade.visit("13800000002", "--grade", "B", at=DAY)
    load(trade)
    aims = {row["lead"]: row["aim"] for row in trade.read("due", "--all", at=MORNING)}
    assert aims[hot] == "哪天签合同；谁一起来"
    assert aims[warm].startswith("planned date; how their shopping goes")  # the policy's, as the store has none
    assert "哪天签合同" in trade.text("due", "--all", at=MORNING)


def test_the_card_shows_what_to_say(trade: Trade) -> None:
    lead = trade.visit(PHONE, "--grade", "H", at=DAY)
    load(trade)
    card = trade.read("show", lead, at=MORNING)
    assert card["words"] == {
        "opening": "您好，上次看的那台车我给您留着",
        "ask": "哪天签合同；谁一起来",
        "replies": [
            {"objection": "太贵了", "reply": "按五年算，油钱省下两万"},
            {"objection": "再看看", "reply": "看哪几款？我帮您比"},
        ],
    }
    shown = trade.text("show", lead, at=MORNING)
    for words in ("您好，上次看的那台车我给您留着", "哪天签合同；谁一起来", "“太贵了” → 按五年算，油钱省下两万"):
        assert words in shown.replace("\n", "")


def test_an_ungraded_lead_is_spoken_to_as_the_coldest_grade(trade: Trade) -> None:
    lead = trade.visit(PHONE, at=DAY)
    load(trade)
    words = trade.read("show", lead, at=MORNING)["words"]
    assert (words["opening"], words["ask"]) == ("最近有新活动", "a message or a call now and then; budget; rough date")


def test_nobody_calls_who_is_lost(trade: Trade) -> None:
    lead = trade.visit(PHONE, "--grade", "H", at=DAY)
    load(trade)
    trade.write("defeat", lead, "--reason", "price", at=MORNING)
    assert trade.read("show", lead, at=MORNING)["words"] is None


def test_the_call_session_shows_what_to_say(trade: Trade, monkeypatch: pytest.MonkeyPatch) -> None:
    trade.visit(PHONE, "--grade", "H", at=DAY)
    load(trade)
    monkeypatch.setattr("leadctl.commands.due.has_terminal", lambda: True)
    monkeypatch.setattr("leadctl.commands.terminal.Terminal", lambda: Script(iter("wq")))
    shown = trade.text("due", "--work", at=MORNING, as_="Li Na")
    for words in ("您好，上次看的那台车我给您留着", "哪天签合同；谁一起来", "“再看看” → 看哪几款？我帮您比"):
        assert words in shown


def test_undo_gives_back_the_words_as_they_were(trade: Trade) -> None:
    before = trade.state()
    load(trade)
    loaded = trade.state()
    trade.write("words", "set", "A", "--ask", "who pays", at=DAY, as_="Chen Jing")
    trade.write("words", "reply", "太贵了", "分期", at=DAY, as_="Chen Jing")
    for _ in range(2):
        trade.write("undo", at=DAY, as_="Chen Jing")
    assert trade.state() == loaded
    trade.write("undo", at=DAY, as_="Chen Jing")
    assert trade.state() == before


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[X]\nopening = 'hi'\n", "'X'"),
        ("[H]\nopenning = 'hi'\n", "'openning'"),
        ("[H]\nopening = 3\n", "a text"),
        ("[replies]\n'' = 'hi'\n", "objection"),
        ("H = 'hi'\n", "'H'"),
        ("[H\n", "TOML"),
    ],
)
def test_a_file_that_says_something_else_is_refused(trade: Trade, text: str, said: str) -> None:
    path = trade.folder / "words.toml"
    path.write_text(text, encoding="utf-8")
    code, err = trade.refused("words", "import", path, at=DAY)
    assert code == 1
    assert said in err


def test_what_makes_no_sense_is_refused(trade: Trade) -> None:
    assert trade.refused("words", "set", "X", "--ask", "who", at=DAY)[0] == 2
    assert trade.refused("words", "set", "H", at=DAY)[0] == 2
    assert trade.refused("words", "set", "H", "--ask", "", at=DAY)[0] == 1, "nothing was said before"
    assert trade.refused("words", "reply", "too dear", at=DAY)[0] == 2
    assert trade.refused("words", "reply", "too dear", "cheap", "--remove", at=DAY)[0] == 2
    assert trade.refused("words", "reply", "too dear", "--remove", at=DAY)[0] == 1
    assert trade.refused("words", "import", trade.folder / "none.toml", at=DAY)[0] == 1


def test_a_store_without_words_says_how_to_give_it_some(trade: Trade) -> None:
    assert trade.read("words", "list", at=DAY) == []
    assert "leadctl words import FILE" in trade.text("words", "list", at=DAY)


def test_the_list_fits_80_columns(trade: Trade) -> None:
    load(trade)
    for line in trade.text("words", "list", at=DAY, env={"COLUMNS": "80"}).splitlines():
        assert sum(1 + (ord(char) > 0x2E80) for char in line) <= 80


def test_the_example_file_is_read(trade: Trade) -> None:
    told = trade.write("words", "import", EXAMPLES / "words.toml", at=DAY)
    assert told["openings"] == told["asks"] == 6
    assert told["replies"] >= 4
