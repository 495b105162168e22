"""A large knowledge base made up for measuring: the same every time, and as alike in its words as real ones are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice, product

from knowledge.claims import Claim, Event, Precision, Source
from knowledge.curated_set import CuratedSet
from knowledge.texts import Text
from knowledge.topics import Topic, TopicKind

SERVICES = (
    *("shuttle", "tutoring", "archery", "chess", "debate", "orchestra", "garden", "pottery", "fencing", "rowing"),
    *("library", "locker", "yearbook", "robotics", "drama", "wrestling", "diving", "lacrosse", "badminton", "choir"),
    *("laptop", "uniform", "parking", "crossing", "nursing", "counseling", "translation", "enrollment", "voucher"),
    *("recycling", "laundry", "shower", "heating", "cooling", "elevator", "playground", "stadium", "greenhouse"),
    *("kiln", "darkroom", "workshop", "kitchen", "bakery", "printing", "scholarship", "internship", "mentoring"),
    *("volunteering", "fundraising", "festival"),
)
ASPECTS = (
    *("hours", "address", "price", "deadline", "form", "age limit", "route", "phone", "waiting list", "contact"),
    *("summer dates", "make-up days", "sign-up", "insurance", "permit", "schedule", "capacity", "inspection"),
    *("equipment", "repairs", "holiday closing", "night shift", "staffing", "safety plan", "fees", "refund", "map"),
    *("entrance", "supervision", "menu", "lottery", "renewal", "training", "budget", "survey", "newsletter"),
    *("award", "appeal", "transfer", "backup plan"),
)
FRAMES = (
    *("{service} {aspect}", "what is the {aspect} for {service}", "tell me about {service} {aspect}"),
    *(
        "I need the {aspect} of the {service}",
        "is there news on {service} {aspect}",
        "where do I find {service} {aspect}",
    ),
    *("who knows the {service} {aspect}", "has the {service} {aspect} changed", "my kid asks about {service} {aspect}"),
    "{service}: {aspect}?",
)


@dataclass(frozen=True)
class Size:
    topics: int = 2_000
    phrasings: int = 20_000
    claims: int = 10_000


def large_set(below: CuratedSet, size: Size, *, published: datetime) -> CuratedSet:
    """*below* with made-up topics and claims on top, up to *size*, all of them said at *published*."""
    topics = tuple(_topics(below, size))
    source = Source("large", "The district's handbook", published, Precision.MINUTE)
    events = tuple(Event(f"large-{one}", {"en": Text(f"Week {one}")}, "week", published.date()) for one in range(10))
    claims = islice(_claims(topics, source, events), max(0, size.claims - len(below.claims)))
    made = CuratedSet(topics=topics, sources=(source,), events=events, claims=tuple(claims))
    return made.over(below)


def _topics(below: CuratedSet, size: Size) -> Iterator[Topic]:
    wanted = size.topics - len(below.topics)
    each = max(1, -(-(size.phrasings - _phrasings(below)) // max(1, wanted)))
    for service, aspect in islice(product(SERVICES, ASPECTS), wanted):
        slug = f"{service}.{aspect.replace(' ', '-')}"
        phrasings = tuple(one.format(service=service, aspect=aspect) for one in FRAMES[:each])
        yield Topic(slug, {"en": Text(f"{service} {aspect}")}, TopicKind.BACKGROUND, {"en": phrasings}, keeps_days=3660)


def _phrasings(curated: CuratedSet) -> int:
    return sum(len(texts) for topic in curated.topics for texts in topic.phrasings.values())


def _claims(topics: tuple[Topic, ...], source: Source, events: tuple[Event, ...]) -> Iterator[Claim]:
    for number in range(1_000_000):
        topic = topics[number % len(topics)]
        event = events[number % len(events)]
        words = {"en": Text(f"Word number {number} on {topic.titles['en'].words}.")}
        yield Claim(f"large-{number}", topic.slug, source.slug, (1,), ("district",), words, event=event.slug)
