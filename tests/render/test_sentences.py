"""Refusals, notes and reasons are templates and values, so that they can be said in another language."""

from __future__ import annotations

import ast
import copy
import json
import pickle
from collections.abc import Iterator
from pathlib import Path

import pytest

from leadctl.errors import LeadctlError, Refused, Sentence, listing, os_reason
from leadctl.locale import translate_sentence, translator
from tests.render.spoken import given, trees

CHINESE = translator("zh")


def test_nobody_refuses_with_a_text_that_was_put_together() -> None:
    """An f-string or a sum of texts is in no catalogue; a template is, and its values come beside it."""
    assert [where for path, tree in trees() if path != "errors.py" for where in _put_together(path, tree)] == []


def _put_together(path: str, tree: ast.AST) -> Iterator[str]:
    sentences = {"Sentence", "count_sentence", "template", "bad_rows"} | {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.returns is not None and ast.unparse(node.returns) == "Sentence"
    }
    for one in given(tree):
        whole = isinstance(one, (ast.Constant, ast.Name, ast.Attribute, ast.Subscript))
        if not whole and not (isinstance(one, ast.Call) and ast.unparse(one.func) in sentences):
            yield f"{path}:{one.lineno}: {ast.unparse(one)}"


def test_a_sentence_is_its_english_text() -> None:
    said = Sentence("There is no visit {visit}; see: {command!r}", visit=7, command="leadctl visits")
    assert said == "There is no visit 7; see: 'leadctl visits'"
    assert json.dumps({"reason": said}) == json.dumps({"reason": str(said)})
    assert type(str(Refused(said))) is str


def test_a_sentence_survives_its_way_to_another_process() -> None:
    said = Sentence("no lead was open then: {leads}", leads=listing([Sentence("visit"), 3]))
    for again in (pickle.loads(pickle.dumps(said)), copy.deepcopy(said)):
        assert again == said
        assert translate_sentence(again, CHINESE) == "当时没有未结线索：来访、3"


def test_a_refusal_survives_its_way_to_another_process() -> None:
    again = pickle.loads(pickle.dumps(Refused("There is no visit {visit}; see: leadctl visits", visit=7)))
    assert isinstance(again, LeadctlError)
    assert translate_sentence(again.sentence, CHINESE) == "没有来访7；见：leadctl visits"


def test_what_is_said_in_a_sentence_is_translated_with_it() -> None:
    meant = Sentence(" Did you mean {names}?", names=listing(["price", "power"], " or "))
    said = Sentence(
        "Unknown {what} {wrong!r}.{meant} {hint}", what=Sentence("reason"), wrong="pri", meant=meant, hint=""
    )
    assert said == "Unknown reason 'pri'. Did you mean price or power? "
    assert translate_sentence(said, CHINESE) == "没有原因“pri”。是不是price或power？"


def test_braces_in_a_value_stay_as_they_are() -> None:
    said = Sentence("No lead is called {name!r}; look for it with: leadctl find TEXT", name="{lead}")
    assert translate_sentence(said, CHINESE).startswith("没有叫“{lead}”的线索")
    assert translate_sentence(os_reason(OSError(5, "odd {thing}")), CHINESE) == "odd {thing}"


def test_what_the_operating_system_says_is_translated_too(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as caught:
        (tmp_path / "none").read_text()
    assert translate_sentence(os_reason(caught.value), CHINESE) == "没有这个文件或文件夹"


def test_nothing_in_a_list_is_nothing() -> None:
    assert listing([]) == ""
    assert translate_sentence(listing([]), CHINESE) == ""
