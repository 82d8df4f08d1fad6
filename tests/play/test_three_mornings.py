"""Three mornings of a store at its terminals, key by key: the counter, a consultant's calls, customer service's calls.

Each answers what the others did before. The ordinary run plays the first morning in Chinese on a small terminal; the
long one plays all three in both languages and sizes.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from leadctl.locale import translator
from tests.conftest import FillOnce
from tests.terminals import BACKSPACE, DOWN, ENTER, ESCAPE, LEFT, PASTE, PASTED, UP, Desk

TUESDAY, WEDNESDAY, THURSDAY = "2026-11-24T09:00", "2026-11-25T09:00", "2026-11-26T09:30"
SCREENS = [(80, 24), (140, 40)]
EVERYWHERE = list(product(SCREENS, ("zh", "en")))
LONG = "LONG_TESTS" in os.environ
SUN, ZHANG, WANG, OUYANG, LI, WU = range(1, 7)
ZHAO, FENG = 7, 8
"""Leads; the last two come during these mornings."""


class Person:
    """Somebody at a terminal, who reads the questions in their language."""

    def __init__(self, desk: Desk, say: Callable[[str], str]) -> None:
        self.desk, self.say = desk, say

    def see(self, *texts: str) -> None:
        """Wait until these stand there, one after the other; what is a text of the program, in this language."""
        for text in texts:
            self.desk.wait(self.say(text))

    def press(self, key: str, *then: str) -> None:
        """Press a key, and wait for these."""
        self.desk.child.send(key)
        self.see(*then)

    def answer(self, question: str, text: str = "") -> None:
        """Wait for a question, and answer it."""
        self.see(question)
        self.desk.child.send(text + ENTER)

    def save(self, *shown: str) -> None:
        """Look at what would be recorded, and agree."""
        self.see(*shown, "Enter saves it, e changes it, Esc gives it up")
        self.press(ENTER, "  recorded (u takes it back)")

    def leave(self, key: str, *shown: str) -> None:
        """The last key; what stands there at the end."""
        assert self.desk.leave(key) == 0
        read = self.desk.read()
        assert [text for text in shown if "".join(self.say(text).split()) not in read] == []


class Store:
    """The store of these mornings: who sits down, and what is recorded."""

    def __init__(self, run: Any, file: Path, language: str, size: tuple[int, int]) -> None:
        self._run, self._file, self._language, self._size = run, file, language, size
        self.now = TUESDAY
        self.desks: list[Desk] = []

    def sit(self, who: str, words: str) -> Person:
        """Somebody types a command."""
        self.desks.append(Desk(self._file, who, self._language, self._size, tuple(words.split()), now=self.now))
        return Person(self.desks[-1], translator(self._language))

    def card(self, lead: int) -> Any:
        return self._run("show", lead, "--json", now=self.now).json

    def history(self, lead: int, fact: str) -> list[Any]:
        return [each for each in self.card(lead)["history"] if each["fact"] == fact]

    def register(self, *words: str) -> list[Any]:
        found: list[Any] = self._run("visits", "--json", *words, now=self.now).json
        return found


@pytest.fixture
def open_store(run: Any, store: Path, fill_once: FillOnce, home: Path) -> Iterator[Callable[..., Store]]:
    """The store on Tuesday morning, in a language, at terminals of a size."""
    fill_once(store, _fill, run)
    opened: list[Store] = []

    def make(language: str, size: tuple[int, int]) -> Store:
        opened.append(Store(run, store, language, size))
        return opened[-1]

    yield make
    for each in opened:
        for desk in each.desks:
            desk.child.close(force=True)


def _fill(run: Any) -> None:
    """Sun's car was delivered on Saturday; Li was lost yesterday; Wu asked on the internet yesterday evening."""

    def do(day: str, *words: object, as_: str = "李娜") -> None:
        assert run(*words, as_=as_, now=f"2026-11-{day}").code == 0, words

    run("init", now="2026-11-20T08:00")
    for name, role in (("李娜", "consultant"), ("王强", "consultant"), ("周敏", "service"), ("陈静", "reception")):
        run("staff", "add", name, "--role", role, now="2026-11-20T08:00")
    for model in ("远山 X5", "远山 X3"):
        do("20T08:00", "model", "add", model)
    for number, (day, name, grade, model) in enumerate(
        [
            ("20T10:00", "孙丽", "H", "远山 X5"),
            ("22T10:00", "张伟", "H", "远山 X5"),
            ("22T11:00", "王芳", "A", "远山 X3"),
            ("22T12:00", "欧阳建国", "B", "远山 X3"),
            ("22T14:00", "李静", "B", "远山 X5"),
        ],
        start=1,
    ):
        who = ("--phone", f"1380000000{number}", "--name", name)
        seller = "王强" if name == "孙丽" else "李娜"
        do(day, "log-visit", *who, "--grade", grade, "--model", model, "--left", day[3:], as_=seller)
    do("21T10:00", "order", SUN, as_="王强")
    do("21T16:00", "deliver", SUN, as_="王强")
    do("23T10:00", "defeat", LI, "--reason", "price", "--rival", "途观 L")
    enquiry = ("--kind", "online", "--source", "online", "--channel", "wechat", "--consultant", "李娜")
    do("23T17:00", "log-visit", "--phone", "13800000006", "--name", "吴涛", *enquiry)
    do("23T17:00", "campaign", "add", "试驾会", "--start", "2026-11-28")
    do("23T17:00", "campaign", "invite", "试驾会", "--grade", "B")


