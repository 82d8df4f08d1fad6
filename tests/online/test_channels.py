"""What the report of online channels counts, and what it leaves out."""

from __future__ import annotations

from typing import Any

import pytest

from tests.online.conftest import HEADER, LI, WANG, ZHANG, Desk

NOW = "2026-11-22T12:00"
RESULTS = ("A", "B", "C", "D", "unreached")


def report(desk: Desk, *options: object, at: str = NOW) -> dict[str | None, dict[str, Any]]:
    """Channel -> its line."""
    return {row["channel"]: row for row in desk.read("report", "channels", *options, at=at)}


def counts(row: dict[str, Any]) -> list[int]:
    return [row[result]["count"] for result in RESULTS]


def test_most_leads_come_first_and_those_without_a_channel_stand_under_none(desk: Desk) -> None:
    desk.enquire(ZHANG, "--channel", "app")
    desk.enquire(LI, "--channel", "微信")
    desk.enquire(WANG, "--channel", "wechat")
    desk.enquire("13800000004")
    found = report(desk)
    assert [(name, row["volume"]) for name, row in found.items()] == [("wechat", 2), ("app", 1), (None, 1)]
    assert len(desk.read("report", "channels", "--list", "none.volume", at=NOW)) == 1
    assert [record["lead"] for record in desk.read("report", "channels", "--list", "wechat.volume", at=NOW)] == [2, 3]
    total = next(line for line in desk.run("report", "channels", now=NOW).out.splitlines() if line.startswith("Total"))
    assert total.split() == ["Total", "4", *["0", "0.0%"] * 4, "4", "100.0%"]


def test_one_channel_needs_no_total(desk: Desk) -> None:
    desk.enquire()
    assert "Total" not in desk.run("report", "channels", now=NOW).out


def test_only_leads_that_an_enquiry_opened_are_counted(desk: Desk) -> None:
    desk.enquire(ZHANG, "--channel", "app")
    desk.enquire(ZHANG, "--channel", "wechat", at="2026-11-11T10:00")  # once more
    desk.write("log-visit", "--kind", "online", "--channel", "app", at="2026-11-11T11:00")  # without a phone
    desk.write("log-visit", "--phone", LI, at="2026-11-10T10:00", as_="Li Na")
    desk.enquire(LI, "--channel", "app", at="2026-11-12T10:00")  # came before
    assert {name: row["volume"] for name, row in report(desk).items()} == {"app": 1}


def test_of_two_visits_in_one_minute_the_one_recorded_first_opened_the_lead(desk: Desk) -> None:
    desk.write("log-visit", "--phone", ZHANG, at="2026-11-10T10:00", as_="Li Na")
    desk.enquire(ZHANG, at="2026-11-10T10:00")
    desk.enquire(LI, at="2026-11-10T10:00")
    desk.write("log-visit", "--phone", LI, at="2026-11-10T10:00", as_="Li Na")
    assert [record["lead"] for record in desk.read("report", "channels", "--list", "volume", at=NOW)] == [2]


def test_the_latest_result_counts_and_a_try_after_it_says_nothing_new(desk: Desk) -> None:
    lead = desk.enquire()
    for result, day in (("C", 10), ("unreached", 25), ("B", 26)):
        desk.write("screen", lead, result, at=f"2026-11-{day}T10:30")
        expected = {"C": [0, 0, 1, 0, 0], "unreached": [0, 0, 1, 0, 0], "B": [0, 1, 0, 0, 0]}[result]
        assert counts(report(desk, at=f"2026-11-{day}T11:00")[None]) == expected


def test_a_result_keeps_counting_when_the_lead_moves_on(desk: Desk) -> None:
    gone, bought = desk.enquire(ZHANG), desk.enquire(LI)
    desk.write("screen", gone, "D", at="2026-11-10T11:00")
    desk.write("verify", gone, "confirmed", at="2026-11-11T11:00", as_="Zhao")
    desk.write("screen", bought, "A", at="2026-11-10T11:00")
    desk.write("order", bought, at="2026-11-12T11:00", as_="Li Na")
    desk.write("deliver", bought, at="2026-11-13T11:00", as_="Li Na")
    row = report(desk)[None]
    assert (counts(row), row["ordered"], row["sales"]) == ([1, 0, 0, 1, 0], 1, 1)


def test_a_new_enquiry_after_a_confirmed_churn_is_a_lead_of_its_own(desk: Desk) -> None:
    lead = desk.enquire(ZHANG, "--channel", "app")
    desk.write("screen", lead, "D", at="2026-11-10T11:00")
    desk.write("verify", lead, "confirmed", at="2026-11-11T11:00", as_="Zhao")
    desk.enquire(ZHANG, "--channel", "wechat", at="2026-11-20T10:00")
    found = report(desk)
    assert (counts(found["app"]), counts(found["wechat"])) == ([0, 0, 0, 1, 0], [0, 0, 0, 0, 1])


def appointed(desk: Desk, phone: str, when: str) -> int:
    lead = desk.enquire(phone)
    desk.write("screen", lead, "A", "--appointment", when, at="2026-11-10T10:10")
    return lead


