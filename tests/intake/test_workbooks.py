"""Workbooks as they really come: kinds, values, errors, hidden and merged cells, sheets, and hostile ones."""

from __future__ import annotations

import base64
import io
import sys
import zipfile
import zlib
from collections.abc import Callable
from datetime import date, datetime, time

import pytest
import xlsxwriter

from leadctl.errors import Refused
from leadctl.intake.registers import Register
from tests.intake.registers import Rows
from tests.intake.workbooks import (
    ERROR,
    HEADERS,
    ods_cell,
    ods_row,
    ods_table,
    text_row,
    write_book,
    write_excel_2003,
    write_ods,
    write_sheet_xml,
    write_xlsb,
    write_zip,
    xml_row,
)

Read = Callable[..., tuple[Rows, Register]]
HEADER = text_row(1, *HEADERS)
WANG = text_row(2, "2026/11/2", "13900010001", "王芳")
VISIT = ("2026/11/2", "13900010001", "王芳")


def people(rows: Rows) -> list[tuple[int, str, str, str]]:
    """What tells the rows apart: line, arrival, phone, name."""
    return [(row["line"], row["arrived_at"], row["phone"], row["name"]) for row in rows]


def faults(register: Register) -> list[tuple[str | None, int, str | None, str]]:
    """Sheet, line, letter and value of the bad cells."""
    return [(error.sheet, error.line, error.letter, error.value) for error in register.errors]


# values


@pytest.mark.parametrize("epoch_of_1904", [False, True])
def test_the_values_of_a_workbook_are_those_that_people_see(read_file: Read, epoch_of_1904: bool) -> None:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "date_1904": epoch_of_1904}) as book:
        sheet = book.add_worksheet("来店")
        sheet.write_row(0, 0, ["日期", "进店时间", "离店时间", "姓名", "手机", "试驾", "人数", "备注"])
        day, clock = book.add_format({"num_format": 'yyyy"年"m"月"d"日"'}), book.add_format({"num_format": "h:mm"})
        sheet.write_datetime(1, 0, datetime(2026, 11, 2), day)
        sheet.write_datetime(1, 1, time(9, 5), clock)
        sheet.write_datetime(1, 2, time(10, 10), clock)
        sheet.write_rich_string(1, 3, "王", book.add_format({"bold": True}), "芳")
        sheet.write_number(1, 4, 13900010001)
        sheet.write_boolean(1, 5, True)
        sheet.write_formula(1, 6, "=1+1", None, 2)
        sheet.write_number(1, 7, 0.1 + 0.2)
    rows, register = read_file(content.getvalue(), "r.xlsx")
    assert register.errors == []
    assert [
        (row["arrived_at"], row["left_at"], row["name"], row["phone"], row["test_drive"], row["party"], row["note"])
        for row in rows
    ] == [("2026-11-02T09:05", "2026-11-02T10:10", "王芳", "13900010001", 1, 2, "0.3")]


def test_a_time_that_is_a_fraction_short_of_its_minute_is_that_minute(read_file: Read) -> None:
    rows = write_book({"a": [("日期", "进店时间", "手机"), (date(2026, 11, 2), 0.3784722222, "13900010001")]})
    with zipfile.ZipFile(io.BytesIO(rows)) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    parts["xl/styles.xml"] = (
        parts["xl/styles.xml"]
        .replace(b'<cellXfs count="2">', b'<cellXfs count="3">')
        .replace(
            b"</cellXfs>",
            b'<xf numFmtId="20" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>',
        )
    )
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace(b'<c r="B2">', b'<c r="B2" s="2">')
    assert read_file(write_zip(parts), "r.xlsx")[0][0]["arrived_at"] == "2026-11-02T09:05"


