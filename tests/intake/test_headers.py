"""Headers as registers have them: two languages, titles above, doubles, strangers."""

from __future__ import annotations

import pytest

from leadctl.errors import Refused, WrongUsage
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


def test_two_columns_of_one_meaning_are_refused_until_one_is_mapped() -> None:
    text = "日期,手机,电话\n2013-05-02,13812345678,010-12345678\n"
    with pytest.raises(Refused, match="手机, 电话"):
        read_text(text)
    assert one(text, mapping={"phone": "电话"})["phone"] == "+861012345678"


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
