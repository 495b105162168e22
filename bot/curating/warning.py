"""What an editor is told before publishing: contradictions, twins, stale translations, ends that cannot be meant."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, time, timedelta
from typing import Any

from bot.catalogue import Catalogue
from bot.claim_words import ClaimWords
from knowledge.claims import Claim, Condition, ConditionState, Event, Firmness, Scope, Source, Status, end_of
from knowledge.codec import Kind, Noun
from knowledge.district import District
from knowledge.files.nouns import LONGEST_WORDS
from knowledge.findings import Held
from knowledge.library import Edition
from knowledge.looking import read_standing, standing_claims
from knowledge.phrasings import all_spelled_out
from knowledge.resting import told_of_events
from knowledge.revisions import current, latest
from knowledge.texts import Text, Texts
from knowledge.topics import Topic
from knowledge.twins import twin_of

FURTHEST = timedelta(days=60)
MANY_TIMES = 3  # of what its topic keeps, from which an end is too far away to be meant
EARLIEST_START, LATEST_START = time(5), time(14)
MOST_TWINS = 3
MOST_MATCHED = 40  # new phrasings of one topic that are looked for; each takes a millisecond or two

Connected = Any  # what knowledge hands to a unit of work


@dataclass(frozen=True)
class Checking:
    """What shall stand, beside what stands."""

    connection: Connected
    nouns: Sequence[Noun]
    edition: Edition
    at: datetime
    say: Catalogue

    @property
    def district(self) -> District:
        return self.edition.district

    def before(self, noun: Noun) -> Noun | None:
        found = latest(self.connection, Kind.of(noun), [noun.slug]).get(noun.slug)
        return None if found is None or found.removed else found.noun

    def ends(self, held: Held) -> bool:
        """Whether it is told no more with an event or a condition that ends in the same act."""
        for one in self.nouns:
            if isinstance(one, Event) and one.ended is not None and one.slug == held.claim.event:
                return held.claim.source != one.closing
            failed = isinstance(one, Condition) and one.state is ConditionState.FAILED
            if failed and one.slug in {condition.slug for condition in held.conditions}:
                return True
        return False

    def source(self, slug: str) -> Source | None:
        made = (one for one in self.nouns if isinstance(one, Source) and one.slug == slug)
        return next(made, None) or current(self.connection, Source, [slug]).get(slug)


def warnings_of(
    connection: Connected, nouns: Sequence[Noun], *, edition: Edition, at: datetime, say: Catalogue
) -> tuple[str, ...]:
    """Compares what shall stand with what stands on *connection*, before it is published."""
    checking = Checking(connection, nouns, edition, at, say)
    found: list[str] = []
    for noun in nouns:
        before = checking.before(noun)
        if noun == before:
            continue
        found += _of_texts(checking, noun, before)
        if isinstance(noun, Topic):
            found += _twins(checking, noun, before if isinstance(before, Topic) else None)
        if isinstance(noun, Claim) and noun.topic in edition.topics and not _is_taken_away(noun, at):
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


# Of words


def _of_texts(checking: Checking, noun: Noun, before: Noun | None) -> Iterator[str]:
    for one in fields(noun):
        texts = getattr(noun, one.name)
        if one.name in ("words", "advice", "titles") and texts:
            yield from _translations(checking, noun.slug, texts, getattr(before, one.name, {}))


def _translations(checking: Checking, slug: str, texts: Texts, before: Texts) -> Iterator[str]:
    say, changed = checking.say, {tag for tag, text in texts.items() if _is_new(text, before.get(tag))}
    if not changed:
        return
    for tag in checking.district.languages:
        name = say.language_name(tag)
        if tag not in texts:
            yield say("{name}: no {language} words yet; those families read the original.", name=slug, language=name)
        elif tag not in changed:
            yield say("{name}: the {language} words may no longer say the same.", name=slug, language=name)
    for tag in changed:
        if len(texts[tag].words) > LONGEST_WORDS:
            name = say.language_name(tag)
            yield say(
                "{name}: the {language} words are longer than {most} characters.",
                name=slug,
                language=name,
                most=LONGEST_WORDS,
            )


def _is_new(text: Text, before: Text | None) -> bool:
    return before is None or before.words != text.words


def _twins(checking: Checking, topic: Topic, before: Topic | None) -> Iterator[str]:
    """Words that another topic, or an aside, is found by: families would be answered about that one."""
    known = set(_said(before)) if before else set()
    fresh = [one for one in _said(topic) if one not in known]
    told = 0
    for tag, words in fresh[:MOST_MATCHED]:
        if told == MOST_TWINS:
            return
        twin = twin_of(checking.edition, words, tag, topic=topic.slug)
        if twin is not None:
            told += 1
            yield checking.say(
                "“{words}” comes near {topic}, which is asked about so already.", words=words, topic=twin.other
            )


def _said(topic: Topic) -> Iterator[tuple[str, str]]:
    yield from ((tag, title.words) for tag, title in topic.titles.items())
    yield from all_spelled_out(topic.phrasings)
