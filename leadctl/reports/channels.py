"""Online channels: what screening made of their leads, who came and bought, and how soon they were called."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from leadctl.domain.figures import share
from leadctl.domain.first_calls import CALLED, LATE, WAITING, WITHIN, FirstCall, Promptness, is_behind, promptness
from leadctl.domain.periods import Period
from leadctl.domain.record_lists import Record
from leadctl.domain.screening import RESULTS
from leadctl.domain.terms import CHANNELS as TRADE
from leadctl.locale import N_
from leadctl.named_tuple import NamedTuple
from leadctl.reports import EVENTS, Answer, Report, Request, unknown_figure
from leadctl.store.core.connection import Database
from leadctl.store.core.settings import policy_of
from leadctl.store.facts.visits import list_channels
from leadctl.store.queries.figures.enquiries import BY, CHANNELS, first_call_records, first_calls
from leadctl.store.queries.figures.measures import count_by_text, records

NONE = "none"
"""How ``--list`` names leads of which no channel is known."""

CALLS = (CALLED, WAITING, LATE, *WITHIN)
"""Figures of the first call."""

_SHOW_RATE = "show_rate"
_NUMERATORS = {_SHOW_RATE: "shown", "median_minutes": CALLED}


class Channel(NamedTuple):
    """One online channel in a period, or (the total) all of them; ``name`` None: leads whose channel is not known.

    ``counts``: the figures of :data:`CHANNELS`; ``first_call``: how soon the leads that ``volume`` counts were called.
    """

    name: str | None
    counts: Mapping[str, int]
    first_call: Promptness

    def to_json(self) -> dict[str, object]:
        """As JSON has it; shares are of the volume, the show rate of the appointments that were due."""
        counts = self.counts
        results = {
            result: {"count": counts[result], "share": share(counts[result], counts["volume"])} for result in RESULTS
        }
        return {
            "channel": self.name,
            "volume": counts["volume"],
            **results,
            "shown": counts["shown"],
            _SHOW_RATE: share(counts["shown"], counts["due_appointments"]),
            "sales": counts["sales"],
            "due_appointments": counts["due_appointments"],
            "came": counts["came"],
            "ordered": counts["ordered"],
            "first_call": self.first_call.record(),
        }


class Online(NamedTuple):
    """The channels of a period, most leads first, and all of them as one."""

    channels: list[Channel]
    total: Channel

    def to_json(self) -> list[dict[str, object]]:
        """The channels as JSON has them."""
        return [channel.to_json() for channel in self.channels]

    def total_to_json(self) -> dict[str, object]:
        """The total as JSON has it."""
        return {key: value for key, value in self.total.to_json().items() if key != "channel"}


def channels(db: Database, period: Period) -> Online:
    """The online channels of a period."""
    found = count_by_text(db, CHANNELS, period.span, BY)
    calls = first_calls(db, period.span, policy_of(db), period.now)
    called: dict[str | None, list[FirstCall]] = defaultdict(list)
    for call in calls:
        called[call.channel].append(call)
    rows = [Channel(name, counts, promptness(called[name])) for name, counts in found.items() if any(counts.values())]
    total = {figure: sum(counts[figure] for counts in found.values()) for figure in CHANNELS}
    return Online(sorted(rows, key=_sort_key), Channel(None, total, promptness(calls)))


def _sort_key(channel: Channel) -> tuple[object, ...]:
    return -channel.counts["volume"], -channel.counts["sales"], channel.name is None, channel.name or ""


def _build(db: Database, request: Request) -> Answer:
    found = channels(db, request.period)
    return Answer(found.to_json(), {"total": found.total.to_json()})


def list_records(db: Database, request: Request, figure: str) -> list[Record]:
    """The records behind a figure of all channels, or of one: ``wechat.A``, ``none.volume``.

    A rate lists what its numerator counts. Raises WrongUsage for what is no figure.
    """
    period = request.period
    name, _, one = figure.removeprefix("first_call.").rpartition(".")
    name, one = name.removesuffix(".first_call"), _NUMERATORS.get(one, one)
    if one not in (*CHANNELS, *CALLS) or (name and not _is_known(db, name)):
        raise unknown_figure(figure, (*CHANNELS, _SHOW_RATE, *CALLS, "CHANNEL.FIGURE"))
    if one in CHANNELS:
        return records(db, CHANNELS[one], period.span, {BY: _channel(name)} if name else {})
    calls = first_calls(db, period.span, policy_of(db), period.now)
    wanted = [call for call in calls if is_behind(call, one) and (not name or call.channel == _channel(name))]
    return first_call_records(db, wanted, period.today)


def _is_known(db: Database, name: str) -> bool:
    return name == NONE or name in TRADE or name in list_channels(db)


def _channel(name: str) -> str | None:
    return None if name == NONE else name


REPORT = Report(N_("Online channels"), _build, list_records, periods=EVENTS, row_key=("channel",))
