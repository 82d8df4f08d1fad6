"""Owners in the day's work, and what came of speaking with them."""

from __future__ import annotations

import pytest

from tests.owners.conftest import DELIVERED, FRIEND, ZHANG, Showroom

DAY_3, DAY_4, DAY_7 = "2026-09-03", "2026-09-04", "2026-09-07"


def done(showroom: Showroom, result: str, *options: object, on: str = DAY_3, as_: str = "Li Na") -> dict[str, object]:
    return showroom.write("aftercare", "done", ZHANG, "--result", result, *options, on=on, as_=as_)


def test_a_delivery_starts_the_plan_on_its_third_day(showroom: Showroom) -> None:
    assert showroom.owed("2026-09-02") == []
    assert showroom.owed(DAY_3) == [(DAY_3, ["day-3"])]
    assert showroom.owed("2026-09-02", "--ahead", 1) == [(DAY_3, ["day-3"])]


def test_the_day_s_work_has_the_owner_with_the_lead_that_was_delivered(showroom: Showroom) -> None:
    [line] = showroom.due(DAY_4)
    assert {key: line[key] for key in ("lead", "customer", "phone", "grade", "model", "consultant", "at")} == {
        "lead": 1, "customer": "张伟", "phone": ZHANG, "grade": None, "model": "远山 X5", "consultant": "Li Na",
        "at": None,
    }  # fmt: skip
    assert (line["due_from"], line["due_by"], line["days_over"]) == (DAY_3, DAY_3, 1)
    assert line["why"] == "delivered 4 d ago: day 3 call 1 day over"


def test_what_was_missed_is_named_beside_what_is_due_until_it_is_made(showroom: Showroom) -> None:
    [line] = showroom.due("2026-09-14")
    assert (line["due_by"], line["days_over"]) == (DAY_3, 11)
    assert line["why"] == "delivered 14 d ago: day 3 call 11 days over; day 7 call 7 days over; day 14 mail today"
    assert showroom.owed("2026-09-14") == [(DAY_3, ["day-3", "day-7", "day-14"])]
    done(showroom, "fine", on="2026-09-14")
    assert showroom.due("2026-09-14") == []


def test_days_are_those_since_delivery_and_what_was_missed_goes_after_a_month(showroom: Showroom) -> None:
    [line] = showroom.due("2026-10-08")
    assert line["why"] == (
        "delivered 38 d ago: day 14 mail 24 days over; month 1 call 8 days over"
        " · Mid-Autumn on 2026-09-25 13 days over; National Day on 2026-10-01 7 days over"
    )
    assert showroom.due("2026-11-02") == []


def test_what_is_named_is_settled_and_the_rest_stays(showroom: Showroom) -> None:
    record = done(showroom, "fine", "--occasion", "day-7", on=DAY_7)
    assert (record["occasion"], record["next_on"]) == ("day-7", DAY_7)
    assert showroom.owed(DAY_7) == [(DAY_3, ["day-3"])]
    showroom.write("undo", on=DAY_7)
    assert showroom.owed(DAY_7) == [(DAY_3, ["day-3", "day-7"])]


def test_an_owner_of_two_cars_is_one_line_and_one_contact(showroom: Showroom) -> None:
    visit = showroom.write("log-visit", "--phone", ZHANG, "--model", "远山 S3", on="2026-09-01")
    showroom.write("order", visit["lead"], on="2026-09-01")
    showroom.write("deliver", visit["lead"], "--vin", "LSGJA52U0AH000002", on="2026-09-02")
    [line] = showroom.due(DAY_7)
    assert (line["lead"], line["days_over"]) == (1, 4)
    assert line["why"] == (
        "远山 X5, delivered 7 d ago: day 3 call 4 days over; day 7 call today"
        " · 远山 S3, delivered 5 d ago: day 3 call 2 days over"
    )
    done(showroom, "fine", "--vin", "0002", on=DAY_7)
    assert showroom.owed(DAY_7) == [(DAY_3, ["day-3", "day-7"])]
    showroom.write("undo", on=DAY_7)
    done(showroom, "fine", on=DAY_7)
    assert showroom.due(DAY_7) == []
    assert showroom.run("doctor").code == 0


def test_the_week_counts_whom_nobody_contacted_again(showroom: Showroom) -> None:
    """What was missed two months ago is gone; on Friday, 2026-11-20, there is a birthday."""
    showroom.write("edit", "customer", "c1", "--birthday", "1990-11-20", on=DAY_3)
    assert "0 today · 1 this week" in showroom.run("due", "--all", now="2026-11-16T08:00").out
    assert "0 today · 0 this week" in showroom.run("due", "--all", now="2026-11-09T08:00").out


