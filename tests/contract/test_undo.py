"""Every write is one operation, and an operation can be taken back."""

from __future__ import annotations

from typing import Any

LI, WANG = "13800138001", "13800138002"


def test_bare_undo_takes_back_my_latest_and_prints_its_id(shop: Any) -> None:
    lead = shop.visit(LI, "--grade", "A", at="2026-11-10T10:00")["lead"]
    record = shop.do("followup", lead, now="2026-11-11T10:00")
    result = shop.run("undo", as_="Li Na")
    assert str(record["operation"]) in result.said
    row = shop.row(lead)
    assert (row["task"], row["due_by"]) == ("first-follow-up", "2026-11-11")


def test_undo_restores_what_was_derived(shop: Any) -> None:
    lead = shop.visit(LI, "--grade", "A", at="2026-11-10T10:00")["lead"]
    shop.do("followup", lead, now="2026-11-11T10:00")
    before = shop.row(lead)
    for command in (
        ("grade", lead, "H"),
        ("order", lead),
        ("defeat", lead, "--reason", "price"),
        ("assign", lead, "--to", "Wang Qiang"),
    ):
        record = shop.do(*command, now="2026-11-12T10:00")
        shop.run("undo", record["operation"], as_="Li Na", now="2026-11-12T10:05")
        assert shop.row(lead) == before


def test_undoing_an_undo_is_a_redo(shop: Any) -> None:
    lead = shop.visit(LI, "--grade", "A", at="2026-11-10T10:00")["lead"]
    shop.do("followup", lead, now="2026-11-11T10:00")
    after = shop.row(lead)
    shop.run("undo", as_="Li Na")
    assert shop.row(lead) != after
    shop.run("undo", shop.last_operation(), as_="Li Na")
    assert shop.row(lead) == after


def test_a_whole_batch_is_taken_back(shop: Any) -> None:
    text = "arrived_at,phone,name\n" + "".join(f"2026-11-20T09:0{n},1380013810{n},客{n}\n" for n in range(5))
    path = shop.file("r.csv", text)
    summary = shop.batch(path)
    shop.run("undo")
    assert shop.due("--all") == []
    assert shop.run("visits", "--on", "2026-11-20", "--json").json == []
    again = shop.batch(path)
    assert (again["visits"], again["leads"], again["unchanged"]) == (summary["visits"], summary["leads"], 0)


def test_undo_of_an_update_restores_the_cells(shop: Any) -> None:
    text = "arrived_at,phone,note\n2026-11-20T09:05,13800138001,{}\n"
    shop.batch(shop.file("r.csv", text.format("before")))
    shop.batch(shop.file("r.csv", text.format("after")))
    shop.run("undo")
    out = shop.run("show", LI).out
    assert "before" in out
    assert "after" not in out


def test_what_later_facts_build_on_is_not_taken_back_and_they_are_named(shop: Any) -> None:
    first = shop.visit(LI, "--grade", "A", at="2026-11-10T10:00")
    later = shop.do("followup", first["lead"], now="2026-11-11T10:00")
    result = shop.run("undo", first["operation"], as_="Li Na", code=1)
    assert str(later["operation"]) in result.err
    assert shop.row(first["lead"]) is not None


def test_once_the_later_fact_is_gone_the_first_can_go(shop: Any) -> None:
    first = shop.visit(LI, at="2026-11-10T10:00")
    later = shop.do("followup", first["lead"], now="2026-11-11T10:00")
    shop.run("undo", later["operation"], as_="Li Na")
    shop.run("undo", first["operation"], as_="Li Na")
    assert shop.row(first["lead"]) is None


def test_somebody_elses_operation_needs_its_id(shop: Any) -> None:
    mine = shop.visit(LI, as_="Li Na")
    other = shop.visit(WANG, as_="Wang Qiang")
    shop.run("undo", as_="Li Na")
    # Li Na's own latest went, not the latest of all
    assert shop.row(mine["lead"]) is None
    assert shop.row(other["lead"]) is not None
    shop.run("undo", other["operation"], as_="Li Na")
    assert shop.row(other["lead"]) is None


def test_who_did_nothing_has_nothing_to_undo(shop: Any) -> None:
    lead = shop.visit(LI, as_="Li Na")["lead"]
    shop.run("undo", as_="Wang Qiang", code=1)
    assert shop.row(lead) is not None


def test_an_unknown_operation_is_refused(shop: Any) -> None:
    shop.run("undo", "999999", code=1)


def test_operations_name_who_did_what(shop: Any) -> None:
    record = shop.visit(LI, as_="Li Na")
    listed = shop.run("operations").out
    assert "Li Na" in listed
    assert "log-visit" in listed
    assert record["operation"] == shop.last_operation()


def test_a_refused_command_is_no_operation(shop: Any) -> None:
    before = shop.last_operation()
    shop.run("followup", "4711", as_="Li Na", code=1)
    assert shop.last_operation() == before


def test_a_dry_run_is_no_operation(shop: Any) -> None:
    before = shop.last_operation()
    shop.batch(shop.file("r.csv", "arrived_at\n2026-11-20T09:05\n"), "--dry-run")
    assert shop.last_operation() == before


def test_init_cannot_be_undone(shop: Any) -> None:
    listed = shop.run("operations", "--json", "--limit", "1000").json
    first = min(int(row.get("operation", row.get("id"))) for row in listed)
    if any("init" in str(row.values()) for row in listed):
        shop.run("undo", first, code=1)
    shop.run("due", "--all")
