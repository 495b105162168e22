"""An article as it was read: its paragraphs, whose it is, when it was said. It proposes nothing yet."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from knowledge.claims import Precision

_LETTERS = re.compile(r"[^\W_]+")


class Form(StrEnum):
    TEXT = "text"
    HEADING = "heading"
    ITEM = "item"


@dataclass(frozen=True)
class Paragraph:
    text: str
    form: Form = Form.TEXT


class Origin(StrEnum):
    """What told the instant."""

    DATA = "data"
    """What the page says of itself to machines."""
    LINE = "line"
    """A line above the text."""
    PERSON = "person"


@dataclass(frozen=True)
class Published:
    """*at*: on the district's clock; noon where only the day is known."""

    at: datetime
    precision: Precision
    origin: Origin


class Note(StrEnum):
    """What an editor should know of the article before reviewing it."""

    CUT = "cut"
    """It is longer than what is read; the rest was left out."""
    LANGUAGE = "language"
    """It is not in a language of the district, or in none that is known."""
    FUTURE = "future"
    """It says it was published later than now, so its date is not taken."""
    CHANGED_LATER = "changed later"
    """It was changed on a later day than it was published: its days may be meant from either."""
    LONG = "long"
    """Pieces were cut from its beginning only; the rest has to be read by a person."""
    SUBSCRIBERS = "subscribers"
    """It says that part of it is for subscribers only."""


@dataclass(frozen=True)
class Article:
    """Paragraphs count from 1 in what is shown. *changed*: when the page says it was last changed."""

    paragraphs: tuple[Paragraph, ...]
    outlet: str | None = None
    title: str | None = None
    address: str | None = None
    language: str | None = None
    published: Published | None = None
    changed: Published | None = None
    notes: tuple[Note, ...] = ()

    @property
    def said(self) -> Published | None:
        """The instant this version speaks from: days are meant from it, and its claims are as of it."""
        if self.published is None or self.changed is None:
            return self.published
        same_day = self.changed.at.date() == self.published.at.date()
        return self.changed if same_day and self.changed.at >= self.published.at else self.published

    @property
    def latest(self) -> datetime | None:
        """When this version came to be, for telling older copies from newer ones."""
        known = [one.at for one in (self.published, self.changed) if one is not None]
        return max(known) if known else None

    @property
    def words(self) -> int:
        return sum(len(one.text.split()) for one in self.paragraphs)

    @property
    def prints(self) -> tuple[str, ...]:
        """One fingerprint for each paragraph: equal where only case, signs and blanks differ."""
        return tuple(fingerprint([one.text]) for one in self.paragraphs)

    @property
    def fingerprint(self) -> str:
        return fingerprint(one.text for one in self.paragraphs)


def fingerprint(texts: Iterable[str]) -> str:
    found = hashlib.sha256()
    for text in texts:
        found.update(" ".join(_LETTERS.findall(unicodedata.normalize("NFKC", text).casefold())).encode())
        found.update(b"\n")
    return found.hexdigest()
