"""Every noun of the curated files with its fields, in the order in which they are best read."""

from __future__ import annotations

from knowledge.claims import Claim, Condition, ConditionState, Event, Firmness, Precision, Scope, Source, Status
from knowledge.district import (
    Channel,
    District,
    Holiday,
    Hours,
    Level,
    Neighbour,
    NeighbourKind,
    School,
    Speaker,
)
from knowledge.files.change import Settlement
from knowledge.files.forms import (
    ADDRESS,
    FLAG,
    NEW_SLUG,
    WORDS,
    by_key,
    choice,
    from_to,
    many,
    number,
    reference,
)
from knowledge.files.moments import DAY, HOUR, MOMENT, ONE_DAY, OPENING, SPAN, ZONE
from knowledge.files.records import Field, Record
from knowledge.files.wording import APPROVAL, LANGUAGE, PHRASINGS, texts
from knowledge.saved_questions import SavedQuestion
from knowledge.topics import Aside, AsideOutcome, Topic, TopicKind

LONGEST_WORDS = 300

_SLUG = Field("slug", NEW_SLUG, required=True)
_NAME = Field("name", WORDS, required=True)
_TITLE = Field("title", texts(), ("titles",), required=True)
_ALIASES = Field("aliases", many(WORDS))
_CHECKED = Field("checked", APPROVAL)

HOURS = Record("hours", Hours, (Field("begin", HOUR, required=True), Field("end", HOUR, required=True), _CHECKED))
DISTRICT = Record(
    "district",
    District,
    (
        _SLUG,
        _NAME,
        Field("short_name", WORDS, required=True),
        _ALIASES,
        Field("zone", ZONE, required=True),
        Field("languages", many(LANGUAGE, least=1), required=True),
        Field("school_days", many(number(1, 7))),
        Field("hours", HOURS.form),
        Field("emergency_number", WORDS),
        Field("grades", by_key(choice(Level), from_to(number(-2, 13)))),
        _CHECKED,
    ),
)
SCHOOL = Record(
    "school",
    School,
    (
        _SLUG,
        _NAME,
        _ALIASES,
        Field("levels", many(choice(Level), least=1), required=True),
        Field("covered", FLAG),
        Field("note", WORDS),
        _CHECKED,
    ),
)
NEIGHBOUR = Record(
    "neighbour", Neighbour, (_SLUG, _NAME, Field("kind", choice(NeighbourKind), required=True), _ALIASES, _CHECKED)
)
SPEAKER = Record(
    "speaker",
    Speaker,
    (_SLUG, Field("name", texts(), ("names",), required=True), Field("official", FLAG), _ALIASES, _CHECKED),
)
CHANNEL = Record("channel", Channel, (_TITLE, Field("address", ADDRESS, required=True), _CHECKED))
HOLIDAY = Record(
    "holiday",
    Holiday,
    (
        Field("day", ONE_DAY, ("first", "last"), required=True),
        Field("days", SPAN, ("first", "last")),
        _TITLE,
        Field("as_of", DAY),
        _CHECKED,
    ),
)

TOPIC = Record(
    "topic",
    Topic,
    (
        _SLUG,
        _TITLE,
        Field("kind", choice(TopicKind), required=True),
        Field("parent", reference("topic")),
        Field("decided_by", reference("speaker")),
        Field("keeps_days", number(1, 3660)),
        Field("beside", many(reference("topic"))),
        Field("phrasings", PHRASINGS),
    ),
)
ASIDE = Record(
    "aside",
    Aside,
    (
        _SLUG,
        Field("outcome", choice(AsideOutcome), required=True),
        Field("reply", texts(), ("replies",), required=True),
        Field("phrasings", PHRASINGS),
    ),
)

EVENT = Record(
    "event",
    Event,
    (
        _SLUG,
        Field("kind", WORDS, required=True),
        _TITLE,
        Field("first_day", DAY, required=True),
        Field("ended", MOMENT),
        Field("closing", reference("source")),
    ),
)
SOURCE = Record(
    "source",
    Source,
    (
        _SLUG,
        Field("outlet", WORDS, required=True),
        Field("title", WORDS),
        Field("address", ADDRESS),
        Field("published", MOMENT, required=True),
        Field("precision", choice(Precision), required=True),
        Field("language", LANGUAGE),
        Field("note", WORDS),
        _CHECKED,
    ),
)
CONDITION = Record(
    "condition",
    Condition,
    (
        _SLUG,
        Field("event", reference("event")),
        Field("words", texts(longest=LONGEST_WORDS), required=True),
        Field("hangs_on", reference("condition")),
        Field("state", choice(ConditionState)),
        Field("settled", MOMENT),
        Field("settled_by", reference("source")),
    ),
    inherits=("event",),
)
SCOPE = Record("scope", Scope, (Field("levels", many(choice(Level))), Field("schools", many(reference("school")))))
CLAIM = Record(
    "claim",
    Claim,
    (
        _SLUG,
        Field("topic", reference("topic"), required=True),
        Field("event", reference("event")),
        Field("source", reference("source"), required=True),
        Field("paragraphs", many(number(1, 9999)), required=True),
        Field("speakers", many(reference("speaker"), least=1), required=True),
        Field("words", texts(longest=LONGEST_WORDS)),
        Field("day", ONE_DAY, ("first_day", "last_day")),
        Field("days", SPAN, ("first_day", "last_day")),
        Field("hours", OPENING, ("begins", "closes")),
        Field("at", HOUR),
        Field("places", many(WORDS)),
        Field("scope", SCOPE.form),
        Field("status", choice(Status)),
        Field("firmness", choice(Firmness)),
        Field("condition", reference("condition")),
        Field("advice", texts(longest=LONGEST_WORDS)),
        Field("as_of", MOMENT),
        Field("verified", MOMENT),
        Field("serve_from", MOMENT),
        Field("serve_until", MOMENT),
        Field("supersedes", many(reference("claim"))),
        Field("ended", MOMENT),
        Field("withdrawn", MOMENT),
    ),
    inherits=("event", "source"),
)
QUESTION = Record(
    "question",
    SavedQuestion,
    (
        _SLUG,
        Field("text", WORDS, required=True),
        Field("language", LANGUAGE),
        Field("at", MOMENT),
        Field("scope", SCOPE.form),
        Field("outcome", WORDS, required=True),
        Field("status", WORDS),
        Field("day", DAY),
        Field("topics", many(WORDS)),
        Field("first_line", WORDS),
    ),
)
SETTLEMENT = Record(
    "settlement",
    Settlement,
    (
        Field("condition", reference("condition"), required=True),
        Field("state", choice(ConditionState, without=(ConditionState.OPEN,)), required=True),
    ),
)
