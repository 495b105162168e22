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
FEW = 4  # words, so few that all of them are offered
YES = frozenset({"yes", "y", "true", "on", "1", "si", "sí", "s"})
NO = frozenset({"no", "n", "false", "off", "0"})


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
    """Offers what comes nearest among the words that would be understood, or all of a few."""
    among = list(dict.fromkeys(known))
    found = extractOne(words, sorted(among), scorer=WRatio, score_cutoff=NEAR)
    nearest = found[0] if found else " / ".join(among) if len(among) <= FEW else ""
    if not nearest:
        return CannotRead(filling.say("I cannot read “{words}” here.", words=words))
    return CannotRead(
        filling.say("I cannot read “{words}” here; did you mean {nearest}?", words=words, nearest=nearest)
    )


def no_quiet_hours(filling: Filling) -> CannotRead:
    return CannotRead(filling.say("Please write hours like 21:00-6:30, or “off”."))
