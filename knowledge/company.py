"""In which company somebody was told something: it decides how they can be told of a change."""

from __future__ import annotations

from enum import StrEnum


class Company(StrEnum):
    """*alone*: in a room of their own, where they can be written to; *room*: where others read along, so the message
    itself is rewritten; *aside*: shown to them alone in a room of several, where nothing can be sent to them later."""

    ALONE = "alone"
    ROOM = "room"
    ASIDE = "aside"
