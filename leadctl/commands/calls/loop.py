"""Going from contact to contact: what is shown of each, what the keys do, and what is said at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress

from leadctl.annotations import TYPE_CHECKING
from leadctl.commands.calls.bookmark import Bookmark, Key, keep_bookmark, read_bookmark
from leadctl.commands.calls.results import Form, Plan, Result, list_results
from leadctl.commands.sentences import join_parts
from leadctl.commands.session import Session
from leadctl.commands.terminal import GoneBack, Terminal
from leadctl.domain.due import KEYS as TASK_KEYS
from leadctl.errors import LeadctlError
from leadctl.locale import N_, translate_sentence
from leadctl.named_tuple import NamedTuple
from leadctl.store.queries.tasks import complete
from leadctl.store.queries.words import words_of

if TYPE_CHECKING:
    from leadctl.domain.due import Task
    from leadctl.store.core.connection import Database
    from leadctl.store.queries.tasks.request import Wanted

Reader = Callable[["Database"], tuple["Wanted", "list[Task]"]]
"""Reads the list anew: what is wanted, and its lines in the order to do them, not yet completed."""

KEYS = {
    "b": (N_("back"), N_("to the one before")),
    "u": (N_("undo"), N_("takes back what was recorded last here")),
    "c": (N_("card"), N_("the card with its history")),
    "w": (N_("words"), N_("what the store says: an opening, what to find out, replies")),
    "s": (N_("skip"), N_("leaves this one for later today")),
    "q": (N_("quit"), N_("leaves; the next time it goes on here")),
    "?": (N_("help"), N_("this list")),
}
"""What is always there: key -> its name, and what it does."""


class _Lost(Exception):
    """Somebody else has dealt with the contact meanwhile."""


class _Recorded(NamedTuple):
    """A result that was written: the contact, what was answered, and the operation."""

    task: Task
    sentence: str
    operation: int


class Calls:
    """One session of calls. ``only_one``: it ends with the first result."""

    def __init__(self, session: Session, read_list: Reader, terminal: Terminal, *, only_one: bool = False) -> None:
        self.session, self.read_list, self.terminal, self.only_one = session, read_list, terminal, only_one
        self.recorded: list[_Recorded] = []
        self.trail: list[Task] = []
        self.handled: set[Key] = set()
        self.skipped: list[Key] = []
        self.waiting: list[Task] = []
        self.chosen: Task | None = None
        self.form: Form | None = None
        self.first: Key | None = None
        self.typed: dict[Key, dict[str, str]] = {}

    def run(self) -> None:
        """Go through the list until it is done or left. Raises KeyboardInterrupt after the last word was said."""
        with self.session.read() as db:
            self.day, self.who = self.session.read_clock(db)[:10], self.session.name_acting(db)
        self._resume()
        try:
            while self._take_next():
                pass
        except EOFError:
            self._say_last()
        except BaseException:
            self._say_last()
            raise
        else:
            self._say_last()

    def _resume(self) -> None:
        """Go on where this person left off today; who was skipped comes again when nobody else is left."""
        mark = read_bookmark(self.session.file, self.who, self.day)
        self.first, self.skipped = mark.left, list(mark.skipped)
        if mark.left is not None:
            self.typed[mark.left] = dict(mark.texts)

    def _take_next(self) -> bool:
        """One contact, from its card to its result. Tells whether there may be another one."""
        task = self._choose()
        if task is None:
            return self._end_list()
        self.first = _key_of(task)
        self.form = Form(self.session, self.terminal, task, texts=self.typed.setdefault(self.first, {}))
        self._show(task)
        results = {result.key: result for result in list_results(task)}
        return self._serve(task, results)

    def _choose(self) -> Task | None:
        """The contact to be made now: the one that was gone back to, or the most urgent of those that are left."""
        with self.session.read() as db:
            wanted, tasks = self.read_list(db)
            passed = {*self.handled, *self.skipped}
            self.waiting = [task for task in tasks if _key_of(task) not in self.handled]
            left = [task for task in self.waiting if _key_of(task) not in passed]
            if self.chosen is None and not left and not self.handled and self.skipped:
                self.skipped, left = [], self.waiting  # only who was skipped is left of an earlier session
            first = [task for task in left if _key_of(task) == self.first]
            task, self.chosen = self.chosen or next(iter(first or left), None), None
            if task is not None:
                (task,) = complete(db, wanted, [task])
            self.words = words_of(db)
            self.policy = wanted.policy
        return task

    def _end_list(self) -> bool:
        """Nobody is left. Tells whether to go on: with the one before, or with those who were skipped."""
        if not self.trail or self.only_one:
            if not self.waiting:
                self._say(N_("Nothing is due: every promised contact is made. A good moment to call an old lead."))
            return False
        skipped = len(self.skipped)
        self._say(N_("the list is done; Enter or q ends, b goes back, u takes back, s: who was skipped"))
        while True:
            try:
                key = self.terminal.ask_key(f"{self.session.say(N_('skipped: {count}'), count=skipped)} > ", "busq")
            except GoneBack:
                continue
            if key in ("", "q"):
                return False
            if key == "s" and skipped:
                self.skipped.clear()
                return True
            if (key == "b" and self._go_back()) or (key == "u" and self._undo()):
                return True

    def _serve(self, task: Task, results: dict[str, Result]) -> bool:
        """Ask for keys until the contact is left. Tells whether to go on."""
        self._list_keys(results)
        while True:
            try:
                key = self._ask_key(task, results)
                if key in results:
                    if self._record(task, results[key]):
                        return not self.only_one
                elif key == "q":
                    return False
                elif self._obey(key, task, results):
                    return True
            except GoneBack:
                continue
            except _Lost:
                return True

    def _ask_key(self, task: Task, results: dict[str, Result]) -> str:
        names = {self.session.translate(result.name): key for key, result in results.items()}
        names |= {self.session.translate(name): key for key, (name, _) in KEYS.items()}
        known = {*results, *KEYS}
        while True:
            typed = self.terminal.ask_key(f"{task.lead or '–'} > ", known)
            key = typed if typed in known else names.get(typed, typed.casefold())
            if key in known:
                return key
            if typed:
                self._say(N_("{word!r} is no key here, and nothing was recorded; ? explains the keys"), word=typed)

    def _obey(self, key: str, task: Task, results: dict[str, Result]) -> bool:
        """Do what a key asks for that records nothing. Tells whether the contact is left."""
        if key == "s":
            self.skipped.append(_key_of(task))
            self.trail.append(task)
            return True
        if key == "b":
            return self._go_back()
        if key == "u":
            return self._undo()
        if key == "c":
            self._show_card(task)
        elif key == "w":
            self._show_words(task)
        else:
            self._explain_keys(results)
        return False

    def _record(self, task: Task, result: Result) -> bool:
        """Ask what belongs to a result, show what follows from it, and write it. Tells whether the contact is done."""
        form = self.form
        assert form is not None
        while True:
            plan = result.plan(form)
            if plan.write is None:
                return False
            if result.at_once or self._agree(plan):
                break
        with self.session.collect() as told:
            try:
                plan.write()
            except LeadctlError as error:
                return self._refuse(error)
        if result.at_once:
            self._tell(told.notes, told.answers)
        else:
            self._say(N_("  recorded (u takes it back)"))
        sentence, record = told.answers[-1]
        self.recorded.append(_Recorded(task, sentence, int(str(record["operation"]))))
        form.texts.clear()
        if not plan.stays:
            self.handled.add(_key_of(task))
            self.trail.append(task)
        return not plan.stays

    def _agree(self, plan: Plan) -> bool:
        """Whether what would follow is what is meant. What is refused is said, and asked again. Raises GoneBack."""
        assert plan.write is not None
        with self.session.collect(rehearse=True) as told:
            try:
                plan.write()
            except LeadctlError as error:
                return self._refuse(error)
        self._tell(told.notes, told.answers)
        question = self.session.say(N_("Enter saves it, e changes it, Esc gives it up"))
        while True:
            typed = self.terminal.ask_key(f"{question} > ", ("e",))
            if typed in ("", "e"):
                return typed == ""

    def _refuse(self, error: LeadctlError) -> bool:
        """Say why nothing was recorded. What ends the program ends the session. Raises _Lost where the contact is none
        any more."""
        if error.exit_code not in (1, 2) and error.code != "store-busy":
            raise error
        self.terminal.show(translate_sentence(error.sentence, self.session.translate))
        if error.code in ("wrong-status", "no-such-lead"):
            raise _Lost
        return False

    def _tell(self, notes: Iterable[str], answers: Iterable[tuple[str, object]]) -> None:
        for line in (*notes, *(sentence for sentence, _ in answers)):
            self.terminal.show(f"  {line}")

    def _go_back(self) -> bool:
        if not self.trail:
            self._say(N_("this is the first one"))
            return False
        self.chosen = self.trail.pop()
        key = _key_of(self.chosen)
        if key in self.skipped:
            self.skipped.remove(key)
        for done in self.recorded:
            if done.task is self.chosen:
                self._say(N_("recorded: {what} (u takes it back)"), what=done.sentence)
        return True

    def _undo(self) -> bool:
        if not self.recorded:
            self._say(N_("nothing was recorded here yet"))
            return False
        from leadctl.commands.undo import undo

        last = self.recorded[-1]
        with self.session.collect() as told:
            try:
                undo(self.session, last.operation)
            except LeadctlError as error:
                return self._refuse(error)
        self._tell(told.notes, told.answers)
        self.recorded.pop()
        self.handled.discard(_key_of(last.task))
        if last.task in self.trail:
            self.trail.remove(last.task)
        self.chosen = last.task
        return True

    def _show(self, task: Task) -> None:
        from leadctl.render.pages.due import describe_contact

        passed = len(self.handled) + sum(_key_of(one) in self.skipped for one in self.waiting)
        place = f"{passed + 1}/{len(self.handled) + len(self.waiting)}"
        self.terminal.rule()
        about = {key: getattr(task, key) for key in TASK_KEYS}
        for line in describe_contact(about, place, self.day, self.session.translate):
            self.terminal.show(line)
        self.session.taken_out += task.phone is not None
        self.session.revealed = True
        if self.form is not None and self.form.texts:
            self._say(N_("not recorded the last time: {texts}"), texts=_list_texts(self.form.texts))

    def _list_keys(self, results: dict[str, Result]) -> None:
        words = [f"{result.key} {self.session.translate(result.name)}" for result in results.values()]
        words += [f"{key} {self.session.translate(KEYS[key][0])}" for key in ("s", "c", "q", "?")]
        self.terminal.show_words(words)

    def _explain_keys(self, results: dict[str, Result]) -> None:
        lines = [(result.key, result.name, result.about) for result in results.values()]
        for key, name, about in [*lines, *((key, *words) for key, words in KEYS.items())]:
            translate = self.session.translate
            self._say(N_("  {key}  {name}: {about}"), key=key, name=translate(name), about=translate(about))
        self._say(N_("  Esc leaves a question; Ctrl-C or Ctrl-D leaves, as q does"))

    def _show_card(self, task: Task) -> None:
        from leadctl.commands.show import show

        if task.lead is None:
            self._say(N_("there is no card"))
            return
        show(self.session, str(task.lead))

    def _show_words(self, task: Task) -> None:
        from leadctl.render.pages.words import list_words

        said = self.words.say_to(self.policy.rule(task.grade))
        for label, text in list_words(said.record(), self.session.translate):
            self._say(N_("  {name}: {about}"), name=self.session.translate(label), about=text)

    def _say(self, sentence: str, **values: object) -> None:
        self.terminal.show(self.session.say(sentence, **values))

    def _say_last(self) -> None:
        """Say what was recorded and what was not, and keep where it was left. The terminal may be gone."""
        left = [task for task in self.waiting if _key_of(task) not in self.handled]
        texts = self._unfinished()
        at = self.first if any(_key_of(task) == self.first for task in left) else None
        finished = all(_key_of(task) in self.skipped for task in left)
        mark = Bookmark(self.day, tuple(self.skipped), None if finished and not texts else at, texts)
        keep_bookmark(self.session.file, self.who, mark)
        with suppress(OSError):
            names = join_parts(self.session, dict.fromkeys(_name_of(one.task) for one in self.recorded))
            sentence = N_("recorded: {count} ({names})") if self.recorded else N_("recorded: nothing")
            self._say(sentence, count=len(self.recorded), names=names)
            if texts and self.form is not None:
                about = {"who": _name_of(self.form.task), "texts": _list_texts(texts)}
                self._say(N_("not recorded: {who}: {texts}"), **about)
            if left:
                self._say(N_("left: {count}; the next time it goes on here: leadctl due --work"), count=len(left))

    def _unfinished(self) -> dict[str, str]:
        """What was typed for the contact that is not done, also into the line that was not entered."""
        if self.form is None or _key_of(self.form.task) in self.handled:
            return {}
        texts = dict(self.form.texts)
        if self.form.asking is not None and self.terminal.unfinished.strip():
            texts[self.form.asking] = self.terminal.unfinished
        return {question: text for question, text in texts.items() if text.strip()}


def _key_of(task: Task) -> Key:
    return task.task, task.lead or 0, task.customer_id or (task.subject[1] if task.subject is not None else 0)


def _name_of(task: Task) -> str:
    who = task.customer or (f"c{task.customer_id}" if task.lead is None else "")
    return " ".join(str(part) for part in (task.lead, who) if part) or task.why


def _list_texts(texts: dict[str, str]) -> str:
    return " · ".join(f"“{text}”" for text in texts.values() if text.strip())
