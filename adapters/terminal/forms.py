"""A form in the terminal: what is missing or cannot be read is asked for, field by field.

An empty line keeps what stands there or leaves the field out; `/done` goes on with what there is, `/cancel` leaves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from adapters.terminal.attaching import is_one_line
from adapters.terminal.drawing import Drawn, harmless
from adapters.terminal.pages import WARNING, choices_of
from adapters.terminal.paper import Paper
from bot.catalogue import EDITING, load_catalogue
from bot.commands import Command, Field, FieldKind, all_commands
from bot.pages import Invocation, Page
from bot.suggestions import Suggestion

CANCEL, DONE = "/cancel", "/done"

Asking = Callable[[str], str | None]
"""One line typed behind a prompt; None where nothing more will come."""


Likely = Callable[[Command, Field, Mapping[str, str]], Sequence[Suggestion]]
"""What a field is likely to be filled with, given what the others say so far."""
BY_NAME = frozenset(
    {FieldKind.TOPIC, FieldKind.SPEAKER, FieldKind.CLAIM, FieldKind.CONDITION, FieldKind.EVENT, FieldKind.SOURCE}
)
"""What nobody can write without knowing its name."""


class Cancelled(Exception):
    """Whoever filled in the form left it; *line*: with another command."""

    def __init__(self, line: str = "") -> None:
        super().__init__(line)
        self.line = line


def filled(
    page: Page, invocation: Invocation, *, ask: Asking, paper: Paper, likely: Likely | None = None
) -> Invocation:
    """The same with what was typed for each field. Raises `Cancelled`."""
    command = page.command
    if command is None:
        raise Cancelled
    problems = {one.field: one.words for one in page.problems}
    values = dict(invocation.values)
    paper.say(f"An empty line keeps or skips, {DONE} goes on with what there is, {CANCEL} leaves.", "dim")
    for one in tuple(_to_ask(command, problems, values)):
        known = likely(command, one, values) if likely is not None and one.kind in BY_NAME else ()
        _explain(one, problems.get(one.name), known, paper)
        if not _ask_for(one, values, problems.get(one.name), ask=ask, paper=paper):
            break
    return replace(invocation, values=values, confirmed=False)


def _known(one: Suggestion) -> str:
    return f"- {one.value}" if one.label == one.value else f"- {one.value}: {one.label}"


def _to_ask(command: Command, problems: Iterable[str], values: Mapping[str, str]) -> Iterator[Field]:
    """What there is a problem with; where nothing was given at all, every other field behind it."""
    named = [one for one in command.fields if one.name in set(problems)]
    yield from named
    if not values:
        yield from (one for one in command.fields if one not in named)


def _explain(field: Field, problem: str | None, known: Sequence[Suggestion], paper: Paper) -> None:
    say = load_catalogue("en", EDITING)
    paper.say(" ".join([f"{field.name}: {say(field.help)}", *choices_of(field)]))
    if field.kind is FieldKind.PAGE:
        paper.say(f"An address or a file's name is one line; a text ends with {DONE} on a line of its own.", "dim")
    paper.write(Drawn(harmless(_known(one)), "dim") for one in known)
    if problem is not None:
        paper.say(problem, WARNING)


def _ask_for(field: Field, values: dict[str, str], problem: str | None, *, ask: Asking, paper: Paper) -> bool:
    """Whether the form goes on to the next field."""
    while True:
        held = values.get(field.name, "")
        said = ask(f"{field.name}{f' [{held}]' if held and problem is None else ''}> ")
        if said is None or said.strip() == CANCEL:
            raise Cancelled
        said = said.strip()
        if _is_command(said):
            raise Cancelled(said)
        if said and said != DONE:
            values[field.name] = _whole(said, ask) if field.kind is FieldKind.PAGE else said
            return True
        if field.required and (problem is not None or not held):
            paper.say(f"This one is needed; {CANCEL} leaves the form.", "dim")
            continue
        if problem is not None:
            values.pop(field.name, None)
        return said != DONE


def _is_command(said: str) -> bool:
    """Another command leaves the form, as on every platform; a file's name is none."""
    return said.startswith("/") and said[1:].split(" ")[0] in {one.name for one in all_commands()}


def _whole(first: str, ask: Asking) -> str:
    """A text with all its lines, as it was pasted. Raises `Cancelled`."""
    lines = [first]
    while not is_one_line(first):
        line = ask("")
        if line is None or line.strip() == DONE:
            break
        if line.strip() == CANCEL:
            raise Cancelled
        lines.append(line)
    return "\n".join(lines)
