"""Finding leads by whatever one remembers of them. Every text is scanned as it stands: no index holds a copy of it,
which forgetting somebody would have to find."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from sys import intern

from leadctl.annotations import TYPE_CHECKING
from leadctl.domain.phones import mask_phone
from leadctl.domain.terms import ALL_GRADES
from leadctl.errors import Sentence, listing
from leadctl.named_tuple import NamedTuple
from leadctl.store.core.json_ids import json_ids, json_texts
from leadctl.store.core.rows import read_rows, read_values
from leadctl.store.core.tables import LEADS_PHONE
from leadctl.store.queries.lead_now import DUE_BY, STATUS

if TYPE_CHECKING:
    from typing import Any

MOST_DIGITS_OF_LEAD = 7
"""Longer numbers are phones."""
LEAST_DIGITS = 3
"""Of a part of a phone; fewer stand in most of them."""
EXACT, BEGINNING, PART, BESIDE, SAID = range(5)
"""How well a lead fits: its number, name or phone; a beginning of the name or an end of the phone; a part of them;
what is known beside them; what was said."""
MOST_NEAR = 3
_AROUND = 16
"""Characters of a note that are shown on either side of what was found in it."""


class FoundLead(NamedTuple):
    """A lead that was looked for, as JSON shows it."""

    lead: int
    customer: str | None
    customer_id: int
    phone: str | None
    grade: str | None
    model: str | None
    consultant: str | None
    status: str
    due_by: str | None


class Hit(NamedTuple):
    """How well a lead fits, and the words in which it was found; None where the row shows them."""

    rank: int
    words: str | None


class NearLead(NamedTuple):
    """A lead whose customer may have been meant, by name and phone."""

    lead: int
    name: str | None
    phone: str | None


_SELECT = f"""
SELECT l.id AS lead, c.name AS customer, l.customer AS customer_id,
    {LEADS_PHONE}, l.grade, m.name AS model, s.name AS consultant, {STATUS} AS status, {DUE_BY} AS due_by
FROM leads AS l JOIN customers AS c ON c.id = l.customer
    LEFT JOIN models AS m ON m.id = l.model LEFT JOIN staff AS s ON s.id = l.consultant
WHERE l.id IN (SELECT value FROM json_each(:found))
ORDER BY l.closed_at IS NOT NULL, l.last_contact DESC, l.id DESC
"""

_PEOPLE = f"""
SELECT l.id, CASE WHEN lower(c.name) = :text OR instr(' ' || c.pinyin || ' ', ' ' || :sound || ' ') THEN {EXACT}
        WHEN instr(lower(c.name), :text) = 1 OR instr(' ' || c.pinyin, ' ' || :sound) THEN {BEGINNING} ELSE {PART} END,
    NULL
FROM leads AS l JOIN customers AS c ON c.id = l.customer
WHERE instr(lower(c.name), :text) OR instr(c.pinyin, :sound)
"""
_PHONES = f"""
SELECT l.id, CASE WHEN p.phone = :digits THEN {EXACT}
        WHEN substr(p.phone, -length(:digits)) = :digits THEN {BEGINNING} ELSE {PART} END,
    CASE WHEN p.id > (SELECT min(id) FROM phones WHERE customer = p.customer) THEN p.phone END
FROM phones AS p JOIN leads AS l ON l.customer = p.customer WHERE instr(p.phone, :digits)
"""
_MODELS = f"""
SELECT l.id, {BESIDE}, NULL
FROM (SELECT DISTINCT coalesce(same_as, id) AS id FROM models WHERE instr(lower(name), :text)) AS m
    CROSS JOIN leads AS l ON l.model = m.id
"""
_OF_CUSTOMERS = f"""
SELECT l.id, {BESIDE}, '#' || t.tag FROM tags AS t JOIN leads AS l ON l.customer = t.customer
WHERE instr(lower(t.tag), :tag)
UNION ALL
SELECT l.id, {BESIDE}, f.name || '=' || v.value FROM field_values AS v JOIN fields AS f ON f.id = v.field
    JOIN leads AS l ON l.customer = v.customer WHERE instr(lower(v.value), :text)
