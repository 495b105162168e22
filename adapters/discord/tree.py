"""The commands as Discord registers them, made from the one list: what is a word each there, options of every kind, and
the entries in a message's menu.

Who sees what is only manners: what somebody may do is decided where it is done.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from adapters.discord.localising import Json, Speaking, Spoken
from adapters.discord.places import PLATFORM
from bot.catalogue import own_name
from bot.commands import Command, Field, FieldKind, Role, all_commands
from bot.commands.deviations import drawn_key
from bot.commands.editing.own_fields import OwnField, own_fields
from bot.curating.likely import WORDS
from bot.curating.living import LIVES
from bot.room_words import (
    ADD_AS_SOURCE,
    ANSWER_THIS,
    FOR_EVERYBODY,
    FOR_WHOEVER_ASKS,
    IS_THIS_TRUE,
    SAVE_AS_ANSWER,
    WHO_READS,
)
from knowledge.lives import Life

SLASH, MENU = 1, 3
SUBCOMMAND, STRING, INTEGER, BOOLEAN, MENTIONABLE, FILE = 1, 3, 4, 5, 9, 11
IN_SERVERS, IN_DIRECT = 0, 1
FOR_SERVERS = [0]  # installed to a server, not to a person
MANAGE_SERVER = str(1 << 5)
MOST_CHOICES = 25
LARGEST = 999_999_999
LONGEST_TEXT, LONGEST_PAGE = 2000, 6000  # characters; an option of Discord takes no more

# What stands otherwise in a room where an answer can be shown to whoever asked alone.
HELP = {("room", "answers"): WHO_READS}
LABELS = {"everything": FOR_EVERYBODY, "addressed": FOR_WHOEVER_ASKS}
COMPLETED = frozenset(
    {
        *(FieldKind.DAY, FieldKind.DAYS, FieldKind.HOUR, FieldKind.HOURS, FieldKind.MOMENT, FieldKind.CHANGE),
        *(FieldKind.TOPIC, FieldKind.SCOPE, FieldKind.SPEAKER, FieldKind.CLAIM, FieldKind.CONDITION),
        *(FieldKind.EVENT, FieldKind.SOURCE, FieldKind.IDENTITY),
    }
)
COMPLETED_TEXTS = frozenset({"question", "source", "saved"})
COMPLETED_NUMBERS = frozenset({"gap", "inquiry", "draft", "article", "piece"})
GIVING = frozenset({"role grant"})  # where somebody of the server is picked


def commands_json(languages: Sequence[str]) -> list[Json]:
    """The whole set, as a bulk overwrite takes it. *languages*: the district's."""
    spoken = Spoken.of(languages)
    slashes = [_slash(name, found, spoken) for name, found in _by_name().items()]
    return [*slashes, *_menu_entries(spoken)]


@cache
def command_of(name: str, action: str) -> Command | None:
    """The command that is registered so."""
    key = f"{name} {action}".strip()
    return next((one for one in all_commands() if key and drawn_key(one, PLATFORM) == key), None)


@cache
def alone() -> frozenset[str]:
    """Commands that are used without a further word."""
    return frozenset(one.name for one in all_commands() if drawn_key(one, PLATFORM) == one.name)


def is_completed(command: Command, field: Field) -> bool:
    """Whether what is typed there is completed."""
    if field.kind is FieldKind.IDENTITY:
        return command.key not in GIVING
    if field.kind is FieldKind.NUMBER:
        return field.name in COMPLETED_NUMBERS
    return field.kind in COMPLETED or (field.kind is FieldKind.TEXT and field.name in _completed_texts(command))


def _completed_texts(command: Command) -> frozenset[str]:
    """Of questions only a family's: whoever tries one writes what nobody would suggest."""
    return COMPLETED_TEXTS if command.role is Role.FAMILY else COMPLETED_TEXTS - {"question"}


def _by_name() -> Mapping[str, list[tuple[str, Command]]]:
    """Each name with its commands and the words that they have behind it."""
    found: dict[str, list[tuple[str, Command]]] = {}
    for one in all_commands():
        name, _, action = drawn_key(one, PLATFORM).partition(" ")
        if name:
            found.setdefault(name, []).append((action, one))
    return found


