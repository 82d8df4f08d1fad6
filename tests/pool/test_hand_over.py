"""Leaving staff: everything is handed over in one step, and nothing stays on nobody's list."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import FillOnce
from tests.pool.conftest import Floor


@pytest.fixture
def busy(floor: Floor, fill_once: FillOnce) -> Floor:
    """Li Na has an open lead, one asleep, one ordered and one whose churn awaits its verification (1 to 4); a
    delivered one (5), whose owner complains; and a task of a campaign. Wang Qiang has the lead 6."""
    fill_once(floor.db, _work, floor)
    return floor


def _work(floor: Floor) -> None:
    for number in range(1, 6):
        floor.opened(number, "--grade", "B", on="2026-10-01")
    floor.opened(6, on="2026-10-01", as_="Wang Qiang")
    for words in (
        ("dormant", 2, "--until", "2026-12-01"), ("order", 3), ("defeat", 4, "--reason", "price"), ("order", 5),
        ("deliver", 5),
        ("aftercare", "done", 5, "--result", "complaint", "--note", "a door rattles", "--until", "2026-10-09"),
    ):  # fmt: skip
        floor.run(*words, now="2026-10-02T10:00", as_="Li Na")
    floor.run("campaign", "add", "autumn", now="2026-10-02T11:00", as_="Boss")
    task = ("campaign", "tasks", "autumn", "--add", "rent the tent", "--on", "2026-10-08", "--staff", "Li Na")
    floor.run(*task, now="2026-10-02T11:00", as_="Boss")


def _list(floor: Floor, name: str, on: str) -> list[tuple[str, int | None, str | None]]:
    """(task, lead, whose) of the lines of somebody's list, without those of leads 1 to 4 and 6."""
    lines: list[dict[str, Any]] = floor.json("due", now=f"{on}T08:00", as_=name)
    return [(line["task"], line["lead"], line["consultant"]) for line in lines if line["lead"] in (5, None)]


def test_somebody_with_leads_does_not_leave(busy: Floor) -> None:
    said = busy.refused("staff", "leave", "Li Na", now="2026-10-05T18:00", as_="Boss")
    assert "4 open leads" in said
    assert "leadctl assign --from 'Li Na' --to NAME" in said


def test_everything_is_handed_over_and_counted(busy: Floor) -> None:
    before = busy.rows()
    hand_over = ("assign", "--from", "Li Na", "--to", "Wang Qiang")
    said = busy.run(*hand_over, "--dry-run", now="2026-10-05T18:00", as_="Boss")
    counted = "1 open, 1 asleep, 1 ordered, 1 awaiting verification, open complaints: 1, campaign tasks: 1"
    assert said.splitlines() == [f"4 leads: now Wang Qiang's ({counted})", "  nothing was written"]
    assert busy.rows() == before
    record = busy.json(*hand_over, now="2026-10-05T18:00", as_="Boss")
    assert record["by_status"] == {"open": 1, "dormant": 1, "ordered": 1, "verification": 1}
    assert (record["leads"], record["complaints"], record["campaign_tasks"]) == (4, 1, 1)
    assert {busy.owner(lead, "2026-10-05") for lead in range(1, 5)} == {"Wang Qiang"}
    assert busy.healthy("2026-10-05")
    busy.run("undo", record["operation"], now="2026-10-05T18:30", as_="Boss")
    assert busy.rows() == before
    assert busy.healthy("2026-10-05")


def test_after_the_hand_over_they_leave_and_all_is_on_one_list(busy: Floor) -> None:
    busy.run("assign", "--from", "Li Na", "--to", "Wang Qiang", now="2026-10-05T18:00", as_="Boss")
    left = busy.json("staff", "leave", "Li Na", now="2026-10-05T19:00", as_="Boss")
    assert (left["complaints"], left["campaign_tasks"], left["owners"]) == (0, 0, 1)
    # The complaint and the task are Wang Qiang's; the owner of the car that Li Na sold is everybody's.
    owner, complaint, task = ("aftercare", 5, "Li Na"), ("aftercare", 5, "Wang Qiang"), ("campaign", None, "Wang Qiang")
    assert sorted(_list(busy, "Wang Qiang", "2026-10-08")) == sorted([owner, complaint, task])
    assert _list(busy, "Zhao Lei", "2026-10-08") == [owner]