UNION ALL
SELECT l.id, {BESIDE}, p.name FROM companions AS p JOIN leads AS l ON l.customer = p.customer
WHERE instr(lower(p.name), :text)
"""
_TRAITS = f"SELECT l.id, {BESIDE}, {{words}} FROM customers AS c JOIN leads AS l ON l.customer = c.id WHERE {{found}}"
_TRAIT_COLUMNS = ("c.wechat", "c.occupation", "c.district", "c.present_car")
_VINS = f"""
SELECT o.lead, CASE WHEN lower(o.vin) = :text THEN {EXACT} ELSE {BESIDE} END, o.vin FROM orders AS o
WHERE instr(lower(o.vin), :text)
UNION ALL
SELECT l.id, CASE WHEN lower(w.vin) = :text THEN {EXACT} ELSE {BESIDE} END, w.vin
FROM owned_cars AS w JOIN leads AS l ON l.customer = w.customer WHERE instr(lower(w.vin), :text)
"""
_FACTS = f"SELECT lead, {SAID}, {{words}} FROM {{table}} WHERE lead IS NOT NULL AND ({{found}})"


def search_leads(db: sqlite3.Connection, text: str, today: str) -> list[tuple[FoundLead, str | None]]:
    """The leads that fit best first, of equally good ones the open ones, each with the words in which it was found.

    ``text``: cleaned. Where it is nowhere as a whole, the leads in which all of its words are found.
    """
    hits = _find_hits(db, text)
    words = text.split()
    if not hits and len(words) > 1:
        hits = _join_hits([_find_hits(db, word) for word in words])
    values = {"found": json_ids(hits), "today": today}
    found = read_rows(db, _make_lead, _SELECT, values)
    found.sort(key=lambda lead: hits[lead.lead].rank)
    return [(lead, hits[lead.lead].words) for lead in found]


def _make_lead(*row: Any) -> FoundLead:
    """A row's lead; of what many have in common, from the grade on, one text is kept for all."""
    own, common = row[:_COMMON], row[_COMMON:]
    return FoundLead._make((*own, *(text and intern(text) for text in common)))


_COMMON = FoundLead._fields.index("grade")


def _find_hits(db: sqlite3.Connection, text: str) -> dict[int, Hit]:
    """Lead -> how it fits best. A letter that is a grade means the grade alone: it is in most names' sounds."""
    folded = text.lower()
    if graded := _find_graded(db, folded):
        return {lead: Hit(BESIDE, None) for lead in graded}
    digits = read_digits(text)
    sound = folded.replace(" ", "").replace("'", "").replace("ü", "v")
    values = {
        "text": folded,
        "tag": folded.removeprefix("#"),
        "digits": digits,
        "sound": sound if sound.isascii() and sound.isalpha() else None,
    }
    best: dict[int, Hit] = {}
    for sql in _statements(folded, digits):
        for lead, rank, words in db.execute(sql, values):
            if lead not in best or rank < best[lead].rank:
                best[lead] = Hit(rank, _shorten(words, folded) if rank == SAID else words)
    if digits is not None and len(digits) <= MOST_DIGITS_OF_LEAD:
        best |= {
            lead: Hit(EXACT, None) for lead in read_values(db, int, "SELECT id FROM leads WHERE id = ?", (int(digits),))
        }
    return best


def _statements(folded: str, digits: str | None) -> Iterable[str]:
    """What is asked for a text: more of it, the less it is by chance."""
    yield from (_PEOPLE, _MODELS, _OF_CUSTOMERS)
    yield _ask_columns(_TRAITS, _TRAIT_COLUMNS)
    if digits is not None and len(digits) >= LEAST_DIGITS:
        yield _PHONES
    if len(folded) > LEAST_DIGITS and folded.isascii():
        yield _VINS
    if len(folded) >= (LEAST_DIGITS if folded.isascii() else 2):
        yield from _ask_facts()


def _ask_facts() -> Iterable[str]:
    from leadctl.store.facts.registry import KINDS

    for kind in KINDS:
        if kind.table.texts:
            yield _ask_columns(_FACTS, kind.table.texts, kind.table.name)


def _ask_columns(statement: str, columns: Sequence[str], table: str = "") -> str:
    """A statement over all of these columns, so that a large table is read once: ``words`` is the first that holds the
    text, ``found`` whether any does."""
    holds = [f"({column} IS NOT NULL AND instr(lower({column}), :text))" for column in columns]  # most have none
    cases = " ".join(f"WHEN {one} THEN {column}" for one, column in zip(holds, columns, strict=True))
    return statement.format(words=f"CASE {cases} END", found=" OR ".join(holds), table=table)


def _find_graded(db: sqlite3.Connection, folded: str) -> list[int]:
    grade = folded.removesuffix("级").upper()
    if grade not in ALL_GRADES:
        return []
    return read_values(db, int, "SELECT id FROM leads WHERE grade = ?", (grade,))


def _join_hits(found: list[dict[int, Hit]]) -> dict[int, Hit]:
    """The leads that all words fit, each as its worst word does."""
    first, *others = found
    joined = {}
    for lead in first.keys() & set.intersection(*(set(other) for other in others)):
        parts = [hits[lead] for hits in found]
        words = " · ".join(dict.fromkeys(part.words for part in parts if part.words))
        joined[lead] = Hit(max(part.rank for part in parts), words or None)
    return joined


