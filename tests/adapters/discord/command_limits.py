"""What Discord takes as an application command, and how many of each kind."""

from __future__ import annotations

import unicodedata
from collections import Counter
from typing import Any

from tests.adapters.discord.refusals import Form, Json, Path, Refusal, only

SLASH, USER, MESSAGE = 1, 2, 3
SUBCOMMAND, GROUP = 1, 2
MOST = {SLASH: 100, USER: 15, MESSAGE: 15}
CREATED_A_DAY = 200
LOCALES = frozenset(
    {"id", "da", "de", "en-GB", "en-US", "es-ES", "es-419", "fr", "hr", "it", "lt", "hu", "nl", "no", "pl", "pt-BR"}
    | {"ro", "fi", "sv-SE", "vi", "tr", "cs", "el", "bg", "ru", "uk", "hi", "th", "zh-CN", "ja", "zh-TW", "ko"}
)
COMMAND_KEYS = frozenset(
    {"id", "type", "name", "name_localizations", "description", "description_localizations", "options", "nsfw"}
    | {"default_member_permissions", "dm_permission", "default_permission", "contexts", "integration_types"}
)
OPTION_KEYS = frozenset(
    {"type", "name", "name_localizations", "description", "description_localizations", "required", "choices"}
    | {"options", "channel_types", "min_value", "max_value", "min_length", "max_length", "autocomplete"}
)
# what stands in a command, in a group, in a subcommand
ALLOWED = (frozenset(range(1, 12)), frozenset({SUBCOMMAND}), frozenset(range(3, 12)))
CHOICE_KEYS = frozenset({"name", "name_localizations", "value"})


def check_commands(commands: list[Json]) -> None:
    """A whole set, as a bulk overwrite sends it."""
    for kind, count in Counter(one.get("type", SLASH) for one in commands).items():
        if count > MOST.get(kind, 0):
            raise Refusal(400, 30032, f"Maximum number of application commands reached ({MOST.get(kind, 0)})")
    form = Form()
    seen: set[tuple[int, str]] = set()
    for index, command in enumerate(commands):
        key = (command.get("type", SLASH), command.get("name", ""))
        if key in seen:
            form.wrong((index, "name"), "APPLICATION_COMMANDS_DUPLICATE_NAME", "Command names must be unique")
        seen.add(key)
        gather(form, (index,), command)
    form.refuse()


def check_command(command: Json) -> None:
    form = Form()
    gather(form, (), command)
    form.refuse()


def gather(form: Form, at: Path, command: Json) -> None:
    only(command, COMMAND_KEYS, "command")
    kind = command.get("type", SLASH)
    form.one_of((*at, "type"), kind, frozenset(MOST))
    check_names(form, at, command, plain=kind != SLASH)
    if kind == SLASH:
        check_descriptions(form, at, command)
        check_options(form, at, command.get("options") or [], depth=0)
    elif command.get("description") or command.get("options"):
        form.wrong((*at, "description"), "APPLICATION_COMMAND_NO_DESCRIPTION", "Context menus have no description")
    check_places(form, at, command)
    if size(command) > 8000:
        form.wrong(at, "APPLICATION_COMMAND_TOO_LARGE", "Command exceeds maximum size (8000)")


def check_places(form: Form, at: Path, command: Json) -> None:
    for index, one in enumerate(command.get("contexts") or []):
        form.one_of((*at, "contexts", index), one, frozenset({0, 1, 2}))
    for index, one in enumerate(command.get("integration_types") or []):
        form.one_of((*at, "integration_types", index), one, frozenset({0, 1}))
    needed = command.get("default_member_permissions")
    if needed is not None and not str(needed).isdecimal():
        form.wrong((*at, "default_member_permissions"), "BASE_TYPE_BAD_INT", "Not a number")


def check_names(form: Form, at: Path, named: Json, *, plain: bool, high: int = 32) -> None:
    """*plain*: any characters, as in a context menu or a choice."""
    every = {"name": named.get("name"), **localised(form, (*at, "name_localizations"), named.get("name_localizations"))}
    for where, name in every.items():
        path = (*at, "name") if where == "name" else (*at, "name_localizations", where)
        form.length(path, name, 1, high)
        if not plain and isinstance(name, str) and not is_command_name(name):
            form.wrong(path, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")


def check_descriptions(form: Form, at: Path, described: Json) -> None:
    form.length((*at, "description"), described.get("description"), 1, 100)
    path = (*at, "description_localizations")
    for locale, text in localised(form, path, described.get("description_localizations")).items():
        form.length((*path, locale), text, 1, 100)


def localised(form: Form, at: Path, texts: dict[str, Any] | None) -> dict[str, Any]:
    for locale in texts or {}:
        form.one_of((*at, locale), locale, LOCALES)
    return texts or {}


def is_command_name(name: str) -> bool:
    """Letters, digits, hyphen, underscore, apostrophe; lower case where the script has one."""
    return name == name.lower() and all(c in "-_'" or unicodedata.category(c)[0] in "LNM" for c in name)


def check_options(form: Form, at: Path, options: list[Json], *, depth: int) -> None:
    form.length((*at, "options"), options, 0, 25)
    names: set[str] = set()
    optional = False
    for index, option in enumerate(options):
        where = (*at, "options", index)
        only(option, OPTION_KEYS, "option of a command")
        check_names(form, where, option, plain=False)
        check_descriptions(form, where, option)
        if option.get("name") in names:
            form.wrong(where, "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", "Option names must be unique")
        names.add(str(option.get("name")))
        if option.get("required") and optional:
            form.wrong(where, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", "Required options come first")
        optional = optional or not option.get("required", False)
        check_option(form, where, option, depth=depth)


def check_option(form: Form, at: Path, option: Json, *, depth: int) -> None:
    kind = option.get("type")
    if not form.one_of((*at, "type"), kind, ALLOWED[depth]):
        return
    if kind in (SUBCOMMAND, GROUP):
        check_options(form, at, option.get("options") or [], depth=2 if kind == SUBCOMMAND else 1)
        return
    if option.get("choices") and option.get("autocomplete"):
        form.wrong(at, "APPLICATION_COMMAND_AUTOCOMPLETE_CHOICES", "Choices or autocomplete, not both")
    check_choices(form, (*at, "choices"), option.get("choices") or [], kind=option["type"])
    if kind == 3 and option.get("max_length") is not None:
        form.number((*at, "max_length"), option["max_length"], 1, 6000)


def check_choices(form: Form, at: Path, choices: list[Json], *, kind: int) -> None:
    form.length(at, choices, 0, 25)
    for index, choice in enumerate(choices):
        only(choice, CHOICE_KEYS, "choice")
        check_names(form, (*at, index), choice, plain=True, high=100)
        if kind == 3:
            form.length((*at, index, "value"), choice.get("value"), 1, 100)
        elif not isinstance(choice.get("value"), int | float):
            form.wrong((*at, index, "value"), "NUMBER_TYPE_COERCE", "Value is not a number")


def size(part: Json) -> int:
    """Characters of names, descriptions and values; of a localised text only the longest counts."""
    own = sum(
        max(len(text) for text in (part.get(key) or "", *(part.get(f"{key}_localizations") or {}).values()))
        for key in ("name", "description")
    )
    value = len(part["value"]) if isinstance(part.get("value"), str) else 0
    return own + value + sum(size(one) for key in ("options", "choices") for one in part.get(key) or [])
