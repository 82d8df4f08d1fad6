"""Files as they are kept: encodings, workbooks, JSON lines, and what is no register at all."""

from __future__ import annotations

import io
import json
import os
import threading
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.chart import BarChart

from leadctl.errors import Refused
from leadctl.intake.kinds.visits import VISITS
from leadctl.intake.registers import Register, open_register
from tests.intake.registers import NOW, Rows, read_text, rows_of

Read = Callable[..., tuple[Rows, Register]]
TEXT = "日期,姓名,联系电话\r\n2013/5/2,王芳,13812345678\r\n"


def workbook(*rows: tuple[Any, ...], title: str = "五月", **others: tuple[tuple[Any, ...], ...]) -> bytes:
    book = openpyxl.Workbook()
    book.active.title = title  # type: ignore[union-attr]
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    for name, lines in others.items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(line)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_every_usual_encoding_is_found(read_file: Read, encoding: str) -> None:
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")
    rows, _ = read_file(mark + TEXT.encode(encoding))
    assert [(row["name"], row["phone"]) for row in rows] == [("王芳", "13812345678")]


def test_gbk_that_begins_in_plain_letters_is_found_late(read_file: Read) -> None:
    rows, _ = read_file(("arrived_at,name\n" + "2013-05-02,Li\n" * 90_000 + "2013-05-02,王芳\n").encode("gbk"))
    assert rows[-1]["name"] == "王芳"


def test_an_encoding_may_be_named_and_a_wrong_one_is_refused(read_file: Read) -> None:
    content = "arrived_at,name\n2013-05-02,Zoë\n".encode("latin-1")
    assert read_file(content, encoding="latin-1")[0][0]["name"] == "Zoë"
    with pytest.raises(Refused, match="not in the encoding 'utf-8'"):
        read_file(content, encoding="utf-8")
    with pytest.raises(Refused, match="no encoding called"):
        read_file(content, encoding="klingon")


@pytest.mark.parametrize("delimiter", ["\t", ";", ",", "|", "，"])
def test_a_csv_may_be_parted_by_other_signs(read_file: Read, delimiter: str) -> None:
    assert read_file(TEXT.replace(",", delimiter).encode())[0][0]["phone"] == "13812345678"


def test_a_tsv_is_read(read_file: Read) -> None:
    assert read_file(TEXT.replace(",", "\t").encode(), "r.tsv")[0][0]["name"] == "王芳"


def test_standard_input_is_read_like_a_file_whatever_its_kind() -> None:
    lines = json.dumps({"arrived_at": "2013-05-02", "phone": 13812345678}).encode()
    for content in (TEXT.encode("gbk"), workbook(("日期", "手机"), ("2013/5/2", 13812345678)), lines):
        with open_register(VISITS, io.BytesIO(content), suffix="", now=NOW) as register:
            assert rows_of(register)[0]["phone"] == "13812345678"


def test_a_pipe_is_read_like_a_file(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(TEXT.encode(),))
    writer.start()
    with open_register(VISITS, pipe, suffix=".csv", now=NOW) as register:
        rows = rows_of(register)
    writer.join()
    assert rows[0]["name"] == "王芳"


def test_a_workbook_has_titles_real_dates_times_and_numbers(read_file: Read) -> None:
    content = workbook(
        ("远山汽车 来店登记表",),
        ("日期", "进店时间", "离店时间", "姓名", "手机", "试驾", "人数"),
        (date(2013, 5, 2), time(9, 5), datetime(2013, 5, 2, 10, 20), "王芳", 13812345678, True, 2),
        (datetime(2013, 5, 3, 14, 30), None, None, None, "010-12345678", False, None),
        (None, None, None, None, None, None, None),
        ("合计", None, None, None, 2, None, None),
    )
    rows, register = read_file(content, "r.xlsx")
    assert register.errors == []
    assert [(row["line"], row["arrived_at"], row["left_at"], row["phone"], row["test_drive"]) for row in rows] == [
        (3, "2013-05-02T09:05", "2013-05-02T10:20", "13812345678", 1),
        (4, "2013-05-03T14:30", None, "+861012345678", 0),
    ]
    assert register.rows == 2


