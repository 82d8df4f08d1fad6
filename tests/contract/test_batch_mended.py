"""A register that is mended and sent again: a row is known though its time, kind, phone or name was mended."""

from __future__ import annotations

from typing import Any

import pytest

HEAD = "日期,进店时间,客户姓名,联系方式,来店/来电,意向车型,销售顾问"
ZHAO, QIAN, SUN, LI, ZHOU = "13900010001", "13900010002", "13900010003", "13900010004", "13900010005"
ROWS = (
    f"2026-11-20,09:00,赵敏,{ZHAO},来店,远山 X5,李娜",
    f"2026-11-20,10:00,钱伟,{QIAN},来店,,李娜",
    "2026-11-20,11:00,,,来电,,",
    f"2026-11-21,09:00,孙丽,{SUN},来店,,王强",
)


def _send(shop: Any, *rows: str, name: str = "register.csv", **more: Any) -> dict[str, Any]:
    summary: dict[str, Any] = shop.batch(shop.file(name, "\n".join((HEAD, *rows)) + "\n"), **more)
    return summary


def _counts(summary: dict[str, Any]) -> tuple[int, ...]:
    return tuple(summary[key] for key in ("visits", "updated", "unchanged", "mended", "gone", "rejected"))


def _visit(shop: Any, day: str, number: int) -> dict[str, Any]:
    found = [row for row in shop.run("visits", "--on", day, "--json").json if row["visit"] == number]
    assert len(found) == 1
    return dict(found[0])


@pytest.mark.parametrize(
    "mended",
    [
        f"2026-11-20,09:30,赵敏,{ZHAO},来店,远山 X5,李娜",
        f"2026-11-20,09:00,赵敏,{ZHAO},来电,远山 X5,李娜",
        f"2026-11-20,09:00,赵敏,{LI},来店,远山 X5,李娜",
        f"2026-11-20,09:00,赵敏儿,{ZHAO},来店,远山 X5,李娜",
        "2026-11-20,09:00,赵敏,,来店,远山 X5,李娜",
    ],
    ids=["time", "kind", "phone", "name", "phone away"],
)
def test_a_mended_row_mends_its_visit(shop: Any, mended: str) -> None:
    _send(shop, *ROWS)
    summary = _send(shop, mended, *ROWS[1:])
    assert (summary["visits"], summary["updated"], summary["unchanged"], summary["gone"]) == (0, 1, 3, 0)
    assert len(shop.run("visits", "--on", "2026-11-20", "--json").json) == 3
    shop.run("doctor")


def test_what_was_mended_is_named(shop: Any) -> None:
    _send(shop, *ROWS)
    path = shop.file("register.csv", "\n".join((HEAD, f"2026-11-20,09:00,赵敏,{LI},来店,远山 X5,李娜", *ROWS[1:])))
    result = shop.run("log-visit", "--from", path)
    assert "visit 2 was mended in the register: phone 139****0001 is now 139****0004" in result.err


def test_a_mended_phone_takes_the_customer_and_what_was_done_since_with_it(shop: Any) -> None:
    _send(shop, *ROWS)
    shop.run("followup", ZHAO, "sent the offer", now="2026-11-22T09:00")
    _send(shop, f"2026-11-20,09:00,赵敏,{LI},来店,远山 X5,李娜", *ROWS[1:], now="2026-11-22T10:00")
    card = shop.run("show", LI, "--json", now="2026-11-22T10:00").json
    assert [fact["fact"] for fact in card["history"]].count("followup") == 1
    shop.run("show", ZHAO, code=1)


def test_a_phone_mended_to_a_known_customers_makes_it_their_visit(shop: Any) -> None:
    _send(shop, *ROWS)
    _send(shop, f"2026-11-20,09:00,赵敏,{SUN},来店,远山 X5,李娜", *ROWS[1:])
    visit = _visit(shop, "2026-11-20", 2)
    assert visit["customer_id"] == _visit(shop, "2026-11-21", 4)["customer_id"]
    assert shop.run("find", ZHAO, "--json").json == []
    shop.run("doctor")


def test_one_of_two_visits_mended_to_another_phone_leaves_the_other(shop: Any) -> None:
    again = f"2026-11-21,15:00,赵敏,{ZHAO},来店,,李娜"
    _send(shop, *ROWS, again)
    _send(shop, *ROWS, f"2026-11-21,15:00,赵敏,{LI},来店,,李娜")
    assert len(shop.run("find", ZHAO, "--json").json) == 1
    assert len(shop.run("find", LI, "--json").json) == 1
    shop.run("doctor")


