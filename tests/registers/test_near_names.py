"""Names that look alike: what is told of new ones, and what is another name."""

from __future__ import annotations

import pytest

from leadctl.store.queries.near_names import find_near_names, near_name

ALIKE = [
    ("李那", "李娜"),
    ("李娜经理", "李娜"),
    ("Li  na", "Li Na"),
    ("Na Li", "Li Na"),
    ("LiNa", "Li Na"),
    ("张晓明", "张小明"),
    ("Octavai", "Octavia"),
    ("远山 X5", "远山X5"),
    ("远山Ｘ5", "远山X5"),
    ("抖音直播", "抖音"),
    ("抖因", "抖音"),
    ("school fair", "school-fair"),
]
APART = [
    ("李明", "李娜"),
    ("王小红", "王小明"),
    ("远山 X3", "远山 X5"),
    ("张伟明", "张伟"),
    ("懂车帝", "汽车之家"),
]


@pytest.mark.parametrize(("new", "known"), ALIKE)
def test_names_that_are_most_often_one_are_alike(new: str, known: str) -> None:
    assert near_name(new, ["王强", known, "远山 Z9"]) == known


@pytest.mark.parametrize(("new", "known"), APART)
def test_other_names_are_not(new: str, known: str) -> None:
    assert near_name(new, [known]) is None


def test_new_names_are_compared_with_each_other_too() -> None:
    assert find_near_names(["李娜", "王强", "李那"], []) == {"李那": "李娜"}
