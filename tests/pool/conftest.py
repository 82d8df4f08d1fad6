"""A store with three consultants, a manager and customer service, worked day by day through the command line."""

from __future__ import annotations

import io
import shutil
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from tests.commands.stores import tables
from tests.reports.conftest import Desk, open_desk


class Floor(Desk):
    """The same desk, with the questions of these tests."""

    def opened(self, number: int, *words: object, on: str, as_: str = "Li Na") -> int:
        """The lead of somebody who came on a day at ten, with the phone of this number."""
        return self.lead(f"138001380{number:02}", *words, at=f"{on}T10:00", as_=as_)

    def released(self, on: str, *words: object) -> list[int]:
        """The leads that a release in the evening of a day put into the common pool."""
        return [
            row["lead"] for row in self.json("assign", "--release", *words, now=f"{on}T18:00", as_="Boss")["released"]
        ]

    def owner(self, lead: int, on: str) -> str | None:
        """Whose lead it is."""
        found: str | None = self.json("show", lead, now=f"{on}T19:00")["consultant"]
        return found

    def why(self, lead: int, on: str, *words: object, as_: str = "Li Na") -> str | None:
        """What somebody's list of a morning says of a lead; None: it does not stand there."""
        lines = self.json("due", *words, now=f"{on}T08:00", as_=as_)
        return next((line["why"] for line in lines if line["lead"] == lead), None)

    def refused(self, *words: object, now: str, as_: str | None = None) -> str:
        """What is said of a command that must not succeed."""
        return self.run(*words, now=now, as_=as_, code=1)

    def told(self, *words: object, now: str) -> str:
        """What a command that succeeds says beside its answer."""
        said = io.StringIO()
        with mock.patch(
            "leadctl.commands.batches.warn", lambda text, **values: print(text.format(**values), file=said)
        ):
            self.run(*words, now=now)
        return said.getvalue()

    def rows(self) -> dict[str, list[tuple[Any, ...]]]:
        """What every table holds, but for the journal."""
        return tables(self.db)

    def healthy(self, on: str) -> bool:
        """Whether everything follows from the facts."""
        return bool(self.json("doctor", now=f"{on}T20:00")["healthy"])


@pytest.fixture(scope="session")
def floors(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of the store before anything happened."""
    desk = open_desk(tmp_path_factory.mktemp("floor"))
    desk.run("staff", "add", "Boss", "--role", "manager", now="2026-07-01T08:03")
    return desk.db


@pytest.fixture
def floor(floors: Path, tmp_path: Path) -> Floor:
    """A store of its own in which nothing has happened yet."""
    shutil.copy(floors, tmp_path / "store.db")
    return Floor(tmp_path / "store.db")


@pytest.fixture
def policy_file(tmp_path: Path) -> Path:
    """Where a test writes the policy that its store follows: the built-in one, and tables at its end."""
    built_in = Path(__file__).parents[2] / "leadctl/policies/five-grade.toml"
    shutil.copy(built_in, tmp_path / "own.toml")
    return tmp_path / "own.toml"
