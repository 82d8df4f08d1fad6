"""No masked output shows a phone, in whatever field somebody wrote it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import FillOnce
from tests.forgetting.conftest import Run, write

OTHER = "13712345678"
SPELT = ("13712345678", "137 1234 5678", "1 3 7 1 2 3 4 5 6 7 8", "137/1234/5678", "一三七一二三四五六七八")


@pytest.fixture
def shop(run: Run, store: Path, fill_once: FillOnce) -> Run:
    """A store in which a phone stands in every field that somebody types."""
    fill_once(store, _open, run)
    return run


def _open(run: Run) -> None:
    write(run, "init", "--timezone", "Asia/Shanghai", "--store", f"Store {OTHER}", now="2026-11-01T08:00")
    write(run, "staff", "add", "Li Na", now="2026-11-01T08:05")
    write(run, "source", "add", "friends", "--label", f"friends {OTHER}", now="2026-11-01T08:06")
    write(run, "campaign", "add", f"Party {OTHER}", now="2026-11-01T08:07")
    write(run, "campaign", "cost", f"Party {OTHER}", "venue", 100, now="2026-11-01T08:08")
    come = ("log-visit", "--phone", "13900000001", "--name", f"Anna {OTHER}", "--referrer", OTHER, "--note", OTHER)
    more = ("--model", f"X5 {OTHER}", "--campaign", f"Party {OTHER}", "--source", "friends", "--need-by", "2026-12-01")
    write(run, *come, *more, as_="Li Na", now="2026-11-02T10:00")
    write(
        run, "edit", "customer", "c1", "--district", f"Haidian {OTHER}", "--occupation", OTHER, now="2026-11-02T11:00"
    )
    write(run, "tag", "c1", f"of {OTHER}", now="2026-11-02T11:01")
    write(run, "defeat", 1, "--reason", "price", "--rival", f"VW {OTHER}", as_="Li Na", now="2026-11-03T10:00")


MASKED = [
    *(
        ("report", name, "--month", "2026-11")
        for name in ("month", "funnel", "traffic", "defeats", "profile", "referrals")
    ),
    ("report", "campaigns", "--month", "2026-11"),
    ("report", "funnel", "--month", "2026-11", "--by", "model"),
    ("report", "traffic", "--month", "2026-11", "--list", "traffic"),
    ("audit", "--month", "2026-11"),
    ("audit", "--month", "2026-11", "--list", "unverified"),
    ("visits", "--on", "2026-11-02"),
    ("operations",),
    ("campaign", "list"),
    ("campaign", "show", f"Party {OTHER}"),
    ("source", "list"),
    ("model", "list"),
]


@pytest.mark.parametrize("words", MASKED, ids=" ".join)
@pytest.mark.parametrize("form", ["table", "plain", "csv", "json", "markdown"])
def test_no_masked_output_shows_it(shop: Run, words: tuple[str, ...], form: str) -> None:
    result = shop(*words, "--format", form)
    assert result.code in (0, 1), result.err
    assert OTHER not in result.out + result.err
    assert result.out


def test_no_export_shows_it(shop: Run, tmp_path: Path) -> None:
    assert shop("export", "--folder", tmp_path / "all").code == 0
    for file in (tmp_path / "all").iterdir():
        assert OTHER not in file.read_text(encoding="utf-8"), file.name
    assert OTHER not in shop("export", "--format", "jsonl").out


@pytest.mark.parametrize("spelt", SPELT)
def test_no_spelling_of_it_is_shown(shop: Run, spelt: str) -> None:
    write(shop, "edit", "customer", "c1", "--district", f"by {spelt}")
    found = shop("report", "profile", "--month", "2026-11", "--json").out
    assert spelt not in found
    assert "****" in found


def test_no_error_shows_it(shop: Run, tmp_path: Path) -> None:
    for words in (
        ("campaign", "cost", f"Nothing {OTHER}", "venue", 5),
        ("followup", f"nobody {OTHER}"),
        ("followup", 1, "--at", OTHER),
        ("edit", "customer", "c1", "--gender", OTHER),
        ("report", f"x{OTHER}"),
    ):
        result = shop(*words)
        assert result.code in (1, 2)
        assert OTHER not in result.err, words
    register = tmp_path / "r.csv"
    register.write_text(f"arrived_at,phone,budget\nlast week {OTHER},13900000009,{OTHER}x\n", encoding="utf-8")
    result = shop("import", "visits", register, "--json")
    assert result.code == 3
    assert OTHER not in result.out + result.err
