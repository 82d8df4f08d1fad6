"""Follow-ups, orders, churn, owners and sales that are mended in their file and sent again are the same ones."""

from __future__ import annotations

from typing import Any

import pytest

LI, WANG = "13900010001", "13900010002"


@pytest.fixture
def met(shop: Any) -> Any:
    """Two leads of 2026-11-01."""
    for phone in (LI, WANG):
        shop.visit(phone, "--name", "Zhang" if phone == LI else "Wu", at="2026-11-01T10:00")
    return shop


def _send(shop: Any, kind: str, *lines: str, code: int = 0) -> dict[str, Any]:
    path = shop.file(f"{kind}.csv", "\n".join(lines) + "\n")
    summary: dict[str, Any] = shop.run("import", kind, path, "--json", code=code).json
    return summary


def _counts(summary: dict[str, Any]) -> tuple[int, ...]:
    return tuple(summary[key] for key in ("records", "updated", "unchanged", "mended", "gone", "rejected"))


def _facts(shop: Any, phone: str, kind: str) -> list[dict[str, Any]]:
    return [fact for fact in shop.run("show", phone, "--json").json["history"] if fact["fact"] == kind]


class TestFollowUps:
    HEAD = "phone,at,via,outcome,note"
    ROWS = (
        f"{LI},2026-11-02 10:00,phone,continued,likes it",
        f"{WANG},2026-11-02 11:00,phone,continued,asks the price",
    )

    @pytest.mark.parametrize("old_and_new", [("phone", "wechat"), ("10:00", "10:30")], ids=["way", "time"])
    def test_a_mended_one_is_the_same(self, met: Any, old_and_new: tuple[str, str]) -> None:
        _send(met, "followups", self.HEAD, *self.ROWS)
        mended = self.ROWS[0].replace(*old_and_new)
        assert _counts(_send(met, "followups", self.HEAD, mended, self.ROWS[1])) == (0, 1, 1, 1, 0, 0)
        assert len(_facts(met, LI, "followup")) == 1
        assert _counts(_send(met, "followups", self.HEAD, mended, self.ROWS[1])) == (0, 0, 2, 0, 0, 0)
        met.run("doctor")

    def test_the_way_alone_needs_no_other_row(self, met: Any) -> None:
        _send(met, "followups", self.HEAD, self.ROWS[0])
        mended = self.ROWS[0].replace("phone", "wechat")
        assert _counts(_send(met, "followups", self.HEAD, mended)) == (0, 1, 0, 1, 0, 0)

    def test_a_further_one_is_new(self, met: Any) -> None:
        _send(met, "followups", self.HEAD, *self.ROWS)
        more = f"{LI},2026-11-02 17:00,phone,continued,called back"
        assert _counts(_send(met, "followups", self.HEAD, *self.ROWS, more)) == (1, 0, 2, 0, 0, 0)

    def test_several_that_fit_are_a_bad_row(self, met: Any) -> None:
        second = f"{LI},2026-11-02 15:00,phone,continued,again"
        _send(met, "followups", self.HEAD, *self.ROWS, second)
        summary = _send(met, "followups", self.HEAD, self.ROWS[1], f"{LI},2026-11-02 12:00,wechat,continued,", code=3)
        assert summary["errors"][0]["line"] == 3

    def test_gone_ones_are_listed_once(self, met: Any) -> None:
        _send(met, "followups", self.HEAD, *self.ROWS)
        assert _send(met, "followups", self.HEAD, self.ROWS[1])["gone_rows"] == [
            {"table": "followups", "id": 1, "on": "2026-11-02", "name": "Zhang"}
        ]
        assert _send(met, "followups", self.HEAD, self.ROWS[1])["gone"] == 0

    def test_people_read_whose_row_is_gone(self, met: Any) -> None:
        _send(met, "followups", self.HEAD, *self.ROWS)
        path = met.file("followups.csv", f"{self.HEAD}\n{self.ROWS[1]}\n")
        assert ", and stays here: follow-up 1 of 2026-11-02 Zhang" in met.run("import", "followups", path).err

    def test_a_mended_one_by_somebody_new_is_refused_where_new_names_are(self, met: Any) -> None:
        _send(met, "followups", self.HEAD + ",by", *(f"{row}," for row in self.ROWS))
        mended = self.ROWS[0].replace("10:00", "10:30") + ",Nobody Known"
        path = met.file("followups.csv", f"{self.HEAD},by\n{self.ROWS[1]},\n{mended}\n")
        summary = met.run("import", "followups", path, "--strict", "--json", code=3).json
        assert [(error["line"], error["column"]) for error in summary["errors"]] == [(3, "by")]

    def test_a_long_register_is_known_again(self, met: Any) -> None:
        """Rows come in chunks of 200: which one of its kind a row is must not come from a row of an earlier chunk."""
        days = [f"{LI},2026-11-{day:02},phone,continued,a" for day in range(2, 20)] * 12
        rows = days + [f"{WANG},2026-11-02 {12 + n // 20}:{n % 20:02},phone,continued,b" for n in range(200)]
        assert _counts(_send(met, "followups", self.HEAD, *rows)) == (len(rows), 0, 0, 0, 0, 0)
        assert _counts(_send(met, "followups", self.HEAD, *rows)) == (0, 0, len(rows), 0, 0, 0)

    def test_undo_takes_the_mending_back(self, met: Any) -> None:
        _send(met, "followups", self.HEAD, *self.ROWS)
        before = _facts(met, LI, "followup")
        _send(met, "followups", self.HEAD, self.ROWS[0].replace("phone", "wechat"), self.ROWS[1])
        met.run("undo")
        assert _facts(met, LI, "followup") == before


