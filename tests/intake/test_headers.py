"""Headers as registers have them: two languages, titles above, doubles, strangers."""

from __future__ import annotations

from pathlib import Path

import pytest

from leadctl.errors import Refused, WrongUsage
from leadctl.intake.rejects import RejectsWriter
from tests.intake.registers import csv_text, one, read_text


def test_a_title_above_the_header_is_no_header() -> None:
    rows, _ = read_text("远山汽车 来店登记表,,\n2013年5月,,\n日期,姓名,手机号\n2013/5/2,王芳,13812345678\n")
    assert [(row["line"], row["phone"]) for row in rows] == [(4, "13812345678")]


@pytest.mark.parametrize(
    "header", [" 联系\n电话 ", "联系电话（手机）", "联系方式*", "PHONE", "Phone Number", "手机号："]
)
def test_headers_are_known_whatever_their_spacing_case_and_brackets(header: str) -> None:
    assert one(csv_text(("Arrived At", header), ("2013-05-02", "13812345678")))["phone"] == "13812345678"


@pytest.mark.parametrize(
    ("headers", "source", "channel"),
    [
        (("来源", "渠道"), "showroom", "微信群"),
        (("来源/渠道", "网络渠道"), "showroom", "微信群"),
        (("渠道", "网络渠道"), "showroom", "微信群"),
        (("渠道", "人数"), "showroom", None),
    ],
)
def test_a_bare_channel_column_is_the_source_where_no_other_is(
    headers: tuple[str, str], source: str, channel: str | None
) -> None:
    second = "微信群" if channel else "2"
    row = one(csv_text(("日期", *headers), ("2013-05-02", "展厅", second)))
    assert (row["source"], row["channel"]) == (source, channel)


def test_unknown_columns_are_listed_and_do_not_hurt() -> None:
    _, register = read_text("arrived_at,星座,shoe size\n2013-05-02,狮子,42\n")
    assert register.warnings == ["columns not read: 星座, shoe size"]


def test_of_two_columns_of_one_meaning_the_first_that_holds_data_is_read_and_that_is_said() -> None:
    text = "日期,手机,电话\n2013-05-02,13812345678,010-62345678\n"
    rows, register = read_text(text)
    assert rows[0]["phone"] == "13812345678"
    assert register.warnings == [
        "several columns mean phone: column B (手机) is read, column C (电话) not; --map phone=#C takes another"
    ]
    assert one(text, mapping={"phone": "电话"})["phone"] == "+861062345678"
    assert one("日期,备注,备注\n2013-05-02,,二\n")["note"] == "二"


@pytest.mark.parametrize("place", ["#3", "#C", "#c"])
def test_a_column_may_be_named_by_its_number_or_letter(place: str) -> None:
    assert one("日期,备注,备注\n2013-05-02,一,二\n", mapping={"note": place})["note"] == "二"
    assert one("日期,姓名,\n2013-05-02,王芳,13812345678\n", mapping={"phone": place})["phone"] == "13812345678"


def test_two_rows_may_be_the_header_together() -> None:
    header = "日期,客户信息,,来店情况,,备注\n,姓名,联系电话,进店时间,离店时间,\n"
    rows, register = read_text(header + "2013/5/2,王芳,13812345678,9:05,10:20,看车\n")
    told = ("line", "name", "phone", "arrived_at", "left_at", "note")
    assert [tuple(row[key] for key in told) for row in rows] == [
        (3, "王芳", "13812345678", "2013-05-02T09:05", "2013-05-02T10:20", "看车")
    ]
    assert register.warnings == []


def test_a_group_may_say_what_its_field_alone_does_not() -> None:
    row = one("日期,进店,离店,姓名\n,时间,时间,\n2013/5/2,9:05,10:20,王芳\n")
    assert (row["arrived_at"], row["left_at"], row["name"]) == ("2013-05-02T09:05", "2013-05-02T10:20", "王芳")


def test_groups_above_a_whole_header_do_not_hurt() -> None:
    assert one("来店信息,,客户信息,\n日期,进店时间,姓名,电话\n2013/5/2,9:05,王芳,13812345678\n")["name"] == "王芳"


def test_a_header_may_stand_as_low_as_row_30() -> None:
    rows, _ = read_text("".join(f"说明{n},,\n" for n in range(29)) + "日期,姓名,手机号\n2013/5/2,王芳,13812345678\n")
    assert [(row["line"], row["name"]) for row in rows] == [(31, "王芳")]