def test_a_phone_that_is_filled_in_makes_the_anonymous_visit_a_lead(shop: Any) -> None:
    _send(shop, *ROWS)
    summary = _send(shop, *ROWS[:2], f"2026-11-20,11:00,李明,{LI},来电,,", ROWS[3])
    assert _counts(summary) == (0, 1, 3, 1, 0, 0)
    assert shop.run("find", LI, "--json").json[0]["customer"] == "李明"


def test_where_no_other_row_of_the_day_is_repeated_the_row_is_new(shop: Any) -> None:
    _send(shop, *ROWS)
    summary = _send(shop, *ROWS[:3], f"2026-11-21,09:00,孙丽,{LI},来店,,王强")
    assert _counts(summary) == (1, 0, 3, 0, 1, 0)


def test_another_register_mends_nothing(shop: Any) -> None:
    _send(shop, *ROWS)
    summary = _send(shop, f"2026-11-20,09:30,赵敏,{ZHAO},来店,远山 X5,李娜", *ROWS[1:], name="other.csv")
    assert _counts(summary) == (1, 0, 3, 0, 0, 0)


def test_a_name_given_to_a_register_holds_for_any_file(shop: Any) -> None:
    for name, rows in (("a.csv", ROWS), ("b.csv", (f"2026-11-20,09:30,赵敏,{ZHAO},来店,远山 X5,李娜", *ROWS[1:]))):
        path = shop.file(name, "\n".join((HEAD, *rows)))
        summary = shop.batch(path, "--register", "showroom")
    assert _counts(summary) == (0, 1, 3, 1, 0, 0)


def test_standard_input_mends_nothing_unless_its_register_is_named(shop: Any) -> None:
    mended = (f"2026-11-20,09:30,赵敏,{ZHAO},来店,远山 X5,李娜", *ROWS[1:])
    for options, visits in (((), 1), (("--register", "till"), 0)):
        for rows in (ROWS, mended):
            text = "\n".join((HEAD, *rows)).replace("2026-11-2", "2026-10-2" if options else "2026-11-2")
            summary = shop.batch("-", *options, input=text)
        assert summary["visits"] == visits


def test_several_that_fit_are_a_bad_row_that_names_them(shop: Any) -> None:
    twice = f"2026-11-20,15:00,赵敏,{ZHAO},来店,,李娜"
    _send(shop, *ROWS, twice)
    summary = _send(
        shop, *ROWS[1:], f"2026-11-20,09:10,赵敏,{ZHAO},来店,,李娜", f"2026-11-20,15:10,赵敏,{ZHAO},来店,,李娜", code=3
    )
    assert (summary["written"], summary["rejected"]) == (False, 2)
    assert [error["line"] for error in summary["errors"]] == [5, 6]
    assert "visit 2 of 09:00, visit 3 of 15:00" in summary["errors"][0]["reason"]


def test_a_bad_row_of_this_kind_goes_into_the_rejects_file_and_the_others_are_written(shop: Any) -> None:
    twice = f"2026-11-20,15:00,赵敏,{ZHAO},来店,,李娜"
    _send(shop, *ROWS, twice)
    rows = (*ROWS[1:], f"2026-11-20,09:10,赵敏,{ZHAO},来店,,李娜", f"2026-11-22,07:10,周杰,{ZHOU},来店,,李娜")
    path = shop.file("register.csv", "\n".join((HEAD, *rows)))
    bad = shop.folder / "bad.csv"
    summary = shop.batch(path, "--skip-bad", "--rejects", bad, code=3)
    assert (summary["visits"], summary["rejected"], summary["written"]) == (1, 1, True)
    assert f"09:10,赵敏,{ZHAO}" in bad.read_text(encoding="utf-8-sig")


def test_the_way_out_of_the_doubt_works(shop: Any) -> None:
    twice = f"2026-11-20,15:00,赵敏,{ZHAO},来店,,李娜"
    _send(shop, *ROWS, twice)
    mended = (*ROWS[1:], f"2026-11-20,09:10,赵敏,{ZHAO},来店,,李娜", f"2026-11-20,15:10,赵敏,{ZHAO},来店,,李娜")
    _send(shop, *mended, code=3)
    shop.run("edit", "visit", "2", "--at", "2026-11-20 09:10")
    assert _counts(_send(shop, *mended)) == (0, 1, 4, 1, 0, 0)


