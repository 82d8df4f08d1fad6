"""Web pages: every report as one file in which nothing runs and nothing is loaded."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

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
