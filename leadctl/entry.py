"""The program's entry: the quick way for the daily commands, Typer for everything, one error boundary."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from leadctl.config import readable
from leadctl.errors import LeadctlError, tell

INTERRUPTED = 130


def main(argv: list[str] | None = None) -> int:
    """Run leadctl with these arguments (without the program's name); returns the exit code, never raises."""
    _stand_in_for_closed_streams()
    try:
        words = [readable(word) for word in (sys.argv[1:] if argv is None else argv)]
        code = _quickly(words)
        if code is None:
            code = _fully(words)
        sys.stdout.flush()
    except LeadctlError as error:
        tell(f"leadctl: {error}")
        code = error.exit_code
    except KeyboardInterrupt:
        code = INTERRUPTED
    except BrokenPipeError:
        _close_pipe()
        code = 0
    except UnicodeEncodeError as error:
        tell(f"leadctl: {error.object!r} cannot be written in this locale; set LC_ALL=C.UTF-8, or another UTF-8 one.")
        code = 2
    except OSError as error:
        # What else cannot be read or written is explained where it happens: this is stdout, on a full disk.
        _close_pipe()
        tell(f"leadctl: cannot write the answer: {error.strerror or error}. What was recorded stays recorded.")
        code = 1
    return code


def _stand_in_for_closed_streams() -> None:
    """Who closed stdin, stdout or stderr (``>&-``) means the same as by /dev/null."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode))  # noqa: SIM115 - open as long as the program


def _quickly(words: list[str]) -> int | None:
    """Run a daily command whose words are all declared, without loading Typer; None: not such a one."""
    from leadctl.hot import recognise

    call = recognise(words)
    if call is None:
        return None
    run: Callable[[], None] = call.load()
    run()
    return 0


def _fully(words: list[str]) -> int:
    from leadctl.cli import run

    return run(words)


def _close_pipe() -> None:
    """Nobody reads any more, or nothing fits: let the interpreter's last flush go nowhere."""
    from leadctl.render.output import close_quietly

    try:
        close_quietly()
    except (OSError, ValueError):
        return


def script() -> None:
    """What the installed ``leadctl`` command runs."""
    sys.exit(main())
