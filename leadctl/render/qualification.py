"""MAN and the class of a prospect, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from leadctl.locale import N_

CLASSES = {
    "first": N_("first-class prospect"),
    "second": N_("second-class prospect"),
    "third": N_("third-class prospect"),
}


def man_text(record: Mapping[str, object], translate: Callable[[str], str]) -> str | None:
    """``MN · find the decider``, of ``man`` and ``man_advice``; None where nobody has asked."""
    if record["man"] is None:
        return None
    return f"{record['man'] or 'none'} · {translate(str(record['man_advice']))}"


def class_text(record: Mapping[str, object], translate: Callable[[str], str]) -> str | None:
    """The ``prospect_class`` in words."""
    found = record["prospect_class"]
    return None if found is None else translate(CLASSES[str(found)])
