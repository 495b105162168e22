"""Commands of editors as tests type them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.commands import Role
from bot.pages import Invocation, Page, Who
from tests.bot.house import House
from tests.sacramento import TUESDAY_NOON


async def typed(
    house: House,
    command: str,
    values: Mapping[str, str],
    *,
    person: str = "telegram:ines",
    role: Role = Role.PUBLISHER,
    now: datetime = TUESDAY_NOON,
) -> Page:
    """*command*: its key, such as ``claim edit``."""
    name, _, action = command.partition(" ")
    return await house.desk.do(Invocation(name, Who(person, person, granted=role), now, action, values))
