"""The words of registers (docs/domain.md, section 2) and what people write in their place."""

from __future__ import annotations

import pytest

from tests.intake.registers import csv_text, one, read_text


def cell(column: str, typed: str) -> object:
    return one(csv_text(("日期", column), ("2026/11/2", typed)))[{"级别": "grade"}.get(column, column)]


def reason(column: str, typed: str) -> str:
    rows, register = read_text(csv_text(("日期", column), ("2026/11/2", typed)))
    assert rows == []
    return register.errors[0].reason


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        *((word, 1) for word in ("√", "✔", "✓", "ˇ", "Y", "yes", "已试驾", "试驾", "已", "T", "TRUE", "是（静态）",
        "1", "2",
                                 "2次", "对", "V", "v", "○", "有", "已试乘试驾", "已报价", "ok")),
        *((word, 0) for word in ("未试驾", "未", "F", "FALSE", "0", "×", "x", "X", "✗", "❌", "无", "没有", "没试驾",
        "未报价", "预约",
                                 "预约试驾", "N", "否")),
        *((word, None) for word in ("/", "-", "—", "", "——", "－")),
    ],
)  # fmt: skip
def test_yes_and_no_as_people_write_it(typed: str, answer: int | None) -> None:
    assert cell("test_drive", typed) == answer
    assert cell("quoted", typed) == answer


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        *((word, 1) for word in ("首", "首次", "初", "初次", "首访", "第一次", "1", "首次到店", "新客户")),
        *(
            (word, 0)
            for word in (
                "再",
                "再次",
                "二次",
                "复访",
                "二访",
                "2",
                "3次",
                "第三次",
                "再次来店",
                "多次",
                "回头",
                "老客户",
            )
        ),
        ("-", None),
    ],
)
def test_first_and_return_visits_as_people_write_them(typed: str, first: int | None) -> None:
    assert cell("first_visit", typed) == first


@pytest.mark.parametrize(
    ("typed", "kind", "first"),
    [
        ("邀约到店", "walk-in", None), ("进店", "walk-in", None), ("自然进店", "walk-in", None), ("首次到店",
        "walk-in", 1),
        ("二次到店", "walk-in", 0), ("去电", "call", None), ("來電", "call", None), ("网络", "online", None),
    ],
)  # fmt: skip
def test_a_kind_may_say_whether_it_was_a_first_visit(typed: str, kind: str, first: int | None) -> None:
    row = one(csv_text(("日期", "来店/来电"), ("2026/11/2", typed)))
    assert (row["kind"], row["first_visit"]) == (kind, first)


@pytest.mark.parametrize(
    ("typed", "source", "channel"),
    [
        ("展厅客户", "showroom", None), ("自然进店", "showroom", None), ("外展客户", "outreach", None), ("来电客户",
        "phone", None),
        ("基盘客户", "owner", None), ("网络媒体", "online", None), ("客户转介绍", "referral", None),
        ("老客户转介绍", "referral", None), ("线下活动", "event", None), ("DM单", "outreach", None), ("传单派发",
        "outreach", None),
        ("车展", "outreach", None), ("保有客户", "owner", None), ("微信", "online", "wechat"), ("QQ群", "online", "qq"),
        ("微博", "online", "weibo"), ("论坛", "online", "forum"), ("微店", "online", "shop"), ("垂直网站", "online",
        "vertical"),
        ("电商平台", "online", "e-commerce"), ("APP", "online", "app"), ("展廳", "showroom", None), ("短视频",
        "短视频", None),
        ("/", None, None),
    ],
)  # fmt: skip
def test_a_source_as_registers_write_it_may_be_an_online_channel(typed: str, source: str, channel: str | None) -> None:
    row = one(csv_text(("日期", "来源"), ("2026/11/2", typed)))
    assert (row["source"], row["channel"]) == (source, channel)


def test_a_channel_of_its_own_column_goes_before_one_in_the_source() -> None:
    row = one(csv_text(("日期", "来源", "网络渠道"), ("2026/11/2", "微信", "论坛")))
    assert (row["source"], row["channel"]) == ("online", "forum")


@pytest.mark.parametrize(
    ("typed", "grade"),
    [
        ("A级", "A"),
        ("a", "A"),
        ("Ａ", "A"),
        ("H级(7天内)", "H"),
        ("H（7天内）", "H"),
        ("B级：1-3个月", "B"),
        ("N类", "N"),
        ("-", None),
    ],
)
def test_a_grade_may_stand_with_its_horizon(typed: str, grade: str | None) -> None:
    assert cell("grade", typed) == grade


@pytest.mark.parametrize(
    ("typed", "what_to_do"),
    [
        ("A+", "decide for one"), ("B/C", "decide for one"), ("H-", "decide for one"), ("O", "set by an order"),
        ("战败", "import churn"), ("失控", "import churn"), ("F", "none of the grades"), ("高", "none of the grades"),
    ],
)  # fmt: skip
def test_what_is_no_grade_says_what_to_do(typed: str, what_to_do: str) -> None:
    assert what_to_do in reason("grade", typed)


@pytest.mark.parametrize(
    ("typed", "party"),
    [
        ("2大1小", 3),
        ("2大 1小", 3),
        ("两大一小", 3),
        ("2个大人1个小孩", 3),
        ("一家三口", 3),
        ("3口人", 3),
        ("2.0", 2),
        ("3人", 3),
    ],
)
def test_a_party_is_grown_ups_and_children_together(typed: str, party: int) -> None:
    assert cell("party", typed) == party


@pytest.mark.parametrize("typed", ["未知", "不详", "保密", "/"])
def test_a_gender_that_nobody_knew_is_none(typed: str) -> None:
    assert cell("gender", typed) is None


@pytest.mark.parametrize("column", ["name", "note", "model", "consultant", "source", "phone", "grade", "日期"])
@pytest.mark.parametrize(
    "typed",
    ["#N/A", "#REF!", "#NAME?", "#DIV/0!", "#VALUE!", "#SPILL!", "#CALC!", "#n/a", "#BEZUG!", "#####", "Err:502"],
)
def test_an_error_of_a_spreadsheet_is_a_bad_cell_wherever_it_stands(column: str, typed: str) -> None:
    rows, register = read_text(csv_text(("arrived_at", column), ("2026-11-02 09:05", typed)))
    assert rows == []
    assert "error of the spreadsheet" in register.errors[0].reason


@pytest.mark.parametrize("typed", ["#1", "# 5", "#好"])
def test_a_text_with_a_number_sign_is_a_text(typed: str) -> None:
    assert cell("note", typed) == typed


def test_what_keeps_a_spreadsheet_from_reading_a_number_is_taken_off() -> None:
    rows, _ = read_text(
        csv_text(
            ("日期", "姓名", "电话", "级别"),
            ("2026/11/2", '="王芳"', '="13900010001"', '="A"'),
            ("2026/11/2", "钱", "\t13900010002", "B\t"),
            ("2026/11/2", "孙", "13900010003\t", ""),
        )
    )
    assert [(row["name"], row["phone"], row["grade"]) for row in rows] == [
        ("王芳", "13900010001", "A"), ("钱", "13900010002", "B"), ("孙", "13900010003", None),
    ]  # fmt: skip
