"""Whatever is typed into a field, an editor reads what is wrong with it; nothing fails and nothing is published."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.commands import find_command
from bot.pages import PageKind
from tests.bot.office import INES, Office, open_office
from tests.sacramento import TUESDAY_NOON

COMMANDS = {
    "status": {"status": "closed", "day": "thu"},
    "claim add": {"topic": "school-open", "status": "open", "days": "thu"},
    "claim edit": {"claim": "closed-wednesday"},
    "claim settle": {"condition": "deal", "state": "met"},
    "claim extend": {"claim": "offer-2", "moment": "tomorrow 18:00"},
}
TYPED = (
    *("-", "30 February", "9999-12-31 23:00", "25:99", "{claim} %s", "\u202edesolc", "x" * 400, "🎉", "https://["),
    *(";;;", "Elk Grove", "closed-wednesday"),
)


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    async with open_office() as opened:
        yield opened


@pytest.mark.parametrize("key", list(COMMANDS))
async def test_nothing_typed_into_a_field_makes_a_command_fail(office: Office, key: str) -> None:
    before = await office.claims()
    name, _, action = key.partition(" ")
    command = find_command(name, action)
    assert command is not None
    for field in command.fields:
        for typed in TYPED:
            page = await office.do(key, who=INES, now=TUESDAY_NOON, **{**COMMANDS[key], field.name: typed})
            assert page.reference is None, (field.name, typed, page.lines)
            assert page.change is None
            said = [*page.lines, *(one.words for one in page.problems)]
            assert said or page.kind in (PageKind.PREVIEW, PageKind.DONE), (field.name, typed)
    assert await office.claims() == before
