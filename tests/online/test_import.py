"""Files of online enquiries: each row a visit of the kind online, with a phone to be called."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import pytest

from leadctl.errors import Refused
from leadctl.intake.kinds.online import ONLINE
from leadctl.intake.registers import open_register
from tests.intake.registers import rows_of
from tests.online.conftest import HEADER, LI, WANG, ZHANG, Desk

FIRST = f"2026-11-21 20:15,张三,{ZHANG},微信,X5,双11,想看车\n"
SECOND = "2026-11-22 08:05,李四,138 0000 0002,汽车之家,S3,,\n"


def read(text: str, **options: Any) -> tuple[list[dict[str, Any]], list[tuple[int, str]]]:
    """Good rows, and (line, column) of the bad cells."""
    stream = io.BytesIO(text.encode())
    with open_register(ONLINE, stream, suffix=".csv", now=datetime(2026, 11, 22, 8, 30), **options) as register:
        rows = rows_of(register)
    return rows, [(error.line, error.column) for error in register.errors]


def test_a_row_is_a_visit_of_kind_and_source_online() -> None:
    (row,), _ = read(HEADER + FIRST)
    filled = {key: value for key, value in row.items() if value is not None}
    assert filled == {
        "line": 2, "arrived_at": "2026-11-21T20:15", "kind": "online", "source": "online", "name": "张三",
        "phone": ZHANG, "channel": "wechat", "model": "X5", "campaign": "双11", "note": "想看车",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("留资时间,姓名,手机号,平台,意向车型,活动,留言", "2026/11/21 20:15,张三,13800000001,微信,X5,双11,想看车"),
        ("日期,时间,客户姓名,联系电话,来源,车型,备注", "2026/11/21,20:15,张三,13800000001,微信,X5,想看车"),
        ("AT,Name,Mobile,Platform,Car,Campaign,Message", "2026-11-21T20:15,张三,+86 13800000001,WeChat,X5,双11,想看车"),
        ("日期,时间,姓名,电话,网络渠道", "11月21日,下午8:15,张三,13800000001,微信"),
    ],
)
def test_headers_are_known_in_english_and_chinese(header: str, row: str) -> None:
    (found,), _ = read(f"{header}\n{row}\n", year=2026)
    assert (found["arrived_at"], found["name"], found["phone"], found["channel"]) == (
        "2026-11-21T20:15", "张三", ZHANG, "wechat",
    )  # fmt: skip


def test_bad_cells_are_told_by_the_files_own_columns() -> None:
    rows, bad = read(
        HEADER
        + "2026-11-21 20:15,,,微信,,,\n"
        + f",,{ZHANG},,,,\n"
        + f"soon,,{ZHANG},,,,\n"
        + f"2026-11-22 08:31,,{ZHANG},,,,\n"
        + "2026-11-21 20:15,,138****0001,,,,\n"
    )
    assert rows == []
    assert bad == [(2, "phone"), (3, "at"), (4, "at"), (5, "at"), (6, "phone")]


@pytest.mark.parametrize(("header", "missing"), [("at,name,channel", "phone"), ("name,phone", "at")])
def test_a_file_needs_a_moment_and_a_phone(header: str, missing: str) -> None:
    with pytest.raises(Refused, match=f"no column {missing}"):
        read(header + "\n")


def test_every_new_phone_opens_a_lead_to_be_screened(desk: Desk) -> None:
    summary = desk.send(HEADER + FIRST + SECOND)
    assert [summary[key] for key in ("rows", "visits", "leads", "customers", "rejected", "written")] == [
        2, 2, 2, 2, 0, True,
    ]  # fmt: skip
    assert summary["new_names"] == {"model": ["X5", "S3"], "channel": ["汽车之家"]}
    assert desk.due("2026-11-22T08:30") == [(1, "screening", "2026-11-21"), (2, "screening", "2026-11-22")]
    assert desk.rows("SELECT s.code, l.channel, l.campaign FROM leads l JOIN sources s ON s.id = l.source") == [
        ("online", "wechat", "双11"), ("online", "汽车之家", None),
    ]  # fmt: skip


def test_the_same_file_again_changes_nothing_and_a_longer_one_adds_what_is_new(desk: Desk) -> None:
    desk.send(HEADER + FIRST)
    before = desk.state()
    again = desk.send(HEADER + FIRST)
    assert [again[key] for key in ("visits", "updated", "unchanged", "written", "new_names")] == [0, 0, 1, False, {}]
    assert desk.state() == before
    longer = desk.send(HEADER + SECOND + FIRST)
    assert [longer[key] for key in ("visits", "leads", "unchanged")] == [1, 1, 1]


def test_a_changed_cell_is_updated_and_an_empty_one_erases_nothing(desk: Desk) -> None:
    desk.send(HEADER + FIRST)
    changed = desk.send(f"at,phone,model,note\n2026-11-21 20:15,{ZHANG},S3,\n")
    assert [changed[key] for key in ("updated", "unchanged", "visits")] == [1, 0, 0]
    assert desk.rows("SELECT m.name, v.note, v.channel FROM visits v JOIN models m ON m.id = v.model") == [
        ("S3", "想看车", "wechat")
    ]


def test_a_file_sent_again_after_the_screening_leaves_it_alone(desk: Desk) -> None:
    desk.send(HEADER + FIRST)
    desk.write("screen", 1, "C", at="2026-11-22T08:40")
    before = desk.state()
    assert desk.send(HEADER + FIRST, at="2026-11-23T08:30")["unchanged"] == 1
    assert desk.state() == before


def test_one_bad_row_and_nothing_is_written(desk: Desk) -> None:
    before = desk.state()
    summary = desk.send(HEADER + FIRST + "2026-11-21 21:00,王五,,app,,,\n", code=3)
    assert [(error["line"], error["column"]) for error in summary["errors"]] == [(3, "phone")]
    assert (summary["rejected"], summary["written"]) == (1, False)
    assert desk.state() == before


def test_the_good_rows_are_written_and_the_mended_ones_sent_again(desk: Desk) -> None:
    rejects = desk.folder / "bad.csv"
    text = HEADER + FIRST + "2026-11-21 21:00,王五,,app,,,\n"
    summary = desk.send(text, "--skip-bad", "--rejects", rejects, code=3)
    assert (summary["visits"], summary["rejects_file"]) == (1, str(rejects))
    mended = rejects.read_text(encoding="utf-8-sig").replace("王五,,", f"王五,{WANG},")
    assert desk.send(mended)["visits"] == 1
    assert desk.rows("SELECT channel FROM leads ORDER BY id") == [("wechat",), ("app",)]


def test_a_dry_run_says_what_would_happen_and_writes_nothing(desk: Desk) -> None:
    before = desk.state()
    summary = desk.send(HEADER + FIRST + SECOND, "--dry-run")
    assert (summary["visits"], summary["leads"], summary["written"]) == (2, 2, False)
    assert summary["new_names"]["channel"] == ["汽车之家"]
    assert desk.state() == before


def test_strict_takes_no_new_model_and_no_new_channel(desk: Desk) -> None:
    desk.enquire(WANG, "--model", "X5", "--channel", "论坛一", at="2026-11-20T10:00")
    text = HEADER + f"2026-11-21 20:15,,{ZHANG},app,X5,,\n2026-11-21 20:16,,{LI},论坛一,X5,,\n"
    assert desk.send(text, "--strict")["visits"] == 2
    summary = desk.send(HEADER + SECOND, "--strict", code=3)
    assert {error["column"] for error in summary["errors"]} == {"model", "channel"}


def test_an_enquiry_of_a_known_phone_with_an_open_lead_is_owed_an_answer_the_same_day(desk: Desk) -> None:
    """It is no contact of ours."""
    lead = desk.write("log-visit", "--phone", ZHANG, "--grade", "H", at="2026-11-20T10:00", as_="Li Na")["lead"]
    summary = desk.send(HEADER + FIRST)
    assert (summary["visits"], summary["leads"], summary["customers"]) == (1, 0, 0)
    [line] = desk.read("due", at="2026-11-22T08:30")
    assert (line["lead"], line["task"], line["last_contact"], line["due_by"]) == (
        lead, "follow-up", "2026-11-20T10:00", "2026-11-21",
    )  # fmt: skip
    assert line["why"] == "enquired again on 2026-11-21: answer; to the common pool in 3 days"


def test_customers_with_one_of_several_phones_are_one(desk: Desk) -> None:
    desk.send(HEADER + FIRST)
    desk.write("edit", "customer", "c1", "--add-phone", LI, at="2026-11-22T08:40")
    summary = desk.send(HEADER + SECOND, at="2026-11-22T09:00")
    assert (summary["visits"], summary["leads"], summary["customers"], summary["names_differ"]) == (1, 0, 0, 1)


def test_two_enquiries_of_one_person_in_a_file_open_one_lead(desk: Desk) -> None:
    summary = desk.send(HEADER + FIRST + FIRST.replace("20:15", "22:30").replace("微信", "app"))
    assert (summary["visits"], summary["leads"], summary["customers"]) == (2, 1, 1)
    assert desk.due("2026-11-22T08:30") == [(1, "screening", "2026-11-21")]
    assert desk.rows("SELECT channel FROM leads") == [("wechat",)]


def test_after_a_confirmed_churn_an_enquiry_is_a_new_lead_to_be_screened(desk: Desk) -> None:
    lead = desk.enquire(at="2026-11-10T10:00")
    desk.write("screen", lead, "D", at="2026-11-10T10:20")
    desk.write("verify", lead, "confirmed", at="2026-11-11T10:00", as_="Zhao")
    summary = desk.send(HEADER + FIRST)
    assert (summary["leads"], summary["customers"]) == (1, 0)
    assert desk.due("2026-11-22T08:30") == [(2, "screening", "2026-11-21")]


def test_an_enquiry_before_the_call_back_overturns_the_churn(desk: Desk) -> None:
    lead = desk.enquire(at="2026-11-10T10:00")
    desk.write("screen", lead, "D", at="2026-11-10T10:20")
    assert desk.send(HEADER + FIRST)["leads"] == 0
    assert desk.rows("SELECT status, verification, screened FROM leads") == [("open", "overturned", "D")]


def test_a_row_of_a_register_keeps_the_source_that_it_has(desk: Desk) -> None:
    register = desk.folder / "register.csv"
    register.write_text(f"arrived_at,kind,phone\n2026-11-21 20:15,online,{ZHANG}\n", encoding="utf-8")
    desk.write("import", "visits", register, at="2026-11-22T08:00")
    assert desk.rows("SELECT source FROM visits") == [(None,)]
    assert desk.send(HEADER + FIRST)["updated"] == 1
    assert desk.rows("SELECT s.code FROM visits v JOIN sources s ON s.id = v.source") == [("online",)]


def test_a_batch_is_undone_as_one(desk: Desk) -> None:
    before = desk.state()
    operation = desk.send(HEADER + FIRST + SECOND)["operation"]
    desk.write("undo", operation, at="2026-11-22T08:40")
    assert desk.state() == before


def test_an_import_is_told_among_the_operations_and_doctor_finds_nothing(desk: Desk) -> None:
    desk.send(HEADER + FIRST + SECOND)
    newest = desk.read("operations", at="2026-11-22T08:40")[0]
    assert newest["command"] == "import online"
    assert desk.run("doctor", as_="Mei", now="2026-11-22T08:40").code == 0
