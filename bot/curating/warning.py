"""What an editor is told before publishing: contradictions, twins, stale translations, ends that cannot be meant."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, time, timedelta

from bot.catalogue import Catalogue
from bot.claim_words import ClaimWords
from bot.curating.compared import Checking, Connected
from bot.curating.word_warnings import of_moving_days, of_texts, of_twins
from knowledge.claims import Claim, Firmness, Scope, Status, end_of
from knowledge.codec import Noun
from knowledge.days import DayReader
from knowledge.holding import standing_claims
from knowledge.library import Edition
from knowledge.resting import told_of_events
from knowledge.standing import read_standing
from knowledge.topics import Topic

FURTHEST = timedelta(days=60)
MANY_TIMES = 3  # of what its topic keeps, from which an end is too far away to be meant
EARLIEST_START, LATEST_START = time(5), time(14)


def warnings_of(
    connection: Connected, nouns: Sequence[Noun], *, edition: Edition, at: datetime, say: Catalogue, days: DayReader
) -> tuple[str, ...]:
    """Compares what shall stand with what stands on *connection*, before it is published."""
    checking = Checking(connection, nouns, edition, at, say, days)
    found: list[str] = []
    for noun in nouns:
        before = checking.before(noun)
        if noun == before:
            continue
        found += of_texts(checking, noun, before)
        if isinstance(noun, Topic):
            found += of_twins(checking, noun, before if isinstance(before, Topic) else None)
        if isinstance(noun, Claim) and noun.topic in edition.topics and not _is_taken_away(noun, at):
            found += of_moving_days(checking, noun, before if isinstance(before, Claim) else None)
            for rule in OF_CLAIMS:
                found += rule(checking, noun)
    return tuple(dict.fromkeys(found))


def _is_taken_away(claim: Claim, at: datetime) -> bool:
    return any(moment is not None and moment <= at for moment in (claim.ended, claim.withdrawn))


# Of one claim beside the others


def _contradictions(checking: Checking, claim: Claim) -> Iterator[str]:
    if claim.status is None:
        return
    at = max(checking.at, claim.serve_from or checking.at)
    words = ClaimWords(checking.say, checking.district, checking.at)
    replaced = {slug for one in checking.nouns if isinstance(one, Claim) for slug in one.supersedes}
    changing = {one.slug for one in checking.nouns if isinstance(one, Claim) and one.slug not in replaced}
    for held in standing_claims(checking.connection, [claim.topic], at=at, ground=checking.edition.ground):
        other = held.claim
        if checking.ends(held) or other.slug in replaced | changing:
            continue
        if other.status in (None, claim.status) or not _same_cell(claim, other):
            continue
        brief = words.brief(held, checking.edition.topics[other.topic])
        yield checking.say("{claim} says otherwise and goes on standing: {words}", claim=other.slug, words=brief)


def _same_cell(one: Claim, other: Claim) -> bool:
    if one.first_day is None or other.first_day is None:
        return one.scope == other.scope and one.first_day == other.first_day
    overlap = one.first_day <= (other.last_day or other.first_day) and other.first_day <= (
        one.last_day or one.first_day
    )
    return overlap and _plain(one.scope) == _plain(other.scope)


def _plain(scope: Scope) -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(scope.levels), frozenset(scope.schools)


def _without_event(checking: Checking, claim: Claim) -> Iterator[str]:
    if claim.event is not None:
        return
    standing = read_standing(checking.connection, checking.at)
    live = [slug for slug, one in standing.events.items() if one not in standing.over]
    for slug in told_of_events(checking.connection, live, at=checking.at):
        titles = ClaimWords(checking.say, checking.district, checking.at).texts(standing.events[slug].titles)
        yield checking.say(
            "{claim} belongs to no event, so it goes on when {event} ends.", claim=claim.slug, event=titles
        )


# Of one claim by itself


def _unofficial(checking: Checking, claim: Claim) -> Iterator[str]:
    speakers = [checking.district.speaker(slug) for slug in claim.speakers]
    official = any(one is not None and one.official for one in speakers)
    if claim.status is not None and claim.firmness is Firmness.STATED and not official:
        words = ClaimWords(checking.say, checking.district, checking.at)
        names = checking.say.listed([words.texts(one.names) for one in speakers if one])
        yield checking.say(
            "{claim}: {speakers} cannot confirm a status; it will be told as reported, not confirmed.",
            claim=claim.slug,
            speakers=names,
        )


def _ends(checking: Checking, claim: Claim) -> Iterator[str]:
    source = checking.source(claim.source)
    if source is None:
        return
    say, topic = checking.say, checking.edition.topics[claim.topic]
    ends = end_of(claim, source=source, topic=topic, district=checking.district)
    told = _moment(checking, ends)
    begins = max(checking.at, claim.serve_from or checking.at)
    if claim.serve_from is not None and claim.serve_from >= ends:
        yield say("{claim} begins only after its end: {moment}.", claim=claim.slug, moment=told)
    elif ends <= checking.at:
        yield say("{claim} is past at once: its end is {moment}.", claim=claim.slug, moment=told)
    elif ends - begins > FURTHEST or (
        claim.serve_until is not None and ends - _usual(checking, claim, begins) > _far(topic)
    ):
        yield say("{claim} would be told for long: until {moment}.", claim=claim.slug, moment=told)


def _odd_hours(checking: Checking, claim: Claim) -> Iterator[str]:
    """A late start in the night or the afternoon is a slip of a half of the day; an early dismissal may be over."""
    if claim.at is None or claim.first_day is None:
        return
    say, local = checking.say, checking.district.local(checking.at)
    hour = say.hour(datetime.combine(claim.first_day, claim.at))
    if claim.status is Status.DELAYED and not EARLIEST_START <= claim.at <= LATEST_START:
        yield say("{hour} is an odd hour for a late start.", hour=hour)
    over = (claim.last_day or claim.first_day) == local.date() and claim.at <= local.time()
    if claim.status is Status.EARLY_DISMISSAL and over:
        yield say("{hour} is over already today.", hour=hour)


def _usual(checking: Checking, claim: Claim, begins: datetime) -> datetime:
    """From when a far end counts: the end of its last day, where it has one."""
    last = claim.last_day or claim.first_day
    return begins if last is None else max(begins, checking.district.midnight_after(last))


def _far(topic: Topic) -> timedelta:
    return MANY_TIMES * topic.keeps


def _moment(checking: Checking, moment: datetime) -> str:
    local = checking.district.local(moment)
    return f"{checking.say.day(local.date(), at=checking.district.local(checking.at))}, {checking.say.hour(local)}"


OF_CLAIMS: tuple[Callable[[Checking, Claim], Iterator[str]], ...] = (
    _contradictions,
    _unofficial,
    _ends,
    _odd_hours,
    _without_event,
)
