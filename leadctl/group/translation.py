"""A statement of the store's registry of figures, as another engine reads it over the lake's typed columns.

A figure has one text, which the store's SQLite runs (leadctl/store/queries/figures). sqlglot reads it and writes it in
the other dialect; here stands what only we know of it: which texts are days and moments in the lake, and by what its
files are divided.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from sqlglot import exp, parse_one

from leadctl.group.lake import Condition
from leadctl.store.queries.lake import OF_LEAD_PREFIX, TABLES, Column, LakeTable

Values = Mapping[str, object] | Sequence[object]
"""The parameters of a statement, by name or in their order."""

_FOREVER = "9999-12-31"
_DAYS = re.compile(r"([+-]\d+) days?")

_READY: Mapping[exp.Expression, tuple[LakeTable, Column]] = {
    parse_one(column.sql, read="sqlite"): (table, column)
    for table in TABLES
    for column in table.columns
    if column.ready
}
"""What figures ask of other tables -> the column that has it."""


UseTable = Callable[[str, Sequence[Condition]], str]
"""Given a table and what is asked of its rows: under which name they are found."""


def _use_whole(table: str, asked: Sequence[Condition]) -> str:
    return table


def translate(sql: str, values: Values, dialect: str, use_table: UseTable = _use_whole) -> str:
    """The statement in another dialect, with these values in the place of its parameters.

    Each column of the answer has a name of its own: its own where it is one, else ``c0``, ``c1``, ...
    """
    tree = parse_one(sql, read="sqlite")
    _put_values(tree, values)
    _take_ready(tree)
    for select in list(tree.find_all(exp.Select)):
        _take_of_lead(select)
        _drop_unused_joins(select)
        _join_plainly(select)
        _ask_once(select)
    _retype(tree)
    for select in tree.find_all(exp.Select):
        _choose_rows(select, use_table)
        _group_by_places(select)
    if isinstance(tree, exp.Select):
        _name_columns(tree)
    return str(tree.sql(dialect))


def list_tables(sql: str, dialect: str) -> set[str]:
    """The tables that a statement names."""
    return {table.name for table in parse_one(sql, read=dialect).find_all(exp.Table)}


def _put_values(tree: exp.Expression, values: Values) -> None:
    """Put named values in the places of ``:name``, values in their order in those of ``?``."""
    places = list(tree.find_all(exp.Placeholder, bfs=False))
    for number, place in enumerate(places):
        place.replace(exp.convert(values[place.name] if isinstance(values, Mapping) else values[number]))


def _take_ready(tree: exp.Expression) -> None:
    """Ask for a column where the lake has one for what else is asked of other tables."""
    kinds = tuple({type(one) for one in _READY})
    for node in list(tree.find_all(*kinds)):
        table, column = _READY.get(node, (None, None))
        if table is None or column is None or not _is_in_sight(node, table):
            continue
        taken: exp.Expression = exp.column(column.name, table.alias)
        node.replace(exp.EQ(this=taken, expression=exp.Literal.number(1)) if isinstance(node, exp.Predicate) else taken)


def _is_in_sight(node: exp.Expression, table: LakeTable) -> bool:
    """Whether the alias by which a table's columns name it means this table where a node stands."""
    select = _find_reader(node, table.alias)
    return select is not None and any(
        (read.alias_or_name, read.name) == (table.alias, table.name) for read in _read_tables(select)
    )


def _find_reader(node: exp.Expression, alias: str) -> exp.Select | None:
    """The innermost SELECT around a node that reads a table by this alias."""
    select = node.parent_select
    while isinstance(select, exp.Select):
        if any(read.alias_or_name == alias for read in _read_tables(select)):
            return select
        select = select.parent_select
    return None


_OF_LEAD = {table.name: {column.name for column in table.columns if column.ready} for table in TABLES}
"""Table -> its columns that stand for something else; a source that a fact had at its time is none of them."""


def _take_of_lead(select: exp.Select) -> None:
    """Where a fact is joined with its lead, take what the fact has of it from the fact."""
    facts = {read.alias_or_name: _OF_LEAD.get(read.name, set()) for read in _read_tables(select)}
    for join in select.args.get("joins") or ():
        condition, lead = join.args.get("on"), join.this.alias_or_name
        if join.this.name != "leads" or not isinstance(condition, exp.EQ) or condition.expression.name != "lead":
            continue
        fact = condition.expression.table
        for column in list(select.find_all(exp.Column)):
            own = f"{OF_LEAD_PREFIX}{column.name}"
            if column.table == lead and own in facts.get(fact, set()) and _find_reader(column, lead) is select:
                column.replace(exp.column(own, fact))


def _retype(tree: exp.Expression) -> None:
    """What SQLite does with texts and 1/0, done with days, moments and conditions; what stands inside others first."""
    for node in reversed(list(tree.find_all(*_CHANGES, bfs=False))):
        changed = _CHANGES[type(node)](node)
        if changed is not node:
            node.replace(changed)


