"""The kinds of file that ``leadctl import`` takes: what each holds, and what writes its rows.

This is the one place where the two meet, since intake and store do not know each other. Everything that is said of a
kind elsewhere (the commands and their help, the header words, the rejects) is read from here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass, field

from leadctl.annotations import TYPE_CHECKING
from leadctl.commands.batch_basis import Basis, known_channels
from leadctl.domain.phones import mask_phone
from leadctl.domain.terms import VISIT_FIELDS
from leadctl.errors import Sentence, count_sentence, listing, template
from leadctl.intake.block_checks import Chunk
from leadctl.intake.columns import Columns
from leadctl.intake.faults import Faults
from leadctl.intake.kept_rows import KeptRows
from leadctl.intake.kinds.churn import CHURN
from leadctl.intake.kinds.declaration import FileKind, Rule
from leadctl.intake.kinds.followups import FOLLOWUPS
from leadctl.intake.kinds.online import ONLINE
from leadctl.intake.kinds.orders import ORDERS
from leadctl.intake.kinds.owners import OWNERS
from leadctl.intake.kinds.sales import SALES
from leadctl.intake.kinds.visits import VISITS
from leadctl.intake.registers import Register, RowError
from leadctl.named_tuple import NamedTuple
from leadctl.store.core.writer import Writer
from leadctl.store.queries.customers import prepare_sounds
from leadctl.store.registers.churn import ChurnWriter
from leadctl.store.registers.followups import FollowUpWriter
from leadctl.store.registers.known_rows import list_repeated_visits
from leadctl.store.registers.lead_lookup import Unfit
from leadctl.store.registers.orders import OrderWriter
from leadctl.store.registers.owners import OwnerWriter
from leadctl.store.registers.register_names import find_register
from leadctl.store.registers.row_writer import RowWriter, Waits, describe_new_name
from leadctl.store.registers.sales import SaleWriter
from leadctl.store.registers.staged_visits import StagedVisits, identities
from leadctl.store.registers.visits import Outcome, VisitImport

if TYPE_CHECKING:
    from typing import Any

NEW_VISITS = (
    ("visits", template("{count} new visit"), template("{count} new visits")),
    ("leads", template("{count} new lead"), template("{count} new leads")),
    ("customers", template("{count} new customer"), template("{count} new customers")),
)

MOST_SHOWN = 20
"""Bad cells, odd phones or names that are shown one by one."""


@dataclass(slots=True)
class OddPhone:
    """A masked phone that fits no numbering plan, or is nobody's, with its line and sheet."""

    line: int
    value: str
    sheet: str | None = None


@dataclass(slots=True)
class Summary:
    """What a batch did, or would do: the counts are of new rows; ``written`` says whether it stayed.

    ``overdue``: leads of this batch whose contact is overdue already; ``closed``: those that
    ``--closed-before`` closed; ``names_differ``: phones that came with another name than the customer's.
    ``alike``: new names that look like others, by column. ``mended``: updated rows that were known though what
    identifies them was mended; ``gone``: rows of the register's last sending that it no longer has; ``returned``: such
    rows that it has again. ``odd_phones``: those that ``--odd-phones`` kept or dropped; ``notes``: what was assumed and
    passed over; ``own_values``: values of the store's own fields that were set or changed.
    """

    rows: int = 0
    visits: int = 0
    leads: int = 0
    customers: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    written: bool = False
    rejects_file: str | None = None
    errors: list[RowError] = field(default_factory=list)
    new_names: dict[str, list[str]] = field(default_factory=dict)
    alike: dict[str, dict[str, str]] = field(default_factory=dict)
    operation: int | None = None
    records: int = 0
    overdue: int = 0
    closed: int = 0
    names_differ: int = 0
    mended: int = 0
    mended_rows: list[dict[str, object]] = field(default_factory=list)
    gone: int = 0
    gone_rows: list[dict[str, object]] = field(default_factory=list)
    returned: int = 0
    odd_phones: list[OddPhone] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    own_values: int = 0


Write = Callable[[Writer, Summary], None]
"""Writes the rows of a register that was read, and counts them in the summary."""

