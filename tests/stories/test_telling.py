"""March and April 2022 as families were told it: who heard what, when, how often; and who did not, and why.

The story with the shipped knowledge, all of it on both databases: two platforms, an editor, and a courier.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.pages import Who
from bot.questions import Reply
from knowledge.curated_set import CuratedSet
from knowledge.files import Change, read_shipped
from knowledge.tables import owed, telling
from tests.bot.telling.world import EDITOR, World, family, open_world
from tests.sacramento import at

ALL = "(all Sacramento City Unified schools)"
CLOSED = f"Closed on Wednesday, March 23 {ALL}."
CLOSED_UNLESS = f"Closed on Wednesday, March 23, unless a deal is reached first {ALL}."
SITES = "Students can get bagged meals at three schools: Hiram Johnson, Luther Burbank and Rosemont High."
EVERYWHERE = (
    "Students can still get school meals. Pre-bagged meals will be at each school site and at mobile distribution "
    "locations."
)
AT_NOON = "Before (Tuesday, March 22, 12:00 PM)"
MEALS = "are there school meals on wednesday?"


@dataclass
class Town:
    """A world in which things happen at moments on the district's clock."""

    world: World

    async def asks(self, who: str, when: str, text: str, **how: Any) -> Reply:
        self.world.clock.set(at(when))
        return await self.world.ask(text, who, **how)

    async def edits(self, when: str, name: str, action: str = "", **values: str) -> None:
        self.world.clock.set(at(when))
        page = await self.world.do(EDITOR, name, action, **values)
        assert page.change is not None, page

    async def told_by(self, when: str) -> dict[str, list[str]]:
        """What each room read when the courier went by at *when*: its lines, struck ones between tildes."""
        world, end = self.world, at(when)
        told: dict[str, list[str]] = {}
        world.clock.set(end)
        await world.bellwether.courier.deliver_due()
        for channel in (world.telegram, world.discord):
            for place, reply in channel.sent:
                assert place not in told, f"{place} was written to twice"
                told[place] = drawn(reply)
            channel.sent.clear()
        return told


def drawn(reply: Reply) -> list[str]:
    lines = (line for passage in reply.passages for line in passage.lines)
    return [f"~{line.words}~" if line.struck else line.words for line in lines]


@pytest.fixture
def opened(address: str, tmp_path: Path) -> Any:
    """Opened again on the same database it is a restart."""
    return lambda when: open_world(tmp_path, address=address, now=at(when), shipped=True)


@pytest.fixture
def small(address: str, tmp_path: Path) -> Any:
    """The same with a small Sacramento."""
    return lambda when: open_world(tmp_path, address=address, now=at(when))


async def monday_and_tuesday(town: Town) -> None:
    """The article is of Monday; the talks go on until Tuesday evening."""
    monday, noon = "2022-03-21 20:30", "2022-03-22 12:00"
    await town.asks("telegram:anna", monday, "are schools closed Wednesday?")
    await town.asks("telegram:anna", noon, MEALS)
    await town.asks("telegram:ben", noon, "is there school on Thursday?")  # a hole, and he follows nothing
    await town.world.do(family("telegram:cara"), "settings", quiet="20:00-6:30")
    await town.asks("telegram:cara", noon, "¿hay clases el miércoles?")
    await town.asks("telegram:cara", noon, "¿habrá comida escolar el miércoles?")
    await town.asks("telegram:dan", noon, "what did the district offer?")
    await town.asks("discord:finn", noon, "is there school on March 23?")
    await town.asks("discord:gus", noon, "is there school on March 23?", place="discord:server", aside=True)
    await town.world.do(family("telegram:hana"), "follow", topic=MEALS)
    await town.asks("telegram:ivo", noon, "is Hiram Johnson High closed on Wednesday?")
    await town.asks("telegram:kim", noon, "are schools closed Wednesday?")
    await stops_all(town, "telegram:kim")
    town.world.clock.set(at(noon))
    await town.world.ask_in_a_room("are schools closed Wednesday?", "telegram:eve", message="g1", place="telegram:-500")


async def stops_all(town: Town, person: str) -> None:
    page = await town.world.do(family(person), "following")
    assert page.offers
    for offer in page.offers:
        await town.world.bellwether.desk.do(offer.invocation)


async def the_talks_break_off(town: Town) -> None:
    settled = {"condition": "no-deal-in-time", "state": "met", "status": "closed", "days": "March 23"}
    await town.edits("2022-03-22 20:15", "claim", "settle", **settled)


async def the_meal_sites_are_corrected(town: Town) -> None:
    places = "Hiram Johnson; Luther Burbank; Rosemont High"
    spanish = "Hay comidas en bolsa en tres escuelas: Hiram Johnson, Luther Burbank y Rosemont High."
    edit = {"claim": "meals-2022-03-23", "words": SITES, "words_es": spanish, "places": places}
    await town.edits("2022-03-22 21:00", "claim", "edit", **edit)


