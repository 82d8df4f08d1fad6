"""Today's work: what is listed, for whom, in which order and why."""

from __future__ import annotations

from typing import Any

KEYS = {
    "lead", "customer", "customer_id", "phone", "grade", "model", "consultant", "task", "at", "due_from", "due_by",
    "retry_on", "days_over", "attempts", "last_contact", "last_note", "why", "aim",
}  # fmt: skip


def phone(n: int) -> str:
    return f"138001380{n:02}"


def opened(shop: Any, n: int, grade: str | None, day: int, *more: str, as_: str = "Li Na") -> int:
    """The lead of a first visit on a day of November; its first follow-up is due the day after."""
    graded = ("--grade", grade) if grade else ()
    lead: int = shop.visit(phone(n), *graded, *more, at=f"2026-11-{day:02}T10:00", as_=as_)["lead"]
    return lead


def leads(rows: list[dict[str, Any]]) -> list[int]:
    return [row["lead"] for row in rows]


def test_an_empty_day_is_an_empty_list(shop: Any) -> None:
    assert shop.due("--all") == []
    assert shop.run("due", "--all").code == 0


def test_a_line_has_the_keys_of_the_contract(shop: Any) -> None:
    lead = opened(shop, 1, "A", 20, "--name", "张伟", "--model", "Lavida", "--note", "要银色")
    (row,) = shop.due("--all")
    assert row.keys() == KEYS
    assert (row["lead"], row["customer"], row["phone"]) == (lead, "张伟", phone(1))
    assert (row["grade"], row["model"], row["consultant"]) == ("A", "Lavida", "Li Na")
    assert (row["task"], row["at"]) == ("first-follow-up", None)
    assert (row["due_from"], row["due_by"], row["days_over"]) == ("2026-11-21", "2026-11-21", 1)  # 22 - 21
    assert row["attempts"] == 0
    assert row["last_contact"].startswith("2026-11-20")
    assert row["why"]


def test_after_the_first_follow_up_the_task_is_a_follow_up_with_its_last_note(shop: Any) -> None:
    lead = opened(shop, 1, "H", 18)
    shop.do("followup", lead, "周末带太太来", now="2026-11-19T10:00")
    (row,) = shop.due("--all")
    assert (row["task"], row["last_note"]) == ("follow-up", "周末带太太来")
    # H from the 19th: 20-21; today is the 22nd
    assert (row["due_from"], row["due_by"], row["days_over"]) == ("2026-11-20", "2026-11-21", 1)
    assert row["last_contact"].startswith("2026-11-19")


def test_the_list_opens_with_the_window_and_days_over_is_negative_before_its_end(shop: Any) -> None:
    lead = opened(shop, 1, "A", 17)
    shop.do("followup", lead, now="2026-11-18T10:00")
    # A from the 18th: 21-23
    assert shop.due("--all", now="2026-11-20T08:30") == []
    days = {day: shop.due("--all", now=f"2026-11-{day}T08:30")[0]["days_over"] for day in (21, 22, 23, 24)}
    assert days == {21: -2, 22: -1, 23: 0, 24: 1}


def test_overdue_comes_before_due_whatever_the_grade(shop: Any) -> None:
    hot_today = opened(shop, 1, "H", 21)
    cold_overdue = opened(shop, 2, "C", 19)
    assert leads(shop.due("--all")) == [cold_overdue, hot_today]


def test_then_by_grade(shop: Any) -> None:
    by_grade = {
        grade: opened(shop, n, grade or None, 19) for n, grade in enumerate(["", "C", "A", "N", "H", "B"], start=1)
    }
    ordered = opened(shop, 9, "A", 10)
    shop.do("order", ordered, now="2026-11-10T12:00")
    # O: last heard of on the 10th, overdue on the 22nd; the others were due on the 20th
    expected = [ordered, *(by_grade[grade] for grade in ("H", "A", "B", "C", "N", ""))]
    assert leads(shop.due("--all")) == expected


def test_then_the_longest_waiting(shop: Any) -> None:
    later, earliest, middle = opened(shop, 1, "A", 19), opened(shop, 2, "A", 15), opened(shop, 3, "A", 17)
    assert leads(shop.due("--all")) == [earliest, middle, later]


def test_inside_a_grade_key_customers_come_first(shop: Any) -> None:
    hot, ordinary, key = opened(shop, 1, "H", 19), opened(shop, 2, "A", 15), opened(shop, 3, "A", 17)
    shop.run("edit", "customer", phone(3), "--importance", "key", as_="Li Na")
    assert leads(shop.due("--all")) == [hot, key, ordinary]