def test_the_first_sheet_with_a_register_is_read_or_the_one_named(read_file: Read) -> None:
    content = workbook(("说明",), title="封面", 四月=(("日期",), ("2013/4/2",)), 五月=(("日期",), ("2013/5/2",)))
    assert read_file(content, "r.xlsx")[0][0]["arrived_at"] == "2013-04-02T00:00"
    assert read_file(content, "r.xlsx", sheet="五月")[0][0]["arrived_at"] == "2013-05-02T00:00"
    with pytest.raises(Refused, match="封面, 四月, 五月"):
        read_file(content, "r.xlsx", sheet="六月")


def test_a_formula_never_calculated_and_an_error_cell_are_bad_rows(read_file: Read) -> None:
    content = workbook(("日期", "姓名"), ("2013/5/2", "=A1"), ("2013/5/2", "#N/A"), ("2013/5/2", "王芳"))
    rows, register = read_file(content, "r.xlsx")
    assert [row["line"] for row in rows] == [4]
    assert [(error.line, error.column) for error in register.errors] == [(2, "name"), (3, "name")]
    assert "formula" in register.errors[0].reason
    assert "error" in register.errors[1].reason


def test_a_chart_sheet_is_passed_over(read_file: Read) -> None:
    book = openpyxl.Workbook()
    book.active.append(("日期",))  # type: ignore[union-attr]
    book.active.append(("2013/5/2",))  # type: ignore[union-attr]
    book.create_chartsheet("图", 0).add_chart(BarChart())
    content = io.BytesIO()
    book.save(content)
    assert len(read_file(content.getvalue(), "r.xlsx")[0]) == 1


def test_a_zip_bomb_is_refused(read_file: Read) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (101 << 20))
    with pytest.raises(Refused, match="unpacks to 101 MB"):
        read_file(content.getvalue(), "r.xlsx")


def test_entities_in_a_workbook_are_refused(read_file: Read) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(("日期",)))) as good, zipfile.ZipFile(content, "w") as bad:
        for part in good.namelist():
            sheet = b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet>&a;</worksheet>'
            bad.writestr(part, sheet if part.endswith("sheet1.xml") else good.read(part))
    with pytest.raises(Refused):
        read_file(content.getvalue(), "r.xlsx")


def test_json_lines_take_english_and_chinese_keys_and_keys_that_come_late(read_file: Read) -> None:
    lines = [
        {"arrived_at": "2013-05-02T09:05", "手机": 13812345678, "party": 2.0, "test_drive": True},
        {"arrived_at": "2013-05-03", "name": "王芳", "quoted": False, "手机": None},
    ]
    rows, _ = read_file("\n\n".join(map(json.dumps, lines)).encode(), "r.jsonl")
    assert [
        (row["line"], row["phone"], row["party"], row["name"], row["test_drive"], row["quoted"]) for row in rows
    ] == [
        (1, "13812345678", 2, None, 1, None),
        (3, None, None, "王芳", None, 0),
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("[1]", "no JSON object"), ("{", "no JSON object"), ('{"arrived_at": NaN}', "no JSON object"),
        ("[" * 100_000, "no JSON object"), ('{"arrived_at": 1%s}' % ("0" * 5000), "no JSON object"),
        ('{"arrived_at": ["2013-05-02"]}', "a list or an object"),
        ('{"arrived_at": "2013-05-02", "name": "\\ud800"}', "half a character"),
    ],
)  # fmt: skip
def test_a_line_that_is_no_flat_object_is_a_bad_row(read_file: Read, line: str, reason: str) -> None:
    rows, register = read_file(f'{{"arrived_at": "2013-05-02", "name": "a"}}\n{line}\n'.encode(), "r.jsonl")
    assert len(rows) == 1
    assert (register.errors[0].line, register.rejected) == (2, 1)
    assert reason in register.errors[0].reason


