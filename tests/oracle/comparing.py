"""Puts the program's answers beside the model's, figure by figure, and says where they differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from statistics import quantiles
from typing import Any

from tests.oracle import figures
from tests.oracle.due_list import hot_to_cold, lines, on_the_edge, overdue_leads
from tests.oracle.facts import Delivery
from tests.oracle.figures import DEPTHS, Counts, Month, ratio
from tests.oracle.playing import MANAGER, Play
from tests.oracle.standing import ONE_DAY, Standing

FEW = 40
"""As many differences are told at most."""


class Differences:
    """What was found so far, in words."""

    def __init__(self, play: Play) -> None:
        self.play = play
        self.told: list[str] = []

    def compare(self, command: str, figure: str, program: object, model: object, lead: int | None = None) -> None:
        """Tells a difference between the program's value and the model's; the lead's facts stand beside the first."""
        if not _same(program, model):
            what = f"seed {self.play.seed}, {self.play.now:%m-%d %H:%M}, leadctl {command}: {figure}"
            self.told.append(f"{what}: program {program!r}, model {model!r}{self._facts(lead)}")

    def _facts(self, lead: int | None) -> str:
        if lead is None or any(f"lead {lead} was" in told for told in self.told):
            return ""
        facts = "\n".join(f"      {fact}" for fact in self.play.store.of(lead))
        return f"\n    what happened to it (lead {lead} was not told before):\n{facts}"

    def check(self) -> None:
        """Fails with what differs."""
        if self.told:
            rest = len(self.told) - FEW
            more = [f"... and {rest} more"] if rest > 0 else []
            raise AssertionError("\n".join([f"{len(self.told)} differences", *self.told[:FEW], *more]))


def _same(program: object, model: object) -> bool:
    if isinstance(program, float) or isinstance(model, float):
        return (
            isinstance(program, int | float) and isinstance(model, int | float) and abs(program - model) < 1e-9
        ) or program == model
    return program == model


