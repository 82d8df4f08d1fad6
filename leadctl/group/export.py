"""A store's export into the lake: Parquet by month, only what changed, the manifest last."""

from __future__ import annotations

import errno
import hmac
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from leadctl import SCHEMA_VERSION, __version__
from leadctl.domain.phones_in_text import mask_phones_in
from leadctl.errors import Refused
from leadctl.files import make_private_folder, replace_file
from leadctl.group.lake import (
    ID_BITS,
    MANIFEST,
    Days,
    File,
    Manifest,
    NotAnExport,
    print_of_key,
    read_manifest,
    store_folder,
    store_number,
)
from leadctl.named_tuple import NamedTuple
from leadctl.store.core.connection import Database
from leadctl.store.core.settings import read_setting, store_mark
from leadctl.store.queries.lake import (
    AMOUNT,
    CODE,
    DAY,
    ID,
    MOMENT,
    NAME,
    NUMBER,
    PHONES,
    TABLES,
    TEXT,
    Column,
    LakeTable,
    Rows,
    Touched,
    find_touched,
    find_values,
    last_operation,
    read_months,
    touched_months,
)

TYPES: Mapping[str, pa.DataType] = {
    ID: pa.int64(),
    NUMBER: pa.int32(),
    AMOUNT: pa.float64(),
    CODE: pa.string(),
    TEXT: pa.string(),
    NAME: pa.string(),
    DAY: pa.date32(),
    MOMENT: pa.timestamp("us"),
}
STORE = "store_code"
"""The column that every table of the lake begins with."""


class Exported(NamedTuple):
    """What an export did. ``months``: how many files were written, of ``files`` that there are; ``rows``: in all."""

    store: str
    folder: Path
    months: int
    files: int
    rows: int
    exported_at: str
    whole: bool


def export_store(
    db: Database,
    lake: Path,
    *,
    code: str,
    now: str,
    key: bytes | None,
    whole: bool = False,
    progress: Callable[[int], None] = lambda done: None,
) -> Exported:
    """Bring a store's folder of the lake up to date; ``whole``: compare every month, not only those that changed.

    Raises Refused for a folder that holds another store.
    """
    folder = store_folder(lake, code)
    make_private_folder(folder)
    with _lock(folder):
        before = _read_before(folder, code, store_mark(db))
        last = last_operation(db)
        assert last is not None, "init is an operation"
        touched = None if whole or before is None else _find_touched(db, before, key)
        writer = _Writer(db, folder, code, key, before)
        tables = TABLES if key is None else (*TABLES, PHONES)
        files = {}
        for number, table in enumerate(tables):
            files[table.name] = writer.write_table(table, touched)
            progress(number + 1)
        made = Manifest(
            code=code,
            name=read_setting(db, "store") or "",
            mark=store_mark(db),
            exported_at=now,
            leadctl=__version__,
            schema=SCHEMA_VERSION,
            policy=read_setting(db, "policy") or "",
            operation=(last.id, last.at, last.command),
            key=print_of_key(key),
            files=files,
        )
        with replace_file(folder / MANIFEST) as file:
            file.write_text(json.dumps(made.to_json(), ensure_ascii=False), encoding="utf-8")
        _remove_unnamed(folder, made, before)
    count = sum(map(len, files.values()))
    return Exported(code, folder, writer.written, count, made.rows, now, touched is None)


def _find_touched(db: Database, before: Manifest, key: bytes | None) -> Touched | None:
    """What was written since; None where that cannot be told, and everything is compared."""
    same = (
        before.leadctl == __version__
        and before.key == print_of_key(key)
        and last_operation(db, before.operation[0]) == before.operation
    )
    return find_touched(db, before.operation[0]) if same else None


def _read_before(folder: Path, code: str, mark: str) -> Manifest | None:
    """The export that is there, if it can be gone on with. Raises Refused for another store's."""
    try:
        found = read_manifest(folder, SCHEMA_VERSION)
    except NotAnExport:
        return None
    if found.code != code or found.mark != mark:
        raise Refused(
            "{folder} holds the export of another store ({name}): two stores have the code {code}.",
            folder=folder,
            name=found.name,
            code=code,
        )
    return found


