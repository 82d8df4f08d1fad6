"""What a manager looks for: contacts planned too late, churn nobody called back, grades that look wrong."""

from __future__ import annotations

from typing import Any

LI = "13800138001"


def test_a_quiet_store_has_nothing_to_audit(shop: Any) -> None:
    shop.run("audit")


def test_a_contact_planned_beyond_its_window_is_listed(shop: Any) -> None:
    lead = shop.visit(LI, "--name", "张伟", "--grade", "H", at="2026-11-20T10:00")["lead"]
    shop.do("followup", lead, "--next", "2026-12-20", now="2026-11-21T10:00")
    assert "张伟" in shop.run("audit").out


def test_a_churn_nobody_verified_is_listed(shop: Any) -> None:
    lead = shop.visit(LI, "--name", "张伟", "--grade", "B", at="2026-11-10T10:00")["lead"]
    shop.do("defeat", lead, "--reason", "price", now="2026-11-11T10:00")
    assert "张伟" in shop.run("audit").out


def test_a_lead_without_a_grade_is_listed(shop: Any) -> None:
    shop.visit(LI, "--name", "张伟", at="2026-11-22T08:00")
    assert "张伟" in shop.run("audit").out


def test_a_need_that_has_passed_is_listed(shop: Any) -> None:
    lead = shop.visit(LI, "--name", "张伟", "--grade", "B", "--need-by", "2026-11-15", at="2026-11-10T10:00")["lead"]
    shop.do("followup", lead, now="2026-11-21T10:00")
    assert "张伟" in shop.run("audit").out


def test_a_retry_after_no_answer_is_no_plan_beyond_the_window(shop: Any) -> None:
    lead = shop.visit("13800138001", "--grade", "H", at="2026-11-10T10:00")["lead"]
    shop.do("followup", lead, now="2026-11-11T10:00")
    shop.do("followup", lead, "--outcome", "no-answer", now="2026-11-20T10:00")
    checks = shop.run("audit", "--json", now="2026-11-20T11:00").json["checks"]
    assert "planned-beyond-window" not in {check["check"] for check in checks}


def test_who_woke_from_a_sleep_is_no_plan_beyond_the_window(shop: Any) -> None:
    lead = shop.visit("13800138001", "--grade", "H", at="2026-11-10T10:00")["lead"]
    shop.do("dormant", lead, "--until", "2026-11-20", now="2026-11-11T10:00")
    checks = shop.run("audit", "--json", now="2026-11-20T11:00").json["checks"]
    assert "planned-beyond-window" not in {check["check"] for check in checks}
