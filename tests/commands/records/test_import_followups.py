"""``import followups``."""

from __future__ import annotations

from tests.commands.records.conftest import LI, ZHANG, Desk

HEADER = "phone,at,by,via,outcome,grade,next,note\n"
TWO = (
    HEADER
    + f"{ZHANG},2026-11-02T10:30,王强,phone,advance,A,2026-11-06,comes on Friday\n"
    + f"{LI},2026-11-06T11:00,王强,wechat,continued,,,\n"
)


def test_follow_ups_restart_the_clock_and_keep_their_author_and_time(desk: Desk) -> None:
    summary = desk.send("followups", TWO)
    assert (summary["rows"], summary["records"], summary["visits"], summary["leads"]) == (2, 2, 0, 0)
    lead = desk.lead(ZHANG)
    assert (lead["last_contact"], lead["grade"], lead["due_by"]) == ("2026-11-02T10:30", "A", "2026-11-06")
    authors = desk.rows("SELECT s.name FROM followups AS f JOIN staff AS s ON s.id = f.by")
    assert {row["name"] for row in authors} == {"王强"}


def test_the_same_file_again_is_unchanged_and_no_operation(desk: Desk) -> None:
    desk.send("followups", TWO)
    before = desk.state()
    again = desk.send("followups", TWO)
    assert (again["records"], again["unchanged"], again["written"], again["operation"]) == (0, 2, False, None)
    assert desk.state() == before


def test_changed_cells_are_updated_and_empty_ones_erase_nothing(desk: Desk) -> None:
    desk.send("followups", TWO)
    zhang = f"{ZHANG},2026-11-02T10:30,,phone,advance,H,,\n"
    later = HEADER + zhang + f"{LI},2026-11-06T11:00,李娜,wechat,continued,,,call\n"
    summary = desk.send("followups", later)
    assert (summary["records"], summary["updated"]) == (0, 2)
    first, second = desk.rows("SELECT f.*, s.name FROM followups AS f JOIN staff AS s ON s.id = f.by ORDER BY at")
    assert (first["grade"], first["next_on"], first["note"], first["name"]) == (
        "H", "2026-11-06", "comes on Friday", "王强",
    )  # fmt: skip
    assert (second["name"], second["note"]) == ("李娜", "call")


def test_two_calls_of_the_same_minute_are_two_follow_ups(desk: Desk) -> None:
    row = f"{ZHANG},2026-11-02T10:30,王强,phone,continued,,,\n"
    assert desk.send("followups", HEADER + row + row)["records"] == 2
    assert desk.send("followups", HEADER + row + row)["unchanged"] == 2
    assert desk.lead(ZHANG)["contacts"] == 2


def test_a_day_without_a_time_is_the_days_end(desk: Desk) -> None:
    desk.send("followups", HEADER + f"{ZHANG},2026-11-02,,,,,,\n")
    assert desk.lead(ZHANG)["last_contact"] == "2026-11-02T23:57"


def test_today_without_a_time_is_not_after_now_and_still_known_tomorrow(desk: Desk) -> None:
    today = HEADER + f"{ZHANG},2026-11-22,,,,,,\n"
    desk.send("followups", today, now="2026-11-22T08:30")
    assert desk.lead(ZHANG)["last_contact"] == "2026-11-22T08:30"
    for later in ("2026-11-22T17:00", "2026-11-24T09:00"):
        assert desk.send("followups", today, now=later)["unchanged"] == 1


def test_a_call_on_the_day_of_the_opening_is_not_before_it(desk: Desk) -> None:
    desk.send("followups", HEADER + f"{ZHANG},2026-11-01T08:00,,,,,,\n")
    assert desk.lead(ZHANG)["last_contact"] == "2026-11-01T10:00"


def test_rows_name_their_lead_by_number_too(desk: Desk) -> None:
    number = desk.lead(LI)["id"]
    summary = desk.send("followups", f"lead,at\n{number},2026-11-06T09:00\n")
    assert summary["records"] == 1
    assert desk.lead(LI)["last_contact"] == "2026-11-06T09:00"


def test_what_the_store_does_not_know_is_a_bad_row_with_line_and_column(desk: Desk) -> None:
    lines = [
        "lead,phone,at",
        ",13800138009,2026-11-02T10:00",
        "99,,2026-11-02T10:00",
        f",{ZHANG},2026-10-30T10:00",
        f"{desk.lead(LI)['id']},{ZHANG},2026-11-06T10:00",
        f",{ZHANG},2026-11-03T10:00",
    ]
    rejects = desk.folder / "bad.csv"
    summary = desk.send("followups", "\n".join(lines), "--rejects", rejects, code=3)
    found = [(error["line"], error["column"]) for error in summary["errors"]]
    assert found == [(2, "phone"), (3, "lead"), (4, "at"), (5, "phone")]
    assert "was opened on 2026-11-01" in str(summary["errors"][2]["reason"])
    assert "13800138009" not in str(summary["errors"])
    assert (summary["rejected"], summary["written"], summary["rejects_file"]) == (4, False, str(rejects))
    assert rejects.read_text(encoding="utf-8-sig").count("\n") == 5
    assert desk.rows("SELECT id FROM followups") == []


def test_skip_bad_writes_the_others_and_adds_no_names_of_bad_rows(desk: Desk) -> None:
    text = HEADER + f"13800138009,2026-11-02T10:00,陈静,,,,,\n{ZHANG},2026-11-02T10:00,赵磊,,,,,\n"
    summary = desk.send("followups", text, "--skip-bad", code=3)
    assert (summary["records"], summary["rejected"], summary["written"]) == (1, 1, True)
    assert summary["new_names"] == {"by": ["赵磊"]}
    assert desk.rows("SELECT role FROM staff WHERE name = '赵磊'") == [{"role": "consultant"}]
    assert desk.rows("SELECT role FROM staff WHERE name = '陈静'") == []


def test_strict_refuses_a_new_name_under_its_column(desk: Desk) -> None:
    text = HEADER + f"{ZHANG},2026-11-02T10:00,赵磊,,,,,\n"
    summary = desk.send("followups", text, "--strict", code=3)
    assert [(error["line"], error["column"], error["value"]) for error in summary["errors"]] == [(2, "by", "赵磊")]


def test_a_dry_run_counts_and_writes_nothing(desk: Desk) -> None:
    before = desk.state()
    summary = desk.send("followups", TWO, "--dry-run")
    assert (summary["records"], summary["written"], summary["operation"]) == (2, False, None)
    assert desk.state() == before


def test_one_undo_takes_the_whole_batch_back(desk: Desk) -> None:
    before = desk.state()
    operation = desk.send("followups", TWO.replace("李娜", "赵磊"))["operation"]
    assert desk.state() != before
    assert desk.run("undo", operation, as_="Mei").code == 0
    assert desk.state() == before


def test_a_call_after_the_closing_is_a_bad_row_until_the_customer_comes_again(desk: Desk) -> None:
    desk.send("orders", f"phone,ordered_on,delivered_on\n{ZHANG},2026-11-03,2026-11-10\n")
    call = HEADER + f"{ZHANG},2026-11-15T10:00,,,,,,\n"
    summary = desk.send("followups", call, code=3)
    assert "was closed on 2026-11-10" in str(summary["errors"][0]["reason"])
    desk.visit(f"2026-11-12T10:00,张伟,{ZHANG},walk-in,showroom,远山 X5,C,王强")
    assert desk.send("followups", call)["records"] == 1
    assert [lead["contacts"] for lead in desk.leads(ZHANG)] == [0, 1]
