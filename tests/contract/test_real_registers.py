"""Registers as people really have them, through the command line: one trait a file, and what must come out.

What makes a container what it is (strict workbooks, odd styles, the old binary format, a million formatted rows) is
tested beside its reader, in tests/intake; here stands what whoever imports such a file meets.
"""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from typing import Any

import pytest

from leadctl.named_tuple import NamedTuple
from tests.intake.workbooks import (
    ods_row,
    ods_table,
    text_row,
    write_book,
    write_excel_2003,
    write_ods,
    write_sheet_xml,
    write_zip,
    xml_row,
)

HEAD = "日期,进店时间,客户姓名,联系电话,来店/来电,人数,意向车型,意向级别,试乘试驾,销售顾问,备注"
ROW = {
    "day": "2026/11/2",
    "time": "9:05",
    "name": "赵一鸣",
    "phone": "13900010001",
    "kind": "来店",
    "party": "2",
    "model": "远山 X5",
    "grade": "A",
    "drive": "是",
    "consultant": "李娜",
    "note": "关注油耗",
}
FIRST, SECOND, THIRD = (f"1390001000{number}" for number in (1, 2, 3))
OTHER = {"time": "14:30", "name": "钱二妹", "phone": SECOND}
LAST = {"day": "2026/11/3", "name": "孙三立", "phone": THIRD}


def line(**cells: str) -> str:
    """A row of the register with these cells otherwise than the first."""
    return ",".join((ROW | cells).values())


def text(*lines: str, head: str = HEAD) -> str:
    """A CSV file."""
    return "\n".join((head, *lines)) + "\n"


def list_visits(shop: Any) -> list[dict[str, Any]]:
    """The visits of the days that these registers have."""
    return [row for day in ("2026-11-02", "2026-11-03") for row in shop.run("visits", "--on", day, "--json").json]


PLAIN = text(line(), line(**OTHER), line(**LAST))
TABLE = [row.split(",") for row in PLAIN.splitlines()]
PAGE = "<table>" + "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in TABLE) + "</table>"
ARCHIVE = (
    f"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html\n\n{PAGE}\n--x--\n"
)
ERRORS = write_sheet_xml(
    text_row(1, "日期", "手机", "姓名"),
    '<row r="2"><c r="A2" t="inlineStr"><is><t>2026/11/2</t></is></c>'
    f'<c r="B2" t="inlineStr"><is><t>{FIRST}</t></is></c><c r="C2" t="e"><v>#SPILL!</v></c></row>',
)
HIDDEN = write_sheet_xml(
    text_row(1, "日期", "手机"),
    text_row(2, "2026/11/2", FIRST, attributes='hidden="1"'),
    text_row(3, "2026/11/2", SECOND),
)
MERGED = write_sheet_xml(
    text_row(1, "日期", "手机"),
    text_row(2, "2026/11/2", FIRST),
    text_row(3, "", SECOND),
    after='<mergeCells count="1"><mergeCell ref="A2:A3"/></mergeCells>',
)
MONTHS = write_book({name: [TABLE[0], row] for name, row in zip(("10月", "11月", "12月"), TABLE[1:], strict=True)})
BIG5 = "日期,客戶姓名,聯繫電話,備註\n2026/11/2,趙一鳴,13900010001,關注油耗\n2026/11/3,錢二妹,13900010002,要報價\n"
GBK_LINE = text(line(), line(**LAST)).encode() + line(**OTHER).encode("gb18030") + b"\n"


class Read(NamedTuple):
    """A file that is read: how many visits, what is said, and with which options; ``file``: its name."""

    content: str | bytes
    visits: int = 3
    said: Sequence[str] = ()
    words: Sequence[str] = ()
    file: str = "r.csv"