Read = Callable[[Register, Basis], AbstractContextManager[Write]]
"""Reads and checks a register while nobody waits for it, and gives what writes its rows."""


class ImportKind(NamedTuple):
    """A kind of file and what writes its rows.

    ``takes``: the columns that are written, which are those that ``file`` yields. ``new_rows``: which counts of the
    summary are of new rows, and what is said of one and of many. ``may_be_old``: ``--closed-before`` closes the old
    leads of the file.
    """

    file: FileKind
    takes: Sequence[str]
    read: Read
    new_rows: Sequence[tuple[str, str, str]] = (("records", template("{count} new"), template("{count} new")),)
    may_be_old: bool = False


@contextmanager
def read_visits(register: Register, basis: Basis) -> Iterator[Write]:
    """Stage the rows of a register of visits."""
    with closing(StagedVisits()) as staged, closing(KeptRows()) as kept:
        register.keeps_cells |= basis.sent_before or register.has_field("record_id")
        if basis.names is not None:
            register.last_rule = refuse_new_names(basis.names)
        for chunk in register:
            staged.stage(chunk.columns)
            prepare_sounds(chunk.columns["name"])
            if register.keeps_cells:
                kept.add(identities(chunk.columns), chunk)

        def write(writer: Writer, summary: Summary) -> None:
            _write_visits(writer, register, staged, kept, summary)

        yield write


@contextmanager
def read_enquiries(register: Register, basis: Basis) -> Iterator[Write]:
    """Stage online enquiries. Channels that neither the trade nor the store knew are listed as new names."""
    with read_visits(register, basis) as write_all:

        def write(writer: Writer, summary: Summary) -> None:
            known = known_channels(writer.db)
            write_all(writer, summary)
            summary.new_names["channel"] = sorted(known_channels(writer.db) - known)

        yield write


def _write_visits(writer: Writer, register: Register, staged: StagedVisits, kept: KeptRows, summary: Summary) -> None:
    known_by = None if register.origin is None else (register.kind.name, register.origin)
    newest = writer.last_id("visits")
    outcome = VisitImport(writer, register=known_by, staged=staged).settle()
    for row in kept.find(outcome.undecided.keys()):
        reason, column = outcome.undecided[row.key], register.kind.required[0][0]
        register.refuse_row(row.sheet, row.line, row.cells, column, reason)
    summary.visits, summary.leads, summary.customers = outcome.visits, outcome.leads, outcome.customers
    summary.own_values = outcome.own_values
    summary.updated, summary.unchanged = outcome.updated, outcome.unchanged
    summary.new_names = outcome.new_names
    summary.names_differ = len(outcome.names_differ)
    summary.records = outcome.visits
    _note_mended(register, summary, outcome)
    register.said_of_people += [*_describe_people(outcome), *_describe_repeated(writer, newest)]


def _describe_repeated(writer: Writer, newest: int) -> Iterator[Sentence]:
    """Name the visits since the ``newest`` of before that may be there twice."""
    found = list_repeated_visits(writer.db, newest)
    if found:
        yield count_sentence(
            len(found),
            template(
                "1 row says the minute, kind and person of another row, and counts as a visit of its own: {shown}. If"
                " they are one: leadctl delete visit ID"
            ),
            template(
                "{count} rows say the minute, kind and person of another row, and count as visits of their own:"
                " {shown}. If they are one: leadctl delete visit ID"
            ),
            shown=listing(
                Sentence(
                    "visit {visit} of {at} {who}",
                    visit=one.visit,
                    at=one.at.replace("T", " "),
                    who=one.name or mask_phone(one.phone) or "-",
                )
                for one in found[:MOST_SHOWN]
            ),
        )


