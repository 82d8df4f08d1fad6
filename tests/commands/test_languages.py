"""People read Chinese where they asked for it; programs read the same in every language."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import FillOnce, Result

Shop = Callable[..., Result]


@pytest.fixture
def shop(run: Shop, store: Path, fill_once: FillOnce) -> Shop:
    """A store with a manager, customer service, and a consultant's lead 1 of today."""
    fill_once(store, _open, run)
    return run


def _open(run: Shop) -> None:
    assert run("init").code == 0
    for name, role in (("Lin", "manager"), ("Mei", "service"), ("Li Na", "consultant")):
        assert run("staff", "add", name, "--role", role).code == 0
    visit = ("log-visit", "--phone", "13800000001", "--name", "王小明", "--grade", "A", "--consultant", "Li Na")
    assert run(*visit, "--at", "2026-11-20T10:00", as_="Lin").code == 0


def _said(shop: Shop, *words: str, as_: str = "Li Na") -> str:
    done = shop(*words, "--lang", "zh", as_=as_)
    assert done.code == 0, done.err
    return done.out.strip()


def test_a_days_writes_speak_chinese(shop: Shop) -> None:
    assert _said(shop, "followup", "1", "--next", "sat") == "线索1 王小明：周六 2026-11-28前再联系"
    assert _said(shop, "grade", "1", "B") == "线索1 王小明：级别B，周六 2026-11-28前再联系"
    assert _said(shop, "order", "1") == "线索1 王小明：已订车，周日 2026-11-29前再联系"
    assert _said(shop, "cancel", "1") == "线索1 王小明：订单已取消，级别B，周一 2026-11-23前再联系"
    assert _said(shop, "dormant", "1", "--until", "12-24") == "线索1 王小明：休眠至周四 2026-12-24，届时到期"
    assert _said(shop, "defeat", "1", "--reason", "price") == "线索1 王小明：战败，周一 2026-11-23前客服回访"
    assert _said(shop, "verify", "1", "unreachable", as_="Mei").endswith("（第1次，共3次），周一 2026-11-23再回访")
    assert _said(shop, "verify", "1", "confirmed", as_="Mei") == "线索1 王小明（Li Na的）：流失已确认，战败，无待办"
    assert _said(shop, "log-visit") == "来访2：只计客流，未留电"


def test_the_due_list_explains_itself_in_chinese(shop: Shop) -> None:
    assert "首次回访：2天前建档 · 具体购车日期" in _said(shop, "due")
    shop("defeat", "1", "--reason", "price", "--rival", "X1", as_="Li Na")
    assert "回访核实：战败，流向X1（价格）" in _said(shop, "due", as_="Mei")


@pytest.mark.parametrize(
    "words",
    [("due", "--json"), ("due", "--format", "csv"), ("show", "1", "--json"), ("report", "--json"), ("audit", "--json")],
    ids=" ".join,
)
def test_what_programs_read_is_the_same_in_every_language(shop: Shop, words: tuple[str, ...]) -> None:
    english, chinese = (shop(*words, "--lang", lang, as_="Li Na") for lang in ("en", "zh"))
    assert english.code == 0, english.err
    assert chinese.out == english.out


@pytest.mark.parametrize("words", [("followup", "1"), ("grade", "1", "B"), ("grade", "1", "--decision", "made")])
def test_a_writes_record_is_the_same_in_every_language(shop: Shop, words: tuple[str, ...]) -> None:
    english, chinese = (shop(*words, "--json", "--lang", lang, as_="Li Na").json for lang in ("en", "zh"))
    same = english.keys() - {"operation", "followup"}
    assert {key: chinese[key] for key in same} == {key: english[key] for key in same}


def test_the_journal_stays_in_english(shop: Shop) -> None:
    _said(shop, "followup", "1")
    latest = shop("operations", "--json", "--limit", "1").json[0]
    assert latest["summary"] == "lead 1: continued by phone"
