"""Examples of what is owed on a day, worked out by hand from docs/domain.md section 3.

Ann opens lead 1 on Monday 2026-11-02 with ``opened``. Under five grades A is contacted every 3 to 5 days, B every 7.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.oracle.playing import Run
from tests.oracle.small_store import SmallStore

CLOSED_ON_SATURDAY = """
name = "closed on a Saturday"
unknown = "B"
closed = ["2026-11-07"]

[grades.A]
contact = [3, 5]

[grades.B]
contact = [7, 7]

[grades.O]
contact = [7, 7]
"""


def opened(small: SmallStore, grade: str) -> None:
    """Lead 1, Ann's: came on the 2nd, was called on the 3rd. A: due 06 to 08, B: due on the 10th."""
    small.at("02 09:00", f"log-visit --phone 13800000001 --grade {grade} --source showroom --model Alpha")
    small.at("03 09:00", "followup 1 called")


# --- a. A new appointment is the invitation that a no-show asks for --------------------------------------------------


def test_a_new_appointment_after_a_no_show_ends_the_invitation_and_the_window_goes_on(small: SmallStore) -> None:
    opened(small, "B")
    small.at("03 10:00", "appoint 1 --at 2026-11-05T10:00")
    assert small.lines("06") == [(1, "follow-up", "11-06", "11-06")]
    small.at("06 19:00", "appoint 1 --at 2026-11-12T10:00")
    assert small.owed("07") == ("follow-up", "11-10", "11-10")
    assert small.lines("09") == []
    assert small.lines("10") == [(1, "follow-up", "11-10", "11-10")]


def test_a_new_appointment_in_the_running_window_stands_for_the_follow_up_again(small: SmallStore) -> None:
    opened(small, "B")
    small.at("03 10:00", "appoint 1 --at 2026-11-05T10:00")
    small.at("06 10:00", "appoint 1 --at 2026-11-09T10:00")
    assert small.lines("08") == []
    assert small.lines("09") == [(1, "appointment", "11-09", "11-09")]


def test_an_invitation_by_a_new_appointment_leaves_no_missed_window_behind(small: SmallStore) -> None:
    opened(small, "B")
    small.at("03 10:00", "appoint 1 --at 2026-11-05T10:00")
    small.at("06 10:00", "appoint 1 --at 2026-11-12T10:00")
    small.at("10 10:00", "followup 1 'still comes'")
    row = small.discipline("12")["Ann"]
    assert (row["due"], row["on_time"], row["overdue_now"]) == (2, 2, 0)


def test_an_appointment_after_the_window_is_a_line_of_its_own_on_its_day(small: SmallStore) -> None:
    opened(small, "A")
    small.at("03 10:00", "appoint 1 --at 2026-11-12T10:00")
    assert small.lines("06") == [(1, "follow-up", "11-06", "11-08")]
    lines = small.lines("12")
    assert sorted(lines) == [(1, "appointment", "11-12", "11-12"), (1, "follow-up", "11-06", "11-08")]


# --- b. A try moves nothing ------------------------------------------------------------------------------------------


def test_a_try_before_an_agreed_date_leaves_the_date_and_asks_for_no_retry(small: SmallStore) -> None:
    opened(small, "B")
    small.at("03 11:00", "followup 1 'call me then' --next 2026-11-12")
    small.at("03 12:00", "followup 1 --outcome no-answer")
    assert small.owed("05") == ("follow-up", "11-12", "11-12")
    assert [small.lines(day) for day in ("04", "05", "11")] == [[], [], []]
    line = small.line("12")
    assert (line["due_by"], line["days_over"], line["attempts"]) == ("2026-11-12", 0, 1)


def test_a_try_moves_neither_date_and_comes_back_the_next_day(small: SmallStore) -> None:
    opened(small, "A")
    record = small.at("06 10:00", "followup 1 --outcome no-answer")
    assert (record["due_from"], record["due_by"], record["attempts"]) == ("2026-11-06", "2026-11-08", 1)
    assert small.lines("06") == []
    line = small.line("07")
    assert (line["due_from"], line["due_by"], line["days_over"]) == ("2026-11-06", "2026-11-08", -1)
    assert line["retry_on"] == "2026-11-07"


