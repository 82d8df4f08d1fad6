"""What an installation must hold beside the modules, and that the lock file meets the stated requirements."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

from hatch_build import FOLDERS, make_pages, write_pages
from leadctl.commands import COMMANDS
from leadctl.commands.example_store import FILES
from leadctl.commands.manual import describe_command, list_commands
from leadctl.locale import translator

REPOSITORY = Path(__file__).parents[2]


def _build(target: str, folder: Path) -> Path:
    command = [sys.executable, "-m", "hatchling", "build", "--target", target, "--directory", str(folder)]
    subprocess.run(command, cwd=REPOSITORY, check=True, capture_output=True)
    (built,) = folder.iterdir()
    return built


@pytest.fixture(scope="module")
def built_wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _build("wheel", tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def wheel(built_wheel: Path) -> set[str]:
    with zipfile.ZipFile(built_wheel) as archive:
        return set(archive.namelist())


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    with tarfile.open(_build("sdist", tmp_path_factory.mktemp("sdist"))) as archive:
        return {name.split("/", 1)[1] for name in archive.getnames() if "/" in name}


def _package_data() -> set[str]:
    found = (p for pattern in ("*.toml", "*.mo") for p in (REPOSITORY / "leadctl").rglob(pattern))
    return {path.relative_to(REPOSITORY).as_posix() for path in found}


def test_the_wheel_holds_the_schema_inside_the_package(wheel: set[str]) -> None:
    assert "leadctl/schema.sql" in wheel
    assert "schema.sql" not in wheel


def test_the_wheel_holds_the_files_of_the_example_store(wheel: set[str]) -> None:
    assert {f"leadctl/example/{kind}.csv" for kind in FILES} <= wheel


def test_the_wheel_holds_policies_and_catalogues(wheel: set[str]) -> None:
    assert {"leadctl/policies/four-grade.toml", "leadctl/policies/five-grade.toml"} <= wheel
    assert _package_data() <= wheel


def test_the_wheel_installs_nothing_beside_the_package(wheel: set[str]) -> None:
    assert {name.split("/")[0].split("-")[0] for name in wheel} == {"leadctl"}


@pytest.mark.parametrize("language", FOLDERS)
def test_the_wheel_holds_a_manual_page_of_each_command(built_wheel: Path, language: str) -> None:
    with zipfile.ZipFile(built_wheel) as archive:
        pages = {
            Path(name).stem: archive.read(name).decode("utf-8").splitlines()
            for name in archive.namelist()
            if f"/data/share/man/{FOLDERS[language]}/" in name
        }
    assert pages == dict(make_pages(language))
    assert set(pages) == {"leadctl", *(f"leadctl-{name}" for name in COMMANDS)}
    for name, command in list_commands():
        options = describe_command(name, command, translator(language)).lists
        written = "\n".join(pages[f"leadctl-{name.split()[0]}"]).replace("\\-", "-").replace("\\&", "")
        assert [entry.typed for _, entries in options for entry in entries if entry.typed not in written] == []


@pytest.mark.skipif(shutil.which("groff") is None, reason="groff, which formats manual pages, is not installed here")
def test_a_manual_page_is_formatted_without_a_warning(tmp_path: Path) -> None:
    write_pages(tmp_path)
    plain = {}
    for language, folder in FOLDERS.items():
        pages = sorted((tmp_path / folder).glob("*.1"))
        formatted = subprocess.run(
            ["groff", "-man", "-Tutf8", "-Kutf8", "-ww", *pages], capture_output=True, text=True, check=True
        )
        assert formatted.stderr == ""
        plain[language] = re.sub(r"\x1b\[[0-9;]*m|.\x08", "", formatted.stdout)
    assert "leadctl followup 42 --next sat --agreed" in plain["en"]
    assert "(战败, with a reason)" in plain["en"]
    assert all(heading in plain["zh"] for heading in ("名称", "用法", "说明", "示例", "退出状态", "参见"))
    assert "\nNAME" not in plain["zh"]


def test_the_manual_pages_are_made_without_any_other_package() -> None:
    """A wheel is built in an environment that has hatchling only."""
    code = (
        f"import sys; sys.path.insert(0, {str(REPOSITORY)!r});"
        "from leadctl.commands.manual import describe, list_commands;"
        "print(len([describe(name, str) for name, _ in list_commands()]))"
    )
    done = subprocess.run([sys.executable, "-S", "-c", code], capture_output=True, text=True, check=True)
    assert int(done.stdout) == len(list(list_commands()))


def test_the_source_distribution_can_build_the_wheel(sdist: set[str]) -> None:
    assert {"schema.sql", "hatch_build.py", "pyproject.toml", "README.md", "LICENSE"} <= sdist
    assert _package_data() <= sdist


def test_the_lock_file_meets_the_requirements_of_the_project() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    locked = {_plain(name): release for name, release, _ in _locked()}
    asked = [Requirement(line) for line in (*project["dependencies"], *_extras(project))]
    others = [requirement for requirement in asked if requirement.name != project["name"]]
    unmet = [str(r) for r in others if not r.specifier.contains(locked.get(_plain(r.name), "0"))]
    assert [str(r) for r in others if _plain(r.name) not in locked] == [], "write the lock file anew: nox -s lock"
    assert unmet == [], "write the lock file anew: nox -s lock"


def _extras(project: dict[str, Any]) -> list[str]:
    """What development asks for: its own extra, and those of the project that it names."""
    return [line for extra in ("test", "docs", "dev") for line in project["optional-dependencies"][extra]]


def test_the_lock_file_names_releases_and_the_hashes_of_their_files_only() -> None:
    """No path and no address: it must mean the same on every machine."""
    found = list(_locked())
    assert len(found) > 60
    assert [name for name, _, hashes in found if not hashes] == []
    assert {one for _, _, hashes in found for one in hashes if not re.fullmatch("sha256:[0-9a-f]{64}", one)} == set()


def _locked() -> Iterator[tuple[str, str, list[str]]]:
    """Name, release and hashes of each requirement in the lock file; a marker may say where it is wanted."""
    text = (REPOSITORY / "requirements-dev.lock").read_text(encoding="utf-8")
    for line in re.sub(r"(?m)^#.*\n", "", text).replace("\\\n", " ").splitlines():
        stated, *hashes = line.split("--hash=")
        found = re.fullmatch(r"([\w.-]+)==([\w.+!]+)( ; [^@/]+)?", stated.strip())
        assert found is not None, line
        yield found[1], found[2], [one.strip() for one in hashes]


def _plain(name: str) -> str:
    """The name as package indexes compare it: ``import_linter`` and ``import-linter`` are the same."""
    return re.sub(r"[-_.]+", "-", name).lower()
