"""A morning command loads what it needs and nothing else."""

from __future__ import annotations

import inspect
import json
import os
import subprocess
import sys
import typing
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from leadctl import fast_path
from leadctl.render.formats import format_names
from tests.commands.stores import fill

REPOSITORY = Path(__file__).parents[2]
PROBE = """
import sys
before = set(sys.modules)
from leadctl.cli import main
code = main(sys.argv[1:])
loaded = sorted(set(sys.modules) - before)
import json
sys.stdout.flush()
sys.stderr.write(json.dumps({"code": code, "loaded": loaded}) + "\\n")
"""

HEAVY = {
    "python_calamine", "subprocess", "pypinyin", "phonenumbers", "xlsxwriter", "dateutil", "questionary",
    "platformdirs", "click", "platform", "hmac", "hashlib", "inspect", "dataclasses", "tomllib", "pathlib", "tempfile",
    "shutil", "logging", "string", "pickle", "random", "decimal", "rich.style", "rich.console", "gettext",
}  # fmt: skip
"""What no daily command needs for the plain things of a morning."""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small store, made by commands of their own."""
    store = tmp_path_factory.mktemp("small") / "store.db"

    def run(*words: object, now: str, as_: str | None = None, **_: Any) -> Any:
        from tests.conftest import _call, _run_in_process

        return _run_in_process(*_call(store, words, now, as_))

    fill(run)
    return store


@pytest.fixture
def loaded(small: Path, home: Path) -> Callable[..., set[str]]:
    """Runs leadctl in a process of its own; the modules it held in the end."""

    def run(*words: str) -> set[str]:
        around = {
            **os.environ,
            "LEADCTL_DB": str(small),
            "PYTHONPATH": str(REPOSITORY),
            "LEADCTL_NOW": "2026-11-22T08:30",
        }
        done = subprocess.run(
            [sys.executable, "-c", PROBE, *words], env=around, capture_output=True, text=True, check=True
        )
        told = json.loads(done.stderr.splitlines()[-1])
        assert told["code"] == 0, done.stderr
        return set(told["loaded"])

    return run


DAILY = [
    ("due", "--json"),
    ("due",),
    ("due", "--all", "--format", "csv"),
    ("followup", "1", "said nothing new", "--as", "Li Na"),
    ("log-visit", "--phone", "13800138009", "--as", "Li Na"),
    ("log-visit", "--phone", "13800138010", "--name", "Smith", "--as", "Li Na"),
    ("show", "1"),
    ("show", "1", "--json"),
    ("show", "1", "--lang", "zh"),
    ("find", "138001"),
    ("grade", "1", "A", "--as", "Li Na"),
    ("visits",),
    ("__complete", "followup", "138"),
    ("--version",),
    ("--version", "--json"),
]


@pytest.mark.parametrize("words", DAILY, ids=" ".join)
def test_a_daily_command_loads_nothing_heavy(loaded: Callable[..., set[str]], words: tuple[str, ...]) -> None:
    assert not loaded(*words) & HEAVY


@pytest.mark.parametrize("words", [words for words in DAILY if words[0] != "followup"], ids=" ".join)
def test_only_plain_and_markdown_need_tabulate(loaded: Callable[..., set[str]], words: tuple[str, ...]) -> None:
    assert "tabulate" not in loaded(*words)


@pytest.mark.parametrize(
    "words",
    [
        ("due", "--json"),
        ("due", "--all", "--format", "csv"),
        ("due", "--as", "Li Na", "--json"),
        ("--version",),
        ("--version", "--json"),
        ("followup", "1", "said nothing new", "--as", "Li Na"),
        ("show", "1", "--json"),
        ("report", "--month", "--json"),
        ("edit", "visit", "1", "--note=came again", "--as", "Li Na"),
    ],
    ids=" ".join,
)
def test_a_plain_command_loads_neither_typer_nor_rich(loaded: Callable[..., set[str]], words: tuple[str, ...]) -> None:
    assert not loaded(*words) & {"typer", "rich", "leadctl.typer_app"}


@pytest.mark.parametrize("words", [words for words in DAILY if words[0] != "__complete"], ids=" ".join)
def test_a_daily_command_does_without_typing(loaded: Callable[..., set[str]], words: tuple[str, ...]) -> None:
    held = loaded(*words)
    assert "typing" not in held or "rich.cells" in held  # which measures texts in Chinese


@pytest.mark.parametrize(
    "words", [("grade", "1", "A", "--as", "Li Na"), ("followup", "1", "x", "--as", "Li Na")], ids=" ".join
)
def test_the_shortest_commands_load_neither_patterns_nor_json_nor_enumerations(
    loaded: Callable[..., set[str]], words: tuple[str, ...]
) -> None:
    assert not loaded(*words) & {"re", "json", "enum"}


def test_text_that_is_clean_needs_no_pattern(small: Path, home: Path) -> None:
    """To compile what finds unseen characters costs a short command a twentieth of its time."""
    probe = (
        "import sys\nfrom leadctl import plain_text\n"
        "plain_text._compile = lambda pattern: sys.exit(pattern)\n"
        "from leadctl.cli import main\nsys.exit(main(sys.argv[1:]))"
    )
    around = {**os.environ, "LEADCTL_DB": str(small), "PYTHONPATH": str(REPOSITORY), "LEADCTL_NOW": "2026-11-22T08:30"}
    for words in (("due", "--all", "--json"), ("show", "1", "--json"), ("followup", "1", "x", "--as", "Li Na")):
        subprocess.run([sys.executable, "-c", probe, *words], env=around, capture_output=True, check=True)


def test_declarations_are_read_without_inspecting_functions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both cost more than the rest of a short command."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr(inspect, "signature", refuse)
    monkeypatch.setattr(typing, "get_type_hints", refuse)
    assert all(fast_path.recognise(words.split()) for words in ("due --json", "followup 1 x", "order 1 --count 2"))


REPORTS = [("report", name, "--json") for name in ("funnel", "traffic", "month")]


@pytest.mark.parametrize("words", REPORTS, ids=" ".join)
def test_a_report_for_programs_makes_no_dataclass_and_lists_no_records(
    loaded: Callable[..., set[str]], words: tuple[str, ...]
) -> None:
    held = loaded(*words)
    assert not held & (HEAVY - {"decimal"})  # exact shares of the month's plan
    assert "leadctl.render.pages.records" not in held


def test_one_visit_loads_nothing_that_reads_files(loaded: Callable[..., set[str]]) -> None:
    held = loaded("log-visit", "--phone", "13800138011", "--as", "Li Na")
    read = {name for name in held if name.startswith("leadctl.intake.")}
    assert read <= {"leadctl.intake.faults", "leadctl.intake.phones"}


def test_a_text_of_one_language_is_measured_and_painted_without_rich(loaded: Callable[..., set[str]]) -> None:
    held = loaded("due", "--on", "2026-01-01")
    assert not {name for name in held if name.split(".")[0] in ("rich", "typer", "json")}


def test_the_versions_need_no_database_and_no_store(loaded: Callable[..., set[str]]) -> None:
    held = loaded("--version")
    assert {name for name in held if name.startswith("leadctl")} == {
        "leadctl", "leadctl.annotations", "leadctl.cli", "leadctl.config", "leadctl.errors", "leadctl.versions",
    }  # fmt: skip
    assert not held & {"typing", "sqlite3", "json"}


def test_the_program_ends_without_a_search_for_garbage(small: Path, home: Path) -> None:
    probe = (
        "import gc, sys\nfrom leadctl.cli import run\nsys.argv[1:] = ['due', '--json']\ncode = run()\n"
        "sys.exit(code or gc.get_freeze_count() == 0 or gc.get_threshold()[0] < 50_000)"
    )
    around = {**os.environ, "LEADCTL_DB": str(small), "PYTHONPATH": str(REPOSITORY), "LEADCTL_NOW": "2026-11-22T08:30"}
    subprocess.run([sys.executable, "-c", probe], env=around, capture_output=True, check=True)


def test_a_command_loads_no_other_command(loaded: Callable[..., set[str]]) -> None:
    shared = {"declaration", "options", "inputs", "session", "sentences", "os_account"}
    for words in (("due", "--json"), ("show", "1", "--json")):
        verbs = {name.split(".")[2] for name in loaded(*words) if name.startswith("leadctl.commands.")}
        assert verbs - shared == {words[0]}


def test_what_is_wrong_is_worded_when_something_is(loaded: Callable[..., set[str]]) -> None:
    worded = {"leadctl.typer_app", "leadctl.commands.batches", "leadctl.locale.sentences"}
    for words in (("due", "--lang", "zh"), ("log-visit", "--as", "Li Na", "--lang", "zh")):
        assert not loaded(*words) & worded


def test_a_listing_takes_every_format(run: Callable[..., Any]) -> None:
    run("init")
    for fmt in format_names():
        assert run("due", "--format", fmt).code == 0


@pytest.mark.parametrize(
    "words", [("--json",), ("--all", "--format", "csv"), ("--consultant", "Li Na"), ("--overdue", "--all")]
)
def test_both_ways_say_the_same(small: Path, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.conftest import _call, _run_in_process

    called = _call(small, ("due", *words), "2026-11-22T08:30")
    quick = _run_in_process(*called)
    monkeypatch.setattr(fast_path, "recognise", lambda words: None)
    assert _run_in_process(*called) == quick
    assert quick.code == 0
    assert quick.out
