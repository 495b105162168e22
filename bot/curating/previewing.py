"""What families will read of a change, and how many of them will be told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot.catalogue import load_catalogue
from bot.deciding import day_of, outcome_of, status_of
from bot.desk import Call
from bot.pages import Preview, Reach
from bot.questions import Reply
from bot.wording import Wording
from knowledge.claims import Claim
from knowledge.findings import Asked, Finding
from knowledge.library import Edition
from knowledge.owing import Owed
from knowledge.planning import PlanRow

MOST_PREVIEWS = 4  # replies shown before a change; a change of more cells says how many there are


def cells_of(rows: Iterable[PlanRow]) -> tuple[Asked, ...]:
    """What families ask that these changes answer: the topic, days and part of the district of each claim."""
    claims = [row.noun for row in rows if row.is_change and isinstance(row.noun, Claim)]
    asked = [Asked(one.topic, one.first_day, one.last_day, one.scope, one.has_day) for one in claims]
    return tuple(dict.fromkeys(asked))


def previews_of(findings: Iterable[Finding], edition: Edition, at: datetime) -> tuple[Preview, ...]:
    """Each finding as families of each language will read it."""
    previews = []
    for finding in findings:
        for language in edition.district.languages:
            wording = Wording(load_catalogue(language), edition.district, edition.district.local(at))
            question = wording.title(finding.topic)
            if finding.asked.day is not None:
                days = wording.say.days(finding.asked.day, finding.asked.until or finding.asked.day, at=at)
                question = f"{question}, {days}"
            previews.append(Preview(language, question, reply_of((finding,), wording)))
    return tuple(previews)


def reply_of(findings: tuple[Finding, ...], wording: Wording) -> Reply:
    told = [held for finding in findings for held in finding.told]
    return Reply(
        outcome=outcome_of(findings),
        language=wording.say.language,
        passages=tuple(wording.passage(one) for one in findings),
        status=status_of(findings),
        day=day_of(findings),
        topics=tuple(dict.fromkeys(one.topic.slug for one in findings)),
        sources=tuple(dict.fromkeys(held.source.slug for held in told)),
        as_of=max((held.as_of for held in told), default=None),
        findings=findings,
    )


def reach_of(owed: Iterable[Owed]) -> Reach:
    found = tuple(owed)
    return Reach(len({one.person for one in found}), len({one.place for one in found}))


def reach_lines(reach: Reach, call: Call) -> tuple[str, ...]:
    if not reach.people:
        return (call.say("Nobody was told anything else, so nobody is owed a message."),)
    return (call.say("People who will be told: {people}; chats: {places}.", people=reach.people, places=reach.places),)


def read_at(asked: Asked, rows: Iterable[PlanRow], at: datetime) -> datetime:
    """When families read it: now, or once the claim's time begins."""
    starts = [
        row.noun.serve_from
        for row in rows
        if isinstance(row.noun, Claim) and row.noun.topic == asked.topic and row.noun.serve_from is not None
    ]
    return max([at, *starts])
