"""What every command has, and whom and what it speaks of."""

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