def test_lines_are_those_of_the_sheet_whatever_stands_empty_above_and_beside(read_file: Read) -> None:
    empty: list[tuple[str, ...]] = [()] * 3
    content = write_book({"a": [*empty, ("", "", *HEADERS), (), ("", "", *VISIT)]})
    rows, register = read_file(content, "r.xlsx")
    assert people(rows) == [(6, "2026-11-02T00:00", "13900010001", "王芳")]
    _, register = read_file(write_book({"a": [*empty, ("", "", *HEADERS), ("", "", "soon", "1", "a")]}), "r.xlsx")
    assert faults(register) == [("a", 5, "D", "1"), ("a", 5, "C", "soon")]


def test_rows_and_cells_without_references_follow_each_other(read_file: Read) -> None:
    def unnumbered(*cells: str) -> str:
        return "<row>" + "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in cells) + "</row>"

    rows, register = read_file(
        write_sheet_xml(unnumbered(*HEADERS), unnumbered(*VISIT), '<row><c t="e"><v>#N/A</v></c></row>'), "r.xlsx"
    )
    assert people(rows) == [(2, "2026-11-02T00:00", "13900010001", "王芳")]
    assert faults(register) == [("来店", 3, "A", "#N/A")]


@pytest.mark.parametrize("name", ["r.xlsx", "R.XLSX", "r.csv", "r.xls", "r", "r.登记"])
def test_the_content_of_a_workbook_decides_and_not_its_name(read_file: Read, name: str) -> None:
    assert people(read_file(write_book({"a": [HEADERS, VISIT]}), name)[0])[0][3] == "王芳"


def test_a_template_and_a_strict_workbook_are_read(read_file: Read) -> None:
    with zipfile.ZipFile(io.BytesIO(write_sheet_xml(HEADER, WANG))) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    loose, strict = b"http://schemas.openxmlformats.org/spreadsheetml/2006", b"http://purl.oclc.org/ooxml/spreadsheetml"
    relations = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    made = {
        name: part.replace(loose, strict).replace(relations, b"http://purl.oclc.org/ooxml/officeDocument/relationships")
        for name, part in parts.items()
    }
    assert len(read_file(write_zip(made), "r.xlsx")[0]) == 1
    template = parts | {
        "[Content_Types].xml": parts["[Content_Types].xml"].replace(b"sheet.main+xml", b"template.main+xml")
    }
    assert len(read_file(write_zip(template), "r.xltx")[0]) == 1


# errors, formulas, hidden rows


def test_an_error_of_any_release_of_excel_is_a_bad_cell(read_file: Read) -> None:
    errors = ["#N/A", "#REF!", "#DIV/0!", "#NAME?", "#SPILL!", "#BLOCKED!", "#GETTING_DATA", "#SOMETHING_NEW!"]
    lines = [
        f'<row r="{number}"><c r="A{number}" t="inlineStr"><is><t>2026/11/2</t></is></c>'
        f'<c r="C{number}" t="e"><v>{error}</v></c></row>'
        for number, error in enumerate(errors, start=2)
    ]
    rows, register = read_file(write_sheet_xml(HEADER, *lines, text_row(20, *VISIT)), "r.xlsx")
    assert [row["line"] for row in rows] == [20]
    assert faults(register) == [("来店", number, "C", error) for number, error in enumerate(errors, start=2)]


def test_a_text_that_looks_like_an_error_stays_when_others_are_replaced(read_file: Read) -> None:
    rows, register = read_file(
        write_sheet_xml(
            HEADER,
            '<row r="2"><c r="A2" t="e"><v>#SPILL!</v></c></row>',
            '<row r="3"><c r="A3" t="inlineStr"><is><t>2026/11/2</t></is></c>'
            '<c r="C3" t="str"><f>"#"&amp;"1店"</f><v>#1店</v></c></row>',
        ),
        "r.xlsx",
    )
    assert [row["name"] for row in rows] == ["#1店"]
    assert faults(register) == [("来店", 2, "A", "#SPILL!")]


