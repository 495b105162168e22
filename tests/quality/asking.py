"""Asks a question set of the product in process, each case its own conversation, and gives what came back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.program import Bellwether
from bot.questions import Question, Reply
from tests.quality.scoring import Case, FactQuestion, Given
from tests.quality.traps import Half


class StoppedClock:
    """Stands still: what is asked names its own moment."""

    def __init__(self, moment: datetime) -> None:
        self._moment = moment

    def now(self) -> datetime:
        return self._moment

    async def sleep(self, duration: timedelta) -> None:
        raise AssertionError("nothing here waits")


async def ask(bellwether: Bellwether, cases: Sequence[Case]) -> list[Given]:
    return [_given(await _converse(bellwether, case)) for case in cases]


async def ask_facts(bellwether: Bellwether, questions: Sequence[FactQuestion]) -> list[Given]:
    given = []
    for number, one in enumerate(questions):
        question = Question(one.question, datetime.fromisoformat(one.now), person=f"fact-{number}", language=one.lang)
        given.append(_given(await bellwether.answer(question)))
    return given


async def _converse(bellwether: Bellwether, case: Case) -> Reply:
    now = datetime.fromisoformat(case.now)
    for turn in case.context:
        if turn.role == "parent":
            at = datetime.fromisoformat(turn.at) if turn.at else now
            await bellwether.answer(Question(turn.text, at, person=case.id, language=case.lang))
    return await bellwether.answer(Question(case.text, now, person=case.id, language=case.lang))


def _given(reply: Reply) -> Given:
    return Given(reply.text, reply.outcome.value, reply.status, reply.day.isoformat() if reply.day else None)


async def ask_halves(bellwether: Bellwether, halves: Sequence[Half]) -> list[Given]:
    """Each half of a pair on its own, as a person who asks nothing else."""
    given = []
    for half in halves:
        person = f"{half.id} {half.swapped}"
        question = Question(half.text, datetime.fromisoformat(half.now), person=person, language=half.lang)
        given.append(_given(await bellwether.answer(question)))
    return given
