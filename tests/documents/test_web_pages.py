"""Web pages: every report as one file in which nothing runs and nothing is loaded."""

from __future__ import annotations

import re
import weakref
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from leadctl.render.documents.web_page import Grid, write_web_page
from leadctl.render.page import Column, Page, Table
from leadctl.render.pages.records import MOST_BEHIND, MOST_ROWS, add_listings
from leadctl.reports import report_names
from tests.documents.conftest import Ask

REPORTS = [name for name in report_names() if name != "pivot"]


class Reading(HTMLParser):
    """What a page is made of."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.style, self.policy, self._inside = "", "", ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self._inside = tag
        given = {name: value or "" for name, value in attrs}
        self.attributes += given.items()
        self.ids += [given["id"]] if "id" in given else []
        self.links += [given[name] for name in ("href", "xlink:href") if tag == "a" and name in given]
        if given.get("http-equiv") == "Content-Security-Policy":
            self.policy = given["content"]

    def handle_data(self, data: str) -> None:
        if self._inside == "style":
            self.style += data

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""


@pytest.mark.parametrize("name", REPORTS)
def test_in_a_page_of_a_report_nothing_runs_and_nothing_is_loaded(ask: Ask, tmp_path: Path, name: str) -> None:
    ask("report", name, "-o", tmp_path / "page.html")
    page = Reading((tmp_path / "page.html").read_text(encoding="utf-8"))
    assert not {"script", "iframe", "object", "embed", "img", "form", "base"} & set(page.tags)
    assert page.tags.count("style") == 1
    assert [name for name, _ in page.attributes if name == "style" or name.startswith("on")] == []
    addresses = [value for name, value in page.attributes if name in ("href", "src", "xlink:href", "action")]
    assert [value for value in addresses if not value.startswith("#")] == ["data:,"]
    digest = b64encode(sha256(page.style.encode()).digest()).decode()
    assert page.policy.startswith("default-src 'none'; ")
    assert f"style-src 'sha256-{digest}'" in page.policy
    assert "unsafe" not in page.policy


@pytest.mark.parametrize("name", REPORTS)
def test_every_link_of_a_page_leads_somewhere_and_no_id_stands_twice(ask: Ask, tmp_path: Path, name: str) -> None:
    ask("report", name, "-o", tmp_path / "page.html")
    page = Reading((tmp_path / "page.html").read_text(encoding="utf-8"))
    assert len(page.ids) == len(set(page.ids))
    assert {link[1:] for link in page.links} <= set(page.ids)


def test_what_a_customer_typed_is_a_text(run: Any, tmp_path: Path) -> None:
    run("init", "--store", "<i>S</i>")
    run("staff", "add", "Li Na")
    name = '<script>alert(1)</script>"><b>'
    assert run("log-visit", "--phone", "13800138001", "--name", name, as_="Li Na").code == 0
    text = run("visits", "--format", "html", as_="Li Na").out
    assert "<script" not in text
    assert "<b>" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&#34;&gt;&lt;b&gt;" in text


def test_the_page_says_its_language(ask: Ask) -> None:
    assert '<html lang="en">' in ask("report", "funnel", "--format", "html", "--lang", "en").out
    assert '<html lang="zh-CN">' in ask("report", "funnel", "--format", "html", "--lang", "zh").out


def test_the_managers_page_has_its_pictures_each_with_its_words(ask: Ask, tmp_path: Path) -> None:
    ask("report", "--month", "2026-10", "-o", tmp_path / "month.html", "--lang", "zh")
    text = (tmp_path / "month.html").read_text(encoding="utf-8")
    for title in ("销量与计划（逐日）", "漏斗与上月对照", "十二个月的客流与销量", "各月末基盘（按级别）"):
        assert f'aria-label="{title}.' in text
    for title in ("各顾问按时回访率", "战败原因排序", "各来源的线索占比与销量占比"):
        assert f'aria-label="{title}.' in text
    assert re.search(r'<td class="n h\d">', text)
    days = ask("report", "trend", "--month", "2026-10", "--json").json["days"]
    assert f"累计销量: 1 {days[0]['sold']}, 2 {days[1]['sold']}" in text


@pytest.mark.parametrize("suffix", [".html", ".xlsx"])
def test_a_month_before_the_first_lead_has_a_page(ask: Ask, tmp_path: Path, suffix: str) -> None:
    for name in ("month", "trend"):
        page = tmp_path / f"{name}{suffix}"
        assert ask("report", name, "--month", "2025-11", "-o", page).code == 0
        assert page.stat().st_size > 1000


def test_each_figure_leads_to_its_records(ask: Ask, tmp_path: Path) -> None:
    ask("report", "--month", "2026-10", "-o", tmp_path / "month.html")
    text = (tmp_path / "month.html").read_text(encoding="utf-8")
    stages = ask("report", "--month", "2026-10", "--json").json["funnel"]["stages"]
    counts = {stage["stage"]: stage["count"] for stage in stages}
    for name, count in (("New traffic", counts["new_traffic"]), ("Deliveries", counts["deliveries"])):
        cell = re.search(rf'<td class="t">{name}</td><td class="n"><a href="#(r\d+)">{count}</a>', text)
        assert cell is not None, name
        part = text[text.index(f'id="{cell[1]}"') :].partition("</details>")[0]
        assert part.count("<tr>") == count + 1
    assert not re.search(r"(?<!\d)1[3-9]\d{9}(?!\d)", text)


def test_a_page_without_records_has_no_links(ask: Ask, tmp_path: Path) -> None:
    ask("report", "--month", "2026-10", "--no-records", "-o", tmp_path / "month.html")
    page = Reading((tmp_path / "month.html").read_text(encoding="utf-8"))
    assert page.links == []
    assert "details" in page.tags
    assert [identity for identity in page.ids if identity.startswith("r")] == []


def test_whether_people_are_called_from_a_table_is_asked_once_and_not_of_each_cell(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[Grid] = []

    def calls(grid: Grid) -> bool:
        asked.append(grid)
        return False

    monkeypatch.setattr(Grid, "calls", property(calls))
    columns = (Column("lead", "Lead", "int"), Column("grade", "Grade"))
    write_web_page(Page([], (Table(columns, [{"lead": number, "grade": "H"} for number in range(100)]),)), str)
    assert len(asked) == 2  # at the foot, whether phones stand on the page in full


def test_of_many_records_two_hundred_are_shown_and_the_others_named() -> None:
    found = [{"lead": number, "customer": f"c{number}"} for number in range(1, 251)]
    page = Page({}, (Table((Column("leads", "Leads", "int", figure="leads"),), [{"leads": 250}], "Funnel"),), "S · F")
    filled = add_listings(page, lambda figure: found, str, reveal=False)
    text = write_web_page(filled, str)
    assert text.count("<tr>") == 1 + 1 + 1 + 200
    assert "200 of 250; the others: --list leads" in text


def test_how_the_others_are_listed_can_be_typed_and_holds_nothing_hidden() -> None:
    """A consultant's name is a part of the figure, and a store's file may have been written by anybody."""
    found: list[dict[str, object]] = [{"lead": number} for number in range(1, 251)]
    figure = "followups.Li Na\x1b]0;x\x07;id.due"
    page = Page({}, (Table((Column("due", "Due", "int", figure=figure),), [{"due": 250}], "F"),), "S · F")
    text = write_web_page(add_listings(page, lambda figure: found, str, reveal=False), str)
    assert "\x1b" not in text
    assert "the others: --list &#39;followups.Li Na" in text


def test_figures_with_the_same_records_share_them_and_a_page_holds_a_limited_number() -> None:
    columns = tuple(Column(f"f{number}", f"F{number}", "int", figure=f"f{number}") for number in range(40))
    page = Page({}, (Table(columns, [{column.key: 200 for column in columns}]),))

    def list_records(figure: str) -> list[dict[str, object]]:
        first = 0 if figure in ("f0", "f1") else 1000 * int(figure[1:])
        return [{"lead": first + number} for number in range(200)]

    behind = add_listings(page, list_records, str, reveal=False).behind
    assert behind["f0"] is behind["f1"]
    assert sum(len(one.table.rows) for one in {id(one): one for one in behind.values()}.values()) == MOST_ROWS


def test_of_all_lists_behind_a_page_no_more_is_held_than_it_shows() -> None:
    class Found(list[dict[str, object]]):
        """A list of which one can tell whether it is still held."""

    lists: list[weakref.ref[Found]] = []
    held: list[int] = []

    def list_records(figure: str) -> Found:
        held.append(sum(one() is not None for one in lists))
        found = Found({"lead": number, "customer": figure} for number in range(MOST_BEHIND + 1))
        lists.append(weakref.ref(found))
        return found

    columns = tuple(Column(f"leads{number}", "Leads", "int", figure=f"leads{number}") for number in range(5))
    page = Page({}, (Table(columns, [{column.key: 201 for column in columns}]),))
    behind = add_listings(page, list_records, str, reveal=False).behind
    assert [(len(one.table.rows), one.total) for one in behind.values()] == [(MOST_BEHIND, MOST_BEHIND + 1)] * 5
    assert max(held) == 1
