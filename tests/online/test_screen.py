"""The call that screens an online lead: what each result brings, and what it may not be given for."""

from __future__ import annotations

import pytest

from tests.online.conftest import LI, WANG, ZHANG, Desk

CALL = "2026-11-10T10:20"
"""Twenty minutes after the enquiry."""


def test_an_enquiry_is_first_in_the_work_with_its_waiting_time(desk: Desk) -> None:
    lead = desk.enquire()
    [line] = desk.read("due", at="2026-11-10T10:25")
    assert (line["lead"], line["task"], line["due_from"], line["due_by"]) == (
        lead, "screening", "2026-11-10", "2026-11-10",
    )  # fmt: skip
    assert (line["days_over"], line["attempts"], line["at"]) == (0, 0, None)
    assert line["why"] == "online enquiry, waiting 25 min: first call"


@pytest.mark.parametrize(
    ("moment", "waited"),
    [("2026-11-10T11:59", "119 min"), ("2026-11-10T14:30", "4 h"), ("2026-11-13T09:00", "2 d")],
)
def test_the_waiting_time_is_told_in_minutes_hours_or_days(desk: Desk, moment: str, waited: str) -> None:
    desk.enquire()
    assert desk.read("due", at=moment)[0]["why"] == f"online enquiry, waiting {waited}: first call"
    assert f"waiting {waited}: first call" in desk.run("due", as_="Mei", now=moment).out


def test_enquiries_stand_before_hot_leads_that_are_overdue_the_longest_waiting_first(desk: Desk) -> None:
    hot = desk.write("log-visit", "--phone", WANG, "--grade", "H", at="2026-11-02T10:00", as_="Li Na")["lead"]
    second, first = desk.enquire(ZHANG, at="2026-11-10T10:00"), desk.enquire(LI, at="2026-11-10T09:00")
    assert [lead for lead, *_ in desk.due("2026-11-10T10:30")] == [first, second, hot]
    printed = desk.run("due", as_="Mei", now="2026-11-10T10:30").out
    assert printed.index("To screen (2)") < printed.index("Overdue (1)")


def test_a_goes_to_a_consultant_with_the_appointment(desk: Desk) -> None:
    lead = desk.enquire()
    record = desk.write("screen", lead, "A", "--appointment", "2026-11-14 15:00", at=CALL)
    assert (record["screening"], record["appointment"], record["consultant"]) == ("A", "2026-11-14T15:00", "Li Na")
    assert (record["due_from"], record["due_by"], record["grade"]) == ("2026-11-14", "2026-11-14", None)
    assert desk.due("2026-11-13T08:00") == []
    [line] = desk.read("due", at="2026-11-14T08:00", as_="Li Na")
    assert (line["task"], line["at"], line["why"]) == ("appointment", "2026-11-14T15:00", "comes today at 15:00")


def test_a_goes_to_the_consultants_in_turn_or_to_the_one_who_is_named(desk: Desk) -> None:
    owners = [
        desk.write("screen", desk.enquire(phone), "A", *to, at=CALL)["consultant"]
        for phone, to in ((ZHANG, ()), (LI, ()), (WANG, ("--to", "Wang Qiang")), ("13800000004", ()))
    ]
    assert owners == ["Li Na", "Wang Qiang", "Wang Qiang", "Li Na"]


def test_a_lead_that_somebody_owns_stays_theirs(desk: Desk) -> None:
    lead = desk.enquire(ZHANG, "--consultant", "Wang Qiang")
    assert desk.write("screen", lead, "A", at=CALL)["consultant"] == "Wang Qiang"


def test_an_a_without_an_appointment_is_called_tomorrow_to_make_it(desk: Desk) -> None:
    lead = desk.enquire()
    desk.write("screen", lead, "A", at=CALL)
    assert desk.due("2026-11-11T08:00", as_="Li Na") == [(lead, "follow-up", "2026-11-11")]


def test_an_a_that_does_not_come_is_invited_again_the_day_after(desk: Desk) -> None:
    lead = desk.enquire()
    desk.write("screen", lead, "A", "--appointment", "2026-11-14 15:00", at=CALL)
    [line] = desk.read("due", at="2026-11-15T08:00", as_="Li Na")
    assert (line["lead"], line["task"], line["due_by"]) == (lead, "follow-up", "2026-11-15")
    assert line["why"] == "did not come on 2026-11-14: invite again"


