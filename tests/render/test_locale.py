from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from leadctl.domain import terms
from leadctl.locale import labels, translator

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


@pytest.mark.parametrize("folder", ["render", "locale"])
def test_every_marked_text_has_a_translation(folder: str) -> None:
    with (CATALOGUE / "leadctl.mo").open("rb") as file:
        known = {message.id for message in read_mo(file) if message.string}
    found = extract_from_dir(HERE / folder, keywords={"N_": None, "_": None})
    assert not {str(text) for _, _, text, _, _ in found} - known


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
