"""A typed line as words: double quotes hold several together, and `name=value` belongs to a field."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

OPENING = '"“”„'
CLOSING = '"“”'
_NAMED = re.compile(r"(\w+)=")


class OpenQuote(ValueError):
    """A quotation mark was opened and never closed; *begins* is what stands behind it."""

    def __init__(self, begins: str) -> None:
        super().__init__(begins)
        self.begins = begins


@dataclass(frozen=True)
class Word:
    """*field*: the name in front of an equals sign; *start*, *end*: where it stands in the line."""

    text: str
    start: int
    end: int
    field: str = ""
    quoted: bool = False


def words_in(line: str, fields: Collection[str] = (), *, start: int = 0) -> list[Word]:
    """*fields*: the names that count as one in front of an equals sign; any other is part of the word.
    Raises `OpenQuote`."""
    found: list[Word] = []
    place = start
    while True:
        while place < len(line) and line[place].isspace():
            place += 1
        if place == len(line):
            return found
        found.append(_word(line, place, fields))
        place = found[-1].end


def _word(line: str, start: int, fields: Collection[str]) -> Word:
    named = _NAMED.match(line, start)
    name = named[1].lower() if named and named[1].lower() in fields else ""
    place = named.end() if named and name else start
    if place < len(line) and line[place] in OPENING:
        text, end = _quoted(line, place)
        return Word(text, start, end, name, True)
    end = place
    while end < len(line) and not line[end].isspace():
        end += 1
    return Word(line[place:end], start, end, name)


def _quoted(line: str, start: int) -> tuple[str, int]:
    """What stands between the marks, and where the line goes on; a backslash keeps a mark within."""
    letters: list[str] = []
    place = start + 1
    while place < len(line):
        if line[place] == "\\" and line[place + 1 : place + 2] in (*OPENING, "\\"):
            letters.append(line[place + 1])
            place += 2
        elif line[place] in CLOSING:
            return "".join(letters), place + 1
        else:
            letters.append(line[place])
            place += 1
    raise OpenQuote(line[start + 1 :].strip())
