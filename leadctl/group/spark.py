"""The lake asked by an Apache Spark cluster (extra ``spark``), where one machine is outgrown.

The driver runs in the command. The workers read the lake's files by the same paths, so it lies where all see it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import ibis
from pyspark.sql import SparkSession

from leadctl.annotations import TYPE_CHECKING
from leadctl.group.engine import Export, LakeDatabase, Tables

if TYPE_CHECKING:
    from typing import Any

_SETTINGS = {
    # Division by zero and failing casts are errors and no silent nulls; the statements allow for both.
    "spark.sql.ansi.enabled": "true",
    "spark.sql.session.timeZone": "UTC",
    # Else the days by which files are filtered go to the workers as instants, which are other days in other time zones.
    "spark.sql.datetime.java8API.enabled": "true",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
    "spark.sql.shuffle.partitions": "8",
}


@ibis.udf.scalar.builtin  # type: ignore[untyped-decorator]
def xxhash64(text: str) -> int:
    """Spark's hash of 64 bits; the one that Ibis knows has 32, by which two names would soon be one."""
    raise NotImplementedError


@contextmanager
def open_spark(master: str, exports: Sequence[Export], policy: str, folder: Path) -> Iterator[LakeDatabase]:
    """The exports, asked by the cluster at ``spark://HOST:PORT``. ``folder``: where the workers, too, find what is made
    meanwhile."""
    builder = SparkSession.builder.master(master).appName("leadctl")
    for name, value in _SETTINGS.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    with TemporaryDirectory(prefix=".leadctl-", dir=folder) as scratch:
        connection = ibis.pyspark.connect(session)

        def read(paths: list[str], name: str) -> Any:
            # Spark would take store=0012 for the number 12 and each folder for another table.
            found = session.read.option("recursiveFileLookup", "true").parquet(*paths)
            found.createOrReplaceTempView(name)
            return connection.table(name)

        tables = Tables(connection, read, xxhash64, exports, policy, Path(scratch))
        try:
            yield LakeDatabase(connection, "spark", tables, lambda asked: connection.raw_sql(asked.compile()).collect())
        finally:
            session.stop()