def test_a_formula_without_a_result_is_a_bad_cell_and_one_with_an_empty_result_is_not(read_file: Read) -> None:
    day = '<c r="A{0}" t="inlineStr"><is><t>2026/11/2</t></is></c>'
    rows, register = read_file(
        write_sheet_xml(
            HEADER,
            f'<row r="2">{day.format(2)}<c r="C2"><f>A1&amp;B1</f></c></row>',
            f'<row r="3">{day.format(3)}<c r="C3"><f>A1</f><v></v></c></row>',
            f'<row r="4">{day.format(4)}<c r="C4" t="str"><f>IF(A1="","x","")</f><v></v></c></row>',
        ),
        "r.xlsx",
    )
    assert [row["line"] for row in rows] == [4]
    assert faults(register) == [("来店", 2, "C", "=A1&B1"), ("来店", 3, "C", "=A1")]
    assert all("never calculated" in error.reason for error in register.errors)


def test_hidden_rows_are_read_and_counted(read_file: Read) -> None:
    rows, register = read_file(
        write_sheet_xml(
            HEADER,
            text_row(2, *VISIT, attributes='hidden="1"'),
            text_row(3, *VISIT),
            '<row r="4" hidden="1"><c r="A4" s="1"/></row>',
        ),
        "r.xlsx",
    )
    assert len(rows) == 2
    assert register.warnings == ["sheet 来店: 1 hidden row is read like the others"]


# merged cells


def test_a_date_merged_over_the_rows_of_a_day_is_the_date_of_each(read_file: Read) -> None:
    rows, register = read_file(
        write_sheet_xml(
            HEADER,
            text_row(2, "2026/11/2", "13900010001", "王芳"),
            text_row(3, "", "13900010002", "李静"),
            text_row(5, "2026/11/3", "13900010003", "赵强"),
            text_row(6, "", "13900010004", "钱多"),
            after='<mergeCells count="1"><mergeCell ref="A2:A4"/></mergeCells>',
        ),
        "r.xlsx",
    )
    assert [row["arrived_at"][:10] for row in rows] == ["2026-11-02", "2026-11-02", "2026-11-03"]
    assert faults(register) == [("来店", 6, "A", "")]
    assert register.warnings == ["sheet 来店: a merged cell holds for each of its rows (lines 2-4)"]


def test_a_header_of_two_rows_is_read_where_the_outer_columns_are_merged_downward(read_file: Read) -> None:
    rows, _ = read_file(
        write_sheet_xml(
            text_row(1, "日期", "客户信息", "", "备注"),
            text_row(2, "", "手机", "姓名"),
            text_row(3, "2026/11/2", "13900010001", "王芳", "急"),
            after='<mergeCells count="3"><mergeCell ref="A1:A2"/><mergeCell ref="B1:C1"/><mergeCell ref="D1:D2"/>'
            "</mergeCells>",
        ),
        "r.xlsx",
    )
    assert [(row["line"], row["phone"], row["note"]) for row in rows] == [(3, "13900010001", "急")]


# sheets


def test_every_sheet_that_is_a_register_is_read_by_its_own_header(read_file: Read) -> None:
    content = write_book(
        {
            "封面": [["十月到十二月"]],
            "10月": [HEADERS, ("2026/10/2", "13900010001", "王芳")],
            "11月": [("说明",), ("姓名", "手机", "日期"), ("李静", "13900010002", "2026/11/2")],
            "旧": [HEADERS, ("2025/10/2", "13900010003", "赵强")],
        },
        hidden=["旧"],
    )
    rows, register = read_file(content, "r.xlsx")
    assert people(rows) == [
        (2, "2026-10-02T00:00", "13900010001", "王芳"),
        (3, "2026-11-02T00:00", "13900010002", "李静"),
    ]
    assert register.warnings == [
        "sheets read: 10月, 11月; no registers, and not read: 封面",
        "hidden sheets are left out: 旧; --sheet NAME reads one",
    ]
    assert people(read_file(content, "r.xlsx", sheet="旧")[0])[0][3] == "赵强"


