"""Calendars, address books and the list on a phone, read back by parsers that are not those that wrote them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import vobject

from tests.conftest import FillOnce, Result

Run = Callable[..., Result]
LI = "13900000001"
NOTE = '下午来；"全家", 试驾\\尾'


def _fill(run: Run) -> None:
    assert run("init", "--timezone", "Asia/Shanghai").code == 0
    assert run("staff", "add", "李娜").code == 0
    words = ("--phone", LI, "--name", "王,小明;", "--grade", "H", "--model", "RAV4", "--at", "2026-11-20T10:00")
    assert run("log-visit", *words, "--note", NOTE, as_="李娜").code == 0
    assert run("log-visit", "--phone", "13900000002", "--at", "2026-11-20T11:00", as_="李娜").code == 0
    assert run("appoint", 1, "--at", "2026-11-22 15:00", as_="李娜").code == 0


@pytest.fixture
def agreed(store: Path, run: Run, fill_once: FillOnce) -> Run:
    """Two leads of 李娜 on 2026-11-22, 08:30; the first comes today at 15:00, in Shanghai."""
    fill_once(store, _fill, run)
    return run


def _events(result: Result) -> dict[str, Any]:
    assert result.code == 0, result.err
    calendar = vobject.readOne(result.out)
    return {event.uid.value: event for event in getattr(calendar, "vevent_list", ())}


def test_the_list_is_a_calendar_with_times_where_there_are_times(agreed: Run) -> None:
    events = _events(agreed("due", "--format", "ics", as_="李娜"))
    appointment = next(event for uid, event in events.items() if uid.startswith("appointment-1@"))
    assert appointment.dtstart.value == datetime(2026, 11, 22, 7, 0, tzinfo=UTC)
    assert appointment.summary.value == "appointment · 王,小明; · H · RAV4"
    assert appointment.description.value.startswith(LI)
    assert NOTE in appointment.description.value
    others = [event for uid, event in events.items() if "-2@" in uid]
    assert [event.dtstart.value for event in others] == [date(2026, 11, 22)]


def test_an_appointment_that_is_moved_stays_one_entry_of_a_calendar(agreed: Run) -> None:
    [before] = _events(agreed("report", "appointments", "--format", "ics")).values()
    listed = _events(agreed("due", "--format", "ics", as_="李娜"))
    assert before.uid.value in listed
    assert agreed("appoint", 1, "--at", "2026-11-24 10:30", as_="李娜", now="2026-11-22T09:00").code == 0
    [after] = _events(agreed("report", "appointments", "--format", "ics", now="2026-11-22T09:30")).values()
    assert after.uid.value == before.uid.value
    assert after.dtstart.value == datetime(2026, 11, 24, 2, 30, tzinfo=UTC)
    assert int(after.sequence.value) > int(before.sequence.value)


def test_an_appointment_after_one_that_was_kept_is_another_entry(agreed: Run) -> None:
    [before] = _events(agreed("report", "appointments", "--format", "ics"))
    assert agreed("log-visit", "--phone", LI, "--at", "2026-11-22T15:10", now="2026-11-22T16:00", as_="李娜").code == 0
    assert agreed("appoint", 1, "--at", "2026-11-25 10:00", now="2026-11-22T16:30", as_="李娜").code == 0
    both = _events(agreed("report", "appointments", "--format", "ics", now="2026-11-22T17:00"))
    assert len(both) == 2
    assert before in both


def test_what_a_lost_lead_had_agreed_is_taken_off_the_calendar(agreed: Run) -> None:
    assert agreed("defeat", 1, "--lost-contact", as_="李娜").code == 0
    [event] = _events(agreed("report", "appointments", "--format", "ics")).values()
    assert event.status.value == "CANCELLED"


@pytest.mark.skipif(shutil.which("khal") is None, reason="khal, a calendar program of Debian, is not installed here")
def test_a_calendar_program_takes_the_list_and_moves_what_was_moved(agreed: Run, tmp_path: Path) -> None:
    places = {"HOME": str(tmp_path), "LC_ALL": "C.UTF-8", "TZ": "Asia/Shanghai", "PATH": os.environ["PATH"]}
    (tmp_path / "khal.conf").write_text(KHAL.format(folder=tmp_path / "calendar"), encoding="utf-8")
    (tmp_path / "calendar").mkdir()

    def khal(*words: str) -> str:
        command = ["khal", "-c", str(tmp_path / "khal.conf"), *words]
        return subprocess.run(command, env=places, capture_output=True, text=True, check=True).stdout

    def take(now: str) -> list[str]:
        file = tmp_path / "due.ics"
        assert agreed("due", "--format", "ics", "-o", file, as_="李娜", now=now).code == 0
        khal("import", "--batch", str(file))
        listed = khal("list", "--format", "{start} {title}", "2026-11-22", "8d").splitlines()
        return [line.strip() for line in listed if " appointment · " in line]

    assert take("2026-11-22T08:30") == ["2026-11-22 15:00 appointment · 王,小明; · H · RAV4"]
    assert agreed("appoint", 1, "--at", "2026-11-22 17:30", as_="李娜", now="2026-11-22T09:00").code == 0
    assert take("2026-11-22T09:30") == ["2026-11-22 17:30 appointment · 王,小明; · H · RAV4"]


KHAL = """\
[calendars]
[[leads]]
path = {folder}
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = Asia/Shanghai
default_timezone = Asia/Shanghai
"""


def test_the_report_masks_phones_in_a_calendar_too(agreed: Run) -> None:
    assert LI not in agreed("report", "appointments", "--format", "ics").out
    assert LI in agreed("report", "appointments", "--format", "ics", "--reveal").out


def test_a_card_is_a_contact_of_an_address_book(agreed: Run, tmp_path: Path) -> None:
    assert agreed("edit", "customer", "c1", "--birthday", "1985-06-30", "--add-phone", "13900000009").code == 0
    assert agreed("show", 1, "-o", tmp_path / "wang.vcf").code == 0
    card = vobject.readOne((tmp_path / "wang.vcf").read_text(encoding="utf-8"))
    assert card.version.value == "3.0"
    assert (card.fn.value, card.n.value.family) == ("王,小明;", "王,小明;")
    assert [phone.value for phone in card.tel_list] == [LI, "13900000009"]
    assert card.bday.value == "1985-06-30"
    unnamed = vobject.readOne(agreed("show", 2, "--format", "vcard").out)
    assert (unnamed.fn.value, unnamed.uid.value == card.uid.value) == ("13900000002", False)


@pytest.mark.parametrize(
    "words", [("report", "month", "--format", "ics"), ("find", "王", "--format", "ics"), ("find", "王", "-o", "x.vcf")]
)
def test_what_is_nothing_for_a_calendar_says_so(
    agreed: Run, words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    refused = agreed(*words)
    assert refused.code == 2
    assert not list(tmp_path.glob("x.vcf*"))


def test_a_tap_on_a_number_of_the_list_calls_it_and_masked_ones_call_nobody(agreed: Run) -> None:
    page = agreed("due", "--format", "html", as_="李娜").out
    assert page.count('href="tel:13900000001"') == 2
    assert "<script" not in page
    assert 'data-name="Phone"' in page
    assert "Phones stand here in full" in page
    masked = agreed("report", "appointments", "--format", "html", "--list", "made").out
    assert ("tel:" in masked, "Phones are masked" in masked) == (False, True)


def test_a_page_in_chinese_says_in_chinese_what_to_ask(agreed: Run) -> None:
    page = agreed("due", "--format", "html", "--lang", "zh", as_="李娜").out
    assert re.findall(r"[a-z]{3,} [a-z]{3,}", re.sub(r"<style>.*?</style>|<[^>]*>", " ", page, flags=re.DOTALL)) == []


@pytest.mark.parametrize("address", ["lina", "lina@example.com, all@example.com", "a@b.c\nBcc: x@y.z", "@example.com"])
def test_only_one_address_is_an_address(agreed: Run, address: str) -> None:
    assert agreed("staff", "edit", "李娜", "--mail", address).code == 1


def test_an_address_is_kept_changed_and_removed(agreed: Run) -> None:
    def mails() -> list[str | None]:
        return [member["mail"] for member in agreed("staff", "list", "--json").json]

    assert agreed("staff", "edit", "李娜", "--mail", "lina@example.com").code == 0
    assert mails() == ["lina@example.com"]
    assert agreed("staff", "edit", "李娜", "--mail", "").code == 0
    assert mails() == [None]
    assert agreed("staff", "edit", "李娜").code == 2
