"""The trade's example of a phone-verified channel, 326 leads: A 109 (33.4%), B 18 (5.5%), C 15 (4.6%), D 10 (3.1%)."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.conftest import FillOnce
from tests.online.conftest import HEADER, Desk

VOLUME, SCREENED = 326, {"A": 109, "B": 18, "C": 15, "D": 10}
CALLED_AT = {"A": "{day:02}T10:04", "B": "{day:02}T10:20", "C": "{day:02}T11:00", "D": "{next:02}T10:00"}
"""All enquire at 10:00: minutes to the call 4, 20, 60, and 570 for D, as long as a day is open (08:30 to 18:00)."""

SHOWN, ORDERS = 40, 12
NOW = "2026-11-22T18:00"
FIGURES = {
    "volume": 326, **SCREENED, "unreached": 174, "due_appointments": 109, "shown": 40, "show_rate": 40, "came": 40,
    "ordered": 11, "sales": 11, "called": 152, "median_minutes": 152, "within_5": 109, "within_30": 127,
    "within_day": 152, "waiting": 174, "waiting_over_30": 174, "verified.A": 109, "verified.first_call.within_30": 127,
}  # fmt: skip
"""Figure -> records behind it. Of 12 orders one was cancelled; the others are 12 cars, for one lead bought two."""


@dataclass(frozen=True)
class Lead:
    """One of the 326: its phone, the day of November on which it enquired, and the result of its call."""

    phone: str
    day: int
    result: str | None


def leads() -> list[Lead]:
    """In the order in which they enquired, ten a day from the 2nd on, the results one after the other."""
    results: list[str | None] = [result for result, count in SCREENED.items() for _ in range(count)]
    results += [None] * (VOLUME - len(results))
    return [Lead(f"139{number + 1:08}", 2 + number % 10, result) for number, result in enumerate(results)]


@pytest.fixture
def month(desk: Desk, fill_once: FillOnce) -> Desk:
    """A November of the channel, imported and screened through the command line."""
    fill_once(desk.store, _play, desk)
    return desk


def _play(desk: Desk) -> None:
    found = leads()
    rows = [f"2026-11-{lead.day:02} 10:00,,{lead.phone},verified,X5,,\n" for lead in found]
    assert desk.send(HEADER + "".join(rows), at=NOW)["leads"] == VOLUME
    for lead in found:
        if lead.result is not None:
            _screen(desk, lead, lead.result)
    asked = [lead for lead in found if lead.result == "A"]
    visits = [f"2026-11-{lead.day + 2:02} 15:10,walk-in,{lead.phone}\n" for lead in asked[:SHOWN]]
    _import(desk, "visits", "arrived_at,kind,phone\n", visits)
    orders = [
        f"{lead.phone},2026-11-{lead.day + 3:02},{'2026-11-20' if place == 0 else ''},{1 + (place == 1)}\n"
        for place, lead in enumerate(asked[:ORDERS])
    ]
    _import(desk, "orders", "phone,ordered_on,cancelled_on,count\n", orders)


def _screen(desk: Desk, lead: Lead, result: str) -> None:
    called_at = "2026-11-" + CALLED_AT[result].format(day=lead.day, next=lead.day + 1)
    when = ("--appointment", f"2026-11-{lead.day + 2:02} 15:00") if result == "A" else ()
    desk.write("screen", lead.phone, result, *when, "--at", called_at, at=f"{called_at[:10]}T12:00")


def _import(desk: Desk, kind: str, header: str, rows: list[str]) -> None:
    path = desk.folder / f"{kind}.csv"
    path.write_text(header + "".join(rows), encoding="utf-8")
    assert desk.write("import", kind, path, at=NOW)["rejected"] == 0


def test_the_example_to_the_tenth_of_a_percent(month: Desk) -> None:
    [row] = month.read("report", "channels", at=NOW)
    counts = {result: row[result]["count"] for result in ("A", "B", "C", "D", "unreached")}
    assert (row["channel"], row["volume"], counts) == ("verified", 326, SCREENED | {"unreached": 174})
    shares = {result: round(row[result]["share"] * 100, 1) for result in counts}
    assert shares == {"A": 33.4, "B": 5.5, "C": 4.6, "D": 3.1, "unreached": 53.4}
    assert sum(counts.values()) == row["volume"]
    assert row["A"]["share"] == 109 / 326


def test_the_example_as_it_is_printed(month: Desk) -> None:
    printed = month.run("report", "channels", as_="Mei", now=NOW).out.splitlines()
    rows = [line.split() for line in printed if line.startswith("verified")]
    assert rows == [
        ["verified", "326", "109", "33.4%", "18", "5.5%", "15", "4.6%", "10", "3.1%", "174", "53.4%"],
        ["verified", "4", "33.4%", "39.0%", "46.6%", "174", "40", "36.7%", "12"],
    ]


def test_who_came_and_bought_and_how_soon_they_were_called(month: Desk) -> None:
    """109 calls after 4 minutes, 18 after 20, 15 after 60, 10 after a day; 174 wait for longer than that."""
    [row] = month.read("report", "channels", at=NOW)
    assert (row["shown"], row["due_appointments"], row["show_rate"]) == (40, 109, 40 / 109)
    assert (row["came"], row["ordered"], row["sales"]) == (40, 11, 12)
    assert row["first_call"] == {
        "median_minutes": 4, "within_5": 109 / 326, "within_30": 127 / 326, "within_day": 152 / 326, "waiting": 174,
        "waiting_over_30": 174, "waiting_since": "2026-11-02T10:00", "called": 152,
    }  # fmt: skip


@pytest.mark.parametrize(("figure", "count"), FIGURES.items())
def test_behind_each_figure_stand_as_many_records(month: Desk, figure: str, count: int) -> None:
    listed = month.read("report", "channels", "--list", figure, at=NOW)
    assert len(listed) == count
    assert len({tuple(record.items()) for record in listed}) == count
    assert {record["channel"] for record in listed} == {"verified"}


def test_the_records_of_the_sales_count_their_cars(month: Desk) -> None:
    assert sum(record["count"] for record in month.read("report", "channels", "--list", "sales", at=NOW)) == 12


def test_a_year_of_one_month_is_that_month_and_another_month_has_nothing(month: Desk) -> None:
    assert month.read("report", "channels", "--year", "2026", at=NOW) == month.read("report", "channels", at=NOW)
    assert month.read("report", "channels", "--month", "2026-10", at=NOW) == []


def test_the_managers_page_has_the_same_figures_and_says_who_waits(month: Desk) -> None:
    page = month.read("report", at=NOW)
    [row] = month.read("report", "channels", at=NOW)
    assert page["channels"] == [row]
    assert page["online"] == {key: value for key, value in row.items() if key != "channel"}
    assert page["leaks"] == [], "a call that is late is no conversion that fell"
    assert len(month.read("report", "--list", "channels.waiting_over_30", at=NOW)) == 174
    assert len(month.read("report", "--list", "channels.verified.B", at=NOW)) == 18
    printed = month.run("report", as_="Mei", now=NOW).out
    line = printed[printed.index("Online leads") :].splitlines()[3]
    assert line.split() == ["326", "109", "174", "4", "33.4%", "39.0%", "46.6%", "174", "36.7%"]
    assert "Waiting for the first call: 174, the longest since 2026-11-02 10:00" in printed


def test_undo_of_a_call_takes_it_out_of_the_figures(month: Desk) -> None:
    [(newest,)] = month.rows("SELECT operation FROM screenings WHERE result = 'C' ORDER BY id DESC LIMIT 1")
    month.write("undo", newest, at=NOW)
    [row] = month.read("report", "channels", at=NOW)
    assert (row["C"]["count"], row["unreached"]["count"], row["first_call"]["waiting"]) == (14, 175, 175)
