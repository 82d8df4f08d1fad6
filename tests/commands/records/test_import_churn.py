"""``import churn``."""

from __future__ import annotations

from typing import Any

from tests.commands.records.conftest import LI, ZHANG, Desk

HEADER = "phone,at,kind,reason,rival,by,note,verification,verified_by,verified_at\n"
LOST = f"{ZHANG},2026-11-10T17:30,defeat,price,北辰 M3,王强,cheaper there,"
PENDING = HEADER + LOST + ",,\n"


def standing(desk: Desk, phone: str = ZHANG) -> tuple[Any, ...]:
    lead = desk.lead(phone)
    return lead["status"], lead["verification"], lead["closed_at"]


def test_a_churn_without_verification_waits_for_customer_service(desk: Desk) -> None:
    assert desk.send("churn", PENDING)["records"] == 1
    assert standing(desk) == ("defeated", "pending", None)
    assert desk.lead(ZHANG)["task"] == "verification"


def test_the_verification_may_come_with_a_later_sending(desk: Desk) -> None:
    desk.send("churn", PENDING)
    summary = desk.send("churn", HEADER + LOST + "confirmed,赵敏,2026-11-12T16:00\n")
    assert (summary["records"], summary["updated"], summary["new_names"]) == (0, 1, {"verified_by": ["赵敏"]})
    assert standing(desk) == ("defeated", "confirmed", "2026-11-12T16:00")
    assert desk.rows("SELECT role FROM staff WHERE name = '赵敏'") == [{"role": "service"}]
    assert len(desk.rows("SELECT id FROM churns")) == 1


def test_reason_rival_and_note_are_brought_up_to_date(desk: Desk) -> None:
    desk.send("churn", PENDING)
    changed = HEADER + f"{ZHANG},2026-11-10,defeat,brand,海川 T5,,,,,\n"
    assert desk.send("churn", changed)["updated"] == 1
    (row,) = desk.rows("SELECT c.rival, c.note, r.code FROM churns AS c JOIN reasons AS r ON r.id = c.reason")
    assert row == {"rival": "海川 T5", "note": "cheaper there", "code": "brand"}


def test_the_same_file_again_is_unchanged(desk: Desk) -> None:
    for verification in (",,", "confirmed,周敏,2026-11-12T16:00", "unreachable,周敏,2026-11-12", "confirmed,,"):
        desk.send("churn", HEADER + LOST + verification + "\n")
        before = desk.state()
        assert desk.send("churn", HEADER + LOST + verification + "\n")["unchanged"] == 1
        assert desk.state() == before


def test_overturned_reopens_the_lead(desk: Desk) -> None:
    desk.send("churn", HEADER + LOST + "overturned,周敏,2026-11-12T16:00\n")
    assert standing(desk) == ("open", "overturned", None)
    assert desk.lead(ZHANG)["due_by"] == "2026-11-13"


def test_unreachable_stands_for_three_tries(desk: Desk) -> None:
    desk.send("churn", PENDING)
    tried = desk.run("verify", ZHANG, "unreachable", "--at", "2026-11-11T10:00", as_="周敏")
    assert tried.code == 0, tried.err
    desk.send("churn", HEADER + LOST + "unreachable,周敏,2026-11-13T16:00\n")
    assert standing(desk) == ("defeated", "unreachable", "2026-11-13T16:00")
    assert len(desk.rows("SELECT id FROM verifications")) == 3


def test_a_verification_without_a_time_is_of_the_churns_own_moment(desk: Desk) -> None:
    desk.send("churn", HEADER + LOST + "confirmed,,\n")
    assert standing(desk) == ("defeated", "confirmed", "2026-11-10T17:30")


def test_another_result_takes_the_recorded_ones_place(desk: Desk) -> None:
    desk.send("churn", HEADER + LOST + "confirmed,周敏,2026-11-12T16:00\n")
    assert desk.send("churn", HEADER + LOST + "overturned,周敏,2026-11-12T16:00\n")["updated"] == 1
    assert standing(desk) == ("open", "overturned", None)


