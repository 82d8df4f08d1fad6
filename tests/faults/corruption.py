"""Damages a store (bytes changed, pages zeroed, the end cut off) and reads and writes it.

    python -m tests.faults.corruption [--count N] [--seed N]

No command ends in a traceback; and where the store is not sound, ``doctor`` says so. A byte may change a fact into
another possible one: only ``doctor --against BACKUP`` can tell that, and it does.
"""

from __future__ import annotations

import argparse
import io
import os
import random
import sys
import tempfile
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from unittest import mock

from leadctl.cli import main
from tests.faults.running import NOW, Done, Tally, content, make_store

COMMANDS = (
    ("due", "--json"),
    ("show", "1"),
    ("find", "138"),
    ("report", "--json"),
    ("operations",),
    ("log-visit", "--phone", "13900139000"),
    ("followup", "1"),
    ("undo",),
    ("backup", "b.db"),
    ("doctor",),
)


def damage(data: bytes, kind: str, chance: random.Random) -> bytes:
    """The bytes of a store with one fault in them."""
    content = bytearray(data)
    page = chance.randrange(len(data) // 4096) * 4096
    if kind == "byte":
        content[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    elif kind == "bytes":
        for _ in range(16):
            content[page + chance.randrange(4096)] = chance.randrange(256)
    elif kind == "zeroed":
        content[page : page + 4096] = bytes(4096)
    elif kind == "swapped":
        other = chance.randrange(len(data) // 4096) * 4096
        content[page : page + 4096], content[other : other + 4096] = (
            content[other : other + 4096],
            content[page : page + 4096],
        )
    else:
        del content[chance.randrange(len(data)) :]
    return bytes(content)


KINDS = ("byte", "bytes", "zeroed", "swapped", "cut")


def run_here(folder: Path, words: tuple[str, ...], env: Mapping[str, str]) -> Done:
    """Run a command in this process: thousands of them are tried."""
    out, err = io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), io.StringIO()
    os.chdir(folder)
    with mock.patch.dict(os.environ, env), redirect_stdout(out), redirect_stderr(err):
        try:
            code = main(list(words))
        except Exception as error:  # noqa: BLE001 - what the program is here to find
            return Done(1, "", f"Traceback\n{type(error).__name__}: {error}")
    return Done(code, "", err.getvalue())


def corrupt_everything(count: int, seed: int = 1) -> Tally:
    """Try ``count`` damaged stores with every command; the tally of what ended in a traceback or was not noticed."""
    tally, chance = Tally("damaged files"), random.Random(seed)
    here = Path.cwd()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store = make_store(folder)
        good, facts = store.read_bytes(), content(store)
        env = {
            "LEADCTL_DB": str(store),
            "LEADCTL_NOW": NOW,
            "HOME": str(folder / "home"),
            "XDG_CONFIG_HOME": str(folder / "home/.config"),
        }
        store.with_name("good.db").write_bytes(good)
        try:
            for number in range(count):
                kind = KINDS[number % len(KINDS)]
                damaged = damage(good, kind, chance)
                for words in COMMANDS:
                    store.write_bytes(damaged)
                    done = run_here(folder, words, env)
                    tally.count(f"{kind} {number}, {' '.join(words)}", done.mishap)
                store.write_bytes(damaged)
                tally.count(f"{kind} {number}, noticed", _overlook(folder, store, facts, env))
        finally:
            os.chdir(here)
    return tally


def _overlook(folder: Path, store: Path, facts: str, env: Mapping[str, str]) -> str | None:
    """Whether the store holds something else and neither examination notices; None: all is noticed."""
    if content(store) == facts or run_here(folder, ("doctor",), env).code:
        return None
    if run_here(folder, ("doctor", "--against", "good.db"), env).code:
        return None
    return "a changed fact was not noticed"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=400, help="damaged stores to try")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    tally = corrupt_everything(asked.count, asked.seed)
    print(tally)
    sys.exit(bool(tally.lost))