def test_the_festivals_are_on_the_list_and_can_be_taken_off(showroom: Showroom) -> None:
    done(showroom, "fine", on="2026-09-24")
    assert showroom.owed("2026-09-25") == [("2026-09-25", ["Mid-Autumn 2026-09-25"])]
    listed = showroom.run("aftercare", "reminders", "--json", now="2026-09-24T12:00").json
    assert [(row["name"], row["on"]) for row in listed if row["on"]] == [
        ("Mid-Autumn", "2026-09-25"), ("National Day", "2026-10-01"), ("Spring Festival", "2027-02-06"),
        ("Dragon Boat", "2027-06-09"),
    ]  # fmt: skip
    showroom.write("aftercare", "remind", "中秋", "--remove", on="2026-09-24")
    assert showroom.owed("2026-09-25") == []
    showroom.write("undo", on="2026-09-24")
    assert len(showroom.owed("2026-09-25")) == 1


def test_only_the_seller_has_it_until_they_leave(showroom: Showroom) -> None:
    assert showroom.due(DAY_4, as_="Wang Qiang") == []
    assert len(showroom.due(DAY_4, "--all", as_="Wang Qiang")) == 1
    showroom.write("staff", "leave", "Li Na", on=DAY_4, as_="Mei")
    assert len(showroom.due("2026-09-05", as_="Wang Qiang")) == 1


def test_the_plan_follows_the_delivery_that_is_corrected_undone_and_redone(showroom: Showroom) -> None:
    operation = showroom.rows("SELECT max(id) FROM operations WHERE command = 'deliver'")[0][0]
    showroom.write("edit", "order", 1, "--delivered", "2026-08-29", on=DAY_3)
    assert showroom.owed(DAY_3) == [("2026-09-01", ["day-3"])]
    showroom.write("undo", on=DAY_3)
    assert showroom.owed(DAY_3) == [(DAY_3, ["day-3"])]
    undo = showroom.write("undo", operation, on=DAY_3)
    assert showroom.owed(DAY_3) == []
    showroom.write("undo", undo["operation"], on=DAY_3)
    assert showroom.owed(DAY_3) == [(DAY_3, ["day-3"])]


def test_a_delivery_stays_while_its_owner_was_spoken_with(showroom: Showroom) -> None:
    done(showroom, "fine")
    operation = showroom.rows("SELECT max(id) FROM operations WHERE command = 'deliver'")[0][0]
    refused = showroom.run("undo", operation, as_="Li Na", now=f"{DAY_3}T12:00")
    assert refused.code == 1
    assert "aftercare done" in refused.err


def test_imported_deliveries_have_owners_too(showroom: Showroom) -> None:
    showroom.write("log-visit", "--phone", FRIEND, on="2026-09-01")
    path = showroom.folder / "orders.csv"
    path.write_text(f"phone,ordered_on,delivered_on\n{FRIEND},2026-09-01,2026-09-02\n", encoding="utf-8")
    assert showroom.run("import", "orders", path, as_="Mei", now="2026-09-03T08:00").code == 0
    assert showroom.owed("2026-09-05") == [(DAY_3, ["day-3"]), ("2026-09-05", ["day-3"])]


def test_a_contact_settles_what_is_owed_and_is_undone_exactly(showroom: Showroom) -> None:
    before = showroom.state()
    record = done(showroom, "fine", "--score", 9, on=DAY_4)
    assert (record["occasion"], record["due_on"], record["next_on"]) == ("day-3", DAY_3, DAY_7)
    assert showroom.owed(DAY_4) == []
    after = showroom.state()
    undo = showroom.write("undo", on=DAY_4)
    assert showroom.state() == before
    showroom.write("undo", undo["operation"], on=DAY_4)
    assert showroom.state() == after


def test_no_answer_comes_back_tomorrow(showroom: Showroom) -> None:
    done(showroom, "no-answer")
    assert showroom.due(DAY_3) == []
    [line] = showroom.due(DAY_4)
    assert (line["attempts"], line["due_by"], line["days_over"]) == (1, DAY_3, 1)
    assert line["why"] == "no answer 1×: try again · delivered 4 d ago: day 3 call 1 day over"