def test_what_was_done_to_a_cell_is_told_with_its_sheet(read_file: Read) -> None:
    rows = [HEADERS, ("2026/11/2", "13900010001/13900010002", "王芳")]
    _, register = read_file(write_book({"10月": [HEADERS], "11月": rows}), "r.xlsx")
    assert [said for said in register.warnings if "sheet 11月, line 2: 139****0001/139****0002" in said]


def test_a_book_without_a_register_is_refused_by_its_nearest_sheet(read_file: Read) -> None:
    content = write_book({"封面": [["说明"]], "表": [["姓名", "手机"], ["王芳", "13900010001"]]})
    with pytest.raises(Refused, match=r"^sheet 表: "):
        read_file(content, "r.xlsx")


def test_a_book_with_hidden_sheets_only_says_how_to_read_one(read_file: Read) -> None:
    content = write_book({"空": [], "表": [HEADERS, VISIT]}, hidden=["表"])
    with pytest.raises(Refused, match="--sheet NAME"):
        read_file(content, "r.xlsx")


# OpenDocument

DAY = ods_cell("date", 'office:date-value="2026-11-02"', "2026年11月2日")
NUMBER = ods_cell("float", 'office:value="13900010001"', "13900010001")


def test_an_opendocument_workbook_gives_values_errors_hidden_rows_and_merged_cells(read_file: Read) -> None:
    moment = ods_cell("date", 'office:date-value="2026-11-02T09:05:00"', "x")
    error = (
        '<table:table-cell table:formula="of:=1/0" office:value-type="string" calcext:value-type="error">'
        "<text:p>#DIV/0!</text:p></table:table-cell>"
    )
    merged = DAY.replace("<table:table-cell", '<table:table-cell table:number-rows-spanned="2"')
    rows, register = read_file(
        write_ods(
            ods_table(
                ods_row(*HEADERS),
                ods_row(DAY, NUMBER, "王芳"),
                ods_row(moment, NUMBER, "李静", attributes='table:visibility="filter"'),
                ods_row(DAY, NUMBER, error),
                ods_row(DAY, NUMBER, '<table:table-cell table:formula="of:=A1"/>'),
                ods_row(merged, NUMBER, "赵强"),
                ods_row("<table:covered-table-cell/>", NUMBER, "钱多"),
            )
        ),
        "r.ods",
    )
    assert [(row["line"], row["arrived_at"], row["name"]) for row in rows] == [
        (2, "2026-11-02T00:00", "王芳"),
        (3, "2026-11-02T09:05", "李静"),
        (6, "2026-11-02T00:00", "赵强"),
        (7, "2026-11-02T00:00", "钱多"),
    ]
    assert faults(register) == [("来店", 4, "C", "#DIV/0!"), ("来店", 5, "C", "of:=A1")]
    assert [str(note)[:24] for note in register.warnings] == [
        "sheet 来店: 1 hidden row i",
        "sheet 来店: a merged cell ",
    ]


def test_a_hidden_opendocument_table_is_left_out(read_file: Read) -> None:
    style = (
        '<style:style style:name="ta1" style:family="table">'
        '<style:table-properties table:display="false"/></style:style>'
    )
    visits = (ods_row(*HEADERS), ods_row(DAY, NUMBER, "王芳"))
    content = write_ods(ods_table(*visits, name="旧", style="ta1"), ods_table(*visits), styles=style)
    rows, register = read_file(content, "r.ods")
    assert len(rows) == 1
    assert "hidden sheets are left out: 旧" in register.warnings[0]


# XML workbooks of Excel 2003


