"""A small Sacramento of March 2022 for tests: few topics, few claims, every kind of thing that can happen to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from knowledge.claims import Claim, Condition, ConditionState, Event, Firmness, Precision, Scope, Source, Status
from knowledge.curated_set import CuratedSet
from knowledge.district import Channel, District, Hours, Level, School, Speaker
from knowledge.texts import Text, Texts
from knowledge.topics import Topic, TopicKind

ZONE = ZoneInfo("America/Los_Angeles")
MONDAY = date(2022, 3, 21)
TUESDAY = date(2022, 3, 22)
WEDNESDAY = date(2022, 3, 23)
THURSDAY = date(2022, 3, 24)
FRIDAY = date(2022, 3, 25)
SATURDAY = date(2022, 3, 26)


def at(moment: str) -> datetime:
    """A moment on the district's clock: ``at("2022-03-22 12:10")``."""
    return datetime.fromisoformat(moment).replace(tzinfo=ZONE)


TUESDAY_NOON = at("2022-03-22 12:10")


def said(en: str, es: str | None = None) -> Texts:
    return {"en": Text(en)} | ({"es": Text(es)} if es else {})


def speaker(slug: str, name: str, *, official: bool = False) -> Speaker:
    return Speaker(slug, said(name), official=official)


DISTRICT = District(
    slug="sacramento-city",
    name="Sacramento City Unified School District",
    short_name="Sacramento City Unified",
    zone="America/Los_Angeles",
    languages=("en", "es"),
    schools=(
        School("mcclatchy", "C.K. McClatchy High School", (Level.HIGH,), aliases=("McClatchy",)),
        School("sutter", "Sutter Middle School", (Level.MIDDLE,), aliases=("Sutter Middle",)),
    ),
    speakers=(
        speaker("district", "the district", official=True),
        speaker("county", "the county office", official=True),
        speaker("union", "the union"),
    ),
    channels=(Channel(said("The district's site"), "https://www.scusd.edu"),),
    hours=Hours(time(8), time(15)),
)
TOPICS = (
    Topic(
        "school-open",
        said("Whether schools are open", "Si hay clases"),
        TopicKind.DAY,
        {"en": ("are schools closed", "is there school"), "es": ("hay clases",)},
        beside=("pickets", "length"),
    ),
    Topic("meals", said("Meals"), TopicKind.SERVICE, {"en": ("are there meals", "what about lunch")}),
    Topic("meals.hours", said("Meal hours"), TopicKind.SERVICE, {"en": ("when can we pick up meals",)}, parent="meals"),
    Topic("pickets", said("Pickets"), TopicKind.PLAN, {"en": ("where are the pickets",)}),
    Topic("length", said("How long"), TopicKind.TALKS, {"en": ("how long will it last",)}, beside=("pickets",)),
    Topic("offer", said("The offer"), TopicKind.BACKGROUND, {"en": ("what did the district offer",)}),
    Topic("buses", said("Buses"), TopicKind.SERVICE, {"en": ("are the buses running",)}),
)
ARTICLE = Source("article", "ABC10", at("2022-03-21 20:00"), Precision.DAY)
STRIKE = Event("strike", said("Strike"), "strike", MONDAY)
DEAL = Condition("deal", said("unless a deal is reached first"), event="strike")
CAMPUSES = Condition("campuses", said("if campuses close that day"), event="strike", hangs_on="deal")


def claim(slug: str, topic: str, words: str, **fields: object) -> Claim:
    base = Claim(slug, topic, "article", (1,), ("district",), said(words) if words else {}, event="strike")
    return replace(base, **fields)  # type: ignore[arg-type]


CLOSED = claim(
    "closed-wednesday",
    "school-open",
    "",
    first_day=WEDNESDAY,
    status=Status.CLOSED,
    condition="deal",
    advice=said("Plan to keep your student at home."),
)
MEALS = claim("meals-wednesday", "meals", "Bags at every school.", first_day=WEDNESDAY, condition="campuses")
PICKET = claim(
    "picket-thursday",
    "pickets",
    "A picket at the county office.",
    first_day=THURSDAY,
    speakers=("union",),
    firmness=Firmness.PLANNED,
)
LENGTH = claim("length-unclear", "length", "It is unclear how long it would last.", firmness=Firmness.UNDECIDED)
OFFER = claim("offer-2", "offer", "The district offers 2% raises.")
CLAIMS = (CLOSED, MEALS, PICKET, LENGTH, OFFER)


def knowledge(
    *more: Claim,
    without: Iterable[str] = (),
    sources: Iterable[Source] = (),
    events: Iterable[Event] = (STRIKE,),
    conditions: Iterable[Condition] = (DEAL, CAMPUSES),
    district: District = DISTRICT,
) -> CuratedSet:
    gone = set(without)
    return CuratedSet(
        district=district,
        topics=TOPICS,
        sources=(ARTICLE, *sources),
        events=tuple(events),
        conditions=tuple(conditions),
        claims=tuple(one for one in CLAIMS if one.slug not in gone) + more,
    )


def settled(condition: Condition, state: ConditionState, moment: datetime, by: str) -> Condition:
    return replace(condition, state=state, settled=moment, settled_by=by)


def notice(slug: str, moment: str, *, outlet: str = "the district") -> Source:
    return Source(slug, outlet, at(moment), Precision.MINUTE)


MIDDLE_ONLY = Scope(levels=(Level.MIDDLE,))
