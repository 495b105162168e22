"""The product against its own questions: rates that may only rise, and faults that may never happen."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime

import pytest

from bot.program import Bellwether, open_throw_away
from bot.settings import Settings
from knowledge.matching import normalised
from knowledge.phrasings import all_spelled_out
from knowledge.topics import Aside, Topic
from tests.quality.asking import StoppedClock, ask, ask_facts
from tests.quality.scoring import judge, judge_fact, read_cases, read_facts

MAIN_RATE = 0.9
LAST_RATE = 0.85
FACT_WORDINGS = 2  # of each fact's questions that must bring it back


@pytest.fixture(scope="module")
async def bellwether() -> AsyncIterator[Bellwether]:
    clock = StoppedClock(datetime.fromisoformat("2022-03-22T12:00-07:00"))
    async with open_throw_away(Settings(_env_file=None), clock=clock) as opened:
        yield opened


@pytest.mark.parametrize(("kept", "rate"), [("main", MAIN_RATE), ("last", LAST_RATE)])
async def test_questions_are_answered_as_an_honest_person_would(bellwether: Bellwether, kept: str, rate: float) -> None:
    cases = read_cases(kept=kept)
    verdicts = [judge(case, given) for case, given in zip(cases, await ask(bellwether, cases), strict=True)]

    assert not [verdict.id for verdict in verdicts if verdict.dangerous]
    passed = sum(verdict.passed for verdict in verdicts)
    assert passed / len(cases) >= rate, [verdict for verdict in verdicts if not verdict.passed]


async def test_every_fact_comes_back_to_different_wordings(bellwether: Bellwether) -> None:
    questions = read_facts()
    given = await ask_facts(bellwether, questions)
    brought: dict[str, int] = {}
    for question, reply in zip(questions, given, strict=True):
        brought[question.fact] = brought.get(question.fact, 0) + judge_fact(question, reply).passed

    assert {fact: count for fact, count in brought.items() if count < FACT_WORDINGS} == {}


async def test_no_question_is_a_phrasing(bellwether: Bellwether) -> None:
    edition = await bellwether.library.edition()
    known: list[Topic | Aside] = [*edition.topics.values(), *edition.asides.values()]
    phrasings = {normalised(text) for one in known for _, text in all_spelled_out(one.phrasings)}

    asked = [case.text for case in read_cases()] + [one.question for one in read_facts()]
    assert {text for text in asked if normalised(text) in phrasings} == set()
