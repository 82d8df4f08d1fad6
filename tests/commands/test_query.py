"""Questions of one's own: the views, and nothing else of the store."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from leadctl.store.queries.views import view_names
from tests.commands.stores import fill
from tests.conftest import FillOnce

Run = Callable[..., Any]

DOCUMENT = Path(__file__).parents[2] / "docs" / "views.md"
EXAMPLES = re.findall(r"```sql\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.S)


@pytest.fixture
def shop(run: Run, store: Path, fill_once: FillOnce) -> Run:
    fill_once(store, fill, run)
    return run


def refusal(run: Run, sql: str) -> str:
    """The code of what is said to a query that is refused."""
    done = run("query", sql, "--json", "--seconds", 1)
    assert done.code == 1, done
    return str(done.json["error"]["code"])


def test_the_examples_of_the_document_find_something(run: Run, year_store: Path) -> None:
    assert len(EXAMPLES) == 10
    for sql in EXAMPLES:
        done = run("query", sql, "--json", env={"LEADCTL_DB": str(year_store)})
        assert (done.code, bool(done.json)) == (0, True), (sql, done.err)


def test_the_document_has_every_column_of_every_view(shop: Run, store: Path) -> None:
    told = {
        name: columns.split()
        for name, columns in re.findall(r"^\| `(v_\w+)` \|[^|]*\| `([^`]+)`", DOCUMENT.read_text("utf-8"), re.M)
    }
    with closing(sqlite3.connect(store)) as db:
        made = {name: [row[1] for row in db.execute(f"PRAGMA table_info({name})")] for name in view_names()}
    assert told == made


def test_every_view_has_a_row_for_each_fact(shop: Run, store: Path) -> None:
    with closing(sqlite3.connect(store)) as db:
        for name in ("customers", "leads", "visits", "followups", "orders", "churns"):
            (count,) = db.execute(f"SELECT count(*) FROM {name}").fetchone()
            assert shop("query", f"SELECT count(*) AS n FROM v_{name}", "--json").json == [{"n": count}]
        past, closed = db.execute("SELECT count(*), count(answered_at) FROM contact_windows").fetchone()
        (running,) = db.execute("SELECT count(*) FROM leads WHERE window_by IS NOT NULL").fetchone()
    windows = "SELECT count(*) AS n, count(nth) AS ended, count(answered_at) AS a FROM v_windows"
    assert shop("query", windows, "--json").json == [{"n": past + running, "ended": past, "a": closed}]
    present = "SELECT count(*) AS n FROM v_states JOIN v_leads USING (lead, status) WHERE until_at IS NULL"
    assert shop("query", present, "--json").json == shop("query", "SELECT count(*) AS n FROM v_leads", "--json").json


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM customers",
        "SELECT count(*) FROM phones",
        "WITH v_customers AS (SELECT phone FROM phones) SELECT * FROM v_customers",
        "WITH v_customers(phone) AS (SELECT phone FROM main.phones) SELECT v.phone FROM v_customers AS v",
        "SELECT phone FROM main.v_customers",
        "SELECT lead, (SELECT note FROM visits AS v WHERE v.lead = l.lead) FROM v_leads AS l",
        "SELECT sql FROM sqlite_schema",
        "SELECT name FROM pragma_table_info('phones')",
        "PRAGMA query_only = OFF",
        "DELETE FROM v_leads",
        "CREATE TABLE mine (x)",
        "ATTACH 'other.db' AS other",
        "COMMIT TRANSACTION",
    ],
)
def test_a_query_reads_nothing_but_the_views(shop: Run, sql: str) -> None:
    assert refusal(shop, sql) in ("query-not-allowed", "bad-query")


def test_what_is_no_single_select_is_refused(shop: Run) -> None:
    for sql in ("SELEC 1", "SELECT 1; SELECT 2", "SELECT nothing FROM v_leads", "SELECT load_extension('x')"):
        assert refusal(shop, sql) == "bad-query"
    assert refusal(shop, "/* a remark only */") == "no-query"


def test_a_query_without_end_is_stopped(shop: Run) -> None:
    endless = "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT count(*) FROM t"
    assert refusal(shop, endless) == "query-too-long"


def test_phones_are_masked_and_notes_left_out_unless_revealed_which_is_recorded(shop: Run, store: Path) -> None:
    with closing(sqlite3.connect(store)) as db:
        phones = [row[0] for row in db.execute("SELECT min(phone) FROM phones GROUP BY customer ORDER BY customer")]
        (notes,) = db.execute("SELECT count(note) FROM followups").fetchone()
    sql = "SELECT phone FROM v_customers WHERE phone IS NOT NULL ORDER BY customer"
    masked = shop("query", sql, "--format", "csv").out
    assert not any(phone in masked for phone in phones)
    assert "****" in masked
    assert refusal(shop, "SELECT note FROM v_followups") == "bad-query"
    assert [row["phone"] for row in shop("query", sql, "--reveal", "--json").json] == phones
    told = shop("query", "SELECT note FROM v_followups WHERE note IS NOT NULL", "--reveal", "--json").json
    assert len(told) == notes > 0
    log = shop("operations", "--access", "--all", "--json").json
    assert [(row["command"], row["people"], row["revealed"]) for row in log[:2]] == [
        ("query", notes, True),
        ("query", len(phones), True),
    ]


def test_a_phone_in_what_was_typed_cannot_be_taken_apart(shop: Run) -> None:
    shop("log-visit", "--name", "Wang 13712345678", "--phone", "13712345678", "--rival", "R 13712345678")
    asked = "SELECT substr({0}, instr({0}, '1'), 6) AS part FROM {1} WHERE {0} LIKE '%5678'"
    for column, view in (("name", "v_customers"), ("rival", "v_visits")):
        assert shop("query", asked.format(column, view), "--json").json == [{"part": "137***"}]
        assert shop("query", asked.format(column, view), "--reveal", "--json").json == [{"part": "137123"}]


def test_a_question_comes_from_a_file_and_an_answer_in_every_format(shop: Run, tmp_path: Path) -> None:
    question, answer = tmp_path / "question.sql", tmp_path / "answer.xlsx"
    question.write_text("SELECT 1 AS n, 2 AS n, x'00ff' AS bytes, 9e999 AS much", encoding="utf-8")
    assert shop("query", question, "--json").json == [{"n": 1, "n_2": 2, "bytes": "00ff", "much": None}]
    assert shop("query", "-", "--format", "csv", input="SELECT 7 AS n").out.split() == ["n", "7"]
    assert shop("query", question, "-o", answer).code == 0
    assert answer.stat().st_size > 1000
    assert "cannot be read" in shop("query", "nowhere.sql").err


def test_a_masked_copy_holds_the_views_as_tables(shop: Run, store: Path, tmp_path: Path) -> None:
    copy = tmp_path / "views.db"
    shop("log-visit", "--name", "电话13712345678", "--phone", "13712345678", "--note", "secret")
    assert shop("export", "--masked", copy).code == 0
    assert shop("export", "--masked", copy).code == 0, "an older masked copy is replaced"
    assert b"13712345678" not in copy.read_bytes()
    with closing(sqlite3.connect(copy)) as db:
        for name in view_names():
            rows = shop("query", f"SELECT count(*) AS n FROM {name}", "--json").json
            assert db.execute(f"SELECT count(*) FROM {name}").fetchone()[0] == rows[0]["n"]
    refused = shop("export", "--masked", store)
    assert (refused.code, "holds a database" in refused.err) == (1, True)
    assert shop("export", "--masked", copy, "--reveal").code == 2
