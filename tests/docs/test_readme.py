"""The README: its commands exist, its pictures are what leadctl prints, its files are there."""

from __future__ import annotations

import os
import re
import shlex
import shutil
from pathlib import Path

import pytest

from leadctl.domain.policy import parse_policy
from leadctl.typer_app import build, insert_left_out
from tests.docs.pictures import PICTURE, README, REPOSITORY, drawn, example_store, leadctl

DOCUMENTS = [
    README,
    *sorted((REPOSITORY / "docs").rglob("*.md")),
    *(REPOSITORY / f for f in ("CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md")),
]
TEXT = README.read_text(encoding="utf-8")
BEFORE_THE_COMMAND = {"--db": 2, "--as": 2, "--lang": 2}


def _commands(text: str) -> list[str]:
    """The command lines of code blocks, without their remarks."""
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    lines = [line.strip() for block in blocks for line in block.splitlines()]
    lines += [line.strip() for line in text.splitlines() if line.startswith("    leadctl ")]
    return [line for line in lines if line.startswith("leadctl ")]


def _section(title: str) -> str:
    return TEXT.split(f"## {title}\n")[1].split("\n## ")[0]


def _words(line: str) -> list[str]:
    words = shlex.split(line, comments=True)[1:]
    while words[0] in BEFORE_THE_COMMAND:
        words = words[BEFORE_THE_COMMAND[words[0]] :]
    return words


def _parse(words: list[str]) -> None:
    """Let the command read the words, without running it; a word it does not know raises."""
    name, *rest = insert_left_out(words)
    command = build(name)
    if hasattr(command, "commands"):
        command, rest = command.commands[rest[0]], rest[1:]
    command.make_context(name, rest)


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return example_store(tmp_path_factory.mktemp("store"))


@pytest.fixture
def database(examples: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(examples, tmp_path / "store.db"))


@pytest.mark.parametrize("line", _commands(TEXT))
def test_a_command_of_the_readme_exists_with_its_options(line: str) -> None:
    _parse(_words(line))


def test_a_misspelt_option_would_be_noticed() -> None:
    with pytest.raises(Exception, match="--overdeu"):
        _parse(["due", "--overdeu"])


@pytest.mark.parametrize(("title", "count"), [("A morning in five commands", 5), ("A month in three", 3)])
def test_a_morning_and_a_month_run_on_the_example_store(title: str, count: int, database: Path) -> None:
    lines = _commands(_section(title))
    assert len(lines) == count
    for line in lines:
        assert leadctl(database, *_words(line), user="李娜").strip()


def test_the_example_in_the_wheel_is_that_of_the_registers(database: Path) -> None:
    said = leadctl(database, "import", "visits", str(REPOSITORY / "examples" / "visits.csv"))
    assert "119 rows" in said
    assert "119 unchanged" in said


def test_the_pictures_are_what_leadctl_prints(database: Path, year_store: Path) -> None:
    assert len(PICTURE.findall(TEXT)) == 4
    assert drawn(TEXT, database, year_store) == TEXT, "draw them anew: python -m tests.docs.pictures"


def test_the_commands_of_the_tour_run_on_the_store_of_the_year(year_store: Path) -> None:
    lines = _commands(_section("A tour of a year"))
    assert len(lines) == 10
    for line in lines:
        assert leadctl(year_store, *_words(line)).strip()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(REPOSITORY).as_posix())
def test_what_a_document_links_to_is_there(document: Path) -> None:
    links = re.findall(r"\]\(([^)\s]+)\)", document.read_text(encoding="utf-8"))
    assert [link for link in links if "://" not in link and not _is_there(document, link)] == []


def _is_there(document: Path, link: str) -> bool:
    name, _, anchor = link.partition("#")
    target = document.parent / name if name else document
    return target.exists() and (not anchor or anchor in _anchors(target.read_text(encoding="utf-8")))


def _anchors(text: str) -> set[str]:
    """The names that GitHub gives to headings: lower case, hyphens for spaces, no other punctuation."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading).strip().lower().replace(" ", "-") for heading in headings}


def test_every_decision_is_in_the_list_of_decisions() -> None:
    folder = REPOSITORY / "docs" / "decisions"
    listed = (folder / "README.md").read_text(encoding="utf-8")
    assert [path.name for path in sorted(folder.glob("0*.md")) if f"({path.name})" not in listed] == []


def test_the_readme_opens_with_the_two_commands() -> None:
    assert [line.split("#")[0].strip() for line in TEXT.splitlines() if line.startswith("    sh ")] == [
        "sh examples/quickstart.sh",
        "sh tests/run.sh",
        "sh examples/tour.sh",
    ]


def test_every_example_is_named_by_a_document_or_a_script() -> None:
    told = TEXT + "".join(path.read_text(encoding="utf-8") for path in (REPOSITORY / "examples").glob("*.sh"))
    assert [name for name in os.listdir(REPOSITORY / "examples") if Path(name).stem not in told] == []


def test_the_cadence_of_the_documents_is_that_of_the_policies() -> None:
    text = (REPOSITORY / "docs/domain.md").read_text(encoding="utf-8")
    rows = {cells[1].strip(): cells for line in text.splitlines() if len(cells := line.split("|")) == 7}
    for column, name in ((3, "five-grade"), (5, "four-grade")):
        policy = parse_policy((REPOSITORY / f"leadctl/policies/{name}.toml").read_text(encoding="utf-8"))
        told = {grade: cells[column].strip() for grade, cells in rows.items() if grade in policy.rules}
        windows = {grade: sorted({rule.first, rule.last}) for grade, rule in policy.rules.items()}
        assert told == {grade: f"{'-'.join(map(str, days))} days" for grade, days in windows.items()}
