"""Workbooks for the tests of intake, written as other programs write them."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
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


def write_xlsb(rows: Sequence[Cells], name: str = "来店", hidden: bool = False, epoch_of_1904: bool = False) -> bytes:
    """A binary workbook (.xlsb) of one sheet, of which [MS-XLSB] tells the records. A cell is a text, a number, a yes
    or no, a date (shown as one), or :data:`ERROR`."""
    workbook = [
        _record(131),  # BrtBeginBook
        _record(153, struct.pack("<III", int(epoch_of_1904), 0, 0)),  # BrtWbProp
        _record(143),  # BrtBeginBundleShs
        _record(156, struct.pack("<II", int(hidden), 1) + _wide("rId1") + _wide(name)),  # BrtBundleSh
        _record(144),
        _record(132),
    ]
    plain, day = (struct.pack("<HHHHHBBHH", 0, number, 0, 0, 0, 0, 0, 0, 0) for number in (0, 14))
    styles = [
        _record(278),  # BrtBeginStyleSheet
        _record(617, struct.pack("<I", 2)),  # BrtBeginCellXFs
        *(_record(47, form) for form in (plain, day)),  # BrtXF
        _record(618),
        _record(279),
    ]
    width = max(map(len, rows), default=1)
    sheet = [
        _record(129),  # BrtBeginSheet
        _record(148, struct.pack("<IIII", 0, max(0, len(rows) - 1), 0, width - 1)),  # BrtWsDim
        _record(145),  # BrtBeginSheetData
        *(part for place, cells in enumerate(rows) for part in _xlsb_row(place, cells, epoch_of_1904)),
        _record(146),
        _record(130),
    ]
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
    relation = f'<Relationship Id="{{}}" Type="{kind}/{{}}" Target="{{}}"/>'
    types = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    parts = relation.format("rId1", "worksheet", "worksheets/sheet1.bin") + relation.format(
        "rId2", "styles", "styles.bin"
    )
    return write_zip(
        {
            "[Content_Types].xml": types,
            "_rels/.rels": relations.format(relation.format("rId1", "officeDocument", "xl/workbook.bin")),
            "xl/_rels/workbook.bin.rels": relations.format(parts),
            "xl/workbook.bin": b"".join(workbook),
            "xl/styles.bin": b"".join(styles),
            "xl/worksheets/sheet1.bin": b"".join(sheet),
        }
    )


ERROR = object()
"""``#N/A`` in a binary workbook."""


def _xlsb_row(place: int, cells: Cells, epoch_of_1904: bool) -> Iterator[bytes]:
    yield _record(0, struct.pack("<IIHBBBI", place, 0, 300, 0, 0, 0, 0))  # BrtRowHdr
    first = date(1904, 1, 1) if epoch_of_1904 else date(1899, 12, 30)
    for column, cell in enumerate(cells):
        at = struct.pack("<II", column, int(isinstance(cell, date)))  # its style: a day or none
        if cell is ERROR:
            yield _record(3, at + b"\x2a")  # BrtCellError
        elif isinstance(cell, bool):
            yield _record(4, at + bytes([cell]))  # BrtCellBool
        elif isinstance(cell, str):
            yield _record(6, at + _wide(cell))  # BrtCellSt
        elif isinstance(cell, date):
            yield _record(5, at + struct.pack("<d", (cell - first).days))  # BrtCellReal
        elif isinstance(cell, int) and abs(cell) < 1 << 29:
            yield _record(2, at + struct.pack("<i", cell << 2 | 2))  # BrtCellRk
        else:
            yield _record(5, at + struct.pack("<d", cell))


def _record(kind: int, content: bytes = b"") -> bytes:
    """A record: its kind and its length in seven bits a byte, then its content."""
    return _seven_bits(kind) + _seven_bits(len(content)) + content


def _seven_bits(number: int) -> bytes:
    if number < 128:
        return bytes([number])
    return bytes([number & 127 | 128]) + _seven_bits(number >> 7)


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")
