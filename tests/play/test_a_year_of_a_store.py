"""A year of a store, played day by day under random but seeded behaviour, with all of the trade in it.

It is played with LONG_TESTS (sh tests/run.sh --long); the ordinary run plays a month.

After every write the laws of the file hold, and file and ledger tell the same; each kind of write is undone and done
again; every night the due list, and at each month's end every report, is what the ledger says. PLAY_SEED tries
another year.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest

from tests.conftest import LONG_ONLY
from tests.play.runner import memory, runner
from tests.play.year import due_list, each_step, month_end, single_rows
from tests.play.year.days import Year
from tests.play.year.store import OFTEN, Store

SEED = int(os.environ.get("PLAY_SEED", "7"))
UNTIL = date(2026, 12, 30)
ENDED = UNTIL.month - 1
"""How many months have ended before the last day."""

pytestmark = LONG_ONLY

KINDS = {
    "log-visit", "log-visit --from", "import online", "followup", "followup advance", "followup no-answer", "grade",
    "appoint", "screen A", "screen B", "screen C", "screen D", "screen unreached", "defeat", "defeat --lost-contact",
    "verify confirmed", "verify confirmed --win-back", "verify overturned", "verify unreachable", "dormant", "order",
    "deliver", "cancel", "aftercare done fine", "aftercare done complaint", "aftercare done replace",
    "aftercare done add", "aftercare done recommend", "aftercare done no-answer", "aftercare solved", "campaign add",
    "campaign approve", "campaign tasks --usual", "campaign tasks --done", "campaign cost", "campaign invite",
    "campaign invited", "campaign confirmed", "campaign summary", "tag", "reward set", "reward pay", "target set",
    "target set --week", "target action --week", "target done", "report close", "report day", "assign", "assign --auto",
    "assign --from", "assign --release", "staff add", "staff leave", "policy --from", "sale", "merge", "edit visit",
    "edit followup no-answer", "edit lead", "edit order", "edit customer", "delete visit", "delete followup",
    "audit --sample", "audit --check",
}  # fmt: skip
"""What a year of a store takes."""


def night(store: Store) -> None:
    """What is looked at when a day is over: all stories; at times the due list, the cohort, the file."""
    each_step.examine_all(store)
    if store.today.day % 5 == 0:
        due_list.check_due(store)
        due_list.check_own(store)
        single_rows.check_rows(store)
        month_end.check_cohort(store)
    if store.today.day % 10 == 0:
        assert store.ask("doctor")["healthy"]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The store when the play ends."""
    with memory(tmp_path_factory.mktemp("year")) as folder:
        store = Store(runner(folder), folder, random.Random(SEED), examine=each_step.examine)
        try:
            store.open()
            Year(store, night, month_end.check_month).play(UNTIL)
        except Exception as error:
            error.add_note(f"seed {SEED}; the latest commands:\n" + "\n".join(store.commands))
            raise
        yield store
        store.db.close()


def test_the_year_was_lively(store: Store) -> None:
    """Else the rest proves little."""
    assert set(store.done) >= KINDS, KINDS - set(store.done)
    purchases = store.ledger.purchases()
    results = Counter(loss.result for purchase in purchases for loss in purchase.losses)
    assert all(results[result] > 3 for result in ("confirmed", "overturned", "unreachable")), results
    meetings = Counter(meeting.result for purchase in purchases for meeting in purchase.meetings)
    assert all(meetings[result] > 3 for result in ("kept", "missed", "moved")), meetings
    assert sum(len(store.ledger.purchases_of(person)) > 1 for person in {c.person for c in purchases}) > 10
    assert len(purchases) > 300


def test_every_kind_of_command_was_undone_and_done_again(store: Store) -> None:
    few = {kind: store.undone[kind] for kind in KINDS if store.undone[kind] < min(OFTEN, 3)}
    assert not few, few


def test_writes_were_taken_back_days_later(store: Store) -> None:
    """Some were refused, because later work stands on them."""
    assert sum(store.reverted.values()) > 20, store.reverted
    assert len(store.reverted) > 10, store.reverted
    assert sum(store.refused.values()) > 3, store.refused


def test_closed_months_keep_their_figures(store: Store) -> None:
    assert len(store.kept) == ENDED
    month_end.check_closed(store, store.kept)


def test_the_months_make_the_year(store: Store) -> None:
    months = store.ask("report", "traffic", "--year", 2026)["months"]
    for figure, kind in (("calls", "call"), ("event", "event")):
        visits = [visit for visit in store.ledger.visits() if visit.get("kind") == kind]
        assert sum(month[figure] for month in months) == len(visits)
    assert sum(month["traffic"] for month in months) == len(store.ledger.visits())
    year = store.ask("report", "defeats", "--year", 2026)["verification"]
    losses = Counter(loss.result for purchase in store.ledger.purchases() for loss in purchase.losses)
    assert {result: year[result] for result in losses} == losses
    assert year["churned"] == losses.total()