def test_a_bad_line_is_told_once(read_file: Read) -> None:
    _, register = read_file(
        b'{"arrived_at": "2013-05-02", "phone": "1"}\n{\n{"phone": ["138"], "arrived_at": 1}\n', "r.jsonl"
    )
    told = [(error.line, error.column) for error in register.errors if error.line > 1]
    assert told == [(2, ""), (3, "phone"), (3, "arrived_at")]


def test_a_number_with_an_exponent_has_lost_digits_in_json_too(read_file: Read) -> None:
    _, register = read_file(b'{"arrived_at": "2013-05-02", "phone": 1.38E+10}\n', "r.jsonl")
    assert "digits were lost" in register.errors[0].reason
    rows, _ = read_file(b'{"arrived_at": "2013-05-02", "phone": 1.3812345678E+10, "party": 2.0}\n', "r.jsonl")
    assert (rows[0]["phone"], rows[0]["party"]) == ("13812345678", 2)


def test_json_that_is_no_lines_of_objects_says_what_is_expected(read_file: Read) -> None:
    with pytest.raises(Refused, match="one object on each line"):
        read_file(b'[{"arrived_at": "2013-05-02"}]', "r.json")
    with pytest.raises(Refused, match="no line of the file is a JSON object"):
        read_file(b"[[[[\n", "r.jsonl")


@pytest.mark.parametrize("name", ["r.csv", "r.tsv", "r.jsonl", "r.xlsx", "r.txt"])
@pytest.mark.parametrize("content", [b"", b"\n\n", b"\x00\x01\x02\xff\xfe" * 50, b"SQLite format 3\0" + bytes(100)])
def test_what_is_no_register_is_refused_with_a_sentence(read_file: Read, name: str, content: bytes) -> None:
    with pytest.raises(Refused) as refused:
        read_file(content, name)
    assert len(str(refused.value)) > 20


@pytest.mark.parametrize("cut", [10, 100, 1000, 3000])
def test_a_damaged_workbook_is_refused(read_file: Read, cut: int) -> None:
    with pytest.raises(Refused):
        read_file(workbook(("日期",), ("2013/5/2",))[:-cut], "r.xlsx")


def test_a_missing_file_a_folder_and_half_an_old_workbook_are_refused(tmp_path: Path, read_file: Read) -> None:
    with pytest.raises(Refused, match="cannot read"):
        open_register(VISITS, tmp_path / "none.csv", suffix=".csv", now=NOW)
    with pytest.raises(Refused, match="is a folder"):
        open_register(VISITS, tmp_path, suffix="", now=NOW)
    with pytest.raises(Refused, match="damaged"):
        read_file(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "r.xls")
    with pytest.raises(Refused, match="sheets"):
        read_file(TEXT.encode(), sheet="五月")


@pytest.mark.parametrize(
    "broken",
    ['2013-05-02,"b"c', '2013-05-02,"他说"太贵"了"', '2013-05-02,"never closed', "2013-05-02," + "x" * 200_000],
    ids=["a letter behind", "quotes within", "never closed", "huge"],
)
def test_a_line_whose_quotes_do_not_match_is_one_bad_row(broken: str) -> None:
    others = '2013-05-03,"c, d"\n2013-05-04,"e\nf"\n2013-05-05,g\n'
    rows, register = read_text(f"arrived_at,note\n2013-05-02,a\n{broken}\n{others}")
    assert [row["note"] for row in rows] == ["a", "c, d", "e f", "g"]
    assert [(error.line, error.column) for error in register.errors] == [(3, "")]
    assert "quotes" in register.errors[0].reason


def test_a_quote_that_is_never_closed_takes_no_other_row_with_it() -> None:
    many = "".join(f"2013-05-02,{number}\n" for number in range(3000))
    rows, register = read_text(f'arrived_at,note\n{many}2013-05-02,"open\n{many}')
    assert [row["note"] for row in rows] == [str(number) for number in range(3000)] * 2
    assert [error.line for error in register.errors] == [3002]


ROWS = "日期,姓名,联系电话\n2013/5/2,王芳,13812345678\n2013/5/3,李静,13812345679\n"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_found_without_its_mark(read_file: Read, encoding: str) -> None:
    assert [row["name"] for row in read_file(ROWS.encode(encoding))[0]] == ["王芳", "李静"]