def _change_substring(node: exp.Expression) -> exp.Expression:
    start, length = node.args.get("start"), node.args.get("length")
    first, size = int(start.name), None if length is None else int(length.name)
    if (first, size) == (1, 10):
        return exp.cast(node.this, "date")
    if (first, size) == (1, 7):
        return exp.TimeToStr(this=exp.cast(node.this, "timestamp"), format=exp.Literal.string("%Y-%m"))
    assert first == 12, node
    return exp.TimeToStr(this=exp.cast(node.this, "timestamp"), format=exp.Literal.string("%H:%M"))


def _change_date(node: exp.Expression) -> exp.Expression:
    """``date(x, '+3 days')``, and ``date(x, 'weekday 0', '-6 days')``: the Monday of its week."""
    text, *rest = node.expressions
    modifiers = [one.name for one in rest]
    day = exp.cast(text, "date")
    if modifiers == ["weekday 0", "-6 days"]:
        return exp.cast(exp.DateTrunc(this=day, unit=exp.Literal.string("WEEK")), "date")
    for modifier in modifiers:
        found = _DAYS.fullmatch(modifier)
        assert found is not None, node
        day = exp.cast(exp.DateAdd(this=day, expression=exp.Literal.number(int(found[1])), unit=exp.var("DAY")), "date")
    return day


def _change_formatted(node: exp.Expression) -> exp.Expression:
    if node.args["format"].name == "%s":
        return exp.TimeToUnix(this=node.this)
    return node


def _change_function(node: exp.Expression) -> exp.Expression:
    """Functions that only SQLite has. ``total(x)``: of conditions, how many hold."""
    if node.name.lower() == "date":
        return _change_date(node)
    if node.name.lower() != "total":
        return node
    (counted,) = node.expressions
    if isinstance(counted, exp.Predicate | exp.Connector):
        counted = exp.Case(ifs=[exp.If(this=counted, true=exp.Literal.number(1))], default=exp.Literal.number(0))
    return exp.Coalesce(this=exp.Sum(this=counted), expressions=[exp.Literal.number(0)])


def _change_literal(node: exp.Expression) -> exp.Expression:
    """The end of all time; and 1, where it stands for a condition that holds."""
    if node.is_string:
        return exp.Literal.string(_FOREVER) if node.name == "9999" else node
    conditions = (exp.And, exp.Or, exp.Where, exp.Not)
    is_condition = isinstance(node.parent, conditions) or (isinstance(node.parent, exp.If) and node.arg_key == "this")
    return exp.Boolean(this=node.name != "0") if is_condition else node


def _change_coalesce(node: exp.Expression) -> exp.Expression:
    if isinstance(node.this, exp.Predicate) and all(isinstance(one, exp.Literal) for one in node.expressions):
        return exp.Coalesce(this=node.this, expressions=[exp.false() for _ in node.expressions])
    return node


def _change_comparison(node: exp.Expression) -> exp.Expression:
    """``x > ''``: there is one. ``condition IS NOT 1``: it does not hold, or nobody knows."""
    right = node.expression
    if isinstance(node, exp.GT) and isinstance(right, exp.Literal) and right.is_string and not right.name:
        return exp.Not(this=exp.Is(this=node.this, expression=exp.null()))
    left = node.this.unnest()
    if isinstance(right, exp.Literal) and right.is_number and isinstance(left, exp.Predicate | exp.Connector):
        node.set("expression", exp.Boolean(this=right.name != "0"))
    return node


def _change_division(node: exp.Expression) -> exp.Expression:
    """Division by 0 gives nothing, in every engine."""
    if not isinstance(node.expression, exp.Literal):
        node.set("expression", exp.Nullif(this=node.expression, expression=exp.Literal.number(0)))
    node.set("safe", False)
    return node


def _change_greatest(node: exp.Expression) -> exp.Expression:
    """The largest of values is not known while one of them is not."""
    values = [node.this, *node.expressions]
    unknown = exp.or_(*(exp.Is(this=value.copy(), expression=exp.null()) for value in values))
    largest = exp.Anonymous(this="GREATEST", expressions=[value.copy() for value in values])
    return exp.Case(ifs=[exp.If(this=unknown, true=exp.null())], default=largest)


_CHANGES = {
    exp.Substring: _change_substring,
    exp.Date: lambda node: exp.cast(node.this, "date"),
    exp.TimeToStr: _change_formatted,
    exp.Anonymous: _change_function,
    exp.Literal: _change_literal,
    exp.Coalesce: _change_coalesce,
    exp.GT: _change_comparison,
    exp.NullSafeEQ: _change_comparison,
    exp.NullSafeNEQ: _change_comparison,
    exp.Div: _change_division,
    exp.Greatest: _change_greatest,
}


def _read_tables(select: exp.Select) -> list[exp.Table]:
    """The tables that a SELECT reads itself."""
    read = [select.args.get("from_"), *(select.args.get("joins") or ())]
    return [one.this for one in read if one and isinstance(one.this, exp.Table)]


