"""The fields of a claim as editors read them: days with their weekday, moments on the district's clock."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date, datetime, time

from bot.curating.moments import moment_words
from bot.curating.stating import words_of
from bot.desk import Call
from knowledge.claims import Claim, Scope
from knowledge.codec import changed_fields
from knowledge.texts import Text

NOTHING = "—"
ONE_GLANCE = 40  # characters
FIELDS = {"serve_from": "start", "serve_until": "end", "at": "hour"}


def rows_of(call: Call, claim: Claim) -> tuple[tuple[str, str], ...]:
    """Field and value, of those that are filled."""
    told = ((one.name, _of_field(call, one.name, getattr(claim, one.name))) for one in fields(claim))
    return tuple((FIELDS.get(name, name), words) for name, words in told if words != NOTHING)


def _of_field(call: Call, name: str, value: object) -> str:
    return shown(call, [f"¶ {one}" for one in value] if name == "paragraphs" and isinstance(value, tuple) else value)


def changes_told(call: Call, before: Claim, after: Claim) -> tuple[str, ...]:
    """What was and what shall be, by the names that the fields have for whoever types them."""
    lines: list[str] = []
    for name in changed_fields(before, after):
        was, shall = getattr(before, name), getattr(after, name)
        if isinstance(was, Mapping) and isinstance(shall, Mapping):
            for tag in dict.fromkeys((*was, *shall)):
                if was.get(tag) != shall.get(tag):
                    lines += _change(_in_language(call, name, tag), _said(was.get(tag)), _said(shall.get(tag)))
        else:
            lines += _change(FIELDS.get(name, name), shown(call, was), shown(call, shall))
    return tuple(lines)


def _change(name: str, was: str, shall: str) -> Iterator[str]:
    """On a line where both can be seen at a glance, else below each other."""
    if len(was) + len(shall) <= ONE_GLANCE:
        yield f"{name}: {was} → {shall}"
    else:
        yield from (f"{name}:", f"  {was}", f"  → {shall}")


def _in_language(call: Call, name: str, tag: str) -> str:
    return name if tag == call.edition.district.languages[0] else f"{name}_{tag}"


def _said(text: object) -> str:
    return text.words if isinstance(text, Text) and text.words else NOTHING


def shown(call: Call, value: object) -> str:
    if isinstance(value, datetime):
        return moment_words(call, value)
    if isinstance(value, date):
        return call.say.day(value, at=call.at)
    if isinstance(value, time):
        return call.say.hour(datetime.combine(call.at.date(), value))
    if isinstance(value, Scope):
        return words_of(call).scope(value)
    if isinstance(value, Mapping):
        value = [f"{tag}: {text.words}" for tag, text in value.items() if isinstance(text, Text)]
    if isinstance(value, tuple | list):
        value = "; ".join(str(one) for one in value)
    return str(value) if value else NOTHING