READ = {
    "04c UTF-16 without a mark": Read(PLAIN.encode("utf-16-le")),
    "05d Big5 that is named": Read(BIG5.encode("big5"), 2, (), ("--encoding", "big5")),
    "05c one line in GBK": Read(GBK_LINE, 2, ("line 4",), ("--errors", "replace-row", "--skip-bad")),
    "08b a quote not doubled": Read(
        text(line(note='"他说"太贵"了"'), line(**OTHER)), 1, ("line 2: the quotes",), ("--skip-bad",)
    ),
    "10b a group line": Read(f"来店信息,,客户信息,,,,意向信息,,,,\n{PLAIN}"),
    "10d a header in line 12": Read("".join(f"说明{n},,\n" for n in range(11)) + PLAIN),
    "10e the header again": Read(text(line(), HEAD, line(**OTHER)), 2, ("repeat the header were skipped: 1",)),
    "11b footers": Read(
        PLAIN + "合计：3,,,,,,,,,,\n本页小计,3,,,,,,,,,\n制表：李娜,,,,,,,,,,\n***END OF FILE***\n",
        3,
        ("footers were skipped: 4",),
    ),
    "12 a carried date": Read(text(line(), line(**OTHER, day="")), 2, (), ("--fill-down", "date")),
    "12b ditto": Read(
        text(line(), line(**OTHER, day="〃"), line(**LAST, time="同上")),
        3,
        (),
        ("--fill-down", "date", "--fill-down", "arrived_at"),
    ),
    "14 years of two digits": Read(
        text(line(day="26/11/2"), line(**OTHER, day="26-11-2"), line(**LAST | {"day": "26年11月3日"}))
    ),
    "14b months as words": Read(
        text(line(day='"Nov 2, 2026"'), line(**OTHER, day="2-Nov-26"), line(**LAST | {"day": "2026-Nov-02"}))
    ),
    "15 days in Chinese": Read(
        text(
            line(day="二〇二六年十一月二日"),
            line(**OTHER, day="二零二六年十一月二日"),
            line(**LAST | {"day": "2026年11月3日 星期二"}),
        )
    ),
    "16 times": Read(text(line(time="9.30"), line(**OTHER | {"time": "9点半"}), line(**LAST, time="0930"))),
    "17 two numbers in a cell": Read(
        text(line(phone=f"{FIRST}/{SECOND}"), line(**LAST, time="10:00")), 2, ("cells with several phones: 1",)
    ),
    "17 a WeChat name": Read(
        text(line(phone="微信:lihua888"), line(**LAST)), 2, ("WeChat name in place of a phone: 1",)
    ),
    "17 the same on WeChat": Read(text(line(phone=f"{FIRST}（微信同号）"), line(**LAST)), 2),
    "17 an extension": Read(text(line(phone="010-62345678转8012")), 1),
    "18 a phone in the name": Read(
        text(line(name=f"赵一鸣{FIRST}", phone="")), 1, ("phones inside names were taken apart: 1",)
    ),
    "20 two columns of one name": Read(
        text(line() + ",二", line(**OTHER) + ",", head=HEAD + ",备注"),
        2,
        ("column K (备注) is read, column L (备注) not",),
    ),
    "80 the second one": Read(text(line() + ",二", head=HEAD + ",备注"), 1, (), ("--map", "note=#L")),
    "27 an HTML table named .xls": Read(PAGE, file="r.xls"),
    "27d an HTML page": Read(f"<html><body>{PAGE}</body></html>", file="r.html"),
    "27f MHTML": Read(ARCHIVE, file="r.xls"),
    "29b JSON with a nested value": Read(
        f'{{"arrived_at":"2026-11-02T09:05","phone":{FIRST},"extra":{{"a":1}}}}\n',
        1,
        ("columns not read: extra",),
        file="r.jsonl",
    ),
    "30 yes and no": Read(
        text(
            *(
                line(phone=f"139000100{n:02}", drive=word)
                for n, word in enumerate(("√", "已试驾", "Y", "无", "×", "否"), 10)
            )
        ),
        6,
    ),
    "31 values with words": Read(
        text(
            line(grade="A级", party="2大1小"), line(**OTHER, grade="H级(7天内)"), line(**LAST, grade="Ａ", party="两人")
        ),
        3,
    ),
    "41 a merged date": Read(MERGED, 2, ("a merged cell holds for each of its rows (lines 2-3)",), file="r.xlsx"),
    "42 a hidden row": Read(HIDDEN, 2, ("1 hidden row is read like the others",), file="r.xlsx"),
    "43 a sheet a month": Read(MONTHS, 3, ("sheets read: 10月, 11月, 12月",), file="r.xlsx"),
    "63e a workbook named .csv": Read(write_book({"来店": TABLE}), file="r.csv"),
    "63h a workbook without a suffix": Read(write_book({"来店": TABLE}), file="register"),
    "63 upper case": Read(write_book({"来店": TABLE}), file="R.XLSX"),
    "66 a zipped CSV": Read(write_zip({"r.csv": PLAIN}), file="r.zip"),
    "66 a gzipped CSV": Read(gzip.compress(PLAIN.encode()), file="r.csv.gz"),
    "68 OpenDocument": Read(write_ods(ods_table(*(ods_row(*row) for row in TABLE))), file="r.ods"),
    "XML of Excel 2003": Read(write_excel_2003(*(xml_row(*row) for row in TABLE)), file="r.xls"),
    "83 blanks in names": Read(text(line(consultant="李　娜"), line(**OTHER, consultant="李 娜"), line(**LAST))),
    "85b 9-30 is a time": Read(text(line(time="9-30"), line(**OTHER | {"time": "11-05"})), 2),
    "86 placeholders dropped": Read(
        text(line(phone="11111111111"), line(**OTHER, day="2026/11/2")), 2, (), ("--odd-phones", "drop")
    ),
    "87 a phone as a formula": Read(
        text(line(phone=f'="{FIRST}"'), line(**OTHER | {"phone": f"\t{SECOND}"}), line(**LAST))
    ),
}


