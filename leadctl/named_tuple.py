"""Typed rows: ``NamedTuple`` as :mod:`typing` has it, made in a tenth of the time.

The one of ``typing`` compiles a function for every class and the annotation of every field. A short command makes
fifty to a hundred such classes, which cost it more than its work. To type checkers it is the class of ``typing``; what
its classes are and can is the same, except that ``__annotations__`` holds the texts.
"""

from __future__ import annotations

from leadctl.annotations import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any
    from typing import NamedTuple as NamedTuple  # noqa: TID251 - this is where it comes from
else:
    # The getter reads a field in half the time of a property.
    from collections import _tuplegetter, defaultdict, namedtuple

    MANY = 100
    """So many incomplete lists of values are worth a function of the class's own that completes them."""

    _completed: dict[type, int] = defaultdict(int)

    def _new(cls: type, /, *values: object, **named: object) -> Any:
        if named or len(values) != len(cls._fields):
            values = _complete(cls, values, named)
        return tuple.__new__(cls, values)

    def _complete(cls: type, values: tuple[object, ...], named: dict[str, object]) -> tuple[object, ...]:
        """The values in their order, with those that stand by name or are left out. Raises TypeError as a call does."""
        _completed[cls] += 1
        if _completed[cls] == MANY:
            cls.__new__ = namedtuple(cls.__name__, cls._fields, defaults=cls._field_defaults.values()).__new__
        left, given = cls._fields[len(values) :], cls._field_defaults
        if len(values) > len(cls._fields) or (named and not named.keys() <= set(left)):
            raise TypeError(f"{cls.__name__}() takes {cls._fields}; given were {len(values)} values and {list(named)}")
        if named:
            given = given | named
        try:
            return values + tuple(map(given.__getitem__, left))
        except KeyError as missing:
            raise TypeError(f"{cls.__name__}() lacks {missing}") from None

    def _make(cls: type, values: Iterable[object]) -> Any:
        made = tuple.__new__(cls, values)
        if len(made) != len(cls._fields):
            raise TypeError(f"{cls.__name__}() takes {len(cls._fields)} values; given were {len(made)}")
        return made

    def _replace(self: Any, /, **named: object) -> Any:
        made = self._make(map(named.pop, self._fields, self))
        if named:
            raise ValueError(f"{type(self).__name__} has no fields {list(named)}")
        return made

    def _describe(self: Any) -> str:
        return f"{type(self).__name__}({', '.join(f'{field}={value!r}' for field, value in self._asdict().items())})"

    _METHODS = {
        "__slots__": (),
        "__new__": _new,
        "__repr__": _describe,
        "__getnewargs__": lambda self: tuple(self),
        "_make": classmethod(_make),
        "_replace": _replace,
        "_asdict": lambda self: dict(zip(self._fields, self, strict=True)),
    }

    class _MakeNamedTuple(type):
        """Makes a class with annotated fields a subclass of tuple with these fields."""

        def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> type:
            fields = tuple(body.get("__annotations__", ()))
            defaults = {field: body[field] for field in fields if field in body}
            if tuple(defaults) != fields[len(fields) - len(defaults) :]:
                raise TypeError(f"{name}: a field without a default follows one that has one")
            if "_" in [field[0] for field in fields]:
                raise ValueError(f"{name}: the name of a field cannot start with an underscore")
            made = {"_fields": fields, "__match_args__": fields, "_field_defaults": defaults}
            places = {field: _tuplegetter(place, "") for place, field in enumerate(fields)}
            return type(name, (tuple,), {**_METHODS, **made, **body, **places})

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