def _slash(name: str, found: Sequence[tuple[str, Command]], spoken: Spoken) -> Json:
    commands = [one for _, one in found]
    editing = any(one.role is not Role.FAMILY for one in commands)
    speaking = spoken.to(Role.EDITOR if editing else Role.FAMILY)
    made: Json = {"type": SLASH, **speaking.named(name), **_where(commands)}
    if len(found) == 1 and not found[0][0]:
        return {**made, **speaking.described(commands[0].help), "options": _options(commands[0], spoken)}
    described = {"description": ", ".join(action for action, _ in found)[:100]}
    parts = [
        {
            "type": SUBCOMMAND,
            "name": action,
            **spoken.to(one.role).described(one.help),
            "options": _options(one, spoken),
        }
        for action, one in found
    ]
    return {**made, **described, "options": parts}


def _where(commands: Iterable[Command]) -> Json:
    """Editors' commands in servers only, and there for whoever manages it until it lets others see them. Where one of
    them is for everybody, in direct messages too: nothing can be hidden there."""
    roles = {one.role for one in commands}
    contexts = [IN_SERVERS, IN_DIRECT] if Role.FAMILY in roles else [IN_SERVERS]
    hidden = {"default_member_permissions": MANAGE_SERVER} if roles != {Role.FAMILY} else {}
    return {"contexts": contexts, "integration_types": FOR_SERVERS, **hidden}


def _options(command: Command, spoken: Spoken) -> list[Json]:
    """Those that are needed first, as Discord wants it."""
    ordered = sorted(command.fields, key=lambda one: not one.required)
    speaking = spoken.to(command.role)
    own = [one for one in own_fields() if (one.platform, one.key) == (PLATFORM, command.key)]
    made = [_option(command, one, speaking, spoken.languages) for one in ordered]
    return [*made, *(_file(one, speaking) for one in own)]


def _file(own: OwnField, speaking: Speaking) -> Json:
    return {"name": own.name, **speaking.described(own.help), "type": FILE}


def _option(command: Command, field: Field, speaking: Speaking, languages: Sequence[str]) -> Json:
    help_ = HELP.get((command.key, field.name), field.help)
    made: Json = {"name": field.name, **speaking.described(help_), **_typed(command, field, speaking, languages)}
    # What an editor leaves out is asked for in menus and forms.
    return {**made, "required": True} if field.required and command.role is Role.FAMILY else made


def _typed(command: Command, field: Field, speaking: Speaking, languages: Sequence[str]) -> Json:
    if field.kind is FieldKind.FLAG:
        return {"type": BOOLEAN}
    if field.kind is FieldKind.NUMBER and not is_completed(command, field):
        return {"type": INTEGER, "min_value": 1, "max_value": LARGEST}
    if field.kind is FieldKind.IDENTITY and command.key in GIVING:
        return {"type": MENTIONABLE}
    if field.kind is FieldKind.LANGUAGE:
        return {"type": STRING, "choices": [{"name": own_name(one), "value": one} for one in languages[:MOST_CHOICES]]}
    if field.kind is FieldKind.CHOICE and len(field.choices) <= MOST_CHOICES:
        return {"type": STRING, "choices": [_choice(field, one, speaking) for one in field.choices]}
    if is_completed(command, field):
        return {"type": STRING, "autocomplete": True}
    return {"type": STRING, "max_length": LONGEST_PAGE if field.kind is FieldKind.PAGE else LONGEST_TEXT}


def _choice(field: Field, value: str, speaking: Speaking) -> Json:
    lives: dict[str, str] = {one.value: LIVES[one] for one in Life} if field.name == "life" else {}
    return {**speaking.chosen({**WORDS, **LABELS, **lives}.get(value, value)), "value": value}


def _menu_entries(spoken: Spoken) -> list[Json]:
    everywhere: Json = {"contexts": [IN_SERVERS, IN_DIRECT], "integration_types": FOR_SERVERS}
    hidden: Json = {"contexts": [IN_SERVERS], "integration_types": FOR_SERVERS}
    entries = [{"type": MENU, **spoken.families.entry(one), **everywhere} for one in (ANSWER_THIS, IS_THIS_TRUE)]
    hidden["default_member_permissions"] = MANAGE_SERVER
    editing = [{"type": MENU, **spoken.editors.entry(one), **hidden} for one in (SAVE_AS_ANSWER, ADD_AS_SOURCE)]
    return [*entries, *editing]
