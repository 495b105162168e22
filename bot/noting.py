"""Noting what was asked, who was told which finding, and what could not be answered; also the end of such notes."""

from __future__ import annotations

from collections.abc import Iterable

from bot.questions import Outcome, Question, Reply
from knowledge.database import Database
from knowledge.district import District
from knowledge.findings import Finding, FindingKind
from knowledge.library import Edition
from knowledge.recording import Asking, Missed, Told, record

MISSED = (Outcome.UNKNOWN, Outcome.CLARIFY)
HOLES = (FindingKind.NOT_ANNOUNCED, FindingKind.PAST)


class Notebook:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def record(self, question: Question, reply: Reply, *, edition: Edition) -> None:
        asking = Asking(
            asked=question.at,
            place=question.place,
            person=question.person,
            text=question.text,
            outcome=reply.outcome.value,
            language=reply.language,
            topics=reply.topics,
        )
        told = list(_told(reply.findings, edition.district))
        missed = list(_missed(reply))
        await self._database.write(lambda connection: record(connection, asking, told=told, missed=missed))


def _told(findings: Iterable[Finding], district: District) -> Iterable[Told]:
    for one in findings:
        day = one.day or (one.asked.day if one.asked.named_day else None)
        yield Told(
            topic=one.topic.slug,
            finding=one.kind,
            day=day,
            day_over=district.midnight_after(max(day, one.asked.until or day)) if day else None,
            scope=one.asked.scope,
            told={held.claim.slug: held.revision for held in one.told},
        )


def _missed(reply: Reply) -> Iterable[Missed]:
    """A topic known and empty is a gap of that topic; each part that was not understood is a gap without one."""
    holes = (one for one in reply.findings if one.kind in HOLES)
    yield from (Missed(one.topic.slug, one.day or one.asked.day) for one in holes)
    yield from (Missed() for _ in range(reply.missed))
    if not reply.findings and reply.outcome in MISSED:
        yield Missed()