@pytest.mark.parametrize("wish", ["replace", "add"])
def test_a_wish_opens_a_lead_of_source_owner_followed_up_the_next_day(showroom: Showroom, wish: str) -> None:
    before = showroom.state()
    record = done(showroom, wish, "--note", "wants a bigger one")
    assert (record["opened"], record["new_lead"]) == (True, 2)
    card = showroom.run("show", 2, "--json", now=f"{DAY_3}T12:00").json
    assert (card["source"], card["consultant"], card["status"]) == ("owner", "Li Na", "open")
    assert (card["task"], card["due_by"], card["customer"]) == ("first-follow-up", DAY_4, "张伟")
    showroom.write("undo", on=DAY_3)
    assert showroom.state() == before


def test_a_wish_of_somebody_with_an_open_lead_is_added_to_it(showroom: Showroom) -> None:
    visit = showroom.write("log-visit", "--phone", ZHANG, on="2026-09-02")
    result = showroom.run(
        "aftercare", "done", "c1", "--result", "add", "--json", as_="Wang Qiang", now=f"{DAY_3}T10:00"
    )
    assert (result.json["new_lead"], result.json["opened"]) == (visit["lead"], False)
    assert "is open already" in result.err
    assert showroom.rows("SELECT count(*) FROM leads")[0][0] == 2


def test_a_recommendation_opens_a_referral_lead_of_the_friend(showroom: Showroom) -> None:
    record = done(showroom, "recommend", "--name", "李静", "--phone", FRIEND)
    card = showroom.run("show", record["new_lead"], "--json", now=f"{DAY_3}T12:00").json
    assert (card["customer"], card["phone"], card["source"]) == ("李静", FRIEND, "referral")
    assert showroom.rows(
        "SELECT l.customer FROM aftercare AS a JOIN orders AS o ON o.id = a.delivery JOIN leads AS l ON l.id = o.lead"
        " WHERE a.new_lead = ?", record["new_lead"],
    ) == [(1,)]  # fmt: skip
    traffic = showroom.run("report", "traffic", "--month", "2026-09", "--json", now=f"{DAY_3}T12:00").json
    assert traffic["traffic"] == 0


def test_a_friend_s_visit_goes_to_the_lead_that_was_opened_for_them(showroom: Showroom) -> None:
    record = done(showroom, "recommend", "--phone", FRIEND)
    visit = showroom.write("log-visit", "--phone", FRIEND, "--source", "showroom", on=DAY_4)
    assert (visit["lead"], visit["new_lead"]) == (record["new_lead"], False)
    card = showroom.run("show", record["new_lead"], "--json", now=f"{DAY_4}T12:00").json
    assert card["source"] == "referral"


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (("--result", "great"), 2, "none of"),
        (("--result", "complaint"), 2, "--note"),
        (("--result", "fine", "--until", "+3d"), 2, "complaint"),
        (("--result", "recommend"), 2, "--phone"),
        (("--result", "recommend", "--phone", ZHANG), 1, "owner's own"),
        (("--result", "fine", "--occasion", "day-99"), 1, "none of this car's"),
        (("--result", "fine", "--at", "2026-08-01"), 1, "before the delivery"),
        (("--result", "no-answer", "--score", "3"), 2, "--score"),
    ],
)
def test_what_does_not_go_together_is_refused(
    showroom: Showroom, options: tuple[str, ...], code: int, said: str
) -> None:
    before = showroom.state()
    result = showroom.run("aftercare", "done", ZHANG, *options, as_="Li Na", now=f"{DAY_3}T10:00")
    assert result.code == code
    assert said in result.err
    assert showroom.state() == before


def test_who_owns_nothing_is_no_owner(showroom: Showroom) -> None:
    showroom.write("log-visit", "--phone", FRIEND, "--name", "李静", on=DAY_3)
    for owner in (FRIEND, "李静", "c99"):
        assert showroom.run("aftercare", "done", owner, "--result", "fine", now=f"{DAY_3}T10:00").code == 1
    for owner in ("c1", "1", "张伟", ZHANG):
        assert showroom.write("aftercare", "done", owner, "--result", "fine", on=DAY_3)["customer_id"] == 1


def test_a_complaint_is_work_until_it_is_solved(showroom: Showroom) -> None:
    record = done(showroom, "complaint", "--note", "a door rattles", "--staff", "Wang Qiang", "--until", "+3d")
    [line] = showroom.due(DAY_7, as_="Wang Qiang")
    assert (line["due_by"], line["days_over"], line["last_note"]) == ("2026-09-06", 1, "a door rattles")
    listed = showroom.run("aftercare", "complaints", "--json", now=f"{DAY_7}T08:00").json
    assert [(row["complaint"], row["staff"], row["what"]) for row in listed] == [(1, "Wang Qiang", "a door rattles")]
    before = showroom.state()
    showroom.write("aftercare", "solved", record["complaint"], "--note", "adjusted", on=DAY_7)
    assert showroom.due(DAY_7, as_="Wang Qiang") == []
    again = showroom.run("aftercare", "solved", 1, as_="Li Na", now=f"{DAY_7}T11:00")
    assert again.code == 1
    showroom.write("undo", on=DAY_7)
    assert showroom.state() == before


