"""What is exported of customers: their leads and all that happened."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ExportTable:
    """A table as it leaves the house: a whole SELECT, the clause that keeps one customer's rows (None: it holds
    nobody's), and the order of its rows."""

    name: str
    sql: str
    of_customer: str | None
    order: str


PHONE = "(SELECT p.phone FROM phones AS p WHERE p.customer = {customer} ORDER BY p.id LIMIT 1) AS phone"
_OF_LEAD = "l.customer = :customer"
_LEAD = " JOIN leads AS l ON l.id = f.lead LEFT JOIN staff AS b ON b.id = f.by"
_LEADS_PHONE = PHONE.format(customer="l.customer")
_CAR = (
    " LEFT JOIN orders AS o ON o.id = f.delivery LEFT JOIN leads AS l ON l.id = o.lead"
    " LEFT JOIN owned_cars AS w ON w.id = f.car"
)
_CAR_CUSTOMER = "coalesce(l.customer, w.customer)"
_VERIFIED = (
    "(SELECT v.id FROM verifications AS v WHERE v.churn = f.id AND v.result = f.result ORDER BY v.at DESC, v.id DESC"
    " LIMIT 1)"
)

VISITS = ExportTable(
    "visits",
    "SELECT v.at AS arrived_at, v.left_at, coalesce(v.name, c.name) AS name, coalesce(v.gender, c.gender) AS gender,"
    f" {PHONE.format(customer='v.customer')}, v.kind, v.first_visit, s.code AS source, v.channel, v.party,"
    " m.name AS model, v.budget_low, v.budget_high, v.need_by, v.grade, v.test_drive, v.quoted, t.name AS consultant,"
    " v.campaign, v.referrer, v.note, v.id, v.lead AS of_lead, v.customer AS of_customer FROM visits AS v"
    " LEFT JOIN customers AS c ON c.id = v.customer LEFT JOIN sources AS s ON s.id = v.source"
    " LEFT JOIN models AS m ON m.id = v.model LEFT JOIN staff AS t ON t.id = v.consultant",
    "v.customer = :customer",
    "v.at, v.id",
)

FOLLOWUPS = ExportTable(
    "followups",
    f"SELECT {_LEADS_PHONE}, f.at, b.name AS by, f.via, f.outcome, f.grade, f.next_on AS next, f.note, f.id,"
    f" f.lead AS of_lead FROM followups AS f{_LEAD}",
    _OF_LEAD,
    "f.at, f.id",
)

CHURN = ExportTable(
    "churn",
    f"SELECT {_LEADS_PHONE}, f.at, f.kind, r.code AS reason, f.rival, b.name AS by, f.note,"
    " coalesce(v.result, iif(f.result = 'pending', 'pending', NULL)) AS verification, t.name AS verified_by,"
    f" v.at AS verified_at, f.historic, f.id, f.lead AS of_lead FROM churns AS f{_LEAD}"
    f" LEFT JOIN reasons AS r ON r.id = f.reason LEFT JOIN verifications AS v ON v.id = {_VERIFIED}"
    " LEFT JOIN staff AS t ON t.id = v.by",
    _OF_LEAD,
    "f.at, f.id",
)

ORDERS = ExportTable(
    "orders",
    f"SELECT {_LEADS_PHONE}, substr(f.ordered_at, 1, 10) AS ordered_on, substr(f.delivered_at, 1, 10) AS delivered_on,"
    " substr(f.cancelled_at, 1, 10) AS cancelled_on, m.name AS model, f.price, f.vin, f.count, f.deposit,"
    f" f.reported_on, b.name AS by, t.name AS consultant, f.id, f.lead AS of_lead FROM orders AS f{_LEAD}"
    " LEFT JOIN models AS m ON m.id = f.model LEFT JOIN staff AS t ON t.id = f.consultant",
    _OF_LEAD,
    "f.ordered_at, f.id",
)

SALES = ExportTable(
    "sales",
    'SELECT f.channel, f.sold_on AS "on", m.name AS model, f.count, f.id FROM sales AS f'
    " LEFT JOIN models AS m ON m.id = f.model",
    None,
    "f.sold_on, f.id",
)

OWNERS = ExportTable(
    "owners",
    f"SELECT c.name, {PHONE.format(customer='c.id')}, m.name AS model, f.delivered_on, f.vin, t.name AS consultant,"
    " f.insurance_on, f.inspection_on, f.warranty_until, c.birthday, f.origin, f.id, f.customer AS of_customer"
    " FROM owned_cars AS f JOIN customers AS c ON c.id = f.customer LEFT JOIN models AS m ON m.id = f.model"
    " LEFT JOIN staff AS t ON t.id = f.consultant",
    "f.customer = :customer",
    "f.delivered_on, f.id",
)

CUSTOMERS = ExportTable(
    "customers",
    "SELECT c.id, c.name, c.gender, c.importance, c.birthday, c.district, c.occupation, c.forgotten_on,"
    " (SELECT json_group_array(p.phone) FROM (SELECT phone FROM phones WHERE customer = c.id ORDER BY id) AS p)"
    " AS phones, (SELECT json_group_array(t.tag) FROM (SELECT tag FROM tags WHERE customer = c.id ORDER BY tag) AS t)"
    " AS tags FROM customers AS c",
    "c.id = :customer",
    "c.id",
)

