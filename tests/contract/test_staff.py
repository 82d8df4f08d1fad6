"""Who acts, and who is known to the store."""

from __future__ import annotations

import os
import pwd
from typing import Any

LOGIN = pwd.getpwuid(os.getuid()).pw_name
LOGGED_IN = {"LOGNAME": LOGIN, "USER": LOGIN}


def test_an_unknown_actor_is_refused_with_near_names(shop: Any) -> None:
    result = shop.run("due", as_="Li Naa", code=1)
    assert "Li Na" in result.err.replace("Li Naa", "")


def test_an_unknown_actor_writes_nothing(shop: Any) -> None:
    shop.run("log-visit", "--phone", "13800138000", as_="Nobody Known", code=1)
    assert shop.run("visits", "--json").json == []


def test_a_login_that_is_not_on_the_list_works_says_so_and_owns_no_leads(shop: Any) -> None:
    result = shop.run("log-visit", "--phone", "13800138000", "--json", as_=None, env=LOGGED_IN)
    assert LOGIN in result.err
    assert result.json["consultant"] is None


def test_a_mapped_login_acts_as_its_person(shop: Any) -> None:
    shop.run("staff", "add", "Sun Li", "--role", "consultant", "--login", LOGIN, as_="Chen Jing")
    result = shop.run("log-visit", "--phone", "13800138000", "--json", as_=None, env=LOGGED_IN)
    assert result.json["consultant"] == "Sun Li"


def test_the_user_can_come_from_the_environment(shop: Any) -> None:
    result = shop.run("log-visit", "--phone", "13800138000", "--json", as_=None, env={"LEADCTL_USER": "Wang Qiang"})
    assert result.json["consultant"] == "Wang Qiang"


def test_as_wins_over_the_environment(shop: Any) -> None:
    result = shop.run("log-visit", "--phone", "13800138000", "--json", as_="Li Na", env={"LEADCTL_USER": "Wang Qiang"})
    assert result.json["consultant"] == "Li Na"


def test_as_may_follow_the_command(shop: Any) -> None:
    result = shop.run("log-visit", "--phone", "13800138000", "--as", "Li Na", "--json", as_=None)
    assert result.json["consultant"] == "Li Na"


def test_a_person_without_a_role_is_a_consultant(shop: Any) -> None:
    shop.run("staff", "add", "Sun Li", as_="Chen Jing")
    assert shop.do("log-visit", "--phone", "13800138000", as_="Sun Li")["consultant"] == "Sun Li"


def test_an_unknown_role_is_refused(shop: Any) -> None:
    shop.run("staff", "add", "Sun Li", "--role", "wizard", as_="Chen Jing", code=(1, 2))
    assert "Sun Li" not in shop.run("staff", "list").out


def test_the_list_names_everybody(shop: Any) -> None:
    listed = shop.run("staff", "list").out
    for name in ("Li Na", "Wang Qiang", "Mei", "Zhao Min", "Chen Jing"):
        assert name in listed


def test_somebody_is_added_once(shop: Any) -> None:
    shop.run("staff", "add", "Li Na", as_="Chen Jing", code=None)
    listed = shop.run("staff", "list", "--json").json
    assert sum("Li Na" in row.values() for row in listed) == 1


def test_a_single_command_refuses_an_unknown_consultant_with_near_names(shop: Any) -> None:
    result = shop.run("log-visit", "--phone", "13800138000", "--consultant", "Wang Qian", code=1)
    assert "Wang Qiang" in result.err


def test_leads_are_handed_over_by_assign(shop: Any) -> None:
    lead = shop.visit("13800138000")["lead"]
    assert shop.do("assign", lead, "--to", "Wang Qiang", as_="Chen Jing")["consultant"] == "Wang Qiang"


def test_all_leads_of_somebody_are_handed_over_at_once(shop: Any) -> None:
    leads = {shop.visit(f"1380013800{n}")["lead"] for n in range(3)}
    shop.run("assign", "--from", "Li Na", "--to", "Wang Qiang", as_="Chen Jing")
    listed = shop.due("--consultant", "Wang Qiang", "--on", "2026-12-31")
    assert {row["lead"] for row in listed if row["consultant"] == "Wang Qiang"} == leads


def test_nothing_is_assigned_to_a_stranger(shop: Any) -> None:
    lead = shop.visit("13800138000")["lead"]
    shop.run("assign", lead, "--to", "Wang Qian", as_="Chen Jing", code=1)
    assert shop.row(lead)["consultant"] == "Li Na"
