"""The one file within a zip or gzip archive."""

from __future__ import annotations

import gzip
import posixpath
import tempfile
import zipfile

from leadctl.annotations import TYPE_CHECKING
from leadctl.errors import Refused, listing
from leadctl.intake.sheets.formats import BROKEN_ARCHIVE
from leadctl.named_tuple import NamedTuple

if TYPE_CHECKING:
    from typing import IO

_BLOCK = 1 << 20
_IN_MEMORY = 32 << 20
_MOST_BYTES = 1 << 30
_SUSPICIOUS = 50 << 20
_MOST_INFLATED = 200


class Unpacked(NamedTuple):
    """What was in an archive, and the suffix of its name."""

    stream: IO[bytes]
    suffix: str


def unpack_single(stream: IO[bytes], kind: str, suffix: str) -> Unpacked:
    """The only file of a zip or gzip, in memory or in a temporary file without a name. Raises Refused.

    ``suffix``: of the archive's own name, without .gz, which a gzip leaves to the file within.
    """
    size = stream.seek(0, 2)
    stream.seek(0)
    try:
        if kind == "gzip":
            with gzip.open(stream) as unzipped:
                return Unpacked(_copy(unzipped, size), suffix)
        with zipfile.ZipFile(stream) as archive:
            part = _find_single(archive)
            refuse_bomb(part.file_size, part.compress_size)
            with archive.open(part) as packed:
                return Unpacked(_copy(packed, size), posixpath.splitext(part.filename)[1].lower())
    except BROKEN_ARCHIVE as broken:
        raise Refused("the archive is damaged; pack or copy the file once more") from broken
    except RuntimeError as locked:
        raise Refused("the archive is protected by a password; unpack it and send the file within") from locked


def refuse_bomb(unpacked: int, packed: int) -> None:
    """Refuse what unpacks to far more than registers do. Sizes in bytes."""
    if unpacked > _MOST_BYTES or (unpacked > _SUSPICIOUS and unpacked > _MOST_INFLATED * max(packed, 1)):
        raise Refused(
            "the file unpacks to {size} MB, more than a register ever has; save it as .csv", size=unpacked >> 20
        )


def _find_single(archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    parts = [
        part
        for part in archive.infolist()
        if not part.is_dir() and not part.filename.startswith("__MACOSX/") and not _file_name(part).startswith(".")
    ]
    if not parts:
        raise Refused("the archive is empty")
    if len(parts) > 1:
        names = listing([_file_name(part) for part in parts[:10]] + ["..."] * (len(parts) > 10))
        raise Refused(
            "the archive holds {count} files ({names}); unpack it and send one after the other",
            count=len(parts),
            names=names,
        )
    return parts[0]


def _file_name(part: zipfile.ZipInfo) -> str:
    return posixpath.basename(part.filename)


def _copy(packed: IO[bytes] | gzip.GzipFile, size: int) -> IO[bytes]:
    """The unpacked bytes; what the archive says of their number is not believed."""
    spool = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - the register closes it
    try:
        while block := packed.read(_BLOCK):
            spool.write(block)
            refuse_bomb(spool.tell(), size)
    except BaseException:
        spool.close()
        raise
    spool.seek(0)
    return spool
