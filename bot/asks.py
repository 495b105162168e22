"""What a form asks for next, and what a button makes of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.commands import FieldKind
from bot.forms import Form
from bot.pages import Invocation, Page
from bot.presses import Press, Step, StepKind

MORE = ""  # the field of a step that asks for one of the fields that may be left out, its value
CLOSED_SETS = (FieldKind.CHOICE, FieldKind.FLAG, FieldKind.LANGUAGE)
# A text that is none of these is taken for a question, not for a slip.
CHOSEN = (*CLOSED_SETS, FieldKind.CLAIM, FieldKind.EVENT, FieldKind.SOURCE, FieldKind.NUMBER, FieldKind.CHANGE)


@dataclass(frozen=True)
class Answer:
    """A button under what is asked."""

    label: str
    press: Press


@dataclass(frozen=True)
class Ask:
    """*title*, *lines*: what is being done, and with what so far; *words*: what is asked for; *problem*: what was wrong
    with what was given; *answers*: likely ones; *others*: leave it out, fill in more, leave the form; *stands*: a lead
    and what stands there now, where something is changed."""

    form: Form
    title: str
    lines: tuple[str, ...]
    words: str
    problem: str
    hint: str
    answers: tuple[Answer, ...]
    others: tuple[Answer, ...]
    stands: tuple[str, str] | None = None


class Typed(StrEnum):
    """*not meant*: it reads like something else, such as a question."""

    VALUE = "value"
    WRONG = "wrong"
    NOT_MEANT = "not_meant"


def pressed(form: Form, step: Step) -> Form | None:
    """What a button makes of the form; None for one that stood there before and counts no more."""
    values = dict(form.invocation.values)
    if step.kind is StepKind.VALUE:
        if step.field not in form.offered:
            return None
        values[step.field] = step.value
    elif step.kind is StepKind.SKIP:
        if step.field != form.asked:
            return None
        values.pop(step.field, None)
    return replace(form, invocation=replace(form.invocation, values=values))


def steps_of(page: Page, invocation: Invocation) -> Iterator[Answer]:
    """What a page that lacks something offers: a single other value is a step, anything else a command."""
    for one in page.offers:
        other = {name: value for name, value in one.invocation.values.items() if invocation.values.get(name) != value}
        same = (one.invocation.name, one.invocation.action) == (invocation.name, invocation.action)
        if same and len(other) == 1:
            (name, value) = next(iter(other.items()))
            yield Answer(one.label, Step(StepKind.VALUE, name, value))
        else:
            yield Answer(one.label, one.invocation)
