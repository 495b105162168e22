"""HTML as Telegram's Bot API reads it: a small set of tags, everything closed, offsets in UTF-16 units.

Also what Telegram finds by itself in what people type: commands and mentions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "tg-emoji": "custom_emoji",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
EXPANDABLE = "expandable_blockquote"
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
NAME = re.compile(r"<(/?)([^\s>]*)")
TAG = re.compile(r"<(/?)([^\s<>/]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>")
ATTRIBUTE = re.compile(r"([a-zA-Z-]+)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?")
CHARACTER = re.compile(r"&(#x[0-9a-fA-F]{1,6}|#[0-9]{1,7}|[a-z]+);?")
TYPED = re.compile(r"(?<![\w/@])(?:(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?)|(?P<mention>@\w{3,32}))(?!\w)")
MOST_ENTITIES = 100


class Unparsable(Exception):
    """In Telegram's words."""


@dataclass(frozen=True)
class Entity:
    """*offset*, *length*: in UTF-16 units, as Telegram counts."""

    kind: str
    offset: int
    length: int
    address: str | None = None

    @property
    def body(self) -> dict[str, Any]:
        plain = {"type": self.kind, "offset": self.offset, "length": self.length}
        return plain | ({"url": self.address} if self.address is not None else {})


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def part(text: str, entity: Entity) -> str:
    """The stretch of the text that an entity is about."""
    first, last = entity.offset * 2, (entity.offset + entity.length) * 2
    return text.encode("utf-16-le")[first:last].decode("utf-16-le")


def typed_entities(text: str) -> list[dict[str, Any]]:
    """Commands and mentions in what somebody typed."""
    found = ((one.lastgroup or "", units(text[: one.start()]), units(one.group())) for one in TYPED.finditer(text))
    return [Entity(*one).body for one in found]


@dataclass
class _Read:
    said: list[str] = field(default_factory=list)
    length: int = 0
    open: list[tuple[str, int, str | None]] = field(default_factory=list)
    found: list[Entity] = field(default_factory=list)

    def add(self, text: str) -> None:
        self.said.append(text)
        self.length += units(text)


def read_html(html: str) -> tuple[str, list[Entity]]:
    """Raises `Unparsable`. White space around the whole is taken away, as Telegram does."""
    read = _Read()
    place = 0
    while place < len(html):
        if html[place] == "<":
            place = _tag(html, place, read)
        elif html[place] == "&":
            place = _character(html, place, read)
        else:
            end = next((at for at in range(place, len(html)) if html[at] in "<&"), len(html))
            read.add(html[place:end])
            place = end
    if read.open:
        raise Unparsable(f'Can\'t find end tag corresponding to start tag "{read.open[-1][0]}"')
    return _trimmed("".join(read.said), read.found)


def _tag(html: str, place: int, read: _Read) -> int:
    at = len(html[:place].encode())
    named, match = NAME.match(html, place), TAG.match(html, place)
    assert named is not None
    closing, name = named.group(1), named.group(2).lower()
    if named.end() == len(html) or (closing and match is None):
        raise Unparsable(f"Unclosed {'end' if closing else 'start'} tag at byte offset {at}")
    if closing and match is not None:
        _close(name, at, read)
        return match.end()
    if name not in KINDS:
        raise Unparsable(f'Unsupported start tag "{name}" at byte offset {at}')
    if match is None:
        raise Unparsable(f"Unclosed start tag at byte offset {at}")
    attributes = dict(_attributes(match.group(3)))
    if name == "span" and attributes.get("class") != "tg-spoiler":
        raise Unparsable(f'Tag "span" must have class "tg-spoiler" at byte offset {at}')
    said = "expandable" if name == "blockquote" and "expandable" in attributes else attributes.get("href")
    read.open.append((name, read.length, said))
    return match.end()


def _close(name: str, at: int, read: _Read) -> None:
    if not read.open:
        raise Unparsable(f"Unexpected end tag at byte offset {at}")
    opened, start, address = read.open.pop()
    if name not in ("", opened):
        raise Unparsable(f'Unmatched end tag at byte offset {at}, expected "</{opened}>", found "</{name}>"')
    length = read.length - start
    if length and (opened != "a" or address):
        kind = EXPANDABLE if opened == "blockquote" and address else KINDS[opened]
        read.found.append(Entity(kind, start, length, address if opened == "a" else None))


def _attributes(rest: str) -> Iterator[tuple[str, str]]:
    for one in ATTRIBUTE.finditer(rest):
        value = one.group(2) or ""
        value = value[1:-1] if value[:1] in ("'", '"') else value
        yield one.group(1).lower(), CHARACTER.sub(lambda found: _said(found) or found.group(), value)


def _character(html: str, place: int, read: _Read) -> int:
    match = CHARACTER.match(html, place)
    said = _said(match) if match else None
    read.add(said or "&")
    return match.end() if match and said else place + 1


def _said(match: re.Match[str]) -> str | None:
    name = match.group(1)
    if not name.startswith("#"):
        return NAMED.get(name)
    code = int(name[2:], 16) if name[1] in "xX" else int(name[1:])
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else None


def _trimmed(text: str, found: list[Entity]) -> tuple[str, list[Entity]]:
    left = units(text) - units(text.lstrip())
    kept = text.strip()
    last = units(kept)
    moved = []
    for one in found:
        start, end = max(one.offset - left, 0), min(one.offset + one.length - left, last)
        if end > start:
            moved.append(replace(one, offset=start, length=end - start))
    return kept, sorted(moved, key=lambda one: (one.offset, -one.length))[:MOST_ENTITIES]
