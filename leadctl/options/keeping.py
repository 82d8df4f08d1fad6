"""The options of the store itself, and of corrections."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from typer import Argument, Option

Text = str | None

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

# upkeep
OperationId = Annotated[int | None, Argument(metavar="[ID]", help="The operation; left out: your latest one.")]
SearchText = Annotated[str, Argument(metavar="TEXT", help="Part of a name, phone, model, or pinyin initials.")]
OpenOnly = Annotated[bool, Option("--open", help="Only those without a leaving time.")]
ConfigKey = Annotated[str, Argument(metavar="db|user|lang", help="What to set.")]
ConfigValue = Annotated[str, Argument(metavar="VALUE", help="Its value.")]
NewCode = Annotated[str, Argument(metavar="CODE", help="A short English code.")]
Label = Annotated[Text, Option("--label", metavar="TEXT", help="How people call it.")]
ReasonGroup = Annotated[
    str,
    Option("--group", metavar="GROUP", help="product, price, management, staff, customer, or one of the store's own."),
]
NewGroup = Annotated[bool, Option("--new", help="The group is new, although it looks like a known one.")]
NewModelName = Annotated[str, Argument(metavar="NAME", help="The model's name.")]
OldModelName = Annotated[str, Argument(metavar="OLD", help="The name to be corrected.")]
RightModelName = Annotated[str, Argument(metavar="NEW", help="The right name.")]
TwoModels = Annotated[list[str], Argument(metavar="OLD into MODEL", help="The one that goes, the one that stays.")]
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
OfCustomer = Annotated[Text, Option("--customer", metavar="C", help="Only what is known of c17, or of this phone.")]
ExportFile = Annotated[
    Path | None, Option("-o", "--output", metavar="FILE", help="Into one file: .xlsx (a sheet a table) or .jsonl.")
]
ExportFolder = Annotated[Path | None, Option("--folder", metavar="DIR", help="Into a folder, a file a table.")]
ExportFormat = Annotated[
    Literal["csv", "xlsx", "jsonl", "json"] | None,
    Option("--format", help="Left out: as the file's name says; csv in a folder; json for one person."),
]
Yes = Annotated[bool, Option("--yes", help="Do not ask.")]
PolicyArgument = Annotated[str, Argument(metavar="NAME|FILE", help="four-grade, five-grade or a TOML file.")]
PolicyFile = Annotated[str, Argument(metavar="FILE", help="A TOML file (or a built-in policy's name).")]
PolicyFrom = Annotated[Text, Option("--from", metavar="DATE", help="Its first day, which may come; left out: today.")]

# what is said when one calls
SpokenGrade = Annotated[Text, Argument(metavar="[GRADE]", help="Only of O, H, A, B, C or N.")]
WordsGrade = Annotated[str, Argument(metavar="GRADE", help="O, H, A, B, C or N.")]
OpeningWords = Annotated[Text, Option("--opening", metavar="TEXT", help="What is said first.")]
AskWords = Annotated[Text, Option("--ask", metavar="TEXT", help="What is to be found out.")]
Objection = Annotated[str, Argument(metavar="OBJECTION", help="What customers say.")]
ReplyWords = Annotated[Text, Argument(metavar="[REPLY]", help="What is answered.")]
RemoveReply = Annotated[bool, Option("--remove", help="Answer nothing any more.")]
WordsFile = Annotated[Path, Argument(metavar="FILE", help="A TOML file, such as examples/words.toml.")]