def test_a_line_in_another_encoding_is_named_with_both_ways_out(read_file: Read) -> None:
    lines = ROWS.splitlines(keepends=True)
    for first, other in (("utf-8", "gbk"), ("gbk", "utf-8")):
        content = lines[0].encode(first) + lines[1].encode(other) + lines[2].encode(first) * 3
        with pytest.raises(Refused, match=r"line 2 is not in .*--errors replace-row.*--encoding gb18030"):
            read_file(content)
        rows, register = read_file(content, replace_rows=True)
        assert [row["name"] for row in rows] == ["李静"] * 3
        assert [(error.line, error.column) for error in register.errors] == [(2, "")]


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("big5", "日期,姓名,電話,備註\n2013/5/2,陳怡君,13812345678,想看車但是價格太貴\n"),
        ("big5", "date,name,phone\n2013/5/2,陳怡君,13812345678\n2013/5/2,林志豪,13812345679\n"),
        ("shift_jis", "date,name,note\n2013/5/2,田中さん,あしたまたきます\n"),
        ("euc_kr", "date,name,note\n2013/5/2,김철수,시승을 희망합니다\n"),
    ],
)
def test_another_encoding_is_not_taken_for_gb18030(read_file: Read, encoding: str, text: str) -> None:
    with pytest.raises(Refused, match=f"--encoding {encoding}"):
        read_file(text.encode(encoding))
    assert len(read_file(text.encode(encoding), encoding=encoding)[0]) > 0


def test_a_few_characters_that_may_be_korean_are_read_as_chinese_and_that_is_said(read_file: Read) -> None:
    for names in (["李娜"], ["李娜", "马丽", "黄杰", "何敏"]):
        text = "date,name\n" + "".join(f"2013/5/2,{name}\n" for name in names)
        rows, register = read_file(text.encode("gb18030"))
        assert [row["name"] for row in rows] == names
        assert [said for said in register.warnings if "GB18030" in said]
    assert not read_file("date,name\n2013/5/2,张伟\n".encode("gb18030"))[1].warnings


def test_the_end_that_a_program_of_dos_writes_is_no_row(read_file: Read) -> None:
    assert len(read_file(f"{TEXT}\x1a".encode())[0]) == len(read_file(TEXT.encode())[0])


def test_names_with_rare_characters_are_read_as_gb18030_and_that_is_said(read_file: Read) -> None:
    text = "date,name\n2013/5/2,王珺瑄\n2013/5/3,李昕怡\n2013/5/4,赵国强\n"
    rows, register = read_file(text.encode("gb18030"))
    assert [row["name"] for row in rows] == ["王珺瑄", "李昕怡", "赵国强"]
    assert [said for said in register.warnings if "GB18030" in said]


@pytest.mark.parametrize(("delimiter", "sign"), [("|", "|"), ("tab", "\t"), (";", ";")])
def test_the_delimiter_may_be_named(read_file: Read, delimiter: str, sign: str) -> None:
    text = TEXT.replace(",", sign)
    assert read_file(text.encode(), delimiter=delimiter)[0][0]["phone"] == "13812345678"
    with pytest.raises(Refused, match="single character"):
        read_file(text.encode(), delimiter="ab")


def test_a_nested_value_under_a_key_that_is_not_read_does_not_hurt(read_file: Read) -> None:
    rows, register = read_file(b'{"arrived_at": "2013-05-02", "extra": {"a": 1}}\n{"arrived_at": ["x"]}\n', "r.jsonl")
    assert len(rows) == 1
    assert [(error.line, error.column) for error in register.errors] == [(2, "arrived_at")]


def test_the_digest_is_of_the_bytes_and_may_be_asked_before_reading(read_file: Read, tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_bytes(TEXT.encode() * 1)
    with open_register(VISITS, path, suffix=".csv", now=NOW) as register:
        before = register.digest()
        assert len(rows_of(register)) == 1
        assert register.digest() == before
        assert register.fraction_read() == 1.0
    assert len(before) == 64