def test_a_try_before_the_window_brings_the_lead_back_before_the_window(small: SmallStore) -> None:
    opened(small, "B")
    small.at("05 10:00", "followup 1 --outcome no-answer")
    line = small.line("06")
    assert (line["due_by"], line["retry_on"], line["days_over"]) == ("2026-11-10", "2026-11-06", -4)


def test_a_try_on_an_overdue_lead_leaves_it_overdue(small: SmallStore) -> None:
    opened(small, "A")
    small.at("11 10:00", "followup 1 --outcome no-answer")
    assert small.discipline("11")["Ann"]["overdue_now"] == 1
    line = small.line("12")
    assert (line["due_by"], line["days_over"], line["attempts"]) == ("2026-11-08", 4, 1)


def test_tries_do_not_keep_a_neglected_lead_out_of_the_common_pool(small: SmallStore) -> None:
    """A is neglected when it is overdue by more than 7 days (docs/domain.md section 10), so on the 16th."""
    opened(small, "A")
    for day in ("13", "14", "15"):
        small.at(f"{day} 10:00", "followup 1 --outcome no-answer")
    small.at("15 18:00", "assign --release", "Max")
    assert small.show("15")["consultant"] == "Ann"
    small.at("16 10:00", "assign --release", "Max")
    assert small.show("16")["consultant"] is None


def test_a_try_with_a_date_comes_back_on_that_date_and_not_before(small: SmallStore) -> None:
    opened(small, "A")
    small.at("06 10:00", "followup 1 --outcome no-answer --next 2026-11-09")
    assert [small.lines(day) for day in ("07", "08")] == [[], []]
    line = small.line("09")
    assert (line["due_by"], line["days_over"], line["retry_on"]) == ("2026-11-08", 1, "2026-11-09")


def test_a_retry_falls_on_the_next_open_day(run: Run, store: Path, tmp_path: Path) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text(CLOSED_ON_SATURDAY, encoding="utf-8")
    small = SmallStore(run, store, str(policy))
    opened(small, "B")
    small.at("06 10:00", "followup 1 --outcome no-answer")
    assert small.lines("07") == []
    assert small.line("08")["retry_on"] == "2026-11-08"


def test_a_try_on_the_day_of_the_call_before_a_promised_visit_is_repeated_the_next_day(small: SmallStore) -> None:
    """A B promised for the 6th is called on the 4th (docs/domain.md section 4); the day that was agreed is the
    visit's, not the call's. That nobody came on the 6th answers no call, whoever has the lead since."""
    small.at("01 09:00", "log-visit --phone 13800000001 --kind online --channel wechat", "Sue")
    small.at("02 09:00", "screen 1 B --appointment 2026-11-06T10:00", "Sue")
    small.at("04 10:00", "followup 1 --outcome no-answer")
    assert small.lines("04") == []
    assert _retry(small, "05") == ("2026-11-04", "2026-11-05", 1)
    small.at("07 10:00", "assign 1 --to Ben", "Max")
    assert _retry(small, "08") == ("2026-11-04", "2026-11-05", 4)


def _retry(small: SmallStore, day: str) -> tuple[str, str, int]:
    line = small.line(day)
    return line["due_by"], line["retry_on"], line["days_over"]


def test_a_try_before_an_appointment_asks_for_no_retry(small: SmallStore) -> None:
    opened(small, "A")
    small.at("03 10:00", "appoint 1 --at 2026-11-07T10:00")
    small.at("05 10:00", "followup 1 --outcome no-answer")
    assert small.lines("06") == []
    line = small.line("07")
    assert (line["task"], line["attempts"], line["retry_on"]) == ("appointment", 1, None)


def test_attempts_count_the_tries_since_the_last_contact(small: SmallStore) -> None:
    opened(small, "A")
    small.at("06 10:00", "followup 1 --outcome no-answer")
    small.at("07 10:00", "followup 1 --outcome no-answer")
    assert small.show("07")["attempts"] == 2
    small.at("08 10:00", "followup 1 reached")
    shown = small.show("08")
    assert (shown["attempts"], shown["due_from"], shown["due_by"]) == (0, "2026-11-11", "2026-11-13")


