"""The trade's closed vocabularies: codes as they stand in the database, in JSON and on the command line.

Among them are the grades, which say how near a purchase is, and the checks and shares of an audit, the most important
first.

Codes are English whatever the interface language. Open lists (staff, sources, models, campaigns) are
rows of the store, not constants; ``SOURCES`` and ``REASONS`` are what a new store starts with.
"""

from __future__ import annotations

KINDS = ("walk-in", "call", "event", "online")
"""How a visit reached us (来店/来电/活动/网络)."""

IN_PERSON = ("walk-in", "event")
"""Kinds of visit at which the customer stood before us."""

GENDERS = ("male", "female")

YES_NO = ("yes", "no")

VIAS = ("phone", "wechat", "qq", "sms", "email", "letter", "visit", "home-visit")
"""The ways of a follow-up."""

FIRST, AGAIN = "first-follow-up", "follow-up"
"""Tasks that ask for a contact with the customer, and the kinds of a contact window."""

OUTCOMES = ("advance", "continued", "refused", "no-answer")
"""What a follow-up moved; ``no-answer`` is a try, never a contact."""

ROLES = ("consultant", "reception", "service", "manager", "clerk")

VERIFYING_ROLES = ("service", "manager")
"""Whose work it is to call back what was lost, where the staff list names one."""

SALES_CHANNELS = ("sub-dealer", "wholesale")
"""Channels of sales without a lead (二级, 批售); showroom sales are orders."""

CHURNS = ("defeat", "lost-contact")
"""The two ways a lead churns: 战败 and 失控."""

VERIFICATIONS = ("confirmed", "overturned", "unreachable")
"""Results of customer service's call-back (战败回访)."""

OBJECTIONS: tuple[str, ...] = ("", "calls", "all")
"""What a customer objects to: nothing, calls, or any contact; each includes the one before."""

NO_OBJECTION = "none"
"""Takes an objection back."""

IMPORTANCES = ("key", "secondary", "ordinary")
"""A customer's weight (重要, 次重要, 普通): key customers come first inside a grade."""

PARTS = ("buyer", "user", "decider", "gatekeeper")
"""What a companion is to the decision: who pays, who drives, who decides, who lets us through to them."""

FIELD_KINDS = ("text", "number", "date", "choice")
"""What a field of a store's own holds."""

STATUSES = ("open", "dormant", "ordered", "delivered", "defeated", "lost")

SOURCES: dict[str, tuple[str, ...]] = {
    "showroom": ("展厅", "到店", "自然到店", "自然进店", "进店", "来店"),
    "phone": ("来电", "电话"),
    "online": ("网络", "线上", "互联网", "网络媒体"),
    "outreach": (
        "外拓",
        "传单",
        "巡展",
        "车展",
        "外展",
        "DM单",
        "DM",
        "传单派发",
        "派单",
        "flyer",
        "exhibition",
        "tour",
    ),
    "event": ("展示/活动", "展示", "活动", "线下活动"),
    "referral": ("转介绍", "介绍", "老客户介绍", "客户转介绍", "老客户转介绍", "朋友介绍"),
    "dispatch": ("总部派发", "总部", "派发"),
    "service": ("售后", "售后服务"),
    "owner": ("保有客户", "保有", "基盘客户", "基盘"),
    "win-back": ("战败激活", "战败客户激活"),
    "staff": ("全员销售/内部人员", "全员销售", "内部人员", "员工"),
    "other": ("其他", "其它"),
}
"""Source code -> the names real registers use for it; the first is its Chinese label. ``win-back``: a lead that is to
win a lost customer back."""

CHANNELS: dict[str, tuple[str, ...]] = {
    "wechat": ("微信",),
    "qq": ("QQ群", "QQ"),
    "weibo": ("微博",),
    "forum": ("论坛",),
    "shop": ("微店",),
    "app": ("APP",),
    "vertical": ("垂直网站", "vertical site", "垂直"),
    "e-commerce": ("电商平台", "电商", "ecommerce"),
}
"""Online channel code -> its names; other channels are kept as typed."""

