"""Slash commands as they are typed: one line read into a command with its values, and a command written as a line.

Values without a name come in the order of the command's fields: `/status closed wed hour=10:00 reason="fire alarm"`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from rapidfuzz.distance import OSA

from bot.commands import Command, Field, FieldKind, Role, all_commands
from bot.pages import Invocation
from bot.slashes.lexing import OpenQuote, Word, words_in
from bot.slashes.taking import NAMED, LeadingDays, how_many, in_several_words, next_field, said

_NUMBERS = (FieldKind.NUMBER, FieldKind.CHANGE)


class Unclear(Exception):
    """The line is no command that there is; the message is the sentence to tell."""


@dataclass(frozen=True)
class Slash:
    command: Command
    values: Mapping[str, str] = field(default_factory=dict)


def read_slash(line: str, *, is_days: LeadingDays) -> Slash:
    """Raises `Unclear`."""
    try:
        head = [Word(one[0], one.start(), one.end()) for one in re.finditer(r"\S+", line)]
        name = head[0].text.removeprefix("/").lower() if head else ""
        of_name = [one for one in all_commands() if one.name == name]
        if not of_name:
            raise Unclear(_no_such(name))
        command, start = _with_action(of_name, line, head)
        return Slash(command, _values(command, line, start, is_days))
    except OpenQuote as error:
        shown = error.begins if len(error.begins) <= 30 else f"{error.begins[:30]} …"
        raise Unclear(f'The quotation mark before "{shown}" is never closed; put another one behind.') from None


def typed(invocation: Invocation) -> str:
    """The line that does it; reading it gives the same name, action and values."""
    command = next(one for one in all_commands() if (one.name, one.action) == (invocation.name, invocation.action))
    given = [(one, invocation.values[one.name]) for one in command.fields if invocation.values.get(one.name)]
    last = [value for one, value in given if one.rest]
    in_front = list(takewhile(lambda one: one.required and not one.rest, command.fields))
    if given and given[0][0] is command.fields[0] and given[0][0].kind in _NUMBERS and given[0][1].isdecimal():
        in_front.append(command.fields[0])
    plain = [_as_word(value) for one, value in given if one in in_front]
    named = [f"{one.name}={_as_word(value)}" for one, value in given if one not in in_front and not one.rest]
    return " ".join([f"/{command.key}", *plain, *named, *last])


def usage(command: Command) -> str:
    """`/status STATUS DAY [hour=...] ...`: what must stand there, and what may."""
    shown = [one.name.upper() if one.required else f"[{one.name}=…]" for one in command.fields if not one.rest]
    rest = [one.name.upper() if one.required else f"[{one.name}]" for one in command.fields if one.rest]
    return " ".join([f"/{command.key}", *shown, *rest])


def _as_word(value: str) -> str:
    if value and not re.search(r'[\s"“”„=\\]', value):
        return value
    return '"' + re.sub(r'(["“”„\\])', r"\\\1", value) + '"'


def _no_such(name: str) -> str:
    names = dict.fromkeys(one.name for one in all_commands())
    near = _nearest(name, names)
    hint = f"; did you mean /{near}?" if near else "; /help lists what there is."
    return f"There is no command /{name}{hint}"


def _nearest(said: str, known: Iterable[str]) -> str | None:
    """Letters that changed places count as one slip."""
    measured = [(OSA.distance(said.lower(), one), abs(len(one) - len(said)), one) for one in known]
    slips, _, near = min(measured, default=(0, 0, ""))
    return near if near and slips <= max(1, len(near) // 2) else None


def _with_action(of_name: Sequence[Command], line: str, head: Sequence[Word]) -> tuple[Command, int]:
    """The command with where its values begin in the line."""
    plain = next((one for one in of_name if not one.action), None)
    second = head[1] if len(head) > 1 else None
    named = next((one for one in of_name if second and one.action and one.action == second.text.lower()), None)
    if named is not None and second is not None and not _is_prose(named, plain, line, second.end):
        return named, second.end
    if plain is not None:
        if second and not plain.fields and len(of_name) > 1:
            raise Unclear(_no_action(of_name, second.text))
        return plain, head[0].end
    if second is None:
        raise Unclear(f"What shall /{of_name[0].name} do? {_choices(of_name)}")
    raise Unclear(_no_action(of_name, second.text))


def _is_prose(action: Command, plain: Command | None, line: str, start: int) -> bool:
    """`/try all schools closed?` asks a question; `/try all 3` is the action, and so is `/announce send 3 tomorrow
    8 pm`: a number that must stand there does."""
    if plain is None or not any(one.rest for one in plain.fields) or any(one.rest for one in action.fields):
        return False
    words = _words_before_prose(line, {one.name: one for one in action.fields}, start)
    behind = [one for one in words if not one.field and (one.quoted or "=" not in one.text)]
    first = action.fields[0] if action.fields else None
    if behind and first is not None and first.required and first.kind in _NUMBERS and behind[0].text.isdecimal():
        return False
    return len(behind) > len(action.fields)


def _no_action(of_name: Sequence[Command], said: str) -> str:
    near = _nearest(said, [one.action for one in of_name if one.action])
    if near:
        return f'/{of_name[0].name} has no "{said}"; did you mean /{of_name[0].name} {near}?'
    return f'/{of_name[0].name} has no "{said}". {_choices(of_name)}'


def _choices(of_name: Sequence[Command]) -> str:
    return "Say one of: " + ", ".join(f"/{one.key}" for one in of_name)


def _values(command: Command, line: str, start: int, is_days: LeadingDays) -> dict[str, str]:
    fields = {one.name: one for one in command.fields}
    rest = next((one for one in command.fields if one.rest), None)
    prose = rest is not None or _is_only_about_an_answer(command)
    words = _words_before_prose(line, fields, start) if prose else words_in(line, fields, start=start)
    if command.role is Role.FAMILY:
        words = in_several_words(command, words)
    values = {one.field: one.text for one in words if one.field}
    free = [one for one in command.fields if one.name not in values]
    unnamed = [one for one in words if not one.field]
    if not prose:
        _refuse_unknown(command, unnamed)
    while unnamed:
        found = next_field(command, free, unnamed)
        if found is None and _is_only_about_an_answer(command):
            break
        if found is None:
            raise Unclear(f'"{unnamed[0].text}" is one too many. It is typed like this: {usage(command)}')
        behind = sum(one.required for one in free[free.index(found) + 1 :])
        taken = len(unnamed) if found.rest else how_many(found, unnamed, is_days, leaving=behind)
        values[found.name] = said(found, unnamed[:taken], line)
        free = free[free.index(found) + 1 :] if found.required else [one for one in free if one != found]
        unnamed = unnamed[taken:]
    return values


def _is_only_about_an_answer(command: Command) -> bool:
    """A verdict counts whatever else a family writes behind it: "/wrong it is open"."""
    return command.role is Role.FAMILY and [one.name for one in command.fields] == ["answer"]


def _refuse_unknown(command: Command, unnamed: Sequence[Word]) -> None:
    for word in unnamed:
        named = None if word.quoted else NAMED.match(word.text)
        if named:
            near = _nearest(named[1], [one.name for one in command.fields])
            hint = f"; did you mean {near}=…?" if near else f". It is typed like this: {usage(command)}"
            raise Unclear(f'/{command.key} has no field "{named[1]}"{hint}')


def _words_before_prose(line: str, fields: Mapping[str, Field], start: int) -> list[Word]:
    """In a line that ends in prose a single quotation mark is nothing to stumble over."""
    try:
        return words_in(line, fields, start=start)
    except OpenQuote:
        return words_in(line.translate(str.maketrans('"“”„', "''''")), fields, start=start)
