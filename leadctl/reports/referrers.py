"""Who is meant by what was typed of a referrer: a customer of ours, a phone, or a name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from leadctl.domain.phones import mask_phone
from leadctl.store.core.connection import Database
from leadctl.store.queries.customers import customer_row, owner_of, phones_of
from leadctl.store.queries.figures.referrals import REFERRALS

FindPhone = Callable[[str], str | None]
"""What was typed of a referrer -> the phone in it, in its stored form; None: it is a name."""


@dataclass(slots=True, eq=False)
class Referrer:
    """Who refers: a customer of ours, a phone, or a name; all None: nobody was named.

    ``reward``: yuan due; ``paid``: yuan paid out; ``open``: yuan still to be paid. The last two are None where the
    figures are one consultant's: a payment is nobody's in particular.
    """

    name: str | None
    customer: int | None = None
    phone: str | None = None
    texts: list[str | None] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(REFERRALS, 0))
    reward: float = 0.0
    paid: float | None = 0.0
    open: float | None = 0.0

    @property
    def key(self) -> tuple[int | None, str | None]:
        """As a payment keeps them: their customer number, else their name or phone."""
        return self.customer, None if self.customer is not None else self.name or self.phone

    def record(self, *, reveal: bool = False) -> dict[str, object]:
        """As JSON has it. The phone is masked unless it is to be revealed."""
        phone = self.phone if reveal else mask_phone(self.phone)
        number = None if self.customer is None else f"c{self.customer}"
        who = {"referrer": self.name or phone or number, "customer_id": self.customer, "phone": phone}
        return {**who, **self.counts, "reward": round(self.reward, 2), "paid": _fen(self.paid), "open": _fen(self.open)}


def _fen(yuan: float | None) -> float | None:
    return None if yuan is None else round(yuan, 2)


class Circle:
    """Referrers, each once, however they are written."""

    def __init__(self, db: Database, find_phone: FindPhone) -> None:
        self._db = db
        self._find_phone = find_phone
        self._known: dict[object, Referrer] = {}
        self._texts: dict[str | None, Referrer] = {}

    @property
    def referrers(self) -> list[Referrer]:
        """Those that were named so far."""
        return list(self._known.values())

    def of(self, text: str | None) -> Referrer:
        """The referrer that a text names; from then on one of these."""
        if text not in self._texts:
            key, found = self._identified(text)
            self._texts[text] = self._known.setdefault(key, found)
            self._texts[text].texts.append(text)
        return self._texts[text]

    def matching(self, word: str) -> list[Referrer]:
        """Those of these that a word means: the one whom it names alone, else customers of that name; ``none``:
        nobody was named."""
        key, _ = self._identified(word)
        if key not in self._known and word == "none":
            key = None
        if key in self._known:
            return [self._known[key]]
        return [one for one in self.referrers if one.name == word]

    def _identified(self, text: str | None) -> tuple[object, Referrer]:
        """What makes them one, and who they are: a customer by their number or any of their phones."""
        phone = None if text is None else self._find_phone(text)
        customer = self._numbered(text) if phone is None else owner_of(self._db, phone)
        if customer is not None:
            main = next(iter(phones_of(self._db, customer)), phone)
            return customer, Referrer(customer_row(self._db, customer)["name"], customer, main)
        return phone or text, Referrer(text if phone is None else None, None, phone)

    def _numbered(self, text: str | None) -> int | None:
        """The customer whose number, such as ``c17``, a text is."""
        digits = "" if text is None else text.strip()[1:]
        if text is None or text.strip()[:1] not in ("c", "C") or not digits.isascii() or not digits.isdigit():
            return None
        number = int(digits[:9])
        return number if customer_row(self._db, number) is not None else None
