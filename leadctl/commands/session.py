"""What every command starts from: which database, who acts, in what language, at what time, and how it prints."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from functools import cached_property

from leadctl import config
from leadctl.annotations import TYPE_CHECKING
from leadctl.commands.os_account import find_host, find_login, is_machine_zone
from leadctl.domain.days import EARLIEST, LATEST
from leadctl.errors import LeadctlError, Refused, Sentence, StoreUnusable, WrongUsage, mask_sentence, tell
from leadctl.locale import N_, translate_sentence, translator
from leadctl.locale.store_labels import set_store_labels
from leadctl.named_tuple import NamedTuple
from leadctl.store.access import open_for_writing, read_store, read_transaction, write_operation
from leadctl.store.core.connection import Database, Patience
from leadctl.store.core.settings import has_forgotten, policy_of, read_last_time, read_setting
from leadctl.store.queries.labels import labels
from leadctl.store.records.staff import Member, find_member, member_of_login

if TYPE_CHECKING:
    from pathlib import Path

    from leadctl.render.formats import Format
    from leadctl.render.page import Page
    from leadctl.store.core.writer import Author, Writer


BACKWARD, FORWARD = timedelta(days=1), timedelta(days=40)
"""How far the clock may lie before and after the last operation without a word."""


TABLE = "table"
"""The format for people, which is meant where none is named: what writes one sentence need not load it."""


class Output(NamedTuple):
    """How a command's answer is printed; ``folder``: ``out`` takes a file a table."""

    format: str = TABLE
    limit: int | None = None
    out: Path | None = None
    folder: bool = False


class Collected(NamedTuple):
    """What commands would have printed: sentences with their records, and notes."""

    answers: list[tuple[str, Mapping[str, object]]]
    notes: list[str]


