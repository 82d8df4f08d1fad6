"""Keys, lines and choices, asked for on a terminal by a line editor that knows wide characters, paste and resizing."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Collection, Sequence

from prompt_toolkit.application import get_app
from prompt_toolkit.completion import WordCompleter
from prompt_toolkit.filters import Condition
from prompt_toolkit.history import InMemoryHistory
from prompt_toolkit.key_binding import KeyBindings
from prompt_toolkit.keys import Keys
from prompt_toolkit.output import create_output
from prompt_toolkit.output.vt100 import Vt100_Output
from prompt_toolkit.shortcuts import CompleteStyle, PromptSession
from wcwidth import wcswidth

from leadctl.annotations import TYPE_CHECKING
from leadctl.plain_text import clean_lines, normalise
from leadctl.render.formats.table import fold

if TYPE_CHECKING:
    from prompt_toolkit.buffer import Buffer
    from prompt_toolkit.key_binding import KeyPressEvent
    from prompt_toolkit.output import Output

_DEEPER = "  "

PAUSE = 0.25
"""Seconds after which a single key counts without Enter. What follows sooner makes it a word, which is no key."""


class GoneBack(Exception):
    """Escape: whoever was asked does not answer this question."""


class Terminal:
    """Asks on the terminal of stdin and stdout. Ctrl-C raises KeyboardInterrupt, Ctrl-D EOFError.

    ``unfinished``: what was typed and not yet entered when it was left in one of these ways.
    """

    def __init__(self) -> None:
        self.unfinished = ""
        bindings = KeyBindings()
        bindings.add("escape")(_go_back)
        _drop_sequences(bindings)
        output = _open_output()
        self._keys: PromptSession[str] = PromptSession(
            output=output, history=None, key_bindings=bindings, enable_suspend=True, reserve_space_for_menu=0
        )
        self._keys.default_buffer.on_text_changed += self._consider
        self._quick: Collection[str] = ()
        self._lines: PromptSession[str] = PromptSession(
            output=output,
            key_bindings=bindings,
            enable_suspend=True,
            reserve_space_for_menu=0,
            complete_style=CompleteStyle.READLINE_LIKE,
        )
        self._histories: dict[str, InMemoryHistory] = {}
        for session in (self._keys, self._lines):
            # Long enough for the bytes of an arrow key over a slow line, short enough for who waits after Escape.
            session.app.ttimeoutlen, session.app.timeoutlen = 0.1, 0.2

    def show(self, text: str = "") -> None:
        """Print lines, harmless whatever they hold, folded between words; what goes on is indented."""
        for line in clean_lines(text).split("\n"):
            start = len(line) - len(line.lstrip())
            first, *rest = fold(line.lstrip(), self._width() - start - len(_DEEPER), wcswidth)
            print("\n".join((" " * start + first, *(" " * start + _DEEPER + more for more in rest))))
        sys.stdout.flush()

    def show_words(self, words: Sequence[str]) -> None:
        """Print things on as few lines as they fit on, none of them broken."""
        lines = [""]
        for word in words:
            longer = f"{lines[-1]}  {word}" if lines[-1] else word
            if wcswidth(longer) < self._width():
                lines[-1] = longer
            else:
                lines.append(word)
        print("\n".join(lines), flush=True)

    def rule(self) -> None:
        """Print a line across, before something new."""
        mark = "─" if "utf" in (sys.stdout.encoding or "").lower() else "-"
        print("\n" + mark * (self._width() - 1), flush=True)

    def _width(self) -> int:
        return max(20, self._keys.app.output.get_size().columns)

    def ask_key(self, question: str, keys: Collection[str]) -> str:
        """A key: one that is alone for a moment, or what stands before Enter, which may be a word that is none.

        Wide letters and capitals are the plain ones. Raises GoneBack.
        """
        self._quick = keys
        return _read_key(self._keys.prompt(question))

    def ask_line(self, question: str, default: str = "", words: Sequence[str] = ()) -> str:
        """A line, perhaps empty; Tab completes the words. Each question has a history of its own. Raises GoneBack."""
        history = self._histories.setdefault(question, InMemoryHistory())
        self._lines.history = self._lines.default_buffer.history = history
        completer = WordCompleter(list(words), sentence=True) if words else None
        try:
            return self._lines.prompt(question, default=default, completer=completer, complete_while_typing=False)
        except (KeyboardInterrupt, EOFError):
            self.unfinished = self._lines.default_buffer.text
            raise

    def _consider(self, buffer: Buffer) -> None:
        """Take a single key after a moment in which no other one follows."""
        if _read_key(buffer.text) in self._quick:
            asyncio.get_running_loop().call_later(PAUSE, _accept, buffer, buffer.text)


def _read_key(text: str) -> str:
    """The key, or the word, that was typed: a caps lock or an input method does not make another one of it."""
    word = normalise(text).strip()
    return word.casefold() if len(word) == 1 else word


def _accept(buffer: Buffer, text: str) -> None:
    if buffer.text == text and get_app().current_buffer is buffer and not _is_over():
        buffer.validate_and_handle()


def _is_over() -> bool:
    future = get_app().future
    return future is None or future.done()


def _go_back(event: KeyPressEvent) -> None:
    event.app.exit(exception=GoneBack())


def _drop_sequences(bindings: KeyBindings) -> None:
    """Keep what a terminal sends of itself, and the line editor does not know, out of the text: from its beginning to
    its end."""
    ends: dict[str, Callable[[str], bool]] = {
        "[": lambda data: "@" <= data <= "~",
        "]": lambda data: data == "\x07",
        "\\": lambda data: True,
    }
    open_: list[str] = []

    def begin(event: KeyPressEvent) -> None:
        open_.append(event.data)

    def go_on(event: KeyPressEvent) -> None:
        if ends[open_[-1]](event.data):
            open_.clear()
        elif event.data == "\x1b":  # the two characters that end what is no single sequence
            open_[:] = ["\\"]

    for start in ("[", "]"):
        bindings.add("escape", start)(begin)
    bindings.add(Keys.Any, filter=Condition(lambda: bool(open_)), eager=True)(go_on)


def _open_output() -> Output:
    """Where it is drawn. The terminal is not asked where its cursor is: the answer of one that is slow would be taken
    for keys."""
    output = create_output(sys.stdout)
    if isinstance(output, Vt100_Output):
        output.enable_cpr = False
    return output
