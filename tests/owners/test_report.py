"""The report of owners, counted by hand."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.conftest import FillOnce
from tests.owners.conftest import FRIEND, ZHANG, Showroom


def month(showroom: Showroom, *options: object, now: str = "2026-10-01T08:00") -> Any:
    result = showroom.run("report", "owners", "--month", "2026-09", "--json", *options, now=now)
    assert result.code == 0, result.err
    return result.json


@pytest.fixture
def september(showroom: Showroom, fill_once: FillOnce) -> Showroom:
    """Of Zhang's car day 3 was answered late, day 7 with day 14; Mid-Autumn (the 25th) and month 1 (the 30th) wait."""
    fill_once(showroom.store, _work_september, showroom)
    return showroom


def _work_september(showroom: Showroom) -> None:
    write = showroom.write
    write("aftercare", "done", ZHANG, "--result", "complaint", "--score", 4, "--note", "rattles", on="2026-09-04")
    write("aftercare", "done", ZHANG, "--result", "no-answer", on="2026-09-08")
    write("aftercare", "done", ZHANG, "--result", "fine", "--score", 9, on="2026-09-14")
    write("aftercare", "solved", 1, on="2026-09-15")
    wish = write("aftercare", "done", ZHANG, "--result", "add", on="2026-09-16")
    write("order", wish["new_lead"], "--count", 2, on="2026-09-20")
    friend = write("aftercare", "done", ZHANG, "--result", "recommend", "--phone", FRIEND, on="2026-09-21")
    write("order", friend["new_lead"], on="2026-09-25")


def test_contacts_complaints_and_sales_are_what_happened(september: Showroom) -> None:
    report = month(september)
    assert report["contacts"] == {"due": 5, "done": 3, "waiting": 2, "missed": 0, "done_rate": 0.6}
    assert report["results"] == {
        "fine": 1, "complaint": 1, "replace": 0, "add": 1, "recommend": 1, "no_answer": 1,
    }  # fmt: skip
    assert report["complaints"] == {"made": 1, "solved": 1, "open": 0}
    assert report["gained"] == {"owner_leads": 1, "referral_leads": 1, "repeat_sales": 2, "referral_sales": 1}
    assert report["average_score"] == 6.5
    [row] = report["consultants"]
    assert (row["consultant"], row["contacts"]["due"], row["gained"]["repeat_sales"]) == ("Li Na", 5, 2)


def test_each_figure_lists_as_many_records_as_it_counts(september: Showroom) -> None:
    report = month(september)
    for part in ("contacts", "results", "complaints", "gained"):
        for figure, count in report[part].items():
            if figure != "done_rate":
                listed = month(september, "--list", f"{part}.{figure}")
                assert sum(record.get("count", 1) for record in listed) == count, figure
    assert len(month(september, "--list", "consultants.Li Na.due")) == 5
    missed = month(september, "--list", "missed", now="2026-10-26T08:00")
    assert [record["occasion"] for record in missed] == ["Mid-Autumn 2026-09-25"]


def test_a_complaint_is_open_at_the_end_of_the_month_in_which_nobody_solved_it(showroom: Showroom) -> None:
    showroom.write("aftercare", "done", ZHANG, "--result", "complaint", "--note", "x", on="2026-09-04")
    showroom.write("aftercare", "solved", 1, on="2026-10-02")
    assert month(showroom, now="2026-10-05T08:00")["complaints"] == {"made": 1, "solved": 0, "open": 1}


def test_an_unknown_figure_is_a_usage_error(showroom: Showroom) -> None:
    assert showroom.run("report", "owners", "--list", "nonsense").code == 2
    assert showroom.run("report", "owners", "--list", "consultants.Nobody.due").code == 2


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_it_reads_within_80_columns(september: Showroom, lang: str) -> None:
    from wcwidth import wcswidth

    result = september.run(
        "--lang", lang, "report", "owners", "--month", "2026-09", now="2026-10-01T08:00", env={"COLUMNS": "80"}
    )
    assert result.code == 0
    assert "Li Na" in result.out
    assert max(wcswidth(line) for line in result.out.splitlines()) <= 80


def test_phones_are_masked(september: Showroom) -> None:
    assert ZHANG not in json.dumps(month(september, "--list", "due"))
    assert ZHANG in json.dumps(month(september, "--list", "due", "--reveal"))


def test_the_sale_and_the_service_are_scored_apart(showroom: Showroom) -> None:
    write = showroom.write
    first = write("aftercare", "done", ZHANG, "--result", "fine", "--ssi", 9, "--csi", 6, on="2026-09-04")
    assert (first["score"], first["ssi"], first["csi"]) == (None, 9, 6)
    write("aftercare", "done", ZHANG, "--result", "fine", "--ssi", 8, on="2026-09-08")
    write("aftercare", "done", ZHANG, "--result", "fine", "--score", 10, on="2026-09-14")
    report = month(showroom)
    assert report["satisfaction"] == {"ssi": 8.5, "ssi_answers": 2, "csi": 6.0, "csi_answers": 1}
    assert report["average_score"] == 10.0
    [row] = report["consultants"]
    assert row["satisfaction"] == report["satisfaction"]
    for figure, count in (("ssi", 2), ("csi", 1), ("satisfaction.ssi_answers", 2), ("csi_answers", 1)):
        assert len(month(showroom, "--list", figure)) == count
    assert [row["ssi"] for row in month(showroom, "--list", "consultants.Li Na.ssi")] == [9, 8]
    printed = showroom.run("report", "owners", "--month", "2026-09", now="2026-10-01T08:00").out
    assert "Sales satisfaction (SSI), 1 to 10" in printed


def test_nobody_who_was_not_reached_scored_anything(showroom: Showroom) -> None:
    for option in ("--ssi", "--csi"):
        refused = showroom.run("aftercare", "done", ZHANG, "--result", "no-answer", option, "5", now="2026-09-04T10:00")
        assert (refused.code, "--ssi" in refused.err) == (2, True)
    assert month(showroom)["satisfaction"] == {"ssi": None, "ssi_answers": 0, "csi": None, "csi_answers": 0}