class Session:
    """One run of the program: its database, who acts, in which language, and how it prints.

    ``takes_strangers``: who acts need not be on the staff list yet, be it by the environment, the config file or the
    login.
    ``acting``: the member of staff who acts, as soon as that is known.
    ``taken_out``: how many people's data the command took out of the file, as far as that is recorded; ``revealed``:
    with their phones in full.
    """

    def __init__(
        self,
        db: str | None = None,
        as_name: str | None = None,
        lang: str | None = None,
        output: Output = Output(),  # noqa: B008 - a tuple
    ) -> None:
        self.db, self.as_name, self.lang, self.output = db, as_name, lang, output
        self.answered = False
        self.acting: str | None = None
        self.takes_strangers = False
        self.taken_out = 0
        self.revealed = False
        self._collected: Collected | None = None
        self._rehearsing = False
        _PRESENT.set(self)

    @cached_property
    def file(self) -> str:
        """The database's file, which need not exist."""
        given = config.resolve("db", self.db)
        return os.path.expanduser(given) if given else str(config.default_database())

    @property
    def path(self) -> Path:
        """The same as a path."""
        from pathlib import Path

        return Path(self.file)

    @cached_property
    def language(self) -> str:
        """``en`` or ``zh``. Raises WrongUsage for another one."""
        given = config.resolve("lang", self.lang)
        if given is None:
            return "zh" if _find_locale().startswith("zh") else "en"
        if given not in config.LANGUAGES:
            raise WrongUsage("Language {given!r} is not known; use en or zh.", given=given)
        return given

    @cached_property
    def translate(self) -> Callable[[str], str]:
        """English text -> the session's language."""
        return translator(self.language)

    @cached_property
    def format(self) -> Format:
        """The format that the answer has."""
        from leadctl.render.formats import find_format

        return find_format(self.output.format)

    @property
    def for_programs(self) -> bool:
        """Whether a program reads the answer: all of it, and the same in every language."""
        return self.output.format != TABLE and self.format.for_programs

    def say(self, sentence: str, **values: object) -> str:
        """A sentence in the session's language, with these values in its places, as a terminal may show it."""
        from leadctl.plain_text import clean_lines

        return clean_lines(translate_sentence(Sentence(sentence, **values), self.translate))

    @cached_property
    def patience(self) -> Patience:
        """How long this command waits for others, whatever it opens."""
        return Patience(say_waiting, warn)

    @contextmanager
    def read(self, *, at_length: bool = False) -> Iterator[Database]:
        """The store, open for reading one consistent state; ``at_length``: others may write meanwhile, if it can be."""
        with read_store(self.file, self.patience, copied=at_length) as db:
            _learn_words(db)
            yield db

    @contextmanager
    def collect(self, *, rehearse: bool = False) -> Iterator[Collected]:
        """Commands that are called meanwhile print nothing, and with ``rehearse`` they change nothing either: what they
        answer is collected."""
        self._collected, self._rehearsing = Collected([], []), rehearse
        try:
            yield self._collected
        finally:
            self._collected, self._rehearsing = None, False

    @contextmanager
    def write(self, command: str, *, dry_run: bool = False, filling: bool = False) -> Iterator[Writer]:
        """The store, open for one operation of the acting person; ``filling``: with many rows."""
        with open_for_writing(self.file, self.patience) as db:
            with read_transaction(db, self.patience):
                now, author = self.read_clock(db), self.author(db)
                _warn_of_odd_clock(now, read_last_time(db))
                _learn_words(db)
                policy_of(db)  # read now, it need not be read while others wait
            how = {"dry_run": dry_run or self._rehearsing, "filling": filling}
            with write_operation(db, command, now, author, self.patience, **how) as writer:
                yield writer
                _tell_known_again(writer)

    def read_clock(self, db: Database) -> str:
        """The present moment in store time, ISO with seconds; ``LEADCTL_NOW`` sets it."""
        return self.clock(read_setting(db, "timezone"))

    def clock(self, zone: str | None) -> str:
        """The present moment in a time zone (None: the machine's)."""
        if given := os.environ.get("LEADCTL_NOW"):
            return _read_given_time(given)
        if not zone or is_machine_zone(zone):
            return datetime.now().isoformat(timespec="seconds")
        from zoneinfo import ZoneInfo

        return datetime.now(ZoneInfo(zone)).replace(tzinfo=None).isoformat(timespec="seconds")

    def member(self, db: Database) -> Member | None:
        """The member of staff who acts: the one declared, else the one whose OS login this is.

        Raises Refused for a declared name that is unknown, or that this account may not take.
        """
        name = config.resolve("user", self.as_name)
        declared = None if not name else self._find_declared(db, name)
        if declared is None:
            return member_of_login(db, find_login())
        from leadctl.commands.permissions import refuse_colleague

        refuse_colleague(db, self.file, declared, find_login())
        return declared

    def note_acting(self, db: Database) -> Member | None:
        """Who acts, kept for what is said of a colleague's lead."""
        member = self.member(db)
        self.acting = None if member is None else member.name
        return member

    def name_acting(self, db: Database) -> str:
        """Who acts: a member of staff, else the login."""
        member = self.member(db)
        return find_login() if member is None else member.name

    def _find_declared(self, db: Database, name: str) -> Member | None:
        """The member of this name. Where the command takes strangers, None for who is not on the list (any more)."""
        try:
            return find_member(db, name)
        except Refused:
            if self.takes_strangers and self.as_name is None:
                return None
            raise

    def demand_role(self, role: str) -> None:
        """Raises Refused unless the acting person has the role. Of a store that cannot be used nothing is demanded:
        the command itself says what is wrong with it, or restores it."""
        try:
            with read_store(self.file, self.patience, outdated=True) as db:
                self.demand_role_in(db, role)
        except StoreUnusable:
            return

    def demand_role_in(self, db: Database, role: str) -> None:
        """The same in a store that is open."""
        from leadctl.commands.permissions import refuse_without_role

        refuse_without_role(db, self.file, self.member(db), find_login(), role)

    def author(self, db: Database) -> Author:
        """Who writes. A login that is not on the staff list may write, with a note."""
        from leadctl.store.core.writer import Author

        member, login = self.note_acting(db), find_login()
        if member is not None:
            return Author(member.name, login, find_host(), member.id, is_clock_imagined())
        if not self.takes_strangers:
            unlisted = N_("the login {login} is not on the staff list, so it owns no leads; see: leadctl staff add")
            _warn(self.say(unlisted, login=login))
        return Author(login, login, find_host(), imagined=is_clock_imagined())

    def creator(self) -> Author:
        """Who makes a store, before there is a staff list."""
        from leadctl.store.core.writer import Author

        return Author(find_login(), find_login(), find_host(), imagined=is_clock_imagined())

    def show(
        self,
        page: Page,
        fmt: str | None = None,
        *,
        reveal: bool = False,
        people: int | None = None,
        paged: bool = False,
    ) -> None:
        """Print a page as the command line asked for. Phones in it are masked, wherever they stand, unless ``reveal``:
        they are wanted, or the page is there to call people. ``people``: how many it takes out of the file; None: as
        many as the phones that it reveals. ``paged``: through the pager of a terminal that it is too long for."""
        from leadctl.render.output import show

        if not reveal:
            from leadctl.render.masking import mask_page

            page = mask_page(page)
        self.answered |= self.output.out is None
        if people is None:
            people = _count_shown(page, self.output.limit) if reveal else 0
        with self.note_disclosure(people, revealed=reveal):
            if self.output.folder and self.output.out is not None:
                from leadctl.render.exports import write_table_files

                write_table_files(page.limit_records(self.output.limit), self.output.out.expanduser())
                return
            show(
                page,
                fmt or self.output.format,
                out=self.output.out,
                limit=self.output.limit,
                translate=self.translate,
                paged=paged,
            )

    @contextmanager
    def note_disclosure(self, people: int, *, revealed: bool) -> Iterator[None]:
        """Where the data of so many people leave the file: noted also where it breaks off, but not where it is refused.

        Call.run has it recorded (leadctl/commands/access.py).
        """
        gone = True
        try:
            yield
        except LeadctlError:
            gone = False
            raise
        finally:
            if gone:
                self.taken_out += people
                self.revealed |= revealed and people > 0

    def report(self, sentence: str, record: Mapping[str, object] | Sequence[Mapping[str, object]]) -> None:
        """What a write prints: its sentence, or for programs its record, or several."""
        if self._collected is not None:
            first = record if isinstance(record, Mapping) else record[0]
            self._collected.answers.append((sentence, first))
        elif self.for_programs:
            from leadctl.render.page import Page, Table, key_columns

            rows = [record] if isinstance(record, Mapping) else list(record)
            data = dict(record) if isinstance(record, Mapping) else rows
            self.show(Page(data, records=(Table(key_columns(*rows[0]), rows),)), reveal=True)
        else:
            from leadctl.plain_text import clean_lines

            print(clean_lines(sentence))