def test_rows_that_are_gone_are_listed_once_and_never_deleted(shop: Any) -> None:
    _send(shop, *ROWS)
    summary = _send(shop, *ROWS[:1], *ROWS[2:])
    assert (summary["gone"], summary["written"]) == (1, True)
    assert summary["gone_rows"] == [
        {"visit": 3, "arrived_at": "2026-11-20T10:00", "name": "钱伟", "phone": "139****0002"}
    ]
    assert _send(shop, *ROWS[:1], *ROWS[2:])["gone"] == 0
    assert len(shop.run("visits", "--on", "2026-11-20", "--json").json) == 3
    assert _counts(_send(shop, *ROWS)) == (0, 0, 4, 0, 0, 0)
    assert _send(shop, *ROWS[:1], *ROWS[2:])["gone"] == 1


def test_people_read_which_rows_are_gone(shop: Any) -> None:
    _send(shop, *ROWS)
    path = shop.file("register.csv", "\n".join((HEAD, *ROWS[:1], *ROWS[2:])))
    said = shop.run("log-visit", "--from", path).err
    assert "1 row of the last sending is gone from this register: visit 3 of 2026-11-20 10:00 钱伟" in said


def test_a_row_whose_visit_was_corrected_here_is_not_gone(shop: Any) -> None:
    _send(shop, *ROWS)
    shop.run("edit", "visit", "2", "--at", "2026-11-20 09:20")
    assert _counts(_send(shop, *ROWS)) == (0, 0, 4, 0, 0, 0)


def test_a_visit_corrected_here_and_likewise_in_the_register_counts_once(shop: Any) -> None:
    _send(shop, *ROWS)
    shop.run("edit", "visit", "2", "--phone", LI)
    summary = _send(shop, f"2026-11-20,09:00,赵敏,{LI},来店,远山 X5,李娜", *ROWS[1:])
    assert (summary["visits"], summary["gone"]) == (0, 0)


def test_undo_of_a_mending_brings_the_old_row_back(shop: Any) -> None:
    _send(shop, *ROWS)
    before = shop.run("visits", "--on", "2026-11-20", "--json").json
    _send(shop, f"2026-11-20,09:30,赵敏,{LI},来店,远山 X5,李娜".replace(LI, ZHAO), *ROWS[1:])
    shop.run("undo")
    assert shop.run("visits", "--on", "2026-11-20", "--json").json == before
    assert _counts(_send(shop, *ROWS)) == (0, 0, 4, 0, 0, 0)
    shop.run("doctor")


class TestNames:
    """A corrected name reaches the customer when all of the register's rows of the phone say it."""

    ROWS = (ROWS[0], ROWS[1], f"2026-11-21,15:00,赵敏,{ZHAO},来店,,李娜")

    def test_all_rows_say_it(self, shop: Any) -> None:
        _send(shop, *self.ROWS)
        _send(shop, *(row.replace("赵敏", "赵民") for row in self.ROWS))
        assert [row["customer"] for row in shop.run("find", "zhaomin", "--json").json] == ["赵民"]
        assert shop.run("find", "赵敏", "--json").json == []

    def test_one_row_alone_is_told(self, shop: Any) -> None:
        _send(shop, *self.ROWS)
        path = shop.file("register.csv", "\n".join((HEAD, self.ROWS[0].replace("赵敏", "赵民"), *self.ROWS[1:])))
        assert "is called 赵敏; a visit with that phone says 赵民" in shop.run("log-visit", "--from", path).err
        assert shop.run("show", ZHAO, "--json").json["customer"] == "赵敏"

    def test_the_second_row_decides(self, shop: Any) -> None:
        _send(shop, *self.ROWS)
        _send(shop, self.ROWS[0].replace("赵敏", "赵民"), *self.ROWS[1:])
        _send(shop, *(row.replace("赵敏", "赵民") for row in self.ROWS))
        assert shop.run("show", ZHAO, "--json").json["customer"] == "赵民"

    def test_a_name_given_here_stays(self, shop: Any) -> None:
        _send(shop, *self.ROWS)
        shop.run("edit", "customer", ZHAO, "--name", "赵敏敏")
        _send(shop, *(row.replace("赵敏", "赵民") for row in self.ROWS))
        assert shop.run("show", ZHAO, "--json").json["customer"] == "赵敏敏"


