"""Forms as Discord has them: five fields of a command at once, filled with what stands; of a closed choice a menu."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from adapters.discord.drawn import Modal, Option, Pick, Select, TextInput
from adapters.discord.letters import OPTION, one_line
from bot.catalogue import Catalogue, own_name
from bot.commands import Command, Field, FieldKind
from bot.curating.likely import MORE_FIELDS, WORDS
from bot.pages import Invocation
from bot.presses import Fill
from bot.suggestions import Suggestion
from bot.values import EMPTIED, LONGEST_REST
from knowledge.files.nouns import LONGEST_WORDS
from knowledge.library import Edition

MOST_FIELDS, MOST_OPTIONS = 5, 25
SCOPE = "scope"
TITLE, LABEL, HINT, PLACEHOLDER = 45, 45, 100, 100  # characters
SHORT = 200  # characters of what is a name, a day, a number
MOST = 4000  # characters that Discord takes
# What a form is about is chosen before it is opened, and stays.
NAMING = (
    FieldKind.CLAIM,
    FieldKind.CONDITION,
    FieldKind.EVENT,
    FieldKind.SOURCE,
    FieldKind.NUMBER,
    FieldKind.CHANGE,
    FieldKind.IDENTITY,
)
LONG = frozenset({"words", "words_es", "advice", "answer", "question", "places"})
PICKED = (FieldKind.CHOICE, FieldKind.FLAG, FieldKind.LANGUAGE)
# Nothing comes of them before something is said.
SAYING = frozenset({"claim edit", "claim add", "gaps claim", "article add", "article set"})
ASIDE = frozenset({"kind", "loudness", "reason", "topic"})


def groups(command: Command) -> tuple[tuple[str, ...], ...]:
    """The names of its fields, as many at once as a form takes; a text that everything else is about comes first."""
    ordered = sorted(command.fields, key=lambda one: one.kind is not FieldKind.PAGE)
    names, most = [one.name for one in ordered if not is_chosen_before(one)], room(command)
    return tuple(tuple(names[at : at + most]) for at in range(0, len(names), most))


def is_chosen_before(field: Field) -> bool:
    return field.required and field.kind in NAMING


def room(command: Command) -> int:
    """How many fields a form has room for; with a piece of an article stands its paragraph above them."""
    return MOST_FIELDS - (command.field("piece") is not None)


def asked_at_once(command: Command, invocation: Invocation) -> tuple[str, ...]:
    """What is best asked for in a form straight away: words. None where something has to be chosen first, or nothing
    is missing."""
    given = {name for name, words in invocation.values.items() if words}
    missing = [one for one in command.fields if one.required and one.name not in given]
    if any(one.kind is not FieldKind.TEXT for one in missing):
        return ()
    if missing:
        left = [one for one in command.fields if not one.required and one.name not in given]
        return tuple(one.name for one in (*missing, *left))[: room(command)]
    said = [one for one in command.fields if one.name in given and not one.required and one.name not in ASIDE]
    return groups(command)[0] if command.key in SAYING and not said else ()


def more_fields(
    command: Command, invocation: Invocation, say: Catalogue, *, scopes: Sequence[Suggestion] = ()
) -> Select | None:
    """A menu that opens the fields which the first form has no room for. *scopes*: whom it may be about, chosen without
    a form."""
    options = [
        Option(
            one_line(say("{lead}: {words}", lead=SCOPE, words=one.label), OPTION),
            Fill(replace(invocation, values={**invocation.values, SCOPE: one.value})),
        )
        for one in scopes
        if one.value != invocation.values.get(SCOPE)
    ]
    for names in groups(command)[1:]:
        options.append(Option(one_line(", ".join(map(named, names)), OPTION), Fill(invocation, names)))
    return Select(tuple(options[:MOST_OPTIONS]), one_line(say(MORE_FIELDS), PLACEHOLDER)) if options else None


def draw_form(
    command: Command, fill: Fill, say: Catalogue, edition: Edition, *, title: str = "", above: str = ""
) -> Modal:
    """*title*: other than what the command does; *above*: markup that stands over the fields."""
    fields = [field for field in map(command.field, fill.fields) if field is not None]
    inputs = tuple(_input(one, _stands(one, fill), say, edition) for one in fields[: room(command)])
    return Modal(one_line(title or say(command.help), TITLE), fill, inputs, role=command.role, above=above)


def _stands(field: Field, fill: Fill) -> str:
    value = fill.invocation.values.get(field.name, fill.stands.get(field.name, ""))
    return "" if value == EMPTIED else value


def _input(field: Field, value: str, say: Catalogue, edition: Edition) -> TextInput | Pick:
    about = (field.name, one_line(named(field.name).capitalize(), LABEL))
    hint = one_line(say(field.help), HINT)
    options = _options(field, say, edition) if field.kind in PICKED else ()
    if options:
        known = value if value in dict(options) else ""
        return Pick(*about, options, known, hint, required=field.required)
    text, page = field.kind is FieldKind.TEXT, field.kind is FieldKind.PAGE
    longest = (LONGEST_REST if field.rest else LONGEST_WORDS) if text else SHORT
    longest = MOST if field.lines or page else longest  # what is longer than it may be is said to be, never cut
    long = page or (text and (field.rest or field.name in LONG))
    return TextInput(
        *about, value[:longest], hint, long=long, required=field.required and field.kind not in NAMING, longest=longest
    )


def _options(field: Field, say: Catalogue, edition: Edition) -> tuple[tuple[str, str], ...]:
    if field.kind is FieldKind.FLAG:
        return (("yes", say("Yes")), ("no", say("No")))
    if field.kind is FieldKind.LANGUAGE:
        return tuple((one, own_name(one)) for one in edition.district.languages)
    return tuple((one, one_line(say(WORDS[one]) if one in WORDS else one, OPTION)) for one in field.choices)


def named(field: str) -> str:
    return field.replace("_", " ")
