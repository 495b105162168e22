"""A family's question from the shipped knowledge base, at the moments that matter."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest

from bot.program import Bellwether, open_for_asking, open_throw_away
from bot.questions import Outcome, Question, Reply
from bot.settings import Settings
from knowledge.claims import Claim
from knowledge.files import read_shipped
from tests.quality.asking import StoppedClock
from tests.sacramento import at

TUESDAY_EVENING = at("2022-03-22 18:00")

EVENING = """
approved: nobody
event: strike-2022
sources:
  - {slug: district-2022-03-22, outlet: Sacramento City Unified, published: 2022-03-22T20:15, precision: minute}
claims:
  - slug: closed-for-certain
    topic: school-open
    source: district-2022-03-22
    paragraphs: [1]
    speakers: [district]
    words: {en: Talks broke off this evening., es: Las pláticas se rompieron esta tarde.}
    day: 2022-03-23
    status: closed
    supersedes: [closure-2022-03-23]
"""


@pytest.fixture(scope="module")
async def bellwether() -> AsyncIterator[Bellwether]:
    async with open_throw_away(Settings(_env_file=None), clock=StoppedClock(TUESDAY_EVENING)) as opened:
        yield opened


async def ask(bellwether: Bellwether, text: str, now: datetime = TUESDAY_EVENING, **who: str) -> Reply:
    return await bellwether.answer(Question(text, now, person=who.get("person", f"{text} {now}")))


async def test_tuesday_evening_asked_about_wednesday(bellwether: Bellwether) -> None:
    reply = await ask(bellwether, "are schools closed Wednesday?")

    assert reply.text.startswith("Closed on Wednesday, March 23, unless a deal is reached first")
    assert "Plan to keep your student at home" in reply.text
    assert "ABC10" in reply.text
    assert "March 21" in reply.text
    assert len(reply.text) <= 600
    assert "Closed" in reply.text[:80]


async def test_the_conversation_goes_on_to_thursday_and_to_lunch(bellwether: Bellwether) -> None:
    await ask(bellwether, "are schools closed Wednesday?", person="ana")
    thursday = await ask(bellwether, "and Thursday?", person="ana")

    assert (thursday.outcome, thursday.status) == (Outcome.UNKNOWN, "unknown")
    assert "County Education office" in thursday.text

    lunch = await ask(bellwether, "what about lunch on wednesday?", person="ana")
    assert "Pre-bagged meals" in lunch.text
    assert "if campuses close that day" in lunch.text


async def test_meal_hours_are_known_not_to_be_known(bellwether: Bellwether) -> None:
    reply = await ask(bellwether, "what time can we pick up lunch wednesday")

    assert reply.outcome is Outcome.UNKNOWN
    assert "Pre-bagged meals" in reply.text


async def test_a_picket_is_no_closure(bellwether: Bellwether) -> None:
    reply = await ask(bellwether, "is there school friday")

    assert reply.status == "unknown"
    assert reply.text.startswith("Nothing is announced yet for Friday, March 25")


@pytest.mark.parametrize("now", ["2022-05-05 09:00", "2026-11-21 09:00"])
async def test_long_after_no_claim_of_either_event_is_served_as_current(bellwether: Bellwether, now: str) -> None:
    claims = read_shipped().claims
    edition = await bellwether.library.edition()
    for topic in sorted({one.topic for one in claims}):
        phrasing = edition.topics[topic].phrasings["en"][0]
        reply = await ask(bellwether, phrasing, at(now))

        assert reply.outcome is not Outcome.ANSWER, (topic, phrasing, reply.text)


def words_of(claims: list[Claim]) -> set[str]:
    return {one.words[language].words for one in claims for language in ("en", "es") if language in one.words}


@pytest.mark.parametrize(
    ("now", "other"), [("2021-04-15 10:05", "strike-2022"), ("2022-03-22 12:10", "strike-threat-2021")]
)
async def test_two_events_never_meet(bellwether: Bellwether, now: str, other: str) -> None:
    foreign = words_of([one for one in read_shipped().claims if one.event == other])
    edition = await bellwether.library.edition()
    for topic in edition.topics.values():
        for phrasing in (topic.phrasings.get("en", ())[:2]) + (topic.phrasings.get("es", ())[:1]):
            reply = await ask(bellwether, phrasing, at(now))
            assert not [words for words in foreign if words in reply.text], (phrasing, reply.text)


async def test_what_was_superseded_at_2015_answers_again_at_1800(tmp_path: Path) -> None:
    (tmp_path / "events").mkdir()
    (tmp_path / "events" / "evening.yaml").write_text(EVENING, encoding="utf-8")
    settings = Settings.model_validate({"database": {"url": "sqlite:///:memory:"}})
    clock = StoppedClock(TUESDAY_EVENING)
    async with open_for_asking(settings, clock=clock, overlays=[tmp_path]) as bellwether:
        late = await ask(bellwether, "are schools closed Wednesday?", at("2022-03-22 20:15"))
        early = await ask(bellwether, "are schools closed Wednesday?", at("2022-03-22 18:00"))

    assert late.status == "closed"
    assert "8:15 PM" in late.text
    assert early.status == "closed_unless"


async def test_before_anything_was_said_nothing_is_known(bellwether: Bellwether) -> None:
    reply = await ask(bellwether, "are schools closed Wednesday?", at("2022-03-21 12:00"))

    assert (reply.outcome, reply.status) == (Outcome.UNKNOWN, "unknown")


async def test_in_february_the_strike_of_last_year_is_named_as_such(bellwether: Bellwether) -> None:
    reply = await ask(bellwether, "are the bus drivers going on strike", at("2022-02-10 18:00"))

    assert reply.outcome is Outcome.UNKNOWN
    assert "2021" in reply.text


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("hi good evening sorry to bother you is there school at the elementary tomorrow? thanks", "school-open"),
        ("hi good evening sorry to bother you where do we get lunch on thursday", "meals"),
        ("hola buenas tardes disculpe mañana va a haber clases en la primaria? gracias", "school-open"),
        ("buenos dias disculpe la molestia donde dan comida el miercoles gracias", "meals"),
    ],
)
async def test_courtesies_around_a_question_do_not_hide_it(bellwether: Bellwether, text: str, topic: str) -> None:
    reply = await ask(bellwether, text)

    assert reply.topics == (topic,)
