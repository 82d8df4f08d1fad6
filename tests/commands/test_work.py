"""The call session, answered by a script in the place of somebody at a terminal."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from leadctl.commands.calls.results import list_results
from leadctl.commands.terminal import GoneBack
from leadctl.domain.due import Task
from leadctl.locale.labels import TASKS
from tests.conftest import FillOnce

MORNING = "2026-11-24T09:00"
ESC, CTRL_C, CTRL_D = "<esc>", "<ctrl-c>", "<ctrl-d>"


class Script:
    """A terminal on which these answers are typed, keys and lines in the order in which they are asked for.

    A function among them is done in between, by somebody else. After the last one there is the end of input.
    """

    def __init__(self, answers: Iterator[Any]) -> None:
        self.answers, self.unfinished = answers, ""

    def show(self, text: str = "") -> None:
        print(text)

    def show_words(self, words: list[str]) -> None:
        print("  ".join(words))

    def rule(self) -> None:
        print()

    def ask_key(self, question: str, keys: Any) -> str:
        return self._answer(question)

    def ask_line(self, question: str, default: str = "", words: Any = ()) -> str:
        typed = self._answer(question)
        return default if typed == "" else typed

    def _answer(self, question: str) -> str:
        print(question, end="")
        typed = next(self.answers, CTRL_D)
        if callable(typed):
            typed()
            return self._answer(question)
        print(typed)
        if typed == ESC:
            raise GoneBack
        if typed == CTRL_C:
            raise KeyboardInterrupt
        if typed == CTRL_D:
            raise EOFError
        if typed.startswith("<unfinished>"):
            self.unfinished = typed.removeprefix("<unfinished>")
            raise KeyboardInterrupt
        return str(typed)


@pytest.fixture
def work(run: Any, store: Path, fill_once: FillOnce, monkeypatch: pytest.MonkeyPatch, home: Path) -> Any:
    """Goes through Li Na's list of a store with two leads due, with these answers."""
    fill_once(store, _open_with_two, run)
    monkeypatch.setattr("leadctl.commands.due.has_terminal", lambda: True)
    monkeypatch.setattr("leadctl.commands.next_.has_terminal", lambda: True)

    def answer(*answers: str | Callable[[], object], words: tuple[str, ...] = ("due", "--work"), **more: Any) -> Any:
        monkeypatch.setattr("leadctl.commands.terminal.Terminal", lambda: Script(iter(answers)))
        return run(*words, **{"as_": "Li Na", "now": MORNING, **more})

    return answer


def _open_with_two(run: Any) -> None:
    run("init")
    for name, role in (("Li Na", "consultant"), ("Zhou Min", "service")):
        run("staff", "add", name, "--role", role)
    for phone, name in (("13800000001", "张伟"), ("13800000002", "王芳")):
        run("log-visit", "--phone", phone, "--name", name, "--grade", "H", as_="Li Na", now="2026-11-22T10:00")


@pytest.fixture
def lead(run: Any) -> Callable[[int], dict[str, Any]]:
    """The card of a lead."""
    return lambda number: dict(run("show", number, "--json", now=MORNING).json)