@pytest.mark.parametrize("encoding", ["utf-8", "gb2312", "utf-16"])
def test_an_xml_workbook_named_xls_is_read(read_file: Read, encoding: str) -> None:
    content = write_excel_2003(
        xml_row("远山汽车"),
        xml_row("日期", "进店时间", "手机", "姓名", attributes='ss:Index="3"'),
        xml_row(
            ("DateTime", "2026-11-02T00:00:00.000"), ("DateTime", "1899-12-31T09:05:00.000"),
            ("Number", "1.3900010001E10"), "王芳",
        ),
        xml_row(("DateTime", "2026-11-02T00:00:00.000"), "", ("Number", "13900010002"), ("Error", "#N/A")),
        xml_row(("DateTime", "2026-11-03T00:00:00.000"), "", ("Number", "13900010003"), "赵强",
                attributes='ss:Hidden="1"'),
        encoding=encoding,
    )  # fmt: skip
    rows, register = read_file(content, "r.xls")
    assert people(rows) == [
        (4, "2026-11-02T09:05", "13900010001", "王芳"),
        (6, "2026-11-03T00:00", "13900010003", "赵强"),
    ]
    assert faults(register) == [("来店", 5, "D", "#N/A")]
    assert register.warnings == ["sheet 来店: 1 hidden row is read like the others"]


def test_a_merged_cell_of_an_xml_workbook_holds_for_its_rows(read_file: Read) -> None:
    content = write_excel_2003(
        xml_row(*HEADERS),
        '<Row><Cell ss:MergeDown="1"><Data ss:Type="String">2026/11/2</Data></Cell>'
        '<Cell><Data ss:Type="String">13900010001</Data></Cell></Row>',
        '<Row><Cell ss:Index="2"><Data ss:Type="String">13900010002</Data></Cell></Row>',
    )
    assert [row["arrived_at"] for row in read_file(content, "r.xls")[0]] == ["2026-11-02T00:00"] * 2


def test_entities_of_an_xml_workbook_are_refused(read_file: Read) -> None:
    content = write_excel_2003(xml_row(*HEADERS), xml_row("2026/11/2", "13900010001", "&a;"))
    for declared in ('<!ENTITY a "b">', '<!ENTITY a SYSTEM "file:///etc/passwd">'):
        bad = content.replace(b"<Workbook", f"<!DOCTYPE Workbook [{declared}]><Workbook".encode(), 1)
        with pytest.raises(Refused, match="damaged"):
            read_file(bad, "r.xls")


# what costs much

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="the limit on memory needs Linux")


def formatted(first: int, last: int, columns: int = 1) -> str:
    """Rows of formatted cells that hold nothing."""
    cells = "".join(f'<c r="{chr(65 + place)}{{0}}" s="1"/>' for place in range(columns))
    return "".join(f'<row r="{number}">{cells.format(number)}</row>' for number in range(first, last + 1))


def test_a_million_formatted_empty_rows_are_cut_off_and_what_follows_them_is_kept(read_file: Read) -> None:
    content = write_sheet_xml(
        HEADER,
        WANG,
        text_row(3, "", "13900010002", "李静"),
        formatted(4, 1 << 20),
        after='<mergeCells count="1"><mergeCell ref="A2:A3"/></mergeCells>',
    )
    rows, _ = read_file(content, "r.xlsx")
    assert [row["arrived_at"] for row in rows] == ["2026-11-02T00:00"] * 2


def test_a_formatted_cell_in_the_last_row_is_nothing(read_file: Read) -> None:
    assert len(read_file(write_sheet_xml(HEADER, WANG, formatted(1 << 20, 1 << 20)), "r.xlsx")[0]) == 1


@linux_only
@pytest.mark.parametrize("cell", ["A1000000000", "XFD1048576", "AZ1048576"])
def test_a_cell_far_away_is_refused_before_rows_are_made_of_what_lies_between(read_file: Read, cell: str) -> None:
    row = cell.lstrip("AZXFD")
    with pytest.raises(Refused, match=r"save the sheet as \.csv"):
        read_file(write_sheet_xml(HEADER, WANG, f'<row r="{row}"><c r="{cell}"><v>1</v></c></row>'), "r.xlsx")


