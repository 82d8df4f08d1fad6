"""The READMEs and the tours: their commands run, their pictures are what leadctl prints, their files are there, and the
Chinese ones have the commands of the English ones."""

from __future__ import annotations

import grp
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from leadctl.domain.policy import parse_policy
from leadctl.typer_app import build, insert_left_out
from tests.docs.make_reference import READMES, with_commands
from tests.docs.pictures import ILLUSTRATED, PICTURE, README, REPOSITORY, TOURS, drawn, example_store, leadctl

CHINESE = REPOSITORY / "README.zh-CN.md"
DOCUMENTS = [
    README,
    CHINESE,
    *sorted((REPOSITORY / "docs").rglob("*.md")),
    *(REPOSITORY / f for f in ("CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md")),
]
TEXT = README.read_text(encoding="utf-8")
BEFORE_THE_COMMAND = {"--db": 2, "--as": 2, "--lang": 2}


def _commands(text: str) -> list[str]:
    """The command lines of code blocks, with their remarks."""
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    lines = [line.strip() for block in blocks for line in block.splitlines()]
    lines += [line.strip() for line in text.splitlines() if line.startswith("    leadctl ")]
    return [line for line in lines if line.startswith("leadctl ")]


def _section(title: str, document: Path = README) -> str:
    return document.read_text(encoding="utf-8").split(f"## {title}\n")[1].split("\n## ")[0]


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


GUIDES = [README, *(REPOSITORY / "docs" / f"{name}.md" for name in ("index", "registers", "running"))]


@pytest.mark.parametrize("line", [line for guide in GUIDES for line in _commands(guide.read_text(encoding="utf-8"))])
def test_a_command_of_the_readme_and_the_guides_exists_with_its_options(line: str) -> None:
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


@pytest.fixture(scope="module")
def made_example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example store as a reader of a tour makes it."""
    store = tmp_path_factory.mktemp("made") / "example.db"
    leadctl(store, "init", "--example", user=None)
    return store


@pytest.fixture
def workplace(made_example: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the example store, and copies of its files."""
    for file in (made_example, *(REPOSITORY / "examples").glob("*.csv")):
        shutil.copy(file, tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("tour", "user", "count"),
    [
        ("consultant", "李娜", 26),
        ("reception", "吴倩", 29),
        ("service", "周敏", 27),
        ("manager", "林晓", 25),
        ("scripts", "林晓", 17),
    ],
)
def test_every_command_of_a_tour_runs_on_the_example_store(tour: str, user: str, count: int, workplace: Path) -> None:
    store = workplace / "example.db"
    text = (TOURS / f"{tour}.md").read_text(encoding="utf-8").partition("## A tour of a year")[0]
    lines = _commands(SCRIPT.sub("", text).replace("    leadctl init --example\n", ""))
    assert len(lines) == count
    for line in lines:
        words = _words(line)
        printed = leadctl(store, *words, user=user, folder=workplace)
        assert printed.strip() or (workplace / words[words.index("-o") + 1]).stat().st_size, line


@pytest.mark.parametrize(("guide", "count"), [("registers", 6), ("running", 11), ("views", 3)])
def test_every_command_of_a_guide_runs_beside_the_files_that_it_names(guide: str, count: int, workplace: Path) -> None:
    store, examples = workplace / "example.db", REPOSITORY / "examples"
    for name, file in {"register": "register.xlsx", "archive": "register.xlsx", "bad": "register.csv"}.items():
        shutil.copy(examples / file, workplace / Path(file).with_stem(name))
    shutil.copy(examples / "year" / "online.csv", workplace)
    (workplace / "question.sql").write_text("SELECT count(*) AS leads FROM v_leads", encoding="utf-8")
    (workplace / "examples").symlink_to(examples)
    (workplace / "mnt" / "backup").mkdir(parents=True)
    (workplace / "srv").mkdir()
    lines = _commands((REPOSITORY / "docs" / f"{guide}.md").read_text(encoding="utf-8"))
    assert len(lines) == count
    here = {
        "/mnt/": f"{workplace}/mnt/",
        "/srv/": f"{workplace}/srv/",
        "--group sales": f"--group {grp.getgrgid(os.getgid()).gr_name}",
        "forget c17": "forget c17 --yes",  # where nobody can be asked
    }
    for line in lines:
        for elsewhere, place in here.items():
            line = line.replace(elsewhere, place)
        user = None if " init " in line else "林晓"
        leadctl(store, *_all_words(line), user=user, folder=workplace)


def _all_words(line: str) -> list[str]:
    """The words without a remark, which follows three blanks where no # begins it."""
    return shlex.split(re.split(r"\s{3,}", line)[0], comments=True)[1:]


SCRIPT = re.compile(r"```sh\n(#!/bin/sh\n.*?)```", re.DOTALL)


