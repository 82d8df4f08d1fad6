"""A morning command loads what it needs and nothing else."""

from __future__ import annotations

import inspect
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from leadctl import cli, hot
from leadctl.render.formats import format_names
from tests.commands.stores import fill

REPOSITORY = Path(__file__).parents[2]
PROBE = """
import json, sys
from leadctl.entry import main
code = main(sys.argv[1:])
sys.stdout.flush()
sys.stderr.write(json.dumps({"code": code, "loaded": sorted(sys.modules)}) + "\\n")
"""

HEAVY = {
    "sqlite_utils", "openpyxl", "defusedxml", "pypinyin", "phonenumbers", "xlsxwriter", "dateutil", "questionary",
    "platformdirs", "click",
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
    ("find", "138001"),
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
    ],
    ids=" ".join,
)
def test_the_quick_way_knows_neither_typer_nor_rich(loaded: Callable[..., set[str]], words: tuple[str, ...]) -> None:
    assert not loaded(*words) & {"typer", "rich", "leadctl.cli", "leadctl.options"}


def test_the_due_list_on_a_terminal_does_without_typer(loaded: Callable[..., set[str]]) -> None:
    held = loaded("due")
    assert "rich" in held
    assert "typer" not in held


def test_the_versions_need_no_database_and_no_store(loaded: Callable[..., set[str]]) -> None:
    assert not {name for name in loaded("--version") if name.startswith(("leadctl.store", "sqlite3"))}


def test_a_command_loads_no_other_command(loaded: Callable[..., set[str]]) -> None:
    shared = {"inputs", "session", "sentences"}
    for words in (("due", "--json"), ("show", "1", "--json")):
        verbs = {name.split(".")[2] for name in loaded(*words) if name.startswith("leadctl.commands.")}
        assert verbs - shared == {words[0]}


def test_what_is_wrong_is_worded_when_something_is(loaded: Callable[..., set[str]]) -> None:
    worded = {"leadctl.commands.usage", "leadctl.commands.batch_answers", "leadctl.locale.system"}
    for words in (("due", "--lang", "zh"), ("log-visit", "--as", "Li Na", "--lang", "zh")):
        assert not loaded(*words) & worded


# what the quick way knows is what Typer declares


@pytest.mark.parametrize("verb", hot.HOT)
def test_the_quick_ways_table_is_what_typer_declares(verb: str) -> None:
    declared = {
        flag: parameter
        for parameter in cli.build(verb).params
        for flag in parameter.opts
        if parameter.param_type_name == "option"
    }
    for flag, (name, reads) in {**hot.HOT[verb], **hot.EVERYWHERE, **hot.PRINTED}.items():
        parameter = declared[flag]
        assert parameter.is_flag == (reads is hot.FLAG), flag
        assert parameter.nargs == 1, flag
        if flag in hot.HOT[verb]:
            assert parameter.name == name, flag


@pytest.mark.parametrize("verb", hot.HOT)
def test_the_quick_way_calls_the_commands_own_parameters(verb: str) -> None:
    module = __import__(f"leadctl.commands.{verb}", fromlist=[verb])
    parameters = inspect.signature(getattr(module, verb)).parameters
    assert {name for name, _ in hot.HOT[verb].values()} <= set(parameters)


def test_the_formats_of_the_quick_way_are_those_of_a_listing(run: Callable[..., Any]) -> None:
    run("init")
    for fmt in format_names():
        assert run("due", "--format", fmt).code == 0
        assert run("due", "--format", fmt, "--limit", 5).code == 0, "the full way"


@pytest.mark.parametrize(
    "words",
    [
        ["due", "--help"], ["due", "--jso"], ["due", "--format", "yaml"], ["due", "--format"], ["due", "--on", "--all"],
        ["due", "--limit", "3"], ["due", "extra"], ["--json", "due"], ["show", "1"], ["--version", "due"], [],
        ["--db"], ["report"], ["--all", "due"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_what_is_not_plainly_declared_goes_the_full_way(words: list[str]) -> None:
    assert hot.recognise(words) is None


def test_options_may_stand_before_and_after_the_verb() -> None:
    call = hot.recognise(["--as", "Li Na", "due", "--db", "a.db", "--overdue", "--on", "+1d", "--json"])
    assert call is not None
    assert (call.verb, call.values) == (
        "due", {"as_": "Li Na", "db": "a.db", "overdue": True, "on": "+1d", "json_": True},
    )  # fmt: skip


@pytest.mark.parametrize(
    "words", [("--json",), ("--all", "--format", "csv"), ("--consultant", "Li Na"), ("--overdue", "--all")]
)
def test_both_ways_say_the_same(small: Path, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.conftest import _call, _run_in_process

    called = _call(small, ("due", *words), "2026-11-22T08:30")
    quick = _run_in_process(*called)
    monkeypatch.setattr(hot, "recognise", lambda words: None)
    assert _run_in_process(*called) == quick
    assert quick.code == 0
    assert quick.out