def test_the_row_of_the_header_may_be_named() -> None:
    text = "日期,姓名,备注\nday,name,\n2013/5/2,王芳,\n"
    assert [row["name"] for row in read_text(text, header_row=2)[0]] == ["王芳"]
    with pytest.raises(Refused, match="--header-row 9"):
        read_text(text, header_row=9)
    with pytest.raises(Refused, match="that row is empty"):
        read_text("\n" + text, header_row=1)


@pytest.mark.parametrize(("date", "time"), [("--", ""), ("-", "-"), ("—", "  "), ("/", "")])
def test_a_dash_is_no_date(date: str, time: str) -> None:
    rows, register = read_text(f"日期,进店时间,姓名\n2013/5/2,9:05,王芳\n{date},{time},李静\n")
    assert len(rows) == 1
    assert [(error.line, error.reason) for error in register.errors] == [(3, "a date is needed")]
    assert read_text(f"进店时间,姓名\n{date},李静\n")[1].errors[0].reason == "a date is needed"


def test_a_row_of_dashes_is_no_record() -> None:
    rows, register = read_text("日期,进店时间,姓名\n2013/5/2,9:05,王芳\n----,--,----\n")
    assert (len(rows), register.errors) == (1, [])


def test_a_row_that_says_nothing_but_its_day_is_a_visit_and_that_is_said() -> None:
    rows, register = read_text(
        "日期,进店时间,姓名,备注\n2013/5/2,9:05,王芳,\n2013/5/3,,,\n2013/5/4,,,团购\n2013/5/5,9:05,,\n"
    )
    assert len(rows) == 4
    assert register.warnings == [
        "rows that hold nothing but a day were read, as visitors of whom nothing is known: 1 (line 3: 2013/5/3)"
    ]
    assert read_text("日期\n2013/5/3\n")[1].warnings == []


def test_a_day_that_stands_above_its_rows_is_no_visit_when_it_is_filled_down() -> None:
    text = "日期,进店时间,姓名\n2013/5/2 星期四,,\n,9:05,a\n,9:40,b\n2013/5/3,,\n,10:00,c\n"
    rows, register = read_text(text, fill_down=("date",))
    assert [(row["line"], row["arrived_at"]) for row in rows] == [
        (3, "2013-05-02T09:05"), (4, "2013-05-02T09:40"), (6, "2013-05-03T10:00"),
    ]  # fmt: skip
    assert register.warnings == ["rows that hold only what is filled down were skipped: 2"]


def test_a_header_that_is_repeated_is_skipped_and_said_once() -> None:
    rows, register = read_text("日期,姓名\n2013/5/2,王芳\n日期,姓名\n2013/5/3,李静\n日期,姓名,\n2013/5/4,张伟\n")
    assert [(row["line"], row["name"]) for row in rows] == [(2, "王芳"), (4, "李静"), (6, "张伟")]
    assert register.warnings == ["rows that repeat the header were skipped: 2"]


def test_a_column_without_a_header_that_holds_data_is_named() -> None:
    rows, register = read_text("日期,,姓名\n2013/5/2,13812345678,王芳\n2013/5/3,,李静\n")
    assert len(rows) == 2
    assert register.warnings == [
        "columns without a header hold data and were not read: B (138****5678); --map FIELD=#B reads one"
    ]
    assert read_text("日期,,姓名\n2013/5/2,,王芳\n")[1].warnings == []


def test_columns_at_the_end_that_have_no_header_are_named_too() -> None:
    rows, register = read_text("日期,姓名,,\n2013/5/2,王芳,13812345678,\n2013/5/3,李静,,\n2013/5/4,张伟,,,x\n")
    assert [row["name"] for row in rows] == ["王芳", "李静"]
    assert [(error.line, error.reason) for error in register.errors] == [(4, "the row has 5 cells under 4 headers")]
    assert register.warnings == [
        "columns without a header hold data and were not read: C (138****5678); --map FIELD=#C reads one"
    ]


@pytest.mark.parametrize(
    ("header", "named"), [("", "column B: 138[*]{4}5678"), ("客户电话1", r"column B \(客户电话1\)")]
)
def test_a_register_without_phones_is_refused_with_the_column_that_may_hold_them(header: str, named: str) -> None:
    text = f"日期,{header},姓名\n2013/5/2,13812345678,王芳\n"
    with pytest.raises(Refused, match=named) as refused:
        read_text(text, needs=("phone",))
    assert "--map phone=#B" in str(refused.value)
    assert "--no-phones" in str(refused.value)
    assert "13812345678" not in str(refused.value)


