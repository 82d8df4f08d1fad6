"""``leadctl.named_tuple`` makes what ``typing`` makes, and nothing of the program uses the slower one."""

from __future__ import annotations

import pickle
import typing
from typing import Any, ClassVar

import pytest

from leadctl.named_tuple import NamedTuple


class _Ours(NamedTuple):
    """A visit."""

    lead: int
    name: str | None = None
    tags: tuple[str, ...] = ()
    """What it is tagged with."""

    @property
    def known(self) -> bool:
        return self.name is not None

    def rename(self, name: str) -> _Ours:
        return self._replace(name=name)

    @classmethod
    def of(cls, lead: int) -> _Ours:
        return cls(lead)


class _Theirs(typing.NamedTuple):  # noqa: TID251 - it is compared with
    """A visit."""

    lead: int
    name: str | None = None
    tags: tuple[str, ...] = ()


class _Wider(_Ours):
    first: ClassVar[int] = 1


def test_the_fields_and_their_defaults_are_those_of_typing() -> None:
    for known in ("_fields", "_field_defaults", "__doc__", "__module__", "__bases__", "__match_args__"):
        assert getattr(_Ours, known) == getattr(_Theirs, known), known
    assert typing.get_type_hints(_Ours) == typing.get_type_hints(_Theirs)
    assert tuple(_Ours(1)) == tuple(_Theirs(1)) == (1, None, ())
    assert repr(_Ours(1, tags=("x",))) == "_Ours(lead=1, name=None, tags=('x',))"
    assert _Ours.__qualname__ == _Ours.__name__ == "_Ours"


def test_values_are_given_in_order_or_by_name() -> None:
    assert tuple(_Ours(name="Li Na", lead=1)) == tuple(_Theirs(name="Li Na", lead=1)) == (1, "Li Na", ())
    assert tuple(_Ours(1, "Li Na", ("x",))) == tuple(_Ours._make((1, "Li Na", ("x",)))) == (1, "Li Na", ("x",))
    assert _Ours(1)._asdict() == _Theirs(1)._asdict() == {"lead": 1, "name": None, "tags": ()}


@pytest.mark.parametrize("made", [_Ours, _Theirs])
def test_values_that_do_not_fit_are_refused(made: Any) -> None:
    wrong: list[tuple[Any, dict[str, Any]]] = [
        ((), {}),
        ((1, "", (), 4), {}),
        ((1,), {"lead": 1}),
        ((1,), {"other": 1}),
        ((), {"name": ""}),
    ]
    for values, named in wrong:
        with pytest.raises(TypeError):
            made(*values, **named)
    for values in [(1,), (1, "", (), 4)]:
        with pytest.raises(TypeError):
            made._make(values)
    with pytest.raises(ValueError, match="other"):
        made(1)._replace(other=2)


def test_the_thousandth_is_made_as_the_first() -> None:
    made = [_Ours(number, tags=("x",)) for number in range(1000)]
    assert set(map(type, made)) == {_Ours}
    assert made == [(number, None, ("x",)) for number in range(1000)]
    assert {_Wider(2, name="x") for _ in range(1000)} == {(2, "x", ())}
    assert type(_Wider(3)) is _Wider
    with pytest.raises(TypeError):
        _Ours(1, other=1)  # type: ignore[call-arg]


def test_methods_subclasses_and_copies_work() -> None:
    one = _Ours.of(1).rename("Li Na")
    assert one.known
    assert one == pickle.loads(pickle.dumps(one))
    assert type(_Wider(2).rename("x")) is _Wider
    assert not hasattr(one, "__dict__")


def test_what_typing_refuses_is_refused() -> None:
    with pytest.raises(TypeError, match="default"):
        _make({"a": "int", "b": "int"}, a=1)
    with pytest.raises(ValueError, match="underscore"):
        _make({"_a": "int"})


def _make(fields: dict[str, str], **defaults: object) -> object:
    make: Any = type(NamedTuple)
    named = {"__annotations__": fields, "__module__": __name__, "__qualname__": "Wrong"}
    return make("Wrong", (NamedTuple,), named | defaults)
