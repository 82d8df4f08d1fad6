"""Every table whose rows somebody wrote: the facts of leads, which have modules of their own, and all others."""

from __future__ import annotations

from leadctl.store.core.tables import FACT_OF_LEAD, MAIN_PHONE, OF_LEAD, Export, StoredTable
from leadctl.store.facts.registry import KINDS

_CAR = (
    " LEFT JOIN orders AS o ON o.id = f.delivery LEFT JOIN leads AS l ON l.id = o.lead"
    " LEFT JOIN owned_cars AS w ON w.id = f.car"
)
_CAR_CUSTOMER = "coalesce(l.customer, w.customer)"
_CONSULTANT = " LEFT JOIN staff AS t ON t.id = f.consultant"

RECORDS: tuple[StoredTable, ...] = (
    StoredTable(
        "sales",
        export=Export(
            "sales",
            'SELECT f.channel, f.sold_on AS "on", m.name AS model, f.count, f.id FROM sales AS f'
            " LEFT JOIN models AS m ON m.id = f.model",
            None,
            "f.sold_on, f.id",
            importable=True,
        ),
    ),
    StoredTable(
        "owned_cars",
        erased=("vin",),
        export=Export(
            "owners",
            f"SELECT c.name, {MAIN_PHONE.format(customer='c.id')}, m.name AS model, f.delivered_on, f.vin,"
            " t.name AS consultant, f.insurance_on, f.inspection_on, f.warranty_until, c.birthday, f.origin, f.id,"
            " f.customer AS of_customer"
            " FROM owned_cars AS f JOIN customers AS c ON c.id = f.customer LEFT JOIN models AS m ON m.id = f.model"
            " LEFT JOIN staff AS t ON t.id = f.consultant",
            "f.customer = :customer",
            "f.delivered_on, f.id",
            importable=True,
        ),
    ),
    StoredTable(
        "customers",
        erased=(
            "name",
            "gender",
            "birthday",
            "district",
            "occupation",
            "wechat",
            "present_car",
            "pinyin",
            "consent",
        ),
        texts=("name", "district", "occupation", "wechat", "present_car", "consent"),
        export=Export(
            "customers",
            "SELECT c.id, c.name, c.gender, c.importance, c.birthday, c.district, c.occupation,"
            " c.wechat, c.present_car, c.do_not_contact, c.do_not_contact_on, c.consent, c.consent_on, c.forgotten_on,"
            " (SELECT json_group_array(p.phone) FROM (SELECT phone FROM phones WHERE customer = c.id ORDER BY id) AS p)"
            " AS phones, (SELECT json_group_array(t.tag)"
            " FROM (SELECT tag FROM tags WHERE customer = c.id ORDER BY tag) AS t) AS tags FROM customers AS c",
            "c.id = :customer",
            "c.id",
        ),
    ),
    StoredTable(
        "phones",
        erased=("phone",),
    ),
    StoredTable(
        "tags",
        erased=("tag",),
    ),
    StoredTable(
        "companions",
        erased=("name",),
        texts=("name",),
        export=Export(
            "companions",
            "SELECT f.name, f.part, f.id, f.customer AS of_customer FROM companions AS f",
            "f.customer = :customer",
            "f.customer, f.id",
        ),
    ),
    StoredTable(
        "fields",
        plain=("name", "choices"),
        export=Export("fields", "SELECT f.name, f.kind, f.choices, f.id FROM fields AS f", None, "f.id"),
    ),
    StoredTable(
        "field_values",
        erased=("value",),
        texts=("value",),
        export=Export(
            "field_values",
            "SELECT d.name AS field, f.value, f.id, f.customer AS of_customer FROM field_values AS f"
            " JOIN fields AS d ON d.id = f.field",
            "f.customer = :customer",
            "f.customer, f.id",
        ),
    ),
    StoredTable(
        "spot_checks",
        leads="listed",
        erased=("note",),
        texts=("note",),
        export=Export(
            "spot_checks",
            "SELECT f.month, f.drawn_at, f.checked_at, b.name AS by, f.result, f.note, f.id, f.lead AS of_lead"
            f" FROM spot_checks AS f{FACT_OF_LEAD}",
            OF_LEAD,
            "f.month, f.id",
        ),
    ),
    StoredTable(
        "invitations",
        leads="listed",
        export=Export(
            "invitations",
            "SELECT g.name AS campaign, t.name AS consultant, f.invited_on, f.confirmed_on, f.id, f.lead AS of_lead"
            " FROM invitations AS f JOIN campaigns AS g ON g.id = f.campaign JOIN leads AS l ON l.id = f.lead"
            " LEFT JOIN staff AS t ON t.id = f.consultant",
            OF_LEAD,
            "f.campaign, f.id",
        ),
    ),
    StoredTable(
        "aftercare",
        leads="opened",
        erased=("note",),
        texts=("note",),
        plain=("occasion",),
        export=Export(
            "aftercare",
            "SELECT f.at, b.name AS by, f.occasion, f.due_on, f.result, f.score, f.ssi, f.csi, f.note, f.new_lead,"
            f" f.id, f.delivery AS of_order, f.car AS of_owner, {_CAR_CUSTOMER} AS of_customer"
            f" FROM aftercare AS f{_CAR}"
            " LEFT JOIN staff AS b ON b.id = f.by",
            f"{_CAR_CUSTOMER} = :customer",
            "f.at, f.id",
        ),
    ),
    StoredTable(
        "complaints",
        erased=(
            "what",
            "solution",
        ),
        texts=(
            "what",
            "solution",
        ),
        export=Export(
            "complaints",
            "SELECT k.what, t.name AS staff, k.until, k.solved_on, k.solution, k.id, k.aftercare AS of_aftercare,"
            f" {_CAR_CUSTOMER} AS of_customer FROM complaints AS k JOIN aftercare AS f ON f.id = k.aftercare{_CAR}"
            " LEFT JOIN staff AS t ON t.id = k.staff",
            f"{_CAR_CUSTOMER} = :customer",
            "k.id",
        ),
    ),
    StoredTable(
        "reward_payments",
        erased=(
            "referrer",
            "note",
        ),
        texts=("note",),
        plain=("campaign",),
        export=Export(
            "reward_payments",
            "SELECT f.paid_on, f.referrer, f.campaign, f.amount, b.name AS by, f.note, f.id, f.customer AS of_customer"
            " FROM reward_payments AS f LEFT JOIN staff AS b ON b.id = f.by",
            "f.customer = :customer",
            "f.paid_on, f.id",
        ),
    ),
    StoredTable(
        "handouts",
        texts=("place", "note"),
        plain=("campaign",),
        export=Export(
            "handouts",
            "SELECT f.handed_on, t.name AS staff, f.count, f.place, f.campaign, f.note, f.id FROM handouts AS f"
            " JOIN staff AS t ON t.id = f.staff",
            None,
            "f.handed_on, f.id",
        ),
    ),
    StoredTable("registers", plain=("kind", "print")),
    StoredTable(
        "retired_rows",
        plain=("record_id",),
        erased=("who",),
        codes=("code",),
    ),
    StoredTable(
        "forgotten_phones",
        codes=("print",),
    ),
    StoredTable(
        "campaigns",
        texts=("summary",),
        plain=(
            "name",
            "kind",
        ),
        export=Export(
            "campaigns",
            "SELECT f.name, f.kind, s.code AS source, f.starts_on, f.ends_on, f.budget, t.name AS approved_by,"
            " f.approved_on, f.summary, f.id FROM campaigns AS f LEFT JOIN sources AS s ON s.id = f.source LEFT"
            " JOIN staff AS t ON t.id = f.approved_by",
            None,
            "f.id",
        ),
    ),
    StoredTable(
        "campaign_costs",
        texts=("note",),
        export=Export(
            "campaign_costs",
            "SELECT g.name AS campaign, f.spent_on, f.item, f.amount, f.note, f.id FROM campaign_costs AS f"
            " JOIN campaigns AS g ON g.id = f.campaign",
            None,
            "f.id",
        ),
    ),
    StoredTable(
        "campaign_tasks",
        texts=("what",),
        export=Export(
            "campaign_tasks",
            "SELECT g.name AS campaign, f.due_on, f.what, t.name AS staff, f.done_on, f.id FROM campaign_tasks"
            " AS f JOIN campaigns AS g ON g.id = f.campaign LEFT JOIN staff AS t ON t.id = f.staff",
            None,
            "f.id",
        ),
    ),
    StoredTable(
        "targets",
        export=Export(
            "targets",
            "SELECT f.month, f.sales, f.id FROM targets AS f",
            None,
            "f.month",
        ),
    ),
    StoredTable(
        "target_sources",
        export=Export(
            "target_sources",
            "SELECT f.month, s.code AS source, f.share, f.deal_rate, f.raised_rate, f.id FROM target_sources AS"
            " f JOIN sources AS s ON s.id = f.source",
            None,
            "f.month, f.id",
        ),
    ),
    StoredTable(
        "target_bases",
        export=Export(
            "target_bases",
            "SELECT f.month, f.last_month, s.code AS source, f.leads, f.orders, f.cars, f.id FROM target_bases AS f"
            " LEFT JOIN sources AS s ON s.id = f.source",
            None,
            "f.month, f.id",
        ),
    ),
    StoredTable(
        "target_people",
        export=Export(
            "target_people",
            "SELECT f.month, t.name AS consultant, f.sales, f.id FROM target_people AS f"
            " JOIN staff AS t ON t.id = f.consultant",
            None,
            "f.month, f.id",
        ),
    ),
    StoredTable(
        "target_weeks",
        texts=("note",),
        export=Export(
            "target_weeks",
            "SELECT f.month, f.week, t.name AS consultant, f.leads, f.orders, f.deliveries, f.note, f.id FROM"
            " target_weeks AS f LEFT JOIN staff AS t ON t.id = f.consultant",
            None,
            "f.month, f.week, f.id",
        ),
    ),
    StoredTable(
        "target_actions",
        texts=("what",),
        export=Export(
            "target_actions",
            "SELECT f.month, f.week, t.name AS consultant, f.what, f.count, f.due_on, f.done_on, f.id FROM"
            " target_actions AS f LEFT JOIN staff AS t ON t.id = f.consultant",
            None,
            "f.month, f.week, f.id",
        ),
    ),
    StoredTable(
        "sign_offs",
        texts=("note",),
        export=Export(
            "sign_offs",
            "SELECT f.day, t.name AS consultant, b.name AS by, f.note, f.id FROM sign_offs AS f LEFT JOIN staff"
            " AS t ON t.id = f.consultant LEFT JOIN staff AS b ON b.id = f.by",
            None,
            "f.day, f.id",
        ),
    ),
    StoredTable(
        "closings",
        plain=("figures",),
        export=Export(
            "closings",
            "SELECT f.month, f.figures, f.id FROM closings AS f",
            None,
            "f.month",
        ),
    ),
    StoredTable(
        "staff",
        plain=(
            "name",
            "login",
            "mail",
        ),
        export=Export(
            "staff",
            "SELECT f.name, f.role, f.login, f.mail, f.left_on, f.id FROM staff AS f",
            None,
            "f.id",
        ),
    ),
    StoredTable(
        "sources",
        plain=(
            "code",
            "label",
        ),
        export=Export(
            "sources",
            "SELECT f.code, f.label, f.id, g.code AS same_as FROM sources AS f LEFT JOIN sources AS g"
            " ON g.id = f.same_as",
            None,
            "f.id",
        ),
    ),
    StoredTable(
        "models",
        plain=("name",),
        export=Export(
            "models",
            "SELECT f.name, f.id, g.name AS same_as FROM models AS f LEFT JOIN models AS g ON g.id = f.same_as",
            None,
            "f.id",
        ),
    ),
    StoredTable(
        "reasons",
        plain=(
            "code",
            "label",
            "grp",
        ),
        export=Export(
            "reasons",
            'SELECT f.code, f.label, f.grp AS "group", f.id FROM reasons AS f',
            None,
            "f.id",
        ),
    ),
    StoredTable(
        "policies",
        plain=("toml",),
        export=Export(
            "policies",
            "SELECT f.from_on, f.toml, f.id FROM policies AS f",
            None,
            "f.from_on",
        ),
    ),
    StoredTable(
        "settings",
        plain=(
            "key",
            "value",
        ),
        export=Export(
            "settings",
            "SELECT f.key, f.value, f.id FROM settings AS f",
            None,
            "f.key",
        ),
    ),
    StoredTable(
        "operations",
        texts=(
            "summary",
            "file",
        ),
        plain=(
            "actor",
            "login",
            "host",
        ),
        codes=(
            "command",
            "sha256",
        ),
        export=Export(
            "operations",
            "SELECT f.at, f.actor AS who, f.login, f.host, f.command, f.summary, f.undoes, f.file, f.id FROM"
            " operations AS f",
            None,
            "f.id",
        ),
    ),
    StoredTable(
        "accesses",
        plain=(
            "actor",
            "login",
            "host",
        ),
        codes=("command",),
    ),
    StoredTable(
        "changes",
        texts=("before",),
        codes=("tbl",),
    ),
)
"""People and what they own, lists, plans, settings, the journal; in the order in which an export has them."""

TABLES: tuple[StoredTable, ...] = (*(kind.table for kind in KINDS), *RECORDS)

LISTS_OF_LEADS = tuple(table.name for table in RECORDS if table.leads == "listed")
"""Tables that name leads in their column ``lead`` without being a fact of them."""
