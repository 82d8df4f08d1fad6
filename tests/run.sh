#!/bin/sh
# Every check, on a bare machine: needs Python >= 3.11 with venv and pip, from any folder.
# The environment is made once, in LEADCTL_TEST_VENV (default .venv-test in the repository). Arguments go to pytest:
# "sh tests/run.sh tests/registers" runs a part of the tests.
# "sh tests/run.sh --long" looks for known weaknesses, runs all tests in full length and measures their coverage, and runs
# the programs of tests/faults in full: some hours. Where there is a Java runtime it installs pyspark (500 MB) for them.
set -eu

cd "$(dirname "$0")/.."
venv=${LEADCTL_TEST_VENV:-.venv-test}
coverage_goal=95

find_python() {
    for candidate in python3 python3.13 python3.12 python3.11 python3.14; do
        if "$candidate" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
            command -v "$candidate"
            return 0
        fi
    done
    echo "tests/run.sh: needs Python >= 3.11 with venv and pip (on Debian: python3-venv)" >&2
    return 1
}

# What the environment was made from: another interpreter, checkout or set of requirements makes it anew.
stamp_of() {
    "$1" -c 'import sys; print(sys.version, sys.base_prefix)'
    pwd
    cat pyproject.toml requirements-dev.lock | cksum
}

make_venv() {
    echo "tests/run.sh: making $venv with $1"
    "$1" -m venv --clear "$venv"
    # Only what has a hash in the lock file; then the project itself, for which nothing more is fetched.
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-compile \
        --require-hashes --requirement requirements-dev.lock
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-compile \
        --no-deps --no-build-isolation --editable .
    stamp_of "$1" >"$venv/made-from"
    # What pip would do before it returns is done beside the checks that need no bytecode; pytest waits for it.
    "$venv/bin/python" -m compileall -q "$venv/lib" >/dev/null 2>&1 &
}

ensure_venv() {
    wanted=$(stamp_of "$1")
    if [ ! -f "$venv/made-from" ] || [ "$(cat "$venv/made-from")" != "$wanted" ]; then
        make_venv "$1"
    fi
}

# The tests make thousands of small stores, each of which waits for the disk: they are made in memory, where the
# machine has room for them and lets programs run there.
make_scratch() {
    room=$(df -Pk /dev/shm 2>/dev/null | awk 'NR == 2 { print $4 }')
    if [ "${room:-0}" -gt 1000000 ] && trial=$(mktemp -d /dev/shm/leadctl-tests.XXXXXX 2>/dev/null); then
        printf '#!/bin/sh\n' >"$trial/program"
        chmod +x "$trial/program"
        if "$trial/program" 2>/dev/null; then
            echo "$trial"
            return 0
        fi
        rm -rf "$trial"
    fi
    mktemp -d
}

check() {
    echo "== $*"
    "$@"
}

# pytest's status survives the pipe in a file, since sh knows no pipefail.
run_pytest() {
    echo "== pytest"
    {
        status=0
        python -m pytest -n 2 --dist loadfile --no-loadscope-reorder "$@" || status=$?
        echo "$status" >"$scratch/status"
    } 2>&1 | tee "$scratch/pytest.log"
    return "$(cat "$scratch/status")"
}

check_coverage() {
    echo "== coverage of domain and store"
    coverage json --quiet -o "$scratch/branches.json" &
    json=$!
    coverage report --fail-under="$coverage_goal"
    wait "$json"
    python - "$scratch/branches.json" "$coverage_goal" <<'PY'
import json
import sys

totals = json.load(open(sys.argv[1], encoding="utf-8"))["totals"]
share = 100 * totals["covered_branches"] / (totals["num_branches"] or 1)
print(f"branches: {totals['covered_branches']} of {totals['num_branches']}, {share:.1f}% (goal {sys.argv[2]}%)")
sys.exit(share < float(sys.argv[2]))
PY
}

