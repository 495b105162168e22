"""Boards keep themselves: drawn when something was published or begins, at the district's midnight, and not more."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.curating.boards import BoardsDrawn
from bot.pages import PageKind
from bot.telling.boards import AGAIN_AFTER, LOOK_EVERY, REST, Boards
from knowledge.rooms import Room, mark_back, mark_gone, save_room
from tests.bot.telling.world import EDITOR, World, open_world
from tests.sacramento import TUESDAY_NOON, at

ROOM = "discord:900"
A_MINUTE = timedelta(minutes=1)


@dataclass
class Wall:
    """*drawn*: when; *done*: what comes of drawing, one after the other."""

    world: World
    drawn: list[datetime] = field(default_factory=list)
    done: list[BoardsDrawn | Exception] = field(default_factory=list)
    boards: Boards = field(init=False)

    def __post_init__(self) -> None:
        self.boards = Boards(self.world.bellwether, self.draw_all)

    async def draw_all(self) -> BoardsDrawn:
        self.drawn.append(self.world.clock.now())
        came = self.done.pop(0) if self.done else BoardsDrawn(1)
        if isinstance(came, Exception):
            raise came
        return came

    async def look(self, after: timedelta = A_MINUTE) -> int:
        """How often they were drawn since they were hung up."""
        self.world.clock.move(after)
        await self.boards.look()
        return len(self.drawn)

    async def look_from(self, first: datetime, last: datetime, *, every: timedelta) -> list[datetime]:
        """When they were drawn in between; on a clock that knows no summer time."""
        self.world.clock.set(first.astimezone(UTC))
        await self.boards.look()
        self.drawn.clear()
        while self.world.clock.now() < last:
            await self.look(every)
        return self.drawn


@asynccontextmanager
async def wall(folder: Path, *, now: datetime = TUESDAY_NOON, board: bool = True) -> AsyncIterator[Wall]:
    async with open_world(folder, now=now) as world:
        made = Wall(world)
        if board:
            await hang(world, ROOM)
        yield made


async def hang(world: World, place: str, *, board: bool = True) -> None:
    room = Room(place, board=board)
    await world.bellwether.database.write(lambda c: save_room(c, room, by="discord:1", at=world.clock.now()))


async def test_it_is_drawn_once_and_then_only_when_something_changes(tmp_path: Path) -> None:
    async with wall(tmp_path) as made:
        assert [await made.look() for _ in range(3)] == [1, 1, 1]

        await made.world.close("thursday")

        assert [await made.look(timedelta(seconds=3)), await made.look()] == [2, 2]


async def test_what_changes_nothing_of_it_draws_nothing(tmp_path: Path) -> None:
    async with wall(tmp_path) as made:
        await made.look()
        await made.world.do(EDITOR, "claim", "add", topic="buses", words="No buses run.", kind="new")

        assert [await made.look(), await made.look()] == [1, 1]


async def test_a_room_has_its_own_at_once_and_one_that_wants_none_any_more_loses_it(tmp_path: Path) -> None:
    async with wall(tmp_path, board=False) as made:
        assert [await made.look(), await made.look()] == [1, 1]  # one of before may have to be taken down
        await hang(made.world, ROOM)
        assert await made.look(timedelta(seconds=3)) == 2
        await hang(made.world, ROOM, board=False)
        assert [await made.look(), await made.look()] == [3, 3]
        await hang(made.world, ROOM)
        assert await made.look() == 4


async def test_there_is_a_rest_between_two_drawings_and_nothing_is_lost_by_it(tmp_path: Path) -> None:
    async with wall(tmp_path) as made:
        await made.look()
        await made.world.close("thursday")
        await made.look()
        await made.world.close("friday")

        assert await made.look(REST / 2) == 2
        assert await made.look(REST) == 3


async def test_at_the_districts_midnight_it_is_drawn(tmp_path: Path) -> None:
    async with wall(tmp_path) as made:
        night = (at("2022-03-22 22:00"), at("2022-03-23 02:00"))

        (drawn,) = await made.look_from(*night, every=LOOK_EVERY)

        assert drawn == at("2022-03-23 00:00")


async def test_when_the_clocks_go_forward_midnight_is_still_midnight(tmp_path: Path) -> None:
    async with wall(tmp_path, now=at("2022-03-12 21:00")) as made:
        nights = (at("2022-03-12 23:00"), at("2022-03-14 01:00"))

        drawn = await made.look_from(*nights, every=timedelta(minutes=5))

        assert drawn == [at("2022-03-13 00:00"), at("2022-03-14 00:00")]
        assert drawn[1] - drawn[0] == timedelta(hours=23)


async def test_when_the_clocks_go_back_the_hour_that_comes_twice_draws_nothing(tmp_path: Path) -> None:
    async with wall(tmp_path, now=at("2022-11-05 21:00")) as made:
        nights = (at("2022-11-05 23:00"), at("2022-11-07 01:00"))

        drawn = await made.look_from(*nights, every=timedelta(minutes=5))

        assert drawn == [at("2022-11-06 00:00"), at("2022-11-07 00:00")]
        assert drawn[1] - drawn[0] == timedelta(hours=25)


async def test_what_is_published_for_later_is_drawn_when_it_begins(tmp_path: Path) -> None:
    async with wall(tmp_path) as made:
        await made.look()
        page = await made.world.do(
            *(EDITOR, "claim", "add"), topic="school-open", status="closed", days="thursday", start="today 14:00"
        )
        assert page.kind is PageKind.DONE, page
        assert await made.look() == 1

        drawn = await made.look_from(at("2022-03-22 13:00"), at("2022-03-22 14:10"), every=LOOK_EVERY)

        assert drawn == [at("2022-03-22 14:00")]


async def test_one_that_could_not_be_drawn_is_tried_again(tmp_path: Path) -> None:
    async with wall(tmp_path) as made:
        made.done = [BoardsDrawn(0, unsent=("Parents",))]

        assert await made.look() == 1
        assert await made.look(AGAIN_AFTER / 2) == 1
        assert await made.look(AGAIN_AFTER) == 2
        assert await made.look(AGAIN_AFTER) == 2


async def test_after_a_failure_it_is_tried_again(tmp_path: Path) -> None:
    async with wall(tmp_path) as made:
        made.done = [RuntimeError("whatever it was")]
        with pytest.raises(RuntimeError):
            await made.look()

        assert await made.look(AGAIN_AFTER) == 2


async def test_a_room_that_is_closed_to_us_is_drawn_once_it_is_open_again(tmp_path: Path) -> None:
    async with wall(tmp_path) as made:
        await made.look()
        write, now = made.world.bellwether.database.write, made.world.clock.now()
        await write(lambda c: mark_gone(c, ROOM, now))
        await made.world.close("thursday")
        assert await made.look() == 1
        await write(lambda c: mark_back(c, ROOM))

        assert await made.look() == 2


async def test_a_clock_that_was_set_back_keeps_nothing_back(tmp_path: Path) -> None:
    async with wall(tmp_path) as made:
        await made.look()
        await hang(made.world, "discord:901")

        assert await made.look(-timedelta(hours=2)) == 2
