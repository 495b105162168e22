"""A form in the terminal: what is missing or cannot be read is asked for, field by field.

An empty line keeps what stands there or leaves the field out; `/done` goes on with what there is, `/cancel` leaves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from adapters.terminal.pages import WARNING, choices_of
from adapters.terminal.paper import Paper
from bot.catalogue import EDITING, load_catalogue
from bot.commands import Command, Field
from bot.pages import Invocation, Page

CANCEL, DONE = "/cancel", "/done"

Asking = Callable[[str], str | None]
"""One line typed behind a prompt; None where nothing more will come."""


class Cancelled(Exception):
    """Whoever filled in the form left it."""


def filled(page: Page, invocation: Invocation, *, ask: Asking, paper: Paper) -> Invocation:
    """The same with what was typed for each field. Raises `Cancelled`."""
    command = page.command
    if command is None:
        raise Cancelled
    problems = {one.field: one.words for one in page.problems}
    values = dict(invocation.values)
    paper.say(f"An empty line keeps or skips, {DONE} goes on with what there is, {CANCEL} leaves.", "dim")
    for one in tuple(_to_ask(command, problems, values)):
        if not _ask_for(one, values, problems.get(one.name), ask=ask, paper=paper):
            break
    return replace(invocation, values=values, confirmed=False)


def _to_ask(command: Command, problems: Iterable[str], values: Mapping[str, str]) -> Iterator[Field]:
    """What there is a problem with; where nothing was given at all, every other field behind it."""
    named = [one for one in command.fields if one.name in set(problems)]
    yield from named
    if not values:
        yield from (one for one in command.fields if one not in named)


def _ask_for(field: Field, values: dict[str, str], problem: str | None, *, ask: Asking, paper: Paper) -> bool:
    """Whether the form goes on to the next field."""
    say = load_catalogue("en", EDITING)
    paper.say(" ".join([f"{field.name}: {say(field.help)}", *choices_of(field)]))
    if problem is not None:
        paper.say(problem, WARNING)
    while True:
        held = values.get(field.name, "")
        said = ask(f"{field.name}{f' [{held}]' if held and problem is None else ''}> ")
        if said is None or said.strip() == CANCEL:
            raise Cancelled
        said = said.strip()
        if said and said != DONE:
            values[field.name] = said
            return True
        if field.required and (problem is not None or not held):
            paper.say(f"This one is needed; {CANCEL} leaves the form.", "dim")
            continue
        if problem is not None:
            values.pop(field.name, None)
        return said != DONE
