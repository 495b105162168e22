"""What an update says of itself: who, in which room, when, in which lane. Nothing is asked of anybody for it."""

from __future__ import annotations

from datetime import datetime

from telegram import Chat, Message, Update

from adapters.telegram.places import Spot, person_of
from bot.pages import Who

WANTED = (
    *(Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY),
    *(Update.INLINE_QUERY, Update.MY_CHAT_MEMBER),
)
# Telegram's name of a language that has another one here.
OTHERWISE_NAMED = {"fil": "tl"}


def message_of(update: Update) -> Message | None:
    """What somebody wrote, perhaps edited; or our own message, whose button was pressed."""
    written = update.message or update.edited_message
    if written is not None:
        return written
    under = update.callback_query.message if update.callback_query else None
    return under if isinstance(under, Message) else None


def chat_of(update: Update) -> Chat | None:
    if update.callback_query and update.callback_query.message:
        return update.callback_query.message.chat
    return update.effective_chat


def spot_of(update: Update) -> Spot:
    """Where an answer goes; what comes from within another chat (an inline query) counts as of the private one."""
    chat, message = chat_of(update), message_of(update)
    if chat is None:
        return Spot(update.effective_user.id if update.effective_user else 0)
    thread = message.message_thread_id if message and message.is_topic_message else None
    return Spot(chat.id, thread)


def who_of(update: Update) -> Who:
    """Whoever writes as a group or a channel is known by that; a private room is shared with nobody."""
    chat, user, spot = chat_of(update), update.effective_user, spot_of(update)
    message = update.message or update.edited_message
    shown_as = message.sender_chat if message else None
    number = shown_as.id if shown_as else user.id if user else spot.chat
    language = (user.language_code or "").split("-")[0].lower() if user else ""
    language = OTHERWISE_NAMED.get(language, language)
    shared = chat is not None and chat.type != Chat.PRIVATE
    return Who(person_of(number), spot.place, language or None, shared=shared)


def lane_of(update: Update) -> str:
    """Within which order is kept. What is still being typed never holds up what was sent."""
    if update.inline_query:
        return f"{person_of(update.inline_query.from_user.id)}/inline"
    return spot_of(update).place


def written_at(update: Update) -> datetime | None:
    """None where Telegram does not say, as for a button."""
    if update.edited_message:
        return update.edited_message.edit_date or update.edited_message.date
    if update.message:
        return update.message.date
    return update.my_chat_member.date if update.my_chat_member else None


def written_name(update: Update) -> str | None:
    """Telegram's name of what somebody wrote, the same when it is edited."""
    written = update.message or update.edited_message
    return str(written.message_id) if written else None
