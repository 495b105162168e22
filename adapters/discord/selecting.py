"""What a form asks for where something is to be chosen: a menu, or a few buttons, and a way to write it instead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from adapters.discord.buttons import button, in_rows, menus
from adapters.discord.drawing import BLUE
from adapters.discord.drawn import Button, Drawn, Embed, Option, Row, Style
from adapters.discord.letters import DESCRIPTION, OPTION, TITLE, bold, escaped, fitted, one_line
from adapters.discord.modals import named, room
from bot.catalogue import Catalogue
from bot.commands import Command
from bot.guiding import CLOSED_SETS, MORE, Answer, Ask
from bot.guiding_words import EDIT, WRITE_IT
from bot.keyboards import PAGES_LAST
from bot.letters import shortened, units
from bot.presses import Fill, Press, Step, StepKind

FEW, SHORT_LABEL = 4, 30  # so many answers of so many characters are buttons: one tap instead of two
LONGEST_PART = 700
MOST_MENUS = 2
WARNING = "⚠️ "


def draw_ask(asked: Ask, command: Command, say: Catalogue, *, others: Sequence[tuple[str, str]] = ()) -> Drawn:
    """*others*: the fields that are wanted besides the one that is asked for, with what is wrong where something was
    given."""
    words = [bold(asked.words, LONGEST_PART)] if asked.words else []
    problems = [asked.problem] if asked.problem else []
    problems += [f"{named(name)}: {said}" for name, said in others if said]
    told = "\n".join([*words, *(WARNING + escaped(one, LONGEST_PART) for one in problems)])
    told = shortened(told, DESCRIPTION)
    done = fitted(asked.lines, left) if (left := DESCRIPTION - units(told) - 2) > 1 else ""
    embed = Embed(one_line(asked.title, TITLE), "\n\n".join(part for part in (done, told) if part), colour=BLUE)
    rows = (*_answers(asked), *in_rows([*_written(asked, command, say, others), *_ways_out(asked)], 1))
    return Drawn(embeds=(embed,), rows=rows, lasts=PAGES_LAST, role=command.role)


def _answers(asked: Ask) -> tuple[Row, ...]:
    answers = [(one.label, _does(one.press, asked)) for one in asked.answers]
    if len(answers) <= FEW and all(len(label) <= SHORT_LABEL for label, _ in answers):
        return in_rows(button(label, does, Style.PRIMARY) for label, does in answers)
    return menus([Option(one_line(label, OPTION), does) for label, does in answers], asked.words, MOST_MENUS)


def _written(asked: Ask, command: Command, say: Catalogue, others: Sequence[tuple[str, str]]) -> Sequence[Button]:
    """The way to a form with what can be written instead of chosen, and with all that is wanted besides."""
    field = command.field(asked.form.asked)
    if field is None or (field.kind in CLOSED_SETS and not others):
        return ()
    given = asked.form.invocation.values
    names = tuple(dict.fromkeys((field.name, *(name for name, _ in others))))[: room(command)]
    label = say(EDIT) if any(name in given for name in names) else say(WRITE_IT)
    return (button(label, Fill(asked.form.invocation, names)),)


def _ways_out(asked: Ask) -> Sequence[Button]:
    """What may be left out stands behind the preview, so nothing here leads there."""
    return [button(one.label, _does(one.press, asked)) for one in asked.others if not _is_more(one)]


def _is_more(answer: Answer) -> bool:
    return isinstance(answer.press, Step) and answer.press.kind is StepKind.VALUE and answer.press.field == MORE


def _does(press: Press, asked: Ask) -> Press:
    """A step as the whole command with it, so that nothing has to be remembered in between."""
    if not isinstance(press, Step) or press.kind is StepKind.CANCEL:
        return press
    invocation = asked.form.invocation
    values = {name: value for name, value in invocation.values.items() if name != press.field}
    if press.kind is StepKind.VALUE:
        values[press.field] = press.value
    return Fill(replace(invocation, values=values))
