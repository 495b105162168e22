"""What letters a message on Telegram may hold, and how long it is there: words are made harmless once, then escaped.

Telegram counts in UTF-16 after the tags are read; control characters and floods of marks are cut before they count.
"""

from __future__ import annotations

import re
import unicodedata
from html import escape, unescape

from bot.letters import CUT, harmless, shortened, units

__all__ = [
    "CUT",
    "LONGEST",
    "MOST_ENTITIES",
    "entities",
    "escaped",
    "harmless",
    "length",
    "plain",
    "shortened",
    "units",
    "width",
]

LONGEST = 4096  # of one message, after its tags are read
MOST_ENTITIES = 90  # Telegram reads 100 of a message and drops the rest in silence
_TAG = re.compile("</?[a-z][^>]*>")


def escaped(words: str) -> str:
    """Harmless words as HTML."""
    return escape(harmless(words), quote=False)


def plain(html: str) -> str:
    """What somebody reads of it."""
    return unescape(_TAG.sub("", html))


def length(html: str) -> int:
    """As Telegram counts it."""
    return units(plain(html))


def entities(html: str) -> int:
    """How many of what Telegram calls an entity stand in it, without those it finds by itself."""
    return html.count("</")


def width(words: str) -> int:
    """Columns on a screen: letters of East Asia take two, marks and what is not seen none."""
    return len(words) if words.isascii() else sum(_columns(letter) for letter in words)


def _columns(letter: str) -> int:
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in ("W", "F") else 1
