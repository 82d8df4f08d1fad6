"""Invented people and cars, shared by the generators of registers."""

from __future__ import annotations

import random

CONSULTANTS = ("李娜", "王强", "陈静")
SERVICE = "周敏"
"""Customer service: calls churned customers back, and never records a churn itself."""

MODELS = ("远山 X5", "远山 S3", "远山 V7", "远山 E1")
RIVALS = ("云岭 K6", "海川 T5", "北辰 M3")

_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜谢邹喻苏潘葛范彭郎"
    "鲁韦马方任袁柳鲍史唐薛雷贺倪汤罗毕郝安常乐于傅齐康"
)
_GIVEN = {
    "male": ("伟", "磊", "勇", "军", "杰", "涛", "超", "刚", "建国", "志强", "晓明", "俊峰", "国栋", "思远", "天宇"),
    "female": ("敏", "静", "艳", "娟", "霞", "桂英", "海燕", "雨桐", "子涵", "丽华", "春梅", "佳宁", "文静", "玉兰"),
}


def name_people(chance: random.Random, count: int) -> list[tuple[str, str]]:
    """So many (full name, gender), no two names the same."""
    every = [(surname + given, gender) for surname in _SURNAMES for gender, names in _GIVEN.items() for given in names]
    return chance.sample(every, count)


def phone_of(number: int) -> str:
    """The number-th invented mobile, 11 digits: 13800000001, 13800000002, ..."""
    return f"138{number:08d}"
