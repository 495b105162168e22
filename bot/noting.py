"""Noting what was asked, who was told which finding, and what could not be answered; also the end of such notes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from bot.questions import Outcome, Question, Reply
from knowledge.company import Company
from knowledge.database import Database
from knowledge.findings import Finding
from knowledge.gaps import settle_offer
from knowledge.interest import each_day
from knowledge.library import Edition
from knowledge.meaning import HOLES, meant_by
from knowledge.recording import Recording, record, record_all
from knowledge.records import Asking, Missed, Record, Told

Connected = Any  # what knowledge hands to a unit of work

MISSED = (Outcome.UNKNOWN, Outcome.CLARIFY)


class Notebook:
    def __init__(self, database: Database) -> None:
        self._database = database
        self._recording = Recording()

    async def record(self, question: Question, reply: Reply, *, edition: Edition) -> int:
        """The number under which it is kept. What a command asks by itself is no gap."""
        asking = Asking(
            asked=question.at,
            place=question.place,
            person=question.person,
            text=question.text,
            outcome=reply.outcome.value,
            language=reply.language,
            topics=reply.topics,
            origin=question.origin,
            company=Company.ROOM if question.shared else Company.ASIDE if question.aside else Company.ALONE,
        )
        told = list(_told(reply.findings, edition))
        missed = [] if question.command else list(_missed(reply))

        if reply.chosen is None:
            return await self._database.write_alike(self._all, Record(asking, told, missed))
        chosen = reply.chosen.topic

        def work(connection: Connected) -> int:
            theirs = {"person": question.person, "place": question.place}
            settle_offer(connection, **theirs, chosen=chosen, at=question.at)
            return record(connection, asking, told=told, missed=missed)

        number: int = await self._database.write(work)
        return number

    def _all(self, connection: Connected, records: Sequence[Record]) -> Sequence[int]:
        return record_all(connection, records, recording=self._recording)


def _told(findings: Sequence[Finding], edition: Edition) -> Iterable[Told]:
    district = edition.district
    for one in findings:
        meant = meant_by(one, district)
        for day, last_day in _days(one, findings, edition):
            yield Told(
                topic=one.topic.slug,
                finding=one.kind,
                day=day,
                last_day=last_day,
                day_over=district.midnight_after(last_day or day) if day else None,
                scope=one.asked.scope,
                told={held.claim.slug: held.revision for held in one.told},
                meaning=meant.meaning,
                lives_until=meant.lives_until,
                generation=one.generation,
            )


def _days(one: Finding, findings: Sequence[Finding], edition: Edition) -> Iterable[tuple[date | None, date | None]]:
    """A short span that was told as one is noted day by day, so that each is corrected for itself; days of it that
    the same reply tells otherwise are theirs."""
    day = one.day or (one.asked.day if one.asked.named_day else None)
    last = max(day, one.asked.until or day) if day else None
    if day is None or last is None or day == last:
        return [(day, None)]
    elsewhere = {other.day for other in findings if other is not one and _alike(one, other)}
    spans = each_day(one.topic, day, last, edition.district)
    return [(first, end) for first, end in spans if end is not None or first not in elsewhere]


def _alike(one: Finding, other: Finding) -> bool:
    return (one.topic.slug, one.asked.scope) == (other.topic.slug, other.asked.scope)


def _missed(reply: Reply) -> Iterable[Missed]:
    """A topic known and empty is a gap of that topic; each part that was not understood is a gap without one. Whoever
    meant none of what was offered missed what they asked before."""
    if reply.chosen is not None and reply.chosen.topic is None:
        return
    holes = (one for one in reply.findings if one.kind in HOLES)
    yield from (Missed(one.topic.slug, one.day or one.asked.day) for one in holes)
    yield from (Missed() for _ in range(reply.missed))
    if not reply.findings and reply.outcome in MISSED:
        yield Missed()
