"""The example registers are what their generator makes, and what the documentation says of them."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import pytest

from tests.registers.forms import CHINESE_HEADERS
from tests.registers.make_examples import EXAMPLES, FILES, write_examples


def _cells(path: Path) -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(path)["十月"].iter_rows(values_only=True))


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith(".csv")])
def test_an_example_file_is_made_anew_byte_for_byte(name: str, tmp_path: Path) -> None:
    write_examples(tmp_path)
    assert (tmp_path / name).read_bytes() == (EXAMPLES / name).read_bytes()


def test_the_example_workbook_is_made_anew_cell_for_cell(tmp_path: Path) -> None:
    write_examples(tmp_path)
    assert _cells(tmp_path / "register.xlsx") == _cells(EXAMPLES / "register.xlsx")


def test_the_workbook_has_a_title_above_its_chinese_header() -> None:
    title, header, *_ = _cells(EXAMPLES / "register.xlsx")
    assert str(title[0]).startswith("远山汽车")
    assert header == CHINESE_HEADERS


def test_the_september_register_is_gbk_and_no_utf_8() -> None:
    content = (EXAMPLES / "register-gbk.csv").read_bytes()
    assert content.decode("gb18030").startswith("日期,")
    with pytest.raises(UnicodeDecodeError):
        content.decode("utf-8")


def test_every_example_phone_is_of_the_invented_range(tmp_path: Path) -> None:
    story = write_examples(tmp_path)
    phones = {visit.customer.phone for visit in story.visits} - {None}
    assert len(phones) > 50
    assert all(str(phone).startswith("1380000") and len(str(phone)) == 11 for phone in phones)


def test_every_fact_belongs_to_somebody_who_came(tmp_path: Path) -> None:
    phones = {visit.customer.phone for visit in write_examples(tmp_path).visits}
    for name in ("followups.csv", "orders.csv", "churn.csv"):
        with (EXAMPLES / name).open(encoding="utf-8", newline="") as file:
            assert {row["phone"] for row in csv.DictReader(file)} <= phones
