"""The process ends as soon as nothing is left to do, and not before."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]


def run(first: str, *words: str, output: int | None = subprocess.PIPE) -> subprocess.CompletedProcess[str]:
    """``leadctl`` with these words in a process of its own, after the statements ``first``."""
    program = f"import sys; from leadctl.cli import run; sys.argv[1:] = {list(words)}\n{first}\nsys.exit(run())"
    around = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    return subprocess.run(
        [sys.executable, "-c", program], env=around, stdout=output, stderr=subprocess.PIPE, text=True, check=False
    )


def test_what_was_printed_has_arrived_and_the_code_is_the_commands() -> None:
    assert run("", "--version").stdout.startswith("leadctl ")
    assert run("", "--version").returncode == 0
    refused = run("", "show", "1", "--db", "/nowhere/store.db", "--json")
    assert refused.returncode == 4
    assert refused.stdout.endswith("}\n")
    assert "No database" in refused.stderr


def test_a_process_that_has_nothing_left_to_do_does_not_take_the_interpreter_apart() -> None:
    done = run("class Left:\n    def __del__(self): print('taken apart')\nsys.left = Left()", "--version")
    assert done.stdout.startswith("leadctl ")
    assert "taken apart" not in done.stdout


@pytest.mark.parametrize(
    "waiting",
    [
        "import atexit; atexit.register(print, 'the end')",
        "import threading as t; t.Thread(target=lambda: (t.main_thread().join(), print('the end'))).start()",
    ],
    ids=["a callback", "a thread"],
)
def test_what_waits_for_the_end_is_not_cut_off(waiting: str) -> None:
    assert run(waiting, "--version").stdout.endswith("the end\n")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no full device here")
def test_an_answer_that_cannot_be_written_is_a_failure() -> None:
    with open("/dev/full", "w") as full:
        done = run("", "--version", output=full.fileno())
    assert done.returncode == 1
    assert "cannot write the answer" in done.stderr
