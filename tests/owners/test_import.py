"""Owners of files: those sold before, here or elsewhere."""

from __future__ import annotations

from tests.owners.conftest import DELIVERED, FRIEND, ZHANG, Showroom

HEADER = "姓名,电话,车型,交车日期,车架号,销售顾问,保险到期\n"
OLD = f"李静,{FRIEND},远山 S3,2022-05-04,LSGJA52U0AH000001,Li Na,2027-03-10\n"


def test_an_old_owner_is_owed_the_latest_contact_only(empty: Showroom) -> None:
    summary = empty.send(HEADER + OLD)
    assert (summary["records"], summary["customers"], summary["written"]) == (1, 1, True)
    assert empty.owed("2026-11-22") == [("2026-11-04", ["month-54"])]
    [line] = empty.due("2026-11-22")
    assert (line["lead"], line["model"], line["customer"]) == (None, "远山 S3", "李静")


def test_the_insurance_of_the_file_dates_the_reminder(empty: Showroom) -> None:
    empty.send(HEADER + OLD)
    empty.write("aftercare", "done", FRIEND, "--result", "fine", on="2027-02-07")
    assert empty.owed("2027-02-08") == [("2027-02-08", ["insurance-2027"])]


def test_the_same_file_again_changes_nothing_and_a_changed_cell_is_updated(empty: Showroom) -> None:
    empty.send(HEADER + OLD)
    before = empty.state()
    again = empty.send(HEADER + OLD)
    assert (again["unchanged"], again["records"], again["updated"]) == (1, 0, 0)
    assert empty.state() == before
    changed = empty.send(HEADER + OLD.replace("2027-03-10", "2027-04-10"))
    assert changed["updated"] == 1
    assert empty.rows("SELECT insurance_on FROM owned_cars") == [("2027-04-10",)]


def test_one_bad_row_and_nothing_is_written(empty: Showroom) -> None:
    before = empty.state()
    summary = empty.send(HEADER + OLD + f"王五,{ZHANG},远山 S3,2022-13-04,,,\n,,x,2022-05-04,,,\n", code=3)
    assert [(error["line"], error["column"]) for error in summary["errors"]] == [(3, "delivered_on"), (4, "phone")]
    assert empty.state() == before
    assert empty.send(HEADER + OLD, "--dry-run")["records"] == 1
    assert empty.state() == before


def test_a_batch_is_undone_as_one(empty: Showroom) -> None:
    before = empty.state()
    empty.send(HEADER + OLD + f"王五,{ZHANG},远山 X9,2024-05-04,,New One,\n")
    operation = empty.rows("SELECT max(id) FROM operations")[0][0]
    empty.write("undo", operation, on="2026-11-22")
    assert empty.state() == before


def test_a_car_delivered_here_is_not_counted_twice_whichever_came_first(empty: Showroom) -> None:
    row = f"张伟,{ZHANG},远山 X5,{DELIVERED},,Li Na,2026-10-05\n"
    empty.send(HEADER + row, on="2026-09-01")
    empty.write("aftercare", "done", ZHANG, "--result", "fine", on="2026-09-03")
    empty.buy(ZHANG, ordered="2026-08-20", delivered=DELIVERED)
    [line] = empty.due("2026-09-07")
    assert (line["lead"], line["last_contact"]) == (1, "2026-09-03T10:00")
    assert empty.rows("SELECT delivery, care_on FROM owned_cars") == [(1, None)]
    assert empty.send(HEADER + row)["unchanged"] == 1


def test_the_file_adds_to_what_is_known_of_a_delivery_and_outlives_its_undoing(empty: Showroom) -> None:
    empty.buy(ZHANG, ordered="2026-08-20", delivered=DELIVERED)
    deliver = empty.rows("SELECT max(id) FROM operations")[0][0]
    empty.send(HEADER + f"张伟,{ZHANG},远山 X5,{DELIVERED},,Li Na,2026-10-05\n", on="2026-09-01")
    assert empty.owed("2026-09-05") == [("2026-09-03", ["day-3", "insurance-2026"])]
    empty.write("undo", deliver, on="2026-09-01")
    [line] = empty.due("2026-09-05")
    assert line["lead"] is None


def test_new_names_are_refused_when_strict(empty: Showroom) -> None:
    summary = empty.send(HEADER + OLD.replace("Li Na", "Nobody Known"), "--strict", code=3)
    assert {error["column"] for error in summary["errors"]} <= {"model", "consultant"}


def test_a_phone_that_is_mended_beside_the_same_car_is_the_owners(empty: Showroom) -> None:
    other = f"王五,{ZHANG},远山 X9,2024-05-04,LSGJA52U0AH000002,,\n"
    empty.send(HEADER + OLD + other)
    again = empty.send(HEADER + OLD.replace(FRIEND, "13812340009") + other)
    assert (again["updated"], again["unchanged"], again["customers"]) == (1, 1, 0)
    assert empty.rows("SELECT c.name, p.phone FROM owned_cars w JOIN customers c ON c.id = w.customer"
                      " JOIN phones p ON p.customer = c.id ORDER BY w.id") == [
        ("李静", "13812340009"), ("王五", ZHANG),
    ]  # fmt: skip


def test_another_owner_of_the_same_car_is_another_customer(empty: Showroom) -> None:
    other = f"王五,{ZHANG},远山 X9,2024-05-04,LSGJA52U0AH000002,,\n"
    empty.send(HEADER + OLD + other)
    assert empty.send(HEADER + OLD.replace(FRIEND, "13812340009").replace("李静", "李刚") + other)["customers"] == 1
