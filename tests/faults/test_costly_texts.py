"""Small texts that would cost much are refused or read at once, in little memory."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from leadctl.plain_text import normalise

ROOT = Path(__file__).parents[2]

COSTLY = {
    "nested lists": "name = " + "[" * 50_000,
    "nested tables": "name = " + "{a=" * 50_000,
    "a key of many parts": ".".join(["a"] * 100_000) + " = 1",
    "a key of many quoted parts": ".".join(['"a"'] * 40_000) + " = 1",
    "a table of many parts": "[" + ".".join(["a"] * 100_000) + "]",
    "a key of many parts in a table": "a = {" + ".".join(["a"] * 100_000) + " = 1}",
    "many dotted keys": "\n".join(f"a.b{number} = 1" for number in range(100_000)),
    "an endless number": "user = " + "9" * 100_000,
    "an endless number in few words": "user = " + "9" * 5_000,
    "an endless hexadecimal number": "user = 0x" + "f" * 90_000,
    "quotes without end": 'a = "' * 20_000,
}
"""Texts as TOML."""

MEGABYTES, SECONDS = 200, 2


def limited(*words: str, home: Path) -> subprocess.CompletedProcess[str]:
    """leadctl in a process of little memory and little time of its own."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (MEGABYTES << 20, MEGABYTES << 20))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))

    around = {**os.environ, "PYTHONPATH": str(ROOT), "XDG_CONFIG_HOME": str(home)}
    command = [sys.executable, "-m", "leadctl", *words]
    return subprocess.run(command, env=around, capture_output=True, text=True, preexec_fn=limit, check=False)


@pytest.mark.parametrize("text", COSTLY.values(), ids=COSTLY)
def test_toml_that_costs_much_is_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "leadctl" / "config.toml"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    for words in (("policy", "check", str(path)), ("config", "show")):
        done = limited(*words, home=tmp_path if words[0] == "config" else tmp_path / "none")
        assert done.returncode == 1, (words, done.stderr[-300:])
        assert "is no TOML" in done.stderr
        assert "Traceback" not in done.stderr


def test_a_file_without_an_end_is_not_read_to_it(tmp_path: Path) -> None:
    assert limited("policy", "check", "/dev/zero", home=tmp_path).returncode == 1


def test_a_run_of_accents_is_normalised_in_time_that_grows_with_it() -> None:
    """By counting: a long text is cut into pieces, so that no piece costs the square of more than its own length."""
    marks = "a" + "\u0301\u0323" * 500_000
    assert len(normalise(marks)) >= len(marks) - 5_000


def test_words_and_names_are_the_same_text_in_any_width() -> None:
    assert normalise("ＡＢＣ－１２３" * 100) == "ABC-123" * 100