def test_a_try_on_an_overdue_lead_adds_no_second_missed_window_before_a_no_show(small: SmallStore) -> None:
    """Missed once, on the 8th, whatever was tried and promised since: the appointment stands beside that window."""
    opened(small, "A")
    small.at("09 10:00", "followup 1 --outcome no-answer")
    small.at("10 10:00", "appoint 1 --at 2026-11-12T10:00")
    small.at("13 10:00", "followup 1 reached")
    row = small.discipline("14")["Ann"]
    assert (row["due"], row["on_time"]) == (2, 1)


def test_an_unreached_first_call_stays_due_on_the_day_of_the_enquiry(small: SmallStore) -> None:
    small.at("02 09:00", "log-visit --phone 13800000001 --kind online --channel wechat", "Sue")
    small.at("02 09:20", "screen 1 unreached", "Sue")
    assert small.lines("02") == []
    line = small.line("03")
    assert (line["task"], line["due_by"], line["days_over"]) == ("screening", "2026-11-02", 1)
    assert (line["retry_on"], line["attempts"]) == ("2026-11-03", 1)


def test_a_customer_service_that_reaches_nobody_tries_again_tomorrow_as_before(small: SmallStore) -> None:
    opened(small, "A")
    small.at("05 10:00", "defeat 1 --lost-contact")
    small.at("05 11:00", "verify 1 unreachable", "Sue")
    assert small.lines("05") == []
    assert small.lines("06") == [(1, "verification", "11-06", "11-06")]


# --- c. An appointment and the running window ------------------------------------------------------------------------


def test_the_visit_that_keeps_an_appointment_answers_the_running_window(small: SmallStore) -> None:
    opened(small, "B")
    small.at("03 10:00", "appoint 1 --at 2026-11-09T10:00")
    small.at("09 10:10", "log-visit --phone 13800000001")
    assert small.owed("09") == ("follow-up", "11-16", "11-16")
    row = small.discipline("12")["Ann"]
    assert (row["due"], row["on_time"]) == (2, 2)


def test_a_missed_appointment_on_the_last_day_leaves_the_next_day_for_the_call(small: SmallStore) -> None:
    """The window ended on the 10th; that nobody came was known in the evening, so that the 11th is in time."""
    opened(small, "B")
    small.at("03 10:00", "appoint 1 --at 2026-11-10T10:00")
    small.at("11 10:00", "followup 1 'invited again'")
    row = small.discipline("14")["Ann"]
    assert (row["due"], row["on_time"]) == (2, 2)


def test_two_days_after_a_missed_appointment_on_the_last_day_the_window_is_missed_once(small: SmallStore) -> None:
    opened(small, "B")
    small.at("03 10:00", "appoint 1 --at 2026-11-10T10:00")
    small.at("12 10:00", "followup 1 'invited again'")
    row = small.discipline("14")["Ann"]
    assert (row["due"], row["on_time"]) == (2, 1)


def test_a_missed_appointment_early_in_the_window_leaves_the_whole_window(small: SmallStore) -> None:
    """Invite again on the 6th is owed; for the consultant's share the window of B still ends on the 10th."""
    opened(small, "B")
    small.at("03 10:00", "appoint 1 --at 2026-11-05T10:00")
    small.at("09 10:00", "followup 1 'invited again'")
    row = small.discipline("14")["Ann"]
    assert (row["due"], row["on_time"]) == (2, 2)


# --- d. One answer everywhere ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("meets", "day", "owed"),
    [
        ("2026-11-07T10:00", "08", ("follow-up", "11-08", "11-08")),  # A's window: 06 to 08
        ("2026-11-07T10:00", "10", ("follow-up", "11-08", "11-08")),
        ("2026-11-05T10:00", "06", ("follow-up", "11-06", "11-06")),
        ("2026-11-12T10:00", "13", ("follow-up", "11-06", "11-08")),  # the window had ended: it stays what is owed
    ],
)
def test_after_a_no_show_every_command_says_the_same(
    small: SmallStore, meets: str, day: str, owed: tuple[str, str, str]
) -> None:
    opened(small, "A")
    small.at("03 10:00", f"appoint 1 --at {meets}")
    assert small.lines(day) == [(1, *owed)]
    assert small.owed(day) == owed
    assert small.at(f"{day} 18:30", "find 0000001")[0]["due_by"][5:] == owed[2]
    assert small.report(day, "prospects")["prospects"][0]["due_by"][5:] == owed[2]


