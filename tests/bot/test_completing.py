"""What is kept for completing: read once for many letters, nothing where it cannot be read, never what somebody may not
see."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.commands import Role, find_command
from bot.completing import Completing, Kept, Typing
from bot.pages import Who
from knowledge.failures import DatabaseUnreadable
from tests.bot.office import Office, open_office
from tests.sacramento import TUESDAY_NOON

EDITOR = Who("discord:2", "discord:1", granted=Role.EDITOR)
FAMILY = Who("discord:3", "discord:1")


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    async with open_office() as opened:
        yield opened


def typing(command: str, name: str, typed: str, who: Who, language: str = "en") -> Typing:
    found = find_command(*command.split(" "))
    field = found.field(name) if found is not None else None
    assert found is not None
    assert field is not None
    return Typing(found, field, typed, who, TUESDAY_NOON, language, {name: typed})


async def test_what_was_read_is_not_read_again_for_the_next_letter() -> None:
    reads: list[int] = []

    async def read() -> int:
        reads.append(1)
        return 7

    kept = Kept[int](0)

    assert [await kept.of("list", read) for _ in range(5)] == [7] * 5
    assert len(reads) == 1


async def test_what_cannot_be_read_is_nothing_and_is_tried_again() -> None:
    async def away() -> int:
        raise DatabaseUnreadable("away")

    async def back() -> int:
        return 7

    kept = Kept[int](0)

    assert await kept.of("list", away) == 0
    assert await kept.of("list", back) == 7


async def test_claims_are_completed_for_editors_and_not_for_families(office: Office) -> None:
    completing = Completing(office.desk)

    found = await completing.complete(typing("claim edit", "claim", "bags", EDITOR), most=25)

    assert [one.value for one in found] == ["meals-wednesday"]
    assert await completing.complete(typing("claim edit", "claim", "bags", FAMILY), most=25) == ()


async def test_topics_are_found_by_the_words_families_use(office: Office) -> None:
    completing = Completing(office.desk)

    asked = await completing.complete(typing("ask", "question", "what about lun", FAMILY), most=25)
    followed = await completing.complete(typing("follow", "topic", "lunch", FAMILY), most=25)

    assert [one.value for one in asked] == ["Meals"]
    assert [one.value for one in followed] == ["meals"]


async def test_a_title_in_another_language_is_named_so_and_asked_as_it_is(office: Office) -> None:
    completing = Completing(office.desk)

    (found,) = await completing.complete(typing("ask", "question", "lunch", FAMILY, "es"), most=25)

    assert found.label != "Meals"
    assert found.value == "Meals"


async def test_no_more_is_offered_than_a_platform_shows(office: Office) -> None:
    wanted = replace(typing("claim add", "topic", "", EDITOR))

    assert len(await Completing(office.desk).complete(wanted, most=3)) == 3
