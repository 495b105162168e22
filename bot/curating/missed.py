"""Proposals of phrasings: what families said that the matcher missed, checked against twins before it is offered."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from bot.catalogue import marked
from bot.curating.gap_pages import title_of
from bot.curating.phrasing import LONGEST, cleaned, is_private, language_of_phrasing, twin_words
from bot.curating.proposing import Connected
from bot.desk import Call, Desk, Handler
from bot.pages import Grid, Invocation, Offer, Page, PageKind
from knowledge.days import DayReader
from knowledge.edition import Edition
from knowledge.gaps import Gap, Missing, open_gaps
from knowledge.missing_phrasings import Rephrased, rephrased
from knowledge.twins import Twin, twin_of

MOST_SHOWN = 12
MOST_MATCHED = 60  # gaps that are held against the topics, most people first
REPEATED = 2  # people from which a question that comes near one topic is proposed
ASKED_AGAIN = marked("put otherwise by the same person within minutes")
COMES_NEAR = marked("asked by several people, and near this topic")


def handlers() -> Mapping[str, Handler]:
    return {"gaps proposals": _proposals}


@dataclass(frozen=True)
class Proposed:
    """*text*, as it could stand, for *topic*; *gap*: the number of the question it comes from."""

    text: str
    language: str
    topic: str
    people: int
    gap: int
    why: str
    twin: Twin | None


async def _proposals(desk: Desk, call: Call) -> Page:
    def work(connection: Connected) -> tuple[tuple[Rephrased, ...], tuple[Gap, ...]]:
        return rephrased(connection), open_gaps(connection, at=call.invocation.at)

    again, gaps = await desk.database.read(work)
    shown = await asyncio.to_thread(_proposed, again, gaps, call.edition, desk.reader.days)
    say = call.say
    if not shown:
        return Page(PageKind.SHOWN, say("There is no phrasing to propose."))
    columns = (say("phrasing"), say("topic"), say("people"), say("why"), say("to be checked"))
    rows = tuple(
        (
            one.text,
            title_of(call, one.topic),
            str(one.people),
            say(one.why),
            twin_words(one.twin, call.edition, say) if one.twin else "",
        )
        for one in shown
    )
    offers = tuple(Offer(say("Add “{phrasing}”", phrasing=one.text), _adding(call, one)) for one in shown)
    return Page(PageKind.SHOWN, say("Phrasings that the matcher missed"), grid=Grid(columns, rows), offers=offers)


def _adding(call: Call, one: Proposed) -> Invocation:
    values = {"gap": str(one.gap), "topic": one.topic, "phrasing": one.text}
    return replace(call.invocation, name="gaps", action="phrasing", values=values, confirmed=False, based_on={})


def _proposed(
    again: Iterable[Rephrased], gaps: Iterable[Gap], edition: Edition, days: DayReader
) -> tuple[Proposed, ...]:
    """Most people first; without what could not go in: too long, private, or another topic's very words. What families
    meant by their words counts more than what the words come near to."""
    meant = tuple(_put_otherwise(again, edition, days))
    told = {one.text.casefold() for one in meant}
    near = (one for one in _near_a_topic(gaps, edition, days) if one.text.casefold() not in told)
    found: dict[tuple[str, str], Proposed] = {}
    for one in (*meant, *near):
        if len(one.text) <= LONGEST and not is_private(one.text) and not (one.twin and one.twin.same):
            found[one.text.casefold(), one.topic] = one
    return tuple(sorted(found.values(), key=lambda one: (-one.people, one.gap)))[:MOST_SHOWN]


def _put_otherwise(again: Iterable[Rephrased], edition: Edition, days: DayReader) -> Iterator[Proposed]:
    for one in again:
        if one.topic in edition.topics:
            missing = Missing(one.gap, None, one.newest, "", one.language, one.text, None, None, "clarify")
            yield _proposal(missing, one.topic, one.people, one.gap, ASKED_AGAIN, edition=edition, days=days)


def _near_a_topic(gaps: Iterable[Gap], edition: Edition, days: DayReader) -> Iterator[Proposed]:
    repeated = [one for one in gaps if one.topic is None and one.people >= REPEATED][:MOST_MATCHED]
    for one in repeated:
        match = edition.index.match(cleaned(one.newest, days), language=language_of_phrasing(one.newest, edition))
        first = match.candidates[0].topic if match.candidates else None
        if match.outcome == "offer" and first in edition.topics and first is not None:
            yield _proposal(one.newest, first, one.people, one.number, COMES_NEAR, edition=edition, days=days)


def _proposal(
    asked: Missing, topic: str, people: int, gap: int, why: str, *, edition: Edition, days: DayReader
) -> Proposed:
    text, language = cleaned(asked, days), language_of_phrasing(asked, edition)
    return Proposed(text, language, topic, people, gap, why, twin_of(edition, text, language, topic=topic))