def test_the_script_for_who_writes_scripts_runs_in_a_shell(workplace: Path) -> None:
    (workplace / "leadctl").write_text(
        f'#!/bin/sh\nPYTHONPATH="{REPOSITORY}" exec "{sys.executable}" -m leadctl "$@"\n', encoding="utf-8"
    )
    (workplace / "leadctl").chmod(0o755)
    [script] = SCRIPT.findall((TOURS / "scripts.md").read_text(encoding="utf-8"))
    around = {
        **os.environ,
        "PATH": f"{workplace}{os.pathsep}{os.environ['PATH']}",
        "LEADCTL_DB": str(workplace / "example.db"),
        "LEADCTL_NOW": "2026-11-22T08:30",
    }
    done = subprocess.run(["sh"], input=script, env=around, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    overdue, refused = done.stdout.split("\n", 1)
    assert int(overdue) > 5
    assert refused == "no such lead\n"


CHINESE_OF = {README: CHINESE} | {
    (TOURS if (TOURS / path.name).is_file() else REPOSITORY / "docs") / path.name: path
    for path in sorted((REPOSITORY / "docs" / "zh").glob("*.md"))
}
"""English document -> the Chinese one."""


@pytest.mark.parametrize("document", CHINESE_OF, ids=lambda path: path.stem)
def test_the_chinese_document_has_the_commands_of_the_english_one(document: Path) -> None:
    """What the English tour has of the year's store, which is made from the source, stands in it only."""
    ours, theirs = (
        [
            shlex.split(line, comments=True)
            for line in _commands(path.read_text(encoding="utf-8").partition("## A tour of a year")[0])
        ]
        for path in (document, CHINESE_OF[document])
    )
    assert theirs == ours


@pytest.mark.parametrize(("readme", "language"), READMES.items(), ids=READMES.values())
def test_the_readme_lists_the_commands_in_the_groups_of_the_help(readme: Path, language: str) -> None:
    text = readme.read_text(encoding="utf-8")
    assert "`due`" in text
    assert with_commands(text, language) == text, "write it anew: python -m tests.docs.make_reference"


@pytest.mark.parametrize(("section", "count"), [("Install", 4), ("Registers", 4)])
def test_the_first_steps_and_the_registers_of_the_readme_run(
    section: str, count: int, workplace: Path, examples: Path
) -> None:
    """A new store is made, and the example's takes registers."""
    shutil.copy(REPOSITORY / "examples" / "register.xlsx", workplace)
    store = workplace / "store.db"
    if section == "Registers":
        shutil.copy(examples, store)
    lines = _commands(_section(section))
    assert len(lines) == count
    for line in lines:
        assert leadctl(store, *_words(line), user=None, folder=workplace).strip(), line


def test_the_example_in_the_wheel_is_that_of_the_registers(database: Path) -> None:
    said = leadctl(database, "import", "visits", str(REPOSITORY / "examples" / "visits.csv"))
    assert "119 rows" in said
    assert "119 unchanged" in said


def test_the_pictures_are_what_leadctl_prints(database: Path, year_store: Path) -> None:
    texts = [document.read_text(encoding="utf-8") for document in ILLUSTRATED]
    assert [len(PICTURE.findall(text)) for text in texts] == [1, 1, 1, 1, 1, 3, 1, 1, 1, 1]
    assert [drawn(text, database, year_store) for text in texts] == texts, "draw anew: python -m tests.docs.pictures"


def test_the_commands_of_the_tour_run_on_the_store_of_the_year(year_store: Path) -> None:
    lines = _commands(_section("A tour of a year", TOURS / "manager.md"))
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
    ]


def test_the_first_page_of_the_readme_is_short() -> None:
    assert len(TEXT.partition("## A month in three")[0].splitlines()) <= 66


def test_every_example_is_named_by_a_document_or_a_script() -> None:
    told = "".join(path.read_text(encoding="utf-8") for path in DOCUMENTS)
    told += "".join(path.read_text(encoding="utf-8") for path in (REPOSITORY / "examples").glob("*.sh"))
    assert [name for name in os.listdir(REPOSITORY / "examples") if Path(name).stem not in told] == []


def test_the_cadence_of_the_documents_is_that_of_the_policies() -> None:
    text = (REPOSITORY / "docs/domain.md").read_text(encoding="utf-8")
    rows = {cells[1].strip(): cells for line in text.splitlines() if len(cells := line.split("|")) == 7}
    for column, name in ((3, "five-grade"), (5, "four-grade")):
        policy = parse_policy((REPOSITORY / f"leadctl/policies/{name}.toml").read_text(encoding="utf-8"))
        told = {grade: cells[column].strip() for grade, cells in rows.items() if grade in policy.rules}
        windows = {grade: sorted({rule.first, rule.last}) for grade, rule in policy.rules.items()}
        assert told == {grade: f"{'-'.join(map(str, days))} days" for grade, days in windows.items()}
