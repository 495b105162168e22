"""Buttons handed out and pressed, by whom they may be and for how long."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.keyboards import ANSWERS_LAST, Keyboards, NoSuchButton, NotYours, TooOld
from bot.pages import Invocation, Who
from bot.presses import Fill, Press, Step, StepKind
from bot.questions import Choice
from knowledge.claims import Scope
from knowledge.codec import Kind
from knowledge.database import Database
from knowledge.district import Level
from tests.sacramento import TUESDAY_NOON

ANNA = Who("telegram:11", "telegram:-100/7", "en", shared=True)
ALONE = Who("telegram:11", "telegram:11", "en")
LUZ = replace(ANNA, person="telegram:12")
PRESSES: tuple[Press, ...] = (
    Invocation("status", ANNA, TUESDAY_NOON, "", {"day": "wed"}, True, {(Kind.CLAIM, "closed"): 3}),
    Choice("Meals", "meals", date(2022, 3, 23), None, Scope(levels=(Level.HIGH,), schools=("sutter",))),
    Step(StepKind.VALUE, "status", "closed"),
)


@pytest.fixture
async def keyboards() -> AsyncIterator[Keyboards]:
    async with Database.open("sqlite:///:memory:") as database:
        yield Keyboards(database)


async def test_what_was_handed_out_is_what_is_pressed(keyboards: Keyboards) -> None:
    carried = await keyboards.hand_out(PRESSES, who=ANNA, at=TUESDAY_NOON)
    assert [await keyboards.pressed(one, who=ANNA, at=TUESDAY_NOON) for one in carried] == list(PRESSES)
    assert all(len(one.encode()) <= 64 for one in carried)


async def test_a_form_comes_back_with_its_command_and_with_what_stood_in_it(keyboards: Keyboards) -> None:
    based = {(Kind.CLAIM, "meals"): 2}
    editing = Invocation("claim", ANNA, TUESDAY_NOON, "edit", {"claim": "meals"}, False, based)
    fill = Fill(editing, ("words", "days"), {"words": "Bags at every school."}, here=False)
    (carried,) = await keyboards.hand_out([fill], who=ANNA, at=TUESDAY_NOON)

    assert await keyboards.pressed(carried, who=ANNA, at=TUESDAY_NOON) == fill


async def test_whoever_presses_does_it_themselves(keyboards: Keyboards) -> None:
    (carried,) = await keyboards.hand_out(PRESSES[:1], who=ANNA, at=TUESDAY_NOON, for_all=True)
    found = await keyboards.pressed(carried, who=LUZ, at=TUESDAY_NOON)
    assert isinstance(found, Invocation)
    assert found.who == LUZ


@pytest.mark.parametrize("who", [LUZ, replace(ANNA, place="telegram:-100"), replace(ANNA, place="telegram:11")])
async def test_another_person_and_another_room_press_nothing(keyboards: Keyboards, who: Who) -> None:
    (carried,) = await keyboards.hand_out(PRESSES[:1], who=ANNA, at=TUESDAY_NOON)
    with pytest.raises(NotYours):
        await keyboards.pressed(carried, who=who, at=TUESDAY_NOON)


async def test_it_lasts_as_long_as_it_shall(keyboards: Keyboards) -> None:
    (carried,) = await keyboards.hand_out(PRESSES[:1], who=ANNA, at=TUESDAY_NOON)
    last = TUESDAY_NOON + ANSWERS_LAST
    assert await keyboards.pressed(carried, who=ANNA, at=last - timedelta(seconds=1)) == PRESSES[0]
    with pytest.raises(TooOld):
        await keyboards.pressed(carried, who=ANNA, at=last)


@pytest.mark.parametrize("carried", ["", ".", "x", "x.", "x.y", "{token}.3", "{token}.-1", "{token}.0000", "{token}.²"])
async def test_what_is_not_ours_is_no_button(keyboards: Keyboards, carried: str) -> None:
    first, *_ = await keyboards.hand_out(PRESSES, who=ANNA, at=TUESDAY_NOON)
    with pytest.raises(NoSuchButton):
        await keyboards.pressed(carried.format(token=first.partition(".")[0]), who=ANNA, at=TUESDAY_NOON)


async def test_what_is_used_up_does_nothing_again_and_nor_do_the_others(keyboards: Keyboards) -> None:
    first, second, _ = await keyboards.hand_out(PRESSES, who=ANNA, at=TUESDAY_NOON)
    await keyboards.use_up(first, at=TUESDAY_NOON)
    for one in (first, second):
        with pytest.raises(TooOld):
            await keyboards.pressed(one, who=ANNA, at=TUESDAY_NOON)


async def test_one_alone_can_be_used_up(keyboards: Keyboards) -> None:
    first, second, _ = await keyboards.hand_out(PRESSES, who=ANNA, at=TUESDAY_NOON)
    await keyboards.use_up(first, at=TUESDAY_NOON, alone=True)
    with pytest.raises(TooOld):
        await keyboards.pressed(first, who=ANNA, at=TUESDAY_NOON)
    assert await keyboards.pressed(second, who=ANNA, at=TUESDAY_NOON) == PRESSES[1]


async def test_what_many_have_in_their_own_chats_each_may_press_and_none_ends_for_the_others(
    keyboards: Keyboards,
) -> None:
    first, second, _ = await keyboards.hand_out(PRESSES, who=ALONE, at=TUESDAY_NOON, alike=True)
    other = Who("telegram:12", "telegram:12", "en")

    for ends in ({}, {"alone": True}):
        await keyboards.use_up(first, at=TUESDAY_NOON, **ends)
    found = await keyboards.pressed(first, who=other, at=TUESDAY_NOON)

    assert isinstance(found, Invocation)
    assert found.who == other
    assert await keyboards.pressed(second, who=ALONE, at=TUESDAY_NOON) == PRESSES[1]
    with pytest.raises(NotYours):
        await keyboards.pressed(first, who=ANNA, at=TUESDAY_NOON)
