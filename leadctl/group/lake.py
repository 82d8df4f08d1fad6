"""How a lake is laid out (docs/lake.md): a folder a store, in it a folder a table and month, and a manifest.

A reader believes the manifest alone. It names each file with its rows, bytes and checksum, and is replaced last, so
that no reader sees half an export.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

from leadctl.errors import Refused, os_reason
from leadctl.locale import N_
from leadctl.named_tuple import NamedTuple

FORMAT, VERSION = "leadctl-lake", 2
"""What a manifest says it is, and the version of the layout and the columns of the lake."""

MANIFEST = "manifest.json"
ID_BITS = 27
"""A row's number in its store takes so many bits of its id; the store's number takes the others."""

_STORE_BITS = 63 - ID_BITS
_CODE = re.compile(r"[^\W_][\w.-]{0,31}")


Days = Mapping[str, Sequence[str] | None]
"""Column -> its first and its last day, ISO; None where it is empty in all rows."""


class File(NamedTuple):
    """A file of an export. ``path``: below the store's folder; ``days``: of the times by which rows are chosen."""

    path: str
    rows: int
    bytes: int
    sha256: str
    days: Days = MappingProxyType({})


class Condition(NamedTuple):
    """What is asked of a time of rows: that it is ``<``, ``<=``, ``>`` or ``>=`` an ISO text, or (``operator`` empty)
    that it is known."""

    column: str
    operator: str
    text: str


def may_hold(file: File, asked: Iterable[Condition]) -> bool:
    """Whether a file may have a row of which all this holds, by the days that its manifest says."""
    return all(_may_fulfil(file.days[one.column], one) for one in asked if one.column in file.days)


def _may_fulfil(days: Sequence[str] | None, asked: Condition) -> bool:
    if days is None:
        return False
    first, last = days
    if asked.operator in (">", ">="):
        return last >= asked.text[:10]
    # A day begins before any moment of it.
    return asked.operator == "" or (first < asked.text if asked.operator == "<" else first <= asked.text)


Files = Mapping[str, Mapping[str, File]]
"""Table -> month -> its file."""


class Manifest(NamedTuple):
    """What a store exported. ``exported_at``: store time, ISO with seconds; ``schema``: that of its database; ``mark``:
    what tells the store from another one that has its code; ``operation``: the last one that is in it (number, time,
    command); ``key``: a print of the group's key, None where phones are not exported."""

    code: str
    name: str
    mark: str
    exported_at: str
    leadctl: str
    schema: int
    policy: str
    operation: tuple[int, str, str]
    key: str | None
    files: Files

    def to_json(self) -> dict[str, object]:
        """As it is written."""
        said = self._asdict()
        files = {
            table: {month: {**file._asdict(), "days": dict(file.days)} for month, file in months.items()}
            for table, months in self.files.items()
        }
        return {"format": FORMAT, "version": VERSION, **said, "files": files}

    def list_files(self) -> Iterator[File]:
        """All its files."""
        return (file for months in self.files.values() for file in months.values())

    @property
    def rows(self) -> int:
        """Of all its files."""
        return sum(file.rows for file in self.list_files())


class NotAnExport(Exception):
    """What a folder holds instead of an export that can be read; ``why``: a word of ``PROBLEMS``."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


FOREIGN, NEWER, OLDER, DAMAGED, DOUBLED, LATE = "foreign", "newer", "older", "damaged", "doubled", "late"
PROBLEMS: Mapping[str, str] = {
    FOREIGN: N_("no export of leadctl"),
    NEWER: N_("written by a newer leadctl"),
    OLDER: N_("written by an older leadctl: export it again"),
    DAMAGED: N_("damaged: a file is missing or is not what its manifest says"),
    DOUBLED: N_("the same store is in another folder, too"),
    LATE: N_("not exported lately"),
}
"""Why an export is left out."""


def store_number(code: str) -> int:
    """The number that a store's code stands for in ids, the same wherever it is computed."""
    return int.from_bytes(sha256(code.encode()).digest()[:8], "big") >> (64 - _STORE_BITS)


def check_code(code: str) -> None:
    """Raises Refused for a store's code that makes no name of a folder or file."""
    if _CODE.fullmatch(code) is None:
        raise Refused("The store's code {code!r} is no name for a folder: letters, digits, - _ . only.", code=code)


def store_folder(lake: Path, code: str) -> Path:
    """Where a store exports to. Raises Refused for a code that makes no name of a folder."""
    check_code(code)
    return lake / f"store={code}"


