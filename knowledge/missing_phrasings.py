"""Phrasings that families used and the matcher missed: what somebody asked in vain and then put otherwise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select

from knowledge.matching import normalised
from knowledge.tables import gap, question

AGAIN_WITHIN = timedelta(minutes=5)  # in which the same person in the same place means the same thing
MOST_READ = 20_000  # newest questions that are read
MOST_PROPOSED = 20


@dataclass(frozen=True)
class Rephrased:
    """*text* was not understood; *people* then reached *topic* with other words, or by choosing it. *gap*: its number
    among the open ones."""

    text: str
    language: str | None
    topic: str
    people: int
    gap: int
    newest: datetime


def rephrased(connection: Connection) -> tuple[Rephrased, ...]:
    """Most people first."""
    columns = (question.c.id, question.c.asked, question.c.place, question.c.person, question.c.text)
    missed = gap.c.id.label("gap")
    unanswered = (gap.c.question_id == question.c.id) & gap.c.closed.is_(None) & gap.c.topic.is_(None)
    query = (
        select(*columns, question.c.language, question.c.topics, missed)
        .outerjoin(gap, unanswered)
        .order_by(question.c.asked.desc(), question.c.id.desc())
        .limit(MOST_READ)
    )
    told: dict[tuple[str, str | None, str], list[tuple[str, int, datetime, str]]] = defaultdict(list)
    for one, topic in _put_otherwise(connection.execute(query).all()):
        told[normalised(one.text), one.language, topic].append((one.person, one.gap, one.asked, one.text))
    found = [
        Rephrased(
            text=max(said, key=lambda one: one[2])[3],
            language=language,
            topic=topic,
            people=len({person for person, *_ in said}),
            gap=min(number for _, number, *_ in said),
            newest=max(asked for _, _, asked, _ in said),
        )
        for (_, language, topic), said in told.items()
    ]
    ranked = sorted(found, key=lambda one: (-one.people, -one.newest.timestamp()))
    return tuple(ranked[:MOST_PROPOSED])


def _put_otherwise(rows: Iterable[Any]) -> Iterator[tuple[Any, str]]:
    """Each question that was not understood, with the one topic the same person reached next."""
    by_person: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for row in rows:
        by_person[row.person, row.place].append(row)
    for asked in by_person.values():
        in_order = sorted(asked, key=lambda row: (row.asked, row.id))
        for place, one in enumerate(in_order):
            if one.gap is None or one.topics:
                continue
            later = (row for row in in_order[place + 1 :] if row.asked - one.asked <= AGAIN_WITHIN)
            understood = next((row for row in later if row.topics), None)
            if understood is not None and len(understood.topics) == 1:
                yield one, understood.topics[0]
