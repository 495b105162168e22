"""What a draft does, in the words of whoever looks at it: what it says, changes, ends or takes back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.curating.composing import Composing
from bot.curating.days_off import days_off_told
from bot.curating.proposing import Connected
from bot.curating.showing import changes_told
from bot.curating.stating import as_held, brief, words_of
from bot.desk import Call
from knowledge.claims import Claim, Condition, Event, Source
from knowledge.codec import Kind, Noun
from knowledge.drafts import Draft
from knowledge.revisions import current, latest

MOST_NAMED = 3  # nouns of one draft that are told in its line
MOST_TOLD = 12  # and below it


@dataclass(frozen=True)
class Doing:
    """What a draft does, or would do as new. *based_on*: 0 for what is new, whoever has the name by now."""

    nouns: tuple[Noun, ...]
    removed: tuple[tuple[Kind, str], ...]
    based_on: Mapping[tuple[Kind, str], int]

    def stood(self, connection: Connected, noun: Noun) -> Noun | None:
        return standing_noun(connection, noun) if self.based_on.get((Kind.of(noun), noun.slug), 1) else None


def doing_of(draft: Draft) -> Doing:
    return Doing(draft.nouns, draft.removed, draft.based_on)


def what_it_does(connection: Connected, call: Call, doing: Doing) -> str:
    """The claims, conditions and events that it says, changes or ends."""
    told = _tellings(connection, call, doing)
    more, named = len(told) - MOST_NAMED, "; ".join(told[:MOST_NAMED])
    return call.say("{names} and {count} more", names=named, count=more) if more > 0 else named


def below(connection: Connected, call: Call, doing: Doing) -> tuple[str, ...]:
    """What its line leaves out: the fields that change, and further nouns."""
    lines = _tellings(connection, call, doing)[MOST_NAMED:]
    for one in changing(connection, doing.nouns):
        before = doing.stood(connection, one)
        if isinstance(one, Claim) and isinstance(before, Claim):
            lines += changes_told(call, before, one)
        elif before is not None:
            lines += days_off_told(call, before, one)[MOST_NAMED:]
    more = len(lines) - MOST_TOLD
    return (*lines[:MOST_TOLD], *((call.say("And {count} more.", count=more),) if more > 0 else ()))


def _tellings(connection: Connected, call: Call, doing: Doing) -> list[str]:
    every = changing(connection, doing.nouns)
    told = [one for one in every if isinstance(one, Claim | Condition | Event)]
    gone = [call.say("takes away {name}", name=slug) for _, slug in doing.removed]
    return [_telling(connection, call, one, doing) for one in told or every] + gone


def changing(connection: Connected, nouns: Iterable[Noun]) -> list[Noun]:
    """Without what only goes along unchanged, so that nobody's newer version of it is passed over."""
    return [one for one in nouns if standing_noun(connection, one) != one]


def standing_noun(connection: Connected, noun: Noun) -> Noun | None:
    found = latest(connection, Kind.of(noun), [noun.slug]).get(noun.slug)
    return None if found is None or found.removed else found.noun


def claim_said(connection: Connected, call: Call, claim: Claim, nouns: Iterable[Noun]) -> str:
    """A claim in one line; *nouns*: what comes along with it."""
    words = words_of(call).texts(claim.words)
    if claim.status is None or claim.topic not in call.edition.topics:
        return words
    along = tuple(nouns)
    sources = {one.slug for one in along if isinstance(one, Source)} | set(current(connection, Source, [claim.source]))
    if claim.source not in sources:
        return words
    return brief(call, as_held(Composing(connection, call, {}), claim, along))


def _telling(connection: Connected, call: Call, noun: Noun, doing: Doing) -> str:
    say, before = call.say, doing.stood(connection, noun)
    told = noun.slug
    if isinstance(noun, Claim):
        told = f"{noun.slug}: {claim_said(connection, call, noun, doing.nouns)}"
    if before is None:
        return told
    if days_off := days_off_told(call, before, noun):
        return "; ".join(days_off[:MOST_NAMED])
    if isinstance(noun, Claim) and isinstance(before, Claim) and noun.withdrawn and not before.withdrawn:
        return say("takes back {name}", name=told)
    if isinstance(noun, Claim | Event) and isinstance(before, Claim | Event) and noun.ended and not before.ended:
        return say("ends {name}", name=told)
    return say("changes {name}", name=told)
