"""The manager: the plan of the month, who owns what, who works here, and what the store goes by."""

from __future__ import annotations

from datetime import timedelta

from tests.play.cadence import FIVE_GRADE, Rules
from tests.play.year.store import MANAGER, Store

WINTER = Rules(windows={**FIVE_GRADE, "B": (5, 7)})
SPRING = Rules(windows={**FIVE_GRADE, "A": (2, 4), "C": (8, 12)})
AUTUMN = Rules(windows={**FIVE_GRADE, "H": (1, 1)}, closed=frozenset(f"2026-10-0{day}" for day in (1, 2, 3)))
"""Policies that the store goes over to, each from a day that is named when it is set."""


def month_ends(store: Store) -> str:
    """The month that has ended is closed, and its page kept; returns it."""
    month = str(store.today.replace(day=1) - timedelta(days=1))[:7]
    store.do("report", "close", "--month", month, as_=MANAGER)
    return month


def plan_month(store: Store) -> None:
    """A target, what of the history is overridden, the weeks, and something to do in each."""
    chance, month = store.chance, store.month
    shares = ("--share", "showroom=60%", "--share", "online=20%", "--deal-rate", "showroom=30%")
    raised = ("--raise", "showroom=35%") if store.some(0.5) else ()
    store.do("target", "set", "--month", month, "--sales", chance.randint(4, 30), *shares, *raised, as_=MANAGER)
    for week in chance.sample(range(1, 5), 2):
        whose = ("--consultant", store.consultant()) if store.some(0.5) else ()
        figures = ("--leads", chance.randint(1, 20), "--orders", chance.randint(0, 5), "--deliveries", 2)
        store.do("target", "set", "--month", month, "--week", week, *figures, *whose, as_=MANAGER)
    store.do("target", "action", "call all of last month", "--week", 2, "--month", month, "--count", 3, as_=MANAGER)


def finish_action(store: Store) -> None:
    weeks = store.ask("report", "targets", "--month", store.month)["weeks"]
    waiting = [action["action"] for week in weeks for action in week["actions"] if action["done_on"] is None]
    if waiting:
        store.do("target", "done", waiting[0], as_=MANAGER)


def change_plan(store: Store) -> None:
    store.do("target", "set", "--month", store.month, "--sales", store.chance.randint(4, 30), as_=MANAGER)


def sign(store: Store) -> None:
    store.do("report", "day", "--on", store.day(-1), "--consultant", store.consultant(), "--sign", "seen", as_=MANAGER)


def sale(store: Store) -> None:
    channel, count = store.chance.choice(("sub-dealer", "wholesale")), store.chance.randint(1, 4)
    record = store.do("sale", "--channel", channel, "--model", "X5", "--count", count, as_=MANAGER)
    store.ledger.count(record["operation"], channel, store.month, by=count)


def spot_check(store: Store) -> None:
    """Cards of the month are drawn, unless there are some to be called."""
    waiting = [lead for (lead,) in store.sql("SELECT lead FROM spot_checks WHERE result IS NULL")]
    if waiting:
        result = store.chance.choice(("true", "wrong", "unreachable"))
        store.attempt("audit", "--check", store.chance.choice(waiting), "--result", result, as_=MANAGER)
    else:
        seed = store.chance.randrange(1000)
        store.attempt("audit", "--sample", 2, "--seed", seed, "--month", store.month, as_=MANAGER)


# who owns what


def assign(store: Store) -> None:
    """To somebody; who neglected a lead may not take it back at once."""
    purchase, to = store.of("open", "dormant", "ordered"), store.consultant()
    if purchase is None:
        return
    record = store.attempt("assign", store.phone_of(purchase), "--to", to, as_=MANAGER)
    if record is not None:
        store.note(record, "give", purchase.person, staff=to)
    else:
        assert store.kept_away(purchase.person, to), store.refusal


def release(store: Store) -> None:
    """What was neglected goes to the pool."""
    owners = {purchase.person: purchase.owner for purchase in store.ledger.purchases() if not purchase.closed}
    record = store.do("assign", "--release", as_=MANAGER)
    for entry in record["released"]:
        person = store.person_of(entry["lead"])
        assert person is not None
        store.note(record, "give", person, staff=None, released_from=owners[person])


def give_out(store: Store) -> None:
    store.give_out()


def hand_over(store: Store) -> None:
    giver, taker = store.chance.sample(store.team, 2)
    hand_over_all(store, giver, taker)


def hand_over_all(store: Store, giver: str, taker: str) -> None:
    """Of what the taker neglected a few days ago only a manager says that they may have it again."""
    own = [purchase for purchase in store.ledger.purchases() if purchase.owner == giver and purchase.closed is None]
    if any(store.kept_away(purchase.person, taker) for purchase in own):
        assert store.attempt("assign", "--from", giver, "--to", taker) is None
        store.hand_over(giver, taker, "--insist", as_=MANAGER)
    elif own:
        store.hand_over(giver, taker, as_=MANAGER)


def owned(store: Store, who: str) -> int:
    return sum(purchase.owner == who for purchase in store.ledger.purchases() if purchase.closed is None)


def leave(store: Store) -> None:
    """Somebody leaves, which is refused before their leads are handed over; somebody else comes."""
    leaver = store.team[-1]
    if owned(store, leaver):
        assert store.attempt("staff", "leave", leaver, as_=MANAGER) is None
        hand_over_all(store, leaver, store.team[1])
    store.do("staff", "leave", leaver, as_=MANAGER)
    store.team.remove(leaver)
    newcomer = f"Newcomer {store.today.month}"
    store.do("staff", "add", newcomer, as_=MANAGER)
    store.team.append(newcomer)


# policies


def follow(store: Store, rules: Rules, days: int) -> None:
    """Another policy holds from some days ahead."""
    begins = store.day(days)
    path = store.folder / f"from-{begins}.toml"
    path.write_text(written(rules), encoding="utf-8")
    store.do("policy", "set", path, "--from", begins, as_=MANAGER)
    store.ledger.follow(Rules(begins, rules.windows, rules.closed))


def written(rules: Rules) -> str:
    """A policy's file: horizons as the built-in policy has them, windows and closed days of its own."""
    within = {"H": "7 days", "A": "1 month", "B": "3 months"}
    lines = ['name = "own"', 'unknown = "N"', f"closed = {sorted(rules.closed)!r}".replace("'", '"')]
    for grade, (first, last) in rules.windows.items():
        if grade is not None:
            lines += [f"[grades.{grade}]", f"contact = [{first}, {last}]"]
            lines += [f'within = "{within[grade]}"'] if grade in within else []
    return "\n".join(lines)