class TestOwnIds:
    """A register's own row id knows the row, whatever else was mended."""

    HEAD = f"线索ID,{HEAD}"

    def _send(self, shop: Any, *rows: str, **more: Any) -> dict[str, Any]:
        summary: dict[str, Any] = shop.batch(shop.file("ids.csv", "\n".join((self.HEAD, *rows)) + "\n"), **more)
        return summary

    def test_time_phone_and_name_mended_at_once(self, shop: Any) -> None:
        self._send(shop, f"A1,{ROWS[0]}", f"A2,{ROWS[3]}")
        summary = self._send(shop, f"A1,2026-11-20,16:00,李明,{LI},来电,,李娜", f"A2,{ROWS[3]}")
        assert _counts(summary) == (0, 1, 1, 1, 0, 0)
        assert shop.run("find", LI, "--json").json[0]["customer"] == "李明"
        assert shop.run("find", ZHAO, "--json").json == []

    def test_a_single_row_is_enough(self, shop: Any) -> None:
        self._send(shop, f"A1,{ROWS[0]}")
        assert _counts(self._send(shop, f"A1,{ROWS[0].replace('11-20', '11-19')}")) == (0, 1, 0, 1, 0, 0)

    def test_an_id_that_stands_twice_is_a_bad_row(self, shop: Any) -> None:
        summary = self._send(shop, f"A1,{ROWS[0]}", f"A1,{ROWS[1]}", f"A3,{ROWS[3]}", code=3)
        assert [error["line"] for error in summary["errors"]] == [2, 3]

    def test_an_id_that_stands_twice_is_bad_also_where_one_of_its_rows_is_known(self, shop: Any) -> None:
        self._send(shop, f"A1,{ROWS[0]}", f"A2,{ROWS[1]}", f"A3,{ROWS[3]}")
        summary = self._send(shop, f"A1,{ROWS[0]}", f"A1,{ROWS[1]}", f"A3,{ROWS[3]}", code=3)
        assert [error["line"] for error in summary["errors"]] == [2, 3]
        assert (summary["rejected"], summary["unchanged"]) == (2, 1)

    def test_ids_that_begin_anew_overwrite_nobody(self, shop: Any) -> None:
        self._send(shop, f"1,{ROWS[0]}")
        summary = self._send(shop, f"1,2026-11-21,10:00,周杰,{ZHOU},来店,,李娜", code=3)
        assert "--register" in summary["errors"][0]["reason"]

    def test_any_column_can_be_the_id(self, shop: Any) -> None:
        for time in ("09:00", "17:00"):
            path = shop.file("no.csv", f"序号,{HEAD}\n7,2026-11-20,{time},赵敏,{ZHAO},来店,,李娜\n")
            summary = shop.batch(path, "--map", "record_id=序号")
        assert _counts(summary) == (0, 1, 0, 1, 0, 0)

    def test_rows_that_change_places_keep_their_visits(self, shop: Any) -> None:
        same = "2026-11-20,09:00,,,来店,{model},李娜"
        self._send(shop, f"A1,{same.format(model='X5')}", f"A2,{same.format(model='S3')}")
        summary = self._send(shop, f"A2,{same.format(model='S3')}", f"A1,{same.format(model='X5')}")
        assert (summary["visits"], summary["gone"]) == (0, 0)
        assert _visit(shop, "2026-11-20", 1)["model"] == "X5"
        assert _visit(shop, "2026-11-20", 2)["model"] == "S3"


@pytest.mark.parametrize(
    "mended",
    [
        f"2026-11-20,09:30,赵敏,{ZHAO},来店,远山 X5,李娜",
        f"2026-11-20,09:00,赵敏,{ZHAO},来电,远山 X5,李娜",
        f"2026-11-20,09:00,赵敏,{LI},来店,远山 X5,李娜",
        f"2026-11-20,09:00,赵敏儿,{ZHAO},来店,远山 X6,李娜",
    ],
    ids=["time", "kind", "phone", "name"],
)
def test_a_visit_deleted_here_stays_deleted_when_its_row_is_mended(shop: Any, mended: str) -> None:
    _send(shop, *ROWS)
    shop.run("delete", "visit", "2")
    for _ in range(2):
        assert _counts(_send(shop, mended, *ROWS[1:]))[0] == 0
    assert len(shop.run("visits", "--on", "2026-11-20", "--json").json) == 2
    again = f"2026-11-20,16:00,赵敏,{ZHAO},来店,远山 X5,李娜"
    assert _counts(_send(shop, mended, again, *ROWS[1:]))[0] == 1, "a further visit of the day is one"
    shop.run("doctor")


def test_a_visit_deleted_here_is_known_by_its_own_number_too(shop: Any) -> None:
    head = "线索ID,日期,进店时间,客户姓名,联系方式"
    rows = [f"A1,2026-11-20,09:00,赵敏,{ZHAO}", f"A2,2026-11-20,10:00,钱伟,{QIAN}"]
    shop.batch(shop.file("numbered.csv", "\n".join((head, *rows))))
    shop.run("delete", "visit", "1")
    mended = f"A1,2026-11-20,09:45,赵敏敏,{LI}"
    summary = shop.batch(shop.file("numbered.csv", "\n".join((head, mended, rows[1]))))
    assert (summary["visits"], summary["unchanged"]) == (0, 2)
