"""A status for a day or several: the claim that says it, what it takes the place of, and what merely says it again."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.claim_words import ClaimWords
from bot.curating.belonging import belonging
from bot.curating.composing import Composing, official_speaker
from bot.curating.fitting import fitting
from bot.curating.refusing import Refusal
from bot.curating.superseding import Mates, cut_to, mates_of
from bot.desk import Call
from bot.filling import Span
from bot.meaning import DEFAULT_TOPIC
from bot.pages import Offer
from knowledge.claims import Claim, Condition, Source, as_of
from knowledge.codec import Kind, Noun
from knowledge.findings import Held
from knowledge.revisions import current
from knowledge.standing import read_standing
from knowledge.topics import Topic, TopicKind

FAR_AHEAD = timedelta(days=60)


@dataclass(frozen=True)
class Stated:
    """*nouns* as they shall stand, of what stood at *based_on*; *again*: the same was said before, and is verified."""

    claim: Claim
    says: str
    nouns: tuple[Noun, ...]
    based_on: dict[tuple[Kind, str], int]
    mates: Mates
    again: bool = False
    lines: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    offers: tuple[Offer, ...] = ()


def day_topic(call: Call) -> Topic:
    topics = call.edition.topics
    topic = topics.get(DEFAULT_TOPIC) or next((one for one in topics.values() if one.kind is TopicKind.DAY), None)
    if topic is None or topic.kind is not TopicKind.DAY:
        raise Refusal(call.say("There is no topic about whether school is open."))
    return topic


def stated(
    composing: Composing, span: Span, *, like: Claim | None = None, ending: Collection[str] = frozenset()
) -> Stated:
    """*like*: the claim whose scope and event go on. *ending*: claims that the same act ends, so that they are no
    exceptions. Raises `Misfit` and `Refusal`."""
    call, topic = composing.call, day_topic(composing.call)
    speaker = official_speaker(call, topic)
    claim, nouns = composing.new(topic.slug, span.first, (speaker,) if speaker else ())
    claim = replace(claim, first_day=span.first, last_day=span.last)
    if like is not None:
        claim = replace(claim, scope=like.scope)
    mates = mates_of(composing.connection, call, fitting(composing.connection, call, claim))
    mates = replace(mates, narrower=tuple(one for one in mates.narrower if one.claim.slug not in ending))
    if mates.same is not None and like is None:
        return _again(composing, mates.same, mates)
    belongs = belonging(composing, claim, replaced=mates.all, like=like)
    slug = belongs.event.slug if belongs.event else None
    claim = replace(claim, event=slug, supersedes=tuple(one.claim.slug for one in _replaced(mates)))
    told = [replace(one, event=slug) if isinstance(one, Condition) else one for one in nouns]
    return Stated(
        claim=claim,
        says=brief(call, as_held(composing, claim, told)),
        nouns=(*told, *_standing(mates, claim), claim),
        based_on={(Kind.CLAIM, claim.slug): 0, **_based_on(mates.all)},
        mates=mates,
        lines=(*_lines(call, mates, topic), *belongs.line(call)),
        warnings=(*days_warnings(call, span), *_exceptions(call, mates, topic)),
        offers=belongs.offers(call),
    )


def _replaced(mates: Mates) -> tuple[Held, ...]:
    return ((mates.same,) if mates.same else ()) + mates.replaced


def _standing(mates: Mates, claim: Claim) -> tuple[Claim, ...]:
    """What is replaced goes along as it stands, so that nobody's newer version of it is replaced unseen."""
    return (*(one.claim for one in _replaced(mates)), *(cut_to(one.claim, claim) for one in mates.cut))


def _based_on(helds: Iterable[Held]) -> dict[tuple[Kind, str], int]:
    return {(Kind.CLAIM, one.claim.slug): one.revision for one in helds}


def _again(composing: Composing, same: Held, mates: Mates) -> Stated:
    """Said once more: its words may be new, its source where one was named, and it was verified now, or as of what it
    rests on: an older one renews nothing."""
    words = {name: value for name, value in composing.values.items() if name.startswith(("words", "advice", "source"))}
    told, nouns = replace(composing, values=words).filled(same.claim)
    now, rests_on = composing.call.invocation.at, composing.rests_on
    checked = min(rests_on.published, now) if rests_on else now
    newer = rests_on is None or checked > (same.claim.verified or same.as_of)
    renewed = replace(told, verified=checked if newer else same.claim.verified)
    line = composing.call.say("{claim} says so already: it is marked as checked again.", claim=renewed.slug)
    says = brief(composing.call, as_held(composing, renewed, nouns))
    return Stated(renewed, says, (*nouns, renewed), _based_on([same]), mates, again=True, lines=(line,))


# What is said of it before it is published


def words_of(call: Call) -> ClaimWords:
    return ClaimWords(call.say, call.edition.district, call.at)


def as_held(composing: Composing, claim: Claim, nouns: Iterable[Noun]) -> Held:
    """The claim as a look-up will return it, with the nouns that come along."""
    call, told = composing.call, {(Kind.of(one), one.slug): one for one in nouns}
    source = (
        told.get((Kind.SOURCE, claim.source)) or current(composing.connection, Source, [claim.source])[claim.source]
    )
    condition = told.get((Kind.CONDITION, claim.condition or ""))
    chain = read_standing(composing.connection, call.invocation.at).open_chain(claim.condition)
    if not isinstance(source, Source):
        raise TypeError(f"{source.slug} is no source")
    return Held(
        claim=claim,
        revision=0,
        source=source,
        speakers=tuple(one for one in call.edition.district.speakers if one.slug in claim.speakers),
        conditions=(condition,) if isinstance(condition, Condition) else chain,
        event=None,
        as_of=as_of(claim, source),
        until=call.invocation.at,
    )


def brief(call: Call, held: Held) -> str:
    """The status in one line, with the part of the district it is about."""
    words = words_of(call)
    return f"{words.status(held)} ({words.scope(held.claim.scope)})"


def _lines(call: Call, mates: Mates, topic: Topic) -> tuple[str, ...]:
    say, words = call.say, words_of(call)
    lines = [
        say("It takes the place of {claim}: {words}", claim=one.claim.slug, words=words.brief(one, topic))
        for one in _replaced(mates)
    ]
    lines += [say("{claim} goes on for its other days only.", claim=one.claim.slug) for one in mates.cut]
    return tuple(lines)


def _exceptions(call: Call, mates: Mates, topic: Topic) -> tuple[str, ...]:
    words = words_of(call)
    return tuple(
        call.say(
            "{claim} goes on standing as an exception: {words}", claim=one.claim.slug, words=words.brief(one, topic)
        )
        for one in mates.narrower
    )


def days_warnings(call: Call, span: Span) -> tuple[str, ...]:
    say, district, today = call.say, call.edition.district, call.at.date()
    warnings = []
    if span.first - today > FAR_AHEAD:
        warnings.append(
            say("{day} is {count} days ahead.", day=say.day(span.first, at=call.at), count=(span.first - today).days)
        )
    days = [span.first + timedelta(days=ahead) for ahead in range((span.last - span.first).days + 1)]
    free = [day for day in days[: FAR_AHEAD.days] if not district.is_school_day(day)]
    if free:
        named = say.listed([say.day(day, at=call.at) for day in free[:3]])
        warnings.append(say("No school day by the calendar: {days}.", days=named))
    return tuple(warnings)
