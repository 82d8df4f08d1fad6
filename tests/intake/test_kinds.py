"""Follow-ups, churn, orders and sales from files."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest

from leadctl.commands.import_ import COMMAND
from leadctl.commands.imports import IMPORTS, ImportKind, help_of
from leadctl.errors import Refused
from leadctl.intake.headers import header_key
from leadctl.intake.registers import Register, open_register
from leadctl.intake.rejects import RejectsWriter
from tests.intake.registers import NOW, Rows, rows_of


def read(kind: str, text: str, **options: Any) -> tuple[Rows, Register]:
    with open_register(IMPORTS[kind].file, io.BytesIO(text.encode()), suffix=".csv", now=NOW, **options) as register:
        return rows_of(register), register


def bad_cells(register: Register) -> list[tuple[int, str]]:
    return [(error.line, error.column) for error in register.errors]


def test_a_followup_has_our_codes() -> None:
    rows, register = read(
        "followups",
        "电话,跟进时间,销售顾问,跟进方式,跟进结果,级别,下次跟进,备注\n"
        "138 1234 5678,2026/11/20 9:05,李娜,微信,有进展,a,11月25日,周末来看车\n"
        ",2026/11/20,,,,,,\n",
    )
    assert rows == [
        {"line": 2, "phone": "13812345678", "lead": None, "at": "2026-11-20T09:05", "by": "李娜", "via": "wechat",
         "outcome": "advance", "grade": "A", "next": "2026-11-25", "agreed": None, "note": "周末来看车"},
    ]  # fmt: skip
    assert bad_cells(register) == [(3, "phone")]


@pytest.mark.parametrize(("kind", "field"), [("followups", "at"), ("orders", "ordered_on")])
def test_an_empty_date_below_a_date_names_the_option_that_fills_it(kind: str, field: str) -> None:
    _, register = read(kind, f"lead,{field},model\n1,,X5\n2,2026-11-20,X5\n3,,X5\n")
    first, below = register.errors
    assert first.reason == "a date is needed"
    assert below.reason.endswith(f"say --fill-down {field}")
    assert read(kind, f"lead,{field},model\n2,2026-11-20,X5\n3,,X5\n", fill_down=(field,))[1].errors == []


def test_a_followup_without_an_outcome_is_continued_and_without_a_time_is_a_day() -> None:
    (row,), _ = read("followups", "lead,at\n42,2026-11-20\n")
    assert (row["lead"], row["at"], row["outcome"], row["via"]) == (42, "2026-11-20", "continued", None)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("电话", "phone"),
        ("直邮", "letter"),
        ("到店", "visit"),
        ("上门", "home-visit"),
        ("SMS", "sms"),
        ("邮件", "email"),
    ],
)
def test_ways_of_contact_are_known_in_chinese(typed: str, code: str) -> None:
    assert read("followups", f"lead,at,via\n1,2026-11-20,{typed}\n")[0][0]["via"] == code


@pytest.mark.parametrize(
    ("typed", "code"), [("未接", "no-answer"), ("无人接听", "no-answer"), ("拒绝", "refused"), ("继续", "continued")]
)
def test_outcomes_are_known_in_chinese(typed: str, code: str) -> None:
    assert read("followups", f"lead,at,outcome\n1,2026-11-20,{typed}\n")[0][0]["outcome"] == code


def test_the_next_contact_may_lie_in_a_past_that_was_its_future_but_not_before_it() -> None:
    rows, register = read(
        "followups", "lead,at,next\n1,2013-12-30,1月3日\n1,2013-05-02,2013-05-01\n1,2013-05-02,9:05\n"
    )
    assert [row["next"] for row in rows] == ["2014-01-03"]
    assert bad_cells(register) == [(3, "next"), (4, "next")]


def test_churn_has_its_codes_and_its_verification() -> None:
    rows, register = read(
        "churn",
        "手机,战败日期,流失类型,战败原因,竞品,战败回访,核实人,核实时间\n"
        "13812345678,2026/11/1,战败,价格,大众 朗逸,属实,客服小王,2026/11/3\n"
        "13812345679,2026/11/1,失控,,,,,\n"
        "13812345670,2026/11/1,,报价不合理,,待回访,,\n",
    )
    assert register.errors == []
    assert [(row["kind"], row["reason"], row["rival"], row["verification"], row["verified_at"]) for row in rows] == [
        ("defeat", "price", "大众 朗逸", "confirmed", "2026-11-03"),
        ("lost-contact", None, None, None, None),
        ("defeat", "quote", None, None, None),
    ]


def test_a_reason_of_the_stores_own_is_kept_for_the_store_to_judge() -> None:
    assert read("churn", "lead,at,kind,reason\n1,2026-11-01,defeat,限购政策\n")[0][0]["reason"] == "限购政策"


def test_a_defeat_without_reason_and_a_churn_without_kind_are_bad_rows() -> None:
    _, register = read(
        "churn",
        "lead,at,kind,reason,verified_at\n1,2026-11-01,defeat,,\n2,2026-11-01,,,\n3,2026-11-02,失控,,2026-11-01\n",
    )
    assert bad_cells(register) == [(2, "reason"), (3, "kind"), (4, "verified_at")]


def test_rejects_of_churn_keep_its_own_reason_apart_from_ours(tmp_path: Any) -> None:
    path = tmp_path / "rejects.csv"
    with RejectsWriter(path) as rejects:
        read("churn", "lead,at,kind,reason\n1,soon,defeat,price\n", rejects=rejects)
    (row,), _ = read("churn", path.read_bytes().decode("utf-8-sig").replace("soon", "2026-11-01"))
    assert row["reason"] == "price"


def test_an_order_has_days_price_and_vehicle() -> None:
    rows, register = read(
        "orders",
        "联系电话,订单日期,交车日期,退订日期,车型,成交价,车架号,数量\n"
        "13812345678,2026/11/1,2026/11/5,,朗逸,12.88万,lsvaa 49j132 047371,\n"
        '13812345678,2026/11/1,,2026/11/2,朗逸,"128,800",,3\n',
    )
    assert register.errors == []
    assert [
        (row["ordered_on"], row["delivered_on"], row["cancelled_on"], row["price"], row["count"]) for row in rows
    ] == [
        ("2026-11-01", "2026-11-05", None, 128800.0, None),
        ("2026-11-01", None, "2026-11-02", 128800.0, 3),
    ]
    assert rows[0]["vin"] == "LSVAA49J132047371"


def test_a_delivery_before_the_order_and_an_order_in_the_future_are_bad_rows() -> None:
    _, register = read(
        "orders",
        "lead,ordered_on,delivered_on\n1,2026-11-02,2026-11-01\n1,2026-11-23,\n1,,2026-11-01\n12345678,2026-11-01,\n",
    )
    assert bad_cells(register) == [(2, "delivered_on"), (3, "ordered_on"), (4, "ordered_on"), (5, "lead")]


def test_sales_come_from_sub_dealers_and_wholesale_only() -> None:
    rows, register = read(
        "sales", "渠道,日期,车型,数量\n二级,2026/11/1,朗逸,2\n批售,2026/11/2,,10\n展厅,2026/11/2,,1\n合计,,,13\n"
    )
    assert [(row["channel"], row["on"], row["model"], row["count"]) for row in rows] == [
        ("sub-dealer", "2026-11-01", "朗逸", 2),
        ("wholesale", "2026-11-02", None, 10),
    ]
    assert bad_cells(register) == [(4, "channel")]


def test_a_file_without_what_its_kind_needs_is_refused() -> None:
    with pytest.raises(Refused, match=r"phone .* or lead"):
        read("followups", "at,note\n2026-11-01,x\n")
    with pytest.raises(Refused, match="ordered_on"):
        read("orders", "lead,price\n1,1\n")


# The registry of kinds: what is declared of one agrees with itself.


@pytest.mark.parametrize("kind", IMPORTS.values(), ids=IMPORTS)
def test_what_a_kind_yields_is_what_its_writer_takes(kind: ImportKind) -> None:
    assert sorted(kind.file.columns()) == sorted(kind.takes)


@pytest.mark.parametrize("kind", IMPORTS.values(), ids=IMPORTS)
def test_a_header_word_means_one_field_of_a_kind(kind: ImportKind) -> None:
    words = [key for field in kind.file.fields for key in set(map(header_key, (field.name, *field.headers)))]
    assert [word for word in words if words.count(word) > 1] == []


@pytest.mark.parametrize("kind", IMPORTS.values(), ids=IMPORTS)
def test_a_kind_speaks_of_its_own_fields_and_columns_only(kind: ImportKind) -> None:
    fields = {field.name for field in kind.file.fields}
    assert {name for group in kind.file.required for name in group} <= fields
    assert set(kind.file.footer_fields()) <= fields
    assert {name for shown in kind.file.shown.values() for name in shown} <= fields


@pytest.mark.parametrize("kind", IMPORTS.values(), ids=IMPORTS)
def test_the_help_of_a_kind_names_every_field(kind: ImportKind) -> None:
    said = help_of(kind.file)
    assert [field.name for field in kind.file.fields if field.name not in said] == []


def test_every_kind_is_a_command_and_no_other_is() -> None:
    """But for ``check``, which reads a file of any kind."""
    assert [name for name in COMMAND.commands if name != "check"] == list(IMPORTS)


def test_a_kind_that_nobody_declared_is_refused_with_those_that_are(run: Callable[..., Any]) -> None:
    done = run("import", "gossip", "rumours.csv")
    assert (done.code, "gossip" in done.err) == (2, True)
