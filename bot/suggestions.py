"""A suggestion, what it is wanted for, and how those are kept that fit what is being typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.catalogue import Catalogue
from bot.commands import Command, Field, Role
from bot.desk import Desk
from knowledge.library import Edition
from knowledge.matching import plain_words

LONGEST = 60  # characters of somebody's words that name what a button is about


@dataclass(frozen=True)
class Suggestion:
    """*value*: what is written into the field, the same in every language."""

    label: str
    value: str


@dataclass(frozen=True)
class Wanting:
    """*at*: on the district's clock."""

    field: Field
    edition: Edition
    at: datetime
    say: Catalogue
    desk: Desk
    command: Command | None
    values: Mapping[str, str]
    typed: str

    @property
    def is_family(self) -> bool:
        return self.command is not None and self.command.role is Role.FAMILY


def narrowed(found: Iterable[Suggestion], typed: str) -> Iterable[Suggestion]:
    """Each value once; those in which every word that was typed begins a word."""
    wanted = plain_words(typed)
    seen: set[str] = set()
    for one in found:
        words = plain_words(f"{one.label} {one.value}")
        fits = all(any(word.startswith(begun) for word in words) for begun in wanted)
        if fits and one.value not in seen:
            seen.add(one.value)
            yield one


def cut(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= LONGEST else words[: LONGEST - 1] + "…"
