"""``leadctl help``: what runs through all commands, a page a topic."""

from __future__ import annotations

from collections.abc import Callable

from leadctl.annotations import Annotated
from leadctl.commands import COMMANDS
from leadctl.commands.declaration import TEXT, Argument, Command
from leadctl.commands.session import Session
from leadctl.errors import EXIT_CODES, WrongUsage, list_near_names, suggest_names
from leadctl.locale import N_

TOPICS = {
    "grades": N_(
        """\
Grades say how soon a lead is expected to buy, and how often it is called.

  H  within 7 days        due 1 to 2 days after the last contact
  A  within a month       3 to 5 days
  B  within 3 months      7 days
  C  later                10 days
  N  nobody can say       15 days
  O  ordered              7 days, until the car is delivered

These are the days of the policy five-grade; a store may have others. A contact
restarts the days; a try without an answer does not, it comes back tomorrow.

  leadctl policy show                                  the store's own days
  leadctl grade 42 A                                   set it
  leadctl grade 42 --need-by 12-31 --money ready       ask what it should be
  leadctl followup 42 "spoke with him" --grade H       change it with a contact"""
    ),
    "dates": N_(
        """\
Dates are read as they are said, in English and Chinese:

  today, yesterday, tomorrow, day after tomorrow, in 3 days, 2 weeks ago
  -1d, +3d, 3d, 2w, +1m
  fri, next sat, last fri, next week, next month, end of month, the 25th
  2026-11-30, 11-30, 12.1, 11/30, 30 nov
  昨天, 明天, 后天, 大后天, 3天, 3天后, 三天前, 两周, 半个月后
  周六, 下周, 下周六, 上周五, 下个月, 月底, 25号, 下个月15号, 11月30日

A time may follow where one is asked for:

  tomorrow 10:00, fri at 3pm, tonight at 8, in 2 hours, half an hour ago
  明天下午3点, 周六上午十点, 明晚8点, 两小时后, 半小时前

next week is its Monday, next month its 1st. fri and next fri of a plan are the
next Friday after today, 下周五 is the one of next week. Where a year or a month
is left out, a fact is the latest such day that is not ahead, a plan the
earliest that is not past. Facts in the future and plans in the past are
refused. All times are the store's.

  leadctl followup 42 "call again" --next sat
  leadctl log-visit --phone 13800000009 --at "yesterday 16:30"
  leadctl due --on tomorrow"""
    ),
    "import": N_(
        """\
Registers are read as the store keeps them: .csv, .tsv, .xlsx, .xls, .ods,
.jsonl, headers in English or Chinese.

  leadctl import --check FILE
      what the file is taken for; nothing is written
  leadctl log-visit --from FILE --dry-run              what would happen
  leadctl log-visit --from FILE
      all of it, or nothing where one row is bad
  leadctl log-visit --from FILE --skip-bad --rejects bad.csv

Mend the rows of bad.csv and send it again. The same register may be sent
every night: rows that are known are not written twice, and cells that changed
are taken over. leadctl undo takes a whole import back. Other kinds of files,
and their columns: leadctl import -h"""
    ),
    "reports": N_(
        """\
Every figure leads to the records that it counts.

  leadctl report
      the manager's page of this month
  leadctl report funnel --month last --by source
  leadctl report traffic --list contacts
      the visits behind a figure
  leadctl report --week last --compare previous
  leadctl report --month last -o month.html
      to mail and to print; .xlsx to calculate with

Phones are masked unless a manager says --reveal.
All reports: leadctl report -h"""
    ),
    "privacy": N_(
        """\
All data are in one file on this machine; leadctl sends nothing anywhere.

  leadctl edit customer c17 --do-not-contact calls
      who wants no calls gets none
  leadctl export --customer c17 -o c17.json            what is held of a person
  leadctl forget c17
      erase a person, also in what undo keeps
  leadctl retention set 36
      keep no longer than so many months
  leadctl operations --access
      who took people's data out of the file

Backups made before still hold a person who was forgotten; keep them no longer
than you need."""
    ),
    "scripting": N_(
        """\
stdout is data, stderr is messages. --json is for programs: its keys never
change with the language and are only added to.

  leadctl due --all --json
  leadctl due --format jsonl --limit 1
      nothing where nothing is due
  leadctl --version --json
      the version of the interface

Exit codes:

{exit codes}

With --json a failure is {"error": {...}} on stdout, too. LEADCTL_DB,
LEADCTL_USER and LEADCTL_LANG name the store, who acts and the language;
LEADCTL_NOW is the clock of a test. A note that begins with - stands after --,
or is --note=-10%. Ready scripts for every night and morning are in examples/."""
    ),
}
"""Topic -> its page."""


def write_topic(topic: str, translate: Callable[[str], str]) -> str:
    """The page of a topic in the language of ``translate``."""
    codes = (f"  {code:<4} {translate(meaning)}" for code, meaning in EXIT_CODES.items())
    return translate(TOPICS[topic]).replace("{exit codes}", "\n".join(codes))


Topic = Annotated[str | None, Argument("TOPIC", "Or a command.", tuple(TOPICS))]


def help_(session: Session, topic: Topic = None) -> None:
    """Explain what runs through all commands; leadctl help COMMAND is leadctl COMMAND -h.

    Examples:

      leadctl help dates

      leadctl help scripting
    """
    if topic is None:
        print(
            session.say(N_("Topics: {topics}. leadctl help TOPIC; the commands: leadctl -h"), topics=" ".join(TOPICS))
        )
        return
    if topic not in TOPICS:
        meant = suggest_names(list_near_names(topic, (*TOPICS, *COMMANDS)))
        topics = " ".join(TOPICS)
        raise WrongUsage(
            "There is no topic {topic!r}; topics are: {topics}.{meant}", topic=topic, topics=topics, meant=meant
        )
    from leadctl.commands.manual import find_width, fold_page

    print(fold_page(write_topic(topic, session.translate), find_width()))


COMMAND = Command(help_, TEXT)