@pytest.mark.parametrize("case", READ.values(), ids=READ)
def test_it_is_read_and_what_was_assumed_is_said(shop: Any, case: Read) -> None:
    path = shop.file(case.file, case.content)
    told = shop.run("log-visit", "--from", path, *case.words, code=3 if "--skip-bad" in case.words else 0)
    shown = list_visits(shop)
    assert len(shown) == case.visits
    assert [words for words in case.said if words not in told.err] == []
    assert not [phone for phone in (FIRST, SECOND, THIRD) if phone in told.err]


class Refused(NamedTuple):
    """A file of which nothing is written: the exit code, and what is said of it."""

    content: str | bytes
    said: Sequence[str]
    code: int = 3
    words: Sequence[str] = ()
    file: str = "r.csv"


REFUSED = {
    "05c one line in GBK": Refused(GBK_LINE, ("line 4", "--errors replace-row", "--encoding gb18030"), 1),
    "05d Big5": Refused(BIG5.encode("big5"), ("--encoding big5",), 1),
    "81b Big5 with English headers": Refused(
        "arrived_at,name,phone,note\n2026-11-02T09:05,趙一鳴,13900010001,關注油耗與報價\n".encode("big5"),
        ("--encoding big5",),
        1,
    ),
    "12 a carried date": Refused(text(line(), line(**OTHER, day="")), ("line 3, column A", "--fill-down date")),
    "12b ditto": Refused(text(line(), line(**OTHER, day="〃")), ("'〃'", "--fill-down date")),
    "13 a serial number": Refused(
        text(line(day="46328"), line(**OTHER)), ("line 2, column A", "'46328'", "spreadsheet keeps for a day")
    ),
    "14b orders mixed": Refused(
        text(line(day="11/2/2026"), line(**OTHER, day="2/11/2026")), ("may be 2026-02-11 or 2026-11-02",)
    ),
    "16 no time": Refused(text(line(time="9;30")), ("column B", "'9;30'", "expected such as 9:05")),
    "17 a masked phone": Refused(text(line(phone="139****0001")), ("the whole number is needed",)),
    "86 placeholders": Refused(
        text(*(line(phone=phone) for phone in ("11111111111", "00000000000", "12345678901", "13800000000"))),
        ("nobody's number", "4 bad rows"),
    ),
    "86 an odd phone": Refused(text(line(phone="1390001000")), ("--odd-phones keep", "'139****1000'")),
    "82 a column without a header": Refused(
        text(line(), head=HEAD.replace("联系电话", "")), ("column D: 139****0001", "--map phone=#D", "--no-phones"), 1
    ),
    "19b headers of another template": Refused(
        "登记时间,客人,客户电话1\n2026/11/2 9:05,赵一鸣,13900010001\n", ("登记时间", "客户电话1", "--map"), 1
    ),
    "23 error cells": Refused(
        text(line(note="#N/A"), line(**OTHER, model="#REF!"), line(**LAST | {"name": "#NAME?"})),
        ("'#N/A'", "'#REF!'", "'#NAME?'", "an error of the spreadsheet"),
    ),
    "47 error cells of a workbook": Refused(ERRORS, ("line 2, column C", "#SPILL!"), file="r.xlsx"),
    "25 a NUL": Refused(text(line(note="关\0注"), line(**OTHER)), ("line 2", "NUL")),
    "26c no header": Refused(text(line(**OTHER), head=line()), ("has no header",), 1),
    "28 a vCard": Refused(f"BEGIN:VCARD\nVERSION:3.0\nTEL:{FIRST}\nEND:VCARD\n", ("vCard",), 1, file="r.vcf"),
    "31 between two grades": Refused(text(line(grade="A+"), line(**OTHER, grade="B/C")), ("between two grades",)),
    "31 an order": Refused(text(line(grade="O")), ("set by an order",)),
    "31 a defeat": Refused(text(line(grade="战败")), ("leadctl import churn",)),
    "65 a password": Refused(
        bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504) + "EncryptedPackage".encode("utf-16-le"),
        ("password", "File > Info"),
        1,
        file="r.xlsx",
    ),
    "70 half a workbook": Refused(write_book({"来店": TABLE * 50})[:3000], ("damaged",), 1, file="r.xlsx"),
    "70d a picture": Refused(b"\x89PNG\r\n\x1a\n" + bytes(40), ("a picture",), 1),
    "84 a shifted row": Refused(text(line(name="男", phone="赵一鸣", kind=FIRST)), ("'139****0001'",)),
    "a PDF": Refused(b"%PDF-1.7\n" + bytes(40), ("PDF",), 1, file="r.xlsx"),
}