SAVED = "y save, e change, n leave"


def ask_visitor(desk: Person, known: str | None = None, **answers: str) -> None:
    """Ask a visitor everything, the phone first; what is left out is not answered."""
    desk.answer("Phone (none: traffic only)", answers.get("phone", ""))
    if known:
        desk.see(known)
    new = {"Name": "name", "Male or female": "gender"} if not known else {}
    source = {"Source": "source"} if not known else {}
    for question, option in {
        **new, "How they came (walk-in)": "kind", **source, "Model": "model", "Grade": "grade",
        "Test drive (yes, no)": "test_drive", "How many came": "party", "Consultant": "consultant",
        "What was said": "note",
    }.items():  # fmt: skip
        desk.answer(question, answers.get(option, ""))
    desk.see(SAVED)


def play_tuesday(store: Store) -> None:
    _receive_on_tuesday(store)
    _call_on_tuesday(store)
    _serve_on_tuesday(store)


def _receive_on_tuesday(store: Store) -> None:
    """Somebody known, somebody new with slips of the pen, somebody without a name; one leaves."""
    desk = store.sit("陈静", "log-visit")
    ask_visitor(desk, "c2 张伟", phone="13800000002", test_drive="y", party="2", consultant="李\t", note="太太也来了")
    desk.leave("y", "张伟")
    assert store.history(ZHANG, "visit")[-1]["test_drive"] is True
    desk = store.sit("陈静", "log-visit")
    desk.answer("Phone (none: traffic only)", "1390000007")
    desk.see("A new customer.", "10", "Name")
    desk.press(ESCAPE)
    ask_visitor(
        desk, phone="7", name=f"赵蕾{BACKSPACE}雷", gender="先生", source="转介绍", model="远\t5", grade="h级",
        party="两位", consultant="王强", note=f"{PASTE}下周再来\n带家人{PASTED}",
    )  # fmt: skip
    desk.press("e")
    ask_visitor(desk, party=f"{BACKSPACE}3")
    desk.leave("Ｙ", "赵雷")
    [row] = [row for row in store.register("--reveal") if row["name"] == "赵雷"]
    kept = ("phone", "gender", "source", "model", "grade", "party", "consultant", "note")
    assert [row[key] for key in kept] == [
        *("13900000077", "male", "referral", "远山 X5", "H", 3, "王强", "下周再来 带家人")
    ]
    desk = store.sit("陈静", "log-visit")
    ask_visitor(desk)
    desk.leave("y")
    desk = store.sit("陈静", "leave 13800000002")
    desk.leave("", "张伟")
    assert [row["name"] for row in store.register("--open")] == ["赵雷", None]


