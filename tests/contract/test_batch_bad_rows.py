"""A register with bad rows: all or nothing, or the good ones, and the bad ones given back to mend."""

from __future__ import annotations

from typing import Any

import pytest

HEADER = "arrived_at,name,phone,kind,source,model,grade,consultant,note\n"
ONE_BAD = (
    HEADER
    + "2026-11-20T09:05,张伟,13800138001,walk-in,showroom,Lavida,A,Li Na,\n"
    + "2026-02-30,李静,13800138002,walk-in,referral,Lavida,B,Wang Qiang,\n"
    + "2026-11-21T14:30,王芳,13800138003,walk-in,showroom,Lavida,C,Li Na,\n"
)


def visits_in(shop: Any, *days: str) -> int:
    return sum(len(shop.run("visits", "--on", day, "--json").json) for day in days)


def counts(summary: dict[str, Any]) -> tuple[int, int, int, int]:
    return summary["visits"], summary["updated"], summary["unchanged"], summary["rejected"]


def test_one_bad_row_and_nothing_is_written(shop: Any) -> None:
    summary = shop.batch(shop.file("r.csv", ONE_BAD), code=3)
    assert summary["rejected"] == 1
    assert not summary["written"]
    assert visits_in(shop, "2026-11-20", "2026-11-21") == 0
    assert shop.due("--all", "--on", "2026-12-31") == []


def test_each_bad_row_is_told_with_line_column_value_and_reason(shop: Any) -> None:
    (error,) = shop.batch(shop.file("r.csv", ONE_BAD), code=3)["errors"]
    assert error.keys() >= {"line", "column", "value", "reason"}
    assert error["line"] == 3  # the header is line 1
    assert error["column"] == "arrived_at"
    assert error["value"] == "2026-02-30"
    assert error["reason"]


def test_bad_rows_are_told_on_stderr_too(shop: Any) -> None:
    result = shop.run("log-visit", "--from", shop.file("r.csv", ONE_BAD), code=3)
    assert "3" in result.err
    assert "2026-02-30" in result.err


def test_twenty_bad_rows_are_shown_and_all_are_counted(shop: Any) -> None:
    rows = "".join(f"2026-02-30T09:{minute:02},x{minute}x,,walk-in,,,,,\n" for minute in range(30))
    path = shop.file("r.csv", HEADER + rows)
    summary = shop.batch(path, code=3)
    assert (summary["rejected"], len(summary["errors"])) == (30, 30)
    err = shop.run("log-visit", "--from", path, code=3).err
    assert sum(f"2026-02-30T09:{minute:02}" in err for minute in range(30)) == 20
    assert "30" in err


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("phone", "138****8001"),
        ("phone", "1.38E+10"),  # digits are lost: rejected, never guessed
        ("kind", "telepathy"),
        ("grade", "Z"),
        ("arrived_at", ""),
        ("arrived_at", "soon"),
        ("arrived_at", "2026-13-01T09:00"),
        ("arrived_at", "2027-01-01T09:00"),  # a fact in the future
        ("test_drive", "perhaps"),
        ("party", "many"),
    ],
)
def test_a_cell_that_cannot_be_true_is_a_bad_row(shop: Any, column: str, cell: str) -> None:
    row = {"arrived_at": "2026-11-20T09:05", "name": "张伟", "phone": "13800138001", column: cell}
    text = ",".join(row) + "\n" + ",".join(row.values()) + "\n"
    (error,) = shop.batch(shop.file("r.csv", text), code=3)["errors"]
    assert error["line"] == 2
    assert error["column"] == column


def test_a_phone_that_excel_gave_a_decimal_is_whole_again(shop: Any) -> None:
    shop.batch(shop.file("r.csv", "arrived_at,phone\n2026-11-20T09:05,13800138001.0\n"))
    assert [row["phone"] for row in shop.due("--all")] == ["13800138001"]


def test_skip_bad_writes_the_good_rows_and_still_leaves_with_3(shop: Any) -> None:
    summary = shop.batch(shop.file("r.csv", ONE_BAD), "--skip-bad", code=3)
    assert counts(summary) == (2, 0, 0, 1)
    assert summary["written"]
    assert visits_in(shop, "2026-11-20", "2026-11-21") == 2


def test_rejects_can_be_mended_and_sent_again(shop: Any) -> None:
    rejects = shop.folder / "rejects.csv"
    summary = shop.batch(shop.file("r.csv", ONE_BAD), "--skip-bad", "--rejects", rejects, code=3)
    assert summary["rejects_file"] == str(rejects)
    assert rejects.stat().st_mode & 0o777 == 0o600
    text = rejects.read_bytes().decode("utf-8-sig")
    assert "13800138002" in text  # phones whole: the file exists to mend
    assert "13800138001" not in text
    rejects.write_text(text.replace("2026-02-30", "2026-11-20T10:15"))
    assert counts(shop.batch(rejects)) == (1, 0, 0, 0)
    assert visits_in(shop, "2026-11-20", "2026-11-21") == 3


def test_after_mending_the_whole_register_is_unchanged_but_for_the_bad_row(shop: Any) -> None:
    shop.batch(shop.file("r.csv", ONE_BAD), "--skip-bad", code=3)
    mended = shop.file("r2.csv", ONE_BAD.replace("2026-02-30", "2026-11-20T10:15"))
    assert counts(shop.batch(mended)) == (1, 0, 2, 0)


def test_the_examples_of_a_reason_are_shown_and_the_phones_of_cells_are_not(shop: Any) -> None:
    path = shop.file("bad.csv", "arrived_at,phone\n2026-11-20 09:00,1381234567890123456\n2026-11-20 09:00,call me\n")
    said = shop.run("log-visit", "--from", path, code=3).err
    assert "expected such as 13812345678, 010-12345678 or +1 650 253 0000" in said
    assert "1381234567890123456" not in said


def test_a_bad_date_and_a_bad_time_are_shown_as_they_stand_with_their_own_letter(shop: Any) -> None:
    rows = "46328,9:05,13900010001\n2026/11/2,9;30,13900010002\n2026/11/2,0：10：99：9,13900010003"
    summary = shop.batch(shop.file("bad.csv", f"日期,进店时间,联系方式\n{rows}\n"), code=3)
    cells = [(error["line"], error["letter"], error["column"], error["value"]) for error in summary["errors"]]
    assert cells == [
        (2, "A", "arrived_at", "46328"),
        (3, "B", "arrived_at", "9;30"),
        (4, "B", "arrived_at", "0：10：99：9"),
    ]


def test_a_row_that_is_bad_as_a_whole_names_neither_column_nor_value(shop: Any) -> None:
    path = shop.file("wide.csv", "arrived_at,phone\n2026-11-20 09:00,13900010001\n2026-11-20 09:00,13900010002,x,y\n")
    said = shop.run("log-visit", "--from", path, code=3).err
    assert ("line 3: the row has" in said, "''" in said) == (True, False)