def test_until_its_day_an_appointment_stands_for_the_follow_up_in_every_command(small: SmallStore) -> None:
    opened(small, "A")
    small.at("03 10:00", "appoint 1 --at 2026-11-07T10:00")
    assert small.owed("06") == ("appointment", "11-07", "11-07")
    assert small.lines("06") == []
    line = small.line("07")
    assert (line["task"], line["at"], line["days_over"]) == ("appointment", "2026-11-07T10:00", 0)
    assert small.at("06 18:40", "find 0000001")[0]["due_by"] == "2026-11-07"


# --- i. What was said last -------------------------------------------------------------------------------------------


def test_what_was_said_last_is_of_the_newest_contact_that_has_a_note(small: SmallStore) -> None:
    small.at("02 09:00", "log-visit --phone 13800000001 --grade A --note 'wants a red one'")
    assert small.line("03")["last_note"] == "wants a red one"
    small.at("03 10:00", "followup 1 'asks for the price'")
    small.at("03 11:00", "followup 1")
    small.at("06 10:00", "followup 1 'nobody there' --outcome no-answer")
    assert small.line("07")["last_note"] == "asks for the price"
    small.at("07 19:00", "log-visit --phone 13800000001 --note 'came with his wife'")
    assert small.line("10")["last_note"] == "came with his wife"


def test_a_note_of_an_earlier_day_that_is_entered_later_is_not_the_last(small: SmallStore) -> None:
    opened(small, "A")
    small.at("04 10:00", "followup 1 newest")
    small.at("05 10:00", "followup 1 older --at 2026-11-03T15:00")
    assert small.line("07")["last_note"] == "newest"


# --- m. Overdue, counted alike ---------------------------------------------------------------------------------------


def test_the_overdue_of_the_report_of_the_page_and_of_the_list_agree(small: SmallStore) -> None:
    """Lead 1 is over since the 9th, lead 2 did not come on the 8th and is over since the 10th, lead 3 comes today."""
    opened(small, "A")
    for phone, lead in (("13800000002", 2), ("13800000003", 3)):
        small.at("03 09:10", f"log-visit --phone {phone} --grade B")
        small.at("03 10:00", f"followup {lead} called")
    small.at("03 11:00", "appoint 2 --at 2026-11-08T10:00")
    small.at("03 11:10", "appoint 3 --at 2026-11-10T10:00")
    over = small.due("10", "--overdue")
    assert sorted(line["lead"] for line in over) == [1, 2]
    assert small.discipline("10")["Ann"]["overdue_now"] == 2
    assert small.report("10", "--month")["followups"]["team"]["overdue_now"] == 2
    assert len(small.report("10", "followups --list overdue_now")) == 2


def test_a_try_takes_a_lead_from_the_list_and_leaves_it_in_the_counts_of_overdue(small: SmallStore) -> None:
    opened(small, "A")
    small.at("10 10:00", "followup 1 --outcome no-answer")
    assert small.lines("10") == []
    assert small.discipline("10")["Ann"]["overdue_now"] == 1
    assert small.report("10", "--month")["followups"]["team"]["overdue_now"] == 1
    assert len(small.report("10", "followups --list overdue_now")) == 1


# --- Under another policy --------------------------------------------------------------------------------------------


def test_a_try_moves_nothing_under_four_grades_either(small_four: SmallStore) -> None:
    """H is contacted every 2 days: called on the 3rd, due on the 5th."""
    opened(small_four, "H")
    small_four.at("05 10:00", "followup 1 --outcome no-answer")
    line = small_four.line("06")
    assert (line["due_from"], line["due_by"], line["retry_on"]) == ("2026-11-05", "2026-11-05", "2026-11-06")
