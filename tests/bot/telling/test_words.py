"""How a correction reads: the news first, what was told before struck through, who says so; and nothing they know."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.questions import LineKind, Reply
from knowledge.acting import Act, publish_act
from knowledge.codec import Kind
from knowledge.tables import owed
from tests.bot.telling.world import EDITOR, World, family, open_world

WEDNESDAY = "is there school on wednesday?"
HOUR = timedelta(hours=1)
EVERYBODY = "(all Sacramento City Unified schools)"
TOLD_AT_NOON = (
    f"Before (Tuesday, March 22, 12:10 PM): Closed on Wednesday, March 23, unless a deal is reached first {EVERYBODY}."
)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with open_world(tmp_path) as opened:
        yield opened


def only(world: World) -> Reply:
    ((_, reply),) = world.telegram.sent
    world.telegram.sent.clear()
    return reply


def words(reply: Reply) -> list[str]:
    return [line.words for passage in reply.passages for line in passage.lines]


def struck(reply: Reply) -> list[str]:
    return [line.words for passage in reply.passages for line in passage.lines if line.struck]


async def test_the_news_comes_first_then_what_was_told_before_then_who_says_so(world: World) -> None:
    await world.ask(WEDNESDAY)
    world.clock.move(HOUR)
    await world.close(status="closed")
    await world.deliver()

    reply = only(world)
    assert words(reply) == [
        f"Changed: Closed on Wednesday, March 23 {EVERYBODY}.",
        TOLD_AT_NOON,
    ]
    assert struck(reply) == words(reply)[1:]
    assert [one.words for one in reply.passages[0].attributions] == [
        "Said by the district; as of Tuesday, March 22, 1:10 PM."
    ]
    assert (reply.status, f"{reply.day}") == ("closed", "2022-03-23")


async def test_the_second_correction_is_held_against_the_first_and_not_against_the_answer(world: World) -> None:
    await world.ask(WEDNESDAY)
    world.clock.move(HOUR)
    await world.close(status="closed")
    await world.deliver()
    world.telegram.sent.clear()
    world.clock.move(HOUR)
    await world.close(status="open")
    await world.deliver()

    reply = only(world)
    assert words(reply) == [
        f"Changed to the opposite: Open on Wednesday, March 23 {EVERYBODY}.",
        f"Before (Tuesday, March 22, 1:11 PM): Closed on Wednesday, March 23 {EVERYBODY}.",
    ]


async def test_an_open_question_that_is_answered_says_so_to_whoever_follows_it(world: World) -> None:
    await world.ask("is there school on thursday?")
    await world.do(family(), "follow", topic="is there school on thursday?")
    await world.do(family("telegram:2"), "follow", topic="is there school on thursday?")
    world.clock.move(HOUR)
    await world.close("thursday")
    await world.deliver()

    told = {place: words(reply) for place, reply in world.telegram.sent}
    assert told == {
        "telegram:1": [
            f"Announced now: Closed on Thursday, March 24 {EVERYBODY}.",
            "Before (Tuesday, March 22, 12:10 PM): nothing was announced.",
        ],
        "telegram:2": [f"New on what you follow: Closed on Thursday, March 24 {EVERYBODY}."],
    }


async def test_what_is_known_no_more_is_told_as_a_hole_and_never_as_the_opposite(world: World) -> None:
    await world.ask(WEDNESDAY)
    world.clock.move(HOUR)
    await world.do(EDITOR, "claim", "withdraw", claim="closed-wednesday")
    await world.deliver()

    reply = only(world)
    assert words(reply)[0] == (
        "No longer so. Nothing is announced now for Wednesday, March 23: whether schools are open then is not known."
    )
    assert struck(reply) == [TOLD_AT_NOON]
    assert "The district's own word: https://www.scusd.edu" in words(reply)
    assert (reply.outcome.value, reply.status) == ("unknown", "unknown")


async def test_the_end_of_an_event_is_said_before_what_it_changes(world: World) -> None:
    await world.ask(WEDNESDAY)
    await world.ask("how long will it last")
    world.clock.move(HOUR)
    closing = {"status": "open", "days": "wednesday", "words": "The strike is over."}
    await world.do(EDITOR, "event", "end", event="strike", **closing)
    await world.deliver()

    said = words(only(world))
    assert said[0] == f"Strike is over. Open on Wednesday, March 23 {EVERYBODY}."
    assert "Strike is over. How long: nothing current is known." in said


async def test_all_that_is_owed_is_one_message_and_what_keeps_children_home_leads_it(world: World) -> None:
    for question in ("are there meals wednesday?", "how long will it last", WEDNESDAY):
        await world.ask(question)
    world.clock.move(HOUR)
    await world.do(EDITOR, "claim", "settle", condition="deal", state="met", status="closed", days="wednesday")
    await world.do(EDITOR, "claim", "edit", claim="meals-wednesday", words="Bags at three schools.")
    assert await world.deliver() == 1

    reply = only(world)
    first, second = reply.passages
    assert first.lines[0].words == f"Changed: Closed on Wednesday, March 23 {EVERYBODY}."
    assert [line.words for line in second.lines] == [
        "Changed: Meals",
        "Wednesday, March 23: Bags at three schools.",
        "Before (Tuesday, March 22, 12:10 PM): Wednesday, March 23, if campuses close that day: Bags at every school.",
    ]
    assert [one.topic for one in reply.tells] == ["school-open", "meals"]
    assert {row.state for row in await world.rows(owed)} == {"sent", "replaced"}


async def test_a_long_message_keeps_the_news_of_all_and_drops_what_was_told_before_of_services(world: World) -> None:
    long = "Bags with breakfast and lunch for each child can be picked up at the schools named below. " * 3
    for question in ("are there meals wednesday?", "are the buses running wednesday?", WEDNESDAY):
        await world.ask(question)
    await world.do(family(), "follow", topic="buses")
    world.clock.move(HOUR)
    await world.close(status="closed")
    await world.do(EDITOR, "claim", "edit", claim="meals-wednesday", words=long)
    await world.do(EDITOR, "claim", "add", topic="buses", words=long, days="wednesday", speaker="district")
    await world.deliver()

    reply = only(world)
    assert [passage.lines[0].words for passage in reply.passages] == [
        f"Changed: Closed on Wednesday, March 23 {EVERYBODY}.",
        "Changed: Meals",
        "Announced now: Buses",
    ]
    assert len(struck(reply)) == 1, "the status that was told before stays, however long the message"


async def test_many_topics_are_at_least_named(world: World) -> None:
    days = ("wednesday", "thursday", "friday", "march 28", "march 29", "march 30", "march 31", "april 1")
    for day in days:
        await world.do(family(), "follow", topic=f"is there school on {day}?")
        await world.close(day)
    await world.deliver(HOUR)

    reply = only(world)
    *told, others = reply.passages
    assert len(told) == 6
    assert others.text == (
        "Changed too: Whether schools are open, Thursday, March 31; Whether schools are open, Friday, April 1. "
        "Ask me about it."
    )


async def test_what_holds_for_all_reads_right_for_whoever_asked_about_one_school(world: World) -> None:
    await world.ask("is there school on wednesday at Sutter Middle?")
    world.clock.move(HOUR)
    await world.close(status="open")
    await world.deliver()

    assert words(only(world))[0] == (
        "Changed to the opposite: Open on Wednesday, March 23 "
        "(all Sacramento City Unified schools, Sutter Middle School too)."
    )


async def test_whoever_asked_about_other_schools_is_not_told(world: World) -> None:
    await world.ask("is there school on wednesday at McClatchy?", "telegram:1")
    await world.ask("is there school on wednesday at Sutter Middle?", "telegram:2")
    world.clock.move(HOUR)
    await world.close(status="open", scope="Sutter Middle")
    await world.deliver()

    assert [place for place, _ in world.telegram.sent] == ["telegram:2"]


async def test_words_in_another_language_are_no_news(world: World) -> None:
    await world.ask("are there meals wednesday?")
    world.clock.move(HOUR)
    page = await world.do(EDITOR, "claim", "edit", claim="meals-wednesday", words_es="Bolsas en cada escuela.")

    assert page.change is not None
    assert await world.deliver() == 0


async def test_news_of_some_schools_leads_and_says_that_of_the_others_nothing_is_known(world: World) -> None:
    await world.do(family(), "follow", topic="is there school on thursday?")
    await world.close("thursday", scope="middle school")
    await world.deliver(HOUR)

    assert words(only(world)) == [
        "New on what you follow: Closed on Thursday, March 24 (middle schools).",
        "Nothing is announced for the other schools.",
    ]


async def test_it_is_in_their_language_and_what_has_no_words_in_it_says_so(world: World) -> None:
    await world.ask("¿hay clases el miércoles?")
    world.clock.move(HOUR)
    await world.close(status="open")
    await world.deliver()

    reply = only(world)
    assert reply.language == "es"
    assert "Abiertas el miércoles, 23 de marzo" in reply.text


async def test_nothing_is_said_where_the_newest_state_is_what_they_know(world: World) -> None:
    await world.ask(WEDNESDAY)
    world.clock.move(HOUR)
    page = await world.close(status="open")
    await world.bellwether.desk.do(page.offers[0].invocation)
    undone = await world.do(EDITOR, "undo", change=str(page.change))

    assert undone.change is not None
    assert await world.deliver() == 0


async def test_nothing_is_said_of_a_day_that_is_over(world: World) -> None:
    await world.ask(WEDNESDAY)
    world.clock.move(HOUR)
    await world.close(status="open")

    assert await world.deliver(timedelta(hours=40)) == 0


async def test_a_topic_that_was_taken_away_is_told_once_and_kindly(world: World) -> None:
    await world.ask("are there meals wednesday?")
    world.clock.move(HOUR)
    act = Act("telegram:ines", world.clock.now(), "edit", role="publisher")
    gone = [(Kind.CLAIM, "meals-wednesday"), (Kind.TOPIC, "meals.hours"), (Kind.TOPIC, "meals")]
    await world.bellwether.database.write(lambda c: publish_act(c, (), act=act, removed=gone))
    assert await world.deliver() == 1
    assert await world.deliver(HOUR) == 0

    reply = only(world)
    assert words(reply) == [
        "About “Meals, Wednesday, March 23” nothing is kept here any more, so I cannot tell you when it changes.",
        "The district's own word: https://www.scusd.edu",
    ]
    assert reply.tells == ()


async def test_what_was_told_and_cannot_be_told_again_is_only_dated(world: World) -> None:
    await world.ask(WEDNESDAY)
    world.clock.move(HOUR)
    await world.close(status="open")
    earlier = timedelta(days=3)  # the telling says a moment at which nothing of this was known
    await world.bellwether.database.write(
        lambda c: c.exec_driver_sql(
            "UPDATE telling SET told_at = ?", ((world.clock.now() - earlier).strftime("%Y-%m-%d 12:10:00.000000"),)
        ).close()
    )
    await world.deliver()

    reply = only(world)
    assert struck(reply) == []
    assert words(reply)[1].startswith("What I told you before is no longer so: Saturday, March 19, ")
    assert reply.passages[0].lines[1].kind is LineKind.ASIDE