class Comparison:
    """Asks the program, and compares with the model."""

    def __init__(self, play: Play) -> None:
        self.play, self.store = play, play.store
        self.differences = Differences(play)

    def ask(self, *words: object) -> Any:
        result = self.play.call(MANAGER, *words, "--json")
        assert result.code == 0, f"{words}: {result.err}"
        return result.json

    def all_of_the_day(self, day: date) -> None:
        """Today's list and standing of every lead, and what the list will be in three days if nothing happens."""
        self.due(day)
        self.due(day + 3 * ONE_DAY)
        self.overdue(day)
        for lead in self.store.leads():
            self.show(lead)

    def all_of_the_month(self, month: Month) -> None:
        self.all_of_the_days(month)
        if month.first <= self.play.today <= month.last:
            self.forecast(month)

    def all_of_the_days(self, days: Month) -> None:
        """What is counted of any days."""
        self.funnel(days)
        self.traffic(days)
        self.defeats(days)
        self.follow_ups(days)
        self.stages(days)
        self.league(days)

    # --- A day -----------------------------------------------------------------------------------------------------

    def due(self, day: date) -> None:
        command = f"due --all --on {day}"
        answered = self.ask("due", "--all", "--on", day.isoformat())
        edge = {fact.lead for fact in self.store.all(Delivery) if on_the_edge(fact.day, day)}
        program = {(line["lead"], line["task"]): line for line in answered if _is_ours(line, edge)}
        model = {(line.lead, line.task): asdict(line) for line in lines(self.store, day)}
        model = {key: line for key, line in model.items() if _is_ours(line, edge)}
        for lead, task in sorted(program.keys() | model.keys()):
            theirs, ours = program.get((lead, task)), model.get((lead, task))
            figure = f"lead {lead}, {task}"
            if theirs is None or ours is None:
                self.differences.compare(command, figure, _listed(theirs), _listed(ours), lead)
                continue
            for name, value in ours.items():
                if task == "aftercare" and name not in ("due_from", "due_by", "days_over", "consultant"):
                    continue
                if task == "verification" and name == "retry_on":
                    continue
                self.differences.compare(command, f"{figure}, {name}", theirs.get(name), value, lead)
        self._order(command, answered)

    def _order(self, command: str, answered: list[dict[str, Any]]) -> None:
        """Overdue before due, then from hot to cold (docs/domain.md section 3), among the follow-ups."""
        places = [
            (line["days_over"] <= 0, hot_to_cold(line["grade"]))
            for line in answered
            if line["task"] in ("follow-up", "first-follow-up")
        ]
        self.differences.compare(command, "order of the follow-ups", places, sorted(places))

    def overdue(self, day: date) -> None:
        """``due --overdue`` lists what the report counts, but for who is to be tried again on a later day."""
        waiting = {lead for lead in self.store.leads() if (self.play.stands(lead).retry_on or day) > day}
        answered = self.ask("due", "--all", "--overdue")
        program = {line["lead"] for line in answered if line["task"] in ("follow-up", "first-follow-up")}
        model = set(overdue_leads(self.store, day))
        self.differences.compare("due --all --overdue", "leads", sorted(program - waiting), sorted(model - waiting))

    def show(self, lead: int) -> None:
        stands = self.play.stands(lead)
        if stands.opened_at is None:
            return
        shown = self.ask("show", lead)
        for name, value in shown_of(stands).items():
            self.differences.compare(f"show {lead}", name, shown[name], value, lead)

    # --- A month ---------------------------------------------------------------------------------------------------

    def funnel(self, month: Month) -> None:
        for reading, options, count in (("", (), figures.funnel), ("cohort ", ("--cohort",), figures.cohort)):
            answered = self.ask("report", "funnel", *month.words, *options)
            command = f"report funnel {' '.join(month.words)} {' '.join(options)}"
            self._stages(
                command, reading, answered, {stage: _sum(of) for stage, of in count(self.store, month).items()}
            )
            if options:
                self._rates(command, answered)
            for by in ("consultant", "source", "model"):
                groups = self.ask("report", "funnel", *month.words, "--by", by, *options)["groups"]
                program = {group["group"]: group for group in groups}
                model = count(self.store, month, by)
                for name in sorted(program.keys() | {key for of in model.values() for key in of}, key=str):
                    counts = {stage: of.get(name, 0) for stage, of in model.items()}
                    self._stages(f"{command} --by {by}", f"{reading}{name}", program.get(name), counts)

    def _rates(self, command: str, answered: Mapping[str, Any]) -> None:
        """What each rate of a cohort is of (docs/domain.md section 6)."""
        stages = {stage["stage"]: stage for stage in answered["stages"]}
        for stage, base in (("met", "leads"), ("test_drives", "met"), ("orders", "leads"), ("deliveries", "orders")):
            rate = ratio(stages[stage]["count"], stages[base]["count"])
            self.differences.compare(command, f"{stage} of {base}", stages[stage]["step_rate"], rate)

    def _stages(self, command: str, whose: str, group: Mapping[str, Any] | None, model: Mapping[str, int]) -> None:
        counts = {stage["stage"]: stage["count"] for stage in group["stages"]} if group else {}
        counts.update(group["churn"] if group else {})
        for stage, count in model.items():
            self.differences.compare(command, f"{whose} {stage}", counts.get(stage, 0), count)

    def traffic(self, month: Month) -> None:
        for consultant in (None, *self.store.consultants):
            words = ["report", "traffic", *month.words, *(["--consultant", consultant] if consultant else [])]
            answered = self.ask(*words)
            for figure, value in figures.traffic(self.store, month, consultant).items():
                if consultant and figure in ("sub_dealer_sales", "wholesale_sales", "total_sales", "sub_dealer_share"):
                    continue
                if consultant and figure in ("wholesale_share", "showroom_share"):
                    continue
                program = answered[figure]
                if isinstance(value, dict):
                    program = {name: count for name, count in program.items() if count}
                self.differences.compare(" ".join(words), figure, program, value)

    def defeats(self, month: Month) -> None:
        command = f"report defeats {' '.join(month.words)}"
        answered, model = self.ask("report", "defeats", *month.words), figures.defeats(self.store, month)
        matrix = {row["model"]: _nonzero(row["counts"]) for row in answered["models"]}
        self.differences.compare(command, "models", matrix, model["models"])
        for row in answered["models"]:
            shares = {reason: ratio(count, row["total"]) for reason, count in row["counts"].items()}
            self.differences.compare(command, f"shares of {row['model']}", row["shares"], shares)
        self.differences.compare(command, "total", _nonzero(answered["total"]["counts"]), model["total"])
        for name, value in model["verification"].items():
            self.differences.compare(command, f"verification {name}", answered["verification"][name], value)
        whose = {row["consultant"]: row for row in answered["by_consultant"]}
        for name in sorted(whose.keys() | model["by_consultant"].keys(), key=str):
            row, ours = whose.get(name, {}), model["by_consultant"].get(name, {})
            for figure in ("churned", "confirmed", "overturned", "unreachable", "pending"):
                self.differences.compare(command, f"{name} {figure}", row.get(figure, 0), ours.get(figure, 0))

    def follow_ups(self, month: Month) -> None:
        command = f"report followups {' '.join(month.words)}"
        answered = self.ask("report", "followups", *month.words)
        program = {row["consultant"]: row for row in answered["consultants"]}
        model = figures.follow_up_discipline(self.store, month)
        for name in sorted(program.keys() | model.keys(), key=str):
            row, counts = program.get(name, {}), model.get(name, Counter[str]())
            for figure in ("due", "on_time", "overdue_now", "follow_ups", "advances", "late_entries"):
                self.differences.compare(command, f"{name} {figure}", row.get(figure, 0), counts.get(figure, 0))
            for figure, part, whole in (
                ("on_time_rate", "on_time", "due"),
                ("first_next_day_rate", "first_on_time", "first_due"),
                ("per_sale", "sale_follow_ups", "sales"),
            ):
                value = ratio(counts.get(part, 0), counts.get(whole, 0))
                self.differences.compare(command, f"{name} {figure}", row.get(figure), value)
        for figure in ("due", "on_time", "overdue_now", "follow_ups"):
            everybody = sum(counts[figure] for counts in model.values())
            self.differences.compare(command, f"team {figure}", answered["team"][figure], everybody)
        cars = figures.depth(self.store, month)
        for row in answered["depth"]:
            self.differences.compare(command, f"depth {row['after']}", row["sales"], cars[row["after"]])
            self.differences.compare(
                command, f"depth {row['after']} share", row["share"], ratio(row["sales"], _sum(cars))
            )
        self.differences.compare(command, "depths", tuple(row["after"] for row in answered["depth"]), DEPTHS)

    def stages(self, month: Month) -> None:
        """The finer steps of the funnel, and the days from stage to stage: counts and quartiles."""
        steps = self.ask("report", "funnel", *month.words)["steps"]
        program = {step["step"]: (step["count"], step["of"]) for step in steps}
        self.differences.compare(
            f"report funnel {' '.join(month.words)}", "steps", program, figures.finer_steps(self.store, month)
        )
        for consultant in (None, *self.store.consultants):
            words = ["report", "stages", *month.words, *(["--consultant", consultant] if consultant else [])]
            model = figures.stage_days(self.store, month, consultant)
            for row in self.ask(*words)["steps"]:
                days = model[row["step"]]
                # The middle of one number is itself.
                three = quantiles(days * 2 if len(days) == 1 else days, n=4, method="inclusive") if days else [None] * 3
                answered = [row["leads"], row["lower_quartile"], row["median"], row["upper_quartile"]]
                for name, mine, ours in zip(
                    ("leads", "lower", "median", "upper"), answered, [len(days), *three], strict=True
                ):
                    self.differences.compare(" ".join(words), f"{row['step']} {name}", mine, ours)

    def league(self, month: Month) -> None:
        """What each consultant did, and who is before whom."""
        command = f"report consultants {' '.join(month.words)}"
        rows = {row["consultant"]: row for row in self.ask("report", "consultants", *month.words)["consultants"]}
        stages, cohort = (count(self.store, month, "consultant") for count in (figures.funnel, figures.cohort))
        worked = figures.follow_up_discipline(self.store, month)
        churns = figures.defeats(self.store, month)["by_consultant"]
        scores = {}
        for name in self.store.consultants:
            ours = {stage: stages[stage].get(name, 0) for stage in ("leads", "met", "test_drives", "orders")}
            ours |= {result: churns.get(name, {}).get(result, 0) for result in ("confirmed", "overturned")}
            ours |= {figure: worked[name][figure] for figure in ("sales", "follow_ups", "overdue_now")}
            ours["cohort_orders"] = cohort["orders"].get(name, 0)
            for figure, value in ours.items():
                self.differences.compare(command, f"{name} {figure}", rows[name][figure], value)
            conversion = ratio(ours["orders"], ours["leads"])
            self.differences.compare(command, f"{name} conversion", rows[name]["conversion"], conversion)
            scores[name] = (ours["sales"], -1 if conversion is None else conversion)
        for name, score in scores.items():
            rank = 1 + sum(other > score for other in scores.values())
            self.differences.compare(command, f"{name} rank", rows[name]["rank"], rank)

    def forecast(self, month: Month) -> None:
        command = f"report forecast {' '.join(month.words)}"
        answered, model = self.ask("report", "forecast", *month.words), figures.forecast(self.store, month)
        self.differences.compare(command, "delivered", answered["delivered"]["cars"], model["delivered"])
        cars = {row["grade"]: row["cars"] for row in answered["open"] if row["grade"] is not None and row["cars"]}
        self.differences.compare(command, "open", cars, model["open"])
        for figure in ("expected_cars", "sold", "progress", "out_of_funnel"):
            self.differences.compare(command, figure, answered[figure], model[figure])
        for figure, value in figures.month_end(self.store, month).items():
            self.differences.compare(command, f"month_end {figure}", answered["month_end"][figure], value)

    def forecast_outcome(self, month: Month) -> None:
        command = f"report forecast {' '.join(month.words)}"
        answered = self.ask("report", "forecast", *month.words)
        for figure, value in figures.forecast_outcome(self.store, month).items():
            self.differences.compare(command, f"outcome {figure}", answered["outcome"][figure], value)

    def plan(self, month: Month, sales: Mapping[str | None, int]) -> None:
        """The plan of a month whose targets are set now, the store's (None) and consultants' own: what each source must
        bring, where it stands, and its weeks; of everybody, whoever has a target."""
        for name, target in sales.items():
            whose = () if name is None else ("--consultant", name)
            self.play.must("target", "set", *month.words, "--sales", target, *whose, "--as", MANAGER)
        for name in (None, *self.store.consultants):
            words = ["report", "targets", *month.words, *([] if name is None else ["--consultant", name])]
            answered, command, own = self.ask(*words), " ".join(words), sales.get(name)
            self.differences.compare(command, "target", answered["sales_target"], own)
            if own is not None:
                lines = {line["source"]: line for line in answered["sources"]}
                model = figures.plan(self.store, month, own, name)
                self.differences.compare(command, "sources", set(lines), set(model))
                for source, figure, value in (
                    (source, *one) for source, figures_ in model.items() for one in figures_.items()
                ):
                    self.differences.compare(command, f"{source} {figure}", lines[source][figure], value)
            for figure, value in figures.standing_of_plan(self.store, month, own, name).items():
                self.differences.compare(command, f"standing {figure}", answered["standing"]["sales"][figure], value)
            weeks = {
                row["week"]: {figure: row[figure] for figure in ("leads", "orders", "deliveries")}
                for row in answered["weeks"]
                if row["consultant"] == name
            }
            self.differences.compare(command, "weeks", weeks, figures.weeks_of_plan(self.store, month, name))
        answered = self.ask("report", "targets", *month.words)
        people = {
            row["consultant"]: (row["sales_target"], row["sales"], row["ahead"]) for row in answered["consultants"]
        }
        own_sales = {name: target for name, target in sales.items() if name is not None}
        for name, target in own_sales.items():
            stands = figures.standing_of_plan(self.store, month, target, name)
            for place, value in enumerate((target, stands["actual"], stands["ahead"])):
                self.differences.compare("report targets", f"{name} {place}", people[name][place], value)
        given = {"sales": sum(own_sales.values()), "difference": sum(own_sales.values()) - sales[None]}
        self.differences.compare("report targets", "given out", answered["given_out"], given)