@pytest.mark.parametrize("case", REFUSED.values(), ids=REFUSED)
def test_it_is_refused_with_its_reason_and_the_way_out(shop: Any, case: Refused) -> None:
    path = shop.file(case.file, case.content)
    told = shop.run("log-visit", "--from", path, *case.words, code=case.code)
    assert [words for words in case.said if words not in told.err] == []
    assert list_visits(shop) == []
    assert not [phone for phone in (FIRST, SECOND, THIRD) if phone in told.err]


def test_each_value_comes_out_as_what_it_means(shop: Any) -> None:
    rows = text(
        line(time="9.30", party="2大1小", grade="H级(7天内)", drive="√"),
        line(**OTHER | {"time": "11-05"}, consultant="李　娜", drive="未试驾"),
        line(**LAST, time="9点半", party="2+1"),
    )
    shop.run("log-visit", "--from", shop.file("r.csv", rows))
    shown = list_visits(shop)
    assert [row["arrived_at"] for row in shown] == ["2026-11-02T09:30", "2026-11-02T11:05", "2026-11-03T09:30"]
    assert {row["consultant"] for row in shown} == {"李娜"}
    exported = [shop.run("show", phone, "--json").json for phone in (FIRST, SECOND)]
    assert [card["grade"] for card in exported] == ["H", "A"]


