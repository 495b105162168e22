"""What of a message was understood: enough to answer, a choice among what was offered, somebody else's schools."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from bot.parts import Part
from bot.questions import Choice
from bot.reading import Reading
from bot.remembering import Remembered
from knowledge.library import Edition
from knowledge.matching import normalised
from knowledge.topics import AsideOutcome

ABOUT_US = 0.5  # share of content words known to the knowledge base above which a question is ours to note
MOST_OFFERED = 3


def elsewhere(reading: Reading, before: Remembered, at: datetime) -> Reading:
    """The reading with the neighbours it goes on about, unless it speaks of us or of nobody in particular."""
    away, places = before.elsewhere_at(at), reading.places
    if away is None or places.neighbours or places.schools:
        return reading
    if places.ours or reading.us or not reading.refers:
        return reading
    return replace(reading, places=replace(places, neighbours=away.neighbours), comparing=False)


def is_understood(reading: Reading) -> bool:
    return any(part.topic for part in reading.parts) or bool(reading.asides) or bool(reading.places.neighbours)


def is_about_us(reading: Reading) -> bool:
    """Whether it is ours to note though nothing of it was understood."""
    named = bool(reading.places.spans) or any(part.named_day for part in reading.parts)
    known = max((part.match.domain for part in reading.parts if part.match), default=0.0)
    return named or known >= ABOUT_US


def to_be_offered(reading: Reading, edition: Edition) -> Iterator[tuple[Part, list[str]]]:
    """Parts that came near to some topics, with the nearest of those."""
    for part in reading.parts:
        if part.match is not None and part.match.outcome == "offer":
            topics = [one.topic for one in part.match.candidates if one.topic in edition.topics][:MOST_OFFERED]
            if topics:
                yield part, topics


def lacks_its_day(part: Part, edition: Edition) -> bool:
    """Whether an answer for some other day would be given because the day that is meant could not be read."""
    topic = edition.topics.get(part.topic or "")
    return part.unread_day and topic is not None and topic.kind.by_day


def named_among(text: str, choices: Sequence[Choice]) -> Choice | None:
    """A choice named by its number or by its label."""
    said = text.strip().rstrip(".)")
    if said.isdecimal() and len(said) <= len(str(len(choices))) and 0 < int(said) <= len(choices):
        return choices[int(said) - 1]
    return next((one for one in choices if normalised(one.label) == normalised(text)), None)


def weightiest(asides: Sequence[str], edition: Edition) -> str:
    """Of a greeting and a refusal in one message, the refusal is what was asked."""
    order = {AsideOutcome.OUT_OF_SCOPE: 0, AsideOutcome.CLARIFY: 1, AsideOutcome.SMALLTALK: 2}
    return min(asides, key=lambda slug: order[edition.asides[slug].outcome])
