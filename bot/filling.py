"""What reading a field needs, and what a field that cannot be read says instead of guessing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from rapidfuzz.fuzz import WRatio
from rapidfuzz.process import extractOne

from bot.catalogue import Catalogue
from knowledge.days import DayReader
from knowledge.library import Edition

NEAR = 75  # of 100, from which another word is offered


@dataclass(frozen=True)
class Span:
    """The same day twice for a single day."""

    first: date
    last: date


@dataclass(frozen=True)
class Filling:
    """*at*: on the district's clock; *family*: the form is a family's, which reads no editors' messages."""

    edition: Edition
    at: datetime
    say: Catalogue
    days: DayReader
    family: bool


class CannotRead(ValueError):
    """The message is for whoever wrote the field."""


def cannot_read(words: str, filling: Filling, known: Iterable[str] = ()) -> CannotRead:
    """Offers what comes nearest among the words that would be understood."""
    found = extractOne(words, sorted(set(known)), scorer=WRatio, score_cutoff=NEAR)
    if found is None:
        return CannotRead(filling.say("I cannot read “{words}” here.", words=words))
    return CannotRead(
        filling.say("I cannot read “{words}” here; did you mean {nearest}?", words=words, nearest=found[0])
    )


def no_quiet_hours(filling: Filling) -> CannotRead:
    return CannotRead(filling.say("Please write hours like 21:00-6:30, or “off”."))
