"""Hostile text through every typed field, every imported column and every table, out by every command and format.

What is tried follows from the declarations: the options and arguments of the commands, the columns of the kinds of
import, the texts that the tables are registered with, the reports, the formats. What is added to them is tried by
itself. ``python -m tests.faults.hostile_text`` prints how much was tried, survived and lost; the tests run the same.
"""

from __future__ import annotations

import csv
import html
import io
import re
import sqlite3
import sys
import tempfile
import unicodedata
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from leadctl.commands.declaration import LISTING, REQUIRED, Argument, Command, Option, list_own_parameters
from leadctl.commands.imports import IMPORTS
from leadctl.commands.manual import list_commands
from leadctl.render.formats import format_names
from leadctl.reports import find_report, report_names
from leadctl.store.core.tables import StoredTable
from leadctl.store.tables import TABLES
from tests.conftest import surrounded

Run = Callable[..., Any]

UNWANTED = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff"
    "\uffa0\ufff9-\ufffb\U000e0000-\U000e007f"
)
DANGEROUS = re.compile(f"[{UNWANTED}]")
"""What no terminal may receive: controls, turners of direction, what is not seen. Written by hand, not taken from the
program."""

FORMULA = tuple("=+-@＝＋－＠\t\r")

HOSTILE = (
    "＝1\x1b]0;pwned\x07\x1b[31m\x9b2J\x08\u202e\u2066\u200f\u061c\u180e\ufff9x\ufffa\ufffb\u3164\uffa0\u115f\u1160"
    "\U000e0041\U000e007f\u2028\u00ad\u200b\ufeff\r\n[bold]<b>|`*_"
)
"""One text with all of it."""

VALUES: Mapping[str, tuple[str, ...]] = {
    "LEAD": ("1",),
    "GRADE": ("A",),
    "RESULT": ("A",),
    "ID": ("1",),
    "CUSTOMER": ("c1",),
    "C into C": ("c1", "into", "c4"),
    "AMOUNT": ("100",),
    "ITEM": ("venue",),
    "OCCASION": ("referral",),
    "WHO": ("13800138001",),
    "ACTION": ("1",),
    "OWNER": ("c2",),
    "CODE": ("own-code",),
    "OLD into MODEL": ("远山 X5", "into", "Octavia"),
    "db|user|lang": ("lang",),
}
"""What an argument is where another one is tried, by its name in the help."""

NEEDED: Mapping[str, tuple[str, ...]] = {
    "defeat": ("--reason", "price"),
    "dormant": ("--until", "2027-02-01"),
    "appoint": ("--at", "2026-11-25 10:00"),
    "log-visit": ("--phone", "13800138011"),
    "assign": ("--to", "Wang Qiang"),
    "sale": ("--channel", "wholesale", "--model", "Octavia", "--on", "2026-11-20"),
    "target action": ("--month", "2026-11", "--week", "3"),
    "target set": ("--month", "2026-11", "--sales", "10"),
    "aftercare done": ("--result", "fine"),
    "reason add": ("--group", "price"),
    "forget": ("--yes",),
}
"""Options without which a command records nothing."""

CELLS: Mapping[str, str] = {
    "arrived_at": "2026-11-20T10:00",
    "at": "2026-11-20T10:00",
    "on": "2026-11-20",
    "ordered_on": "2026-11-20",
    "delivered_on": "2026-11-21",
    "kind": "",
    "phone": "13800138001",
    "channel": "",
    "model": "Octavia",
}
"""What a column holds where another one is tried; others are empty."""

KINDS_OF_ROWS: Mapping[str, Mapping[str, str]] = {
    "churn": {"kind": "defeat", "reason": "price"},
    "sales": {"channel": "wholesale", "count": "1"},
    "online": {"channel": "autohome"},
}

NOT_TRIED = frozenset({"init", "restore", "backup", "config path", "doctor"})
"""Commands that take the name of a file and no text of people, or make the store itself (init: see the tests)."""


