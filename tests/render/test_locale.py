from __future__ import annotations

import ast
import gettext
import re
import string
import tomllib
from functools import cache
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from leadctl.commands import COMMANDS, load
from leadctl.commands.declaration import Group, list_added_parameters, list_own_parameters
from leadctl.commands.manual import list_commands, read_docstring
from leadctl.domain import referrals, terms
from leadctl.domain.aftercare import RESULTS
from leadctl.domain.campaigns import COST_ITEMS, USUAL_TASKS
from leadctl.domain.grading import MAN
from leadctl.domain.screening import RESULTS as SCREENED
from leadctl.locale import labels, sentences, translator
from leadctl.locale.catalogue import Catalogue
from tests.render import spoken

HERE = Path(__file__).parents[2] / "leadctl"
CATALOGUE = HERE / "locale" / "zh_CN" / "LC_MESSAGES"


def test_english_is_the_text_itself() -> None:
    assert translator("en")("Overdue") == "Overdue"


def test_chinese_speaks_the_trades_words() -> None:
    chinese = translator("zh")
    assert [chinese(text) for text in ("Overdue", "Deal rate", "Consultant")] == ["已逾期", "成交率", "销售顾问"]
    assert chinese("a text nobody translated") == "a text nobody translated"
    assert chinese("") == ""


def test_the_compiled_catalogue_is_that_of_the_source() -> None:
    with (CATALOGUE / "leadctl.po").open("rb") as source, (CATALOGUE / "leadctl.mo").open("rb") as compiled:
        written = {message.id: message.string for message in read_po(source, locale="zh_CN") if message.string}
        read = {message.id: message.string for message in read_mo(compiled)}
    # The header names the version of Babel that wrote it.
    del written[""], read[""]
    assert read == written, "compile the catalogue again, as leadctl/locale says"


def test_chinese_has_its_own_punctuation() -> None:
    """Half-width commas, colons and brackets stand only in what is typed: examples, and lists after an option."""
    half = re.compile(
        r"[\u4e00-\u9fff）”》、。}][,;:!?](?=[\u4e00-\u9fff{“])|[,;:!?](?=[\u4e00-\u9fff])|[\u4e00-\u9fff]\("
    )
    typed = re.compile(r"^  .*$|--choices \S+|日,周,月|=\S+", re.MULTILINE)
    wrong = {said for said in _translations().values() if half.search(typed.sub("", said))}
    assert wrong == set()


def _constants(node: ast.AST) -> set[str]:
    return {inner.value for inner in ast.walk(node) if isinstance(inner, ast.Constant) and isinstance(inner.value, str)}


def _first_words(call: str, tree: ast.AST) -> set[str]:
    """The texts that a program gives to ``call`` first, also inside f-strings, where gettext's tools see nothing."""
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) == call)
    return {text for node in calls for text in _constants(node.args[0])}