def test_only_appointments_that_were_kept_or_missed_are_due(desk: Desk) -> None:
    kept, missed, moved, dropped, *_ = (
        appointed(desk, f"1380000000{n}", f"2026-11-{day} 15:00")
        for n, day in enumerate((12, 12, 12, 12, 17, 14), start=1)
    )
    desk.write("log-visit", "--phone", "13800000001", at="2026-11-12T16:00", as_="Li Na")
    desk.write("appoint", moved, "--at", "2026-11-16 15:00", at="2026-11-11T10:00")
    desk.write("defeat", dropped, "--reason", "price", at="2026-11-11T10:00", as_="Li Na")
    row = report(desk, at="2026-11-14T17:00")[None]
    assert (row["due_appointments"], row["shown"], row["show_rate"]) == (2, 1, 0.5)
    listed = desk.read("report", "channels", "--list", "due_appointments", at="2026-11-14T17:00")
    assert [record["lead"] for record in listed] == [kept, missed]
    later = report(desk, at="2026-11-15T08:00")[None]
    assert (later["due_appointments"], later["shown"]) == (3, 1)


def test_who_comes_without_an_appointment_came_and_kept_none(desk: Desk) -> None:
    lead = desk.enquire()
    desk.write("screen", lead, "C", at="2026-11-10T10:10")
    desk.write("log-visit", "--phone", ZHANG, at="2026-11-12T16:00", as_="Li Na")
    row = report(desk)[None]
    assert (row["came"], row["shown"], row["show_rate"]) == (1, 0, None)


def test_sales_count_in_the_month_of_the_order_and_the_rest_in_that_of_the_enquiry(desk: Desk) -> None:
    lead = desk.enquire(at="2026-10-30T10:00")
    desk.write("screen", lead, "A", at="2026-10-30T10:20")
    desk.write("order", lead, "--count", 2, at="2026-11-02T10:00", as_="Li Na")
    october, november = report(desk, "--month", "2026-10")[None], report(desk, "--month", "2026-11")[None]
    assert [october[key] for key in ("volume", "ordered", "sales")] == [1, 1, 0]
    assert [november[key] for key in ("volume", "ordered", "sales")] == [0, 0, 2]
    assert november["A"] == {"count": 0, "share": None}
    year = report(desk, "--year", 2026)[None]
    assert [year[key] for key in ("volume", "ordered", "sales")] == [1, 1, 2]


def test_a_cancelled_order_is_no_sale(desk: Desk) -> None:
    lead = desk.enquire()
    desk.write("order", lead, at="2026-11-12T10:00", as_="Li Na")
    desk.write("cancel", lead, at="2026-11-13T10:00", as_="Li Na")
    assert [report(desk)[None][key] for key in ("ordered", "sales")] == [0, 0]


def test_one_consultants_channels_are_those_of_their_leads(desk: Desk) -> None:
    desk.enquire(ZHANG, "--consultant", "Wang Qiang", "--channel", "app")
    desk.enquire(LI, "--channel", "app")
    assert report(desk, "--consultant", "Wang Qiang")["app"]["volume"] == 1
    assert report(desk, "--consultant", "Wang Qiang")["app"]["first_call"]["waiting"] == 1
    assert report(desk)["app"]["volume"] == 2


def test_a_try_is_a_call_and_so_is_a_follow_up(desk: Desk) -> None:
    tried, spoken, _ = desk.enquire(ZHANG), desk.enquire(LI), desk.enquire(WANG)
    desk.write("screen", tried, "unreached", at="2026-11-10T10:04")
    desk.write("screen", tried, "C", at="2026-11-11T10:04")
    desk.write("followup", spoken, "--outcome", "no-answer", at="2026-11-10T10:40")
    calls = report(desk, at="2026-11-10T10:45")[None]["first_call"]
    assert calls == {
        "median_minutes": 22, "within_5": 1 / 3, "within_30": 1 / 3, "within_day": 1.0, "called": 2, "waiting": 1,
        "waiting_over_30": 1, "waiting_since": "2026-11-10T10:00",
    }  # fmt: skip
    listed = desk.read("report", "channels", "--list", "called", at="2026-11-10T10:45")
    assert [(record["lead"], record["called_at"], record["minutes"]) for record in listed] == [
        (tried, "2026-11-10T10:04", 4), (spoken, "2026-11-10T10:40", 40),
    ]  # fmt: skip


def test_minutes_run_while_the_store_is_open(desk: Desk) -> None:
    """Open until 18:00 and again from 08:30."""
    lead = desk.enquire(at="2026-11-10T17:50")
    desk.write("screen", lead, "C", at="2026-11-11T08:45")
    assert report(desk)[None]["first_call"]["median_minutes"] == 25


def test_who_came_before_anybody_called_is_not_waiting(desk: Desk) -> None:
    desk.enquire()
    desk.write("log-visit", "--phone", ZHANG, at="2026-11-10T10:10", as_="Li Na")
    calls = report(desk)[None]["first_call"]
    assert (calls["waiting"], calls["called"], calls["within_30"]) == (0, 0, None)


