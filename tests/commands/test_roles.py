"""Who may do what where the staff list names a manager, and who may act for whom."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from leadctl.commands import COMMANDS, load
from leadctl.commands.declaration import Command, Group
from leadctl.commands.os_account import find_login
from tests.commands.stores import write
from tests.conftest import FillOnce

Run = Callable[..., Any]
MADE, NOW = "2026-11-20T08:00", "2026-11-22T08:30"
OTHERS = ("Li Na", "Mei", "Zhao Min", "Wu Di")
"""A consultant, reception, customer service and a clerk."""


def fill(run: Run) -> None:
    write(run, "init", now=MADE)
    roles = ("consultant", "reception", "service", "clerk", "manager", "consultant")
    for name, role in zip((*OTHERS, "Chen Jing", "Wang Qiang"), roles, strict=True):
        write(run, "staff", "add", name, "--role", role, now=MADE)
    write(run, "log-visit", "--phone", "13800138001", "--grade", "A", as_="Li Na", now=MADE)
    write(run, "log-visit", "--phone", "13800138002", "--grade", "A", as_="Wang Qiang", now=MADE)
    write(run, "campaign", "add", "spring", as_="Li Na", now=MADE)


@pytest.fixture
def shop(run: Run, fill_once: FillOnce, store: Path) -> Run:
    """A store with a manager, and a lead each of two consultants: 1 of Li Na, 2 of Wang Qiang."""
    fill_once(store, fill, run)
    return run


MANAGERS: dict[str, tuple[str, ...]] = {
    "policy set": ("policy", "set", "four-grade"),
    "staff add": ("staff", "add", "Sun Li"),
    "staff edit": ("staff", "edit", "Mei", "--mail", "mei@example.com"),
    "a role": ("staff", "add", "Li Na", "--role", "manager"),
    "staff leave": ("staff", "leave", "Mei"),
    "field add": ("field", "add", "团购单位", "--kind", "text"),
    "field remove": ("field", "remove", "团购单位"),
    "source add": ("source", "add", "school-fair"),
    "source merge": ("source", "merge", "fair", "into", "online"),
    "retention set": ("retention", "set", "24"),
    "retention apply": ("retention", "apply", "--yes"),
    "reason add": ("reason", "add", "too-far", "--group", "price"),
    "target set": ("target", "set", "--month", "2026-11", "--sales", "20"),
    "somebody's lead": ("assign", "2", "--to", "Li Na"),
    "all leads of somebody": ("assign", "--from", "Wang Qiang", "--to", "Li Na"),
    "release": ("assign", "--release"),
    "reward pay": ("reward", "pay", "13800138001", "100"),
    "forget": ("forget", "c1", "--yes"),
    "restore": ("restore", "none.db", "--yes"),
    "export --reveal": ("export", "--format", "jsonl", "--reveal"),
    "report --reveal": ("report", "--list", "leads", "--reveal"),
    "campaign approve": ("campaign", "approve", "spring"),
    "query --reveal": ("query", "SELECT count(*) FROM v_customers", "--reveal"),
    "lake export": ("lake", "export", "lake"),
    "report close": ("report", "close", "--month", "2026-10"),
}


@pytest.mark.parametrize("command", MANAGERS.values(), ids=MANAGERS)
def test_what_a_manager_does_nobody_else_may(shop: Run, store: Path, command: tuple[str, ...]) -> None:
    before = store.read_bytes()
    for name in OTHERS:
        result = shop(*command, as_=name)
        assert result.code == 1, (name, result)
        assert "Who may: Chen Jing." in result.err
        assert store.read_bytes() == before
    assert "asks for the role" not in shop(*command, as_="Chen Jing").err


def test_the_name_binds_from_wherever_it_comes(shop: Run) -> None:
    assert shop("source", "add", "fair", env={"LEADCTL_USER": "Li Na"}).code == 1
    write(shop, "config", "set", "user", "Li Na")
    assert shop("source", "add", "fair").code == 1


def test_a_mapped_login_is_bound_by_its_role(shop: Run) -> None:
    write(shop, "staff", "add", "Sun Li", "--login", find_login())
    assert "Sun Li is on the staff list as sales consultant" in shop("source", "add", "fair").err
    write(shop, "source", "add", "fair", as_="Chen Jing")  # one account for all


def test_in_a_store_of_one_account_its_owner_may_do_everything(shop: Run) -> None:
    write(shop, "source", "add", "fair")
    write(shop, "assign", "2", "--to", "Li Na")


def test_without_a_manager_nobody_is_bound(shop: Run) -> None:
    write(shop, "staff", "leave", "Chen Jing", as_="Chen Jing")
    write(shop, "source", "add", "fair", as_="Li Na")
    write(shop, "assign", "2", "--to", "Li Na", as_="Li Na")


def test_ones_own_leads_and_the_common_pool_are_no_managers_matter(shop: Run) -> None:
    write(shop, "log-visit", "--phone", "13800138003", as_="Mei")
    write(shop, "assign", "3", "--to", "Li Na", as_="Li Na")
    write(shop, "assign", "1", "--to", "Wang Qiang", as_="Li Na")
    write(shop, "assign", "--from", "Li Na", "--to", "Wang Qiang", as_="Li Na")


def test_what_the_others_do_stays_theirs(shop: Run, tmp_path: Path) -> None:
    register = tmp_path / "r.csv"
    register.write_text("arrived_at,phone\n2026-11-20T10:00,13800138009\n", encoding="utf-8")
    write(shop, "import", "visits", register, as_="Wu Di")
    write(shop, "defeat", "1", "--reason", "price", as_="Li Na")
    write(shop, "verify", "1", "confirmed", as_="Zhao Min")
    assert shop("export", "--format", "jsonl", as_="Wu Di").code == 0
    assert shop("report", as_="Li Na").code == 0
    assert shop("backup", tmp_path / "b.db", as_="Li Na").code == 0


def test_only_a_manager_takes_back_what_only_a_manager_may_do(shop: Run) -> None:
    done = write(shop, "source", "add", "fair", as_="Chen Jing")
    assert "Who may: Chen Jing." in shop("undo", done["operation"], as_="Li Na").err
    closed = write(shop, "report", "close", "--month", "2026-10", as_="Chen Jing")
    assert "Who may: Chen Jing." in shop("undo", closed["operation"], as_="Li Na").err
    write(shop, "undo", done["operation"], as_="Chen Jing")


def test_a_redo_asks_for_the_role_that_the_write_asked_for(shop: Run) -> None:
    done = write(shop, "source", "add", "fair", as_="Chen Jing")
    undone = write(shop, "undo", done["operation"], as_="Chen Jing")
    assert "Who may: Chen Jing." in shop("undo", undone["operation"], as_="Li Na").err
    write(shop, "undo", undone["operation"], as_="Chen Jing")


def test_a_lead_that_somebody_else_handed_over_is_given_back_by_a_manager_only(shop: Run) -> None:
    given = write(shop, "assign", "2", "--to", "Li Na", as_="Chen Jing")
    for name in OTHERS:
        assert "Who may: Chen Jing." in shop("undo", given["operation"], as_=name).err
    own = write(shop, "assign", "1", "--to", "Wang Qiang", as_="Li Na")
    assert "Who may: Chen Jing." in shop("undo", own["operation"], as_="Wang Qiang").err
    write(shop, "undo", own["operation"], as_="Li Na")
    write(shop, "undo", given["operation"], as_="Chen Jing")


def test_a_store_that_cannot_be_used_says_so_before_it_asks_for_a_role(run: Run, store: Path) -> None:
    assert run("policy", "set", "four-grade").code == 4
    store.write_bytes(b"no database" * 100)
    assert run("policy", "set", "four-grade").code == 4


def test_the_refusal_speaks_chinese(shop: Run) -> None:
    err = shop("source", "add", "fair", "--lang", "zh", as_="Li Na").err
    assert "需要“销售经理”角色" in err
    assert "Chen Jing" in err


def test_every_change_of_sources_and_reasons_asks_for_the_role() -> None:
    """Also one that is added later."""
    for name in ("source", "reason"):
        group = load(name)
        assert isinstance(group, Group)
        unbound = [word for word, command in group.commands.items() if word != "list" and command.needs is None]
        assert unbound == []


def test_every_need_is_one_of_this_list() -> None:
    """A command that begins to ask for a role is tried above."""
    found = set()
    for name in COMMANDS:
        loaded = load(name)
        commands = {name: loaded} if isinstance(loaded, Command) else loaded.commands
        found |= {tried(name, word) for word, command in commands.items() if command.needs is not None}
    assert found <= {" ".join(words[:2]) for words in MANAGERS.values()} | {words[0] for words in MANAGERS.values()}


def tried(name: str, word: str) -> str:
    return name if name == word else f"{name} {word}"


ACCOUNT = find_login()


@pytest.fixture
def several(shop: Run, store: Path) -> Run:
    """The same store, made for several accounts: its group may write it."""
    store.chmod(0o660)
    return shop


def own_member_is(shop: Run, name: str, role: str) -> None:
    """Put this account's person on the list."""
    write(shop, "staff", "add", name, "--role", role, "--login", ACCOUNT, as_="Chen Jing")