def _note_mended(register: Register, summary: Summary, outcome: Outcome) -> None:
    """Name the visits whose rows were mended, and those whose rows are gone."""
    summary.mended, summary.gone, summary.returned = len(outcome.mended), len(outcome.gone), outcome.returned
    summary.mended_rows = [
        {
            "visit": visit,
            "arrived_at": at,
            "changes": {field: {"from": old, "to": new} for field, old, new in changes},
        }
        for visit, at, changes in outcome.mended
    ]
    summary.gone_rows = [
        {"visit": visit, "arrived_at": at, "name": name, "phone": mask_phone(phone)}
        for visit, at, name, phone in outcome.gone
    ]
    register.said_of_people += [
        Sentence(
            "visit {visit} was mended in the register: {changes}",
            visit=visit,
            changes=listing(
                Sentence("{field} {old} is now {new}", field=field, old=old or "-", new=new or "-")
                for field, old, new in changes
            ),
        )
        for visit, _, changes in outcome.mended[:MOST_SHOWN]
    ]
    register.said_of_people += [
        Sentence(
            "the row of {at} is visit {visit}, which was deleted here, mended in the register: it stays deleted; if it "
            "is another visit, record it with: leadctl log-visit --at",
            at=at.replace("T", " "),
            visit=visit,
        )
        for visit, at in outcome.deleted[:MOST_SHOWN]
    ]
    if outcome.gone:
        shown = listing(
            Sentence(
                "visit {visit} of {at} {who}",
                visit=gone.visit,
                at=gone.at.replace("T", " "),
                who=gone.name or mask_phone(gone.phone) or "-",
            )
            for gone in outcome.gone[:MOST_SHOWN]
        )
        register.said_of_people.append(
            count_sentence(
                len(outcome.gone),
                template(
                    "1 row of the last sending is gone from this register: {shown}. Its visit stays; take it back "
                    "with: leadctl delete visit ID"
                ),
                template(
                    "{count} rows of the last sending are gone from this register: {shown}. Their visits stay; take "
                    "one back with: leadctl delete visit ID"
                ),
                shown=shown,
            )
        )


def _describe_people(outcome: Outcome) -> list[Sentence]:
    """Where a row says otherwise of a customer than the store: another name, or a phone that somebody else has."""
    name = "c{customer} is called {name}; a visit with that phone says {other}"
    phone = "a row gives c{customer} the phone {phone}, which is c{owner}'s; if both are one person: leadctl merge"
    return [
        *(
            Sentence(name, customer=customer, name=known, other=other)
            for customer, known, other in outcome.names_differ[:MOST_SHOWN]
        ),
        *(
            Sentence(phone, customer=customer, owner=owner, phone=mask_phone(taken))
            for customer, owner, taken in outcome.phones_taken[:MOST_SHOWN]
        ),
    ]


def refuse_new_names(known: Mapping[str, Set[str]]) -> Rule:
    """The rule that refuses names which are new to the store. ``known``: column -> its names in the store."""

    said: dict[tuple[str, str], Sentence] = {}

    def rule(columns: Columns, rows: int, faults: Faults) -> None:
        for column, names in known.items():
            if set(columns[column]) <= names | {None}:
                continue
            for row, value in enumerate(columns[column]):
                if value is not None and value not in names:
                    if (column, value) not in said:
                        said[column, value] = describe_new_name(value, names)
                    faults.add(column, row, said[column, value])

    return rule


def read_rows(opened: type[RowWriter[Any]]) -> Read:
    """What reads rows that are written one by one; those that the store cannot take become bad rows."""

    @contextmanager
    def read(register: Register, basis: Basis) -> Iterator[Write]:
        register.keeps_cells = True
        register.read_ahead()
        if "name" in opened.row._fields:
            prepare_sounds("客户")  # what knows how names sound is loaded while nobody waits

        def write(writer: Writer, summary: Summary) -> None:
            known = None if register.origin is None else find_register(writer, register.kind.name, register.origin)
            rows = opened(writer, strict=basis.names is not None, register=known)
            waiting: list[_WaitingRow] = []
            for chunk in register:
                waiting += _take_rows(rows, chunk, summary)
            _take_waiting(rows, waiting, register, summary)
            _note_gone_rows(rows, register, summary)
            writer.settle()
            summary.leads, summary.customers = rows.leads.count_opened(), rows.customers
            summary.new_names = rows.names.new

        yield write

    return read


class _WaitingRow(NamedTuple):
    """A new row that may be a known one mended."""

    row: Any
    sheet: str | None
    line: int
    cells: Any


