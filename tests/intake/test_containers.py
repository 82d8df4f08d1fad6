"""What a file is by its content: pages, web archives, archives, and what is no register at all."""

from __future__ import annotations

import base64
import gzip
import io
import quopri
import zipfile
from collections.abc import Callable

import pytest

from leadctl.errors import Refused
from leadctl.intake.kinds.visits import VISITS
from leadctl.intake.registers import Register, open_register
from tests.intake.registers import NOW, Rows
from tests.intake.workbooks import HEADERS, write_book, write_zip

Read = Callable[..., tuple[Rows, Register]]
VISIT = ("2026/11/2", "13900010001", "王芳")
CSV = "日期,手机,姓名\n2026/11/2,13900010001,王芳\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def table(*rows: str) -> str:
    """A table of a page."""
    return f"<table>{''.join(rows)}</table>"


def line(*cells: str, tag: str = "td") -> str:
    """A row of it; a cell is a text, or an element."""
    return f"<tr>{''.join(cell if cell.startswith('<') else f'<{tag}>{cell}</{tag}>' for cell in cells)}</tr>"


PAGE = f"<html><body>{table(line(*HEADERS, tag='th'), line(*VISIT))}</body></html>"


# pages


@pytest.mark.parametrize(
    "content",
    [
        PAGE.encode(),
        PAGE.encode("gb18030"),
        PAGE.encode("utf-8-sig"),
        PAGE.encode("utf-16"),
        PAGE.replace("<html>", '<html><head><meta charset="gb2312"></head>').encode("gbk"),
        f"<!-- a report -->\n<!DOCTYPE html>\n{PAGE}".encode(),
        f'<?xml version="1.0" encoding="utf-8"?>\n{PAGE}'.encode(),
        PAGE.replace("<html>", '<html xmlns:x="urn:schemas-microsoft-com:office:excel">').encode(),
        f"<style>td {{}}</style>{PAGE}".encode(),
        PAGE.upper().encode(),
        PAGE.replace("</td>", "").replace("</tr>", "").replace("</th>", "").encode(),
    ],
)
@pytest.mark.parametrize("name", ["r.xls", "r.html", "r.csv"])
def test_a_table_of_a_page_is_read_in_whatever_encoding(read_file: Read, content: bytes, name: str) -> None:
    rows, register = read_file(content, name)
    assert [(row["line"], row["phone"], row["name"]) for row in rows] == [(2, "13900010001", "王芳")]
    assert register.errors == []


def test_the_encoding_of_a_page_may_be_named(read_file: Read) -> None:
    assert read_file(PAGE.replace("王芳", "王方").encode("big5"), "r.xls", encoding="big5")[0][0]["name"] == "王方"
    with pytest.raises(Refused, match="not in the encoding 'ascii'"):
        read_file(PAGE.encode(), "r.xls", encoding="ascii")


def test_cells_of_a_page_span_columns_and_rows(read_file: Read) -> None:
    page = table(
        line("<td colspan=3>来店登记</td>"),
        line(*HEADERS),
        line("<td rowspan=2>2026/11/2</td>", "13900010001", "王芳"),
        line("13900010002", "李静"),
        line("2026/11/3", "13900010003", "赵<br>强&nbsp;"),
    )
    rows, register = read_file(page.encode(), "r.xls")
    assert [(row["line"], row["arrived_at"][:10], row["phone"]) for row in rows] == [
        (3, "2026-11-02", "13900010001"),
        (4, "2026-11-02", "13900010002"),
        (5, "2026-11-03", "13900010003"),
    ]
    assert register.warnings == ["sheet table 1: a merged cell holds for each of its rows (lines 3-4)"]


def test_every_table_of_a_page_that_is_a_register_is_read(read_file: Read) -> None:
    layout = (
        f"<table><tr><td>菜单{PAGE}</td></tr></table>{table(line(*HEADERS), line('2026/11/3', '13900010002', '李静'))}"
    )
    rows, register = read_file(layout.encode(), "r.xls")
    assert [row["name"] for row in rows] == ["王芳", "李静"]
    assert register.warnings == ["sheets read: table 1, table 3; no registers, and not read: table 2"]