@pytest.mark.parametrize("role", ["consultant", "reception", "service"])
def test_among_several_accounts_nobody_takes_a_colleagues_name(several: Run, role: str) -> None:
    own_member_is(several, "Sun Li", role)
    for how in ({"as_": "Li Na"}, {"env": {"LEADCTL_USER": "Li Na"}}):
        result = several("log-visit", "--phone", "13800138005", **how)
        assert (result.code, "may not act as Li Na" in result.err) == (1, True)
        assert several("due", **how).code == 1
    write(several, "log-visit", "--phone", "13800138005", as_="Sun Li")
    write(several, "log-visit", "--phone", "13800138006")


@pytest.mark.parametrize("role", ["manager", "clerk"])
def test_among_several_accounts_managers_and_clerks_write_for_others(several: Run, role: str) -> None:
    own_member_is(several, "Sun Li", role)
    write(several, "log-visit", "--phone", "13800138005", as_="Li Na")


def test_among_several_accounts_a_login_that_is_not_on_the_list_is_no_manager(several: Run) -> None:
    result = several("source", "add", "fair")
    assert (result.code, f"the login {ACCOUNT} is not on the staff list" in result.err) == (1, True)
    write(several, "log-visit", "--phone", "13800138005")


def test_where_a_managers_login_is_known_a_stranger_takes_nobodys_name(several: Run) -> None:
    write(several, "staff", "add", "Boss", "--role", "manager", "--login", "another-account", as_="Chen Jing")
    assert several("log-visit", "--phone", "13800138005", as_="Chen Jing").code == 1


def test_where_no_login_is_known_a_name_is_all_there_is(several: Run) -> None:
    write(several, "log-visit", "--phone", "13800138005", as_="Li Na")


def test_the_files_owner_can_map_the_managers_login_after_others(several: Run) -> None:
    write(several, "staff", "add", "Sun Li", "--login", "another-account", as_="Chen Jing")
    write(several, "staff", "add", "Boss", "--role", "manager", "--login", ACCOUNT, as_="Chen Jing")
    write(several, "source", "add", "fair")
