"""The pages in a real browser: on a telephone, on a wide screen, light and dark, and on paper."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.documents.browser import Browser, find_browser, run_browser
from tests.documents.conftest import Ask

pytestmark = pytest.mark.skipif(find_browser() is None, reason="no Chromium or Chrome is installed here")

LOOKS = [(360, False), (360, True), (1280, False), (1280, True)]

CONTRAST = """
(() => {
  const channel = value => { value /= 255; return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4 };
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const read = text => text.match(/[0-9.]+/g).map(Number);
  const behind = element => {
    for (let at = element; at; at = at.parentElement) {
      const found = read(getComputedStyle(at).backgroundColor);
      if (found.length === 3 || found[3] > 0) return found;
    }
    return [255, 255, 255];
  };
  const faint = [];
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim());
    if (!own || !element.checkVisibility()) continue;
    const style = getComputedStyle(element);
    const ink = read(element.closest("svg") ? style.fill : style.color);
    const [high, low] = [light(ink), light(behind(element.closest("svg") || element))].sort((a, b) => b - a);
    const ratio = (high + 0.05) / (low + 0.05);
    if (ratio < 4.5) faint.push([element.textContent.trim().slice(0, 30), Math.round(ratio * 100) / 100]);
  }
  return faint.slice(0, 5);
})()
"""
"""Texts whose contrast is below 4.5, as WCAG 2.1 reckons it."""

CUT = """
[...document.querySelectorAll("h1, h2, p, li, summary, figure svg.chart text")].filter(one => {
  if (!one.checkVisibility()) return false;
  const box = one.getBoundingClientRect();
  return box.width > 0 && (box.left < -0.5 || box.right > innerWidth + 0.5);
}).map(one => one.textContent.slice(0, 30))
"""
"""Texts outside of tables that reach over the edge of the window."""


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with run_browser(tmp_path_factory.mktemp("profile")) as running:
        yield running


@pytest.fixture
def month(ask: Ask, tmp_path: Path) -> Path:
    ask("report", "--month", "2026-10", "-o", tmp_path / "month.html", "--lang", "zh")
    return tmp_path / "month.html"


@pytest.mark.parametrize(("width", "dark"), LOOKS)
def test_the_managers_page_is_whole_and_readable(browser: Browser, month: Path, width: int, dark: bool) -> None:
    browser.open(month, width, dark=dark)
    assert browser.complaints == []
    assert browser.requests == [month.as_uri()]
    assert browser.evaluate("document.documentElement.scrollWidth") == width
    assert browser.evaluate(CUT) == []
    assert browser.evaluate(CONTRAST) == []
    assert browser.evaluate("getComputedStyle(document.body).margin") == "0px"


def test_one_size_of_each_chart_is_shown(browser: Browser, month: Path) -> None:
    shown = "[...document.querySelectorAll('svg.chart')].filter(one => one.checkVisibility()).length"
    charts = "document.querySelectorAll('figure').length"
    for width in (360, 1280):
        browser.open(month, width)
        assert browser.evaluate(shown) == browser.evaluate(charts) > 5


def test_following_a_figure_opens_its_records(browser: Browser, month: Path) -> None:
    browser.open(month, 1280)
    broken = "[...document.querySelectorAll('a')].filter(one => !document.getElementById("
    hrefs = "one.getAttribute('href').slice(1))).length"
    assert browser.evaluate(broken + hrefs) == 0
    browser.evaluate("document.querySelector('.tiles a').click()")
    assert browser.evaluate("document.querySelector(':target').closest('details.behind').open")


def test_no_script_runs_on_the_page(browser: Browser, month: Path, tmp_path: Path) -> None:
    text = month.read_text(encoding="utf-8").replace("</main>", "<script>document.title='ran'</script></main>")
    broken = tmp_path / "broken.html"
    broken.write_text(text, encoding="utf-8")
    browser.open(broken, 1280)
    assert browser.evaluate("document.title") != "ran"


@pytest.mark.parametrize("name", ["funnel", "defeats", "followups", "prospects", "traffic", "forecast"])
def test_every_report_fits_a_telephone(ask: Ask, browser: Browser, tmp_path: Path, name: str) -> None:
    ask("report", name, "--month", "2026-10", "-o", tmp_path / "page.html", "--lang", "zh")
    browser.open(tmp_path / "page.html", 360)
    assert browser.complaints == []
    assert browser.evaluate("document.documentElement.scrollWidth") == 360
    assert browser.evaluate(CONTRAST) == []


def test_it_prints_on_a4(browser: Browser, month: Path) -> None:
    browser.open(month, 1280)
    printed = base64.b64decode(browser.ask("Page.printToPDF", {"preferCSSPageSize": True})["data"])
    assert printed.startswith(b"%PDF")
    assert b"/MediaBox [0 0 594" in printed or b"/MediaBox [0 0 595" in printed
    assert printed.count(b"/Type /Page\n") <= 8


@pytest.mark.parametrize("dark", [False, True])
def test_the_list_of_a_consultant_is_readable_on_a_telephone(
    browser: Browser, ask: Ask, tmp_path: Path, dark: bool
) -> None:
    page = tmp_path / "due.html"
    ask("due", "--all", "--format", "html", "--lang", "zh", "-o", page)
    browser.open(page, 360, dark=dark)
    assert browser.complaints == []
    assert browser.requests == [page.as_uri()]
    assert browser.evaluate("document.documentElement.scrollWidth") == 360
    assert browser.evaluate(CUT) == []
    assert browser.evaluate(CONTRAST) == []
    sizes = browser.evaluate(TAPPED)
    assert len(sizes) > 3
    assert min(sizes) >= 40


TAPPED = """[...document.querySelectorAll('a[href^="tel:"]')].map(one => one.getBoundingClientRect().height)"""
"""Heights of what is tapped to call, in pixels: a finger needs some 40."""