def test_leads_of_a_vertical_site_and_of_a_form_are_read_by_ready_profiles(shop: Any) -> None:
    site = (
        "线索ID,客户姓名,手机号,意向车系,意向车型,线索来源,线索类型,下单时间\n"
        f"20261102001,赵先生,139****0001,X5,X5 1.5T,示例车网,询价,2026-11-20 09:05:33\n"
        f"20261102002,钱女士,{SECOND},S3,,车商汇,400来电,2026-11-20 09:15:33\n"
    )
    told = shop.run("import", "online", shop.file("site.csv", site), "--skip-bad", code=3)
    assert "vertical-site" in told.err
    assert "the whole number is needed" in told.err
    form = f'"时间戳记","您的姓名","您的手机号码","意向车型"\n"2026/11/20 上午 9:05:33 [GMT+8]","赵","{THIRD}","X5"\n'
    assert "google-form" in shop.run("import", "online", shop.file("form.csv", form)).err
    found = [shop.run("find", phone, "--json").json for phone in (SECOND, THIRD)]
    assert [len(leads) for leads in found] == [1, 1]


class Kind(NamedTuple):
    """A file of another kind: its good and bad rows, and what is said."""

    kind: str
    content: str
    good: int
    bad: int
    said: Sequence[str] = ()


KINDS = {
    "91 follow-ups": Kind(
        "followups",
        "跟进日期,客户电话,跟进人,跟进方式,跟进结果,下次跟进时间,跟进内容\n"
        f"2026/11/20,{FIRST},李娜,电话,已接通,2026/11/25,聊了\n2026/11/20,{FIRST},李娜,微信语音,约到店,11.26,x\n"
        f"2026/11/20 9:05,{SECOND},李娜,电话,未接,明天,x\n",
        3,
        0,
    ),
    "92 churn": Kind("churn", f"战败日期,手机,战败原因,竞品\n2026/11/20,{FIRST},价格高,北辰 M3\n", 1, 0),
    "93 orders": Kind(
        "orders",
        f'订单日期,客户电话,车型,成交价,交车日期,数量\n2026/11/20,{FIRST},X5,"¥128,800.00",,1台\n'
        f'2026/11/20,{SECOND},X5,12.88万元,2026/11/21,1\n2026/11/20,{THIRD},X5,"128,800",2026/12/21,1\n',
        2,
        1,
        ("column E", "lies in the future"),
    ),
    "94 sales": Kind(
        "sales",
        "渠道,日期,车型,数量\n二级网点,2026/11/20,X5,2\n二网,2026/11/20,X5,-1\n批发,2026.11.20,S3,3台\n合计,,,5\n",
        2,
        1,
        ("footers were skipped: 1", "'-1'"),
    ),
    "95 owners": Kind(
        "owners",
        f"车主姓名,手机号,车型,购车日期,生日\n赵,{FIRST},X5,2025/3/1,1985/6/7\n钱,{SECOND},X5,2025年3月,\n"
        "李,13900010004;13900010005,X5,2025/3/1,85.6.7\n",
        2,
        1,
        ("the day is missing", "cells with several phones: 1"),
    ),
}


@pytest.mark.parametrize("case", KINDS.values(), ids=KINDS)
def test_the_other_kinds_are_read_as_they_are_written(shop: Any, case: Kind) -> None:
    shop.run("log-visit", "--from", shop.file("visits.csv", PLAIN))
    told = shop.run("import", case.kind, shop.file("r.csv", case.content), "--skip-bad", code=3 if case.bad else 0)
    assert [words for words in case.said if words not in told.err] == []
    again = shop.run(
        "import", case.kind, shop.file("r.csv", case.content), "--skip-bad", "--json", code=3 if case.bad else 0
    )
    assert (again.json["unchanged"], again.json["records"], again.json["rejected"]) == (case.good, 0, case.bad)