def test_reminders_of_the_store_s_own_reach_every_owner_and_are_undone(showroom: Showroom) -> None:
    done(showroom, "fine", on="2026-10-01")
    before = showroom.state()
    showroom.write("aftercare", "remind", "National Day", "--on", "2026-10-08", on="2026-10-01")
    assert showroom.owed("2026-10-08") == [("2026-10-08", ["National Day 2026-10-08"])]
    showroom.write("undo", on="2026-10-01")
    assert showroom.state() == before
    assert showroom.owed("2026-10-08") == []


def test_a_birthday_that_is_learnt_moves_the_next_contact(showroom: Showroom) -> None:
    done(showroom, "fine", on="2026-10-01")
    showroom.write("edit", "customer", "c1", "--birthday", "1990-10-20", on="2026-10-01")
    assert showroom.owed("2026-10-20") == [("2026-10-20", ["birthday-2026"])]
    showroom.write("undo", on="2026-10-02")
    assert showroom.owed("2026-10-20") == []


def test_the_doctor_proves_the_dates_of_owners(showroom: Showroom) -> None:
    done(showroom, "no-answer")
    assert showroom.run("doctor").code == 0
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(showroom.store)) as db, db:
        db.execute("UPDATE orders SET care_on = '2030-01-01'")
    report = showroom.run("doctor")
    assert report.code != 0
    assert "care_on" in report.out + report.err


def test_merged_owners_keep_their_cars_and_contacts(showroom: Showroom) -> None:
    showroom.buy(FRIEND, ordered="2026-08-25", delivered=DELIVERED, name="张维")
    done(showroom, "fine")
    before = showroom.state()
    showroom.write("merge", "c1", "into", "c2", on=DAY_4)
    assert [row["customer_id"] for row in showroom.due("2026-09-07")] == [2]
    showroom.write("undo", on=DAY_4)
    assert showroom.state() == before


def test_a_friend_who_had_come_under_another_phone_is_a_referral_once_both_are_one(showroom: Showroom) -> None:
    """Nobody knew a source at the visit; the owner's word is the first that tells one."""
    visit = showroom.write("log-visit", "--phone", "13912340077", on="2026-09-01")
    friend = done(showroom, "recommend", "--phone", FRIEND)
    before = showroom.state()
    gone, kept = (
        showroom.rows("SELECT customer FROM leads WHERE id = ?", lead)[0][0]
        for lead in (friend["new_lead"], visit["lead"])
    )
    showroom.write("merge", f"c{gone}", "into", f"c{kept}", on=DAY_4)
    card = showroom.run("show", visit["lead"], "--json", now=f"{DAY_4}T12:00").json
    assert (card["opened_at"][:10], card["source"]) == ("2026-09-01", "referral")
    assert showroom.run("doctor").code == 0
    showroom.write("undo", on=DAY_4)
    assert showroom.state() == before


@pytest.mark.parametrize("fmt", ["table", "plain", "markdown", "csv", "json", "jsonl"])
def test_owners_to_contact_read_well(showroom: Showroom, fmt: str) -> None:
    result = showroom.run("aftercare", "--format", fmt, as_="Li Na", now=f"{DAY_3}T08:00", env={"COLUMNS": "80"})
    assert result.code == 0
    assert "张伟" in result.out


@pytest.mark.parametrize("command", [("aftercare", "complaints"), ("aftercare", "list", "--ahead", "9")])
def test_days_that_are_left_are_not_said_to_be_over(showroom: Showroom, command: tuple[str, ...]) -> None:
    if "complaints" in command:
        done(showroom, "complaint", "--note", "a door rattles", "--until", DAY_3, on=DELIVERED)
    before, after = "2026-09-01", "2026-09-05"  # of what falls due on day 3, the 3rd of September

    def read(fmt: str, mark: str, name: str, on: str) -> str:
        result = showroom.run(*command, "--format", fmt, as_="Li Na", now=f"{on}T08:00")
        lines = [line.split(mark) for line in result.out.splitlines() if mark in line]
        return lines[-1][[head.strip() for head in lines[0]].index(name)].strip()

    assert [read("markdown", "|", "Days over", on) for on in (before, DAY_3, after)] == ["", "", "2"]
    assert [read("csv", ",", "days_over", on) for on in (before, DAY_3, after)] == ["-2", "0", "2"]
