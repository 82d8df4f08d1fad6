"""What a batch says: of the file, of its bad rows, of what was written."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from leadctl.commands.sentences import listed
from leadctl.commands.session import Session, warn
from leadctl.domain.phones import mask_phone
from leadctl.errors import Sentence, listing
from leadctl.intake.faults import explained
from leadctl.locale import N_, spoken
from leadctl.locale.labels import LABELS

if TYPE_CHECKING:
    from leadctl.intake.registers import Register

SHOWN_ERRORS = 20
OF_VISITS = ("visits", "online")
"""Kinds of file whose rows are visits."""


@dataclass(slots=True)
class Summary:
    """What a batch did, or would do: the counts are of new rows; ``written`` says whether it stayed.

    ``overdue``: leads of this batch whose contact is overdue already; ``closed``: those that
    ``--closed-before`` closed; ``names_differ``: phones that came with another name than the customer's.
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
    errors: list[dict[str, object]] = field(default_factory=list)
    new_names: dict[str, list[str]] = field(default_factory=dict)
    operation: int | None = None
    records: int = 0
    overdue: int = 0
    closed: int = 0
    names_differ: int = 0


def oddities(phones: Collection[str], names: Sequence[tuple[object, object, object]]) -> list[Sentence]:
    """What is unusual in a register and was taken: ``phones`` that may be slips of the pen, and ``names`` (customer,
    name, the other one) that differ from the customer's."""
    said = []
    if phones:
        shown = listing(mask_phone(phone) for phone in sorted(phones)[:SHOWN_ERRORS])
        sentence = "phones that fit no numbering plan were kept as they are: {count} ({shown})"
        said.append(Sentence(sentence, count=len(phones), shown=shown))
    sentence = "c{customer} is called {name}; a visit with that phone says {other}"
    return said + [
        Sentence(sentence, customer=customer, name=name, other=other) for customer, name, other in names[:SHOWN_ERRORS]
    ]


def explainer(session: Session, register: Register) -> Callable[[Sequence[tuple[str, Sentence]]], str]:
    """What makes one text of the (column, reason) pairs of a bad row, for who will mend it."""

    def explain(reasons: Sequence[tuple[str, Sentence]]) -> str:
        named = [(_column(session, register, column), reason) for column, reason in reasons]
        return spoken(explained(named), session.translate)

    return explain


def _column(session: Session, register: Register, name: str) -> str:
    """Our column; where people do not read English, what its header in the file calls it."""
    places, texts = register.header.places, register.header.texts
    return texts[places[name]] if session.language != "en" and name in places else name


def tell(session: Session, kind: str, file: str, register: Register, summary: Summary) -> None:
    """Print what was noticed, the first bad cells and the summary."""
    for sentence in register.warnings:
        warn("{note}", note=sentence)
    for error in summary.errors[:SHOWN_ERRORS]:
        warn(
            "line {line}, {column} {value!r}: {reason}",
            line=error["line"],
            column=_column(session, register, str(error["column"])) or Sentence("row"),
            value=error["value"],
            reason=error["reason"],
        )
    if summary.overdue and kind == "visits":
        warn(
            "{count} of these leads are overdue already. If the register is an old one, send it "
            "again with --closed-before DATE: leads last seen before that day are closed as lost contact. Leads that "
            "somebody neglected go to the common pool with: leadctl assign --release",
            count=summary.overdue,
        )
    session.report("\n".join(_sentences(session, kind, file, summary)), asdict(summary))


def _sentences(session: Session, kind: str, file: str, summary: Summary) -> Iterator[str]:
    counted = N_("{records} new")
    if kind in OF_VISITS:
        counted = N_("{visits} new visits, {leads} new leads, {customers} new customers")
    counts = {name: value for name, value in asdict(summary).items() if isinstance(value, int)}
    summed = N_("{new}, {updated} updated, {unchanged} unchanged, {rejected} bad")
    yield session.say(N_("{file}: {rows} rows"), file=Path(file).name, rows=summary.rows)
    yield "  " + session.say(summed, new=session.say(counted, **counts), **counts)
    if summary.closed:
        yield "  " + session.say(N_("{closed} old leads closed as lost contact"), closed=summary.closed)
    for column, names in summary.new_names.items():
        named = listed(session, names[:10]) + (" ..." if len(names) > 10 else "")
        title = session.translate(LABELS.get(column, column)).lower()
        yield "  " + session.say(N_("new {column}: {names}"), column=title, names=named)
    written = N_("written as operation {operation}") if summary.written else N_("nothing was written")
    yield "  " + session.say(written, operation=summary.operation)


def bad_rows(summary: Summary, *, keeps: bool) -> Sentence:
    """How a batch with bad rows ends, and what to do about them. ``keeps``: they were to be put into a file."""
    kept = Sentence("the good rows were written") if summary.written else Sentence("nothing was written")
    hint: Sentence | str = ""
    if summary.rejects_file:
        hint = Sentence("; mend {file} and send it again", file=summary.rejects_file)
    elif not keeps:
        hint = Sentence("; --rejects FILE takes them, --skip-bad writes the others")
    return Sentence("{count} bad rows, {kept}{hint}", count=summary.rejected, kept=kept, hint=hint)