python=$(find_python)
ensure_venv "$python"
PATH=$(cd "$venv/bin" && pwd):$PATH
scratch=$(make_scratch)
trap 'rm -rf "$scratch"' EXIT
COVERAGE_FILE=$scratch/coverage
TMPDIR=$scratch
PYTHONDONTWRITEBYTECODE=1
export PATH COVERAGE_FILE TMPDIR PYTHONDONTWRITEBYTECODE

# Each program prints how many faults were tried, survived and lost, and fails where one was lost.
run_long() {
    check python -m tests.faults.kills
    check python -m tests.faults.corruption --count 400
    check python -m tests.faults.operations --count 600
    check python -m tests.faults.concurrency
    check python -m tests.faults.hostile_text
}

# What is known to be dangerous: in the code, and in the locked releases. Where the package index has no such data, or
# there is no network, it is said, and no failure.
check_supply_chain() {
    check bandit --quiet --recursive --configfile pyproject.toml leadctl
    echo "== pip-audit"
    pip-audit --progress-spinner off --disable-pip --require-hashes --requirement requirements-dev.lock \
        --format json --output "$scratch/audit.json" >"$scratch/audit.log" 2>&1 || true
    python - "$scratch/audit.json" <<'PY'
import json
import os
import sys

if not os.path.exists(sys.argv[1]):
    sys.exit(print("no answer: there is no network, or the package index has no data on vulnerabilities"))
releases = json.load(open(sys.argv[1], encoding="utf-8"))["dependencies"]
audited = [release for release in releases if "skip_reason" not in release]
wrong = [release for release in audited if release["vulns"]]
print(f"{len(audited)} of {len(releases)} locked releases audited, {len(wrong)} with known vulnerabilities")
for release in wrong:
    print(f"  {release['name']} {release['version']}:", *(found["id"] for found in release["vulns"]))
sys.exit(bool(wrong))
PY
}

# All that the checks ran with, as CycloneDX. LEADCTL_BOM names another file for it, to be kept.
list_materials() {
    bom=${LEADCTL_BOM:-$scratch/bom.json}
    check cyclonedx-py environment --pyproject pyproject.toml --output-reproducible --of JSON -o "$bom"
    python -c 'import json, sys; print(len(json.load(open(sys.argv[1]))["components"]), "components:", sys.argv[1])' "$bom"
}

# A Spark cluster answers as DuckDB does, where there is a Java runtime. 500 MB that the ordinary run does without.
install_spark() {
    if ! java -version >/dev/null 2>&1; then
        echo "== no Java runtime: what asks a Spark cluster is skipped"
    elif ! python -c 'import pyspark' >/dev/null 2>&1; then
        check python -m pip install --quiet --disable-pip-version-check --no-compile --no-build-isolation \
            --require-hashes --requirement requirements-spark.lock ||
            echo "pyspark cannot be installed: what asks a Spark cluster is skipped"
    fi
}

if [ "${1:-}" = --long ]; then
    install_spark
    check_supply_chain
    list_materials
    # What the ordinary run has no time for: the year of the play, more stores, registers and figures.
    export LONG_TESTS=1
    run_pytest --cov --cov-report=
    check_coverage
    run_long
    exit 0
fi

check ruff check --quiet .
check ruff format --check --quiet .
# Two checks at a time: each uses one processor.
check lint-imports --no-cache >"$scratch/contracts.log" 2>&1 &
contracts=$!
check mypy --strict leadctl tests noxfile.py hatch_build.py
wait "$contracts" || { cat "$scratch/contracts.log"; exit 1; }
cat "$scratch/contracts.log"
wait
# A part of the tests, named on the command line, covers no more than its part.
if [ "$#" -gt 0 ]; then
    run_pytest "$@"
else
    list_materials
    run_pytest
fi
# The last line of all is pytest's own count.
grep -E '[0-9]+ (passed|failed|error|skipped)' "$scratch/pytest.log" | tail -n 1
