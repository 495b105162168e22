"""A draft that time or somebody else overtook: what stands against it, whether it is over, and how it reads as new."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import count

from bot.curating.draft_words import changing, claim_said, standing_noun
from bot.curating.moments import moment_words
from bot.curating.proposing import Connected, revisions_seen
from bot.curating.refusing import Refusal
from bot.curating.superseding import cut_to, mates_of
from bot.desk import Call
from knowledge.claims import Claim, Source, as_of, end_of
from knowledge.codec import Kind, Noun
from knowledge.drafts import Draft, nouns_anew
from knowledge.findings import Held
from knowledge.holding import standing_claims
from knowledge.lives import slugs_beginning
from knowledge.revisions import Revision, current, history


@dataclass(frozen=True)
class Against:
    """A status that stands with another meaning where a draft says one; *published*: the revision that says so."""

    mine: Claim
    held: Held
    published: Revision


@dataclass(frozen=True)
class Renewed:
    nouns: tuple[Noun, ...]
    based_on: Mapping[tuple[Kind, str], int] = field(default_factory=dict)


def against(connection: Connected, call: Call, waiting: Draft) -> tuple[Against, ...]:
    """What was said later than a status of the draft, or published since it was made, and says otherwise."""
    # Of its own older state a changed claim is told by the conflict.
    own = {one.slug for one in waiting.nouns if waiting.based_on.get((Kind.of(one), one.slug), 0)}
    found = []
    for mine in _saying(connection, waiting.nouns):
        at = max(call.invocation.at, mine.serve_from or call.invocation.at)
        if mine.status is None:
            continue
        for held in standing_claims(connection, [mine.topic], at=at, ground=call.edition.ground):
            if held.claim.slug in own or not _clashes(call, mine, held):
                continue
            published = history(connection, Kind.CLAIM, held.claim.slug)[held.revision - 1]
            if published.recorded > waiting.made or _said_later(connection, held, mine, waiting.nouns):
                found.append(Against(mine, held, published))
    return tuple(found)


def against_line(connection: Connected, call: Call, one: Against) -> str:
    return call.say(
        "Since then: {claim} by {who}, published {moment}: {words}",
        claim=one.held.claim.slug,
        who=one.published.author,
        moment=moment_words(call, one.published.recorded),
        words=claim_said(connection, call, one.held.claim, ()),
    )


def refuse_what_ran_out(connection: Connected, call: Call, waiting: Draft) -> None:
    """Nobody is told anew what is over. Raises `Refusal` when all that the draft says has run out since."""
    ends = {one.slug: _end(connection, call, one, waiting.nouns) for one in _saying(connection, waiting.nouns)}
    lived = [slug for slug, end in ends.items() if end > waiting.made]
    if not lived or any(ends[slug] > call.invocation.at for slug in lived):
        return
    claim = next(one for one in waiting.nouns if one.slug == lived[0] and isinstance(one, Claim))
    last = claim.last_day or claim.first_day
    if claim.first_day is not None and last is not None and last < call.at.date():
        raise Refusal(call.say("{days} is over.", days=call.say.days(claim.first_day, last, at=call.at)))
    raise Refusal(call.say("{claim} is past: nobody is told it now.", claim=claim.slug))


def renewed(connection: Connected, call: Call, waiting: Draft) -> Renewed:
    """The draft as if it were made now: new claims by free names, in the place of what stands in their cells."""
    nouns = _freely_named(connection, waiting, nouns_anew(connection, waiting, call.invocation.at))
    slugs = {one.slug for one in nouns}
    told: list[Noun] = []
    for noun in nouns:
        if not isinstance(noun, Claim) or noun.status is None or standing_noun(connection, noun) is not None:
            told.append(noun)
            continue
        mates = mates_of(connection, call, noun)
        replaced = [one.claim for one in mates.all if one not in mates.cut and one.claim.slug not in slugs]
        told += [one for one in replaced if one not in told]
        told += [cut_to(one.claim, noun) for one in mates.cut if one.claim.slug not in slugs]
        places = dict.fromkeys((*noun.supersedes, *(one.slug for one in replaced)))
        told.append(replace(noun, supersedes=tuple(places)))
    keys = dict.fromkeys([*((Kind.of(one), one.slug) for one in told), *waiting.removed])
    return Renewed(tuple(told), revisions_seen(connection, keys))


def _freely_named(connection: Connected, waiting: Draft, nouns: Sequence[Noun]) -> list[Noun]:
    """A claim that was new keeps its name unless somebody else's has it by now."""
    names: dict[str, str] = {}
    for noun in nouns:
        new = isinstance(noun, Claim) and not waiting.based_on.get((Kind.CLAIM, noun.slug))
        if new and revisions_seen(connection, [(Kind.CLAIM, noun.slug)])[(Kind.CLAIM, noun.slug)]:
            stem = noun.slug.rpartition("-")[0]
            taken = slugs_beginning(connection, stem) | {one.slug for one in nouns} | set(names.values())
            names[noun.slug] = next(name for name in (f"{stem}-{one}" for one in count(1)) if name not in taken)
    return [_renamed(noun, names) if isinstance(noun, Claim) else noun for noun in nouns]


def _renamed(claim: Claim, names: Mapping[str, str]) -> Claim:
    supersedes = tuple(names.get(slug, slug) for slug in claim.supersedes)
    return replace(claim, slug=names.get(claim.slug, claim.slug), supersedes=supersedes)


def _saying(connection: Connected, nouns: Iterable[Noun]) -> list[Claim]:
    """Claims that the draft says or changes; what is ended or taken back tells nobody anything."""
    claims = [one for one in changing(connection, nouns) if isinstance(one, Claim)]
    return [one for one in claims if one.withdrawn is None and one.ended is None]


def _clashes(call: Call, mine: Claim, held: Held) -> bool:
    theirs, district = held.claim, call.edition.district
    if theirs.status is None or not held.official or mine.first_day is None or theirs.first_day is None:
        return False
    first, last = max(mine.first_day, theirs.first_day), min(_last(mine), _last(theirs))
    touching = mine.scope.touches(theirs.scope, district) or theirs.scope.touches(mine.scope, district)
    condition = held.conditions[0].slug if held.conditions else None
    same = (mine.status, mine.at, mine.firmness, mine.condition) == (
        theirs.status,
        theirs.at,
        theirs.firmness,
        condition,
    )
    return first <= last and touching and not same


def _last(claim: Claim) -> date:
    return claim.last_day or claim.first_day or date.max


def _said_later(connection: Connected, held: Held, mine: Claim, nouns: Iterable[Noun]) -> bool:
    """Of a claim that is new; one that stands already was said when it was said."""
    source = _source(connection, mine, nouns)
    return standing_noun(connection, mine) is None and source is not None and held.as_of > as_of(mine, source)


def _end(connection: Connected, call: Call, claim: Claim, nouns: Iterable[Noun]) -> datetime:
    source, topic = _source(connection, claim, nouns), call.edition.topics.get(claim.topic)
    if source is None or topic is None:
        return claim.serve_until or datetime.max.replace(tzinfo=call.at.tzinfo)
    return end_of(claim, source=source, topic=topic, district=call.edition.district)


def _source(connection: Connected, claim: Claim, nouns: Iterable[Noun]) -> Source | None:
    along = {one.slug: one for one in nouns if isinstance(one, Source)}
    return along.get(claim.source) or current(connection, Source, [claim.source]).get(claim.source)