def test_b_is_called_again_two_days_before_the_promised_day(desk: Desk) -> None:
    lead = desk.enquire()
    record = desk.write("screen", lead, "B", "--appointment", "2026-11-22", at=CALL)
    assert (record["due_from"], record["due_by"], record["consultant"]) == ("2026-11-20", "2026-11-20", None)
    assert desk.due("2026-11-19T08:00") == []
    assert desk.due("2026-11-20T08:00") == [(lead, "follow-up", "2026-11-20")]


def test_c_is_called_again_every_15_days(desk: Desk) -> None:
    lead = desk.enquire()
    assert desk.write("screen", lead, "C", at=CALL)["due_by"] == "2026-11-25"
    assert desk.due("2026-11-24T08:00") == []
    assert desk.due("2026-11-25T08:00") == [(lead, "follow-up", "2026-11-25")]
    assert desk.write("screen", lead, "C", at="2026-11-25T09:00")["due_by"] == "2026-12-10"


def test_unreached_comes_back_the_next_day_and_stays_first(desk: Desk) -> None:
    hot = desk.write("log-visit", "--phone", WANG, "--grade", "H", at="2026-11-02T10:00", as_="Li Na")["lead"]
    lead = desk.enquire()
    record = desk.write("screen", lead, "unreached", at=CALL)
    assert (record["attempts"], record["due_by"], record["status"]) == (1, "2026-11-10", "open"), "a try moves nothing"
    assert [number for number, *_ in desk.due("2026-11-10T18:00")] == [hot]
    lines = desk.read("due", at="2026-11-11T08:00")
    assert [line["lead"] for line in lines] == [lead, hot]
    assert (lines[0]["task"], lines[0]["attempts"], lines[0]["why"]) == ("screening", 1, "no answer 1×: try again")


def test_d_is_a_defeat_that_is_verified_like_any_other(desk: Desk) -> None:
    lead = desk.enquire(ZHANG, "--model", "X5")
    record = desk.write("screen", lead, "D", "--note", "bought a used one", at=CALL)
    assert (record["status"], record["verification"], record["due_by"]) == ("defeated", "pending", "2026-11-11")
    assert desk.due("2026-11-11T08:00") == [(lead, "verification", "2026-11-11")]
    defeats = desk.read("report", "defeats", at="2026-11-11T08:00")
    assert defeats["total"]["counts"]["gave-up"] == defeats["total"]["total"] == 1
    assert defeats["verification"]["pending"] == 1
    code, said = desk.refused("verify", lead, "confirmed", at="2026-11-11T09:00", as_="Mei")
    assert code == 1, said
    archived = desk.write("verify", lead, "confirmed", at="2026-11-11T09:00", as_="Zhao")
    assert (archived["verification"], archived["due_by"]) == ("confirmed", None)


def test_a_result_never_sets_a_grade(desk: Desk) -> None:
    graded, ungraded = desk.enquire(ZHANG, "--grade", "B"), desk.enquire(LI)
    for lead, grade in ((graded, "B"), (ungraded, None)):
        assert desk.write("screen", lead, "C", at=CALL)["grade"] == grade


def test_the_card_tells_of_the_screening(desk: Desk) -> None:
    lead = desk.enquire()
    desk.write("screen", lead, "B", "--appointment", "2026-11-20", "--note", "after the fair", at=CALL)
    printed = desk.run("show", lead, as_="Mei", now=CALL).out
    assert "B: comes within 15 days · agreed to come on 2026-11-20 · “after the fair”" in printed


@pytest.mark.parametrize("result", ["A", "B", "C", "D", "unreached"])
def test_undo_of_a_screening_gives_back_the_exact_state(desk: Desk, result: str) -> None:
    lead = desk.enquire()
    desk.write("screen", lead, "unreached", at="2026-11-10T10:05")
    before = desk.state()
    when = ("--appointment", "2026-11-15 10:00") if result in "AB" else ()
    record = desk.write("screen", lead, result, *when, "--note", "x", at=CALL)
    after = desk.state()
    assert after != before
    undone = desk.write("undo", record["operation"], at="2026-11-10T10:30")
    assert desk.state() == before
    desk.write("undo", undone["operation"], at="2026-11-10T10:31")
    assert desk.state() == after
    assert desk.run("doctor", as_="Mei", now="2026-11-10T10:32").code == 0


