"""What a store calls the codes that it put on its lists itself, beside the trade's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextvars import ContextVar

_OWN: ContextVar[Mapping[str, Mapping[str, str]]] = ContextVar("own labels", default={})  # noqa: B039 - never changed


def set_store_labels(labels: Mapping[str, Mapping[str, str]]) -> None:
    """List (``sources``, ``reasons``) -> code -> label of the store that is read from now on."""
    _OWN.set(labels)


class Labels(Mapping[str, str]):
    """Code -> label of such a list. The trade's codes are listed, the store's own are only looked up: they differ
    from store to store, and nobody translates them."""

    def __init__(self, name: str, trade: Mapping[str, str]) -> None:
        self._name, self._trade = name, trade

    def __getitem__(self, code: str) -> str:
        if code in self._trade:
            return self._trade[code]
        return _OWN.get().get(self._name, {})[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._trade)

    def __len__(self) -> int:
        return len(self._trade)
