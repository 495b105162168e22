"""What is cut from an article for an editor: a claim as the article seems to say it, not one yet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time

from knowledge.claims import Firmness, Scope, Status

MOST_CUT = 300
MOST_CUT_FROM = 8_000
"""Words of an article."""


@dataclass(frozen=True)
class Cut:
    """*sentence*: where from; *topics*: the best first; *unresolved*: words for days of which nobody can say which;
    *sure_of_day*: False where the day was read unsurely or taken from what stands around; *condition*: the article's
    clause; *speaker*: None where it is the outlet's word; *taken_back*: the article itself says it holds no more."""

    paragraphs: tuple[int, ...]
    sentence: str
    topics: tuple[str, ...]
    first_day: date | None = None
    last_day: date | None = None
    unresolved: tuple[str, ...] = ()
    sure_of_day: bool = True
    at: time | None = None
    begins: time | None = None
    closes: time | None = None
    scope: Scope = field(default_factory=Scope)
    status: Status | None = None
    firmness: Firmness = Firmness.STATED
    condition: str | None = None
    speaker: str | None = None
    official: bool = False
    taken_back: bool = False


def without_repetitions(cuts: Iterable[Cut]) -> tuple[Cut, ...]:
    """What is said again in the same way points at both paragraphs."""
    kept: list[Cut] = []
    for one in cuts:
        place = next((place for place, other in enumerate(kept) if _says_the_same(one, other)), None)
        if place is None:
            kept.append(one)
        else:
            both = tuple(sorted({*kept[place].paragraphs, *one.paragraphs}))
            voiced = kept[place] if kept[place].speaker else one
            kept[place] = replace(kept[place], paragraphs=both, speaker=voiced.speaker, official=voiced.official)
    return tuple(kept)


def _says_the_same(one: Cut, other: Cut) -> bool:
    """Without a status nothing says that two sentences mean the same."""
    voices = {one.speaker, other.speaker} - {None}
    return one.status is not None and len(voices) <= 1 and _meaning(one) == _meaning(other)


def _meaning(one: Cut) -> Sequence[object]:
    days = (one.first_day, one.last_day, one.at, one.begins, one.closes, one.unresolved)
    return (one.topics[0], *days, one.scope, one.status, one.firmness, one.condition, one.taken_back)
