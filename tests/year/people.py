"""Invented people: names, numbers of a range that is nobody's, and what is said of them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

BEGIN, END = datetime(2025, 12, 1, 9, 0), datetime(2026, 11, 21, 18, 0)
"""The year: its first morning and its last evening; the tour's today is the day after."""

MANAGER, SERVICE, RECEPTION = "林晓", "周敏", "吴倩"
CONSULTANTS = ("李娜", "王强", "陈静", "赵磊")
LEAVER, LEAVES, HEIR = "赵磊", datetime(2026, 6, 30, 17, 0), "陈静"
LATE = {"李娜": 0.05, "王强": 0.28, "陈静": 0.14, "赵磊": 0.32}
"""How often each of them calls later than the policy asks."""

MODELS = {"远山 X5": 159_800, "远山 S3": 99_800, "远山 V7": 189_800, "远山 E1": 119_800}
RIVALS = ("北辰 M3", "海川 T5", "星途 K6", "东方 L9")
REASONS = ("price", "price", "price", "brand", "exterior", "equipment", "power", "late", "late", "service", "gave-up")
CHANNELS = ("wechat", "vertical", "app", "forum")

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡"
    "余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯"
    "龙史陶黎贺顾毛郝龚邵万钱严武戴莫孔向汤"
)
_GIVEN = "伟芳秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂玉萍华红建文辉力佳宁雪梅思远志鹏丹晨欣怡浩然子涵雨桐一鸣"
_SAID = {
    "advance": ("约好周末到店", "约好带家人来看车", "同意来试驾", "谈妥置换价", "让财务算分期"),
    "continued": ("还在比较两款", "等年终奖", "问油耗和保养", "关心落地价", "家里还没商量好", "要看现车颜色"),
    "refused": ("嫌贵，先不考虑", "暂时不方便谈"),
    "no-answer": ("未接听", "关机", "占线"),
}
_SEEN = ("看了展车，关注空间", "对比竞品后再来", "预算偏紧，问分期", "朋友推荐来的", "试乘后座，关注静音", "要置换旧车")


def phones() -> Iterator[str]:
    """Numbers of people who do not exist."""
    return (f"1390000{number:04}" for number in range(1001, 9999))


def name(chance: random.Random) -> str:
    """A surname and one or two characters."""
    return chance.choice(_SURNAMES) + "".join(chance.sample(_GIVEN, chance.choice((1, 2, 2))))


def said(chance: random.Random, outcome: str) -> str:
    """What a follow-up brought."""
    return chance.choice(_SAID[outcome])


def seen(chance: random.Random) -> str:
    """What a visitor was interested in."""
    return chance.choice(_SEEN)


def clock(chance: random.Random, day: datetime, first: int = 9, last: int = 17) -> datetime:
    """A time of that day within opening hours, to five minutes."""
    return day.replace(hour=chance.randint(first, last), minute=chance.randrange(0, 60, 5))


def later(day: datetime, days: float) -> datetime:
    """So many days later."""
    return day + timedelta(days=days)


def iso(moment: datetime) -> str:
    """As leadctl reads it."""
    return f"{moment:%Y-%m-%dT%H:%M}"
