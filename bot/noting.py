"""Noting what was asked, who was told which finding, and what could not be answered; also the end of such notes."""

from __future__ import annotations

from collections.abc import Iterable

from bot.questions import Outcome, Question, Reply
from knowledge.database import Database
from knowledge.district import District
from knowledge.findings import Finding
from knowledge.library import Edition
from knowledge.recording import Asking, Missed, Told, record

MISSED = (Outcome.UNKNOWN, Outcome.CLARIFY, Outcome.OUT_OF_SCOPE)


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
        yield Told(
            topic=one.topic.slug,
            finding=one.kind,
            day=one.day,
            day_over=district.midnight_after(one.asked.until or one.day) if one.day else None,
            scope=one.asked.scope,
            told={held.claim.slug: held.revision for held in one.told},
        )


def _missed(reply: Reply) -> Iterable[Missed]:
    """A topic known and empty is a gap of that topic; what was not understood is a gap without one."""
    if reply.outcome not in MISSED:
        return
    if reply.findings:
        yield from (Missed(one.topic.slug, one.day) for one in reply.findings if not one.claims)
    elif reply.outcome is not Outcome.OUT_OF_SCOPE:
        yield Missed()