def test_a_phone_that_a_page_shortens_is_read_from_what_excel_wrote_beside_it(read_file: Read) -> None:
    page = table(line(*HEADERS), line("2026/11/2", '<td x:num="13900010001">1.39E+10</td>', "王芳"))
    assert read_file(page.encode(), "r.xls")[0][0]["phone"] == "13900010001"


def test_a_hidden_row_of_a_page_is_read_and_counted(read_file: Read) -> None:
    page = table(line(*HEADERS), line(*VISIT).replace("<tr>", '<tr style="display:none">'))
    rows, register = read_file(page.encode(), "r.xls")
    assert len(rows) == 1
    assert register.warnings == ["sheet table 1: 1 hidden row is read like the others"]


def test_a_page_without_a_table_or_with_tables_without_end_is_refused(read_file: Read) -> None:
    with pytest.raises(Refused, match="no table"):
        read_file(b"<html><body>Please log in</body></html>", "r.xls")
    with pytest.raises(Refused):
        read_file(b"<table><tr><td>" * 100_000, "r.xls")


@pytest.mark.parametrize("end", ["</html>", "</body>", "</table>", "</tr>", "王芳"])
def test_a_page_of_which_the_end_is_missing_is_refused_and_not_read_in_part(read_file: Read, end: str) -> None:
    whole = PAGE.index("</table>") + len("</table>")
    content = PAGE[: PAGE.rindex(end)]
    if len(content) >= whole:
        assert len(read_file(content.encode(), "r.xls")[0]) == 1
        return
    with pytest.raises(Refused, match="only a part of it was copied"):
        read_file(content.encode(), "r.xls")


@pytest.mark.parametrize(
    ("transfer", "encode"),
    [("8bit", bytes), ("base64", base64.encodebytes), ("quoted-printable", quopri.encodestring)],
)
def test_a_web_archive_is_read(read_file: Read, transfer: str, encode: Callable[[bytes], bytes]) -> None:
    start = (
        "MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\nContent-Type: multipart/related; boundary=x\r\n\r\n"
        f'--x\r\nContent-Type: text/html; charset="gb2312"\r\nContent-Transfer-Encoding: {transfer}\r\n\r\n'
    )
    content = start.encode() + encode(PAGE.encode("gb18030")) + b"\r\n--x--\r\n"
    assert [row["name"] for row in read_file(content, "r.xls")[0]] == ["王芳"]


# archives


@pytest.mark.parametrize("inner", ["r.csv", "登记/r.csv", "r.CSV", "r"])
def test_a_csv_in_a_zip_is_read_with_what_other_systems_put_beside_it(read_file: Read, inner: str) -> None:
    content = write_zip({inner: CSV.encode("gb18030"), f"__MACOSX/._{inner}": b"\0", ".DS_Store": b"\0"})
    assert [row["name"] for row in read_file(content, "r.zip")[0]] == ["王芳"]


def test_a_gzip_and_a_workbook_in_a_zip_are_read(read_file: Read) -> None:
    assert len(read_file(gzip.compress(CSV.encode()), "r.csv.gz")[0]) == 1
    assert len(read_file(gzip.compress(CSV.replace(",", "\t").encode()), "r.gz")[0]) == 1
    assert len(read_file(write_zip({"r.xlsx": write_book({"a": [HEADERS, VISIT]})}), "r.zip")[0]) == 1


def test_several_files_none_or_an_archive_within_an_archive_are_refused(read_file: Read) -> None:
    with pytest.raises(Refused, match=r"2 files \(a.csv, b.csv\)"):
        read_file(write_zip({"a.csv": CSV, "b.csv": CSV}), "r.zip")
    with pytest.raises(Refused, match="empty"):
        read_file(write_zip({"folder/": b""}), "r.zip")
    with pytest.raises(Refused, match="holds an archive"):
        read_file(gzip.compress(gzip.compress(CSV.encode())), "r.gz")


def test_what_unpacks_to_far_more_than_a_register_is_refused(read_file: Read) -> None:
    bomb = b"0" * (101 << 20)
    for content in (write_zip({"r.csv": bomb}), gzip.compress(bomb)):
        with pytest.raises(Refused, match=r"unpacks to \d+ MB"):
            read_file(content, "r.zip")