def test_a_consultant_sees_the_own_leads_only(shop: Any) -> None:
    mine, _ = opened(shop, 1, "A", 20), opened(shop, 2, "A", 20, as_="Wang Qiang")
    assert leads(shop.due(as_="Li Na")) == [mine]


def test_the_consultant_may_be_named(shop: Any) -> None:
    _, other = opened(shop, 1, "A", 20), opened(shop, 2, "A", 20, as_="Wang Qiang")
    assert leads(shop.due("--consultant", "Wang Qiang", as_="Li Na")) == [other]
    assert leads(shop.due("--consultant", "Wang Qiang")) == [other]


def test_anybody_who_is_no_consultant_sees_all(shop: Any) -> None:
    both = {opened(shop, 1, "A", 20), opened(shop, 2, "A", 20, as_="Wang Qiang")}
    for who in ("Chen Jing", "Mei"):
        assert set(leads(shop.due(as_=who))) == both


def test_all_shows_a_consultant_everybodys_work(shop: Any) -> None:
    both = {opened(shop, 1, "A", 20), opened(shop, 2, "A", 20, as_="Wang Qiang")}
    assert set(leads(shop.due("--all", as_="Li Na"))) == both


def test_an_unassigned_lead_is_on_everybodys_list(shop: Any) -> None:
    nobodys = opened(shop, 1, "A", 20, as_="Mei")
    for who in ("Li Na", "Wang Qiang", "Chen Jing"):
        assert leads(shop.due(as_=who)) == [nobodys]


def test_an_unknown_consultant_is_refused(shop: Any) -> None:
    assert "Li Na" in shop.run("due", "--consultant", "Li Nah", code=1).err


def test_on_asks_for_another_day(shop: Any) -> None:
    lead = opened(shop, 1, "A", 22 - 1)
    shop.do("followup", lead, now="2026-11-22T08:00")
    # A from the 22nd: 25-27
    assert shop.due("--all", "--on", "2026-11-24") == []
    assert leads(shop.due("--all", "--on", "2026-11-25")) == [lead]
    assert leads(shop.due("--all", "--on", "+3d")) == [lead]


def test_overdue_leaves_out_what_is_only_due(shop: Any) -> None:
    _, over = opened(shop, 1, "A", 21), opened(shop, 2, "C", 19)
    assert leads(shop.due("--all", "--overdue")) == [over]


def test_ahead_shows_the_contacts_of_the_coming_days(shop: Any) -> None:
    lead = opened(shop, 1, "B", 20)
    shop.do("followup", lead, now="2026-11-21T10:00")
    # B from the 21st: the 28th
    assert shop.due("--all") == []
    assert leads(shop.due("--all", "--ahead", "7")) == [lead]
    assert shop.due("--all", "--ahead", "3") == []


def test_service_sees_the_verification_of_a_churn(shop: Any) -> None:
    lead = opened(shop, 1, "A", 18)
    shop.do("defeat", lead, "--reason", "price", now="2026-11-20T10:00")
    (row,) = shop.due(as_="Zhao Min")
    assert row.keys() == KEYS
    assert (row["lead"], row["task"]) == (lead, "verification")


def test_a_closed_lead_is_not_followed_up(shop: Any) -> None:
    lead = opened(shop, 1, "A", 18)
    shop.do("order", lead, now="2026-11-19T10:00")
    shop.do("deliver", lead, now="2026-11-20T10:00")
    assert [row for row in shop.due("--all", "--on", "2026-11-30") if row["task"].endswith("follow-up")] == []


def test_limit_cuts_the_list_from_its_end(shop: Any) -> None:
    first, second, _ = opened(shop, 1, "H", 19), opened(shop, 2, "A", 19), opened(shop, 3, "B", 19)
    assert leads(shop.due("--all", "--limit", "2")) == [first, second]


def test_phones_are_whole_on_the_list(shop: Any) -> None:
    opened(shop, 1, "A", 20)
    assert phone(1) in shop.run("due", "--all").out.replace(" ", "")


def test_the_table_ends_with_how_much_is_overdue_today_and_this_week(shop: Any) -> None:
    opened(shop, 1, "A", 19)
    said = shop.run("due", "--all").said.lower()
    assert "overdue" in said
    assert "today" in said
    assert "week" in said