def test_a_closing_stays_once_the_customer_came_again(desk: Desk) -> None:
    desk.send("churn", HEADER + LOST + "confirmed,周敏,2026-11-12T16:00\n")
    desk.visit(f"2026-11-15T10:00,张伟,{ZHANG},walk-in,showroom,远山 X5,C,王强")
    summary = desk.send("churn", HEADER + LOST + "overturned,周敏,2026-11-12T16:00\n", code=3)
    assert "came again" in str(summary["errors"][0]["reason"])


def test_visits_after_a_closing_that_came_late_open_a_new_lead(desk: Desk) -> None:
    desk.visit(f"2026-11-15T10:00,张伟,{ZHANG},walk-in,showroom,远山 X5,C,王强")
    summary = desk.send("churn", HEADER + LOST + "confirmed,周敏,2026-11-12T16:00\n")
    assert (summary["records"], summary["leads"], summary["visits"], summary["customers"]) == (1, 1, 0, 0)
    assert [lead["status"] for lead in desk.leads(ZHANG)] == ["defeated", "open"]
    before = desk.state()
    assert desk.run("undo", summary["operation"], as_="Mei").code == 0
    assert [lead["status"] for lead in desk.leads(ZHANG)] == ["open"]
    assert desk.send("churn", HEADER + LOST + "confirmed,周敏,2026-11-12T16:00\n")["leads"] == 1
    assert desk.state() == before


def test_two_churns_of_a_customer_close_two_leads_in_whatever_order_they_stand(desk: Desk) -> None:
    desk.visit(f"2026-11-15T10:00,张伟,{ZHANG},walk-in,showroom,远山 X5,C,王强")
    second = f"{ZHANG},2026-11-18T17:30,lost-contact,,,王强,,confirmed,周敏,2026-11-20T16:00\n"
    first = LOST + "confirmed,周敏,2026-11-12T16:00\n"
    summary = desk.send("churn", HEADER + second + first)
    assert (summary["records"], summary["leads"]) == (2, 1)
    assert [(lead["status"], lead["closed_at"]) for lead in desk.leads(ZHANG)] == [
        ("defeated", "2026-11-12T16:00"),
        ("lost", "2026-11-20T16:00"),
    ]


def test_an_unknown_reason_and_a_reason_for_lost_contact_are_bad(desk: Desk) -> None:
    text = HEADER + f"{ZHANG},2026-11-10,defeat,weather,,,,,,\n{LI},2026-11-10,lost-contact,price,,,,,,\n"
    summary = desk.send("churn", text, code=3)
    assert [(error["line"], error["column"]) for error in summary["errors"]] == [(2, "reason"), (3, "reason")]
    assert "on the list" in str(summary["errors"][0]["reason"])


def test_a_churn_while_an_order_stands_is_bad_and_so_is_a_second_one_while_one_waits(desk: Desk) -> None:
    desk.send("orders", f"phone,ordered_on\n{LI},2026-11-08\n")
    text = PENDING + f"{ZHANG},2026-11-14,lost-contact,,,,,,,\n{LI},2026-11-10,lost-contact,,,,,,,\n"
    summary = desk.send("churn", text, code=3)
    reasons = {error["line"]: str(error["reason"]) for error in summary["errors"]}
    assert set(reasons) == {3, 4}
    assert "2026-11-10" in reasons[3]
    assert "2026-11-08" in reasons[4]


def test_a_churn_before_a_call_that_is_known_is_bad_unless_it_was_verified(desk: Desk) -> None:
    desk.send("followups", f"phone,at\n{ZHANG},2026-11-11T09:00\n")
    summary = desk.send("churn", PENDING, code=3)
    assert "2026-11-11" in str(summary["errors"][0]["reason"])
    assert desk.send("churn", HEADER + LOST + "confirmed,周敏,2026-11-12T16:00\n")["records"] == 1