REASON_GROUPS: dict[str, tuple[str, ...]] = {
    "product": ("brand", "exterior", "interior", "equipment", "power", "quality"),
    "price": ("price",),
    "management": ("service", "quote"),
    "staff": ("unfriendly", "unprofessional", "late", "promise"),
    "customer": ("gave-up",),
}
"""Group -> reasons of a defeat (house rule)."""

REASONS: dict[str, str] = {
    "brand": "品牌",
    "price": "价格",
    "exterior": "外观",
    "interior": "内饰",
    "equipment": "配置",
    "power": "动力及操控",
    "quality": "质量",
    "unfriendly": "态度不热情",
    "service": "服务不到位",
    "quote": "报价不合理",
    "unprofessional": "介绍不专业",
    "late": "跟进不及时",
    "promise": "承诺不兑现",
    "gave-up": "放弃购买",
}
"""Reason code -> Chinese label, in the order the matrix prints them."""

VISIT_FIELDS = (
    "arrived_at",
    "left_at",
    "name",
    "gender",
    "phone",
    "kind",
    "first_visit",
    "source",
    "channel",
    "party",
    "model",
    "budget_low",
    "budget_high",
    "need_by",
    "grade",
    "test_drive",
    "quoted",
    "consultant",
    "campaign",
    "referrer",
    "note",
    "record_id",
    "occupation",
    "district",
    "payment",
    "rival",
    "present_car",
    "companions",
    "wechat",
    "reception",
    "motive",
    "other_phones",
    "own_fields",
)
"""The columns of one checked register row, in the order intake yields and the store takes them.

``arrived_at``, ``left_at``: ``YYYY-MM-DDTHH:MM``; ``need_by``: ``YYYY-MM-DD``; ``budget_*``: yuan (float);
``party``: persons (int); ``first_visit``, ``test_drive``, ``quoted``: 1, 0 or None; ``phone``: 11 digits
(Chinese mobile) or ``+CC...``, or as typed when it fits no plan; ``other_phones``: further ones of the same cell, with
a space between them; ``own_fields``: field of the store -> value, a mapping; None wherever a cell is empty.
"""


GRADES = ("H", "A", "B", "C", "N")
"""From hot to cold. O (ordered) is set by an order, never by hand."""

ORDERED = "O"

ALL_GRADES = (ORDERED, *GRADES)
"""In the order of the day's work."""

WORK_ORDER: dict[str | None, int] = {grade: place for place, grade in enumerate((*ALL_GRADES, None))}
"""The place of a grade in the day's work: O H A B C N, then ungraded."""


DOUBTS = (
    "ungraded",
    "not-in-policy",
    "need-passed",
    "need-nearer",
    "hot-too-long",
    "jumped",
    "no-advance",
)
"""What can be wrong with a lead's grade."""

CHECKS = (
    "no-next-date",
    "spot-false",
    "verified-under-recorders-login",
    "neglected",
    "unverified",
    "unowned",
    "incomplete",
    "not-updated",
    "no-leaving-time",
    "entered-after-its-day",
    "dated-ahead",
    "planned-beyond-window",
    *DOUBTS,
    "no-consultant",
    "to-call",
    "no-contact",
    "do-not-contact",
)
"""Each counts records that should not be there: the fewer, the better."""

SHARES = ("complete", "churn-coverage", "contact-rate", "spot-called", "spot-true")
"""Each is a fraction 0-1: the more, the better."""

CARD_FIELDS = ("name", "phone", "grade", "model", "consultant", "source", "word")
"""What a complete card has; ``word``: something that was said, in a note."""

SPOT_RESULTS = ("true", "wrong", "no-visit", "wrong-number", "unreachable")
"""What a call to a card drawn at random finds: as written, otherwise, nobody ever came, nobody's number, no answer."""

SPOT_FALSE = ("wrong", "no-visit", "wrong-number")
"""Findings that speak against the card. A number that is nobody's is one of them: the card was reached and is false."""
