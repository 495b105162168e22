"""What many ask alike is worded once, and never told to whom, or when, it is not so."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.kept_replies import MOST_KEPT, KeptReplies
from bot.questions import Outcome, Reply
from bot.reading import Reading
from knowledge.claims import Scope
from knowledge.findings import Asked, Finding, FindingKind
from tests.bot.house import open_house
from tests.publishing import publish_change
from tests.sacramento import CLOSED, TOPICS, TUESDAY_NOON, WEDNESDAY

QUESTION = "are schools closed wednesday?"
MOMENT = timedelta(seconds=5)
FOUND = Finding(FindingKind.NOT_ANNOUNCED, TOPICS[0], Asked(TOPICS[0].slug, WEDNESDAY), WEDNESDAY)
ONE, OTHER = (Reply(Outcome.UNKNOWN, language, ()) for language in ("en", "es"))


async def test_families_who_ask_the_same_in_one_minute_are_told_the_very_same() -> None:
    async with open_house() as house:
        ana = await house.ask(QUESTION, person="ana", place="ana")
        ben = await house.ask(QUESTION, person="ben", place="ben", now=TUESDAY_NOON + MOMENT)
        cleo = await house.ask(QUESTION, person="cleo", place="cleo", now=TUESDAY_NOON + timedelta(minutes=1))

    assert ana.passages[0] is ben.passages[0]
    assert ana.passages[0] is not cleo.passages[0]
    assert ana.text == ben.text == cleo.text
    assert len({ana.noted, ben.noted, cleo.noted}) == 3


async def test_whoever_asks_for_the_second_time_is_told_the_very_same() -> None:
    async with open_house() as house:
        first = await house.ask(QUESTION)
        second = await house.ask(QUESTION, now=TUESDAY_NOON + MOMENT)

    assert first.passages[0] is second.passages[0]


async def test_what_ends_within_the_minute_is_not_told_any_more() -> None:
    end = TUESDAY_NOON + 2 * MOMENT
    async with open_house() as house:
        ends = replace(CLOSED, serve_until=end)
        await house.desk.database.write(lambda c: publish_change(c, [ends], author="an editor", at=TUESDAY_NOON))
        before = await house.ask(QUESTION, person="ana", place="ana", now=TUESDAY_NOON + MOMENT)
        after = await house.ask(QUESTION, person="ben", place="ben", now=end)

    assert (before.status, after.status) == ("closed_unless", "unknown")


async def test_an_answer_about_somebodys_own_schools_is_told_to_nobody_else() -> None:
    async with open_house() as house:
        await house.do("settings", person="ana", place="ana", speaks="en", schools="middle school")
        ana = await house.ask(QUESTION, person="ana", place="ana")
        ben = await house.ask(QUESTION, person="ben", place="ben")
        dan = await house.ask(QUESTION, person="dan", place="dan")

    assert ana.text != ben.text
    assert ben.passages[0] is dan.passages[0]


def test_equal_findings_that_were_found_apart_are_worded_apart() -> None:
    kept, reading = KeptReplies(), Reading("en")

    assert kept.of(reading, Scope(), [FOUND], word=lambda: ONE) is ONE
    assert kept.of(reading, Scope(), [FOUND], word=lambda: OTHER) is ONE
    assert kept.of(reading, Scope(), [replace(FOUND)], word=lambda: OTHER) is OTHER
    assert kept.of(replace(reading), Scope(), [FOUND], word=lambda: ONE) is ONE
    assert kept.of(reading, Scope(), [], word=lambda: ONE) is ONE
    assert kept.of(reading, Scope(), [], word=lambda: OTHER) is OTHER


def test_what_nobody_asks_any_more_is_let_go() -> None:
    kept, first = KeptReplies(), Reading("en")
    kept.of(first, Scope(), [FOUND], word=lambda: ONE)
    others = [Reading("en") for _ in range(MOST_KEPT)]
    for one in others:
        kept.of(one, Scope(), [FOUND], word=lambda: ONE)

    assert kept.of(first, Scope(), [FOUND], word=lambda: OTHER) is OTHER