@dataclass
class Tally:
    """What was tried, and what reached somebody."""

    tried: int = 0
    lost: list[str] = field(default_factory=list)

    def check(self, what: object, text: str) -> None:
        """Count one attempt: lost where something dangerous came through."""
        self.tried += 1
        found = DANGEROUS.search(text)
        if found is not None:
            self.lost.append(
                f"{what}: U+{ord(found[0]):04X} in {text[max(0, found.start() - 30) : found.end() + 10]!a}"
            )

    def check_run(self, result: Any, what: object) -> None:
        """Count one command line: what it printed, and that it did not break."""
        self.check(what, result.out + result.err)
        if result.code not in (0, 1, 2, 3, 4) or "Traceback" in result.err:
            self.lost.append(f"{what}: left with {result.code}: {result.err[-300:]}")

    def check_sheet(self, what: object, cells: Iterator[str]) -> None:
        """Count one file for a spreadsheet: no cell of it is a formula."""
        self.tried += 1
        self.lost += [f"{what}: {cell!a}" for cell in cells if cell.startswith(FORMULA) and not _is_number(cell)]

    def sentence(self) -> str:
        """The three figures."""
        return f"tried {self.tried}  survived {self.tried - len(self.lost)}  lost {len(self.lost)}"


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def try_typed_fields(run: Run, tally: Tally, text: str = HOSTILE) -> None:
    """Each text that a command takes, as an option or an argument."""
    for name, command in list_commands():
        if name not in NOT_TRIED:
            for words in typed_lines(name, command, text):
                tally.check_run(run(*words), words[:3])


def typed_lines(name: str, command: Command, text: str) -> Iterator[tuple[str, ...]]:
    """The command lines in which one value is the hostile text and the others are plain."""
    parameters = list_own_parameters(command.function)
    arguments = [p for p in parameters if isinstance(p.declared, Argument)]
    for tried in parameters:
        if tried.kind not in (str, list):
            continue
        words = [*name.split()]
        for argument in arguments:
            if argument is tried or argument.default is REQUIRED:
                assert isinstance(argument.declared, Argument)
                words += [text] if argument is tried else VALUES.get(argument.declared.metavar, (text,))
        words += NEEDED.get(name, ())
        words += [
            word
            for p in parameters
            if isinstance(p.declared, Option) and p.default is REQUIRED and p.declared.name not in words
            for word in (p.declared.name, text)
        ]
        if isinstance(tried.declared, Option):
            words += [tried.declared.name, text]
        yield tuple(words)


def try_imported_columns(run: Run, tally: Tally, folder: Path, texts: tuple[str, ...] = (HOSTILE,)) -> None:
    """Each column of each kind of import, in rows of its own; the rejects file and the error are looked at too."""
    for kind, declared in IMPORTS.items():
        names = [column.name for column in declared.file.fields if column.name not in ("date", "lead")]
        rows = [row for text in texts for row in imported_rows(kind, names, text)]
        path, rejects = folder / f"{kind}.csv", folder / f"{kind}-rejects.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([names, *rows])
        result = run("import", kind, path, "--skip-bad", "--rejects", rejects)
        tally.check_run(result, ("import", kind))
        tally.tried += len(rows)
        if rejects.exists():
            content = rejects.read_text(encoding="utf-8-sig").replace("\r\n", "\n")
            tally.check(rejects.name, content)
            tally.check_sheet(rejects.name, (cell for row in csv.reader(io.StringIO(content)) for cell in row))


def imported_rows(kind: str, names: list[str], text: str) -> Iterator[list[str]]:
    """A row a column, in which it holds the hostile text after what it needs to hold."""
    plain = {name: CELLS.get(name, "") for name in names} | dict(KINDS_OF_ROWS.get(kind, {}))
    for number, name in enumerate(names):
        row = plain | {name: text}
        for moment in ("arrived_at", "at"):
            if moment in row and name != moment:
                row[moment] = f"2026-11-{10 + number % 10}T10:{number:02}"
        yield [row[one] for one in names]