async def test_everybody_whom_it_concerns_hears_it_once_and_nobody_else_does(opened: Any) -> None:
    async with opened("2022-03-21 20:30") as world:
        town = Town(world)
        await monday_and_tuesday(town)
        assert await town.told_by("2022-03-22 20:14") == {}, "nothing has changed"

        await the_talks_break_off(town)
        assert await town.told_by("2022-03-22 20:15") == {}, "it settles"
        evening = await town.told_by("2022-03-22 20:16")
        assert evening == {
            "telegram:anna": [
                f"Changed: {CLOSED}",
                f"~Before (Monday, March 21, 8:30 PM): {CLOSED_UNLESS}~",
                "Changed: School meals",
                f"Wednesday, March 23: {EVERYWHERE}",
                f"~{AT_NOON}: Wednesday, March 23, if campuses close that day: {EVERYWHERE}~",
            ],
            "telegram:hana": ["New on what you follow: School meals", f"Wednesday, March 23: {EVERYWHERE}"],
            "telegram:ivo": [
                "Changed: Closed on Wednesday, March 23 (all Sacramento City Unified schools, Hiram Johnson High "
                "School too).",
                f"~{AT_NOON}: Closed on Wednesday, March 23, unless a deal is reached first "
                "(all Sacramento City Unified schools, Hiram Johnson High School too).~",
            ],
            "discord:finn": [f"Changed: {CLOSED}", f"~{AT_NOON}: {CLOSED_UNLESS}~"],
            "telegram:-500": [
                f"~{AT_NOON}: {CLOSED_UNLESS}~",
                f"Changed: {CLOSED}",
                "This message was changed: Tuesday, March 22, 8:16 PM.",
            ],
        }

        await the_meal_sites_are_corrected(town)
        night = await town.told_by("2022-03-22 21:01")
        assert night == {
            who: [
                "Changed: School meals",
                f"Wednesday, March 23: {SITES}",
                f"~Before (Tuesday, March 22, 8:16 PM): Wednesday, March 23: {EVERYWHERE}~",
            ]
            for who in ("telegram:anna", "telegram:hana")
        }

        assert await town.told_by("2022-03-23 06:29") == {}, "Cara sleeps"
        morning = await town.told_by("2022-03-23 06:31")
        assert list(morning) == ["telegram:cara"]
        spanish = "\n".join(morning["telegram:cara"])
        assert "Cerrad" in spanish.splitlines()[0]
        assert "Hiram Johnson, Luther Burbank y Rosemont High" in spanish, "what holds when it is sent, once"
        assert await town.told_by("2022-03-23 09:00") == {}


async def test_the_end_in_april_is_told_to_whom_it_still_matters(opened: Any) -> None:
    async with opened("2022-03-21 20:30") as world:
        town = Town(world)
        await monday_and_tuesday(town)
        await town.asks("telegram:lou", "2022-04-02 10:00", "is there school on Monday?")  # a hole
        await town.asks("telegram:mia", "2022-04-02 10:00", "is there school on Monday?")
        await world.do(family("telegram:mia"), "follow", topic="is there school on Monday?")
        await town.edits("2022-04-02 11:00", "status", status="closed", day="April 4")
        assert list(await town.told_by("2022-04-02 11:01")) == ["telegram:mia"]
        await town.asks("discord:nia", "2022-04-02 12:00", "is there school on Monday?")

        ending = {"event": "strike-2022", "status": "open", "days": "April 4", "words": "The strike is over."}
        await town.edits("2022-04-03 19:00", "event", "end", **ending)
        told = await town.told_by("2022-04-03 19:01")
        assert (
            told.pop("telegram:dan")[0] == "Strike, March 2022 is over. The district's offer: nothing current is known."
        )
        assert set(told) == {"telegram:mia", "discord:nia"}, "of March every day is over, and Lou was told a hole"
        opened_again = f"Open on Monday, April 4 {ALL}."
        assert all(lines[0].endswith(opened_again) for lines in told.values())
        assert told["discord:nia"][1] == f"~Before (Saturday, April 2, 12:00 PM): Closed on Monday, April 4 {ALL}.~"
        assert await town.told_by("2022-04-03 19:30") == {}


