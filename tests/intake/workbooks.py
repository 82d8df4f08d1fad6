"""Workbooks for the tests of intake, written as other programs write them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

import xlsxwriter

HEADERS = ("日期", "手机", "姓名")
Cells = Sequence[Any]


def write_zip(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip with these files."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


def write_book(sheets: Mapping[str, Sequence[Cells]], hidden: Sequence[str] = (), **options: Any) -> bytes:
    """A workbook with these rows; what is written as a date or a time gets a format of its kind."""
    content = io.BytesIO()
    formats = {"default_date_format": "yyyy/m/d", "in_memory": True, **options}
    with xlsxwriter.Workbook(content, formats) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, cells in enumerate(rows):
                sheet.write_row(number, 0, cells)
            if name in hidden:
                sheet.hide()
    return content.getvalue()


def text_row(number: int, *cells: str, attributes: str = "") -> str:
    """A row of a sheet's XML with texts."""
    written = (f'<c r="{chr(65 + place)}{number}" t="inlineStr"><is><t>{cell}</t></is></c>'
               for place, cell in enumerate(cells) if cell)  # fmt: skip
    return f'<row r="{number}" {attributes}>{"".join(written)}</row>'


def write_sheet_xml(*rows: str, after: str = "", strings: str = "") -> bytes:
    """A workbook whose only sheet, ``来店``, has this XML; ``after`` follows the rows."""
    with zipfile.ZipFile(io.BytesIO(write_book({"来店": [["x"]]}))) as book:
        parts = {name: book.read(name).decode() for name in book.namelist()}
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    parts["xl/worksheets/sheet1.xml"] = (
        f'<worksheet xmlns="{space}"><sheetData>{"".join(rows)}</sheetData>{after}</worksheet>'
    )
    if strings:
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{space}">{strings}</sst>'
    return write_zip(parts)


def write_ods(*tables: str, styles: str = "") -> bytes:
    """An OpenDocument workbook of these tables."""
    names = {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
        "calcext": "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
    }
    spaces = " ".join(f'xmlns:{name}="{space}"' for name, space in names.items())
    content = (
        f"<office:document-content {spaces}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{''.join(tables)}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return write_zip({"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": "<manifest/>"})


def ods_table(*rows: str, name: str = "来店", style: str = "") -> str:
    """A table of an OpenDocument workbook."""
    return f'<table:table table:name="{name}" table:style-name="{style}">{"".join(rows)}</table:table>'


def ods_row(*cells: str, attributes: str = "") -> str:
    """A row of it; a cell is XML, or a text."""
    written = (cell if cell.startswith("<") else ods_cell("string", "", cell) for cell in cells)
    return f"<table:table-row {attributes}>{''.join(written)}</table:table-row>"


def ods_cell(kind: str, attributes: str, text: str) -> str:
    """A cell of it with a value."""
    return f'<table:table-cell office:value-type="{kind}" {attributes}><text:p>{text}</text:p></table:table-cell>'


def write_excel_2003(*rows: str, encoding: str = "utf-8", name: str = "来店", options: str = "") -> bytes:
    """An XML workbook of Excel 2003 with one sheet."""
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        f'<Worksheet ss:Name="{name}"><Table>{"".join(rows)}</Table>{options}</Worksheet></Workbook>'
    )
    return text.encode(encoding)


def xml_row(*cells: str | tuple[str, str], attributes: str = "") -> str:
    """A row of it; a cell is a text, or its kind and value."""
    pairs = (("String", cell) if isinstance(cell, str) else cell for cell in cells)
    written = (f'<Cell><Data ss:Type="{kind}">{value}</Data></Cell>' for kind, value in pairs)
    return f"<Row {attributes}>{''.join(written)}</Row>"