def shown_of(stands: Standing) -> dict[str, Any]:
    """What ``show --json`` says of a lead's standing."""
    owed = stands.owed()
    return {
        "status": stands.status,
        "verification": stands.verification,
        "grade": stands.shown_grade,
        "consultant": stands.owner,
        "source": stands.source,
        "model": stands.model,
        "task": owed.task if owed else None,
        "due_from": owed.due_from.isoformat() if owed else None,
        "due_by": owed.due_by.isoformat() if owed else None,
        "attempts": stands.attempts,
        "contacts": stands.follow_ups,
        "last_contact": stands.last_contact.strftime("%Y-%m-%dT%H:%M") if stands.last_contact else None,
    }


def _is_ours(line: Mapping[str, Any], edge: Iterable[int | None]) -> bool:
    """Lines of leads and of owners after delivery; campaign tasks and the edge of the aftercare are left out."""
    return line["task"] != "campaign" and not (line["task"] == "aftercare" and line["lead"] in edge)


def _listed(line: Mapping[str, Any] | None) -> str:
    return "not listed" if line is None else f"listed, due {line['due_from']} to {line['due_by']}"


def _nonzero(counts: Mapping[str, int]) -> dict[str, int]:
    return {name: count for name, count in counts.items() if count}


def _sum(counts: Counts | Mapping[str, int]) -> int:
    return sum(counts.values())
