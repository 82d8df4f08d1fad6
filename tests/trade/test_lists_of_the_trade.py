"""The trade's closed lists, word by word: policies, sources, online channels, reasons, win rates, contact days."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.trade.conftest import Trade

DAY = "2026-11-20T10:00"
PHONE = "13800000001"

FIVE = {
    "H": ("7 days", 1, 2, "fix the exact purchase date; invite to the store and close"),
    "A": (
        "1 month", 3, 5,
        "exact purchase date; how we compare with the rival cars; how they will pay; invite and close",
    ),
    "B": ("3 months", 7, 7, "planned date; how their shopping goes; payment; model; invite to an in-depth test drive"),
    "C": (None, 10, 10, "keep in touch by phone; how their shopping goes; model and budget; rough date and payment"),
    "N": (None, 15, 15, "a message or a call now and then; budget; rough date"),
}  # fmt: skip
FOUR = {"H": ("7 days", 2, 2), "A": ("1 month", 3, 3), "B": ("2 months", 7, 7), "C": (None, 15, 15)}


def _grades(trade: Trade, *options: object) -> dict[str, dict[str, Any]]:
    return {row["grade"]: row for row in trade.read("policy", "show", *options, at=DAY)["grades"]}


def test_five_grade_is_the_trades_table(trade: Trade) -> None:
    rows = _grades(trade)
    keys = ("within", "due_from_days", "overdue_after_days", "aim")
    assert {grade: tuple(row[key] for key in keys) for grade, row in rows.items() if grade != "O"} == FIVE
    assert (rows["O"]["due_from_days"], rows["O"]["overdue_after_days"]) == (7, 7)


def test_four_grade_is_the_trades_table(unopened: Trade) -> None:
    rows = _grades(unopened.open("four-grade"))
    keys = ("within", "due_from_days", "overdue_after_days")
    assert {grade: tuple(row[key] for key in keys) for grade, row in rows.items() if grade != "O"} == FOUR
    assert (rows["O"]["due_from_days"], rows["O"]["overdue_after_days"]) == (7, 7)


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("展厅", "showroom"), ("来电", "phone"), ("网络", "online"), ("外拓", "outreach"), ("传单", "outreach"),
        ("flyer", "outreach"), ("exhibition", "outreach"), ("tour", "outreach"),
        ("展示", "event"), ("活动", "event"), ("展示/活动", "event"), ("转介绍", "referral"), ("总部派发", "dispatch"),
        ("售后", "service"), ("保有客户", "owner"), ("全员销售", "staff"), ("内部人员", "staff"), ("其他", "other"),
    ],
)  # fmt: skip
def test_a_source_is_known_by_every_word_of_the_trade(trade: Trade, word: str, code: str) -> None:
    lead = trade.visit(PHONE, "--source", word, at=DAY)
    assert trade.read("show", lead, at=DAY)["source"] == code
    groups = trade.read("report", "funnel", "--by", "source", at=DAY)["groups"]
    assert [group["group"] for group in groups] == [code]


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("微信", "wechat"), ("QQ群", "qq"), ("微博", "weibo"), ("论坛", "forum"), ("微店", "shop"), ("app", "app"),
        ("垂直网站", "vertical"), ("电商平台", "e-commerce"),
    ],
)  # fmt: skip
def test_an_online_channel_is_known_by_its_word(trade: Trade, word: str, code: str) -> None:
    trade.visit(PHONE, "--kind", "online", "--channel", word, at=DAY)
    assert [(row["channel"], row["volume"]) for row in trade.read("report", "channels", at=DAY)] == [(code, 1)]


REASONS = {
    "brand": ("product", "品牌"), "exterior": ("product", "外观"), "interior": ("product", "内饰"),
    "equipment": ("product", "配置"), "power": ("product", "动力及操控"), "quality": ("product", "质量"),
    "price": ("price", "价格"),
    "service": ("management", "服务不到位"), "quote": ("management", "报价不合理"),
    "unfriendly": ("staff", "态度不热情"), "unprofessional": ("staff", "介绍不专业"), "late": ("staff", "跟进不及时"),
    "promise": ("staff", "承诺不兑现"),
    "gave-up": ("customer", "放弃购买"),
}  # fmt: skip


def test_the_thirteen_reasons_and_giving_up_stand_in_their_groups(trade: Trade) -> None:
    listed = trade.read("reason", "list", at=DAY)
    assert {row["code"]: row["group"] for row in listed} == {code: group for code, (group, _) in REASONS.items()}
    chinese = trade.text("reason", "list", "--lang", "zh", at=DAY)
    for _, label in REASONS.values():
        assert label in chinese


def test_a_defeat_by_each_reason_stands_once_in_matrix_and_groups(trade: Trade) -> None:
    """14 defeats, half of them of an X5: by the code on even places, by the Chinese word on odd ones."""
    for place, (code, (_, label)) in enumerate(REASONS.items()):
        model = "X5" if place % 2 else "V7"
        lead = trade.visit(f"138000000{place:02}", "--model", model, at="2026-11-02T10:00")
        trade.write("defeat", lead, "--reason", label if place % 2 else code, "--rival", "T5", at="2026-11-03T10:00")
    report = trade.read("report", "defeats", at=DAY)
    assert report["total"]["counts"] == dict.fromkeys(report["reasons"], 1)
    assert sorted(report["reasons"]) == sorted(REASONS)
    assert set(report["total"]["shares"].values()) == {1 / 14}
    assert {row["model"]: row["total"] for row in report["models"]} == {"X5": 7, "V7": 7}
    assert {row["group"]: (row["count"], row["share"]) for row in report["groups"]} == {
        "product": (6, 6 / 14), "price": (1, 1 / 14), "management": (2, 2 / 14), "staff": (4, 4 / 14),
        "customer": (1, 1 / 14),
    }  # fmt: skip
    assert report["rivals"] == [{"rival": "T5", "count": 14}]


def test_coverage_is_confirmed_and_overturned_of_churned(trade: Trade) -> None:
    """Five churned: two confirmed, one overturned, one unreachable after three tries, one pending: 3 of 5."""
    for place in range(5):
        lead = trade.visit(f"1380000000{place}", at="2026-11-02T10:00")
        trade.write("defeat", lead, "--reason", "price", at="2026-11-03T10:00")
    for lead, result in ((1, "confirmed"), (2, "confirmed"), (3, "overturned")):
        trade.write("verify", lead, result, at="2026-11-04T10:00", as_="Zhao Min")
    card = trade.read("show", 3, at="2026-11-04T10:00")
    assert (card["status"], card["due_from"], card["due_by"]) == ("open", "2026-11-05", "2026-11-05")
    for day in (4, 5, 6):
        trade.write("verify", 4, "unreachable", at=f"2026-11-0{day}T11:00", as_="Zhao Min")
    verification = trade.read("report", "defeats", at=DAY)["verification"]
    assert verification == {
        "churned": 5, "confirmed": 2, "overturned": 1, "unreachable": 1, "pending": 1, "coverage": 3 / 5,
    }  # fmt: skip
    assert trade.read("report", "defeats", at=DAY)["total"]["total"] == 4, "the overturned one leaves the matrix"


def test_the_win_rates_are_the_house_rule_until_there_is_history(trade: Trade) -> None:
    """One lead of each grade: 0.05 + 0.1 + 0.2 + 0.3 + 0.5, and an ordered one 0.8, of one car each."""
    for place, grade in enumerate("NCBAHH"):
        trade.visit(f"1380000000{place}", "--grade", grade, at="2026-11-02T10:00")
    trade.write("order", 6, "--price", 100_000, at="2026-11-03T10:00")
    forecast = trade.read("report", "forecast", at=DAY)
    assert {row["grade"]: (row["cars"], row["win_rate"]) for row in forecast["open"]} == {
        "O": (1, 0.8), "H": (1, 0.5), "A": (1, 0.3), "B": (1, 0.2), "C": (1, 0.1), "N": (1, 0.05),
    }  # fmt: skip
    assert forecast["expected_cars"] == pytest.approx(1.95)
    assert forecast["expected_amount"] == pytest.approx(80_000)


# Delivered on 2026-01-31: the day on which each contact falls due, counted by hand.
CONTACT_DAYS = {
    "2026-02-03": "day-3", "2026-02-07": "day-7", "2026-02-14": "day-14", "2026-02-28": "month-1",
    "2026-04-30": "month-3", "2026-07-31": "month-6", "2026-10-31": "month-9", "2027-01-31": "month-12",
    "2027-04-30": "month-15", "2027-07-31": "month-18", "2027-10-31": "month-21", "2028-01-31": "month-24",
    "2028-04-30": "month-27", "2028-07-31": "month-30", "2028-10-31": "month-33", "2029-01-31": "month-36",
    "2029-04-30": "month-39", "2029-07-31": "month-42", "2029-10-31": "month-45", "2030-01-31": "month-48",
    "2030-04-30": "month-51", "2030-07-31": "month-54", "2030-10-31": "month-57", "2031-01-31": "month-60",
}  # fmt: skip


def test_an_owner_is_due_on_every_contact_day_and_reminder(unopened: Trade) -> None:
    trade = unopened.open(on="2025-12-01")
    lead = trade.visit(PHONE, "--name", "张伟", at="2026-01-10T10:00")
    trade.write("order", lead, at="2026-01-10T11:00")
    trade.write("deliver", lead, at="2026-01-31T10:00")
    trade.write("edit", "customer", PHONE, "--birthday", "1985-06-30", at="2026-01-31T10:05")
    for name, day in (("春节", "2026-02-17"), ("端午", "2026-06-19"), ("中秋", "2026-09-25"), ("国庆", "2026-10-01")):
        trade.write("aftercare", "remind", name, "--on", day, at="2026-01-31T10:10", as_="Chen Jing")
    reminders = {
        "2026-02-17": ["春节 2026-02-17"], "2026-06-19": ["端午 2026-06-19"], "2026-06-30": ["birthday-2026"],
        "2026-09-25": ["中秋 2026-09-25"], "2026-10-01": ["国庆 2026-10-01"],
        "2027-01-01": ["insurance-2027", "inspection-2027"],  # 30 days before 2027-01-31
        "2028-01-01": ["insurance-2028", "inspection-2028"],
        "2029-01-01": ["insurance-2029", "inspection-2029", "warranty"],  # 36 months end on 2029-01-31
    }  # fmt: skip
    expected = {day: [code] for day, code in CONTACT_DAYS.items()} | reminders
    assert trade.read("aftercare", at="2026-02-02T09:00", as_="Li Na") == []
    for day, codes in sorted(expected.items()):
        before = (date.fromisoformat(day) - timedelta(days=1)).isoformat()
        trade.write("aftercare", "done", PHONE, "--result", "fine", at=f"{before}T18:00", as_="Li Na")
        (line,) = trade.read("aftercare", at=f"{day}T09:00", as_="Li Na")
        assert line["due_on"] == day
        assert set(codes) <= set(line["occasions"]), day


def test_a_contact_that_was_missed_stays_for_a_month(unopened: Trade) -> None:
    trade = unopened.open(on="2025-12-01")
    lead = trade.visit(PHONE, "--name", "张伟", at="2026-03-02T10:00")
    trade.write("order", lead, at="2026-03-02T11:00")
    trade.write("deliver", lead, at="2026-03-10T10:00")
    for day, why in (
        ("2026-03-13", "day 3 call today"),
        ("2026-03-23", "day 3 call 10 days over; day 7 call 6 days over"),
        ("2026-03-24", "day 3 call 11 days over; day 7 call 7 days over; day 14 mail today"),
        ("2026-04-14", "day 7 call 28 days over; day 14 mail 21 days over; month 1 call 4 days over"),
        ("2026-05-10", "month 1 call 30 days over"),
    ):
        (task,) = (row for row in trade.read("due", at=f"{day}T09:00", as_="Li Na") if row["task"] == "aftercare")
        assert task["why"].endswith(f": {why}"), task["why"]
    assert trade.read("aftercare", at="2026-05-11T09:00", as_="Li Na") == []
