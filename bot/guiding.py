"""A form filled in step by step: what is asked for next, with its likely answers, and what an answer makes of it.

Days and moments are kept as dates once they were read, so that "tomorrow" still means the same after midnight.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from bot.articles.handing_words import SEND_IT
from bot.asks import CHOSEN, CLOSED_SETS, MORE, Answer, Ask, Typed, pressed, steps_of
from bot.catalogue import EDITING, Catalogue, load_catalogue
from bot.commands import Command, Field, FieldKind, Role, find_command
from bot.curating.likely import BESIDES, CHANGED, GO_ON, MORE_FIELDS, WORDS
from bot.curating.prefilled import standing
from bot.desk import Desk
from bot.filling import Span
from bot.forms import Form
from bot.pages import Invocation, Page, PageKind
from bot.presses import Step, StepKind
from bot.rooms import QUESTION_MARKS
from bot.suggesting import MOST, Suggestion, suggestions
from bot.values import read_values
from knowledge.library import Edition

__all__ = ["CLOSED_SETS", "MORE", "Answer", "Ask", "Guiding", "Typed", "guiding", "is_question", "pressed"]

LONGEST_SHOWN = 80  # characters of a value that is shown back
CHANGING = frozenset({"claim edit", "article edit", "article set"})
ASIDE = frozenset({"kind", "loudness", "reason"})
FINAL = frozenset({"claim drop", "role revoke"})  # done at once where they are typed: a slip of a finger is not
DATED = (FieldKind.DAY, FieldKind.DAYS, FieldKind.MOMENT)
# What is named by a word or number of ours is shown back as its button was.
NAMED = (FieldKind.CLAIM, FieldKind.CONDITION, FieldKind.EVENT, FieldKind.TOPIC, FieldKind.IDENTITY, FieldKind.NUMBER)
MOST_NAMED = 200
LONGEST_QUESTION = 150  # characters
PIECE = ("article", "piece")  # the command that shows a piece, whose action is the field that names it


@dataclass(frozen=True)
class Guiding:
    """*at*: now; *say*: the words of the command's form in the language of whoever fills it in; *most*: likely answers
    for a field."""

    desk: Desk
    edition: Edition
    command: Command
    at: datetime
    say: Catalogue
    shared: bool = False
    most: int = MOST

    # What is asked for

    async def after(self, page: Page, invocation: Invocation) -> Ask | None:
        """What a form asks for first; None where no field would mend it."""
        problems = {one.field: one.words for one in page.problems}
        asked = next((one for one in self.command.fields if one.name in problems), None)
        if asked is None:
            return None
        invocation = replace(invocation, values=self.dated(invocation.values), confirmed=False, based_on={})
        return await self.ask(asked, invocation, page=page, problem=problems[asked.name])

    async def ask(self, field: Field, invocation: Invocation, *, page: Page | None = None, problem: str = "") -> Ask:
        offered = tuple(steps_of(page, invocation)) if page is not None else ()
        likely = await self.likely(field, invocation, most=self.most)
        steps = [Answer(one.label, Step(StepKind.VALUE, field.name, one.value)) for one in likely]
        known = {one.press for one in offered}
        answers = (*offered, *(one for one in steps if one.press not in known))
        names = (field.name, *(one.press.field for one in offered if isinstance(one.press, Step)))
        said = "" if problem == self.say("This is needed.") else problem
        title, lines = await self._above(invocation, page, but=field)
        missing = page is not None and field.name not in invocation.values  # then it is said why it is needed
        return Ask(
            form=Form(invocation, field.name, tuple(dict.fromkeys(names))),
            title=title,
            lines=lines,
            words=said if said and missing else self.say(field.help),
            problem="" if missing else said,
            hint=self._hint(field, bool(answers)),
            answers=answers,
            others=tuple(self._others(field, invocation, needed=bool(problem))),
            stands=await self._standing(field, invocation),
        )

    async def _above(
        self, invocation: Invocation, page: Page | None, *, but: Field | None = None
    ) -> tuple[str, tuple[str, ...]]:
        """What is being done, and with what so far; of a piece of an article its paragraph first."""
        title, given = self.say(self.command.help), await self._given(invocation, but=but)
        if self._is_of_a_piece(invocation):
            about = page if page is not None and page.lines else await self._piece(invocation)
            return (about.title, (*about.lines, *given)) if about is not None else (title, given)
        if page is None:
            return title, given
        return page.title if page.offers else title, (*given, *page.lines)

    def _is_of_a_piece(self, invocation: Invocation) -> bool:
        return self.command.name == PIECE[0] and bool(invocation.values.get(PIECE[1]))

    async def _piece(self, invocation: Invocation) -> Page | None:
        """What is read before anything is said of it; None where there is none."""
        (name, action), values = PIECE, {PIECE[1]: invocation.values[PIECE[1]]}
        page = await self.desk.do(replace(invocation, name=name, action=action, values=values, attached=None))
        return page if page.kind is PageKind.SHOWN else None

    async def likely(self, field: Field, invocation: Invocation, *, most: int = MOST) -> tuple[Suggestion, ...]:
        return await suggestions(
            field,
            edition=self.edition,
            at=self.at,
            say=self.say,
            desk=self.desk,
            command=self.command,
            values=invocation.values,
            most=most,
        )

    async def _standing(self, field: Field, invocation: Invocation) -> tuple[str, str] | None:
        """What a change begins from: a slip is mended in the words that stand there."""
        found = await standing(self.desk, invocation) if self.command.key in CHANGING and not field.required else None
        words = found.values.get(field.name) if found is not None else None
        return (self.say("as it stands"), words) if words else None

    async def more(self, invocation: Invocation) -> Ask:
        """Which of the fields that may be left out shall be filled in as well."""
        left = self.left_out(invocation)
        title, lines = await self._above(invocation, None)
        return Ask(
            form=Form(invocation),
            title=title,
            lines=lines,
            words=self.say(CHANGED if self.says_nothing_yet(invocation) else BESIDES),
            problem="",
            hint="\n".join(f"{_name(one)}: {self.say(one.help)}" for one in left),
            answers=tuple(Answer(_name(one), Step(StepKind.VALUE, MORE, one.name)) for one in left),
            others=(Answer(self.say(GO_ON), Step(StepKind.DONE)), self._cancel()),
        )

    def says_nothing_yet(self, invocation: Invocation) -> bool:
        """Whether what must be given names only what shall be changed, and not how."""
        return self.command.key in CHANGING and all(
            one.required or one.name in ASIDE for one in self._filled(invocation)
        )

    async def is_allowed(self, invocation: Invocation) -> bool:
        """Whether whoever fills it in may do it, by now; else the command itself says why not."""
        return (await self.desk.role(invocation.who)).may(self.command.role)

    async def may_change(self, invocation: Invocation) -> bool:
        return await self.is_allowed(invocation) and await standing(self.desk, invocation) is not None

    def is_final(self, invocation: Invocation) -> bool:
        """Whether it takes something away that no preview shows, and nothing that must be said is missing."""
        given = invocation.values
        return self.command.key in FINAL and all(given.get(one.name) for one in self.command.fields if one.required)

    async def last(self, invocation: Invocation) -> Ask:
        """What was chosen, with the one button that does it."""
        does = Answer(self.say(self.command.help).rstrip("."), replace(invocation, confirmed=True))
        title, lines = self.say(self.command.help), await self._given(invocation)
        return Ask(Form(invocation), title, lines, "", "", "", (does,), (self._cancel(),))

    def _filled(self, invocation: Invocation) -> Iterator[Field]:
        return (one for one in self.command.fields if invocation.values.get(one.name))

    def left_out(self, invocation: Invocation) -> tuple[Field, ...]:
        given = invocation.values
        return tuple(one for one in self.command.fields if not one.required and not given.get(one.name))

    def more_button(self) -> Answer:
        return Answer(self.say(MORE_FIELDS), Step(StepKind.VALUE, MORE, ""))

    def _cancel(self) -> Answer:
        return Answer(self.say("Cancel"), Step(StepKind.CANCEL))

    def _others(self, field: Field, invocation: Invocation, *, needed: bool) -> Iterator[Answer]:
        """*needed*: it goes on with it only, or without what was wrong."""
        given = field.name in invocation.values
        if not field.required and (given or not needed):
            yield Answer(self.say("Skip"), Step(StepKind.SKIP, field.name))
        if field.required and self.command.role is not Role.FAMILY and self.left_out(invocation):
            yield self.more_button()
        yield self._cancel()

    def _hint(self, field: Field, likely: bool) -> str:
        if field.kind in CLOSED_SETS and likely:
            return ""
        if self.shared:
            # In a group a bot reads only what is said to it.
            return self.say("Reply to this message.")
        if field.kind is FieldKind.PAGE:
            return self.say(SEND_IT)
        return self.say("Choose one, or write it here.") if likely else self.say("Write it here.")

    async def _given(self, invocation: Invocation, *, but: Field | None = None) -> tuple[str, ...]:
        lines = []
        piece = self.command.field(PIECE[1]) if self._is_of_a_piece(invocation) else None  # which its title names
        for field in self.command.fields:
            value = invocation.values.get(field.name)
            if value and field not in (but, piece):
                words = await self._named(field, value, invocation) or self._shown(field, value)
                lines.append(self.say("{lead}: {words}", lead=_name(field), words=words))
        return tuple(lines)

    async def _named(self, field: Field, value: str, invocation: Invocation) -> str:
        likely = await self.likely(field, invocation, most=MOST_NAMED) if field.kind in NAMED else ()
        return next((one.label for one in likely if one.value == value), "")

    def _shown(self, field: Field, value: str) -> str:
        if field.kind is FieldKind.CHOICE and value in WORDS:
            return self.say(WORDS[value])
        if field.kind in (FieldKind.DAY, FieldKind.DAYS):
            read = self._read(field, value)
            span = Span(read, read) if isinstance(read, date) else read
            return self.say.days(span.first, span.last, at=self.at) if isinstance(span, Span) else value
        return value if len(value) <= LONGEST_SHOWN else value[: LONGEST_SHOWN - 1] + "…"

    # What was answered

    def typed(self, form: Form, text: str) -> tuple[Typed, Form, str]:
        """What a text makes of the form; with what is wrong with it, if something is."""
        field = self.command.field(form.asked)
        if field is None:
            return Typed.NOT_MEANT, form, ""
        problem = self._problem(field, text)
        if (problem and field.kind in CHOSEN) or (field.kind is FieldKind.PAGE and is_question(text)):
            return Typed.NOT_MEANT, form, ""
        if problem:
            return Typed.WRONG, form, problem
        values = self.dated({**form.invocation.values, field.name: text})
        return Typed.VALUE, replace(form, invocation=replace(form.invocation, values=values)), ""

    def dated(self, values: Mapping[str, str]) -> dict[str, str]:
        """Days and moments that can be read as dates."""
        fields = {one.name: one for one in self.command.fields if one.kind in DATED}
        return {name: self._dated(fields[name], value) if name in fields else value for name, value in values.items()}

    def _dated(self, field: Field, value: str) -> str:
        read = self._read(field, value)
        if isinstance(read, Span):
            first, last = read.first.isoformat(), read.last.isoformat()
            return first if first == last else f"{first} to {last}"
        return read.isoformat() if isinstance(read, date) else value

    def _read(self, field: Field, value: str) -> Any:
        return self._values(field, value)[0].get(field.name)

    def _problem(self, field: Field, value: str) -> str:
        problems = self._values(field, value)[1]
        return next((one.words for one in problems if one.field == field.name), "")

    def _values(self, field: Field, value: str) -> Any:
        written = {field.name: value}
        days = self.desk.reader.days
        return read_values(self.command, written, edition=self.edition, at=self.at, say=self.say, days=days)


def is_question(text: str) -> bool:
    """Whether somebody asks something, rather than handing over a page of text."""
    return len(text) <= LONGEST_QUESTION and text.rstrip().endswith(tuple(QUESTION_MARKS))


async def guiding(desk: Desk, invocation: Invocation, *, at: datetime, language: str | None) -> Guiding | None:
    """None for a command that there is no more."""
    command = find_command(invocation.name, invocation.action)
    if command is None:
        return None
    edition = await desk.library.edition()
    spoken = edition.district.languages
    known = language if language in spoken else spoken[0]
    say = load_catalogue(known) if command.role is Role.FAMILY else load_catalogue(known, EDITING)
    return Guiding(desk, edition, command, edition.district.local(at), say, invocation.who.shared)


def _name(field: Field) -> str:
    return field.name.replace("_", " ")
