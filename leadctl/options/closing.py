"""The options of what closes the loop: batches, hand-over, campaigns, plans, owners."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from typer import Argument, Option

Text = str | None

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

# hand-over
FromConsultant = Annotated[Text, Option("--from", metavar="NAME", help="All that is on this consultant's list.")]
Auto = Annotated[bool, Option("--auto", help="Give out the leads that nobody owns, by the store's rule.")]
Release = Annotated[bool, Option("--release", help="Put neglected leads into the common pool, by the store's rule.")]
Insist = Annotated[bool, Option("--insist", help="A manager's: also to who neglected the lead a few days ago.")]

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
