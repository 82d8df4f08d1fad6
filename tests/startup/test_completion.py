"""What a shell proposes: read from the declarations of the commands and from the store, without Typer."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from leadctl.commands import COMMANDS
from leadctl.domain.terms import OUTCOMES, VIAS
from leadctl.reports import report_names
from tests.conftest import FillOnce, Result

Run = Callable[..., Result]
REPOSITORY = Path(__file__).parents[2]


def _fill(run: Run) -> None:
    assert run("init").code == 0
    for name in ("Li Na", "王强"):
        assert run("staff", "add", name).code == 0
    for phone, name, owner in (
        ("13800000001", "张伟", "Li Na"),
        ("13800000002", "张敏", "王强"),
        ("13900000003", "赵'o d", "Li Na"),
    ):
        words = ("--phone", phone, "--name", name, "--grade", "A", "--model", "远山 X5", "--at", "2026-11-20T10:00")
        assert run("log-visit", *words, as_=owner).code == 0
    assert run("defeat", 3, "--lost-contact", as_="Li Na").code == 0


@pytest.fixture
def shop(store: Path, run: Run, fill_once: FillOnce) -> Run:
    """Leads of two consultants; the third is lost and is closed by customer service."""
    fill_once(store, _fill, run)
    return run


def _proposed(run: Run, *words: str, user: str = "Li Na") -> list[str]:
    done = run("__complete", *words, env={"LEADCTL_USER": user})
    assert done.code == 0
    return done.out.splitlines()


def test_commands_and_their_commands_are_proposed(shop: Run) -> None:
    assert _proposed(shop, "") == list(COMMANDS)
    assert set(_proposed(shop, "de")) == {"defeat", "delete", "deliver"}
    assert "list" in _proposed(shop, "staff", "")
    assert "due" in _proposed(shop, "--as", "王强", "d")


def test_options_are_proposed_where_one_is_begun(shop: Run) -> None:
    assert {"--consultant", "--format", "--json", "--db"} <= set(_proposed(shop, "due", "--"))
    assert _proposed(shop, "followup", "1", "--out") == ["--outcome"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("followup", "1", "--via", ""), list(VIAS)),
        (("followup", "1", "--outcome", "n"), [word for word in OUTCOMES if word.startswith("n")]),
        (("followup", "1", "--outcome=n"), ["no-answer"]),
        (("followup", "1", "--outcome", "=", "n"), ["no-answer"]),
        (("due", "--format", "i"), ["ics"]),
        (("due", "--lang", ""), ["en", "zh"]),
        (("config", "set", ""), ["db", "user", "lang"]),
        (("completion", "b"), ["bash"]),
        (("report", ""), [*report_names(), "send-text", "close"]),
        (("report", "send"), ["send-text"]),
        (("report", "funnel", "--by", "source,mod"), ["source,model"]),
        (("defeat", "1", "--reason", "pri"), ["price"]),
        (("staff", "add", "X", "--role", "m"), ["manager"]),
        (("grade", "1", "--decision", "c"), ["comparing"]),
        (("import", "check", "x.csv", "--kind", "on"), ["online"]),
        (("due", "--consultant", ""), ["Li Na", "王强"]),
        (("log-visit", "--model", "远"), ["远山 X5"]),
        (("verify", "1", "c"), ["confirmed"]),
    ],
)
def test_values_are_the_words_that_an_option_takes(shop: Run, words: tuple[str, ...], expected: list[str]) -> None:
    assert _proposed(shop, *words) == expected


def test_a_lead_is_proposed_to_whom_it_belongs(shop: Run) -> None:
    assert set(_proposed(shop, "followup", "138")) == {"13800000001"}
    assert set(_proposed(shop, "followup", "张")) == {"张伟"}
    assert set(_proposed(shop, "followup", "张", user="王强")) == {"张敏"}
    assert set(_proposed(shop, "show", "--as", "王强", "138")) == {"13800000002"}
    assert set(_proposed(shop, "show", "--as=王强", "138")) == {"13800000002"}


@pytest.mark.parametrize("words", [("nonsense", ""), ("due", "--consultant", "x"), ("undo", "1", "2", ""), ("a", "b")])
def test_where_nothing_is_known_nothing_is_proposed(shop: Run, words: tuple[str, ...]) -> None:
    assert _proposed(shop, *words) == []


def test_without_a_store_commands_and_choices_are_still_proposed(run: Run) -> None:
    assert _proposed(run, "due", "--consultant", "") == []
    assert _proposed(run, "config", "set", "l") == ["lang"]


def test_a_proposal_needs_neither_typer_nor_rich(shop: Run, store: Path) -> None:
    code = (
        "import sys; from leadctl.cli import main; main(['__complete', 'followup', '138']);"
        "print(*sorted({'typer', 'click', 'rich', 'pypinyin', 'phonenumbers'} & set(sys.modules)), file=sys.stderr)"
    )
    environment = {"PYTHONPATH": str(REPOSITORY), "LEADCTL_DB": str(store), "PATH": "/usr/bin:/bin", "HOME": "/"}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert "13800000001" in done.stdout
    assert done.stderr.splitlines()[-1].strip() == ""


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_script_is_one_that_its_shell_reads(run: Run, shell: str) -> None:
    script = run("completion", shell).out
    assert "leadctl __complete" in script
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"{shell} is not installed")
    assert subprocess.run([program, "-n"], input=script, text=True, check=False).returncode == 0


def test_bash_puts_what_holds_blanks_into_quotes(shop: Run, store: Path, tmp_path: Path) -> None:
    (tmp_path / "leadctl").write_text(
        f'#!/bin/sh\nPYTHONPATH="{REPOSITORY}" exec "{sys.executable}" -m leadctl "$@"\n', encoding="utf-8"
    )
    (tmp_path / "leadctl").chmod(0o755)
    lines = (
        'eval "$(leadctl completion bash)"',
        'COMP_WORDS=(leadctl due --consultant L); COMP_CWORD=3; _leadctl; echo "${COMPREPLY[@]}"',
        'COMP_WORDS=(leadctl due --format j); COMP_CWORD=3; _leadctl; echo "${COMPREPLY[@]}"',
    )
    environment = {
        "LEADCTL_DB": str(store),
        "PATH": f"{tmp_path}:/usr/bin:/bin",
        "HOME": str(tmp_path),
        "LANG": "C.UTF-8",
    }
    bash = shutil.which("bash")
    assert bash is not None
    done = subprocess.run([bash, "-c", "\n".join(lines)], env=environment, capture_output=True, text=True, check=False)
    assert done.stdout.splitlines() == ["'Li Na'", "json jsonl"], done.stderr
