"""What can go wrong between us and Telegram, as far as somebody decides by it."""

from __future__ import annotations

from telegram.error import BadRequest, Forbidden, NetworkError, TelegramError


class Gone(Exception):
    """Nothing can be sent to this room: the bot was blocked or taken out, or the room is no more."""


class Unsent(Exception):
    """It could not be brought to Telegram, or nobody knows whether it was; trying again is for later."""


class Refused(Exception):
    """Telegram will not have us as we are set up; trying again changes nothing."""


class NotDelivered(NetworkError):
    """Telegram has not had it: no connection came about, or it said that it did nothing. Safe to send again."""


# How Telegram words it, in lower case; only its words tell one bad request from another.
GONE = (
    *("chat not found", "group chat was deactivated", "user is deactivated", "peer_id_invalid"),
    *("not enough rights", "have no rights to send", "chat_write_forbidden", "chat_restricted"),
    *("topic_closed", "topic_deleted", "message thread not found", "need administrator rights"),
)
UNCHANGED = ("message is not modified",)
NOT_EDITABLE = ("message to edit not found", "message can't be edited", "message_id_invalid", "message not found")
UNPARSABLE = ("can't parse entities", "can't find end of the entity", "unsupported start tag")
TOO_LATE = ("query is too old", "query id is invalid", "query_id_invalid")


def says(error: TelegramError, *words: str) -> bool:
    return isinstance(error, BadRequest) and any(one in error.message.lower() for one in words)


def is_gone(error: TelegramError) -> bool:
    return isinstance(error, Forbidden) or says(error, *GONE)
