"""Codes and figure names -> the English that people read; ``translator`` turns that into their language."""

from __future__ import annotations

from leadctl.locale import N_
from leadctl.locale.own import Labels

TASKS = {
    "first-follow-up": N_("first follow-up"),
    "follow-up": N_("follow-up"),
    "appointment": N_("appointment"),
    "screening": N_("screening call"),
    "verification": N_("verification"),
    "aftercare": N_("aftercare"),
    "campaign": N_("campaign"),
}

STATUSES = {
    "open": N_("open"),
    "dormant": N_("dormant"),
    "ordered": N_("ordered"),
    "delivered": N_("delivered"),
    "defeated": N_("defeated"),
    "lost": N_("lost contact"),
}

VERIFICATIONS = {
    "pending": N_("awaits verification"),
    "confirmed": N_("confirmed"),
    "overturned": N_("overturned"),
    "unreachable": N_("unreachable"),
}

CHURNS = {"defeat": N_("defeat"), "lost-contact": N_("lost contact"), "lost_contact": N_("lost contact")}

KINDS = {"walk-in": N_("walk-in"), "call": N_("call"), "event": N_("event"), "online": N_("online enquiry")}

VIAS = {
    "phone": N_("by phone"),
    "wechat": N_("WeChat"),
    "qq": N_("QQ"),
    "sms": N_("text message"),
    "email": N_("e-mail"),
    "letter": N_("letter"),
    "visit": N_("visit to us"),
    "home-visit": N_("home visit"),
}

OUTCOMES = {
    "advance": N_("advance"),
    "continued": N_("continued"),
    "refused": N_("refused"),
    "no-answer": N_("no answer"),
}

SOURCES = Labels(
    "sources",
    {
        "showroom": N_("showroom"),
        "phone": N_("phone"),
        "online": N_("online"),
        "outreach": N_("outreach"),
        "event": N_("event or display"),
        "referral": N_("referral"),
        "dispatch": N_("head-office dispatch"),
        "service": N_("after-sales"),
        "owner": N_("owner"),
        "staff": N_("staff"),
        "win-back": N_("win-back"),
        "other": N_("other"),
    },
)

CHANNELS = {
    "wechat": N_("WeChat"),
    "qq": N_("QQ group"),
    "weibo": N_("Weibo"),
    "forum": N_("forum"),
    "shop": N_("WeChat shop"),
    "app": N_("app"),
    "vertical": N_("vertical site"),
    "e-commerce": N_("e-commerce"),
    "sub-dealer": N_("sub-dealer"),
    "wholesale": N_("wholesale"),
}
"""Online channels, and the channels of sales without a lead."""

REASONS = Labels(
    "reasons",
    {
        "brand": N_("brand"),
        "price": N_("price"),
        "exterior": N_("exterior"),
        "interior": N_("interior"),
        "equipment": N_("equipment"),
        "power": N_("power and handling"),
        "quality": N_("quality"),
        "unfriendly": N_("unfriendly"),
        "service": N_("poor service"),
        "quote": N_("unreasonable quote"),
        "unprofessional": N_("unprofessional"),
        "late": N_("late follow-up"),
        "promise": N_("promise not kept"),
        "gave-up": N_("gave up"),
    },
)

IMPORTANCES = {"key": N_("key"), "secondary": N_("secondary"), "ordinary": N_("ordinary")}

ROLES = {
    "consultant": N_("sales consultant"),
    "reception": N_("reception"),
    "service": N_("customer service"),
    "manager": N_("manager"),
    "clerk": N_("data clerk"),
}

GENDERS = {"male": N_("male"), "female": N_("female")}

