"""What cannot stand together in one claim, named by the field to fill in anew."""

from __future__ import annotations

from collections.abc import Iterator

from bot.curating.proposing import Connected
from bot.curating.refusing import Misfit
from bot.desk import Call
from bot.pages import Problem
from knowledge.claims import Claim, Status
from knowledge.revisions import current
from knowledge.topics import TopicKind

WITH_AN_HOUR = (Status.DELAYED, Status.EARLY_DISMISSAL)


def fitting(connection: Connected, call: Call, claim: Claim) -> Claim:
    """The claim itself; raises `Misfit`."""
    problems = [*_wrong_with_itself(call, claim), *_wrong_with_its_hours(call, claim)]
    problems += _wrong_with_others(connection, call, claim)
    if problems:
        raise Misfit(*problems)
    return claim


def _wrong_with_itself(call: Call, claim: Claim) -> Iterator[Problem]:
    say, topic = call.say, call.edition.topics[claim.topic]
    if not claim.words and claim.status is None:
        yield Problem("words", say("Say something, or give a status."))
    if not claim.speakers:
        yield Problem("speaker", say("Somebody has to say it."))
    if claim.status is not None and topic.kind is not TopicKind.DAY:
        yield Problem("status", say("Only whether school is open has a status."))
    if claim.serve_from and claim.serve_until and claim.serve_until <= claim.serve_from:
        yield Problem("end", say("It would stop being told before it begins."))


def _wrong_with_its_hours(call: Call, claim: Claim) -> Iterator[Problem]:
    say = call.say
    if (claim.begins or claim.closes or claim.at) and not claim.has_day:
        yield Problem("days", say("An hour needs a day."))
    if claim.at is not None and claim.status not in WITH_AN_HOUR:
        yield Problem("hour", say("Only a late start and an early dismissal have an hour."))
    written = {"status", "hour"} & set(call.values)  # an older claim without its hour can still be moved or checked
    if claim.at is None and claim.status in WITH_AN_HOUR and written:
        yield Problem("hour", say("Say at what hour: a late start and an early dismissal need one."))
    if claim.begins and claim.closes and claim.closes <= claim.begins:
        yield Problem("hours", say("It would close before it begins."))


def _wrong_with_others(connection: Connected, call: Call, claim: Claim) -> Iterator[Problem]:
    if claim.slug in claim.supersedes:
        yield Problem("supersedes", call.say("A claim cannot take its own place."))
    known = current(connection, Claim, claim.supersedes)
    for slug in claim.supersedes:
        if slug not in known:
            yield Problem("supersedes", call.say("There is no {slug} here.", slug=slug))
