"""The options of every day: visits, follow-ups, appointments, orders."""

from __future__ import annotations

from typing import Annotated

from typer import Argument, Option

Text = str | None

# due
Consultant = Annotated[Text, Option("--consultant", metavar="NAME", help="Of this consultant.")]
Everybody = Annotated[bool, Option("--all", help="Everybody's.")]
On = Annotated[Text, Option("--on", metavar="DATE", help="On this day; left out: today.")]
Overdue = Annotated[bool, Option("--overdue", help="Only what is overdue.")]
Ahead = Annotated[
    int | None, Option("--ahead", min=1, max=3660, metavar="DAYS", help="The contact plan of the coming days.")
]
Work = Annotated[bool, Option("--work", help="Step through the list, recording each result.")]
Reveal = Annotated[bool, Option("--reveal", help="Show phones in full.")]

# one visit
Phone = Annotated[Text, Option("--phone", metavar="PHONE", help="Left out: traffic only, no lead.")]
Name = Annotated[Text, Option("--name", metavar="NAME", help="The visitor's name.")]
Gender = Annotated[Text, Option("--gender", metavar="male|female", help="male or female.")]
Kind = Annotated[str, Option("--kind", metavar="KIND", help="walk-in, call, event or online.")]
Source = Annotated[Text, Option("--source", metavar="CODE", help="Where they come from, such as referral.")]
Channel = Annotated[Text, Option("--channel", metavar="CHANNEL", help="Online channel, such as wechat.")]
Model = Annotated[Text, Option("--model", metavar="MODEL", help="The car in question.")]
NewModel = Annotated[bool, Option("--new", help="The model is new, although it looks like a known one.")]
Budget = Annotated[Text, Option("--budget", metavar="YUAN", help="Such as 10-12万 or 120000.")]
NeedBy = Annotated[Text, Option("--need-by", metavar="DATE", help="When the car is needed; or unknown.")]
Grade = Annotated[Text, Option("--grade", metavar="GRADE", help="H, A, B, C or N.")]
At = Annotated[Text, Option("--at", metavar="WHEN", help="When it was; left out: now.")]
Left = Annotated[Text, Option("--left", metavar="TIME", help="When they left.")]
TestDrive = Annotated[bool, Option("--test-drive", help="They test-drove.")]
Quoted = Annotated[bool, Option("--quoted", help="They were given a quote.")]
Party = Annotated[int | None, Option("--party", min=1, max=99, metavar="N", help="How many people came.")]
Campaign = Annotated[Text, Option("--campaign", metavar="NAME", help="The campaign that brought them.")]
Referrer = Annotated[Text, Option("--referrer", metavar="WHO", help="Who recommended us.")]
Note = Annotated[Text, Option("--note", metavar="TEXT", help="What was said.")]
First = Annotated[bool | None, Option("--first/--return", help="First or return visit; left out: worked out.")]
Served = Annotated[Text, Option("--consultant", metavar="NAME", help="Who served; left out: the acting consultant.")]

# follow-ups, grades, churn
WhatWasSaid = Annotated[Text, Argument(metavar="[NOTE]", help="What was said.")]
Via = Annotated[str, Option("--via", metavar="VIA", help="phone wechat qq sms email letter visit home-visit.")]
OutcomeOf = Annotated[str, Option("--outcome", metavar="OUTCOME", help="advance continued refused no-answer.")]
Next = Annotated[Text, Option("--next", metavar="DATE", help="The next contact, as agreed.")]
NewGrade = Annotated[Text, Argument(metavar="[GRADE]", help="H, A, B, C or N.")]
Decision = Annotated[Text, Option("--decision", metavar="D", help="made comparing surveying none.")]
Money = Annotated[Text, Option("--money", metavar="M", help="ready preparing none.")]
Deciders = Annotated[Text, Option("--deciders", metavar="D", help="all some.")]
Interest = Annotated[Text, Option("--interest", metavar="I", help="price rivals equipment range basics.")]
Behaviour = Annotated[Text, Option("--behaviour", metavar="B", help="active agrees reserved silent.")]
Man = Annotated[Text, Option("--man", metavar="MAN", help="What is there: M money, A authority, N need; or none.")]
Confidence = Annotated[Text, Option("--confidence", metavar="YES|NO", help="Confidence in the brand.")]
Reason = Annotated[
    Text,
    Option(
        "--reason",
        metavar="REASON",
        help="brand price exterior interior equipment power quality unfriendly service quote unprofessional late "
        "promise gave-up.",
    ),
]
LostContact = Annotated[bool, Option("--lost-contact", help="Out of contact (失控), not defeated.")]
Rival = Annotated[Text, Option("--rival", metavar='"BRAND MODEL"', help="What they bought instead.")]
VerifyResult = Annotated[str, Argument(metavar="RESULT", help="confirmed, overturned or unreachable.")]
To = Annotated[Text, Option("--to", metavar="CONSULTANT", help="Who takes the lead from now on.")]
WinBack = Annotated[Text, Option("--win-back", metavar="DATE", help="Call them again then, as a new lead.")]
Until = Annotated[str, Option("--until", metavar="DATE", help="When the lead wakes.")]

# appointments and online leads
ComesAt = Annotated[str, Option("--at", metavar="WHEN", help="When they are to come.")]
ScreenResult = Annotated[str, Argument(metavar="RESULT", help="A, B, C, D or unreached.")]
Appointment = Annotated[Text, Option("--appointment", metavar="WHEN", help="When they agreed to come.")]

# orders and sales
OnDay = Annotated[Text, Option("--on", metavar="DATE", help="The day; left out: today.")]
Price = Annotated[Text, Option("--price", metavar="YUAN", help="What a car costs.")]
Deposit = Annotated[Text, Option("--deposit", metavar="YUAN", help="What was paid down.")]
Vin = Annotated[Text, Option("--vin", metavar="VIN", help="The car's number.")]
Count = Annotated[int, Option("--count", min=1, max=9999, metavar="N", help="How many cars.")]
SalesChannel = Annotated[str, Option("--channel", metavar="CHANNEL", help="sub-dealer or wholesale.")]