def _call_on_tuesday(store: Store) -> None:
    """An enquiry is screened, one is reached, one wants to be called later; an invitation is taken back."""
    desk = store.sit("李娜", "due --work")
    desk.see(f"{WU} > ")
    desk.press("clear" + ENTER, "clear")
    desk.press("1")
    desk.answer("when they come (empty: not agreed)", "周四上午十点")
    desk.answer("what was said", "想看X5")
    desk.save("2026-11-26 10:00")
    desk.see(f"{WANG} > ")
    desk.press("R")  # caps lock
    desk.answer("what came of it", "1")
    desk.see("what was said")
    desk.desk.child.send(f"周六来店{LEFT}{LEFT}{BACKSPACE}下午")
    desk.press(UP, "想看X5")
    desk.press(DOWN)
    desk.desk.widen()
    desk.desk.child.send(ENTER)
    desk.answer("grade (empty: as it is)", "h")
    desk.answer("next contact (empty: by the grade)", "sat")
    desk.answer("what was agreed for it", f"{PASTE}带身份证\n和驾照{PASTED}")
    desk.save("2026-11-28")
    desk.see(f"{OUYANG} > ")
    desk.press("k")
    desk.answer("when to call them back", "上午八点")  # which is past
    desk.see("2026-11-24 09:00")
    desk.answer("when to call them back", f"{BACKSPACE * 4}15:00")
    desk.answer("what was said", "开会")
    desk.save("15:00")
    desk.see(f"{OUYANG} > ")
    desk.press("1", "Enter saves it, e changes it, Esc gives it up")
    desk.press(ENTER, "the list is done; Enter or q ends, b goes back, u takes back, s: who was skipped")
    desk.press("u", f"{OUYANG} > ")
    desk.leave("q", "吴涛", "王芳", "欧阳建国")
    assert store.history(WU, "appointment")[-1]["for_at"] == "2026-11-26T10:00"
    wang = store.card(WANG)
    assert (wang["grade"], wang["due_by"], wang["agreed"]) == ("H", "2026-11-28", "带身份证 和驾照")
    assert store.history(WANG, "followup")[-1]["note"] == "周下午来店"
    assert store.card(OUYANG)["attempts"] == 0


def _serve_on_tuesday(store: Store) -> None:
    """A churn was none, an owner is content, a guest is invited."""
    desk = store.sit("周敏", "due --work --task verification,aftercare")
    desk.see(f"{LI} > ")
    desk.press("c", "途观 L", f"{LI} > ")
    desk.press("2")
    desk.answer("what was said", "还在看车")
    desk.answer("whose it is now (empty: as before)")
    desk.save("李静")
    desk.see(f"{SUN} > ")
    desk.press("1")
    desk.answer("how satisfied, 1 to 10 (empty: not asked)", "11")
    desk.answer("how satisfied, 1 to 10 (empty: not asked)", f"{BACKSPACE}0")
    desk.answer("what was said", "很满意")
    desk.save("孙丽")
    desk.leave("q", "李静", "孙丽")
    assert store.card(LI)["verification"] == "overturned"
    desk = store.sit("周敏", "due --work --task campaign")
    desk.see(f"{OUYANG} > ")
    desk.press("1")
    desk.save("欧阳建国")
    desk.leave("q", "欧阳建国")


def play_wednesday(store: Store) -> None:
    store.now = WEDNESDAY
    _receive_on_wednesday(store)
    _call_on_wednesday(store)
    _serve_on_wednesday(store)


def _receive_on_wednesday(store: Store) -> None:
    """Yesterday's visits are closed; somebody leaves the counter in the middle; an enquiry comes by phone."""
    row, nameless = (row["visit"] for row in store.register("--open"))
    desk = store.sit("陈静", f"leave {row}")
    assert desk.desk.leave() == 1
    assert f"leadctlleave{row}17:30" in desk.desk.read()
    store.sit("陈静", f"leave {row} 17:30").leave("", "17:30")
    store.sit("陈静", f"leave {nameless} 下午五点").leave("", "17:00")
    assert store.register("--open") == []
    for key in (ESCAPE, "\x04", "\x03"):
        desk = store.sit("陈静", "log-visit")
        desk.see("Phone (none: traffic only)")
        assert desk.desk.leave(key) == (130 if key == "\x03" else 0)
        assert "".join(desk.say("nothing was recorded").split()) in desk.desk.read()
    desk = store.sit("陈静", "log-visit")
    ask_visitor(desk, phone="13900000088", name="冯磊", kind="online", source="微信", model="远\t3")
    desk.leave("y", "冯磊")
    assert store.card(FENG)["consultant"] is None