class _Writer:
    """Writes the months of tables that are not there yet just so."""

    def __init__(self, db: Database, folder: Path, code: str, key: bytes | None, before: Manifest | None) -> None:
        self._db, self._folder, self._code, self._before = db, folder, code, before
        self._base = store_number(code) << ID_BITS
        self._mask = lru_cache(100_000)(mask_phones_in)
        self._key = key
        self.written = 0

    def write_table(self, table: LakeTable, touched: Touched | None) -> dict[str, File]:
        """All months of a table, as the manifest is to name them; ``touched`` None: each is compared."""
        before = {} if self._before is None else dict(self._before.files.get(table.name, {}))
        if touched is None or not table.divided_by:
            months = None
            kept: dict[str, File] = {}
        else:
            months = touched_months(self._db, table, touched) | self._months_that_held(table, before, touched)
            kept = {month: file for month, file in before.items() if month not in months}
        for month, rows in read_months(self._db, table, months):
            if rows or not table.divided_by:
                kept[month] = self._write_month(table, month, rows, before.get(month))
        return dict(sorted(kept.items()))

    def _months_that_held(self, table: LakeTable, before: Mapping[str, File], touched: Touched) -> set[str]:
        """The months of the present export with rows that were touched, which may have gone elsewhere since."""
        sets = {
            column: pa.array([self._base | one for one in sorted(ids)], pa.int64())
            for column, ids in find_values(table, touched).items()
            if ids
        }
        return {month for month, file in before.items() if self._holds(file, sets)}

    def _holds(self, file: File, sets: Mapping[str, pa.Array]) -> bool:
        if not sets:
            return False
        try:
            found = pq.read_table(self._folder / file.path, columns=list(sets), partitioning=None)
        except (OSError, pa.ArrowException):
            return True  # what cannot be read is written anew
        return any(pc.any(pc.is_in(found[column], ids)).as_py() for column, ids in sets.items())

    def _write_month(self, table: LakeTable, month: str, rows: Rows, before: File | None) -> File:
        made = self._make_table(table, rows)
        content = encode_table(made)
        digest = sha256(content).hexdigest()
        path = f"{table.name}/month={month}/{digest[:16]}.parquet"
        file = File(path, len(rows), len(content), digest, find_days(made, table))
        target = self._folder / path
        if before == file and target.is_file() and target.read_bytes() == content:
            return before
        make_private_folder(target.parent)
        with replace_file(target) as unfinished:
            unfinished.write_bytes(content)
        self.written += 1
        return file

    def _make_table(self, table: LakeTable, rows: Rows) -> pa.Table:
        columns = list(zip(*rows, strict=True)) if rows else [()] * len(table.columns)
        arrays = [self._make_array(table, column, cells) for column, cells in zip(table.columns, columns, strict=True)]
        names = [column.name for column in table.columns]
        store = pa.array([self._code] * len(rows), pa.string())
        return pa.table([store, *arrays], [STORE, *names])

    def _make_array(self, table: LakeTable, column: Column, cells: tuple[object, ...]) -> pa.Array:
        kind = TYPES[column.kind]
        if column.kind in (DAY, MOMENT):
            return pa.array(cells, pa.string()).cast(kind)
        if column.kind == ID:
            return pa.array([None if one is None else self._base | _row_number(one) for one in cells], kind)
        if column.kind == TEXT and table is PHONES:
            return pa.array([self._hash(str(one)) for one in cells], kind)
        if column.kind == NAME:
            return pa.array(
                [None if one is None or not is_name(str(one)) else self._mask(str(one)) for one in cells], kind
            )
        if column.kind in (CODE, TEXT, NAME):
            return pa.array([None if one is None else self._mask(str(one)) for one in cells], kind)
        return pa.array(cells, kind)

    def _hash(self, phone: str) -> str:
        assert self._key is not None
        return hmac.new(self._key, phone.encode(), sha256).hexdigest()[:32]


def encode_table(table: pa.Table) -> bytes:
    """A file of the lake."""
    buffer = io.BytesIO()
    pq.write_table(table, buffer, compression="zstd", write_page_checksum=True)
    return buffer.getvalue()


def find_days(made: pa.Table, table: LakeTable) -> Days:
    """The first and the last day of the times by which rows of a table are chosen."""
    return {column: _find_ends(made[column]) for column in table.dated}


def _find_ends(times: pa.ChunkedArray) -> list[str] | None:
    ends = pc.min_max(times)
    return None if ends["min"].as_py() is None else [ends[end].as_py().isoformat()[:10] for end in ("min", "max")]


_NO_NAME = re.compile(r"[，。；：！？、,;:!?@\n]|\d{5}")
_LONGEST_NAME = 20
"""Columns of a screen: so many letters, or half as many Chinese characters."""


def is_name(text: str) -> bool:
    """Whether a text may be what something is called: short, without the marks of a sentence and long numbers."""
    width = sum(2 if sign > "\u2e7f" else 1 for sign in text)
    return width <= _LONGEST_NAME and _NO_NAME.search(text) is None


def _row_number(value: object) -> int:
    assert isinstance(value, int)
    if value >= 1 << ID_BITS:
        raise Refused("Row {number} is beyond what an id of the lake has room for.", number=value)
    return value


def _remove_unnamed(folder: Path, made: Manifest, before: Manifest | None) -> None:
    """Remove files that neither this export nor the one before names: somebody may still read that one. Of phones only
    what this one names stays, since a person may have been forgotten between them."""
    named = {
        file.path
        for manifest in (made, before)
        if manifest is not None
        for table, months in manifest.files.items()
        if manifest is made or table != PHONES.name
        for file in months.values()
    }
    for path in folder.glob("*/month=*/*.parquet"):
        if path.relative_to(folder).as_posix() not in named:
            with suppress(OSError):
                path.unlink()


@contextmanager
def _lock(folder: Path) -> Iterator[None]:
    """One export of a store at a time. Raises Refused while another one is at work."""
    try:
        import fcntl
    except ImportError:  # pragma: no cover - Windows
        yield
        return
    with (folder / ".lock").open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Refused("Another export into {folder} is at work.", folder=folder) from error
        except OSError as error:
            if error.errno not in (errno.ENOLCK, errno.EOPNOTSUPP):  # a file system without locks
                raise
        yield