def stored_texts(store: Path) -> Iterator[tuple[str, str]]:
    """Every text of the store with its place, as it stands in the file."""
    with closing(sqlite3.connect(store)) as db:
        for (table,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            for row in db.execute(f"SELECT * FROM {table}"):
                yield from ((table, value) for value in row if isinstance(value, str))


def check_store(store: Path, tally: Tally) -> None:
    """Nothing dangerous was kept. A policy is kept as its author wrote it, with its line breaks."""
    for table, text in stored_texts(store):
        tally.check(table, text.replace("\n", " ") if table in ("settings", "policies") else text)


def poison_store(store: Path, text: str = HOSTILE) -> None:
    """Write the hostile text into every registered text of every table, as an old or an edited file may hold it."""
    with closing(sqlite3.connect(store, isolation_level=None)) as db:
        for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            db.execute(f"DROP TRIGGER {name}")
        for table in TABLES:
            for column in poisoned_columns(table):
                db.execute(f"UPDATE {table.name} SET {column} = {column} || ? WHERE {column} IS NOT NULL", (text,))
        for column in ("campaign", "channel"):
            db.execute(f"UPDATE leads SET {column} = coalesce({column}, '') || ?", (text,))
        db.execute("UPDATE settings SET value = value || ? WHERE key IN ('store', 'code')", (text,))


KEPT_WHOLE = {"settings": {"key", "value"}, "policies": {"toml"}, "changes": {"before", "tbl"}, "closings": {"figures"}}
"""Columns whose content is read by the program, not by people."""


def poisoned_columns(table: StoredTable) -> list[str]:
    """The columns of a table in which people read what is written there."""
    named = {*table.erased, *table.texts, *table.plain} - KEPT_WHOLE.get(table.name, set())
    return sorted(named - {"gender", "birthday", "command", "sha256", "occasion", "code", "grp"} - _dates(table))


def _dates(table: StoredTable) -> set[str]:
    return {name for name in (*table.erased, *table.texts, *table.plain) if name.endswith(("_on", "_by", "_at"))}


def try_outputs(run: Run, tally: Tally, folder: Path) -> None:
    """Every listing, report and card in every format, on the screen and into files."""
    for words in (*listing_lines(), *report_lines(run)):
        # A figure's records are one page, whatever the figure: two formats of it are enough.
        for fmt in ("table", "csv") if "--list" in words else format_names():
            if _is_binary(fmt):
                continue
            result = run(*words, "--format", fmt)
            tally.check_run(result, (*words, fmt))
            if fmt == "csv":
                tally.check_sheet((*words, fmt), (cell for row in csv.reader(io.StringIO(result.out)) for cell in row))
    try_exports(run, tally, folder)


def _is_binary(fmt: str) -> bool:
    """Whether a format goes into a file only."""
    return fmt == "xlsx"


def listing_lines() -> Iterator[tuple[str, ...]]:
    """Each command that lists something, with plain arguments."""
    for name, command in list_commands():
        if command.prints == LISTING and name not in ("report", "policy check"):
            arguments = [p.declared for p in list_own_parameters(command.function) if p.default is REQUIRED]
            words = [word for a in arguments if isinstance(a, Argument) for word in VALUES.get(a.metavar, ("o",))]
            yield (*name.split(), *words)
            if name == "due":
                yield ("due", "--all", "--on", "2027-12-31")


def report_lines(run: Run) -> Iterator[tuple[str, ...]]:
    """Each report, its groups, and the records behind each figure."""
    for name in report_names():
        report = find_report(name)
        yield ("report", name)
        yield from (("report", name, "--by", dimension) for dimension in report.dimensions)
        yield from (("report", name, "--list", figure) for figure in figures_of(run, name))


def figures_of(run: Run, name: str) -> list[str]:
    """The figures of a report whose records can be listed: its refusal of another one names them."""
    told = run("report", name, "--list", "no-such-figure").err
    known = re.search(r"figures are: ([^\n]*)", told)
    return [] if known is None else [word for word in known[1].split() if re.fullmatch("[a-z][a-z0-9_]*", word)]


def try_exports(run: Run, tally: Tally, folder: Path) -> None:
    """The whole store, and one person, in files."""
    for fmt in ("csv", "jsonl"):
        target = folder / f"export-{fmt}"
        tally.check_run(run("export", "--folder", target, "--format", fmt), ("export", fmt))
        for path in sorted(target.iterdir()):
            content = path.read_text(encoding="utf-8-sig")
            tally.check(path.name, content)
            if fmt == "csv":
                tally.check_sheet(path.name, (cell for row in csv.reader(io.StringIO(content)) for cell in row))
    tally.check_run(run("export", "--customer", "c1", "--json"), "export --customer")
    tally.check_run(run("export", "-o", folder / "export.xlsx"), "export xlsx")
    tally.check("export.xlsx", "".join(_workbook_texts(folder / "export.xlsx")))
    tally.check_sheet("export.xlsx", (html.unescape(text) for text in _workbook_texts(folder / "export.xlsx")))


def _workbook_texts(path: Path) -> Iterator[str]:
    """The texts of all cells of a workbook."""
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.endswith(".xml") and ("sharedStrings" in name or "sheet" in name):
                yield from re.findall(r"<t[^>]*>([^<]*)</t>", archive.read(name).decode("utf-8"))


def try_file_names(run: Run, tally: Tally, folder: Path) -> None:
    """The hostile text as the name of files that are read and written."""
    name = HOSTILE.replace("/", "").replace("\n", "")[:80]
    register = folder / f"{name}.csv"
    register.write_text("arrived_at,phone\n2026-11-20T10:00,13800138021\n", encoding="utf-8")
    for words in (
        ("import", "visits", register),
        ("import", "visits", folder / f"{name}-none.csv"),
        ("import", "visits", register, "--rejects", folder),
        ("backup", folder / f"{name}.db"),
        ("backup", folder / name / "b.db"),
        ("restore", folder / f"{name}-none.db", "--yes"),
        ("export", "--folder", folder / name),
        ("export", "-o", folder / f"{name}.jsonl"),
        ("due", "-o", folder / name / "due.csv"),
        ("--db", folder / f"{name}-none.db", "due"),
        ("--db", register, "due"),
        ("policy", "check", folder / f"{name}.toml"),
        ("policy", "set", folder / f"{name}.toml"),
        ("words", "import", folder / f"{name}.toml"),
        ("operations",),
        ("--as", HOSTILE, "due"),
        ("--lang", HOSTILE, "due"),
        (HOSTILE,),
        ("due", f"--{HOSTILE}"),
    ):
        tally.check_run(run(*words), words[:2])


def every_unwanted_text() -> Iterator[str]:
    """Each character that nobody should receive, in the middle of a text, and each beginning of a formula."""
    for number in range(sys.maxunicode + 1):
        if DANGEROUS.match(chr(number)) and unicodedata.category(chr(number)) != "Cs" and number:
            yield f"a{chr(number)}z"
    yield from (f"{start}1+1" for start in FORMULA)


def main() -> int:
    """All of it, with every unwanted character in every imported column; prints the three figures."""
    from tests.commands.stores import fill

    tally = Tally()
    with tempfile.TemporaryDirectory(prefix="leadctl-hostile-") as name:
        folder = Path(name)
        with _working_in(folder) as run:
            fill(run)
            try_typed_fields(run, tally)
            for number, text in enumerate(every_unwanted_text()):
                if number % 40 == 0:
                    try_typed_fields(run, tally, text)
            texts = every_unwanted_text()
            while part := tuple(islice(texts, 50)):
                try_imported_columns(run, tally, folder, part)
            try_file_names(run, tally, folder)
            check_store(folder / "store.db", tally)
            try_outputs(run, tally, folder)
            poison_store(folder / "store.db")
            try_outputs(run, tally, folder)
    print("\n".join(tally.lost[:50]))
    print(f"hostile text: {tally.sentence()}")
    return min(len(tally.lost), 1)


@contextmanager
def _working_in(folder: Path) -> Iterator[Run]:
    """A home and a store in a folder of its own, and what runs leadctl there."""
    from tests import conftest

    (folder / "home").mkdir()

    def run(*words: object, **circumstances: Any) -> Any:
        argv, changes, given = conftest._call(folder / "store.db", words, **circumstances)
        return conftest._run_in_process(argv, changes, given)

    with surrounded(conftest._surroundings(folder / "home")):
        yield run


if __name__ == "__main__":
    sys.exit(main())
