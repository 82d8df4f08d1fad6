"""A register's bytes, wherever they come from: a file, a pipe, standard input."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import BinaryIO, cast

from leadctl.errors import Refused, os_reason

_IN_MEMORY = 8 << 20
_BLOCK = 1 << 20


def open_source(source: Path | BinaryIO) -> BinaryIO:
    """The source as a stream that can be read several times; a pipe is copied to a private temporary file first.

    Raises Refused for what is missing, a directory, or may not be read.
    """
    if not isinstance(source, Path):
        return _spool(source)
    try:
        if source.is_dir():
            raise Refused("{source} is a folder; name a file in it", source=source)
        stream = open(source, "rb")  # noqa: SIM115 - the register closes it
        if stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
            return stream
        with stream:
            return _spool(stream)
    except OSError as failed:
        raise Refused("cannot read {source}: {why}", source=source, why=os_reason(failed)) from failed


def digest_of(stream: BinaryIO) -> str:
    """SHA-256 of the whole stream in hexadecimal; leaves the stream where it was."""
    import hashlib

    place = stream.tell()
    stream.seek(0)
    sha = hashlib.sha256()
    while block := stream.read(_BLOCK):
        sha.update(block)
    stream.seek(place)
    return sha.hexdigest()


def _spool(pipe: BinaryIO) -> BinaryIO:
    import shutil
    import tempfile

    spool = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - the register closes it
    try:
        shutil.copyfileobj(pipe, spool, _BLOCK)
    except OSError as failed:
        raise Refused("cannot read the input: {why}", why=os_reason(failed)) from failed
    spool.seek(0)
    return cast(BinaryIO, spool)
