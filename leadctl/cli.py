"""The program: runs a command line, and says what went wrong in one sentence and an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from leadctl.annotations import TYPE_CHECKING
from leadctl.config import decode_argument
from leadctl.errors import LeadctlError, Refused, Sentence, StoreUnusable, WrongUsage, mask_sentence, os_reason, tell

INTERRUPTED = 130

GARBAGE_AFTER = 50_000
"""New objects after which Python looks for garbage in cycles: more than a short command makes."""


def run() -> int:
    """leadctl as a process of its own; returns the exit code, or ends the process with it.

    A short command has ended before its garbage is worth looking for, and all that it made goes with its process: to
    look for garbage while modules are loaded took a sixth of its time, to take every module apart at the end 6 %.
    """
    import gc

    gc.set_threshold(GARBAGE_AFTER)
    try:
        code = main()
        _end_process(code)
        return code
    finally:
        gc.freeze()


def _end_process(code: int) -> None:
    """End the process here, where nothing is left to do: all files are closed, and what was printed has arrived.

    Returns where a thread may be at work, something waits for the interpreter's own end (as a measurement of coverage
    does), or what was printed cannot be written.
    """
    import atexit

    if "threading" in sys.modules or atexit._ncallbacks():
        return
    with suppress(OSError, ValueError):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def main(argv: list[str] | None = None) -> int:
    """Run leadctl with these arguments (without the program's name); returns the exit code, never raises."""
    _replace_closed_streams()
    words = sys.argv[1:] if argv is None else argv
    with _interrupt_on_signals():
        return _run_and_explain(words)


def _run_and_explain(words: list[str]) -> int:
    try:
        words = [decode_argument(word) for word in words]
        code = _run(words)
        sys.stdout.flush()
    except LeadctlError as error:
        code = _report_failure(words, error)
    except KeyboardInterrupt:
        code = INTERRUPTED
        _print_record(words, {"code": "interrupted", "message": "The command was interrupted.", "exit": code})
    except BrokenPipeError:
        _close_pipe()
        code = 0
    except UnicodeEncodeError as error:
        unfit = "{text!r} cannot be written in this locale; set LC_ALL=C.UTF-8, or another UTF-8 one."
        code = _report_failure(words, WrongUsage(unfit, text=error.object).with_code("wrong-locale"))
    except OSError as error:
        if error.filename is not None:
            unusable = Refused("{file} cannot be read or written: {why}.", file=error.filename, why=os_reason(error))
            return _report_failure(words, unusable)
        # What else cannot be read or written is explained where it happens: this is stdout, on a full disk.
        _close_pipe()
        _print_message(
            words, Sentence("cannot write the answer: {why}. What was recorded stays recorded.", why=os_reason(error))
        )
        code = 1
    except Exception:
        damage = _find_damage()
        if damage is not None:
            return _report_failure(words, damage)
        raise
    return code


@contextmanager
def _interrupt_on_signals() -> Iterator[None]:
    """SIGTERM and SIGHUP end a command as Ctrl-C does: it takes back what is not finished."""
    if TYPE_CHECKING:
        import signal
    else:
        # ``signal`` makes enumerations of the numbers that it takes from here: a twentieth of a short command.
        import _signal as signal

    before = {}
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        # Where a signal is ignored, as under nohup, it stays so; a thread can set none.
        if number is not None and signal.getsignal(number) == signal.SIG_DFL:
            with suppress(ValueError):
                before[number] = signal.signal(number, signal.default_int_handler)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _find_damage() -> LeadctlError | None:
    """What no code foresaw may be due to values that cannot be: then the file is damaged. None: it is sound."""
    from leadctl.commands.session import present_file

    file = present_file()
    if file is None or not os.path.isfile(file):
        return None
    from pathlib import Path

    from leadctl.store.safety.doctor import is_damaged

    try:
        if not is_damaged(Path(file)):
            return None
    except LeadctlError as unusable:
        return unusable
    return StoreUnusable("{path} is damaged. Keep it, and restore a backup: leadctl restore FILE", path=file).with_code(
        "damaged-store"
    )


def _report_failure(words: list[str], error: LeadctlError) -> int:
    """Say what went wrong, on stderr and for a program as JSON on stdout; returns the exit code."""
    from leadctl.domain.phones_in_text import mask_phones_in

    _print_record(words, error.record() | {"message": str(mask_sentence(error.sentence, mask_phones_in))})
    _print_message(words, error.sentence)
    return error.exit_code


def _print_record(words: list[str], record: dict[str, object]) -> None:
    """A failure as JSON, where whoever typed these words reads JSON and has no other answer: one ends with a failure
    where a limit was passed or rows were bad, and says so itself."""
    from leadctl.commands.session import has_answered

    if has_answered() or not _wants_json(words):
        return
    from leadctl.render.formats.json import json_line

    with suppress(OSError):
        print(json_line({"error": record}, sys.stdout.encoding or "utf-8"), end="", flush=True)


def _wants_json(words: list[str]) -> bool:
    """Whether the answer was to be JSON."""
    pairs = zip(words, [*words[1:], ""], strict=True)
    return "--json" in words or "--format=json" in words or ("--format", "json") in pairs


def _replace_closed_streams() -> None:
    """Who closed stdin, stdout or stderr (``>&-``) means the same as by /dev/null."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode))  # noqa: SIM115 - open as long as the program


def _run(words: list[str]) -> int:
    """Run a plainly written command at once, and what else there is through Typer; returns the exit code."""
    if words in (["--version"], ["--version", "--json"]):
        from leadctl.versions import show_version

        show_version(as_json=len(words) == 2)
        return 0
    from leadctl.commands.session import leave_session

    leave_session()
    if words[:1] == ["__complete"]:
        from leadctl.commands.completion import print_proposals

        print_proposals(words[1:])
        return 0
    from leadctl.fast_path import recognise

    words = _ask_for_help(words)
    _refuse_two_stores(words)
    call = recognise(words)
    if call is None:
        from leadctl.typer_app import run

        return run(words, _find_language(words))
    call.run()
    return 0


def _ask_for_help(words: list[str]) -> list[str]:
    """``help due`` is ``due -h``; a topic of that name goes before the command."""
    if "help" not in words:
        return words
    from leadctl.commands import COMMANDS
    from leadctl.commands.declaration import skip_global_options
    from leadctl.commands.help import TOPICS

    place = skip_global_options(words)
    if words[place : place + 1] != ["help"]:
        return words
    asked = words[:place] + words[place + 1 :]
    named = asked[skip_global_options(asked) :][:1]
    return [*asked, "-h"] if named and named[0] in COMMANDS and named[0] not in TOPICS else words


def _refuse_two_stores(words: list[str]) -> None:
    """Refuse two different stores in one command line: nobody could say which one is meant."""
    named = [words[place + 1] for place, word in enumerate(words[:-1]) if word == "--db"]
    named += [word.partition("=")[2] for word in words if word.startswith("--db=")]
    if len(set(named)) > 1:
        first, second = list(dict.fromkeys(named))[:2]
        raise WrongUsage("--db names two stores, {first} and {second}; name one.", first=first, second=second)


def _print_message(words: list[str], sentence: Sentence) -> None:
    """A message on stderr, in the language of whoever typed these words."""
    from leadctl.domain.phones_in_text import mask_phones_in

    tell(f"leadctl: {_translate(words, mask_sentence(sentence, mask_phones_in))}")


def _translate(words: list[str], sentence: Sentence) -> str:
    """The sentence as whoever typed these words reads it; in English where their language is not known."""
    from leadctl.commands.session import Session
    from leadctl.locale import translate_sentence

    try:
        return translate_sentence(sentence, Session(lang=_find_language(words)).translate)
    except LeadctlError:
        return str(sentence)


def _find_language(words: list[str]) -> str | None:
    """The value of the last ``--lang``."""
    said = None
    for word, following in zip(words, [*words[1:], None], strict=False):
        if word == "--lang":
            said = following
        elif word.startswith("--lang="):
            said = word.partition("=")[2]
    return said


def _close_pipe() -> None:
    """Nobody reads any more, or the disk is full: let the last flush of the interpreter go nowhere."""
    from leadctl.render.output import close_quietly

    try:
        close_quietly()
    except (OSError, ValueError):
        return
