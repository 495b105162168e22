"""Which of our messages in a staff room must stay as they are, so that a reply to them is a reply to what they say."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from knowledge.staff_posts import find_post

if TYPE_CHECKING:
    from adapters.telegram.turns import House


async def must_stand(house: House, place: str, message: str) -> bool:
    """What a button under it leads to is a message of its own."""
    return await house.bellwether.database.read(partial(find_post, place=place, message=message)) is not None