def test_a_row_beyond_the_last_one_is_refused(read_file: Read) -> None:
    with pytest.raises(Refused, match="more rows or columns than any spreadsheet"):
        read_file(write_sheet_xml(HEADER, WANG, text_row((1 << 20) + 1, "x")), "r.xlsx")


def test_millions_of_shared_strings_that_no_cell_uses_are_refused(read_file: Read) -> None:
    with pytest.raises(Refused, match="unpacks to"):
        read_file(write_sheet_xml(HEADER, WANG, strings="<si><t/></si>" * 19_000_000), "r.xlsx")
    strings = "".join(f"<si><t>{number}</t></si>" for number in range(600_000))
    with pytest.raises(Refused, match="more memory"):
        read_file(write_sheet_xml(HEADER, WANG, strings=strings), "r.xlsx")


@linux_only
def test_an_opendocument_cell_that_stands_for_many_is_refused(read_file: Read) -> None:
    many = 'table:number-columns-repeated="16000"'
    for rows, columns in (("1000000", many), ("1000000000000", "")):
        row = ods_row(ods_cell("float", f'office:value="1" {columns}', "1"),
                      attributes=f'table:number-rows-repeated="{rows}"')  # fmt: skip
        with pytest.raises(Refused):
            read_file(write_ods(ods_table(ods_row(*HEADERS), row)), "r.ods")


@pytest.mark.parametrize("keep", [40, 400, 0.5, 0.9])
def test_half_a_workbook_is_refused_as_damaged(read_file: Read, keep: float) -> None:
    content = write_book({"a": [HEADERS, VISIT]})
    with pytest.raises(Refused, match="damaged"):
        read_file(content[: int(keep if keep > 1 else len(content) * keep)], "r.xlsx")


def test_a_part_that_is_spoilt_makes_the_workbook_damaged(read_file: Read) -> None:
    for rows in ("<row r='2'><c", "</row></sheetData>", '<row r="2"><c r="A2" t="e"><v>#N/A</c></row>'):
        with pytest.raises(Refused, match="damaged"):
            read_file(write_sheet_xml(HEADER, rows), "r.xlsx")


def test_a_process_that_ends_while_rows_are_read_is_a_refusal(read_file: Read, tmp_path: object) -> None:
    from leadctl.intake.sheets.sources import open_sheets
    from leadctl.intake.sheets.text_files import TextRules

    content = io.BytesIO(write_book({"a": [HEADERS, *[VISIT] * 5000]}))
    opened = open_sheets(content, ".xlsx", TextRules())
    blocks = opened.sheets[0].table.blocks(1)
    assert len(next(blocks).rows) > 0
    opened.close()
    with pytest.raises((Refused, ValueError)):
        list(blocks)


# old workbooks

