"""Codes and figure names -> the English that people read; ``translator`` turns that into their language."""

from __future__ import annotations

from leadctl.locale import N_
from leadctl.locale.store_labels import Labels

WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))

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

PARTS = {"buyer": N_("buyer"), "user": N_("user"), "decider": N_("decider"), "gatekeeper": N_("gatekeeper")}
"""A companion's part in the decision."""

FIELD_KINDS = {"text": N_("text"), "number": N_("number"), "date": N_("date"), "choice": N_("choice")}

FACTS = {"visit": N_("visit"), "followup": N_("followup"), "order": N_("order"), "lead": N_("lead")}
"""Records that are corrected or deleted."""

FACT_KINDS = {
    "start": N_("start"),
    "visit": N_("visit"),
    "followup": N_("followup"),
    "assessment": N_("assessment"),
    "assignment": N_("assignment"),
    "screening": N_("screening"),
    "appointment": N_("appointment"),
    "callback": N_("callback"),
    "dormancy": N_("dormancy"),
    "churn": N_("churn"),
    "verification": N_("verification"),
    "order": N_("order"),
    "delivery": N_("delivery"),
    "cancellation": N_("cancellation"),
}
"""What happens in a lead, as its card and the commands call it."""

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
    "activity of other days": N_("Activity of these days"),
    "cohort of other days": N_("Leads opened in these days"),
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
    "advance_rate": N_("Share of advances"),
    "late_entries": N_("Entered after their day"),
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

HORIZONS = {
    "7 days": N_("7 days"),
    "14 days": N_("14 days"),
    "1 month": N_("1 month"),
    "2 months": N_("2 months"),
    "3 months": N_("3 months"),
}
"""Horizons of the policies that ship; another one is shown as it is."""

OCCASIONS = {"flyer": N_("flyer"), "visit": N_("visit"), "test-drive": N_("test drive"), "sale": N_("sale")}
"""What a reward is given for."""

CAMPAIGN_KINDS = {
    "display": N_("display"),
    "tour": N_("test-drive tour"),
    "exhibition": N_("exhibition"),
    "auto-show": N_("motor show"),
    "group-buy": N_("group purchase"),
    "flyer": N_("flyers"),
    "party": N_("customer party"),
    "online": N_("online campaign"),
}
"""Usual kinds of campaigns; a store may call them anything else."""

COST_ITEMS = {"venue": N_("venue"), "materials": N_("materials"), "other": N_("other")}
"""What a campaign's money goes into."""

CAMPAIGN_TASKS = {
    "gather information": N_("gather information"),
    "recruit": N_("recruit"),
    "places and the list of who comes": N_("places and the list of who comes"),
    "the day itself": N_("the day itself"),
    "thank, publish, follow up": N_("thank, publish, follow up"),
}
"""What is usually done around a campaign's day, as the store keeps it; a task of somebody's own has no label."""

AFTERCARE = {
    "fine": N_("fine"),
    "complaint": N_("complaint"),
    "replace": N_("replaces the car"),
    "add": N_("adds a car"),
    "recommend": N_("recommends somebody"),
    "no-answer": N_("no answer"),
}

FESTIVALS = {
    "Spring Festival": N_("Spring Festival"),
    "Dragon Boat": N_("Dragon Boat"),
    "Mid-Autumn": N_("Mid-Autumn"),
    "National Day": N_("National Day"),
}
"""The built-in festivals, each translated by its own name."""

CHECKS = {
    "no-next-date": N_("Open leads without a next date"),
    "spot-false": N_("Cards that a spot check found false"),
    "verified-under-recorders-login": N_("Churn verified by its recorder's login"),
    "neglected": N_("Leads neglected"),
    "unverified": N_("Churn that waits for its verification"),
    "unowned": N_("Open leads that nobody owns"),
    "do-not-contact": N_("Customers who object to being contacted"),
    "incomplete": N_("Cards that are incomplete"),
    "not-updated": N_("Cards that nobody updated for six months"),
    "no-leaving-time": N_("Walk-ins not closed by the evening"),
    "entered-after-its-day": N_("Visits and contacts entered after their day"),
    "dated-ahead": N_("Facts dated after today"),
    "planned-beyond-window": N_("Contacts planned beyond their window"),
    "ungraded": N_("Leads without a grade"),
    "not-in-policy": N_("Grades that the policy does not have"),
    "need-passed": N_("The day of the need has passed"),
    "need-nearer": N_("The need is nearer than the grade says"),
    "hot-too-long": N_("Hot for longer than its horizon"),
    "jumped": N_("The grade jumped two levels or more"),
    "no-advance": N_("Three contacts in a row without an advance"),
    "no-consultant": N_("Visits without a consultant"),
    "to-call": N_("Spot checks still to call"),
    "no-contact": N_("Traffic without a contact"),
}
"""Check -> what its records are."""

