"""The fields of a claim as editors read them: days with their weekday, moments on the district's clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime, time

from bot.curating.moments import moment_words
from bot.curating.stating import words_of
from bot.desk import Call
from knowledge.claims import Claim, Scope
from knowledge.codec import changed_fields
from knowledge.texts import Text

NOTHING = "—"


def rows_of(call: Call, claim: Claim) -> tuple[tuple[str, str], ...]:
    """Field and value, of those that are filled."""
    told = ((one.name, shown(call, getattr(claim, one.name))) for one in fields(claim))
    return tuple((name, words) for name, words in told if words != NOTHING)


def changes_told(call: Call, before: Claim, after: Claim) -> tuple[str, ...]:
    return tuple(
        f"{name}: {shown(call, getattr(before, name))} → {shown(call, getattr(after, name))}"
        for name in changed_fields(before, after)
    )


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