async def test_what_changes_nothing_pushes_nothing(opened: Any) -> None:
    """The same source again, a draft, mended words, a verification, a restart."""
    article = strike_of(read_shipped())
    async with opened("2022-03-21 20:30") as world:
        town = Town(world)
        await monday_and_tuesday(town)
        for when in ("2022-03-22 13:00", "2022-03-22 13:05"):
            world.clock.set(at(when))
            await world.bellwether.curating.publish(article, by=EDITOR.person)
            await world.bellwether.curating.draft(article, by=EDITOR.person)
        mended = {"claim": "meals-2022-03-23", "words": EVERYWHERE.replace("Pre-bagged", "Bagged"), "kind": "wording"}
        await town.edits("2022-03-22 13:10", "claim", "edit", **mended)
        world.clock.set(at("2022-03-22 13:15"))
        await world.do(EDITOR, "claim", "verify", claim="closure-2022-03-23")
        assert await town.told_by("2022-03-22 14:00") == {}
        assert {row.state for row in await world.rows(owed)} <= {"cancelled"}

    async with opened("2022-03-22 14:30") as world:
        town = Town(world)
        assert await town.told_by("2022-03-22 14:31") == {}
        await the_talks_break_off(town)

    async with opened("2022-03-22 20:16") as world:
        town = Town(world)
        assert set(await town.told_by("2022-03-22 20:16")) == {
            *("telegram:-500", "telegram:anna", "telegram:hana", "telegram:ivo", "discord:finn")
        }, "what was owed before the restart is told after it"
    async with opened("2022-03-22 20:20") as world:
        assert await Town(world).told_by("2022-03-22 20:21") == {}


def strike_of(shipped: CuratedSet) -> Change:
    """What the files say of the strike, as one change."""
    (source,) = [one for one in shipped.sources if one.slug == "abc10-2022-03-21"]
    claims = tuple(one for one in shipped.claims if one.source == source.slug)
    return Change(source, claims, tuple(one for one in shipped.conditions if one.event == "strike-2022"))


async def test_published_undone_and_published_within_a_minute_is_told_once_as_it_stands(small: Any) -> None:
    async with small("2022-03-22 12:00") as world:
        town = Town(world)
        await town.asks("telegram:anna", "2022-03-22 12:00", "are schools closed Wednesday?")
        world.clock.set(at("2022-03-22 13:00"))
        first = await world.close("wednesday", "open")
        world.clock.move(timedelta(seconds=10))
        await world.bellwether.courier.deliver_due()
        await world.do(EDITOR, "undo", change=str(first.change))
        world.clock.move(timedelta(seconds=10))
        await world.bellwether.courier.deliver_due()
        await world.close("wednesday", "closed")

        told = await town.told_by("2022-03-22 13:02")
        assert told["telegram:anna"][0] == f"Changed: {CLOSED}"
        assert await town.told_by("2022-03-22 14:00") == {}


@pytest.mark.parametrize("jump", [timedelta(hours=-1), timedelta(hours=1)])
async def test_a_clock_that_jumps_tells_nobody_twice_and_nobody_is_left_out(small: Any, jump: timedelta) -> None:
    async with small("2022-03-22 12:00") as world:
        town = Town(world)
        await town.asks("telegram:anna", "2022-03-22 15:00", "are schools closed Wednesday?")
        world.clock.set(at("2022-03-22 15:10"))
        await world.close("wednesday", "open")
        world.clock.move(jump)
        told = [await town.told_by(f"2022-03-22 {hour}:30") for hour in (15, 16, 17)]
        assert [list(one) for one in told] == [["telegram:anna"], [], []]


@pytest.mark.parametrize(
    ("asked", "changed", "asleep", "awake", "day"),
    [
        ("2022-03-11 12:00", "2022-03-12 23:00", "2022-03-13 06:29", "2022-03-13 06:31", "March 14"),
        ("2022-11-04 12:00", "2022-11-05 23:00", "2022-11-06 06:29", "2022-11-06 06:31", "November 7"),
    ],
)
async def test_in_the_night_of_the_clock_change_quiet_hours_end_by_the_clock_on_the_wall(
    small: Any, asked: str, changed: str, asleep: str, awake: str, day: str
) -> None:
    async with small(asked) as world:
        town = Town(world)
        await town.edits(asked, "status", status="closed", day=day)
        await world.do(family("telegram:cara"), "settings", quiet="21:00-6:30")
        await town.asks("telegram:cara", asked, f"are schools closed {day}?")
        await town.edits(changed, "status", status="open", day=day)

        assert await town.told_by(asleep) == {}
        assert list(await town.told_by(awake)) == ["telegram:cara"]


async def test_forgotten_in_the_middle_nothing_is_left_and_nothing_is_sent(small: Any) -> None:
    async with small("2022-03-22 12:00") as world:
        town = Town(world)
        for who in ("telegram:anna", "telegram:ivo"):
            await town.asks(who, "2022-03-22 12:00", "are schools closed Wednesday?")
        await town.edits("2022-03-22 20:15", "status", status="closed", day="wednesday")
        world.clock.move(timedelta(seconds=5))
        await world.bellwether.courier.deliver_due()  # it waits among the deliveries
        page = await world.do(Who("telegram:anna", "telegram:anna"), "forget")
        assert page.title == "Everything I kept about you is deleted."

        assert list(await town.told_by("2022-03-22 20:16")) == ["telegram:ivo"]
        assert {row.person for row in [*await world.rows(owed), *await world.rows(telling)]} == {"telegram:ivo"}
