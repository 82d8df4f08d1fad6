"""A person gets everything that is held of them: their rows, what others' rows say, and the journal."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import FillOnce
from tests.forgetting.conftest import SECRETS, WANG, WANG_WRONG, Run, fill, write


@pytest.fixture
def known(run: Run, store: Path, tmp_path: Path, fill_once: FillOnce) -> Run:
    fill_once(store, fill, run, tmp_path)
    return run


def held(run: Run) -> Any:
    result = run("export", "--customer", "c2", "--json", "--reveal")
    assert result.code == 0, result.err
    return result.json


def test_nothing_that_the_store_holds_of_them_is_missing(known: Run) -> None:
    said = known("export", "--customer", "c2", "--json", "--reveal").out
    derived = {"wangxiaoming"}
    assert [secret for secret in SECRETS if secret not in said and secret not in derived] == []


def test_others_notes_that_name_them_are_in_it(known: Run) -> None:
    write(known, "tag", "13900000001", "friend of 1 3 8 1 2 3 4 5 6 7 8")
    found = {(one["table"], one["column"], one["by"]) for one in held(known)["mentions"]}
    assert found >= {("visits", "note", "phone"), ("visits", "referrer", "phone"), ("visits", "referrer", "name")}
    assert ("tags", "tag", "phone") in found


def test_their_own_rows_are_no_mentions(known: Run) -> None:
    data = held(known)
    own = {visit["id"] for visit in data["visits"]}
    assert own & {one["id"] for one in data["mentions"] if one["table"] == "visits"} == set()


def test_the_operations_and_earlier_states_are_in_it(known: Run) -> None:
    data = held(known)
    assert {one["command"] for one in data["operations"]} >= {"import visits", "merge", "tag", "followup", "order"}
    assert any(WANG_WRONG in str(one) for one in data["earlier"]) or WANG_WRONG in str(data["customer"]["phones"])
    assert {one["table"] for one in data["earlier"]} >= {"customers", "visits"}


_TAGS = {*("html", "head", "meta", "title", "style", "body", "h1", "h2", "p", "table", "tr", "th", "td", "br")}


class Page(HTMLParser):
    """The tags of a page, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, list[tuple[str, str | None]]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, attrs))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_page_holds_it_too_and_loads_nothing(known: Run, tmp_path: Path) -> None:
    out = tmp_path / "c2.html"
    assert known("export", "--customer", "c2", "--reveal", "-o", out).code == 0
    assert out.stat().st_mode & 0o777 == 0o600
    page = Page(out.read_text(encoding="utf-8"))
    for text in (WANG, "王小明", "likes-jazz", "paint-scratched", "gave-cash"):
        assert text in page.text
    assert {tag for tag, _ in page.tags} <= _TAGS
    names = {name for _, attrs in page.tags for name, _ in attrs}
    assert names <= {"charset"}
    assert re.search(r"url\(|@import", out.read_text(encoding="utf-8")) is None


def test_what_people_wrote_is_no_markup_on_the_page(known: Run) -> None:
    write(known, "tag", "c2", "<script>alert(1)</script>")
    write(known, "edit", "customer", "c2", "--district", '"><img src=x onerror=alert(1)>')
    said = known("export", "--customer", "c2", "--format", "html").out
    assert "<script>alert" not in said
    assert "<img" not in said
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in said


def test_phones_on_it_are_masked_unless_revealed(known: Run) -> None:
    for form in ("json", "html"):
        said = known("export", "--customer", "c2", "--format", form).out
        assert WANG not in said
        assert "138 1234 5678" not in said
        assert "138****5678" in said


def test_a_page_is_of_one_person(known: Run, tmp_path: Path) -> None:
    assert known("export", "-o", tmp_path / "all.html").code == 2
    assert known("export", "--customer", "c2", "--format", "html", "--folder", tmp_path).code == 2


def test_the_page_speaks_chinese(known: Run) -> None:
    said = known("export", "--customer", "c2", "--format", "html", "--lang", "zh").out
    assert "我们保存的关于您的资料" in said
