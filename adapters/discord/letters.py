"""Words as Discord's markup: whatever came from somebody is shown as it was written and mentions nobody.

Lengths are counted in UTF-16, which is never less than what Discord counts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bot.letters import CUT, harmless, shortened, units

CONTENT, DESCRIPTION, EMBEDS = 2000, 4096, 6000  # characters of a message, of an embed, of all embeds of a message
TITLE, FIELD_NAME, FIELD_VALUE, FOOTER = 256, 256, 1024, 2048
MOST_FIELDS, MOST_EMBEDS = 25, 10
BUTTON, OPTION = 80, 100  # of a label
LONGEST_ADDRESS = 512
SHORTER = (1000, 700, 400, 200, 100)  # units of a line, where several must fit

_MARKUP = re.compile(r"([\\*_~`|<>\[\]])")
_BEGINNING = re.compile(r"^(\s*)(#{1,3}|-#?|\+|\d+(?=\.))(?=[\s.])", re.MULTILINE)  # headings, lists, small print
_EVERYBODY = re.compile(r"@(?=everyone|here)", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[^\s<>*~`|\\\[\]]+")
_COMMAND = re.compile(r"(?<![\w/\\<.])/([a-z]+)(?![\w/=.-]|\s+\w+=)")
_UNSEEN_STOP = "\u200b"


def escaped(words: str, most: int | None = None) -> str:
    """*most*: units of what comes out; what is longer is cut before it is escaped."""
    return _escape(harmless(words) if most is None else bounded(words, most))


def bounded(words: str, most: int) -> str:
    """As much of the words as is at most so many units once it is escaped."""
    kept, room = shortened(harmless(words), most), most
    while room > 1 and (marked := units(_escape(kept))) > most:
        room = max(min(room - 1, room * most // marked), 1)
        kept = shortened(kept, room)
    return kept if room > 1 else CUT


def fitted(lines: Sequence[str], most: int) -> str:
    """Beneath each other in at most so many units: the longest are cut first, so that each still says something."""
    for longest in SHORTER:
        text = "\n".join(escaped(one, longest) for one in lines)
        if units(text) <= most:
            return text
    return shortened(text, most)


def _escape(words: str) -> str:
    """Addresses stay as they are, for a backslash would become part of them."""
    parts, end = list[str](), 0
    for found in _ADDRESS.finditer(words):
        parts += [_MARKUP.sub(r"\\\1", words[end : found.start()]), found[0]]
        end = found.end()
    parts.append(_MARKUP.sub(r"\\\1", words[end:]))
    marked = _BEGINNING.sub(_held_back, "".join(parts))
    return _EVERYBODY.sub("@" + _UNSEEN_STOP, marked)


def _held_back(found: re.Match[str]) -> str:
    return f"{found[1]}{found[2]}\\" if found[2].isdecimal() else f"{found[1]}\\{found[2]}"


def bold(words: str, most: int | None = None) -> str:
    marked = escaped(" ".join(words.split()), most - 4 if most else None)
    return f"**{marked}**" if marked else ""


def struck(words: str) -> str:
    """Line by line, for the mark does not reach over several."""
    return "\n".join(f"~~{escaped(one)}~~" for one in words.splitlines() if one.strip())


def small(marked: str) -> str:
    """Small print, a line of its own; of what is markup already."""
    return f"-# {marked}"


def linked(words: str, address: str | None, most: int) -> str:
    """Words that open an address, where it is one that can be opened."""
    address = address or ""
    if (
        not address.startswith(("https://", "http://"))
        or len(address) > LONGEST_ADDRESS
        or re.search(r"[\s<>]", address)
    ):
        return escaped(words, most)
    target = address.replace("(", "%28").replace(")", "%29")
    return f"[{escaped(words, most)}]({target})"


def one_line(words: str, most: int) -> str:
    """Plain words for a button, an option, a placeholder, where nothing is markup."""
    return shortened(" ".join(harmless(words).split()) or CUT, most)


def clickable(marked: str, commands: Mapping[str, int]) -> str:
    """Markup in which a command that is named opens by a tap, under the name it has for whoever reads. *commands*: the
    numbers of those that take no further word."""

    def opened(found: re.Match[str]) -> str:
        number = commands.get(found[1])
        return found[0] if number is None else f"</{found[1]}:{number}>"

    parts = marked.split("`")  # what is set off between two of them is to be copied
    parts[::2] = [_COMMAND.sub(opened, one) for one in parts[::2]]
    return "`".join(parts)
