"""Typed rows: ``NamedTuple`` as :mod:`typing` has it, made in a quarter of the time.

The one of ``typing`` compiles the annotation of every field, also where annotations are postponed and nobody asks what
they mean. A short command makes fifty to a hundred such classes, which cost it more than its work. To type checkers it
is the class of ``typing``; what its classes are and can is the same, except that ``__annotations__`` holds the texts.
"""

from __future__ import annotations

from collections import namedtuple
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple  # noqa: TID251 - this is where it comes from
else:
    _GIVEN = frozenset(("__annotations__", "__module__", "__qualname__"))
    """What is set from the class's own body in another way."""

    class _MakeNamedTuple(type):
        """Makes a class with annotated fields a subclass of tuple with these fields."""

        def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> type:
            fields = body.get("__annotations__", {})
            defaults = [body[field] for field in fields if field in body]
            made = namedtuple(name, fields, defaults=defaults, module=body["__module__"])
            if any(field in body for field in list(fields)[: len(fields) - len(defaults)]):
                raise TypeError(f"{name}: a field without a default follows one that has one")
            made.__annotations__, made.__qualname__ = fields, body["__qualname__"]
            for key, value in body.items():
                if key not in _GIVEN and key not in fields:
                    setattr(made, key, value)
            return made

    NamedTuple = type.__new__(_MakeNamedTuple, "NamedTuple", (), {"__module__": __name__})


def to_dict(value: Any) -> Any:
    """A named tuple as a dictionary of its fields, and those in it too, in tuples, lists and dictionaries."""
    if hasattr(value, "_fields"):
        return {field: to_dict(one) for field, one in zip(value._fields, value, strict=True)}
    if isinstance(value, (list, tuple)):
        return [to_dict(one) for one in value]
    if isinstance(value, dict):
        return {key: to_dict(one) for key, one in value.items()}
    return value
