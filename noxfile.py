"""The checks with every supported Python, and with the lowest and the newest release of every dependency.

``nox`` runs the tests with each Python that is installed and skips the others. ``nox -s lowest`` and
``nox -s newest`` leave the lock file aside. Arguments after ``--`` go to pytest.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import nox
from packaging.requirements import Requirement

PYTHONS = ["3.11", "3.12", "3.13", "3.14"]
LOCK = "requirements-dev.lock"
SPARK_LOCK = "requirements-spark.lock"
LOCK_HEADER = """\
# The releases that development and CI use, with the hashes of their files, for every supported Python. By: nox -s lock
# Used by: pip install --require-hashes -r requirements-dev.lock && pip install --no-deps --no-build-isolation -e .
# Renew it when pyproject.toml changes its requirements, or to take up newer releases. See CONTRIBUTING.md.
"""
SPARK_LOCK_HEADER = """\
# What the extra "spark" adds (500 MB), with hashes, for "sh tests/run.sh --long" with a Java runtime. By: nox -s lock
# Used by: pip install --require-hashes --no-build-isolation -r requirements-spark.lock, after requirements-dev.lock.
"""

nox.options.sessions = ["tests"]
nox.options.error_on_missing_interpreters = False


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """All tests, with the locked releases and nothing that has no hash."""
    session.install("--require-hashes", "--requirement", LOCK)
    session.install("--no-deps", "--no-build-isolation", "--editable", ".")
    _run_pytest(session)


@nox.session(python=PYTHONS[0])
def lowest(session: nox.Session) -> None:
    """All tests, with the lowest release that pyproject.toml allows of every direct dependency."""
    constraints = Path(session.create_tmp()) / "lowest.txt"
    constraints.write_text("".join(f"{pin}\n" for pin in _lowest_releases()), encoding="utf-8")
    _install(session, "--constraint", str(constraints))
    _run_pytest(session)


@nox.session(python=PYTHONS)
def newest(session: nox.Session) -> None:
    """All tests, with the newest release that pyproject.toml allows of every dependency."""
    _install(session, "--upgrade", "--upgrade-strategy", "eager")
    _run_pytest(session)


@nox.session(python=PYTHONS[0])
def docs(session: nox.Session) -> None:
    """The documents as a site, in site/."""
    session.install("--editable", ".[docs]")
    session.run("mkdocs", "build", "--strict", *session.posargs)


@nox.session(python=PYTHONS[0], reuse_venv=False)
def lock(session: nox.Session) -> None:
    """Write the lock files anew, with the newest releases that pyproject.toml allows."""
    session.install("uv")
    folder = Path(session.create_tmp())
    extras = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    (folder / "spark.in").write_text(next(line for line in extras["spark"] if line.startswith("pyspark")))
    for target, header, asked in (
        (LOCK, LOCK_HEADER, ("pyproject.toml", "--extra", "dev")),
        (SPARK_LOCK, SPARK_LOCK_HEADER, (str(folder / "spark.in"),)),
    ):
        session.run(
            *("uv", "pip", "compile", *asked, "--upgrade", "--universal"),
            *("--python-version", PYTHONS[0], "--generate-hashes", "--no-header", "--no-annotate"),
            *("--quiet", "--output-file", str(folder / target)),
        )
        Path(target).write_text(header + (folder / target).read_text(encoding="utf-8"), encoding="utf-8")


def _install(session: nox.Session, *options: str) -> None:
    session.install(*options, "--editable", ".[test]")


def _run_pytest(session: nox.Session) -> None:
    session.run("python", "-m", "pytest", "-n", "2", "--dist", "loadfile", *session.posargs)


def _lowest_releases() -> list[str]:
    """The lower bound of each direct dependency as a pin, such as ``rich==13.7``; no bound, no pin."""
    project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    requirements = map(Requirement, lines)
    return [
        f"{requirement.name}=={bound.version}"
        for requirement in requirements
        for bound in requirement.specifier
        if bound.operator == ">="
    ]