def _reasons(tree: ast.AST) -> set[str]:
    """The texts of ``Reason(text, ...)``, given as they are, by a name that was given one of them, or out of a dict."""
    found = _first_words("Reason", tree)
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) == "Reason")
    given = (call.args[0].value if isinstance(call.args[0], ast.Subscript) else call.args[0] for call in calls)
    named = {node.id for node in given if isinstance(node, ast.Name)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in named:
            value = node.value
            branches: tuple[ast.expr, ...] = (value,)
            if isinstance(value, ast.IfExp):
                branches = (value.body, value.orelse)
            elif isinstance(value, ast.Dict):
                branches = tuple(value.values)
            found |= {text for branch in branches for text in _constants(branch)}
    return found


def _marked() -> set[str]:
    trees = [tree for _, tree in spoken.trees()]
    return {text for tree in trees for text in _first_words("N_", tree) | spoken.templates(tree)} | set(_explanations())


@cache
def _explanations() -> frozenset[str]:
    """What the help of every command says, of itself, of its options and of its examples."""
    found = [load(name) for name in COMMANDS]
    texts = [one.about for one in found if isinstance(one, Group)]
    said = {panel for _, panel in ((name, COMMANDS[name].panel) for name in COMMANDS)}
    for _, command in list_commands():
        texts.append(command.function.__doc__)
        own, added = list_own_parameters(command.function), list_added_parameters(command)
        said |= {parameter.declared.explanation() for parameter in (*own, *added)}
    for text in texts:
        paragraphs, examples = read_docstring(text)
        said |= {paragraph for paragraph in paragraphs if not paragraph.startswith("Columns: ")}
        said |= {example.remark for example in examples}
    return frozenset(said - {""})


def _translations() -> dict[str, str]:
    with (CATALOGUE / "leadctl.mo").open("rb") as file:
        return {str(message.id): str(message.string) for message in read_mo(file) if message.id and message.string}


def test_every_marked_text_has_a_translation() -> None:
    assert _marked() - set(_translations()) == set()


def test_the_catalogue_holds_nothing_that_no_program_says() -> None:
    assert set(_translations()) - _marked() == set()


def test_a_translation_keeps_the_places_of_its_text() -> None:
    def places(text: str) -> set[str | None]:
        return {name for _, name, _, _ in string.Formatter().parse(text)} - {None}

    assert {text for text, said in _translations().items() if places(text) != places(said)} == set()


def test_a_translation_keeps_what_is_typed_into_the_computer() -> None:
    typed = re.compile(r"(?<=: )leadctl [a-z-]+|--[a-z-]+")
    lost = [(text, word) for text, said in _translations().items() for word in typed.findall(text) if word not in said]
    assert lost == []


def test_what_the_domain_and_the_store_say_is_in_the_catalogue() -> None:
    trees = [
        ast.parse(m.read_text(encoding="utf-8")) for part in ("domain", "store") for m in (HERE / part).rglob("*.py")
    ]
    said = {
        *sentences.TASK_REASONS,
        *sentences.CONTACT_REASONS,
        *sentences.AFTERCARE_REASONS,
        *sentences.TASK_NOTES,
    }
    assert set().union(*map(_reasons, trees)) == said
    assert {task for _, task in USUAL_TASKS} == set(labels.CAMPAIGN_TASKS)
    assert set(MAN.values()) == set(sentences.MAN_ADVICE)
    policies = [tomllib.loads(file.read_text(encoding="utf-8")) for file in (HERE / "policies").glob("*.toml")]
    grades = [grade for policy in policies for grade in policy["grades"].values()]
    assert {grade["aim"] for grade in grades} == set(sentences.AIMS)
    assert {grade["within"] for grade in grades if "within" in grade} <= set(labels.HORIZONS)


@pytest.mark.parametrize(
    ("codes", "named"),
    [
        (terms.STATUSES, labels.STATUSES),
        (terms.REASONS, labels.REASONS),
        (terms.SOURCES, labels.SOURCES),
        (terms.KINDS, labels.KINDS),
        (terms.VIAS, labels.VIAS),
        (terms.OUTCOMES, labels.OUTCOMES),
        (terms.ROLES, labels.ROLES),
        (terms.IMPORTANCES, labels.IMPORTANCES),
        (terms.VERIFICATIONS, labels.VERIFICATIONS),
        ((*terms.CHANNELS, *terms.SALES_CHANNELS), labels.CHANNELS),
        (terms.CHURNS, labels.CHURNS),
        (RESULTS, labels.AFTERCARE),
        (SCREENED, labels.SCREENINGS),
        (referrals.OCCASIONS, labels.OCCASIONS),
        (COST_ITEMS, labels.COST_ITEMS),
    ],
)
def test_every_code_has_a_name(codes: object, named: dict[str, str]) -> None:
    assert isinstance(codes, (tuple, dict))
    assert set(codes) <= set(named)


def test_reasons_and_sources_are_called_as_registers_call_them() -> None:
    chinese = translator("zh")
    assert {code: chinese(name) for code, name in labels.REASONS.items()} == terms.REASONS
    assert {code: chinese(name) for code, name in labels.SOURCES.items()} == {
        code: names[0].split("/")[0] if code == "staff" else names[0] for code, names in terms.SOURCES.items()
    }


def test_every_text_is_found_in_the_compiled_catalogue_as_gettext_finds_it() -> None:
    with (CATALOGUE / "leadctl.mo").open("rb") as file:
        known = gettext.GNUTranslations(file)
    translate = Catalogue(str(CATALOGUE / "leadctl.mo")).translate
    texts = [text for text in known._catalog if text]  # type: ignore[attr-defined]
    assert len(texts) > 2000
    for text in texts:
        assert translate(text) == known.gettext(text)
        assert translate(text + "x") == known.gettext(text + "x")
    for text in ("", "\ud800", "张伟", "zzz", "\0"):
        assert translate(text) == text


def test_a_catalogue_of_the_other_order_of_bytes_is_read(tmp_path: Path) -> None:
    numbers = (0x950412DE, 0, 2, 28, 44, 0, 0, 1, 60, 1, 62, 1, 64, 1, 66)
    path = tmp_path / "other.mo"
    path.write_bytes(b"".join(number.to_bytes(4, "big") for number in numbers) + b"a\0b\0x\0y\0")
    translate = Catalogue(str(path)).translate
    assert [translate(text) for text in "abc"] == ["x", "y", "c"]
