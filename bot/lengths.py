"""Lines of an answer with the claims they speak of, and what gives way when there are too many of them.

What is only told along goes first, then what is known of the topic above; a headline or what was asked for never goes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import IntEnum

from bot.questions import Attribution, Line, LineKind, Passage
from knowledge.findings import Held

LONGEST = 600  # characters of one answer, before what can give way is left out


class GivesWay(IntEnum):
    """In which order."""

    FIRST = 1
    NEXT = 2
    NEVER = 3


@dataclass(frozen=True)
class Told:
    """A line with the claims it speaks of, so that a line left out takes its attribution with it."""

    line: Line
    helds: tuple[Held, ...] = ()
    gives_way: GivesWay = GivesWay.NEVER


def head(words: str, *helds: Held) -> Told:
    return Told(Line(LineKind.HEADLINE, words), helds)


def body(words: str, *helds: Held) -> Told:
    return Told(Line(LineKind.BODY, words), helds)


def parent(words: str, *helds: Held) -> Told:
    """About the topic that the one asked for is a detail of; without claims, what introduces it."""
    return Told(Line(LineKind.BODY, words), helds, GivesWay.NEXT)


def aside(words: str, *helds: Held) -> Told:
    return Told(Line(LineKind.ASIDE, words), helds, GivesWay.FIRST)


def within_length(told: list[Told], *, attributed: Callable[[Iterable[Held]], tuple[Attribution, ...]]) -> Passage:
    """The passage, no longer than `LONGEST` where something in it can give way; the last of a kind goes first."""
    while True:
        lines = tuple(one.line for one in told)
        passage = Passage(lines, attributed(_claims(told)))
        spare = [(one.gives_way, -place) for place, one in enumerate(told) if one.gives_way is not GivesWay.NEVER]
        if len(passage.text) <= LONGEST or not spare:
            return replace(passage, leading=_leading(told, attributed))
        told = _without(told, -min(spare)[1])


def _claims(told: Iterable[Told]) -> Iterator[Held]:
    return (held for one in told for held in one.helds)


def _leading(
    told: list[Told], attributed: Callable[[Iterable[Held]], tuple[Attribution, ...]]
) -> tuple[Attribution, ...] | None:
    kept = [one for one in told if one.line.kind is not LineKind.ASIDE]
    return attributed(_claims(kept)) if len(kept) < len(told) else None


def _without(told: list[Told], place: int) -> list[Told]:
    kept = [one for at, one in enumerate(told) if at != place]
    parents = any(one.helds for one in kept if one.gives_way is GivesWay.NEXT)
    return [one for one in kept if parents or one.gives_way is not GivesWay.NEXT]
