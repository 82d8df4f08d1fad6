"""The documents as a site: every link is right, every page is found, and nothing is fetched from anywhere."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]

pytest.importorskip("mkdocs", reason="mkdocs is not installed here: pip install 'leadctl[docs]'")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    build = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)]
    done = subprocess.run(build, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder


def test_every_document_is_a_page_of_the_site(site: Path) -> None:
    docs = REPOSITORY / "docs"
    pages = {path.relative_to(site).with_suffix("").as_posix() for path in site.rglob("*.html")}
    documents = {path.relative_to(docs).with_suffix("").as_posix() for path in docs.rglob("*.md")}
    assert {name.replace("README", "index") for name in documents} <= pages


def test_a_page_fetches_nothing_from_elsewhere(site: Path) -> None:
    fetched = re.compile(r"<(?:script|link|img)[^>]+(?:src|href)=.(?:https?:)?//|url\(.?(?:https?:)?//|@import")
    files = [*site.rglob("*.html"), *site.rglob("*.css")]
    assert [file.name for file in files if fetched.search(file.read_text(encoding="utf-8"))] == []


def test_the_tours_are_in_the_navigation_in_both_languages(site: Path) -> None:
    home = (site / "index.html").read_text(encoding="utf-8")
    tours = [path.stem for path in (REPOSITORY / "docs" / "tours").glob("*.md")]
    pages = [f"{folder}/{name}.html" for folder in ("tours", "zh") for name in tours]
    assert len(pages) == 10
    assert [page for page in pages if f'href="{page}"' not in home] == []