def facts(card: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [fact for fact in card["history"] if fact["fact"] == kind]


def test_each_result_is_recorded_and_the_next_one_shown(work: Any, lead: Any) -> None:
    result = work("r", "1", "comes on Saturday", "", "sat", "bring the papers", "", "n")
    assert result.code == 0
    assert "recorded: 2 (1 张伟, 2 王芳)" in result.out
    first = lead(1)
    assert (first["due_by"], first["attempts"], first["agreed"]) == ("2026-11-28", 0, "bring the papers")
    assert facts(first, "followup")[0]["outcome"] == "advance"
    assert lead(2)["attempts"] == 1


@pytest.mark.parametrize("word", ["clear", "no", "rn", "R e", "未", "\x1b[A", "1", "e"])
def test_what_is_no_key_records_nothing(work: Any, lead: Any, word: str) -> None:
    assert "recorded: nothing" in work(word, "q").out
    assert (lead(1)["attempts"], facts(lead(1), "followup")) == (0, [])


@pytest.mark.parametrize("word", ["n", "N", "not reached"])
def test_a_key_is_itself_or_the_whole_name_that_stands_beside_it(work: Any, lead: Any, word: str) -> None:
    work(word, "q")
    assert lead(1)["attempts"] == 1


def test_the_name_of_a_key_may_be_in_the_language_of_whoever_calls(work: Any, lead: Any) -> None:
    assert "已记录 1 条（1 张伟）" in work("未接通", "q", words=("due", "--work", "--lang", "zh")).out
    assert lead(1)["attempts"] == 1


def test_the_next_date_is_shown_before_it_is_saved_and_may_be_changed(work: Any, lead: Any) -> None:
    result = work("r", "", "ok", "", "sat", "", "e", "", "", "", "thu", "", "", "q")
    assert result.out.index("2026-11-28") < result.out.index("2026-11-26")
    assert [fact["note"] for fact in facts(lead(1), "followup")] == ["ok"]
    assert lead(1)["due_by"] == "2026-11-26"


def test_the_order_of_the_calls_is_not_chosen(work: Any) -> None:
    assert work(words=("due", "--work", "--sort", "model")).code == 2


def test_escape_gives_up_what_was_begun(work: Any, lead: Any) -> None:
    assert "recorded: nothing" in work("r", "1", "hm", ESC, "a", ESC, "d", ESC, "q").out
    assert lead(1)["status"] == "open"


def test_what_was_typed_is_proposed_when_the_contact_comes_again(work: Any, lead: Any) -> None:
    result = work("r", "", "hm", ESC, "s", "b", "r", "", "", "", "", "", "q")
    assert "not recorded the last time: “continued” · “hm”" in result.out
    assert [fact["note"] for fact in facts(lead(1), "followup")] == ["hm"]


def test_a_date_that_cannot_be_is_asked_again_at_once(work: Any, lead: Any) -> None:
    result = work("r", "", "ok", "", "yesterday", "fri", "", "", "q")
    assert "next contact 'yesterday' lies in the past" in result.out
    card = lead(1)
    assert (card["due_by"], facts(card, "followup")[0]["note"]) == ("2026-11-27", "ok")


def test_what_is_refused_in_the_end_is_asked_again_with_what_was_typed(work: Any, lead: Any, run: Any) -> None:
    run("model", "add", "远山 X5", as_="Li Na", now=MORNING)
    result = work("o", "远山X5", "12.8万", "", "远山 X5", "", "", "", "q")
    assert result.out.count("model (empty: the one they asked for)") == 2
    assert facts(lead(1), "order")[0]["price"] == 128000


def test_everything_that_may_come_of_a_call_can_be_recorded(work: Any, lead: Any, run: Any) -> None:
    run("model", "add", "X5", as_="Li Na", now=MORNING)
    work("v", "2", "a", "sat 10:00", "with her husband", "", "q")
    assert (lead(1)["meets_at"], facts(lead(1), "followup")[0]["via"]) == ("2026-11-28T10:00", "wechat")
    work("k", "15:00", "in a meeting", "", "q")
    assert lead(2)["callback_at"] == "2026-11-24T15:00"
    work("g", "A", "", "o", "X5", "128000", "5000", "", "q", now="2026-11-25T09:00")
    assert (lead(2)["status"], facts(lead(2), "order")[0]["price"]) == ("ordered", 128000)
    work("z", "+3m", "abroad", "", "q", now="2026-11-29T09:00")
    assert run("show", 1, "--json", now="2026-11-29T10:00").json["status"] == "dormant"


def test_a_defeat_has_its_reason_and_its_rival(work: Any, lead: Any) -> None:
    work("d", "2", "Haval H6", "8000 cheaper", "", "d", "15", "never answers", "", "q")
    (churn,) = facts(lead(1), "churn")
    assert (churn["reason"], churn["rival"], churn["note"]) == ("price", "Haval H6", "8000 cheaper")
    assert lead(2)["status"] == "lost"


def test_who_wants_no_calls_is_not_called(work: Any, run: Any) -> None:
    work("x", "1", "", "q")
    assert [row["lead"] for row in run("due", "--json", as_="Li Na", now=MORNING).json] == [2]


def test_a_wrong_number_is_put_right_and_called_or_given_up(work: Any, lead: Any) -> None:
    work("m", "13900000009", "", "n", "m", "", "2", "", "q")
    assert (lead(1)["phone"], lead(1)["attempts"]) == ("13900000009", 1)
    assert (lead(2)["status"], facts(lead(2), "churn")[0]["note"]) == ("lost", "wrong number")


def test_undo_takes_back_the_last_result_and_goes_back_to_it(work: Any, lead: Any) -> None:
    result = work("n", "u", "u", "q")
    assert "nothing was recorded here yet" in result.out
    assert lead(1)["attempts"] == 0
    assert result.out.count("张伟  13800000001") == 2


def test_back_goes_to_the_one_before_and_says_what_was_recorded(work: Any, lead: Any) -> None:
    result = work("b", "n", "b", "s", "n", "b", "u", "q")
    assert "this is the first one" in result.out
    assert "recorded: lead 1" in result.out
    assert (lead(1)["attempts"], lead(2)["attempts"]) == (1, 0)


def test_at_the_end_of_the_list_one_may_still_go_back(work: Any, lead: Any) -> None:
    work("n", "n", "u", "r", "", "", "", "", "", "")
    assert (lead(2)["attempts"], len(facts(lead(2), "followup"))) == (0, 1)
    work("s", "", now="2026-11-25T09:00")
    work("n", "s", "n", "", now="2026-11-25T09:00")
    assert lead(1)["attempts"] + lead(2)["attempts"] == 3


def test_an_empty_list_says_so(work: Any) -> None:
    assert "Nothing is due" in work(as_="Zhou Min", words=("due", "--work", "--task", "verification")).out


def test_the_card_the_words_and_the_keys_can_be_looked_at(work: Any, run: Any) -> None:
    run("words", "set", "H", "--ask", "the exact day", as_="Zhou Min", now=MORNING)
    result = work("c", "w", "?", "q")
    assert "History" in result.out
    assert "To find out: the exact day" in result.out
    assert "not reached: nobody answered" in result.out


@pytest.mark.parametrize(("leave", "code"), [("q", 0), (CTRL_D, 0), (CTRL_C, 130)])
def test_whoever_leaves_hears_what_was_recorded_and_goes_on_there(work: Any, leave: str, code: int) -> None:
    result = work("s", "n", "b", leave, "q")
    assert result.code == code
    assert "recorded: 1 (2 王芳)" in result.out
    assert "left: 1" in result.out
    again = work("q", now="2026-11-24T10:00")
    assert "张伟" in again.out


def test_who_was_skipped_comes_last_also_the_next_time(work: Any, run: Any) -> None:
    run("log-visit", "--phone", "13800000003", "--name", "李静", "--grade", "H", as_="Li Na", now="2026-11-22T11:00")
    work("s", "q")
    result = work("n", "n", "q")
    assert result.out.index("王芳") < result.out.index("李静")
    assert "张伟" not in result.out
    assert "张伟" in work("q").out


def test_what_was_typed_and_not_saved_is_there_the_next_time(work: Any, lead: Any, home: Path) -> None:
    result = work("s", "r", "1", "<unfinished>wants the white one")
    assert result.code == 130
    assert "not recorded: 2 王芳: “wants the white one”" in result.out.replace("“advance” · ", "")
    again = work("r", "", "", "", "", "", "q")
    assert "wants the white one" in again.out.split("what was said")[0]
    assert [fact["note"] for fact in facts(lead(2), "followup")] == ["wants the white one"]
    assert "white" not in "".join(path.read_text() for path in home.rglob("calls.json"))


def test_what_was_left_unsaved_goes_with_the_customer(work: Any, run: Any, home: Path) -> None:
    work("r", "1", "<unfinished>wants the white one")
    (kept,) = home.rglob("calls.json")
    assert "white" in kept.read_text(encoding="utf-8")
    run("forget", "c1", "--yes", as_="Zhou Min", now=MORNING)
    assert not kept.exists()


def test_the_next_day_begins_anew(work: Any) -> None:
    work("s", "q")
    assert "张伟" in work("q", now="2026-11-25T09:00").out


def test_a_file_of_where_it_was_left_that_cannot_be_read_is_none(work: Any, home: Path) -> None:
    work("s", "q")
    (kept,) = home.rglob("calls.json")
    for text in ("[1]", "{", json.dumps({name: {"day": "2026-11-24"} for name in json.loads(kept.read_text())})):
        kept.write_text(text, encoding="utf-8")
        assert "张伟" in work("q").out


def test_a_lead_that_somebody_closed_meanwhile_does_not_end_the_list(work: Any, run: Any, lead: Any) -> None:
    close = lambda: run("defeat", "1", "--reason", "price", as_="Li Na", now=MORNING)  # noqa: E731
    result = work("r", "", "ok", "", "", close, "", "n", "q")
    assert "Lead 1 is defeated" in result.out
    assert "recorded: 1 (2 王芳)" in result.out


def test_next_is_over_with_one_result(work: Any, lead: Any) -> None:
    result = work("n", "n", words=("next",))
    assert "recorded: 1" in result.out
    assert lead(2)["attempts"] == 0


def test_next_is_the_first_line_of_the_list_for_programs(run: Any, work: Any) -> None:
    first = run("due", "--json", as_="Li Na", now=MORNING).json[:1]
    assert run("next", "--json", as_="Li Na", now=MORNING).json == first


def test_without_a_terminal_work_is_wrong_usage_and_next_prints(
    run: Any, work: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("leadctl.commands.due.has_terminal", lambda: False)
    monkeypatch.setattr("leadctl.commands.next_.has_terminal", lambda: False)
    refused = run("due", "--work", as_="Li Na", now=MORNING)
    assert (refused.code, "terminal" in refused.err) == (2, True)
    shown = run("next", as_="Li Na", now=MORNING).out
    assert ("张伟" in shown, "王芳" in shown) == (True, False)


def test_an_online_enquiry_is_screened_on_the_way(run: Any, work: Any, lead: Any) -> None:
    for phone in ("13800000003", "13800000004"):
        run("log-visit", "--phone", phone, "--kind", "online", as_="Li Na", now="2026-11-24T08:50")
    result = work("1", "+30d", "with his wife", "sat 10:00", "", "", "n", "q")
    assert "recorded: 2" in result.out
    assert (lead(3)["screened"], lead(3)["meets_at"]) == ("A", "2026-11-28T10:00")
    assert lead(4)["attempts"] == 1


def test_who_has_an_appointment_comes_or_is_asked(run: Any, work: Any, lead: Any) -> None:
    run("appoint", 1, "--at", "2026-11-24 11:00", as_="Li Na", now="2026-11-23T09:00")
    work("h", "looked at the white one", "", "q", words=("due", "--work", "--task", "appointment"))
    assert [fact["result"] for fact in facts(lead(1), "appointment")] == ["kept"]


def test_customer_service_verifies(run: Any, work: Any, lead: Any) -> None:
    for number in (1, 2):
        run("defeat", number, "--reason", "price", as_="Li Na", now=MORNING)
    work("1", "true", "+6m", "", "2", "still looking", "", "", "q", as_="Zhou Min", now="2026-11-25T09:00")
    assert [lead(number)["verification"] for number in (1, 2)] == ["confirmed", "overturned"]


def test_owners_are_contacted(run: Any, work: Any) -> None:
    for number in (1, 2):
        run("order", number, "--on", "2026-11-22", as_="Li Na", now=MORNING)
        run("deliver", number, as_="Li Na", now="2026-11-24T12:00")
    result = work(*("1", "9", "all well", "", "2", "a door rattles", "", "", "", "q"), now="2026-11-27T09:00")
    assert "recorded: 2" in result.out
    assert run("aftercare", "complaints", "--json", now="2026-11-27T10:00").json[0]["what"] == "a door rattles"
    work("1", "the door was adjusted", "", "q", now="2026-11-28T09:00")
    assert run("aftercare", "complaints", "--json", now="2026-11-28T10:00").json == []


def test_campaigns_are_worked_for_and_invited_to(run: Any, work: Any) -> None:
    run("campaign", "add", "golf", "--start", "2026-12-05", now=MORNING, as_="Zhou Min")
    run("campaign", "tasks", "golf", "--add", "rent the tent", "--on", "2026-11-24", now=MORNING, as_="Zhou Min")
    run("campaign", "invite", "golf", "--grade", "H", now=MORNING, as_="Zhou Min")
    result = work("s", "s", "1", "", "1", "", "2", "", "q")
    assert "recorded: 3" in result.out
    rows = run("campaign", "list", "golf", "--json", now=MORNING)
    assert run("campaign", "tasks", "golf", "--json", now=MORNING).json[0]["done_on"] == "2026-11-24", rows.out


@pytest.mark.parametrize("kind", TASKS)
def test_something_may_come_of_every_kind_of_task(kind: str) -> None:
    task = Task(1, None, "A", kind, None, "", "", 0, 0, None)
    assert list_results(task)
