"""Who refers customers, what became of them, and the rewards that are due, paid and open for it.

What was typed of a referrer is a customer of ours, a phone, or a name; a reward is due for each visit, test drive and
sale of a lead that they brought.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from leadctl.domain.periods import ALL_TIME, Span
from leadctl.domain.phones import mask_phone
from leadctl.domain.record_lists import Record
from leadctl.domain.referrals import OCCASIONS, Claim, mask_numbers, reward_due, settle
from leadctl.errors import Refused, Sentence, WrongUsage, listing, unknown_name
from leadctl.locale import N_
from leadctl.named_tuple import NamedTuple
from leadctl.reports import EVENTS, Answer, FindPhone, Report, Request, unknown_figure
from leadctl.store.core.connection import Database
from leadctl.store.queries.customers import customer_row, has_customer, owner_of, phones_of
from leadctl.store.queries.figures.measures import as_id, as_text, count_by, records
from leadctl.store.queries.figures.payments import PAID, PAID_TO
from leadctl.store.queries.figures.referrals import BY, FLYERS, REFERRALS
from leadctl.store.records.rewards import Rules, reward_rules, rule_for


@dataclass(slots=True, eq=False)
class Referrer:
    """Who refers: a customer of ours, a phone, or a name; all None: nobody was named.

    ``places``: where they handed out flyers, and how many; ``reward``: yuan due; ``paid``: yuan paid out; ``open``:
    yuan still to be paid. The last two are None where the figures are one consultant's: a payment is nobody's in
    particular.
    """

    name: str | None
    customer: int | None = None
    phone: str | None = None
    texts: list[str | None] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(REFERRALS, 0))
    places: dict[str | None, int] = field(default_factory=dict)
    reward: float = 0.0
    paid: float | None = 0.0
    open: float | None = 0.0

    @property
    def key(self) -> tuple[int | None, str | None]:
        """As a payment keeps them: their customer number, else their name or phone."""
        return self.customer, None if self.customer is not None else self.name or self.phone

    def _sort_places(self) -> list[tuple[str | None, int]]:
        """The most flyers first, those of no place last."""
        return sorted(self.places.items(), key=lambda one: (one[0] is None, -one[1], one[0] or ""))

    def to_json(self, *, reveal: bool = False) -> dict[str, object]:
        """As JSON has it. The phone is masked unless it is to be revealed."""
        phone = self.phone if reveal else mask_phone(self.phone)
        number = None if self.customer is None else f"c{self.customer}"
        who = {"referrer": self.name or phone or number, "customer_id": self.customer, "phone": phone}
        return {
            **who,
            **{name: count for name, count in self.counts.items() if name != "flyers"},
            "reward": round(self.reward, 2),
            "paid": _to_fen(self.paid),
            "open": _to_fen(self.open),
            "flyers": self.counts["flyers"],
            "places": [{"place": place, "flyers": count} for place, count in self._sort_places()],
        }


def _to_fen(yuan: float | None) -> float | None:
    return None if yuan is None else round(yuan, 2)


class Referrers:
    """Referrers, each once, however they are written."""

    def __init__(self, db: Database, find_phone: FindPhone) -> None:
        self._db = db
        self._find_phone = find_phone
        self._known: dict[object, Referrer] = {}
        self._texts: dict[str | None, Referrer] = {}

    @property
    def people(self) -> list[Referrer]:
        """Those that were named so far."""
        return list(self._known.values())

    def find(self, text: str | None) -> Referrer:
        """The referrer that a text names; from then on one of these."""
        if text not in self._texts:
            key, found = self._identify(text)
            self._texts[text] = self._known.setdefault(key, found)
            self._texts[text].texts.append(text)
        return self._texts[text]

    def find_matching(self, word: str) -> list[Referrer]:
        """Those of these that a word means: the one whom it names alone, else customers of that name; ``none``:
        nobody was named."""
        key, _ = self._identify(word)
        if key not in self._known and word == "none":
            key = None
        if key in self._known:
            return [self._known[key]]
        return [one for one in self.people if one.name == word]

    def _identify(self, text: str | None) -> tuple[object, Referrer]:
        """What makes them one, and who they are: a customer by their number or any of their phones."""
        phone = None if text is None else self._find_phone(text)
        customer = self._find_by_number(text) if phone is None else owner_of(self._db, phone)
        if customer is not None:
            main = next(iter(phones_of(self._db, customer)), phone)
            return customer, Referrer(customer_row(self._db, customer).name, customer, main)
        return phone or text, Referrer(text if phone is None else None, None, phone)

    def _find_by_number(self, text: str | None) -> int | None:
        """The customer whose number, such as ``c17``, a text is."""
        digits = "" if text is None else text.strip()[1:]
        if text is None or text.strip()[:1] not in ("c", "C") or not digits.isascii() or not digits.isdigit():
            return None
        number = int(digits[:9])
        return number if has_customer(self._db, number) else None


MONEY = ("reward", "paid", "open")


def referrals(db: Database, span: Span, find_phone: FindPhone) -> list[Referrer]:
    """Referrers of the leads opened in a span, most sales first; who was not named comes last.

    Rewards are due by the rule of the lead's campaign, and where that leaves it open, of the store; nothing is
    due where nobody was named. ``paid`` is what was paid in the span; ``open`` what is still to be paid now of what is
    due for leads opened until its end. Who was paid, or is to be paid, stands there also without a lead in the span.
    """
    referrers = Referrers(db, find_phone)
    rules = reward_rules(db)
    for (text, campaign), counts in count_by(db, REFERRALS, span, *BY).items():
        referrer = referrers.find(as_text(text))
        for name, value in counts.items():
            referrer.counts[name] += value
        if text is not None:
            referrer.reward += reward_due(rule_for(rules, as_text(campaign)), counts)
    for (text, place), counts in count_by(db, {"flyers": FLYERS}, span, "referrer", "district").items():
        referrers.find(as_text(text)).places[as_text(place)] = counts["flyers"]
    _add_payments(db, referrers, span)
    listed = [one for one in referrers.people if any(one.counts.values()) or one.paid or one.open]
    return sorted(listed, key=_sort_key)


def _add_payments(db: Database, referrers: Referrers, span: Span) -> None:
    if span.consultant is not None:
        for referrer in referrers.people:
            referrer.paid = referrer.open = None
        return
    for (who,), counts in count_by(db, {"paid": PAID}, span, PAID_TO).items():
        referrer = referrers.find(as_text(who))
        referrer.paid = (referrer.paid or 0.0) + counts["paid"]
    for due in list_open_rewards(db, referrers, span):
        due.referrer.open = (due.referrer.open or 0.0) + due.claim.open


def _sort_key(referrer: Referrer) -> tuple[object, ...]:
    who = referrer.name or referrer.phone or ""
    named = bool(who) or referrer.customer is not None
    return (not named, -referrer.counts["sales"], -referrer.counts["leads"], who)


def _build(db: Database, request: Request) -> Answer:
    found = referrals(db, request.period.span, request.find_phone)
    return Answer([referrer.to_json(reveal=request.reveal) for referrer in found])


def list_records(db: Database, request: Request, figure: str) -> list[Record]:
    """The records behind a figure of all, or ``NAME.figure`` (``c17.figure``, ``none.figure``). Raises WrongUsage."""
    span, find_phone = request.period.span, request.find_phone
    name, _, one = figure.rpartition(".")
    if one in MONEY:
        return _list_money(db, span, name, one, find_phone)
    if one not in REFERRALS:
        raise unknown_figure(figure, (*REFERRALS, *MONEY, "REFERRER.FIGURE", "REFERRER.PLACE.flyers"))
    for (text, place), _ in count_by(db, {"flyers": FLYERS}, span, "referrer", "district").items():
        if one == "flyers" and name == f"{text}.{place or 'none'}":
            return records(db, FLYERS, span, {"referrer": text, "district": place})
    if not name:
        return records(db, REFERRALS[one], span)
    referrers = Referrers(db, find_phone)
    for text, _ in count_by(db, REFERRALS, span, *BY):
        referrers.find(as_text(text))
    return [
        record
        for referrer in referrers.find_matching(name)
        for text in referrer.texts
        for record in records(db, REFERRALS[one], span, {"referrer": text})
    ]


def _list_money(db: Database, span: Span, name: str, figure: str, find_phone: FindPhone) -> list[Record]:
    """Rewards due, those not paid yet, or payments: of all, or of one referrer."""
    if span.consultant is not None and figure != "reward":
        raise WrongUsage("What was paid is nobody's in particular; leave --consultant out.")
    referrers = Referrers(db, find_phone)
    found: list[tuple[Referrer, Record]]
    if figure == "paid":
        found = [(referrers.find(as_text(record["paid_to"])), record) for record in records(db, PAID, span)]
    elif figure == "open":
        dues = list_open_rewards(db, referrers, span)
        found = [(due.referrer, due.to_json(amount=due.claim.amount, open=due.claim.open)) for due in dues]
    else:
        found = [(due.referrer, due.to_json(amount=due.claim.amount)) for due in list_rewards_due(db, referrers, span)]
    wanted = referrers.find_matching(name) if name else referrers.people
    return [record for referrer, record in found if referrer in wanted]


_LEAD_KEYS = ("lead", "customer_id", "customer", "phone", "opened_at")


class Due(NamedTuple):
    """A reward that is due to a referrer, on which occasion, and the record that it is due for. ``sort_key`` sorts the
    oldest lead first, and in it the visit before the test drive before the sale."""

    referrer: Referrer
    claim: Claim
    occasion: str
    opened_at: str
    sort_key: tuple[str, int, int, int]
    source: Record

    def to_json(self, **money: float) -> Record:
        """As ``--list`` has it, with these amounts in yuan."""
        lead = {key: self.source[key] for key in _LEAD_KEYS if key in self.source}
        if "handout" in self.source:
            lead = {"handout": self.source["handout"], "on": self.source["on"], "place": self.source["place"]}
        named = {"referrer": self.source["referrer"], "campaign": self.claim.campaign}
        return {**lead, "occasion": self.occasion, **money, **named}


def list_rewards_due(db: Database, referrers: Referrers, span: Span) -> list[Due]:
    """The rewards due for leads opened in a span, those of the oldest leads first. Nobody named, nothing due."""
    rules = reward_rules(db)
    promised = {occasion for rule in rules.values() for occasion, amount in rule.items() if amount}
    found = [
        due
        for occasion, figure in OCCASIONS.items()
        if occasion in promised
        for record in records(db, REFERRALS[figure], span)
        if (due := _make_due(referrers, rules, occasion, record)) is not None
    ]
    return sorted(found, key=lambda due: due.sort_key)


def _make_due(referrers: Referrers, rules: Rules, occasion: str, record: Record) -> Due | None:
    campaign, referrer = as_text(record["campaign"]), as_text(record["referrer"])
    amount = rule_for(rules, campaign).get(occasion, 0.0) * (as_id(record.get("count")) or 1)
    if not amount or referrer is None:
        return None
    opened_at, lead, order = (
        as_text(record.get("opened_at", record.get("on"))) or "",
        as_id(record.get("lead", record.get("handout"))) or 0,
        as_id(record.get("order")) or 0,
    )
    sort_key = opened_at, lead, list(OCCASIONS).index(occasion), order
    return Due(referrers.find(referrer), Claim(campaign, amount, amount), occasion, opened_at, sort_key, record)


def list_open_rewards(db: Database, referrers: Referrers, span: Span) -> list[Due]:
    """The rewards due for leads opened before a span's end that are still to be paid, now, after all payments."""
    ever = Span("", "9999-12-31", span.today)
    claims: dict[Referrer, list[Claim]] = defaultdict(list)
    found = list_rewards_due(db, referrers, ever)
    for due in found:
        claims[due.referrer].append(due.claim)
    paid = _payments(db, referrers, ever)
    for referrer, wanted in claims.items():
        settle(wanted, paid[referrer])
    return [due for due in found if due.claim.open and due.opened_at < span.end]


