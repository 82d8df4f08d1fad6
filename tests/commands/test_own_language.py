"""What is typed may be in the reader's words, and what is printed for people is in them."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from leadctl.commands.choices import find_code
from leadctl.domain import aftercare, campaigns, grading, screening, terms
from leadctl.locale import translator
from leadctl.locale.summaries import COUNTS, SUMMARIES, translate_summary
from tests.commands.stores import write

Shop = Callable[..., Any]
CHINESE = translator("zh")
SOURCES = Path(__file__).parents[2] / "leadctl"

CHOICES: tuple[tuple[str, ...], ...] = (
    terms.GENDERS, terms.KINDS, terms.VIAS, terms.OUTCOMES, terms.ROLES, terms.VERIFICATIONS, terms.SALES_CHANNELS,
    terms.IMPORTANCES, terms.PARTS, terms.FIELD_KINDS, terms.SPOT_RESULTS, terms.CHURNS, terms.YES_NO,
    tuple(terms.REASONS), screening.RESULTS, aftercare.RESULTS, campaigns.GROUPS, campaigns.COST_ITEMS,
    *map(tuple, grading.CRITERIA.values()),
)  # fmt: skip


@pytest.mark.parametrize("known", CHOICES, ids=lambda known: known[0])
def test_every_choice_can_be_typed_by_its_label_in_both_languages(known: tuple[str, ...]) -> None:
    from leadctl.commands.choices import list_choices
    from leadctl.locale import translate_sentence

    shown = translate_sentence(list_choices(known), CHINESE).split(" ")
    assert str(list_choices(known)) == " ".join(known)
    assert [find_code(word, known) for word in shown] == list(known)
    assert [find_code(code.upper().replace("-", " "), known) for code in known] == list(known)


@pytest.mark.parametrize(
    ("word", "known", "code"),
    [
        ("未接通", terms.OUTCOMES, "no-answer"),
        ("无人接听", terms.OUTCOMES, "no-answer"),
        ("来电", terms.KINDS, "call"),
        ("到店", terms.KINDS, "walk-in"),
        ("微信", terms.VIAS, "wechat"),
        ("女", terms.GENDERS, "female"),
        ("先生", terms.GENDERS, "male"),
        ("属实", terms.VERIFICATIONS, "confirmed"),
        ("H级", terms.GRADES, "H"),
        ("客服", terms.ROLES, "service"),
        ("放弃", screening.RESULTS, "D"),
        ("是", terms.YES_NO, "yes"),
        ("没听说过", terms.VIAS, None),
    ],
)
def test_what_people_say_means_a_code(word: str, known: tuple[str, ...], code: str | None) -> None:
    assert find_code(word, known) == code


def test_a_day_is_typed_in_chinese_words(shop: Shop) -> None:
    """Every option and argument that takes one of a few words."""
    log = write(
        shop, "log-visit", "--phone", "13900000005", "--name", "赵雷", "--gender", "男", "--kind", "来电", "--source",
        "转介绍", "--channel", "微信", "--grade", "H级", as_="Li Na",
    )  # fmt: skip
    assert write(shop, "followup", 1, "--outcome", "未接通", "--via", "微信", as_="Li Na")["attempts"] == 1
    write(shop, "defeat", 1, "--reason", "价格高", as_="Li Na")
    assert write(shop, "verify", 1, "属实", as_="Zhao Min")["verification"] == "confirmed"
    write(shop, "staff", "add", "周敏", "--role", "经理", as_="Li Na")
    write(shop, "edit", "customer", "c2", "--importance", "重要", "--do-not-contact", "不要电话", as_="Li Na")
    write(shop, "edit", "customer", "c2", "--companion", "太太=决策人", as_="Li Na")
    write(shop, "edit", "lead", 5, "--confidence", "是", as_="Li Na")
    write(shop, "edit", "visit", 8, "--kind", "来店", "--test-drive", "否", as_="Li Na")
    assert write(shop, "grade", 5, "--decision", "对比中", "--money", "资金到位", as_="Li Na")["suggested"] == "A"
    write(shop, "field", "add", "会员号", "--kind", "文本", as_="周敏")
    write(shop, "sale", "--channel", "批售", "--model", "远山 X5", "--count", 2, as_="周敏")
    write(shop, "campaign", "add", "冬季试驾", as_="周敏")
    write(shop, "campaign", "cost", "冬季试驾", "场地费", "1500", as_="周敏")
    write(shop, "reward", "set", "试驾", "200", as_="周敏")
    row = shop("show", log["lead"], "--json").json
    assert [row[key] for key in ("source", "channel", "grade", "gender")] == ["referral", "wechat", "H", "male"]
    assert shop("show", 2, "--json").json["do_not_contact"] == "calls"
    assert {line["grade"] for line in shop("due", "--all", "--grade", "a，h", "--json").json} <= {"A", "H"}
    assert {line["task"] for line in shop("due", "--all", "--task", "跟踪回访", "--json").json} <= {"follow-up"}


def test_what_is_no_choice_is_refused_with_the_choices_in_the_readers_language(shop: Shop) -> None:
    words = ("followup", 5, "--outcome", "改天")
    chinese = shop(*words, "--lang", "zh", as_="Li Na").err
    assert "可用：有进展 继续跟进 拒绝 未接通" in chinese
    assert "advance continued refused no-answer" in shop(*words, as_="Li Na").err
    assert "advance continued" in shop(*words, "--json", "--lang", "zh", as_="Li Na").json["error"]["message"]


@pytest.mark.parametrize("between", ["，", "、"])
def test_several_words_stand_between_commas_of_either_language(shop: Shop, between: str) -> None:
    asked = ("report", "funnel", "--month", "2026-11", "--json", "--by")
    assert shop(*asked, f"model{between}source").json == shop(*asked, "model,source").json


def test_codes_without_labels_are_listed_as_they_are_typed(shop: Shop) -> None:
    assert "urgency lead customer customer_id phone grade" in shop("due", "--sort", "手机", "--lang", "zh").err


PLANNED = {"3天": "2026-11-25", "in 3 days": "2026-11-25", "下周六": "2026-11-28", "12.1": "2026-12-01"}


@pytest.mark.parametrize(("typed", "day"), PLANNED.items())
def test_every_option_that_takes_a_day_to_come_reads_all_its_forms(shop: Shop, typed: str, day: str) -> None:
    """A command for each of them: what is written has the day."""
    for words in (("followup", 5, "--next", typed), ("dormant", 7, "--until", typed)):
        assert write(shop, *words, as_="Li Na")["due_by"] == day, words
    assert day in str(write(shop, "campaign", "add", "冬季", "--start", typed, as_="Li Na"))
    appointed = write(shop, "appoint", 1, "--at", f"{typed} 上午十点", as_="Li Na")
    assert day in str(shop("show", 1, "--json").json["meets_at"]), appointed
    write(shop, "callback", 5, "--at", f"{typed} 15:00", as_="Li Na")
    assert shop("show", 5, "--json").json["callback_at"] == f"{day}T15:00"
    write(shop, "edit", "lead", 5, "--need-by", typed, as_="Li Na")
    assert shop("show", 5, "--json").json["need_by"] == day
    visit = write(shop, "log-visit", "--phone", "13900000006", "--need-by", typed, as_="Li Na")
    assert shop("show", visit["lead"], "--json").json["need_by"] == day
    assert shop("due", "--on", typed, "--all", "--json").code == 0
    assert write(shop, "verify", 3, "属实", "--win-back", typed, as_="Zhao Min")["verification"] == "confirmed"


@pytest.mark.parametrize("typed", ["21号", "yesterday", "周六", "11.21", "last sat"])
def test_every_option_that_takes_a_past_day_reads_all_its_forms(shop: Shop, typed: str) -> None:
    visit = write(shop, "log-visit", "--phone", "13900000006", "--at", f"{typed} 下午三点", as_="Li Na")["visit"]
    found = [row for row in shop("visits", "--on", typed, "--json").json if row["visit"] == visit]
    assert [row["arrived_at"] for row in found] == ["2026-11-21T15:00"]
    write(shop, "followup", 5, "--at", typed, as_="Li Na")
    write(shop, "order", 1, "--on", typed, as_="Li Na")
    write(shop, "deliver", 1, "--on", typed, as_="Li Na")
    write(shop, "sale", "--channel", "wholesale", "--model", "远山 X5", "--on", typed, as_="Li Na")
    assert shop("report", "traffic", "--from", typed, "--to", typed, "--json").json["span"]["from"] == "2026-11-21"


GIVEN = {
    "count_things(count, 'lead')": "3 leads", "options.outcome": "continued", "options.via": "home-visit",
    "options.result": "complaint", "kind": "defeat", "names(writer.db, 'reasons')[why]": "price", "role": "manager",
    "channel": "wholesale", "item": "venue", "occasion": "test-drive", "fact": "followup", "done": "deleted",
    "', '.join(changes)": "login, mail", "done.summary": "lead 3: ordered",
}  # fmt: skip
"""What stands in a summary, where that is a word of the program."""
RESULTS = {"screen.py": "unreached", "verify.py": "overturned", "spot_checks.py": "no-visit"}
OF_FILE = {"result": RESULTS, "word": {"invitations.py": "confirmed"}}


def _summaries() -> Iterator[tuple[str, str]]:
    """Where a summary is written, and an example of every form of it."""
    for path in sorted(SOURCES.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "writer.summary":
                yield from ((path.name, text) for text in _forms(node.value, path.name))


def _forms(node: ast.expr, file: str) -> list[str]:
    if isinstance(node, ast.BinOp):
        return [a + b for a, b in product(_forms(node.left, file), _forms(node.right, file))]
    if isinstance(node, ast.IfExp):
        return _forms(node.body, file) + _forms(node.orelse, file)
    if isinstance(node, ast.JoinedStr):
        return ["".join(map("".join, parts)) for parts in product(*(_forms(part, file) for part in node.values))]
    if isinstance(node, ast.FormattedValue):
        if isinstance(node.value, ast.IfExp):
            return _forms(node.value, file)
        code = ast.unparse(node.value)
        counted = re.fullmatch(r"count_things\(.*, '(.*)'\)", code)
        return [f"3 {counted[1]}s" if counted else OF_FILE.get(code, {}).get(file) or GIVEN.get(code, "7")]
    assert isinstance(node, ast.Constant), ast.unparse(node)
    return [str(node.value)]


def test_every_summary_of_an_operation_is_said_in_chinese() -> None:
    summaries = dict(enumerate(_summaries()))
    assert len(summaries) > 60
    said = {text: translate_summary(text, CHINESE) for _, text in summaries.values()}
    foreign = {text: words for text, words in said.items() if re.search(r"[a-z]{3}", words)}
    assert {text for text in foreign if text not in ("c7",)} == set()
    assert all(text == translate_summary(text, translator("en")) for text in said)


def test_each_template_of_a_summary_is_reached_by_what_it_says() -> None:
    values = {"id": "7", "count": "3", "updated": "2", "customer": "c7", "fact": "order", "outcome": "advance"} | {
        "via": "sms", "screening": "A", "verification": "confirmed", "spot": "true", "churn": "defeat",
        "role": "clerk", "channel": "wholesale", "aftercare": "fine", "occasion": "sale", "item": "other",
        "keys": "mail", "task": "recruit", "reason": "price", "what": "lead 3: ordered",
    } | {count.partition("} ")[2]: count.format(count=3) for count in COUNTS}  # fmt: skip
    for template in SUMMARIES:
        names = re.findall(r"\{(\w+)\}", template)
        text = template.format(
            **{name: values.get(name, "X") for name in names}
            | {name: f"3 {name}" for name in names if name in ("leads", "cards")}
        )
        assert not re.search(r"[a-z]{3}", translate_summary(text, CHINESE)), text
