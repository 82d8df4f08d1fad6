"""What a store's people say when they call: an opening and what to find out per grade, and replies to objections.

They are the store's own words, whatever policy it follows; where it has none for a grade, the policy's aim says
what to find out.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from leadctl.domain.policy_rules import GradeRule
from leadctl.domain.terms import ALL_GRADES
from leadctl.domain.toml_text import BadToml, parse_toml
from leadctl.errors import Refused
from leadctl.named_tuple import NamedTuple
from leadctl.plain_text import clean_entry

PARTS = ("opening", "ask")
REPLIES = "replies"


class Said(NamedTuple):
    """What is said to one lead; ``replies``: objection -> reply."""

    opening: str | None
    ask: str
    replies: Mapping[str, str]

    def record(self) -> dict[str, object]:
        """The same as JSON has it."""
        replies = [{"objection": objection, "reply": reply} for objection, reply in self.replies.items()]
        return {"opening": self.opening, "ask": self.ask, "replies": replies}


class Words(NamedTuple):
    """A store's words; ``openings``, ``asks``: grade -> text; ``replies``: objection -> reply."""

    openings: Mapping[str, str] = MappingProxyType({})
    asks: Mapping[str, str] = MappingProxyType({})
    replies: Mapping[str, str] = MappingProxyType({})

    def ask(self, rule: GradeRule) -> str:
        """What is to be found out of a lead to which a policy's rule applies: the policy's aim, without own words."""
        return self.asks.get(rule.grade) or rule.aim

    def say_to(self, rule: GradeRule) -> Said:
        """All that is said to such a lead."""
        return Said(self.openings.get(rule.grade), self.ask(rule), self.replies)

    def change_text(self, grade: str, part: str, text: str | None) -> Words:
        """The same with another opening or question (``part``) of a grade; None: none any more."""
        if part == "opening":
            return self._replace(openings=_put_text(self.openings, grade, text))
        return self._replace(asks=_put_text(self.asks, grade, text))

    def change_reply(self, objection: str, reply: str | None) -> Words:
        """The same with another reply to an objection; None: none any more."""
        return self._replace(replies=_put_text(self.replies, objection, reply))


def _put_text(kept: Mapping[str, str], key: str, text: str | None) -> dict[str, str]:
    return dict(kept) | {key: text} if text else {name: words for name, words in kept.items() if name != key}


def parse_words(text: str) -> Words:
    """TOML with ``[GRADE]`` tables of ``opening`` and ``ask``, and a table ``[replies]`` of objection = reply.

    Raises Refused with the key that is wrong and what was expected.
    """
    try:
        data = parse_toml(text)
    except BadToml as error:
        raise Refused("The words are no TOML: {error}.", error=error.reason) from error
    for name, table in data.items():
        if name not in (*ALL_GRADES, REPLIES) or not isinstance(table, dict):
            raise Refused(
                "{name!r} is none of the tables of words: {grades} {replies}.",
                name=name,
                grades=" ".join(ALL_GRADES),
                replies=REPLIES,
            )
    grades = {grade: data[grade] for grade in ALL_GRADES if grade in data}
    for grade, table in grades.items():
        for part in table:
            if part not in PARTS:
                raise Refused(
                    "[{grade}] knows no {part!r}; its keys are: {keys}.", grade=grade, part=part, keys=" ".join(PARTS)
                )
    opening, ask = ({g: _text(t[part], g) for g, t in grades.items() if part in t} for part in PARTS)
    return Words(opening, ask, {_objection(key): _text(reply, REPLIES) for key, reply in data.get(REPLIES, {}).items()})


def _text(value: object, where: str) -> str:
    words = " ".join(clean_entry(value).split()) if isinstance(value, str) else ""
    if not words:
        raise Refused("Every value of [{where}] must be a text.", where=where)
    return words


def _objection(key: str) -> str:
    words = " ".join(clean_entry(key).split())
    if not words:
        raise Refused("[{replies}] holds a reply without its objection.", replies=REPLIES)
    return words
