"""What a file is, by its content: its name may say anything."""

from __future__ import annotations

import io
import json
import re
import zipfile
import zlib

from leadctl.annotations import TYPE_CHECKING
from leadctl.errors import Refused, Sentence, template
from leadctl.named_tuple import NamedTuple

if TYPE_CHECKING:
    from typing import IO

BROKEN_ARCHIVE = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, LookupError, ValueError, NotImplementedError,
)  # fmt: skip
"""What zipfile and gzip raise for an archive that is damaged. RuntimeError is of one with a password."""

_START = 8192
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MOST_OF_OLE = 64 << 20

_PICTURE = template("a picture")
_ARCHIVE = template("an archive of a kind that is not read; unpack it and send the file within")
_SHEET_OF_TEXT = template("a sheet in an old form of exchange (DIF, SYLK); save it as .xlsx or .csv")
_SHORTCUT = template("a shortcut; send the file that it leads to")
_OWNER = template("the mark of a workbook that somebody has open; send the workbook itself")
_OWNER_BYTES = (162, 165)
"""The size of what Excel and Word put beside a file that is open: its name begins with ~$, and it holds who has it."""
_REFUSED: tuple[tuple[bytes, int, str], ...] = (
    (b"\x89PNG", 0, _PICTURE),
    (b"\xff\xd8\xff", 0, _PICTURE),
    (b"GIF8", 0, _PICTURE),
    (b"II*\0", 0, _PICTURE),
    (b"MM\0*", 0, _PICTURE),
    (b"WEBP", 8, _PICTURE),
    (b"ftyp", 4, template("a picture or a film")),
    (b"%PDF", 0, template("a PDF; export the register from where the PDF was made, as .xlsx or .csv")),
    (b"BEGIN:VCARD", 0, template("a vCard of contacts; export the contacts as .csv")),
    (b"BEGIN:VCALENDAR", 0, template("a calendar; export a register as .xlsx or .csv")),
    (b"SQLite format 3\0", 0, template("a database; export a register from it as .csv")),
    (b"{\\rtf", 0, template("a text document (RTF); save its table as .xlsx or .csv")),
    (b"Rar!", 0, _ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", 0, _ARCHIVE),
    (b"BZh", 0, _ARCHIVE),
    (b"\xfd7zXZ\0", 0, _ARCHIVE),
    (b"\x28\xb5\x2f\xfd", 0, _ARCHIVE),
    (b"ustar", 257, _ARCHIVE),
    (b"ID;P", 0, _SHEET_OF_TEXT),
    (b"TABLE\r\n0,", 0, _SHEET_OF_TEXT),
    (b"TABLE\n0,", 0, _SHEET_OF_TEXT),
    (b"\x03", 0, template("a table of dBase; open it in a spreadsheet and save it as .xlsx or .csv")),
    (b"L\0\0\0\x01\x14\x02\0", 0, _SHORTCUT),
    (b"[InternetShortcut]", 0, _SHORTCUT),
    (b"MZ\x90\0", 0, template("a program")),
    (b"\x7fELF", 0, template("a program")),
    (b"\x09\x00\x04\x00", 0, template("a workbook of before Excel 5; open it and save it as .xlsx")),
    (b"\x09\x02\x06\x00", 0, template("a workbook of before Excel 5; open it and save it as .xlsx")),
    (b"\x09\x04\x06\x00", 0, template("a workbook of before Excel 5; open it and save it as .xlsx")),
)
"""What stands at which place of a file that is no register, and what such a file is."""

_PASSWORD = template(
    "the workbook is protected by a password. Remove it in Excel under File > Info > Protect Workbook > Encrypt with "
    "Password (in WPS: File > Document Encryption), save the file and send it again"
)
_DAMAGED = template("the workbook is damaged: perhaps only a part of it was copied. Copy or save it once more")
_WORD = template("a text document; save its table as .xlsx or .csv")
_SLIDES = template("a presentation; save its table as .xlsx or .csv")

_HTML = re.compile(
    r"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|meta|body|table|style|div|center|tr|title|p|h[1-6])\b",
    re.IGNORECASE | re.DOTALL,
)
_HEADER_LINES = re.compile(r"(?:[A-Za-z][A-Za-z-]*:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*)*?(?:mime-version|content-type):",
                           re.IGNORECASE)  # fmt: skip
_EXCEL_XML = ("urn:schemas-microsoft-com:office:spreadsheet", "Excel.Sheet")


class Format(NamedTuple):
    """What a file is: xlsx, xlsb, xls, ods, xml, html, mhtml, jsonl, text, or an archive (zip, gzip).

    ``unpacked``: bytes that its parts take when they are unpacked.
    """

    name: str
    unpacked: int


def recognise_format(stream: IO[bytes]) -> Format:
    """Tell what the stream holds, and leave it at its start. Raises Refused for what is no register of any kind."""
    stream.seek(0)
    start = stream.read(_START)
    size = stream.seek(0, io.SEEK_END)
    try:
        if start.startswith(b"PK"):
            return _recognise_zip(stream)
        if start.startswith(b"\x1f\x8b"):
            return Format("gzip", size)
        if start.startswith(_OLE):
            return _recognise_ole(stream, size)
        _refuse_other_kinds(start, size)
        return Format(_recognise_text(start), size)
    finally:
        stream.seek(0)


def refuse_password() -> Refused:
    """The refusal of a workbook that is protected by a password."""
    return Refused(_PASSWORD)


def refuse_damaged() -> Refused:
    """The refusal of a workbook that cannot be read to its end."""
    return Refused(_DAMAGED)


def _refuse_other_kinds(start: bytes, size: int) -> None:
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    for mark, place, what in _REFUSED:
        if start[place : place + len(mark)] == mark or (mark.startswith(b"BEGIN:") and text.upper().startswith(mark)):
            raise Refused("the file is no register but {what}", what=Sentence(what))
    if size in _OWNER_BYTES and 0 < start[0] < 55 and not start[1 + start[0] : 54].strip(b" \0"):
        raise Refused("the file is no register but {what}", what=Sentence(_OWNER))
    if start.startswith(b"BM") and int.from_bytes(start[2:6], "little") == size:
        raise Refused("the file is no register but {what}", what=Sentence(_PICTURE))


def _recognise_zip(stream: IO[bytes]) -> Format:
    try:
        with zipfile.ZipFile(stream) as archive:
            names = [name.lower().replace("\\", "/") for name in archive.namelist()]
            unpacked = sum(part.file_size for part in archive.infolist())
            kind = archive.read("mimetype")[:100].decode("ascii", "replace") if "mimetype" in names else ""
            manifest = archive.read("META-INF/manifest.xml") if "meta-inf/manifest.xml" in names else b""
    except (*BROKEN_ARCHIVE, RuntimeError) as bad:
        raise refuse_damaged() from bad
    if b"encryption-data" in manifest:
        raise refuse_password()
    return Format(_name_zip(names, kind), unpacked)


def _name_zip(names: list[str], kind: str) -> str:
    files = {name.rpartition("/")[2] for name in names}
    if "workbook.bin" in files:
        return "xlsb"
    if "[content_types].xml" in names and "workbook.xml" in files:
        return "xlsx"
    if "spreadsheet" in kind or (not kind and "content.xml" in names):
        return "ods"
    if "document.xml" in files or kind.endswith(("opendocument.text", "epub+zip")):
        raise Refused("the file is no register but {what}", what=Sentence(_WORD))
    if "presentation.xml" in files or kind.endswith("opendocument.presentation"):
        raise Refused("the file is no register but {what}", what=Sentence(_SLIDES))
    if any(name.endswith(".iwa") or name == "index.zip" for name in names):
        raise Refused("the file is a document of Apple Numbers; export it from there as .xlsx or .csv")
    if "[content_types].xml" in names:
        raise refuse_damaged()
    return "zip"


def _recognise_ole(stream: IO[bytes], size: int) -> Format:
    """An old Office file: its folder names its parts in UTF-16."""
    stream.seek(0)
    content = stream.read(_MOST_OF_OLE)

    def holds(name: str) -> bool:
        return name.encode("utf-16-le") in content

    if holds("EncryptedPackage"):
        raise refuse_password()
    if holds("Workbook") or holds("Book\0"):
        return Format("xls", size)
    if holds("WordDocument"):
        raise Refused("the file is no register but {what}", what=Sentence(_WORD))
    if holds("PowerPoint Document"):
        raise Refused("the file is no register but {what}", what=Sentence(_SLIDES))
    if holds("__substg1.0_"):
        raise Refused("the file is a message of Outlook; save the file attached to it, and send that")
    raise refuse_damaged()


def _recognise_text(start: bytes) -> str:
    text = _decode_start(start)
    if any(mark in text[:4096] for mark in _EXCEL_XML) and text.startswith("<"):
        # A page that Excel saved names these as well, in its first element.
        return "html" if _HTML.match(_skip_declaration(text)) else "xml"
    if _HTML.match(_skip_declaration(text)):
        return "html"
    if _HEADER_LINES.match(text):
        return "mhtml"
    if text.startswith("<?xml"):
        raise Refused("the file is an XML document that is no workbook of Excel; export it as .xlsx or .csv")
    if text.startswith("{") and _is_object(text):
        return "jsonl"
    return "text"


def _decode_start(start: bytes) -> str:
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return start[: len(start) & ~1].decode("utf-16", "replace").lstrip()
    return start.removeprefix(b"\xef\xbb\xbf").decode("latin-1").lstrip()


def _skip_declaration(text: str) -> str:
    return re.sub(r"^<\?xml[^>]*\?>\s*", "", text)


def _is_object(text: str) -> bool:
    """Whether the first line is a JSON object, or the beginning of a long one."""
    line, ended, _ = text.partition("\n")
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return not ended and line.startswith('{"')
