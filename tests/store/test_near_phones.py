"""The phones that a slip of the pen makes of another one are looked up, not searched for among all."""

from __future__ import annotations

import random

from leadctl.store.queries.search import _is_slip_of, _list_slips


def test_the_slips_of_a_phone_are_listed_as_they_are_told() -> None:
    chance = random.Random(3)
    phone = "13800138009"
    slips = set(_list_slips(phone))
    assert all(_is_slip_of(slip, phone) for slip in slips)
    for _ in range(3000):
        other = list(phone)
        for _ in range(chance.randint(1, 2)):
            place = chance.randrange(len(other))
            other[place : place + chance.randint(0, 1)] = chance.choices("0123456789+", k=chance.randint(0, 2))
        typed = "".join(other)
        assert (typed in slips) == _is_slip_of(typed, phone), typed