def test_without_a_hand_over_what_is_left_comes_to_everybody(busy: Floor) -> None:
    """Her complaint is about a car of her own, so that no seller is there to take it."""
    for lead in range(1, 5):
        busy.run("assign", lead, "--to", "Wang Qiang", now="2026-10-05T18:00", as_="Boss")
    said = busy.run("staff", "leave", "Li Na", now="2026-10-05T19:00", as_="Boss")
    assert said.splitlines()[1] == (
        "  for everybody now: open complaints: 1, campaign tasks: 1, owners to care for: 1"
    )  # fmt: skip
    expected = [("aftercare", 5, "Li Na"), ("aftercare", 5, None), ("campaign", None, "Li Na")]
    for name in ("Wang Qiang", "Zhao Lei", "Boss", "Mei"):
        assert sorted(_list(busy, name, "2026-10-08"), key=str) == sorted(expected, key=str), name


def test_a_complaint_whose_answerer_left_comes_to_the_consultant_of_the_car(floor: Floor) -> None:
    lead = floor.opened(1, on="2026-10-01", as_="Wang Qiang")
    for words in (("order", lead), ("deliver", lead)):
        floor.run(*words, now="2026-10-02T10:00", as_="Wang Qiang")
    complaint = ("aftercare", "done", lead, "--result", "complaint", "--note", "rattles", "--until", "2026-10-05")
    floor.run(*complaint, "--staff", "Li Na", now="2026-10-03T10:00", as_="Mei")

    def lists(on: str) -> dict[str, bool]:
        return {
            name: any("complaint" in line["why"] for line in floor.json("due", now=f"{on}T08:00", as_=name))
            for name in ("Li Na", "Wang Qiang", "Zhao Lei", "Mei")
            if (name, on) != ("Li Na", "2026-10-05")
        }

    assert lists("2026-10-04") == {"Li Na": True, "Wang Qiang": False, "Zhao Lei": False, "Mei": True}
    floor.run("staff", "leave", "Li Na", now="2026-10-04T18:00")
    assert lists("2026-10-05") == {"Wang Qiang": True, "Zhao Lei": False, "Mei": True}
    floor.run("staff", "leave", "Wang Qiang", now="2026-10-05T18:00")
    listed = floor.json("due", now="2026-10-06T08:00", as_="Zhao Lei")
    assert [line["consultant"] for line in listed if "complaint" in line["why"]] == [None]


def test_who_had_the_lead_at_the_delivery_has_the_complaint_and_the_owner_of_the_car(floor: Floor) -> None:
    """Ordered with Wang Qiang, handed over to Zhao Lei, delivered with her: docs/domain.md section 6."""
    lead = floor.opened(1, on="2026-10-01", as_="Wang Qiang")
    floor.run("order", lead, now="2026-10-02T10:00", as_="Wang Qiang")
    floor.run("assign", lead, "--to", "Zhao Lei", now="2026-10-02T11:00", as_="Boss")
    floor.run("deliver", lead, now="2026-10-03T10:00", as_="Zhao Lei")
    complaint = ("aftercare", "done", lead, "--result", "complaint", "--note", "rattles", "--until", "2026-10-06")
    floor.run(*complaint, "--staff", "Li Na", now="2026-10-04T10:00", as_="Mei")
    floor.run("staff", "leave", "Li Na", now="2026-10-04T18:00")
    listed = {
        name: [line["consultant"] for line in floor.json("due", now="2026-10-05T08:00", as_=name)]
        for name in ("Wang Qiang", "Zhao Lei")
    }
    assert listed == {"Wang Qiang": [], "Zhao Lei": ["Zhao Lei"]}
    left = [floor.json("staff", "leave", name, now="2026-10-05T18:00")["owners"] for name in ("Wang Qiang", "Zhao Lei")]
    assert left == [0, 1]


def test_a_lead_that_comes_back_to_who_has_left_is_everybodys(floor: Floor) -> None:
    """The delivery is taken back after its seller left: the order is hers again, and somebody must work it."""
    lead = floor.opened(1, on="2026-10-01")
    floor.run("order", lead, now="2026-10-02T10:00", as_="Li Na")
    delivery = floor.json("deliver", lead, now="2026-10-03T10:00", as_="Li Na")["operation"]
    floor.run("staff", "leave", "Li Na", now="2026-10-04T10:00")
    floor.run("undo", delivery, now="2026-10-05T10:00", as_="Boss")
    assert floor.owner(lead, "2026-10-05") == "Li Na"
    assert floor.why(lead, "2026-10-09", as_="Zhao Lei") == "O: every 7 d, last 7 d ago"
    assert floor.why(lead, "2026-10-08", "--ahead", "2", as_="Zhao Lei") == "O: every 7 d, last 6 d ago"
    floor.run("assign", "--from", "Li Na", "--to", "Wang Qiang", now="2026-10-09T10:00")
    assert floor.why(lead, "2026-10-10", as_="Zhao Lei") is None
    assert floor.why(lead, "2026-10-10", as_="Wang Qiang") == "O: every 7 d, last 8 d ago"


