"""``import orders`` and ``import sales``."""

from __future__ import annotations

from tests.commands.records.conftest import LI, ZHANG, Desk

HEADER = "phone,ordered_on,delivered_on,cancelled_on,model,price,vin,count\n"
SALES = "channel,on,model,count\n"


def test_an_order_wins_the_lead_on_its_day(desk: Desk) -> None:
    summary = desk.send("orders", HEADER + f"{ZHANG},2026-11-08,,,远山 Z9,128000,,2\n")
    assert (summary["records"], summary["new_names"]) == (1, {"model": ["远山 Z9"]})
    lead = desk.lead(ZHANG)
    assert (lead["status"], lead["grade"], lead["ordered_at"]) == ("ordered", "O", "2026-11-08T23:59")
    (order,) = desk.rows("SELECT price, count, vin FROM orders")
    assert order == {"price": 128000.0, "count": 2, "vin": None}


def test_later_sendings_fill_in_what_came_of_it(desk: Desk) -> None:
    desk.send("orders", HEADER + f"{ZHANG},2026-11-08,,,,,,\n{LI},2026-11-09,,,,,,\n")
    later = HEADER + f"{ZHANG},2026-11-08,2026-11-20,,,128000,LSGJA52U0AH000001,\n{LI},2026-11-09,,2026-11-12,,,,\n"
    summary = desk.send("orders", later)
    assert (summary["records"], summary["updated"]) == (0, 2)
    assert [desk.lead(phone)["status"] for phone in (ZHANG, LI)] == ["delivered", "open"]
    orders = desk.rows("SELECT * FROM orders ORDER BY id")
    assert orders[0]["delivered_operation"] == summary["operation"] == orders[1]["cancelled_operation"]
    assert (orders[0]["price"], orders[0]["vin"]) == (128000.0, "LSGJA52U0AH000001")
    assert desk.send("orders", later)["unchanged"] == 2
    assert desk.run("undo", summary["operation"], as_="Mei").code == 0
    assert [desk.lead(phone)["status"] for phone in (ZHANG, LI)] == ["ordered", "ordered"]


def test_what_is_ordered_and_delivered_today_is_known_in_the_evening(desk: Desk) -> None:
    today = HEADER + f"{ZHANG},2026-11-22,2026-11-22,,,,,\n"
    assert desk.send("orders", today, now="2026-11-22T08:30")["records"] == 1
    assert desk.lead(ZHANG)["closed_at"] == "2026-11-22T08:30"
    for later in ("2026-11-22T19:00", "2026-11-23T19:00"):
        assert desk.send("orders", today, now=later)["unchanged"] == 1


def test_an_order_while_another_stands_names_its_date(desk: Desk) -> None:
    desk.send("orders", HEADER + f"{ZHANG},2026-11-08,,,,,,\n")
    summary = desk.send("orders", HEADER + f"{ZHANG},2026-11-15,,,,,,\n", code=3)
    (error,) = summary["errors"]
    assert (error["line"], error["column"], error["value"]) == (2, "ordered_on", "2026-11-15")
    assert "2026-11-08" in str(error["reason"])


def test_a_cancelled_order_makes_room_for_another_wherever_it_stands_in_the_file(desk: Desk) -> None:
    desk.send("orders", HEADER + f"{ZHANG},2026-11-08,,,,,,\n")
    text = HEADER + f"{ZHANG},2026-11-15,,,,,,\n{ZHANG},2026-11-08,,2026-11-10,,,,\n"
    summary = desk.send("orders", text)
    assert (summary["records"], summary["updated"]) == (1, 1)
    assert desk.lead(ZHANG)["ordered_at"] == "2026-11-15T23:59"


def test_an_order_before_the_opening_or_after_the_closing_is_bad(desk: Desk) -> None:
    desk.send("orders", HEADER + f"{ZHANG},2026-11-08,2026-11-10,,,,,\n")
    summary = desk.send("orders", HEADER + f"{ZHANG},2026-11-12,,,,,,\n{LI},2026-11-01,,,,,,\n", code=3)
    reasons = [str(error["reason"]) for error in summary["errors"]]
    assert "closed on 2026-11-10" in reasons[0] or "closed on 2026-11-10" in reasons[1]
    assert any("opened on 2026-11-05" in reason for reason in reasons)


def test_a_delivery_before_a_known_call_is_bad_under_its_own_column(desk: Desk) -> None:
    desk.send("followups", f"phone,at\n{ZHANG},2026-11-15T09:00\n")
    summary = desk.send("orders", HEADER + f"{ZHANG},2026-11-08,2026-11-10,,,,,\n", code=3)
    (error,) = summary["errors"]
    assert (error["column"], error["value"]) == ("delivered_on", "2026-11-10")
    assert "2026-11-15" in str(error["reason"])


def test_an_order_has_one_end(desk: Desk) -> None:
    desk.send("orders", HEADER + f"{ZHANG},2026-11-08,2026-11-10,,,,,\n")
    text = HEADER + f"{ZHANG},2026-11-08,,2026-11-12,,,,\n{LI},2026-11-08,2026-11-10,2026-11-10,,,,\n"
    summary = desk.send("orders", text, code=3)
    found = [(error["line"], error["column"]) for error in summary["errors"]]
    assert found == [(2, "cancelled_on"), (3, "cancelled_on")]


def test_a_customer_buys_twice(desk: Desk) -> None:
    desk.visit(f"2026-11-12T10:00,张伟,{ZHANG},walk-in,showroom,远山 X5,C,王强")
    text = HEADER + f"{ZHANG},2026-11-13,,,,,,\n{ZHANG},2026-11-02,2026-11-10,,,,,\n"
    for seed in range(2):
        summary = desk.send("orders", desk.shuffled(text, seed), "--dry-run")
        assert (summary["records"], summary["leads"], summary["rejected"]) == (2, 1, 0)
    desk.send("orders", text)
    assert [lead["status"] for lead in desk.leads(ZHANG)] == ["delivered", "ordered"]
    assert desk.send("orders", text)["unchanged"] == 2


def test_sales_are_known_by_day_channel_and_model(desk: Desk) -> None:
    row = "sub-dealer,2026-11-06,远山 S3,1\n"
    text = SALES + row + row + "批售,2026-11-06,,10\n"
    assert desk.send("sales", text)["records"] == 3
    assert desk.send("sales", text)["unchanged"] == 3
    summary = desk.send("sales", text.replace(",10\n", ",12\n"))
    assert (summary["updated"], summary["unchanged"]) == (1, 2)
    assert desk.rows("SELECT sum(count) AS cars FROM sales") == [{"cars": 14}]
    assert desk.run("undo", summary["operation"], as_="Mei").code == 0
    assert desk.rows("SELECT sum(count) AS cars FROM sales") == [{"cars": 12}]


def test_a_new_model_of_a_sale_is_listed_or_with_strict_refused(desk: Desk) -> None:
    text = SALES + "sub-dealer,2026-11-06,远山 Z9,1\n"
    summary = desk.send("sales", text, "--strict", code=3)
    assert [error["column"] for error in summary["errors"]] == ["model"]
    assert desk.send("sales", text)["new_names"] == {"model": ["远山 Z9"]}
