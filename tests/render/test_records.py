"""Lists of records on a narrow terminal."""

from __future__ import annotations

import re
from collections.abc import Callable

from leadctl.render.pages.records import records_page

Shower = Callable[..., str]


def _record(**more: object) -> dict[str, object]:
    known = {"churn": 134, "lead": 188, "customer": "向勇", "phone": "139****1223", "at": "2026-11-03T16:50"}
    rest = {"reason": "price", "rival": None, "model": "远山 E1", "consultant": "陈静"}
    return {**known, **rest, **more}


def _heads(shown: Shower, *records: dict[str, object]) -> list[list[str]]:
    lines = shown(records_page(records, ""), terminal=True, width=80)
    return [line.split() for line in re.sub(r"\x1b\[[0-9;]*m", "", lines).strip().splitlines()]


def test_a_record_takes_one_line_of_80_columns_and_what_is_empty_everywhere_goes_first(shown: Shower) -> None:
    head, _, first, said = _heads(shown, _record())
    assert "Rival" not in head
    assert first[-1] == "陈静"
    assert said[:4] == ["1", "column", "left", "out:"]


def test_what_one_record_tells_stays(shown: Shower) -> None:
    assert "Rival" in _heads(shown, _record(), _record(rival="海川 T5"))[0]
    assert "Rival" in _heads(shown, {"lead": 1, "rival": None})[0]