def _payments(db: Database, referrers: Referrers, span: Span) -> dict[Referrer, list[tuple[str | None, float]]]:
    """Referrer -> what was paid to them, by campaign."""
    paid: dict[Referrer, list[tuple[str | None, float]]] = defaultdict(list)
    for (who, campaign), counts in count_by(db, {"paid": PAID}, span, PAID_TO, "campaign").items():
        paid[referrers.find(as_text(who))].append((as_text(campaign), float(counts["paid"])))
    return paid


class Account(NamedTuple):
    """One referrer, and what is to be paid to them now."""

    referrer: Referrer
    dues: list[Due]

    def open_amount(self, campaign: str | None) -> float:
        """Yuan to be paid for leads of a campaign; None: for all leads."""
        wanted = [due for due in self.dues if campaign in (None, due.claim.campaign)]
        return round(sum(due.claim.open for due in wanted), 2)


def find_account(db: Database, today: str, word: str, find_phone: FindPhone) -> Account:
    """The account of the referrer that a word means: ``c17``, a phone, or a name as it stands on visits.

    Raises Refused for who never referred anybody, with near names, and for a name that several customers have.
    """
    referrers, ever = Referrers(db, find_phone), Span("", "9999-12-31", today)
    for (text,) in count_by(db, {name: REFERRALS[name] for name in ("leads", "flyers")}, ever, BY[0]):
        if text is not None:
            referrers.find(as_text(text))
    dues = list_open_rewards(db, referrers, ever)
    found = referrers.find_matching(word)
    if len(found) > 1:
        numbers = listing((f"c{one.customer}" for one in found), " or ")
        raise Refused("Several customers of that name refer others; say which: {numbers}.", numbers=numbers)
    if not found:
        raise _unknown_referrer(referrers, word, find_phone)
    return Account(found[0], [due for due in dues if due.referrer is found[0]])


def _unknown_referrer(referrers: Referrers, word: str, find_phone: FindPhone) -> Refused:
    hint = Sentence("See who did: leadctl report referrals --all")
    if find_phone(word) is not None:
        return Refused("Nobody with that phone referred anybody. {hint}", hint=hint)
    names = [mask_numbers(one.name) for one in referrers.people if one.name is not None]
    return unknown_name(Sentence("referrer"), word, names, hint)


REPORT = Report(N_("Referrals"), _build, list_records, periods=(*EVENTS, ALL_TIME), row_key=("customer_id", "referrer"))
