"""What families say of an answer: that it helped, or that it is wrong; one verdict of a person for each answer."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, delete, insert, select

from knowledge.people import LARGEST
from knowledge.tables import feedback, gap, question, telling


class Verdict(StrEnum):
    HELPFUL = "helpful"
    WRONG = "wrong"


class Judged(StrEnum):
    """*unknown*: there is no such answer, or somebody else was given it."""

    NOTED = "noted"
    ALREADY = "already"
    UNKNOWN = "unknown"


def judge(connection: Connection, answer: int, verdict: Verdict, *, who: str, at: datetime) -> Judged:
    """The newest verdict takes the place of another. A wrong answer is a gap, until the same person takes it back."""
    if not 0 < answer <= LARGEST:
        return Judged.UNKNOWN
    # One tap after the other, should two of them come in at once.
    query = select(question).where(question.c.id == answer, question.c.person == who).with_for_update()
    asked = connection.execute(query).one_or_none()
    if asked is None:
        return Judged.UNKNOWN
    mine = (feedback.c.question_id == answer) & (feedback.c.person == who)
    if connection.scalars(select(feedback.c.verdict).where(mine)).first() == verdict.value:
        return Judged.ALREADY
    connection.execute(delete(feedback).where(mine))
    row = {"question_id": answer, "person": who, "made": at, "verdict": verdict.value}
    connection.execute(insert(feedback), [row])
    marked = (gap.c.question_id == answer) & (gap.c.outcome == Verdict.WRONG.value) & gap.c.closed.is_(None)
    connection.execute(delete(gap).where(marked))
    if verdict is Verdict.WRONG:
        about = select(telling.c.topic, telling.c.day).where(telling.c.question_id == answer).order_by(telling.c.id)
        told = connection.execute(about).first()
        line = {
            "question_id": answer,
            "asked": at,  # only what is said after it deals with it
            "person": who,
            "language": asked.language,
            "text": asked.text,
            "topic": told.topic if told else None,
            "day": told.day if told else None,
            "outcome": Verdict.WRONG.value,
        }
        connection.execute(insert(gap), [line])
    return Judged.NOTED
