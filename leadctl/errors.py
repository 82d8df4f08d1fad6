"""What can go wrong, an exit code a class.

The command line catches :class:`LeadctlError` in one place, prints its sentence on stderr and leaves
with its ``exit_code``. A message is a sentence that says what to do instead; it never holds a phone
number in full, since it may end in a log.
"""

from __future__ import annotations

import os
import sys


class LeadctlError(Exception):
    """Base of every expected failure. ``exit_code`` is the process's exit status."""

    exit_code = 1


class Refused(LeadctlError):
    """An expected refusal: no such lead, already closed, unreadable input, unwritable output."""


class WrongUsage(LeadctlError):
    """The command was called wrongly: options that contradict each other, a malformed month."""

    exit_code = 2


class BadRows(LeadctlError):
    """A batch had bad rows."""

    exit_code = 3


class StoreUnusable(LeadctlError):
    """The database cannot be used: missing, busy, not ours, newer than the program, damaged, read-only."""

    exit_code = 4


def tell(text: str) -> None:
    """A message on stderr, in whatever that can encode and without control codes.

    Where nobody reads it, or nothing fits there, it is lost: what is being done never hangs on it.
    """
    shown = "".join(char if char.isprintable() or char == "\n" else " " for char in text)
    encoding = getattr(sys.stderr, "encoding", None) or "utf-8"
    try:
        print(shown.encode(encoding, "replace").decode(encoding), file=sys.stderr, flush=True)
    except OSError:
        _silence_stderr()


def _silence_stderr() -> None:
    """What it still holds goes nowhere when the interpreter empties it at the end."""
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, sys.stderr.fileno())
    os.close(silence)