def test_a_damaged_or_locked_archive_is_refused(read_file: Read) -> None:
    content = write_zip({"r.csv": CSV * 100})
    for damaged in (content[:60], gzip.compress(CSV.encode())[:-9], content.replace(CSV[:4].encode(), b"xxxx")[:-30]):
        with pytest.raises(Refused, match="damaged"):
            read_file(damaged, "r.zip")
    with pytest.raises(Refused, match="damaged"):
        open_register(VISITS, io.BytesIO(b"PK\x03\x04" + write_zip({"r.csv": CSV})[20:]), suffix="", now=NOW)
    book = bytearray(write_zip({"mimetype": CSV * 100}))
    book[38:44] = b"\xff" * 6  # of its packed content
    with pytest.raises(Refused, match="damaged"):
        read_file(bytes(book), "r.ods")
    locked = bytearray(write_zip({"r.csv": CSV}))
    locked[6] |= 1
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(Refused, match="password"):
        read_file(bytes(locked), "r.zip")


# what is no register


def utf16(name: str) -> bytes:
    """A name as the folder of an old Office file holds it."""
    return name.encode("utf-16-le")


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "a picture"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "a picture"),
        (b"RIFF\x24\0\0\0WEBPVP8 ", "a picture"),
        (b"\0\0\0\x18ftypheic", "a picture or a film"),
        (b"%PDF-1.7\n", "a PDF"),
        (b"BEGIN:VCARD\r\nTEL:13900010001\r\nEND:VCARD\r\n", "a vCard"),
        ("\ufeffbegin:vcard\nTEL:13900010001\n".encode(), "a vCard"),
        (b"SQLite format 3\0" + bytes(84), "a database"),
        (b"{\\rtf1 }", "a text document"),
        (b"Rar!\x1a\x07\x01\0", "unpack it"),
        (b"7z\xbc\xaf\x27\x1c\0\x04", "unpack it"),
        (OLE + utf16("WordDocument"), "a text document"),
        (OLE + utf16("__substg1.0_0037"), "Outlook"),
        (OLE + utf16("EncryptedPackage"), "protected by a password. Remove it in Excel under File > Info"),
        (OLE, "damaged"),
        (write_zip({"word/document.xml": "", "[Content_Types].xml": ""}), "a text document"),
        (write_zip({"ppt/presentation.xml": "", "[Content_Types].xml": ""}), "a presentation"),
        (write_zip({"Index/Document.iwa": "", "preview.jpg": ""}), "Apple Numbers"),
        (write_zip({"content.xml": "", "META-INF/manifest.xml": "<manifest:encryption-data/>"}), "password"),
        (b'<?xml version="1.0"?><rows><row/></rows>', "an XML document"),
        (b"ID;PCALCOOO32\nC;X1;Y1\n", "DIF, SYLK"),
        (b"TABLE\r\n0,1\r\n", "DIF, SYLK"),
        (b"\x03\x1a\x0b\x16\x02\0\0\0" + bytes(60), "dBase"),
        (b"L\0\0\0\x01\x14\x02\0" + bytes(60), "a shortcut"),
        (b"[InternetShortcut]\r\nURL=http://x\r\n", "a shortcut"),
        (b"\x05admin" + b" " * 49 + "\x05admin".encode("utf-16-le") + b" \0" * 49, "somebody has open"),
    ],
)
@pytest.mark.parametrize("name", ["r.csv", "r.xlsx", "r"])
def test_what_is_no_register_is_refused_by_what_it_is(read_file: Read, content: bytes, what: str, name: str) -> None:
    with pytest.raises(Refused) as refused:
        read_file(content, name)
    assert what in str(refused.value)
    assert "139" not in str(refused.value)


def test_a_text_that_begins_like_another_kind_is_still_a_text(read_file: Read) -> None:
    for start in ("BZH", "MZ", "BM", "II", "PDF", "{x}", "From: x"):
        assert len(read_file(f"{start},日期,手机\n1,2026/11/2,13900010001\n".encode())[0]) == 1


def test_json_lines_are_known_by_their_content(read_file: Read) -> None:
    assert len(read_file(b'{"arrived_at": "2026-11-02", "phone": 13900010001}\n', "r.csv")[0]) == 1


def test_a_stray_zip_is_no_workbook(read_file: Read) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w"):
        pass
    with pytest.raises(Refused, match="empty"):
        read_file(content.getvalue(), "r.xlsx")
