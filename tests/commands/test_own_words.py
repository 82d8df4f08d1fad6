"""What people read of a store's own reasons and sources is what the store calls them; programs read codes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.commands.stores import write

Shop = Callable[..., Any]


@pytest.fixture
def own(shop: Shop) -> Shop:
    """Lead 1 was lost for a reason, and lead 8 came from a source, that only this store has."""
    write(shop, "reason", "add", "no-stock", "--group", "management", "--label", "无现车", as_="Li Na")
    write(shop, "source", "add", "school-fair", "--label", "校园展", as_="Li Na")
    write(shop, "defeat", 1, "--reason", "no-stock", as_="Li Na")
    write(shop, "log-visit", "--phone", "13900000001", "--source", "school-fair", as_="Li Na")
    return shop


@pytest.mark.parametrize(
    ("words", "said", "code"),
    [
        (("report", "defeats"), "无现车", "no-stock"),
        (("report", "defeats", "--list", "no-stock"), "无现车", "no-stock"),
        (("show", 1), "无现车", "no-stock"),
        (("due", "--all"), "无现车", "no-stock"),
        (("show", 8), "校园展", "school-fair"),
        (("report", "funnel", "--by", "source"), "校园展", "school-fair"),
        (("report", "funnel", "--list", "leads"), "校园展", "school-fair"),
    ],
)
def test_people_read_labels_and_programs_codes(own: Shop, words: tuple[object, ...], said: str, code: str) -> None:
    for lang in ("en", "zh"):
        title, _, table = own(*words, "--lang", lang).out.partition("\n")
        assert said in table, title
        assert code not in table
    record = own(*words, "--json").out
    assert code in record
    assert said not in record


def test_the_own_words_of_one_store_are_not_those_of_the_next(own: Shop, tmp_path: object) -> None:
    other = {"LEADCTL_DB": f"{tmp_path}/other.db"}
    write(own, "init", env=other)
    write(own, "reason", "add", "no-stock", "--group", "management", env=other)
    write(own, "log-visit", "--phone", "13900000001", env=other)
    write(own, "defeat", 1, "--reason", "no-stock", env=other)
    assert "no-stock" in own("report", "defeats", env=other).out
    assert "无现车" not in own("report", "defeats", env=other).out
    assert "无现车" in own("report", "defeats").out
