"""A small part of what was said in Sacramento in March 2022, as nouns, for tests about storage and look-ups."""

from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from knowledge.claims import Claim, Condition, Event, Firmness, Precision, Scope, Source, Status
from knowledge.curated_set import CuratedSet
from knowledge.district import Channel, District, Holiday, Hours, Level, Neighbour, NeighbourKind, School, Speaker
from knowledge.saved_questions import SavedQuestion
from knowledge.texts import Approval, Text, Texts
from knowledge.topics import Aside, AsideOutcome, Topic, TopicKind

ZONE = ZoneInfo("America/Los_Angeles")
EDITOR = "telegram:ines"


def moment(day: int, hour: int = 12, minute: int = 0) -> datetime:
    """A moment of March 2022 on Sacramento's clock."""
    return datetime(2022, 3, day, hour, minute, tzinfo=ZONE)


def words(en: str, es: str | None = None) -> Texts:
    return {"en": Text(en), **({"es": Text(es, Approval("Ines", date(2022, 3, 21)))} if es else {})}


DISTRICT = District(
    slug="sacramento_city",
    name="Sacramento City Unified School District",
    short_name="Sacramento City Unified",
    zone="America/Los_Angeles",
    languages=("en", "es", "hmn"),
    aliases=("SCUSD", "Sac City"),
    schools=(
        School("mcclatchy", "C. K. McClatchy High School", (Level.HIGH,), aliases=("McClatchy",)),
        School("leataata-floyd", "Leataata Floyd Elementary School", (Level.ELEMENTARY,), note="Upper Land Park"),
    ),
    neighbours=(Neighbour("elk-grove", "Elk Grove Unified School District", NeighbourKind.DISTRICT, ("EGUSD",)),),
    speakers=(
        Speaker("district", words("the district", "el distrito"), official=True),
        Speaker("scta", words("the teachers' union", "el sindicato de maestros"), aliases=("SCTA",)),
    ),
    channels=(Channel(words("District website", "Sitio del distrito"), "https://www.scusd.edu"),),
    calendar=(Holiday(date(2022, 4, 11), date(2022, 4, 15), words("Spring break", "Vacaciones de primavera")),),
    hours=Hours(time(8, 30), time(15, 0)),
)

SCHOOL_OPEN = Topic(
    "school-open",
    words("Whether school is open", "Si hay clases"),
    TopicKind.DAY,
    phrasings={"en": ("are schools closed", "is there school"), "es": ("¿hay clases?",)},
    decided_by="district",
    beside=("pickets", "deal"),
)
PICKETS = Topic("pickets", words("Pickets", "Piquetes"), TopicKind.PLAN)
DEAL = Topic("deal", words("A deal", "Un acuerdo"), TopicKind.TALKS)
MEALS = Topic("meals", words("School meals", "Comidas"), TopicKind.SERVICE)

ABC10 = Source("abc10-21-march", "ABC10", moment(21, 20), Precision.MINUTE, title="Strike looms in Sacramento")
DISTRICT_NOTICE = Source("district-27-march", "Sacramento City Unified", moment(27, 18), Precision.DAY)

STRIKE = Event("strike-2022", words("Strike", "Huelga"), "strike", date(2022, 3, 23))
NO_DEAL = Condition("no-deal", words("unless a deal is reached first", "salvo que haya acuerdo antes"), "strike-2022")

CLOSED_WEDNESDAY = Claim(
    slug="closed-wednesday",
    topic="school-open",
    source="abc10-21-march",
    paragraphs=(1, 10),
    speakers=("district",),
    words=words("Schools close on Wednesday.", "Las escuelas cierran el miércoles."),
    event="strike-2022",
    first_day=date(2022, 3, 23),
    status=Status.CLOSED,
    condition="no-deal",
    advice=words("plan to keep your student home"),
)
PICKET_WEDNESDAY = Claim(
    slug="picket-wednesday",
    topic="pickets",
    source="abc10-21-march",
    paragraphs=(10,),
    speakers=("scta",),
    words=words("Educators meet outside the Serna Center at 11:30 a.m."),
    event="strike-2022",
    first_day=date(2022, 3, 23),
    begins=time(11, 30),
    places=("Serna Center",),
    firmness=Firmness.PLANNED,
    condition="no-deal",
)
NO_DEAL_YET = Claim(
    slug="no-deal-yet",
    topic="deal",
    source="abc10-21-march",
    paragraphs=(2, 3),
    speakers=("district", "scta"),
    words=words("The two sides met again on Monday and have no deal."),
    event="strike-2022",
)
MEALS_WEDNESDAY = Claim(
    slug="meals-wednesday",
    topic="meals",
    source="abc10-21-march",
    paragraphs=(12,),
    speakers=("district",),
    words=words("Pre-bagged meals are given out at every school."),
    first_day=date(2022, 3, 23),
    scope=Scope(levels=(Level.ELEMENTARY,)),
)

HELLO = Aside("hello", AsideOutcome.SMALLTALK, words("Hello!", "¡Hola!"), {"en": ("hi", "hello")})

SCHOOL_ON_WEDNESDAY = SavedQuestion(
    "school-on-wednesday",
    "is there school on Wednesday",
    "answer",
    language="en",
    at=moment(22),
    scope=Scope(levels=(Level.MIDDLE,)),
    status="closed_unless",
    day=date(2022, 3, 23),
    topics=("school-open",),
    first_line="Closed on Wednesday, March 23, unless a deal is reached first (all schools).",
)
MARCH_2022 = CuratedSet(
    district=DISTRICT,
    topics=(SCHOOL_OPEN, PICKETS, DEAL, MEALS),
    asides=(HELLO,),
    emergencies={"en": ("gun", "on fire"), "es": ("arma",)},
    sources=(ABC10, DISTRICT_NOTICE),
    events=(STRIKE,),
    conditions=(NO_DEAL,),
    claims=(CLOSED_WEDNESDAY, PICKET_WEDNESDAY, NO_DEAL_YET, MEALS_WEDNESDAY),
    questions=(SCHOOL_ON_WEDNESDAY,),
)


def with_claim(changed: Claim) -> CuratedSet:
    """The same set with one claim changed, as an edited file would say it."""
    claims = tuple(changed if one.slug == changed.slug else one for one in MARCH_2022.claims)
    return replace(MARCH_2022, claims=claims)