OLD = zlib.decompress(base64.b64decode(
    "eNrtWE1oE1EQ/mazaX5I0iSmQivWULDWWijiRYQ2tag9SEsVQSuiNjYUqaQSPagHra0BQYSCB1G8FOrBS1UEf9CD3jwIVXMoCEJSFQ+eBAUPbdZ5"
    "k92SxgoNaCFlv/Dmzc57895kZt7P7tvpUHbiYV0OJWiHA3nDg6oiGXHxWA9BcLthKNaq3VwMGxUFj5sDWeXEc/8bl4qhincOGh7or5gCs1yO4DR6"
    "hpOJ6AqiU2zoJ2VDG+mcexrucAmgVuwKCz0hdI3Q+9L3hdAOkVwX2sZ9s3QY07Ge5u1mHh/SGqQtwJTwRHQ+iGQravBa5fGlcSr0dWJn6mT/qQpr"
    "qNd9mASHtCuRTKTUsx931QrtY7R2t+7KIsLBnsRPIwr8sFb1y6gtX1k5geW/Fstdf5G7OYSl8huaDozAOE4qldPwYb2uWjRKDN48moYX75wqL4i+"
    "JubQxPkBKdz7S2LDIFd74ztUlenzH+Dq2plHo5xK57xqs5fNIbhoc/DLkvExHUC18CFZOEG2bu7e9/fd8d7YMZGMyIFQODY2Kith4LLSYOWAtGhC"
    "HVyahd8idFRGXSd8ndAIW8x1Y2+NyewZkz5XpLWR59kmyMQ2FfFNzKe/7Xtan/4U28z8VFfuQmRqJjaBBj7GBpRP+DeGFmqh27cUnsWsmswN5qPQ"
    "2j82G7cWNG03zLOxGvPwChsSWnhS3qGFJ830ldKmEu2LmldkYcxmNDjYQyTawNVx72dPpxqBZATlr3YtjMfivo6iA3olYkYLtFJjRkvGTLe8iqW8"
    "asOGDRs2bNiwsWpA5jVcXSp189VAXRld5nedeS55+zPJqsV+DPPvLL9U7kaS6xTOl5U/a+Ekayxapo71vVDhIM+ewhDiYsdQ2fnLV34q/j/LVgz+"
    "uyVU7vz5cuz8z/P/BkuHAP0="
))  # fmt: skip
"""An .xls with the sheet 来店 (a header and a visit) and the hidden sheet 旧, made with xlwt and packed by zlib."""


@pytest.mark.parametrize("name", ["r.xls", "r.et", "r.xlsx", "r.csv", "r"])
def test_an_old_workbook_is_read_whatever_its_name(read_file: Read, name: str) -> None:
    rows, register = read_file(OLD, name)
    assert people(rows) == [(2, "2026-11-02T00:00", "13900010001", "王芳")]
    assert [str(note)[:40] for note in register.warnings] == [
        "hidden sheets are left out: 旧; --sheet N",
        "in a .xls it cannot be seen which rows a",
    ]


def test_half_an_old_workbook_is_refused_as_damaged(read_file: Read) -> None:
    with pytest.raises(Refused, match="damaged"):
        read_file(OLD[:1500], "r.xls")


@pytest.mark.parametrize("epoch_of_1904", [False, True])
def test_a_binary_workbook_is_read(read_file: Read, epoch_of_1904: bool) -> None:
    visits: list[list[object]] = [
        [*HEADERS, "试驾", "人数"],
        [date(2026, 11, 2), 13900010001, "王芳", True, 2],
        [],
        [date(2026, 11, 20), "13900010002", "李娜", False, ERROR],
    ]
    rows, register = read_file(write_xlsb(visits, epoch_of_1904=epoch_of_1904), "r.xls")
    assert people(rows) == [
        (2, "2026-11-02T00:00", "13900010001", "王芳"),
        (4, "2026-11-20T00:00", "13900010002", "李娜"),
    ]
    assert [(row["test_drive"], row["party"]) for row in rows] == [(1, 2), (0, None)]
    assert [str(note)[:30] for note in register.warnings] == ["in a .xlsb it cannot be seen w"]


@pytest.mark.parametrize("keep", [0.5, 0.9])
def test_half_a_binary_workbook_is_refused_as_damaged(read_file: Read, keep: float) -> None:
    content = write_xlsb([HEADERS, VISIT])
    with pytest.raises(Refused, match="damaged"):
        read_file(content[: int(len(content) * keep)], "r.xlsb")


def test_a_binary_workbook_whose_records_end_too_early_is_refused_as_damaged(read_file: Read) -> None:
    with zipfile.ZipFile(io.BytesIO(write_xlsb([HEADERS, VISIT]))) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    parts["xl/worksheets/sheet1.bin"] = parts["xl/worksheets/sheet1.bin"][:60]
    with pytest.raises(Refused, match="damaged"):
        read_file(write_zip(parts), "r.xlsb")