def _call_on_wednesday(store: Store) -> None:
    """A car is sold, a churn that was overturned is one after all; grade and way are changed before a call."""
    desk = store.sit("李娜", "due --work")
    desk.see(f"{FENG} > ")  # who is nobody's yet
    desk.press("s", f"{OUYANG} > ")  # who was not called at 15:00 yesterday
    desk.press("g")
    desk.answer("grade", "O")
    desk.answer("grade", f"{BACKSPACE}a")
    desk.save("A")
    desk.press("v", "by what way they are contacted")
    desk.press("2", f"{OUYANG} > ")
    desk.press("s", f"{ZHANG} > ")
    desk.press("b", f"{OUYANG} > ")
    desk.press("n", f"{ZHANG} > ")
    desk.press("o")
    desk.answer("model (empty: the one they asked for)")
    desk.answer("price of a car", "12.88万")
    desk.answer("paid down", "5000")
    desk.save("张伟")
    desk.see(f"{LI} > ")
    desk.press("d")
    desk.answer("reason", "6")
    desk.answer("what they bought instead", "途观 L")
    desk.answer("what was said", "已经提车")
    desk.save("李静")
    desk.leave("q", "欧阳建国", "张伟", "李静")
    assert (store.card(ZHANG)["status"], store.card(LI)["status"]) == ("ordered", "defeated")
    assert (store.card(OUYANG)["grade"], store.card(OUYANG)["attempts"]) == ("A", 1)


def _serve_on_wednesday(store: Store) -> None:
    """The enquiry of this morning is interested."""
    desk = store.sit("周敏", "next --task screening")
    desk.see(f"{FENG} > ")
    desk.press("m")
    desk.answer("the right number (empty: nobody knows it)", "13900000089")
    desk.save()
    desk.see(f"{FENG} > ")
    desk.press("3")
    desk.answer("what was said", "年后再看")
    desk.see("Enter saves it, e changes it, Esc gives it up")
    desk.leave(ENTER, "冯磊")
    assert store.history(FENG, "screening")[-1]["result"] == "C"


def play_thursday(store: Store) -> None:
    store.now = THURSDAY
    desk = store.sit("陈静", "log-visit")
    ask_visitor(desk, "c3 王芳", phone="13800000003", kind="来电", note="改到周日")
    desk.leave("y", "王芳")
    _call_on_thursday(store)
    _serve_on_thursday(store)


def _call_on_thursday(store: Store) -> None:
    """Who agreed to come is here; who was tried in vain wants no calls any more; the rest sleeps."""
    desk = store.sit("李娜", "due --work")
    desk.see(f"{OUYANG} > ")
    desk.press("x", "what they do not want")
    desk.press("1")
    desk.save("欧阳建国")
    desk.see(f"{WU} > ")
    desk.press("h")
    desk.answer("what was said", "来看车")
    desk.save("吴涛")
    desk.leave("q")
    assert [fact["at"][:10] for fact in store.history(WU, "visit")][-1] == THURSDAY[:10]
    assert store.card(OUYANG)["do_not_contact"] == "calls"


def _serve_on_thursday(store: Store) -> None:
    """The churn was one after all, and they are called again next month."""
    desk = store.sit("周敏", "due --work --task verification")
    desk.see(f"{LI} > ")
    desk.press("1")
    desk.answer("what was said", "属实")
    desk.answer("call them again on (empty: never)", "下个月")
    desk.save("李静")
    desk.leave("q")
    assert store.card(LI)["verification"] == "confirmed"


@pytest.mark.parametrize(("size", "language"), EVERYWHERE if LONG else EVERYWHERE[:1])
def test_three_mornings_at_the_terminals(
    open_store: Callable[..., Store], size: tuple[int, int], language: str
) -> None:
    store = open_store(language, size)
    play_tuesday(store)
    if LONG:
        play_wednesday(store)
        play_thursday(store)
