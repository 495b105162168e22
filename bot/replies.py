"""Replies made of passages that are worded already."""

from __future__ import annotations

from collections.abc import Sequence

from bot.deciding import day_of, outcome_of, status_of
from bot.questions import Passage, Reply
from knowledge.findings import Finding


def reply_about(findings: Sequence[Finding], passages: tuple[Passage, ...], language: str) -> Reply:
    told = [held for finding in findings for held in finding.told]
    return Reply(
        outcome=outcome_of(findings),
        language=language,
        passages=passages,
        status=status_of(findings),
        day=day_of(findings),
        topics=tuple(dict.fromkeys(one.topic.slug for one in findings)),
        sources=tuple(dict.fromkeys(held.source.slug for held in told)),
        as_of=max((held.as_of for held in told), default=None),
        findings=tuple(findings),
    )