def _count_shown(page: Page, limit: int | None) -> int:
    """How many phones a page shows in full."""
    from leadctl.render.page import find_phones

    data = page.data[:limit] if isinstance(page.data, list) else page.data
    return len(find_phones(data))


def is_clock_imagined() -> bool:
    """Whether ``LEADCTL_NOW`` is the clock."""
    return bool(os.environ.get("LEADCTL_NOW"))


def _warn_of_odd_clock(now: str, last: str) -> None:
    """Say so where the clock cannot well be right: the last operation lies after it, or long before it."""
    distance = datetime.fromisoformat(now) - datetime.fromisoformat(last)
    if distance < -BACKWARD:
        warn(
            "the clock says {now}, and the last operation was made on {last}, after it; "
            "check the clock before you go on",
            now=now[:16].replace("T", " "),
            last=last[:16].replace("T", " "),
        )
    elif distance > FORWARD:
        warn(
            "the clock says {now}, and the last operation was made {days} days before, on {last}; "
            "check the clock if the store was at work since",
            now=now[:16].replace("T", " "),
            days=distance.days,
            last=last[:16].replace("T", " "),
        )


def _learn_words(db: Database) -> None:
    """The store's own words for its own codes are what people read from now on."""
    set_store_labels(labels(db))


def _tell_known_again(writer: Writer) -> None:
    """Somebody who was forgotten is a customer again: whoever wrote this is to know it."""
    if not has_forgotten(writer.db):
        return  # and what knows people by their prints need not be loaded while others wait
    from leadctl.store.queries.forgotten_people import find_known_again

    for again in find_known_again(writer.db, writer.operation):
        warn(
            "the phone of c{customer} is one of c{forgotten}, who asked to be forgotten: nothing of then is known any "
            "more; keep what is new only if they agree (else: leadctl forget c{customer})",
            customer=again.customer,
            forgotten=again.forgotten,
        )


def _read_given_time(given: str) -> str:
    """The moment that ``LEADCTL_NOW`` names."""
    try:
        now = datetime.fromisoformat(given).replace(tzinfo=None).isoformat(timespec="seconds")
    except ValueError as error:
        raise WrongUsage("LEADCTL_NOW is {given!r}; it reads like 2026-11-22T08:30.", given=given) from error
    if not EARLIEST <= now[:10] <= LATEST:
        raise WrongUsage(
            "LEADCTL_NOW is {given!r}, before {first} or after {last}.",
            given=given,
            first=EARLIEST[:4],
            last=LATEST[:4],
        )
    return now


def _find_locale() -> str:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return os.environ[name]
    return ""


_PRESENT: ContextVar[Session | None] = ContextVar("present session", default=None)


def _get_session() -> Session:
    session = _PRESENT.get()
    assert session is not None, "a command runs in a session"
    return session


def present_file() -> str | None:
    """The database's file of the command that runs; None where there is none yet."""
    session = _PRESENT.get(None)
    return None if session is None else session.file


def has_answered() -> bool:
    """Whether the present command has printed its answer on stdout."""
    session = _PRESENT.get()
    return session is not None and session.answered


def leave_session() -> None:
    """No session is present until the next one begins: several commands may run in one process."""
    _PRESENT.set(None)


def say_waiting() -> None:
    """Told while another process has the store."""
    sentence = N_("another leadctl is at work; waiting for it (30 seconds at most) ...")
    tell(f"leadctl: {_get_session().say(sentence)}")


def _warn(text: str) -> None:
    session = _get_session()
    note = session.say(N_("note: {text}"), text=text)
    if session._collected is not None:
        session._collected.notes.append(note)
    else:
        tell(f"leadctl: {note}")


def warn(sentence: str, **values: object) -> None:
    """A note on stderr that does not stop the command, in the language of the present session."""
    from leadctl.domain.phones_in_text import mask_phones_in

    masked = mask_sentence(Sentence(sentence, **values), mask_phones_in)
    _warn(_get_session().say(masked.template, **masked.values))