def test_only_a_lead_that_an_enquiry_opened_is_screened(desk: Desk) -> None:
    walked = desk.write("log-visit", "--phone", ZHANG, at="2026-11-09T10:00", as_="Li Na")["lead"]
    desk.enquire(ZHANG)
    code, said = desk.refused("screen", walked, "A", at=CALL)
    assert (code, "not opened by an online enquiry" in said, f"leadctl followup {walked}" in said) == (1, True, True)


def test_an_a_is_not_screened_again(desk: Desk) -> None:
    lead = desk.enquire()
    desk.write("screen", lead, "A", at=CALL)
    code, said = desk.refused("screen", lead, "C", at="2026-11-11T10:00")
    assert (code, "screened already (A)" in said) == (1, True)


@pytest.mark.parametrize("result", ["B", "C", "unreached"])
def test_who_is_nurtured_is_screened_until_they_come_or_give_up(desk: Desk, result: str) -> None:
    lead = desk.enquire()
    desk.write("screen", lead, result, at=CALL)
    assert desk.write("screen", lead, "A", at="2026-11-11T10:00")["screening"] == "A"


def test_who_gave_up_is_not_screened_while_that_is_verified(desk: Desk) -> None:
    lead = desk.enquire()
    desk.write("screen", lead, "D", at=CALL)
    assert desk.refused("screen", lead, "A", at="2026-11-11T10:00")[0] == 1


@pytest.mark.parametrize(
    ("result", "promised", "hint"),
    [
        ("A", "2026-11-18 10:00", "screen B, or C without a date"),
        ("A", "2026-11-26 10:00", "screen C"),
        ("B", "2026-11-26 10:00", "screen C"),
    ],
)
def test_a_day_beyond_what_the_result_says_is_refused(desk: Desk, result: str, promised: str, hint: str) -> None:
    """The call is on the 10th: A comes by the 17th, B by the 25th."""
    lead = desk.enquire()
    code, said = desk.refused("screen", lead, result, "--appointment", promised, at=CALL)
    assert (code, hint in said) == (1, True), said


@pytest.mark.parametrize(("result", "promised"), [("A", "2026-11-17 10:00"), ("B", "2026-11-25 10:00")])
def test_the_last_day_that_a_result_allows_is_taken(desk: Desk, result: str, promised: str) -> None:
    lead = desk.enquire()
    record = desk.write("screen", lead, result, "--appointment", promised, at=CALL)
    assert record["appointment"] == promised.replace(" ", "T")


@pytest.mark.parametrize("result", ["C", "D", "unreached"])
def test_only_a_and_b_agree_to_come(desk: Desk, result: str) -> None:
    lead = desk.enquire()
    code, said = desk.refused("screen", lead, result, "--appointment", "2026-11-12 10:00", at=CALL)
    assert (code, "--appointment goes with A and B" in said) == (2, True)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("E",), 2),
        (("B", "--to", "Li Na"), 2),
        (("A", "--appointment", "2026-11-09 10:00"), 1),
        (("A", "--to", "Nobody"), 1),
    ],
)
def test_what_makes_no_sense_is_refused(desk: Desk, words: tuple[str, ...], code: int) -> None:
    assert desk.refused("screen", desk.enquire(), *words, at=CALL)[0] == code


def test_a_screening_is_found_by_phone_like_any_lead(desk: Desk) -> None:
    lead = desk.enquire()
    assert desk.write("screen", ZHANG, "C", at=CALL)["lead"] == lead


def test_two_enquiries_before_the_first_call_are_one_call_to_make(desk: Desk) -> None:
    lead = desk.enquire()
    desk.enquire(ZHANG, "--channel", "app", at="2026-11-10T21:00")
    assert desk.due("2026-11-11T08:00") == [(lead, "screening", "2026-11-10")]
    assert desk.write("screen", lead, "C", at="2026-11-11T09:00")["screening"] == "C"
