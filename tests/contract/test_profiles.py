"""Profiles: how files of one origin are read, the store's own and the ready ones."""

from __future__ import annotations

from typing import Any

import pytest

LI, WANG = "13900010001", "13900010002"
PORTAL = f"留资时刻,电话1,称谓\n2026-11-20 09:00,{LI},Zhang\n2026-11-20 10:00,{WANG},Wu\n"
MAPPING = ("--map", "at=留资时刻", "--map", "phone=电话1", "--map", "name=称谓")


def _enquiries(shop: Any, day: str = "2026-11-20") -> list[tuple[str, str]]:
    """When they came, and the last digits of their phones."""
    return [(row["arrived_at"], row["phone"][-4:]) for row in shop.run("visits", "--on", day, "--json").json]


def test_a_file_that_fits_a_profile_is_read_by_it_and_that_is_said(shop: Any) -> None:
    shop.run("profile", "add", "portal", "--kind", "online", *MAPPING)
    result = shop.run("import", "online", shop.file("monday.csv", PORTAL))
    assert "read by the profile portal" in result.err
    assert _enquiries(shop) == [("2026-11-20T09:00", LI[-4:]), ("2026-11-20T10:00", WANG[-4:])]


def test_a_profile_may_be_named(shop: Any) -> None:
    shop.run("profile", "add", "portal", "--kind", "online", "--encoding", "gb18030", *MAPPING)
    shop.run("import", "online", shop.file("x.csv", PORTAL.encode("gb18030")), "--profile", "portal")
    assert len(_enquiries(shop)) == 2


def test_files_of_a_profile_are_one_register(shop: Any) -> None:
    shop.run("profile", "add", "portal", "--kind", "online", *MAPPING)
    shop.run("import", "online", shop.file("monday.csv", PORTAL))
    mended = shop.file("tuesday.csv", PORTAL.replace("09:00", "09:05"))
    summary = shop.run("import", "online", mended, "--json").json
    assert (summary["visits"], summary["mended"]) == (0, 1)


def test_the_list_shows_own_and_ready_ones_and_an_own_one_goes(shop: Any) -> None:
    shop.run("profile", "add", "portal", "--kind", "online", *MAPPING)
    listed = shop.run("profile", "list", "--json").json
    assert [row["profile"] for row in listed] == ["portal", "vertical-site", "google-form", "lead-ads"]
    assert listed[0]["mapping"] == {"at": "留资时刻", "phone": "电话1", "name": "称谓"}
    shop.run("profile", "remove", "portal")
    assert shop.run("profile", "remove", "portal", "--json", code=1).json["error"]["code"] == "unknown-name"
    shop.run("undo", code=0)
    assert "portal" in shop.run("profile", "list").out


@pytest.mark.parametrize(
    ("options", "code"),
    [(("--profile", "nobody"), 1), (("--profile", "google-form"), 1)],
)
def test_an_unknown_profile_and_one_of_another_kind_are_refused(shop: Any, options: tuple[str, ...], code: int) -> None:
    shop.run("log-visit", "--from", shop.file("x.csv", PORTAL), *options, code=code)


def test_what_is_of_one_import_is_not_kept(shop: Any) -> None:
    result = shop.run("profile", "add", "portal", "--skip-bad", code=2)
    assert "--skip-bad" in result.err


def test_a_vertical_sites_export_is_read(shop: Any) -> None:
    head = "线索ID,客户姓名,手机号,意向品牌,意向车型,线索来源,线索类型,下单时间,城市,备注"
    rows = (
        "20261102001,赵先生,139****0001,远山,远山 X5,示例车网,询价,2026-11-20 09:05:33,南京,",
        f"20261102002,钱女士,{WANG},远山,,车商汇,询价,2026-11-20 09:15:33,南京,",
    )
    path = shop.file("leads.csv", "\n".join((head, *rows)) + "\n")
    result = shop.run("import", "online", path, "--skip-bad", code=3)
    assert "read by the profile vertical-site" in result.err
    (visit,) = shop.run("visits", "--on", "2026-11-20", "--json").json
    assert (visit["arrived_at"], visit["name"], visit["record_id"]) == ("2026-11-20T09:15", "钱女士", "20261102002")


def test_answers_of_a_form_are_read_in_store_time(shop: Any) -> None:
    text = (
        '"时间戳记","您的姓名","您的手机号码","意向车型","备注"\n'
        f'"2026/11/20 上午 9:05:33 [GMT+8]","赵","{LI}","远山 X5",""\n'
        f'"2026/11/20 下午 3:05:33 [GMT+9]","钱","{WANG}","远山 X5",""\n'
    )
    assert "read by the profile google-form" in shop.run("import", "online", shop.file("f.csv", text)).err
    assert _enquiries(shop) == [("2026-11-20T09:05", LI[-4:]), ("2026-11-20T14:05", WANG[-4:])]


@pytest.mark.parametrize(
    "created",
    ["2026-11-20T09:05:33+08:00", "2026-11-19T20:05:33-05:00", "2026-11-20T01:05:33Z", "1795136733", "1795136733000"],
)
def test_lead_advertisements_are_read_in_store_time(shop: Any, created: str) -> None:
    text = f"id,created_time,full_name,phone_number,意向车款\nl:1,{created},Zhang,p:+86{LI},远山 X5\n"
    shop.run("import", "online", shop.file("ads.csv", text))
    assert _enquiries(shop) == [("2026-11-20T09:05", LI[-4:])]
