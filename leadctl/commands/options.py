"""The options and arguments that several commands have, each declared once."""

from __future__ import annotations

from leadctl.annotations import Annotated
from leadctl.commands.declaration import Argument, LeftOut, Option
from leadctl.domain.terms import GENDERS, GRADES, YES_NO


def is_period_word(word: str) -> bool:
    """Whether a word is meant for ``--month`` or another period, well formed or not: nothing else that follows them
    begins with a digit."""
    return word == "last" or word[:1].isdigit()


Lead = Annotated[str, Argument("LEAD", "A lead's number, a phone, or the customer's exact name.")]
Leads = Annotated[str | None, Option("--leads", "LEAD,LEAD", "Several leads at once; the NOTE then stands alone.")]
Customer = Annotated[str, Argument("CUSTOMER", "c17, or a phone.")]
FactId = Annotated[int, Argument("ID", "Its id, as leadctl show prints it.")]
Consultant = Annotated[str | None, Option("--consultant", "NAME", "Of this consultant.")]
Everybody = Annotated[bool, Option("--all", help="Everybody's.")]
On = Annotated[str | None, Option("--on", "DATE", "On this day; left out: today.")]
Ahead = Annotated[int | None, Option("--ahead", "DAYS", "The contact plan of the coming days.", min=1, max=3660)]
Reveal = Annotated[bool, Option("--reveal", help="Show phones in full.")]
Name = Annotated[str | None, Option("--name", "NAME", "The visitor's name.")]
Gender = Annotated[str | None, Option("--gender", "|".join(GENDERS), "Of the customer.", known=GENDERS)]
Source = Annotated[str | None, Option("--source", "CODE", "Where they come from, such as referral.")]
Channel = Annotated[str | None, Option("--channel", "CHANNEL", "Online channel, such as wechat.")]
Model = Annotated[str | None, Option("--model", "MODEL", "The car in question.")]
NewModel = Annotated[bool, Option("--new", help="The model is new, although it looks like a known one.")]
Budget = Annotated[str | None, Option("--budget", "YUAN", "Such as 10-12万 or 120000.")]
NeedBy = Annotated[str | None, Option("--need-by", "DATE", "When the car is needed; or unknown.")]
Grade = Annotated[str | None, Option("--grade", "GRADE", known=GRADES)]
At = Annotated[str | None, Option("--at", "WHEN", "When it was; left out: now.")]
Left = Annotated[str | None, Option("--left", "TIME", "When they left.")]
Campaign = Annotated[str | None, Option("--campaign", "NAME", "The campaign that brought them.")]
Referrer = Annotated[str | None, Option("--referrer", "WHO", "Who recommended us.")]
Note = Annotated[str | None, Option("--note", "TEXT", "What was said.")]
District = Annotated[str | None, Option("--district", "TEXT", "Where they live.")]
Occupation = Annotated[str | None, Option("--occupation", "TEXT", "What they do.")]
Wechat = Annotated[str | None, Option("--wechat", "NAME", "Their name on WeChat.")]
PresentCar = Annotated[str | None, Option("--present-car", "TEXT", "What they drive now.")]
Payment = Annotated[str | None, Option("--payment", "TEXT", "How they mean to pay, such as cash or a loan.")]
Rival = Annotated[str | None, Option("--rival", "TEXT", "The cars that they compare us with.")]
Motive = Annotated[str | None, Option("--motive", "TEXT", "What the car is for.")]
OwnValues = Annotated[list[str] | None, Option("--field", "NAME=VALUE", "A field of the store's own; may be repeated.")]
Agreed = Annotated[str | None, Option("--agreed", "TEXT", "What was agreed for the next contact.")]
Next = Annotated[str | None, Option("--next", "DATE", "The next contact, as agreed.")]
Man = Annotated[str | None, Option("--man", "MAN", "What is there: M money, A authority, N need; or none.")]
Confidence = Annotated[str | None, Option("--confidence", "YES|NO", "Confidence in the brand.", known=YES_NO)]
To = Annotated[str | None, Option("--to", "CONSULTANT", "Who takes the lead from now on.")]
OnDay = Annotated[str | None, Option("--on", "DATE", "The day; left out: today.")]
Vin = Annotated[str | None, Option("--vin", "VIN", "The car's number.")]
Count = Annotated[int, Option("--count", "N", "How many cars.", min=1, max=9999)]
DryRun = Annotated[bool, Option("--dry-run", help="Say what would happen; write nothing.")]
CampaignName = Annotated[str, Argument("NAME", "The campaign's name, as visits name it.")]
Amount = Annotated[str, Argument("AMOUNT", "Yuan.")]
Month = Annotated[
    str | None,
    Option(
        "--month",
        "[M]",
        "YYYY-MM or last; without a value: the current month.",
        left_out=LeftOut("current", is_period_word),
    ),
]
NewCode = Annotated[str, Argument("CODE", "A short English code.")]
Label = Annotated[str | None, Option("--label", "TEXT", "How people call it.")]
Yes = Annotated[bool, Option("--yes", help="Do not ask.")]
