"""The system's own clock is taken for the store's only where it surely shows the same time zone."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from leadctl.commands import os_account, session
from leadctl.commands.os_account import find_machine_zone, is_machine_zone
from leadctl.commands.session import Session


@pytest.fixture
def link(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A system that is set to Shanghai by a link, as most are."""
    zone = tmp_path / "zoneinfo" / "Asia" / "Shanghai"
    zone.parent.mkdir(parents=True)
    zone.write_bytes(b"TZif")
    found = tmp_path / "localtime"
    found.symlink_to(zone)
    monkeypatch.setattr(os_account, "LOCALTIME", str(found))
    monkeypatch.delenv("TZ", raising=False)
    return found


def test_the_zone_that_the_link_names_is_the_machines(link: Path) -> None:
    assert is_machine_zone("Asia/Shanghai")
    assert find_machine_zone() == "Asia/Shanghai"
    assert not any(map(is_machine_zone, ("UTC", "Shanghai", "Asia/Urumqi")))


def test_a_zone_of_the_environment_is_not_trusted(link: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    assert not is_machine_zone("Asia/Shanghai")


def test_where_the_link_leads_nowhere_or_is_a_file_nothing_is_sure(link: Path) -> None:
    link.resolve().unlink()
    assert not is_machine_zone("Asia/Shanghai")
    link.unlink()
    link.write_bytes(b"TZif")
    assert find_machine_zone() == "UTC"
    assert not is_machine_zone("UTC")


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "America/New_York"])
@pytest.mark.parametrize("own", [True, False])
def test_the_clock_is_that_of_the_zone(zone: str, own: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LEADCTL_NOW", raising=False)
    monkeypatch.setattr(session, "is_machine_zone", lambda asked: own and asked == "Asia/Shanghai")
    shown = datetime.fromisoformat(Session().clock(zone))
    expected = datetime.now(None if own and zone == "Asia/Shanghai" else ZoneInfo(zone)).replace(tzinfo=None)
    assert abs((expected - shown).total_seconds()) < 5
