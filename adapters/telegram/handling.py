"""What is done with an update, by its kind; of what is named nowhere here, nothing."""

from __future__ import annotations

from adapters.telegram import editing, hearing, inline, pressing
from adapters.telegram.turns import Turn


async def handle(turn: Turn) -> None:
    update = turn.update
    if update.message and not turn.who.shared:
        await turn.house.sender.rooms.heard_from(turn.spot)
    if update.callback_query:
        await pressing.pressed(turn)
    elif update.inline_query:
        await inline.answer(turn)
    elif update.edited_message:
        await editing.edited(turn)
    elif update.message:
        await hearing.heard(turn)
    elif update.my_chat_member:
        await hearing.joined(turn)