FIGURES = {
    "traffic": N_("Traffic"),
    "new_traffic": N_("New traffic"),
    "contacts": N_("Contacts captured"),
    "leads": N_("Leads opened"),
    "met": N_("Met in person"),
    "test_drives": N_("Test drives"),
    "orders": N_("Orders"),
    "deliveries": N_("Deliveries"),
    "stage": N_("Stage"),
    "count": N_("Count"),
    "step_rate": N_("Step rate"),
    "overall_rate": N_("Overall"),
    "churn": N_("Churn"),
    "defeat": N_("Defeats"),
    "lost_contact": N_("Lost contact"),
    "month": N_("Month"),
    "year": N_("Year"),
    "period": N_("Period"),
    "reading": N_("Reading"),
    "activity": N_("Activity of the month"),
    "cohort": N_("Leads opened in the month"),
    "group": N_("Group"),
    "days": N_("Days"),
    "first_visits": N_("First visits"),
    "calls": N_("Calls"),
    "event": N_("Event visitors"),
    "referral": N_("Referrals"),
    "stay_30": N_("Stays of 30 minutes or more"),
    "return_visits": N_("Return visits"),
    "showroom_sales": N_("Showroom sales"),
    "sub_dealer_sales": N_("Sub-dealer sales"),
    "wholesale_sales": N_("Wholesale"),
    "total_sales": N_("Total sales"),
    "daily_traffic": N_("Daily average traffic"),
    "deal_rate": N_("Deal rate"),
    "contact_rate": N_("Contact-capture rate"),
    "test_drive_rate": N_("Test-drive rate"),
    "stay_30_rate": N_("30-minute rate"),
    "return_share": N_("Share of return visits"),
    "sub_dealer_share": N_("Sub-dealer share"),
    "wholesale_share": N_("Wholesale share"),
    "showroom_share": N_("Showroom share"),
    "new_leads_by_grade": N_("New leads by grade"),
    "new_leads_by_model": N_("New leads by model"),
    "open_leads_by_grade": N_("Active leads by grade"),
    "model": N_("Model"),
    "reason": N_("Reason"),
    "reasons": N_("Reasons"),
    "total": N_("Total"),
    "counts": N_("Counts"),
    "shares": N_("Shares"),
    "share": N_("Share"),
    "verification": N_("Verification"),
    "churned": N_("Churned"),
    "confirmed": N_("Confirmed"),
    "overturned": N_("Overturned"),
    "unreachable": N_("Unreachable"),
    "pending": N_("Awaiting verification"),
    "coverage": N_("Verification coverage"),
    "by_consultant": N_("By consultant"),
    "rivals": N_("Lost to"),
    "rival": N_("Rival"),
    "consultant": N_("Consultant"),
    "due": N_("Due"),
    "on_time": N_("On time"),
    "on_time_rate": N_("On-time rate"),
    "first_next_day_rate": N_("First follow-up by the next day"),
    "overdue_now": N_("Overdue now"),
    "released": N_("Released"),
    "follow_ups": N_("Follow-ups"),
    "per_sale": N_("Follow-ups per sale"),
    "after": N_("After follow-ups"),
    "sales": N_("Sales"),
}
"""JSON figure name -> title, for the reports funnel, traffic, defeats and follow-ups."""

LABELS = {
    "lead": N_("Lead"),
    "visit": N_("Visit"),
    "customer": N_("Customer"),
    "customer_id": N_("Customer no."),
    "name": N_("Name"),
    "gender": N_("Gender"),
    "phone": N_("Phone"),
    "grade": N_("Grade"),
    "model": N_("Model"),
    "consultant": N_("Consultant"),
    "source": N_("Source"),
    "channel": N_("Channel"),
    "kind": N_("Kind"),
    "status": N_("Status"),
    "verification": N_("Verification"),
    "task": N_("Task"),
    "at": N_("Time"),
    "arrived_at": N_("Arrived"),
    "left_at": N_("Left"),
    "first_visit": N_("First visit"),
    "test_drive": N_("Test drive"),
    "quoted": N_("Quoted"),
    "party": N_("Persons"),
    "budget": N_("Budget"),
    "need_by": N_("Needed by"),
    "campaign": N_("Campaign"),
    "referrer": N_("Referred by"),
    "note": N_("Note"),
    "due_from": N_("Due from"),
    "due_by": N_("Due by"),
    "days_over": N_("Days over"),
    "attempts": N_("Tries"),
    "last_contact": N_("Last contact"),
    "last_note": N_("Last note"),
    "why": N_("Why"),
    "aim": N_("To ask"),
    "via": N_("Via"),
    "outcome": N_("Outcome"),
    "price": N_("Price"),
    "deposit": N_("Deposit"),
    "ordered_on": N_("Ordered on"),
    "delivered_on": N_("Delivered on"),
    "cancelled_on": N_("Cancelled on"),
    "role": N_("Role"),
    "operation": N_("Operation"),
}
"""Record key -> column title."""

AIMS = (
    N_("fix the exact purchase date; invite to the store and close"),
    N_("exact purchase date; how we compare with the rival cars; how they will pay; invite and close"),
    N_("planned date; how their shopping goes; payment; model; invite to an in-depth test drive"),
    N_("keep in touch by phone; how their shopping goes; model and budget; rough date and payment"),
    N_("a message or a call now and then; budget; rough date"),
    N_("delivery date; payment and papers; what they still want to know"),
)
"""What the built-in policies ask of a contact, here for the catalogue; a store's own aims are shown as written."""

WHYS = (
    N_("no answer {count}×: try again"),
    N_("won back: call again since {day}"),
    N_("slept until {day}"),
    N_("first follow-up: came {days} d ago"),
    N_("{grade}: every {every} d, last {days} d ago"),
    N_("churn overturned: win them back"),
    N_("order cancelled: find out why"),
    N_("agreed for {day}"),
    N_("churned on {day}: waits for customer service's call-back"),
    N_("{campaign}: {what}"),
    N_("verify: lost contact"),
    N_("verify: defeat by {rival} ({reason})"),
    N_("verify: defeat ({reason})"),
    N_("is it true; why; would they come again"),
)
"""Why something is owed, as the domain and the store give it, here for the catalogue: neither knows languages."""

MAN_ADVICE = (
    N_("ideal: money, authority and need are all there"),
    N_("skilled selling may win it: the need has to be woken"),
    N_("find the decider"),
    N_("look at credit and financing"),
    N_("watch and nurture"),
    N_("stop spending time"),
)
"""What MAN says to do, here for the catalogue."""

HORIZONS = {
    "7 days": N_("7 days"),
    "14 days": N_("14 days"),
    "1 month": N_("1 month"),
    "2 months": N_("2 months"),
    "3 months": N_("3 months"),
}
"""Horizons of the policies that ship; another one is shown as it is."""