def _take_rows(writer: RowWriter[Any], chunk: Chunk, summary: Summary) -> list[_WaitingRow]:
    """Rows go in the order of their days: what closes or frees a lead comes before what follows from it. Returns those
    of which it shows later what they are."""
    columns = [chunk.columns[name] for name in writer.row._fields]
    rows = list(map(writer.row._make, zip(*columns, strict=True)))
    days = [day[:10] for day in chunk.columns[writer.dated]]
    waiting = []
    for place in sorted(range(len(rows)), key=days.__getitem__):
        try:
            _count(summary, writer.take(rows[place]))
        except Waits:
            waiting.append(_WaitingRow(rows[place], chunk.sheet, chunk.lines[place], chunk.cells[place]))
        except Unfit as unfit:
            if writer.compares:
                waiting.append(_WaitingRow(rows[place], chunk.sheet, chunk.lines[place], chunk.cells[place]))
            else:
                chunk.refuse(place, unfit.column, unfit.sentence)
    return waiting


def _take_waiting(writer: RowWriter[Any], waiting: Sequence[_WaitingRow], register: Register, summary: Summary) -> None:
    """Take the rows that were new, now that all others are known: as one whose row is gone, or as a new one."""
    writer.waiting_ends = True
    for row, sheet, line, cells in waiting:
        try:
            taken, mended = writer.take_mended(row)
        except Unfit as unfit:
            register.refuse_row(sheet, line, cells, unfit.column, unfit.sentence)
            continue
        _count(summary, taken)
        if mended is not None:
            summary.mended += 1
            summary.mended_rows.append({"table": writer.table, "id": mended, "line": line})
            sentence = "line {line} is {noun} {id}, mended in the register"
            register.warnings.append(Sentence(sentence, line=line, noun=Sentence(writer.noun), id=mended))


def _count(summary: Summary, taken: str) -> None:
    summary.records += taken == "new"
    summary.updated += taken == "updated"
    summary.unchanged += taken == "unchanged"


def _note_gone_rows(writer: RowWriter[Any], register: Register, summary: Summary) -> None:
    gone = writer.mark_gone()
    summary.gone, summary.returned = len(gone), writer.returned
    summary.gone_rows = [{"table": writer.table, "id": row.id, "on": row.day, "name": row.name} for row in gone]
    if gone:
        sentence = "{noun} {id} of {day} {who}"
        noun = Sentence(writer.noun)
        shown = listing(
            Sentence(sentence, noun=noun, id=row.id, day=row.day, who=row.name or "-") for row in gone[:MOST_SHOWN]
        )
        register.warnings.append(
            count_sentence(
                len(gone),
                template("1 row of the last sending is gone from this register, and stays here: {shown}"),
                template("{count} rows of the last sending are gone from this register, and stay here: {shown}"),
                shown=shown,
            )
        )


def _row_kind(file: FileKind, opened: type[RowWriter[Any]]) -> ImportKind:
    """A kind whose rows are written one by one."""
    return ImportKind(file, opened.row._fields, read_rows(opened))


IMPORTS: Mapping[str, ImportKind] = {
    kind.file.name: kind
    for kind in (
        ImportKind(VISITS, VISIT_FIELDS, read_visits, NEW_VISITS, may_be_old=True),
        _row_kind(FOLLOWUPS, FollowUpWriter),
        _row_kind(CHURN, ChurnWriter),
        _row_kind(ORDERS, OrderWriter),
        _row_kind(SALES, SaleWriter),
        _row_kind(OWNERS, OwnerWriter),
        ImportKind(ONLINE, VISIT_FIELDS, read_enquiries, NEW_VISITS),
    )
}
"""Kind of file by the name that ``leadctl import`` takes."""


def help_of(kind: FileKind) -> str:
    """What ``leadctl import KIND --help`` says."""
    first = kind.required[0]
    columns = listing([" or ".join(first), *(field.name for field in kind.fields if field.name not in first)])
    about = f"{kind.title}.\n\nColumns: {columns}.\n\nA row is known by {kind.known_by}. {kind.about}"
    return f"{about}\n\nExample: {kind.example}"