class TestOrders:
    HEAD = "phone,ordered_on,model,price,delivered_on"
    ROWS = (f"{LI},2026-11-05,X5,120000,", f"{WANG},2026-11-06,S3,90000,")

    def test_a_mended_date_is_the_same_order(self, met: Any) -> None:
        _send(met, "orders", self.HEAD, *self.ROWS)
        mended = self.ROWS[0].replace("11-05", "11-07")
        assert _counts(_send(met, "orders", self.HEAD, mended, self.ROWS[1])) == (0, 1, 1, 1, 0, 0)
        assert met.run("report", "traffic", "--month", "2026-11", "--json").json["showroom_sales"] == 2
        assert [order["at"][:10] for order in _facts(met, LI, "order")] == ["2026-11-07"]
        met.run("doctor")

    def test_the_same_car_needs_no_other_row(self, met: Any) -> None:
        _send(met, "orders", self.HEAD, self.ROWS[0])
        assert _counts(_send(met, "orders", self.HEAD, self.ROWS[0].replace("11-05", "11-04"))) == (0, 1, 0, 1, 0, 0)

    def test_a_delivery_may_come_with_it(self, met: Any) -> None:
        _send(met, "orders", self.HEAD, *self.ROWS)
        mended = self.ROWS[0].replace("11-05", "11-07") + "2026-11-20"
        assert _counts(_send(met, "orders", self.HEAD, mended, self.ROWS[1])) == (0, 1, 1, 1, 0, 0)
        assert met.run("show", LI, "--json").json["status"] == "delivered"


class TestChurn:
    HEAD = "phone,at,kind,reason"
    ROWS = (f"{LI},2026-11-05,defeat,price", f"{WANG},2026-11-06,defeat,price")

    @pytest.mark.parametrize("day", ["11-04", "11-08"])
    def test_a_mended_day_is_the_same_churn(self, met: Any, day: str) -> None:
        _send(met, "churn", self.HEAD, *self.ROWS)
        mended = self.ROWS[0].replace("11-05", day)
        assert _counts(_send(met, "churn", self.HEAD, mended, self.ROWS[1])) == (0, 1, 1, 1, 0, 0)
        assert len(_facts(met, LI, "churn")) == 1
        met.run("doctor")