def test_a_hand_over_to_oneself_or_of_nothing_is_refused(busy: Floor) -> None:
    for giver, taker in (("Li Na", "Li Na"), ("Zhao Lei", "Li Na"), ("Li Nah", "Zhao Lei")):
        before = busy.rows()
        busy.refused("assign", "--from", giver, "--to", taker, now="2026-10-05T18:00")
        assert busy.rows() == before


def test_figures_stay_with_whoever_earned_them(floor: Floor) -> None:
    """Li Na keeps one window of three and sells a car; then everything is Wang Qiang's, by neglect or by hand."""
    first, second, sold = (floor.opened(number, "--grade", "H", on="2026-10-01") for number in (1, 2, 3))
    floor.run("followup", first, now="2026-10-02T10:00", as_="Li Na")
    floor.run("order", sold, "--price", "120000", now="2026-10-02T11:00", as_="Li Na")
    month = ("report", "followups", "--month", "2026-10")

    def figures(name: str, on: str) -> dict[str, Any]:
        row = next(row for row in floor.json(*month, now=f"{on}T23:00")["consultants"] if row["consultant"] == name)
        return {key: row[key] for key in row if key not in ("overdue_now", "released")}

    earned = figures("Li Na", "2026-10-08")
    assert (earned["due"], earned["on_time"], earned["follow_ups"], earned["sales"]) == (3, 1, 1, 1)
    assert floor.released("2026-10-08") == [second, first]  # of 10-02 and of 10-04
    for lead in (first, second):
        floor.run("assign", lead, "--to", "Wang Qiang", now="2026-10-08T19:00")
    floor.run("assign", "--from", "Li Na", "--to", "Wang Qiang", now="2026-10-08T19:05")
    for lead in (first, second):
        floor.run("followup", lead, now="2026-10-09T10:00", as_="Wang Qiang")
    floor.run("order", second, now="2026-10-10T10:00", as_="Wang Qiang")
    floor.run("deliver", sold, now="2026-10-10T11:00", as_="Wang Qiang")
    assert figures("Li Na", "2026-10-10") == earned
    his = figures("Wang Qiang", "2026-10-10")
    assert (his["due"], his["on_time"], his["follow_ups"], his["sales"]) == (1, 0, 2, 1)  # the ordered one's, of 10-09
    assert [entry["lead"] for entry in floor.json(*month, "--list", "on_time", now="2026-10-10T23:00")] == [first]


def test_released_leads_are_a_figure_of_who_lost_them(floor: Floor) -> None:
    for number, name in ((1, "Li Na"), (2, "Li Na"), (3, "Wang Qiang")):
        floor.opened(number, "--grade", "H", on="2026-10-01", as_=name)
    assert len(floor.released("2026-10-08")) == 3
    floor.run("assign", 1, "--to", "Wang Qiang", now="2026-10-08T19:00")
    month = ("report", "followups", "--month", "2026-10")
    data = floor.json(*month, now="2026-10-31T09:00")
    assert {row["consultant"]: row["released"] for row in data["consultants"]} == {
        "Li Na": 2, "Wang Qiang": 1, "Zhao Lei": 0, None: 0,
    }  # fmt: skip
    assert data["team"]["released"] == 3
    listed = floor.json(*month, "--list", "released", now="2026-10-31T09:00")
    assert [(row["lead"], row["consultant"], row["released_at"]) for row in listed] == [
        (1, "Li Na", "2026-10-08T18:00"), (2, "Li Na", "2026-10-08T18:00"), (3, "Wang Qiang", "2026-10-08T18:00"),
    ]  # fmt: skip
    of_li = floor.json(*month, "--list", "consultants.Li Na.released", now="2026-10-31T09:00")
    assert of_li == floor.json(*month, "--list", "released", "--consultant", "Li Na", now="2026-10-31T09:00")
    assert [row["lead"] for row in of_li] == [1, 2]
    assert "Released" in floor.run(*month, now="2026-10-31T09:00")
    assert floor.json("report", "followups", "--month", "2026-11", now="2026-11-01T09:00")["team"]["released"] == 0


def test_the_managers_page_counts_who_was_released_and_takes_it_for_no_leak(floor: Floor) -> None:
    for number in (1, 2):
        floor.opened(number, "--grade", "H", on="2026-10-01")
    floor.released("2026-10-08")
    page = floor.json("report", "--month", "2026-10", now="2026-11-05T09:00")
    assert (page["followups"]["team"]["released"], page["leaks"]) == (2, [])
    listed = floor.json("report", "--month", "2026-10", "--list", "followups.released", now="2026-11-05T09:00")
    assert len(listed) == 2
