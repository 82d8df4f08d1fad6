"""The house's rules that a program can see, asked of every module of the package."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
PACKAGE = REPOSITORY / "leadctl"
MODULES = sorted(PACKAGE.rglob("*.py"))

LONGEST_FILE = 500
LONGEST_FUNCTION = 60
VAGUE_NAMES = ("util", "helper", "manager", "common", "misc")
TOP_LEVEL = {
    "leadctl", "schema.sql", "examples", "tests", "docs",
    "pyproject.toml", "noxfile.py", "hatch_build.py", "requirements-dev.lock", "requirements-spark.lock",
    "README.md", "README.zh-CN.md", "mkdocs.yml", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md",
}  # fmt: skip
DOMAIN_MUST_NOT_TOUCH = {"os", "io", "pathlib", "shutil", "socket", "subprocess", "sys", "tempfile", "time", "sqlite3"}
CLOCKS = {"now", "today", "utcnow"}


def _name(module: Path) -> str:
    return module.relative_to(REPOSITORY).as_posix()


@cache
def _tree(module: Path) -> ast.Module:
    return ast.parse(module.read_text(encoding="utf-8"), filename=str(module))


@cache
def _imported(module: Path) -> frozenset[str]:
    """The absolute names that a module imports at run time, at the top or inside a function."""
    tree = _tree(module)
    for_types = {id(inner) for node in ast.walk(tree) if _is_for_types(node) for inner in ast.walk(node)}
    return frozenset(_names(node for node in ast.walk(tree) if id(node) not in for_types))


def _names(nodes: Iterable[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


def _is_for_types(node: ast.AST) -> bool:
    """Whether this is ``if TYPE_CHECKING:`` (without an else), which no run enters."""
    return isinstance(node, ast.If) and not node.orelse and ast.unparse(node.test).endswith("TYPE_CHECKING")


def _importers_of(*packages: str) -> set[str]:
    """The parts of leadctl (``store``, ``cli.py``, ...) that import one of the packages."""
    return {
        module.relative_to(PACKAGE).parts[0]
        for module in MODULES
        if any(name.split(".")[0] in packages for name in _imported(module))
    }


def test_there_are_modules_to_ask() -> None:
    assert len(MODULES) > 10


@pytest.mark.parametrize("module", MODULES, ids=_name)
def test_a_file_stays_under_500_lines(module: Path) -> None:
    lines = module.read_text(encoding="utf-8").count("\n")
    assert lines < LONGEST_FILE


@pytest.mark.parametrize("module", MODULES, ids=_name)
def test_a_function_has_at_most_60_lines(module: Path) -> None:
    functions = (node for node in ast.walk(_tree(module)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    too_long = {f.name: length for f in functions if (length := (f.end_lineno or 0) - f.lineno + 1) > LONGEST_FUNCTION}
    assert too_long == {}


def _catches_everything(handler: ast.ExceptHandler) -> bool:
    return handler.type is None or ast.unparse(handler.type) in ("Exception", "BaseException")


def _raises_again(handler: ast.ExceptHandler) -> bool:
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


@pytest.mark.parametrize("module", MODULES, ids=_name)
def test_every_expected_error_is_named_where_it_is_caught(module: Path) -> None:
    """Only what cleans up and raises again may catch everything: a roll-back, a half-written file."""
    handlers = (node for node in ast.walk(_tree(module)) if isinstance(node, ast.ExceptHandler))
    assert [h.lineno for h in handlers if _catches_everything(h) and not _raises_again(h)] == []


@pytest.mark.parametrize("module", MODULES, ids=_name)
def test_a_module_postpones_its_annotations(module: Path) -> None:
    tree = _tree(module)
    annotated = any(isinstance(node, ast.FunctionDef | ast.AnnAssign) for node in ast.walk(tree))
    assert not annotated or "from __future__ import annotations" in module.read_text(encoding="utf-8")


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [_name(m) for m in MODULES if any(word in m.stem for word in VAGUE_NAMES)] == []


def test_nothing_imports_click() -> None:
    assert _importers_of("click") == set()


def test_only_the_store_knows_sqlite() -> None:
    assert _importers_of("sqlite3", "sqlite_utils") <= {"store"}


def test_only_render_knows_rich_and_tabulate() -> None:
    assert _importers_of("rich", "tabulate") <= {"render"}


def test_one_row_or_value_is_read_with_its_type() -> None:
    """What comes of ``fetchone`` has none: ``leadctl/store/core/rows.py`` gives it one. The engine of a group has it as
    the databases have that the store's queries read."""
    fetching = {_name(module) for module in MODULES if "fetchone" in module.read_text(encoding="utf-8")}
    assert fetching == {"leadctl/store/core/rows.py", "leadctl/group/engine.py"}


def test_commands_ask_who_reads_a_format_and_not_its_name() -> None:
    """Else a new format of ``leadctl/render/formats`` would have to be added wherever one is tested."""
    naming = {_name(module) for module in MODULES if "output.format" in module.read_text(encoding="utf-8")}
    assert naming == {"leadctl/commands/session.py"}


def test_the_domain_is_standard_library_without_input_output() -> None:
    imported = {name for module in PACKAGE.glob("domain/**/*.py") for name in _imported(module)}
    outside = {name for name in imported if name.split(".")[0] not in {*sys.stdlib_module_names, "leadctl"}}
    assert outside == set()
    assert imported & DOMAIN_MUST_NOT_TOUCH == set()


def test_the_domain_has_no_clock() -> None:
    asked = {
        f"{_name(module)}:{node.lineno}"
        for module in PACKAGE.glob("domain/**/*.py")
        for node in ast.walk(_tree(module))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CLOCKS
        if ast.unparse(node.func.value) in ("date", "datetime", "datetime.date", "datetime.datetime")
    }
    assert asked == set()


def test_nothing_else_lies_at_the_top_level() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=REPOSITORY, capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    tops = {line.split("/")[0] for line in listed.stdout.splitlines()}
    assert {top for top in tops if not top.startswith(".")} - TOP_LEVEL == set()


def test_imports_point_one_way() -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    if not lint.exists():
        pytest.skip("import-linter is not installed")
    done = subprocess.run(
        [lint, "--no-cache", "--no-logo"], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
