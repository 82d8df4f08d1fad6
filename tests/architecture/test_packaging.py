"""What an installation must hold beside the modules: the schema, the policies, the catalogues."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]


def _build(target: str, folder: Path) -> Path:
    command = [sys.executable, "-m", "hatchling", "build", "--target", target, "--directory", str(folder)]
    subprocess.run(command, cwd=REPOSITORY, check=True, capture_output=True)
    (built,) = folder.iterdir()
    return built


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    with zipfile.ZipFile(_build("wheel", tmp_path_factory.mktemp("wheel"))) as archive:
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


def test_the_wheel_holds_policies_and_catalogues(wheel: set[str]) -> None:
    assert {"leadctl/policies/four-grade.toml", "leadctl/policies/five-grade.toml"} <= wheel
    assert _package_data() <= wheel


def test_the_wheel_installs_nothing_beside_the_package(wheel: set[str]) -> None:
    assert {name.split("/")[0].split("-")[0] for name in wheel} == {"leadctl"}


def test_the_source_distribution_can_build_the_wheel(sdist: set[str]) -> None:
    assert {"schema.sql", "pyproject.toml", "README.md", "LICENSE"} <= sdist
    assert _package_data() <= sdist
