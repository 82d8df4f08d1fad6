"""Sales without a lead, of files."""

from __future__ import annotations

from collections import Counter

from leadctl.store.core.writer import Writer
from leadctl.store.registers.incoming.kind import Cells, Kind, Taken


class Sales(Kind):
    """Known by day, channel, model, and being the n-th such row of the file."""

    dated = "on"

    def __init__(self, writer: Writer, *, strict: bool) -> None:
        super().__init__(writer, strict=strict)
        self._seen: Counter[tuple[str, str, int | None]] = Counter()

    def take(self, row: Cells) -> Taken:
        """Write one sale; a known one takes another count."""
        self.names.refuse_new(model=row["model"])
        key = (row["on"], row["channel"], self.names.model(row["model"]))
        self._seen[key] += 1
        values = dict(zip(("sold_on", "channel", "model"), key, strict=True)) | {"nth": self._seen[key]}
        known = self.writer.db.execute(
            "SELECT id, count FROM sales"
            " WHERE sold_on = :sold_on AND channel = :channel AND model IS :model AND nth = :nth",
            values,
        ).fetchone()
        if known is None:
            self.writer.insert("sales", **values, count=row["count"] or 1)
            return "new"
        return "updated" if self.set_changed("sales", known, {"count": row["count"]}) else "unchanged"
