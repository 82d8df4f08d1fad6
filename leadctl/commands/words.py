"""What is said when one calls, in the store's own words: an opening and what to find out per grade, and replies
to usual objections. Shown by due (what to ask), show and due --work."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from leadctl.annotations import Annotated
from leadctl.commands import inputs
from leadctl.commands.declaration import LISTING, Argument, Command, Group, Option
from leadctl.commands.session import Session
from leadctl.domain.terms import ALL_GRADES
from leadctl.domain.toml_text import LONGEST
from leadctl.domain.words import Words, parse_words
from leadctl.errors import Refused, WrongUsage
from leadctl.locale import N_
from leadctl.render.pages.words import words_page
from leadctl.store.queries.words import keep_words, words_of

SpokenGrade = Annotated[str | None, Argument("GRADE", "Only of this grade.", ALL_GRADES)]
WordsGrade = Annotated[str, Argument("GRADE", known=ALL_GRADES)]
OpeningWords = Annotated[str | None, Option("--opening", "TEXT", "What is said first.")]
AskWords = Annotated[str | None, Option("--ask", "TEXT", "What is to be found out.")]
Objection = Annotated[str, Argument("OBJECTION", "What customers say.")]
ReplyWords = Annotated[str | None, Argument("REPLY", "What is answered.")]
RemoveReply = Annotated[bool, Option("--remove", help="Answer nothing any more.")]
WordsFile = Annotated[Path, Argument("FILE", "A TOML file, such as examples/words.toml.")]


def list_(session: Session, grade: SpokenGrade = None) -> None:
    """Print the store's words, of all grades or of one, and its replies to objections.

    Examples:

      leadctl words list

      leadctl words list H
    """
    with session.read() as db:
        words = words_of(db)
    wanted = ALL_GRADES if grade is None else (_read_grade(grade),)
    parts = (("opening", words.openings), ("ask", words.asks))
    rows = [_words_row(name, part, texts[name]) for name in wanted for part, texts in parts if name in texts]
    if grade is None:
        rows += [_words_row(None, "reply", reply) | {"objection": about} for about, reply in words.replies.items()]
    session.show(words_page(rows))


def _words_row(grade: str | None, part: str, text: str) -> dict[str, object]:
    return {"grade": grade, "part": part, "objection": None, "words": text}


def _read_grade(text: str) -> str:
    return inputs.read_choice(text.strip().upper(), ALL_GRADES, "GRADE")


def set_(session: Session, grade: WordsGrade, opening: OpeningWords = None, ask: AskWords = None) -> None:
    """Set what is said first to leads of a grade, and what is to be found out; an empty text takes it back.

    Without words of the store's own, the policy's aim says what to find out.

    Example: leadctl words set H --opening "The car you drove is still here" --ask "which day; who comes along"
    """
    name = _read_grade(grade)
    given = {part: text for part, text in (("opening", opening), ("ask", ask)) if text is not None}
    if not given:
        raise WrongUsage("Say --opening TEXT, --ask TEXT or both.")

    def set_parts(words: Words) -> Words:
        for part, text in given.items():
            words = words.change_text(name, part, inputs.read_line(text))
        return words

    _change_words(session, "words set", set_parts, N_("grade {what}: its words are set"), name)


def reply(session: Session, objection: Objection, text: ReplyWords = None, remove: RemoveReply = False) -> None:
    """Set what is answered to an objection, or with --remove nothing any more.

    Example: leadctl words reply "too expensive" "over five years the fuel saves 20,000"
    """
    about, words = inputs.read_line(objection), inputs.read_line(text)
    if about is None or (words is None) != remove:
        raise WrongUsage('Say the objection and either what is answered, as in "too expensive" "...", or --remove.')
    _change_words(
        session, "words reply", lambda kept: kept.change_reply(about, words), N_("“{what}”: its reply is set"), about
    )


def import_(session: Session, file: WordsFile) -> None:
    """Take all words from a TOML file in place of those of before; see examples/words.toml.

    Example: leadctl words import examples/words.toml
    """
    words = parse_words(_read_file(file))
    _change_words(session, "words import", lambda _: words, N_("the store's words are those of {what}"), file.name)


def _read_file(file: Path) -> str:
    try:
        with file.open(encoding="utf-8-sig") as text:
            return text.read(LONGEST + 1)
    except (OSError, ValueError) as error:
        raise Refused("{file} cannot be read as a text in UTF-8.", file=file) from error


def _change_words(session: Session, command: str, change: Callable[[Words], Words], sentence: str, what: str) -> None:
    with session.write(command) as writer:
        words = change(words_of(writer.db))
        keep_words(writer, words)
        writer.summary = f"words: {what}"
        counts = {"openings": len(words.openings), "asks": len(words.asks), "replies": len(words.replies)}
        operation = writer.operation
    session.report(session.say(sentence, what=what), counts | {"operation": operation})


COMMAND = Group(
    __doc__,
    {
        "list": Command(list_, LISTING),
        "set": Command(set_),
        "reply": Command(reply),
        "import": Command(import_),
    },
)