def read_manifest(folder: Path, schema: int) -> Manifest:
    """The manifest in a store's folder. Raises NotAnExport for what cannot be used by a program of this ``schema``."""
    try:
        said = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise NotAnExport(FOREIGN) from error
    except (OSError, ValueError) as error:
        raise NotAnExport(DAMAGED) from error
    if not isinstance(said, dict) or said.get("format") != FORMAT:
        raise NotAnExport(FOREIGN)
    try:
        version, made = int(said["version"]), int(said["schema"])
    except (KeyError, TypeError, ValueError) as error:
        raise NotAnExport(DAMAGED) from error
    if version > VERSION or made > schema:
        raise NotAnExport(NEWER)
    if version < VERSION or made < schema:
        raise NotAnExport(OLDER)
    try:
        files = {
            table: {month: File(**file) for month, file in months.items()} for table, months in said["files"].items()
        }
        operation = said["operation"]
        return Manifest(
            **{name: said[name] for name in Manifest._fields if name not in ("files", "operation")},
            operation=(int(operation[0]), str(operation[1]), str(operation[2])),
            files=files,
        )
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        raise NotAnExport(DAMAGED) from error


def are_whole(folder: Path, files: Iterable[File]) -> bool:
    """Whether files of an export are what its manifest says, to the last bit."""
    for file in files:
        try:
            with open(f"{folder}/{file.path}", "rb", buffering=0) as opened:
                content = opened.read(file.bytes + 1)
        except OSError:
            return False
        if len(content) != file.bytes or sha256(content).hexdigest() != file.sha256:
            return False
    return True


class Found(NamedTuple):
    """A store's export in the lake."""

    folder: Path
    manifest: Manifest


class LeftOut(NamedTuple):
    """A folder of the lake that is not asked. ``code``: of its manifest, else of its name; ``exported_at``: where its
    manifest can be read."""

    folder: str
    code: str | None
    exported_at: str | None
    problem: str


class Survey(NamedTuple):
    """What a lake holds: the exports that can be asked, by code, and those that are left out."""

    exports: list[Found]
    left_out: list[LeftOut]


WHOLE_UP_TO_FILES, WHOLE_UP_TO_BYTES = 10_000, 1 << 28
"""Up to this size all files of a lake are compared with their checksums each time; of a larger one those that an
answer reads, unless all are asked for."""


def survey_lake(
    lake: Path,
    schema: int,
    *,
    late_before: str,
    verify: bool = False,
    damaged: Collection[tuple[Path, str]] = (),
    progress: Callable[[int], None] = lambda count: None,
) -> Survey:
    """Look through a lake. ``late_before``: the ISO day before which an export is late; ``verify``: compare all files;
    ``damaged``: exports that are known to be, by folder and time. Raises Refused for no lake."""
    try:
        folders = sorted(path for path in lake.iterdir() if path.is_dir() and not path.name.startswith("."))
    except OSError as error:
        raise Refused("{folder} is no lake: {why}", folder=lake, why=os_reason(error)) from error
    found, left_out = [], []
    for folder in folders:
        try:
            found.append(Found(folder, read_manifest(folder, schema)))
        except NotAnExport as error:
            left_out.append(LeftOut(folder.name, _code_of(folder), None, error.why))
    verify = verify or _is_small(found)
    taken: set[int] = set()
    exports = []
    for one in sorted(found, key=_precedence):
        number = store_number(one.manifest.code)
        problem = _find_problem(one, late_before, damaged, verify=verify)
        if problem is None and number in taken:
            problem = DOUBLED
        if problem is None:
            taken.add(number)
            exports.append(one)
        else:
            said = one.manifest
            left_out.append(LeftOut(one.folder.name, said.code, said.exported_at, problem))
        progress(1)
    return Survey(sorted(exports, key=lambda one: one.manifest.code), sorted(left_out))


def _code_of(folder: Path) -> str | None:
    """The store that a folder is named after."""
    _, _, code = folder.name.partition("store=")
    return code if _CODE.fullmatch(code) else None


def _precedence(one: Found) -> tuple[bool, tuple[int, ...]]:
    """Of two folders with one store the one that bears its code goes first, then the newer."""
    return one.folder.name != f"store={one.manifest.code}", tuple(-ord(sign) for sign in one.manifest.exported_at)


def _is_small(found: Iterable[Found]) -> bool:
    sizes = [file.bytes for one in found for file in one.manifest.list_files()]
    return len(sizes) <= WHOLE_UP_TO_FILES and sum(sizes) <= WHOLE_UP_TO_BYTES


def _find_problem(one: Found, late_before: str, damaged: Collection[tuple[Path, str]], *, verify: bool) -> str | None:
    is_known = (one.folder, one.manifest.exported_at) in damaged
    if is_known or (verify and not are_whole(one.folder, one.manifest.list_files())):
        return DAMAGED
    return LATE if one.manifest.exported_at[:10] < late_before else None


def read_group_key(path: Path) -> bytes:
    """The group's key: the content of a file of 16 bytes or more. Raises Refused for anything else."""
    try:
        key = path.expanduser().read_bytes().strip()
    except OSError as error:
        raise Refused("The group's key {path} cannot be read: {why}.", path=path, why=os_reason(error)) from error
    if len(key) < 16:
        raise Refused("{path} is no key of a group: it has fewer than 16 bytes.", path=path)
    return key


def print_of_key(key: bytes | None) -> str | None:
    """What tells one key from another without telling it."""
    return None if key is None else sha256(b"leadctl group key " + key).hexdigest()[:16]
