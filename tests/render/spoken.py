"""What the program says, read out of its source: the templates of refusals, notes, reasons and marked texts."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parents[2] / "leadctl"

SAYS = {
    "Refused": 0, "WrongUsage": 0, "StoreUnusable": 0, "BadRows": 0, "BadValue": 0, "Unfit": 1, "Sentence": 0,
    "template": 0, "warn": 0, "faults.add": 2, "report": 1, "needs": 1,
}  # fmt: skip
"""What takes a template -> as which of its arguments."""


def trees() -> Iterator[tuple[str, ast.AST]]:
    """Every module of the program, by its path."""
    for module in sorted(HERE.rglob("*.py")):
        yield str(module.relative_to(HERE)), ast.parse(module.read_text(encoding="utf-8"))


def given(tree: ast.AST) -> Iterator[ast.expr]:
    """What is given as a template."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            place = SAYS.get(called.removeprefix("errors."))
            if place is not None and len(node.args) > place:
                yield node.args[place]


def templates(tree: ast.AST) -> set[str]:
    """The templates of a module, written where they are said or under a name, and what its listings are joined by."""
    said = list(given(tree))
    named = {one.id for one in said if isinstance(one, ast.Name)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in named:
            said.append(node.value)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "listing":
            said.append(node.args[1] if len(node.args) > 1 else ast.Constant(", "))
    texts = {one.value for one in said if isinstance(one, ast.Constant) and isinstance(one.value, str)}
    return {text for text in texts if text.strip()} | ({", ", "; "} & texts)