def test_a_register_that_says_nothing_of_people_needs_no_phones() -> None:
    assert len(read_text("日期,来店/来电\n2013/5/2,来店\n", needs=("phone",))[0]) == 1


def test_what_is_no_header_is_told_without_a_word_of_its_people() -> None:
    with pytest.raises(Refused, match="the file has no header") as refused:
        read_text("2013/5/2,王芳,13812345678\n2013/5/3,李静,13812345679\n")
    assert "1381234567" not in str(refused.value)
    assert "王芳" not in str(refused.value)
    with pytest.raises(Refused, match="the file has no header") as refused:
        read_text("王芳 13812345678 今天来看了车\n")
    assert "王芳" not in str(refused.value)


@pytest.mark.parametrize("mark", ["", "〃", "同上", "″"])
def test_a_date_is_carried_down_on_request(mark: str) -> None:
    text = f"日期,进店时间,姓名\n2013/5/2,9:05,a\n{mark},9:40,b\n2013/5/3,10:00,c\n{mark},11:00,d\n合计,,4\n,,\n"
    _, register = read_text(text)
    assert [error.line for error in register.errors] == [3, 5]
    assert all("--fill-down date" in error.reason for error in register.errors)
    rows, register = read_text(text, fill_down=("date",))
    assert [row["arrived_at"] for row in rows] == [
        "2013-05-02T09:05", "2013-05-02T09:40", "2013-05-03T10:00", "2013-05-03T11:00",
    ]  # fmt: skip
    assert register.errors == []
    with pytest.raises(WrongUsage, match="weekday"):
        read_text(text, fill_down=("weekday",))


def test_the_rejects_hold_the_date_that_was_carried_down(tmp_path: Path) -> None:
    rejects = RejectsWriter(tmp_path / "bad.csv")
    with rejects:
        read_text("日期,进店时间,姓名\n2013/5/2,9:05,a\n,soon,b\n", fill_down=("date",), rejects=rejects)
    assert "2013/5/2,soon,b" in (tmp_path / "bad.csv").read_text(encoding="utf-8-sig")


@pytest.mark.parametrize(
    "footer",
    [
        "合计：3,,", "小计,3,", "本页小计,3,", "***END OF FILE***", "制表：李娜,,", "审核,,", "填表人：王强", "总计,,9",
        "TOTAL,3,", "共3条", "备注：以上为本日来店,,", "注：H级为7天内,,", "店长签字：,,", "销售经理：王强,,",
    ],
)  # fmt: skip
def test_a_footer_is_skipped_and_counted(footer: str) -> None:
    rows, register = read_text(f"日期,进店时间,姓名\n2013/5/2,9:05,a\n{footer}\n")
    assert (len(rows), register.errors) == (1, [])
    assert register.warnings == ["footers were skipped: 1"]


def test_a_note_beside_a_person_is_no_footer() -> None:
    assert [error.line for error in read_text("日期,姓名\n2013/5/2,a\n备注：明天再来,李静\n")[1].errors] == [3]


def test_a_register_in_traditional_characters_is_read() -> None:
    row = one("日期,進店時間,客戶姓名,聯繫電話,來店/來電,來源\n2013/5/2,9:05,王芳,13812345678,來店,展廳\n")
    assert (row["name"], row["phone"], row["kind"], row["source"]) == ("王芳", "13812345678", "walk-in", "showroom")


def test_a_mapping_names_a_column_that_nobody_knows() -> None:
    assert one("arrived_at,Handy\n2013-05-02,13812345678\n", mapping={"phone": "handy"})["phone"] == "13812345678"


def test_a_wrong_mapping_is_refused() -> None:
    with pytest.raises(WrongUsage, match="telefon"):
        read_text("arrived_at\n2013-05-02\n", mapping={"telefon": "arrived_at"})
    with pytest.raises(Refused, match="no such column"):
        read_text("arrived_at\n2013-05-02\n", mapping={"phone": "Handy"})


def test_a_register_without_arrivals_is_refused_with_what_it_has() -> None:
    with pytest.raises(Refused, match=r"arrived_at.*it has 姓名, 手机"):
        read_text("姓名,手机\n王芳,13812345678\n")