def test_who_waits_for_less_than_the_limit_is_no_failure_yet(desk: Desk) -> None:
    desk.enquire()
    calls = report(desk, at="2026-11-10T10:20")[None]["first_call"]
    assert [calls[key] for key in ("within_5", "within_30", "within_day", "waiting", "waiting_over_30")] == [
        0.0, None, None, 1, 0,
    ]  # fmt: skip


def test_parts_add_up_to_the_whole(desk: Desk) -> None:
    rows = [
        f"2026-11-{2 + n % 18:02} 10:{n % 60:02},,139001{n:05},{('app', 'wechat', '')[n % 3]},,,\n" for n in range(30)
    ]
    desk.send(HEADER + "".join(rows), at=NOW)
    for lead, result in enumerate(("A", "B", "C", "D", "unreached") * 4, start=1):
        desk.write("screen", lead, result, at=NOW)
    found = report(desk)
    for row in found.values():
        assert sum(counts(row)) == row["volume"]
        assert sum(row[result]["share"] for result in RESULTS) == pytest.approx(1)
    page = desk.read("report", at=NOW)
    for figure in ("volume", "shown", "sales", "due_appointments", "came", "ordered"):
        assert page["online"][figure] == sum(row[figure] for row in found.values())
    for result in RESULTS:
        assert page["online"][result]["count"] == sum(row[result]["count"] for row in found.values())
        for name, row in found.items():
            listed = desk.read("report", "channels", "--list", f"{name or 'none'}.{result}", at=NOW)
            assert len(listed) == row[result]["count"]


@pytest.mark.parametrize("figure", ["nothing", "wechat.nothing", "nowhere.A", "first_call"])
def test_what_is_no_figure_is_refused_with_those_there_are(desk: Desk, figure: str) -> None:
    desk.enquire(ZHANG, "--channel", "wechat")
    result = desk.run("report", "channels", "--list", figure, now=NOW)
    assert result.code == 2
    assert "within_30" in result.err


def test_nothing_online_is_said_and_has_no_place_on_the_managers_page(desk: Desk) -> None:
    desk.write("log-visit", "--phone", ZHANG, at="2026-11-10T10:00", as_="Li Na")
    assert desk.read("report", "channels", at=NOW) == []
    assert "leadctl import online FILE" in desk.run("report", "channels", now=NOW).out
    page = desk.read("report", at=NOW)
    assert (page["channels"], page["online"]["volume"]) == ([], 0)
    assert "Online leads" not in desk.run("report", now=NOW).out


def test_a_closed_month_shows_later_sales_and_not_later_calls(desk: Desk) -> None:
    first, second = desk.enquire(ZHANG, at="2026-10-30T10:00"), desk.enquire(LI, at="2026-10-30T11:00")
    desk.write("order", second, "--on", "2026-10-31", at="2026-11-01T08:00", as_="Li Na")
    desk.write("report", "close", "--month", "2026-10", at="2026-11-02T08:00")
    desk.write("screen", first, "A", at="2026-11-02T09:00")
    desk.write("cancel", second, at="2026-11-03T09:00", as_="Li Na")
    page = desk.read("report", "--month", "2026-10", at=NOW)
    changed = {change["figure"]: (change["kept"], change["now"]) for change in page["changes"]}
    assert {name: values for name, values in changed.items() if name.startswith("channels")} == {
        "channels.none.sales": (1, 0)
    }
    assert page["online"]["first_call"]["waiting"] == 1


def test_programs_get_one_line_a_channel(desk: Desk) -> None:
    desk.enquire(ZHANG, "--channel", "app")
    desk.write("screen", 1, "A", at="2026-11-10T10:20")
    header, line = desk.run("report", "channels", "--format", "csv", now=NOW).out.splitlines()
    row = dict(zip(header.split(","), line.split(","), strict=True))
    assert [row[key] for key in ("channel", "volume", "A", "A_share", "unreached", "median_minutes", "waiting")] == [
        "app", "1", "1", "1.0", "0", "20", "0",
    ]  # fmt: skip


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_report_fits_80_columns(desk: Desk, lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    from rich.cells import cell_len

    from leadctl.commands.session import Session
    from leadctl.domain.days import Month
    from leadctl.domain.periods import month_period
    from leadctl.render.output import show
    from leadctl.render.pages import draw_report
    from leadctl.reports import Request, find_report
    from leadctl.store.access import read_store

    rows = [f"2026-11-{2 + n % 18:02} 10:00,,139001{n:05},{('vertical', 'wechat', '')[n % 3]},,,\n" for n in range(400)]
    desk.send(HEADER + "".join(rows), at=NOW)
    session = Session(str(desk.store), None, lang)
    with read_store(desk.store) as db:
        answer = find_report("channels").build(db, Request(month_period(Month(2026, 11), "2026-11-22")))
    page = draw_report("channels", answer.data, "Title", session.translate, answer.extra)
    show(page, "table", out=None, limit=None, translate=session.translate, width=80)
    lines = capsys.readouterr().out.splitlines()
    assert max(map(cell_len, lines)) <= 80
    assert {"en": "≤5 min", "zh": "≤5分"}[lang] in "".join(lines)
