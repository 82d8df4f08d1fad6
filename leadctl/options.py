"""Every option and argument, declared once: name, type, help.

Command modules name these types in their signatures without importing this module (and with it Typer)
at run time; :mod:`leadctl.cli` resolves the names when it builds a command.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from typer import Argument, Option

Text = str | None

# everywhere
Db = Annotated[Text, Option("--db", metavar="FILE", help="The store's database.")]
As = Annotated[Text, Option("--as", metavar="NAME", help="Who acts; must be on the staff list.")]
Lang = Annotated[Text, Option("--lang", metavar="en|zh", help="Language of what people read.")]
Version = Annotated[bool, Option("--version", help="Print the version and leave.")]
AsJson = Annotated[bool, Option("--json", help="Print JSON.")]
Format = Annotated[
    Literal["table", "plain", "markdown", "csv", "json", "jsonl"] | None,
    Option("--format", help="How to print."),
]
Limit = Annotated[int | None, Option("--limit", min=0, metavar="N", help="Print N rows at most.")]
Out = Annotated[Path | None, Option("-o", "--output", metavar="FILE", help="Write into this file.")]

# whom and what
Lead = Annotated[str, Argument(metavar="LEAD", help="A lead's number, a phone, or the customer's exact name.")]
OptionalLead = Annotated[Text, Argument(metavar="LEAD", help="A lead's number, a phone, or the exact name.")]
Customer = Annotated[str, Argument(metavar="CUSTOMER", help="c17, or a phone.")]
OtherCustomer = Annotated[str, Argument(metavar="INTO", help="The customer that stays: c17, or a phone.")]
FactId = Annotated[int, Argument(metavar="ID", help="Its id, as leadctl show prints it.")]

# due
Consultant = Annotated[Text, Option("--consultant", metavar="NAME", help="Of this consultant.")]
Everybody = Annotated[bool, Option("--all", help="Everybody's.")]
On = Annotated[Text, Option("--on", metavar="DATE", help="On this day; left out: today.")]
Overdue = Annotated[bool, Option("--overdue", help="Only what is overdue.")]
Ahead = Annotated[int | None, Option("--ahead", min=1, metavar="DAYS", help="The contact plan of the coming days.")]
Work = Annotated[bool, Option("--work", help="Step through the list, recording each result.")]
Reveal = Annotated[bool, Option("--reveal", help="Show phones in full.")]

# init
PolicyName = Annotated[str, Option("--policy", metavar="NAME|FILE", help="four-grade, five-grade or a TOML file.")]
StoreName = Annotated[Text, Option("--store", metavar="NAME", help="The store's name.")]
Code = Annotated[Text, Option("--code", metavar="CODE", help="The store's code.")]
Timezone = Annotated[Text, Option("--timezone", metavar="ZONE", help="The store's time zone, such as Asia/Shanghai.")]
Group = Annotated[Text, Option("--group", metavar="G", help="Share the file with this group's accounts.")]
AllowNetwork = Annotated[bool, Option("--allow-network", help="Put up with a network drive.")]

# staff
StaffName = Annotated[str, Argument(metavar="NAME", help="Their name.")]
Role = Annotated[str, Option("--role", metavar="ROLE", help="consultant, reception, service, manager or clerk.")]
Login = Annotated[Text, Option("--login", metavar="OSUSER", help="Their login of the operating system.")]
LeavingDay = Annotated[Text, Option("--on", metavar="DATE", help="Their last day; left out: today.")]

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

# batches
From = Annotated[Text, Option("--from", metavar="FILE|-", help="Take visits from a register: .csv .tsv .xlsx .jsonl.")]
BatchFile = Annotated[str, Argument(metavar="FILE", help="A .csv, .tsv, .xlsx or .jsonl file; - for stdin.")]
Encoding = Annotated[Text, Option("--encoding", metavar="NAME", help="The file's encoding; left out: found out.")]
Suffix = Annotated[Text, Option("--type", metavar="csv|tsv|xlsx|jsonl", help="What stdin is; left out: csv.")]
Map = Annotated[
    list[str] | None, Option("--map", metavar="OURS=THEIRS", help="A column that is called otherwise (repeatable).")
]
Year = Annotated[int | None, Option("--year", min=1990, max=2100, metavar="YYYY", help="The year of 5月2日.")]
Sheet = Annotated[Text, Option("--sheet", metavar="NAME", help="The sheet of an .xlsx.")]
SkipBad = Annotated[bool, Option("--skip-bad", help="Write the good rows of a file with bad ones; still exit 3.")]
Rejects = Annotated[
    Path | None, Option("--rejects", metavar="FILE", help="Put bad rows there, to mend and send again.")
]
DryRun = Annotated[bool, Option("--dry-run", help="Say what would happen; write nothing.")]
Strict = Annotated[bool, Option("--strict", help="Refuse names that are new to the store.")]
ClosedBefore = Annotated[
    Text,
    Option(
        "--closed-before",
        metavar="DATE",
        help="Old register: leads last seen before this day are closed as lost contact, unverified.",
    ),
]

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
Count = Annotated[int, Option("--count", min=1, metavar="N", help="How many cars.")]
SalesChannel = Annotated[str, Option("--channel", metavar="CHANNEL", help="sub-dealer or wholesale.")]

# hand-over
FromConsultant = Annotated[Text, Option("--from", metavar="NAME", help="All open leads of this consultant.")]
Auto = Annotated[bool, Option("--auto", help="Give out the leads that nobody owns, in turn.")]

# reports
ReportName = Annotated[
    Text,
    Argument(
        metavar="[NAME]",
        help="month, funnel, traffic, defeats, followups, day, prospects, profile, campaigns, referrals, targets,"
        " forecast; left out: month. Or close: keep a month's figures.",
    ),
]
Month = Annotated[Text, Option("--month", metavar="[M]", help="YYYY-MM or last; without a value: the current month.")]
ReportYear = Annotated[
    int | None,
    Option("--year", min=1990, max=2100, metavar="YYYY", help="A year of traffic, defeats, campaigns or referrals."),
]
By = Annotated[
    Literal["source", "consultant", "model", "kind"] | None,
    Option("--by", help="The funnel or the campaigns in groups that add up to them."),
]
Cohort = Annotated[bool, Option("--cohort", help="The funnel of the leads opened in the month, to date.")]
ListFigure = Annotated[Text, Option("--list", metavar="FIGURE", help="The records behind this figure of the report.")]

AllTime = Annotated[bool, Option("--all", help="Campaigns and referrals of all time.")]
SheetDay = Annotated[Text, Option("--on", metavar="DATE", help="The day sheet of this day; left out: today's.")]
Sign = Annotated[Text, Option("--sign", metavar="NOTE", help="Sign the day sheet off with this remark.")]

# planning
SalesTarget = Annotated[int | None, Option("--sales", min=0, metavar="N", help="Cars to sell in the month.")]
Shares = Annotated[
    list[str] | None, Option("--share", metavar="SOURCE=70%", help="A source's share of the sales (repeatable).")
]
DealRates = Annotated[
    list[str] | None, Option("--deal-rate", metavar="SOURCE=30%", help="Orders of its leads (repeatable).")
]
Raises = Annotated[
    list[str] | None, Option("--raise", metavar="SOURCE=35%", help="What its deal rate is to become (repeatable).")
]
WeekNumber = Annotated[int | None, Option("--week", min=1, max=5, metavar="N", help="A week: 1 is the 1st to the 7th.")]
WeekLeads = Annotated[int | None, Option("--leads", min=0, metavar="N", help="Leads to open in the week.")]
WeekOrders = Annotated[int | None, Option("--orders", min=0, metavar="N", help="Orders to take in the week.")]
WeekDeliveries = Annotated[int | None, Option("--deliveries", min=0, metavar="N", help="Cars to hand over in it.")]
WeekOf = Annotated[Text, Option("--consultant", metavar="NAME", help="One consultant's week; left out: the team's.")]
ActionText = Annotated[str, Argument(metavar="WHAT", help="What is to be done.")]
ActionWeek = Annotated[int, Option("--week", min=1, max=5, metavar="N", help="A week: 1 is the 1st to the 7th.")]
ActionCount = Annotated[int | None, Option("--count", min=1, metavar="N", help="How many.")]
ActionDay = Annotated[Text, Option("--by", metavar="DATE", help="By when.")]
ActionId = Annotated[int, Argument(metavar="ACTION", help="Its number, as leadctl report targets prints it.")]
WeekWork = Annotated[Text, Option("--note", metavar="WORK", help="The week's focus and work.")]

# owners
Owner = Annotated[str, Argument(metavar="OWNER", help="c17, a phone, the exact name, or the lead of the car.")]
ContactResult = Annotated[
    str, Option("--result", metavar="RESULT", help="fine complaint replace add recommend no-answer.")
]
Score = Annotated[int | None, Option("--score", min=1, max=10, metavar="N", help="How satisfied, from 1 to 10.")]
WhichOccasion = Annotated[
    Text, Option("--occasion", metavar="CODE", help="Such as month-6 or insurance-2027; left out: what is owed.")
]
WhichCar = Annotated[Text, Option("--vin", metavar="VIN", help="Which car, of an owner of several.")]
Answers = Annotated[Text, Option("--staff", metavar="NAME", help="Who answers for the complaint; left out: you.")]
SolveBy = Annotated[Text, Option("--until", metavar="DATE", help="By when it is to be solved; left out: tomorrow.")]
FriendName = Annotated[Text, Option("--name", metavar="NAME", help="Who is recommended.")]
FriendPhone = Annotated[Text, Option("--phone", metavar="PHONE", help="The phone of who is recommended.")]
ComplaintId = Annotated[int, Argument(metavar="ID", help="Its number: leadctl aftercare complaints")]
Solution = Annotated[Text, Option("--note", metavar="TEXT", help="How it was solved.")]
OccasionName = Annotated[str, Argument(metavar="NAME", help="Such as 春节, or Brake fluid.")]
OccasionDay = Annotated[Text, Option("--on", metavar="DATE", help="The day on which every owner is greeted.")]
EveryMonths = Annotated[
    int | None, Option("--months", min=1, max=120, metavar="N", help="Every so many months since delivery.")
]
RemoveReminder = Annotated[bool, Option("--remove", help="Take all of this name off the list.")]

# upkeep
OperationId = Annotated[int | None, Argument(metavar="[ID]", help="The operation; left out: your latest one.")]
SearchText = Annotated[str, Argument(metavar="TEXT", help="Part of a name, phone, model, or pinyin initials.")]
OpenOnly = Annotated[bool, Option("--open", help="Only those without a leaving time.")]
ConfigKey = Annotated[str, Argument(metavar="db|user|lang", help="What to set.")]
ConfigValue = Annotated[str, Argument(metavar="VALUE", help="Its value.")]
NewCode = Annotated[str, Argument(metavar="CODE", help="A short English code.")]
Label = Annotated[Text, Option("--label", metavar="TEXT", help="How people call it.")]
TargetFile = Annotated[Path, Argument(metavar="FILE", help="The backup.")]
Everything = Annotated[bool, Option("--all", help="Every one, not only the latest 20.")]

# corrections
Customers = Annotated[
    list[str], Argument(metavar="C into C", help="The one that goes, the one that stays: c17 or a phone.")
]
NewPhone = Annotated[Text, Option("--phone", metavar="PHONE", help="The right phone.")]
VisitPhone = Annotated[
    Text, Option("--phone", metavar="PHONE", help='Whose visit it was: it moves to their lead; "" makes it anonymous.')
]
AddPhone = Annotated[Text, Option("--add-phone", metavar="PHONE", help="One more phone.")]
Importance = Annotated[Text, Option("--importance", metavar="I", help="key, secondary or ordinary.")]
Birthday = Annotated[Text, Option("--birthday", metavar="DATE", help="Such as 1985-06-30.")]
District = Annotated[Text, Option("--district", metavar="TEXT", help="Where they live.")]
Occupation = Annotated[Text, Option("--occupation", metavar="TEXT", help="What they do.")]
RightKind = Annotated[Text, Option("--kind", metavar="KIND", help="walk-in, call, event or online.")]
RightFirst = Annotated[Text, Option("--first", metavar="YES|NO", help='First visit, or a return; "" works it out.')]
RightTestDrive = Annotated[Text, Option("--test-drive", metavar="YES|NO", help="Whether they test-drove.")]
RightQuoted = Annotated[Text, Option("--quoted", metavar="YES|NO", help="Whether they were given a quote.")]
RightParty = Annotated[Text, Option("--party", metavar="N", help="How many people came.")]
RightServed = Annotated[Text, Option("--consultant", metavar="NAME", help="Who served.")]
RightVia = Annotated[Text, Option("--via", metavar="VIA", help="phone wechat qq sms email letter visit home-visit.")]
RightOutcome = Annotated[Text, Option("--outcome", metavar="OUTCOME", help="advance continued refused no-answer.")]
RightDay = Annotated[Text, Option("--on", metavar="DATE", help="The day of the order.")]
Reported = Annotated[Text, Option("--reported", metavar="DATE", help="When the sale was reported (售车申报).")]
Delivered = Annotated[Text, Option("--delivered", metavar="DATE", help='The day of the delivery; "" takes it back.')]
RightPrice = Annotated[Text, Option("--price", metavar="YUAN", help="What a car costs, such as 128800 or 12.88万.")]
RightDeposit = Annotated[Text, Option("--deposit", metavar="YUAN", help="What was paid down.")]
RightCount = Annotated[Text, Option("--count", metavar="N", help="How many cars.")]
BackupFile = Annotated[Path, Argument(metavar="FILE", help="A backup made by: leadctl backup FILE")]
Yes = Annotated[bool, Option("--yes", help="Do not ask.")]
PolicyArgument = Annotated[str, Argument(metavar="NAME|FILE", help="four-grade, five-grade or a TOML file.")]
PolicyFile = Annotated[str, Argument(metavar="FILE", help="A TOML file (or a built-in policy's name).")]
PolicyFrom = Annotated[Text, Option("--from", metavar="DATE", help="Its first day, which may come; left out: today.")]

# campaigns, tags and rewards
CampaignName = Annotated[str, Argument(metavar="NAME", help="The campaign's name, as visits name it.")]
CampaignKind = Annotated[Text, Option("--kind", metavar="KIND", help="What kind it is, such as tour or auto-show.")]
CampaignSource = Annotated[Text, Option("--source", metavar="CODE", help="The source it belongs to, such as outreach.")]
Start = Annotated[Text, Option("--start", metavar="DATE", help="Its first day.")]
End = Annotated[Text, Option("--end", metavar="DATE", help="Its last day; left out: the first.")]
CampaignBudget = Annotated[Text, Option("--budget", metavar="YUAN", help="What it may cost, such as 3000.")]
CostItem = Annotated[str, Argument(metavar="ITEM", help="venue, materials or other.")]
Amount = Annotated[str, Argument(metavar="AMOUNT", help="Yuan.")]
SpentOn = Annotated[Text, Option("--on", metavar="DATE", help="When; left out: the campaign's first day, or today.")]
TaskText = Annotated[Text, Option("--add", metavar="WHAT", help="One more task, with --on DATE.")]
TaskDay = Annotated[Text, Option("--on", metavar="DATE", help="The day of the task that is added.")]
Usual = Annotated[bool, Option("--usual", help="The usual tasks, counted from the campaign's first day.")]
DoneTask = Annotated[int | None, Option("--done", metavar="ID", help="This task is done.")]
TaskStaff = Annotated[Text, Option("--staff", metavar="NAME", help="Who does it; left out: anybody.")]
Who = Annotated[Text, Option("--who", metavar="GROUP", help="never-came, or not-sold: came and did not buy.")]
WithTag = Annotated[Text, Option("--tag", metavar="TAG", help="Customers with this tag.")]
AnsweredOn = Annotated[Text, Option("--on", metavar="DATE", help="When; left out: today.")]
SummaryText = Annotated[str, Argument(metavar="TEXT", help="How it went, and what to do otherwise.")]
OfConsultant = Annotated[Text, Option("--consultant", metavar="NAME", help="Only this consultant's invitations.")]
Tags = Annotated[list[str] | None, Argument(metavar="[TAG]...", help="Such as golf, family, 30s or owners-club.")]
RemoveTags = Annotated[bool, Option("--remove", help="Take these tags away.")]
RewardOccasion = Annotated[str, Argument(metavar="OCCASION", help="visit, test-drive or sale.")]
OfCampaign = Annotated[Text, Option("--campaign", metavar="NAME", help="Only for leads of this campaign.")]
RewardTo = Annotated[str, Argument(metavar="WHO", help="c17, a phone, or the name of a referrer as visits have it.")]
PaidFor = Annotated[Text, Option("--campaign", metavar="NAME", help="For leads of this campaign.")]
PaidOn = Annotated[Text, Option("--on", metavar="DATE", help="When it was paid; left out: today.")]
PaidNote = Annotated[Text, Option("--note", metavar="TEXT", help="What for, or how.")]
BeyondOpen = Annotated[bool, Option("--beyond-open", help="Pay more than is open: an advance.")]
Payments = Annotated[bool, Option("--payments", help="What was paid out, instead of what is promised.")]