LEADS = ExportTable(
    "leads",
    f"SELECT l.id, l.customer AS of_customer, c.name, {_LEADS_PHONE}, l.status, l.verification, l.grade,"
    " l.opened_at, l.opened_grade, l.origin, s.code AS source, l.channel, l.campaign, m.name AS model,"
    " t.name AS consultant, l.budget_low, l.budget_high, l.need_by, l.man, l.confidence, l.last_contact, l.contacts,"
    " l.attempts, l.task, l.due_from, l.due_by, l.wake_on, l.meets_at, l.screened, l.met_at, l.drove_at, l.ordered_at,"
    " l.delivered_at, l.churned_at, l.closed_at FROM leads AS l JOIN customers AS c ON c.id = l.customer"
    " LEFT JOIN sources AS s ON s.id = l.source LEFT JOIN models AS m ON m.id = l.model"
    " LEFT JOIN staff AS t ON t.id = l.consultant",
    _OF_LEAD,
    "l.id",
)

ASSESSMENTS = ExportTable(
    "assessments",
    "SELECT f.at, b.name AS by, f.grade, f.need_by, f.decision, f.money, f.deciders, f.interest, f.behaviour,"
    " f.budget_low, f.budget_high, m.name AS model, f.man, f.confidence, f.id, f.lead AS of_lead"
    f" FROM assessments AS f{_LEAD} LEFT JOIN models AS m ON m.id = f.model",
    _OF_LEAD,
    "f.at, f.id",
)

ASSIGNMENTS = ExportTable(
    "assignments",
    "SELECT f.at, b.name AS by, t.name AS consultant, g.name AS released_from, f.note, f.id, f.lead AS of_lead"
    f" FROM assignments AS f{_LEAD} LEFT JOIN staff AS t ON t.id = f.consultant"
    " LEFT JOIN staff AS g ON g.id = f.released_from",
    _OF_LEAD,
    "f.at, f.id",
)

DORMANCIES = ExportTable(
    "dormancies",
    f"SELECT f.at, b.name AS by, f.until, f.note, f.id, f.lead AS of_lead FROM dormancies AS f{_LEAD}",
    _OF_LEAD,
    "f.at, f.id",
)

VERIFICATIONS = ExportTable(
    "verifications",
    "SELECT f.at, b.name AS by, f.result, f.note, f.id, f.churn AS of_churn, f.lead AS of_lead"
    f" FROM verifications AS f{_LEAD}",
    _OF_LEAD,
    "f.at, f.id",
)

APPOINTMENTS = ExportTable(
    "appointments",
    f"SELECT {_LEADS_PHONE}, f.at, f.for_at, b.name AS by, f.result, t.name AS consultant, f.note, f.id,"
    f" f.lead AS of_lead FROM appointments AS f{_LEAD} LEFT JOIN staff AS t ON t.id = f.consultant",
    _OF_LEAD,
    "f.at, f.id",
)

SCREENINGS = ExportTable(
    "screenings",
    f"SELECT {_LEADS_PHONE}, f.at, b.name AS by, f.result, f.promised_on, f.note, f.id, f.lead AS of_lead"
    f" FROM screenings AS f{_LEAD}",
    _OF_LEAD,
    "f.at, f.id",
)

SPOT_CHECKS = ExportTable(
    "spot_checks",
    "SELECT f.month, f.drawn_at, f.checked_at, b.name AS by, f.result, f.note, f.id, f.lead AS of_lead"
    f" FROM spot_checks AS f{_LEAD}",
    _OF_LEAD,
    "f.month, f.id",
)

INVITATIONS = ExportTable(
    "invitations",
    "SELECT g.name AS campaign, t.name AS consultant, f.invited_on, f.confirmed_on, f.id, f.lead AS of_lead"
    " FROM invitations AS f JOIN campaigns AS g ON g.id = f.campaign JOIN leads AS l ON l.id = f.lead"
    " LEFT JOIN staff AS t ON t.id = f.consultant",
    _OF_LEAD,
    "f.campaign, f.id",
)

AFTERCARE = ExportTable(
    "aftercare",
    "SELECT f.at, b.name AS by, f.occasion, f.due_on, f.result, f.score, f.note, f.new_lead, f.id,"
    f" f.delivery AS of_order, f.car AS of_owner, {_CAR_CUSTOMER} AS of_customer FROM aftercare AS f{_CAR}"
    " LEFT JOIN staff AS b ON b.id = f.by",
    f"{_CAR_CUSTOMER} = :customer",
    "f.at, f.id",
)

COMPLAINTS = ExportTable(
    "complaints",
    "SELECT k.what, t.name AS staff, k.until, k.solved_on, k.solution, k.id, k.aftercare AS of_aftercare,"
    f" {_CAR_CUSTOMER} AS of_customer FROM complaints AS k JOIN aftercare AS f ON f.id = k.aftercare{_CAR}"
    " LEFT JOIN staff AS t ON t.id = k.staff",
    f"{_CAR_CUSTOMER} = :customer",
    "k.id",
)

REWARD_PAYMENTS = ExportTable(
    "reward_payments",
    "SELECT f.paid_on, f.referrer, f.campaign, f.amount, b.name AS by, f.note, f.id, f.customer AS of_customer"
    " FROM reward_payments AS f LEFT JOIN staff AS b ON b.id = f.by",
    "f.customer = :customer",
    "f.paid_on, f.id",
)

TABLES: tuple[ExportTable, ...] = (
    VISITS,
    FOLLOWUPS,
    CHURN,
    ORDERS,
    SALES,
    OWNERS,
    CUSTOMERS,
    LEADS,
    ASSESSMENTS,
    ASSIGNMENTS,
    DORMANCIES,
    VERIFICATIONS,
    APPOINTMENTS,
    SCREENINGS,
    SPOT_CHECKS,
    INVITATIONS,
    AFTERCARE,
    COMPLAINTS,
    REWARD_PAYMENTS,
)
"""Those with the columns of an import come first."""