def _drop_unused_joins(select: exp.Select) -> None:
    """Leave out what is joined by its key, one row at most, and not used."""
    for join in list(select.args.get("joins") or ()):
        alias, condition = join.this.alias_or_name, join.args.get("on")
        by_key = isinstance(condition, exp.EQ) and condition.this.sql() == f"{alias}.id"
        inside = set(map(id, join.find_all(exp.Column)))
        used = any(column.table == alias and id(column) not in inside for column in select.find_all(exp.Column))
        if join.side == "LEFT" and by_key and not used:
            join.pop()


def _ask_once(select: exp.Select) -> None:
    """Where a SELECT asks the same of another table several times, ask it once of each row, and then count.

    An engine would read that table as often as it is written.
    """
    asked = [node for node in _list_own(select, exp.Exists, exp.Subquery) if node.parent_select is select]
    repeated = [node for node, times in Counter(asked).items() if times > 1]
    if not repeated:
        return
    names: dict[exp.Expression, str] = {node: f"x{place}" for place, node in enumerate(repeated)}
    rows = exp.Select()
    for part in ("from_", "joins", "where"):
        rows.set(part, select.args.get(part))
        select.set(part, None)
    for node in asked:
        if node in names:
            node.replace(exp.column(names[node], "rows"))
    aliases = {read.alias_or_name for read in _read_tables(rows)}
    for column in _list_own(select, exp.Column):
        if column.table in aliases:
            name = names.setdefault(column.copy(), f"x{len(names)}")
            column.replace(exp.column(name, "rows"))
    rows.set("expressions", [exp.alias_(node.copy(), name) for node, name in names.items()])
    select.from_(rows.subquery("rows"), copy=False)


def _list_own(select: exp.Select, *kinds: type[exp.Expression]) -> list[exp.Expression]:
    """What a SELECT asks for and groups by, as far as it is of these kinds."""
    parts = [*select.expressions, select.args.get("group")]
    return [node for part in parts if part for node in part.find_all(*kinds)]


def _join_plainly(select: exp.Select) -> None:
    """SQLite's CROSS JOIN ... ON only tells it in which order to join."""
    for join in select.args.get("joins") or ():
        if join.kind == "CROSS" and join.args.get("on") is not None:
            join.set("kind", None)


def _choose_rows(select: exp.Select, use_table: UseTable) -> None:
    """Take each table under the name under which the rows are found that its times let be chosen."""
    where = select.args.get("where")
    condition = where.this if where else exp.true()
    conditions = condition.flatten() if isinstance(condition, exp.And) else [condition]
    asked = [found for condition in conditions if (found := _read_condition(condition))]
    for read in _read_tables(select):
        alias, name = read.alias_or_name, read.name
        read.set("this", exp.to_identifier(use_table(name, [one for of, one in asked if of == alias])))
        read.set("alias", exp.TableAlias(this=exp.to_identifier(alias)))


_OPERATORS = {exp.GTE: ">=", exp.GT: ">", exp.LT: "<", exp.LTE: "<="}


def _read_condition(condition: exp.Expression) -> tuple[str, Condition] | None:
    """The alias of a table and what is asked of its rows; None where it is something else."""
    if isinstance(condition, exp.Not) and isinstance(condition.this, exp.Is):
        column, text, operator = condition.this.this, condition.this.expression, ""
        fits = isinstance(text, exp.Null)
    else:
        operator = _OPERATORS.get(type(condition), "")
        column, text = condition.this, condition.args.get("expression")
        fits = bool(operator) and isinstance(text, exp.Literal) and text.is_string
    if not fits or not isinstance(column, exp.Column):
        return None
    return column.table, Condition(column.name, operator, text.name if operator else "")


def _group_by_places(select: exp.Select) -> None:
    """Group by the places of columns: a constant, or a subquery, is not to be read for something else."""
    group = select.args.get("group")
    if group is None:
        return
    chosen = [one.unalias().sql() for one in select.expressions]
    grouped = {one.sql() for one in group.expressions}
    for one in select.expressions:
        # A bare column, which SQLite takes from any row of the group, follows from what it is grouped by.
        if isinstance(one, exp.Column) and one.sql() not in grouped:
            one.replace(exp.alias_(exp.Max(this=one.copy()), one.name))
    places = [exp.Literal.number(chosen.index(one.sql()) + 1) for one in group.expressions if one.sql() in chosen]
    if len(places) == len(group.expressions):
        group.set("expressions", places)


def _name_columns(select: exp.Select) -> None:
    taken: set[str] = set()
    named = []
    for place, one in enumerate(select.expressions):
        name = one.alias_or_name or f"c{place}"
        if name in taken or name == "*":
            name = f"c{place}"
        taken.add(name)
        named.append(exp.alias_(one.unalias(), name, quoted=True))
    select.set("expressions", named)