class TestOwners:
    HEAD = "phone,name,model,delivered_on"
    ROWS = (f"{LI},Zhang,X5,2025-03-05", f"{WANG},Wu,S3,2025-04-06")

    def test_a_mended_day_is_the_same_car(self, met: Any) -> None:
        _send(met, "owners", self.HEAD, *self.ROWS)
        mended = self.ROWS[0].replace("03-05", "03-06")
        assert _counts(_send(met, "owners", self.HEAD, mended, self.ROWS[1])) == (0, 1, 1, 1, 0, 0)

    def test_a_second_car_is_new(self, met: Any) -> None:
        _send(met, "owners", self.HEAD, *self.ROWS)
        second = f"{LI},Zhang,S3,2025-09-01"
        assert _counts(_send(met, "owners", self.HEAD, *self.ROWS, second)) == (1, 0, 2, 0, 0, 0)


class TestSales:
    HEAD = "channel,on,model,count"
    ROWS = ("sub-dealer,2026-11-05,X5,1", "sub-dealer,2026-11-05,X5,2", "wholesale,2026-11-10,S3,3")

    @pytest.mark.parametrize("mended", ["wholesale,2026-11-05,X5,2", "sub-dealer,2026-11-09,X5,2"])
    def test_a_mended_one_is_the_same_sale(self, shop: Any, mended: str) -> None:
        _send(shop, "sales", self.HEAD, *self.ROWS)
        rows = (self.ROWS[0], mended, self.ROWS[2])
        assert _counts(_send(shop, "sales", self.HEAD, *rows)) == (0, 1, 2, 1, 0, 0)
        assert shop.run("report", "traffic", "--month", "2026-11", "--json").json["total_sales"] == 6
        assert _counts(_send(shop, "sales", self.HEAD, *rows)) == (0, 0, 3, 0, 0, 0)
        shop.run("doctor")

    def test_what_a_file_of_the_newest_days_has_no_longer_is_not_moved_into_them(self, shop: Any) -> None:
        """The sale of the 5th fell out of the file, and another of the same model was made on the 12th."""
        _send(shop, "sales", self.HEAD, self.ROWS[0], self.ROWS[2])
        later = _send(shop, "sales", self.HEAD, self.ROWS[2], "sub-dealer,2026-11-12,X5,1")
        assert _counts(later) == (1, 0, 1, 0, 1, 0)
        assert later["gone_rows"] == [{"table": "sales", "id": 1, "on": "2026-11-05", "name": None}]

    def test_a_file_that_repeats_nothing_is_a_new_one(self, shop: Any) -> None:
        _send(shop, "sales", self.HEAD, *self.ROWS)
        december = "sub-dealer,2026-11-20,X5,1"
        assert _counts(_send(shop, "sales", self.HEAD, december)) == (1, 0, 0, 0, 3, 0)

    def test_a_row_that_comes_back_is_counted(self, shop: Any) -> None:
        _send(shop, "sales", self.HEAD, *self.ROWS)
        _send(shop, "sales", self.HEAD, *self.ROWS[:2])
        back = _send(shop, "sales", self.HEAD, *self.ROWS)
        assert (back["returned"], back["unchanged"], back["gone"]) == (1, 3, 0)


@pytest.mark.parametrize("case", [TestFollowUps, TestOrders, TestChurn, TestOwners, TestSales])
def test_rows_that_are_gone_are_counted_named_and_kept(met: Any, case: Any) -> None:
    kind = {TestFollowUps: "followups"}.get(case, case.__name__.removeprefix("Test").lower())
    _send(met, kind, case.HEAD, *case.ROWS)
    gone = _send(met, kind, case.HEAD, *case.ROWS[1:])
    assert gone["gone"] == len(gone["gone_rows"]) == 1
    again = _send(met, kind, case.HEAD, *case.ROWS)
    assert (again["records"], again["gone"], again["returned"]) == (0, 0, 1)


class TestOnline:
    HEAD = "at,name,phone,channel"
    ROWS = (f"2026-11-20 09:00,Zhang,{LI},wechat", f"2026-11-20 10:00,Wu,{WANG},wechat")

    def test_a_mended_phone_is_the_same_enquiry(self, shop: Any) -> None:
        _send(shop, "online", self.HEAD, *self.ROWS)
        mended = self.ROWS[0].replace(LI, "13900010009")
        assert _counts(_send(shop, "online", self.HEAD, mended, self.ROWS[1])) == (0, 1, 1, 1, 0, 0)
        assert shop.run("find", LI, "--json").json == []