def _shorten(words: str, folded: str) -> str:
    """What was said around the text, in quotation marks."""
    place = words.lower().find(folded)
    start, end = max(place - _AROUND, 0), place + len(folded) + _AROUND
    return f"“{'…' if start else ''}{words[start:end].strip()}{'…' if end < len(words) else ''}”"


_SEPARATORS = " -().·/"


def read_digits(text: str) -> str | None:
    """The text as part of a stored phone; None when it cannot be one."""
    plain = "".join(char for char in text if char not in _SEPARATORS)
    number = plain.removeprefix("+")
    if not number.isascii() or not number.isdecimal():
        return None
    for prefix in ("+86", "0086", "86"):
        rest = plain.removeprefix(prefix)
        if rest != plain and len(rest) == 11 and rest.startswith("1"):
            return rest
    return plain


_NEAR = """
SELECT max(l.id) AS lead, c.name, {phone}
FROM leads AS l JOIN customers AS c ON c.id = l.customer WHERE {clause} GROUP BY c.id ORDER BY max(l.id) DESC
"""
_BY_SOUND = _NEAR.format(phone=LEADS_PHONE, clause="instr(c.pinyin || ' ', :sound || ' ') = 1")
_BY_INITIALS = _NEAR.format(phone=LEADS_PHONE, clause="instr(' ' || c.pinyin, ' ' || :sound)")
_BY_PHONE = _NEAR.format(
    phone=LEADS_PHONE,
    clause="c.id IN (SELECT p.customer FROM phones AS p WHERE p.phone IN (SELECT value FROM json_each(:phones)))",
)
_BY_ID = _NEAR.format(phone=LEADS_PHONE, clause="c.id IN (SELECT value FROM json_each(:ids))")


def find_near_leads(db: sqlite3.Connection, text: str) -> list[NearLead]:
    """Who may have been meant by a name or phone that nobody has: of the same sound, or a letter or digit away."""
    digits = read_digits(text)
    if digits is not None:
        near = _list_slips(digits) if len(digits) > MOST_DIGITS_OF_LEAD else []
        return read_rows(db, NearLead, _BY_PHONE, {"phones": json_texts(near)})[:MOST_NEAR]
    from leadctl.store.queries.customers import pinyin

    folded = text.casefold()
    sound = (pinyin(text) or "").partition(" ")[0]
    found = read_rows(db, NearLead, _BY_SOUND, {"sound": sound}) if sound else []
    if not found and sound.isascii():
        found = read_rows(db, NearLead, _BY_INITIALS, {"sound": sound})
    if not found:
        names = db.execute("SELECT id, name FROM customers WHERE name IS NOT NULL")
        alike = [customer for customer, name in names if _is_slip_of(name.casefold(), folded)]
        found = read_rows(db, NearLead, _BY_ID, {"ids": json_ids(alike)})
    return found[:MOST_NEAR]


def suggest_leads(db: sqlite3.Connection, text: str) -> Sentence | None:
    """Who may have been meant by a name or phone that nobody has, as a part of a sentence; None: nobody near."""
    near = [_name_lead(lead) for lead in find_near_leads(db, text)]
    return listing(near, " or ") if near else None


def _name_lead(near: NearLead) -> Sentence:
    phone = mask_phone(near.phone)
    if near.name is None:
        return Sentence("lead {lead} ({phone})", lead=near.lead, phone=phone)
    return Sentence("{name} (lead {lead}, {phone})", name=near.name, lead=near.lead, phone=phone)


def _list_slips(phone: str) -> list[str]:
    """What :func:`_is_slip_of` calls a slip of a phone: each is looked up, which takes no longer in a large store."""
    cuts = [(phone[:place], phone[place:]) for place in range(len(phone) + 1)]
    left_out = [head + rest[1:] for head, rest in cuts if rest]
    exchanged = [head + rest[1] + rest[0] + rest[2:] for head, rest in cuts if len(rest) > 1]
    changed = [head + sign + rest[1:] for head, rest in cuts if rest for sign in _PHONE_SIGNS]
    added = [head + sign + rest for head, rest in cuts for sign in _PHONE_SIGNS]
    return list(dict.fromkeys(slip for slip in (*left_out, *exchanged, *changed, *added) if slip != phone))


_PHONE_SIGNS = "0123456789+"


def _is_slip_of(right: str, typed: str) -> bool:
    """Whether one character was changed, left out or added, or two neighbours changed places; of short names none."""
    if abs(len(right) - len(typed)) > 1 or min(len(right), len(typed)) < 3 or right == typed:
        return False
    start = next((i for i, (a, b) in enumerate(zip(right, typed, strict=False)) if a != b), min(len(right), len(typed)))
    one, other = right[start:], typed[start:]
    if len(one) == len(other):
        return one[1:] == other[1:] or (one[:2] == other[1::-1] and one[2:] == other[2:])
    return one[1:] == other or one == other[1:]
