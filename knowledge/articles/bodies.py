"""What was handed over to be read: its bytes, what they are, and where they were found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from knowledge.articles.failures import NothingRead, Why

MOST_BYTES = 5_000_000


class Kind(StrEnum):
    PAGE = "page"
    PLAIN = "plain"
    CALENDAR = "calendar"


KINDS: Mapping[str, Kind] = {
    "text/html": Kind.PAGE,
    "application/xhtml+xml": Kind.PAGE,
    "text/plain": Kind.PLAIN,
    "text/calendar": Kind.CALENDAR,
}
# What people attach that is none of these, by its first bytes, and the name they know it by.
_OTHERS: Mapping[bytes, str] = {
    b"%PDF": "PDF",
    b"PK\x03\x04": "Word, Excel or ZIP",
    b"\xd0\xcf\x11\xe0": "Word or Excel",
    b"{\\rtf": "RTF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"RIFF": "WebP",
    b"\x1f\x8b": "gzip",
}


@dataclass(frozen=True)
class Body:
    """*address*: where it was found in the end, None for what was attached or pasted; *charset*: what its host says of
    its letters."""

    content: bytes
    kind: Kind
    address: str | None = None
    charset: str | None = None


def pasted(text: str) -> Body:
    return Body(text.encode("utf-8", "replace"), kind_of(text.encode("utf-8", "replace")), charset="utf-8")


def attached(content: bytes) -> Body:
    """A file, told by what is in it and not by its name. Raises `NothingRead`."""
    if len(content) > MOST_BYTES:
        raise NothingRead(Why.LARGE)
    return Body(content, kind_of(content))


def kind_of(content: bytes) -> Kind:
    """Raises `NothingRead` for what is none of them."""
    other = next((name for begin, name in _OTHERS.items() if content.startswith(begin)), None)
    if other is not None:
        raise NothingRead(Why.KIND, other)
    begin = content[:2_000].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if begin.startswith(b"begin:vcalendar"):
        return Kind.CALENDAR
    if begin.startswith((b"<!doctype html", b"<html")) or (begin.startswith(b"<") and b"<body" in begin):
        return Kind.PAGE
    return Kind.PLAIN
