"""The office: what was written down wrongly is corrected, what was done by mistake is taken back."""

from __future__ import annotations

from typing import Any

from tests.play import corrections
from tests.play.ledger import Fact, Purchase, later
from tests.play.shop import MODELS
from tests.play.year.store import Store

regrade = corrections.regrade
reword = corrections.reword
forget_call = corrections.forget_call
forget_stranger = corrections.forget_stranger


def learn(store: Store) -> None:
    """What was learnt of a lead."""
    purchase = store.of("open")
    if purchase is not None:
        model = store.chance.choice(MODELS)
        words = ("--budget", "10-12万", "--man", "MA", "--model", model, "--need-by", "+3w")
        record = store.do("edit", "lead", store.phone_of(purchase), *words)
        store.note(record, "grade", purchase.person, model=model)


def price(store: Store) -> None:
    """What an order cost, when it was reported."""
    sales = [(c, sale) for c in store.ledger.purchases() for sale in c.sales]
    if sales:
        _, sale = store.chance.choice(sales)
        amount = store.chance.randint(80, 300) * 1000
        store.do("edit", "order", sale.fact.id, "--price", amount, "--reported", str(store.today))


def fleet(store: Store) -> None:
    """How many cars an order is of."""
    sales = [sale for c in store.ledger.purchases() for sale in c.sales]
    if sales:
        fact, count = store.chance.choice(sales).fact, store.chance.choice((1, 2, 5))
        record = store.do("edit", "order", fact.id, "--count", count)
        store.ledger.change(record["operation"], fact, fact.but(count=count))


def customer(store: Store) -> None:
    """Who a customer is, and a second phone."""
    phone = store.known()
    words = (("--name", "王明"), ("--importance", "key"), ("--district", "Xuhui", "--occupation", "teacher"))
    store.do("edit", "customer", phone, *store.chance.choice(words))


def second_phone(store: Store) -> None:
    phone, other = store.known(), store.stranger()
    record = store.do("edit", "customer", phone, "--add-phone", other)
    store.ledger.know(record["operation"], other, phone)


def whose_visit(store: Store) -> None:
    """A stranger's visit was somebody's after all."""
    fact = corrections.pick_old_fact(store, "visit", nobodys=True)
    if fact is not None:
        phone = store.stranger() if store.some(0.5) else store.known()
        record = store.attempt("edit", "visit", fact.id, "--phone", phone)
        if record is not None:
            person = store.ledger.person(phone)
            store.ledger.change(record["operation"], fact, fact.of(person))


def forget_visit(store: Store) -> None:
    """Somebody's visit never was; refused where what followed would have no beginning."""
    fact = corrections.pick_old_fact(store, "visit")
    if fact is not None and not _began(store, fact):
        record = store.attempt("delete", "visit", fact.id)
        if record is not None:
            store.ledger.change(record["operation"], fact, None)
            if fact.person is not None and not store.ledger.purchases_of(fact.person):
                store.ledger.forget(record["operation"], fact.person)


def _began(store: Store, fact: Fact) -> bool:
    """Whether a visit opened a purchase of which more is known: whose that is then, only leadctl says."""
    if fact.person is None or len(store.ledger.facts_of(fact.person)) == 1:
        return False
    return any(purchase.opened == fact.at for purchase in store.ledger.purchases_of(fact.person))


def another_day(store: Store) -> None:
    """A visit was some days earlier, at the same time."""
    fact = corrections.pick_old_fact(store, "visit")
    if fact is not None:
        day = later(fact.at, -store.chance.randint(1, 3))
        record = store.attempt("edit", "visit", fact.id, "--at", day + fact.at[10:])
        if record is not None:
            left = fact.get("left")
            store.ledger.change(record["operation"], fact, fact.on(day).but(left=left and day + left[10:]))


def one_person(store: Store) -> None:
    """Two customers turn out to be one; both have only what is open."""
    plain = [c for c in store.purchases("open") if not c.losses and not c.sales and _single(store, c)]
    if len(plain) > 1:
        store.merge(*store.chance.sample(plain, 2))


def _single(store: Store, purchase: Purchase) -> bool:
    return len(store.ledger.purchases_of(purchase.person)) == 1


def take_back(store: Store) -> None:
    """One of the latest writes is undone, unless later work stands on it; now and then it is done again."""
    if not store.recent:
        return
    number, kind = store.chance.choice(store.recent)
    store.recent.remove((number, kind))
    undo = store.attempt("undo", number)
    if undo is None:
        store.refused[kind] += 1
        return
    store.reverted[kind] += 1
    store.ledger.take_back(number, undo["operation"])
    if store.some(0.4):
        _again(store, undo["operation"])


def _again(store: Store, undo: int) -> None:
    redo: Any = store.do("undo", undo)
    store.ledger.take_back(undo, redo["operation"])