SHARES = {
    "complete": N_("Share of complete cards"),
    "churn-coverage": N_("Verification coverage"),
    "contact-rate": N_("Contact-capture rate"),
    "spot-called": N_("Spot checks called"),
    "spot-true": N_("Spot checks true, of those reached"),
}

CARD_FIELDS = {
    "name": N_("Name"),
    "phone": N_("Phone"),
    "grade": N_("Grade"),
    "model": N_("Model"),
    "consultant": N_("Consultant"),
    "source": N_("Source"),
    "word": N_("Words"),
}
"""What a card has; the words are what was said, in a note."""

SPOT_RESULTS = {
    "true": N_("true"),
    "wrong": N_("the card is wrong"),
    "no-visit": N_("never came"),
    "wrong-number": N_("wrong number"),
    "unreachable": N_("unreachable"),
}
"""What a call to a drawn card found."""

REASON_GROUPS = {
    "product": N_("Product"),
    "price": N_("The price"),
    "management": N_("Management"),
    "staff": N_("Staff"),
    "customer": N_("The customer's own"),
}
"""Groups of reasons of defeat; a store's own stand as they are written."""

CHURN_REVERSALS = {"overturned": N_("Overturned"), "win_backs": N_("Win-backs")}
"""Leads that a churn did not end."""

APPOINTMENTS = {
    "kept": N_("kept"),
    "missed": N_("did not come"),
    "moved": N_("moved"),
    "dropped": N_("dropped"),
}

SCREENINGS = {
    "A": N_("A: comes within 7 days"),
    "B": N_("B: comes within 15 days"),
    "C": N_("C: interested, no date"),
    "D": N_("D: gives up"),
    "unreached": N_("unreached"),
}

WORK_COUNTS = {
    "open": N_("{count} open"),
    "dormant": N_("{count} asleep"),
    "ordered": N_("{count} ordered"),
    "verification": N_("{count} awaiting verification"),
    "complaints": N_("open complaints: {count}"),
    "campaign_tasks": N_("campaign tasks: {count}"),
    "owners": N_("owners to care for: {count}"),
}
"""Kind of work -> how much of it is on a person's list."""

DISPATCH_RESULTS = {
    "in-turn": N_("unassigned leads given out in turn: {count}"),
    "weighted": N_("unassigned leads given out by on-time share: {count}"),
}
"""Rule of dispatch -> what a dispatch reports."""

DISPATCH_RULES = {
    "in-turn": N_("Leads that nobody owns are given out in turn."),
    "weighted": N_("Leads that nobody owns are given out by the consultants' on-time shares."),
}
"""Rule of dispatch -> what it does."""

YES_NO = {"yes": N_("yes"), "no": N_("no")}

OBJECTIONS = {"none": N_("no objection"), "calls": N_("no calls"), "all": N_("no contact at all")}
"""What a customer objects to."""

GUESTS = {"never-came": N_("never came"), "not-sold": N_("came and did not buy")}
"""Whom a campaign invites."""

DECISIONS = {
    "made": N_("made up their mind"),
    "comparing": N_("compares two or three"),
    "surveying": N_("surveys the market"),
    "none": N_("no model in focus"),
}
MONEY = {"ready": N_("money is ready"), "preparing": N_("money is being raised"), "none": N_("no money yet")}
DECIDERS = {"all": N_("all deciders came"), "some": N_("not all deciders came")}
INTERESTS = {
    "price": N_("price"),
    "rivals": N_("rivals"),
    "equipment": N_("equipment"),
    "range": N_("the range"),
    "basics": N_("the basics"),
}
BEHAVIOURS = {
    "active": N_("active"),
    "agrees": N_("agrees the next date"),
    "reserved": N_("reserved"),
    "silent": N_("silent"),
}
"""Evidence for a grade, a criterion each."""

NO_GRADE = {"NONE": N_("ungraded")}

CHOICES = (
    TASKS, VERIFICATIONS, CHURNS, KINDS, VIAS, OUTCOMES, IMPORTANCES, ROLES, PARTS, FIELD_KINDS, GENDERS, OCCASIONS,
    COST_ITEMS, AFTERCARE, SPOT_RESULTS, SCREENINGS, YES_NO, OBJECTIONS, GUESTS, DECISIONS, MONEY, DECIDERS,
    INTERESTS, BEHAVIOURS, CHANNELS, REASONS,
    {grade: grade for grade in "OHABCN"} | NO_GRADE,
)  # fmt: skip
"""The vocabularies of which people type one code; no list of codes fits two of them that say something else."""
