"""Which of the words typed without a name belong to which field."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from bot.commands import Command, Field, FieldKind
from bot.slashes.lexing import Word

LeadingDays = Callable[[str], bool]
"""Whether the words are a day or a span of days, and nothing else."""

_HOUR = re.compile(r"\d{1,2}([:.]\d\d)?(am|pm)?|noon|midnight", re.IGNORECASE)
_HALF = re.compile(r"[ap]\.?m\.?", re.IGNORECASE)
_HANGS = ("unless", "if", "only", "si", "salvo")
_LONGEST_DAY = 8  # words, such as "from Wednesday March 23 to Friday March 25"
NAMED = re.compile(r"([A-Za-z_]+)=")


def in_several_words(command: Command, words: Sequence[Word]) -> list[Word]:
    """ "schools=middle school": what stands behind a name belongs to it, until the next name; not to a number, a yes or
    a no ("here=yes are there meals")."""
    joined: list[Word] = []
    for word in words:
        before = joined[-1] if joined else None
        plain = not (word.field or word.quoted or NAMED.match(word.text))
        if before is not None and plain and _may_go_on(command, before):
            joined[-1] = replace(before, text=f"{before.text} {word.text}".strip(), end=word.end)
        else:
            joined.append(word)
    return joined


def _may_go_on(command: Command, word: Word) -> bool:
    field = command.field(word.field) if word.field else None
    return field is not None and not word.quoted and field.kind not in (FieldKind.FLAG, FieldKind.NUMBER)


def next_field(command: Command, free: Sequence[Field], unnamed: Sequence[Word]) -> Field | None:
    """The first field that is still free and could be meant; one that is required is never passed over."""
    word = unnamed[0]
    flag = next((one for one in free if one.kind is FieldKind.FLAG and one.name == word.text.lower()), None)
    if flag is not None and len(unnamed) == 1:
        return flag
    page = next((one for one in free if one.kind is FieldKind.PAGE), None)
    if page is not None:
        return page  # whatever a text or an address looks like; what stands beside it has its name in front
    for one in free:
        if one.required:
            return one
        if one.kind is FieldKind.CONDITION and word.text.lower() in _HANGS and not word.quoted:
            return one
        if _could_be(one, word) and not (word.text.lower() in _HANGS and command.field("condition") in free):
            return one
    return None


def _could_be(field: Field, word: Word) -> bool:
    if field.kind is FieldKind.CHOICE and field.choices:
        return word.text.lower() in field.choices
    if field.kind is FieldKind.NUMBER:
        return word.text.removeprefix("#").isdigit()
    if field.kind in (FieldKind.HOUR, FieldKind.HOURS):
        return any(letter.isdigit() for letter in word.text) or word.text.lower() in ("noon", "off")
    return field.kind is not FieldKind.FLAG


def how_many(field: Field, unnamed: Sequence[Word], is_days: LeadingDays, *, leaving: int) -> int:
    """How many of the words are one value: a day, an hour and a text may be several, unless they are quoted.
    *leaving*: how many are still needed behind."""
    plain = list(takewhile(lambda one: not one.quoted, unnamed))
    if not plain:
        return 1
    said = [one.text for one in plain]
    if field.kind is FieldKind.TEXT or (field.kind is FieldKind.CONDITION and said[0].lower() in _HANGS):
        return max(1, len(plain) - leaving)
    if field.kind in (FieldKind.DAY, FieldKind.DAYS):
        return _days_in(said, is_days)
    if field.kind is FieldKind.MOMENT:
        days = _days_in(said, is_days)
        return days + _hour_in(said[days:])
    if field.kind in (FieldKind.HOUR, FieldKind.HOURS):
        return max(1, _hour_in(said))
    return 1


def _days_in(said: Sequence[str], is_days: LeadingDays) -> int:
    most = min(len(said), _LONGEST_DAY)
    return next((count for count in range(most, 1, -1) if is_days(" ".join(said[:count]))), 1)


def _hour_in(said: Sequence[str]) -> int:
    if not said or not _HOUR.fullmatch(said[0]):
        return 0
    return 2 if len(said) > 1 and _HALF.fullmatch(said[1]) else 1


def said(field: Field, taken: Sequence[Word], line: str) -> str:
    if field.kind is FieldKind.FLAG and taken[0].text.lower() == field.name:
        return "yes"
    if len(taken) == 1:
        return taken[0].text
    if not field.rest:
        return " ".join(one.text for one in taken)
    if any(line[one.end : other.start].strip() for one, other in pairwise(taken)):
        return " ".join(line[one.start : one.end] for one in taken)  # a field with a name stands in between
    return line[taken[0].start : taken[-1].end]
