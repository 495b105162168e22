"""The paragraphs of a page or a text: letters decoded, signs that do not show left out, no more than is read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from knowledge.articles.article import Form, Paragraph
from knowledge.articles.failures import NothingRead, Why

MOST_WORDS = 50_000
MOST_PARAGRAPHS = 2_000
_HIDDEN = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")
_FORMS = {"head": Form.HEADING, "item": Form.ITEM, "cell": Form.ITEM}


def decoded(body: bytes, charset: str | None = None, *, page: bool = False) -> str:
    """By its mark, by what is said of it, as UTF-8, else as Windows wrote it. Raises `NothingRead` for no text."""
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        charset = "utf-16"
    said = re.search(rb"<meta[^>]{0,200}charset=[\"']?\s*([\w-]{2,20})", body[:4096], re.IGNORECASE) if page else None
    for name in ("utf-8-sig", charset, said[1].decode() if said else None, "cp1252", "latin-1"):
        try:
            text = body.decode(name) if name else ""
        except (LookupError, UnicodeError):
            continue
        if text:
            break
    else:
        text = ""
    if text.count("\0") > len(text) // 50:
        raise NothingRead(Why.KIND)
    return text


def page_paragraphs(body: Any, titles: Sequence[str]) -> tuple[Paragraph, ...]:
    found: list[Paragraph] = []
    for element in body.iter("p", "head", "item", "cell", "quote") if body is not None else ():
        if next(element.iterchildren("p", "head", "item", "cell", "quote", "list"), None) is not None:
            continue
        text = plain("".join(element.itertext()))
        if text and not (element.tag == "head" and text in titles):
            found.append(Paragraph(text, _FORMS.get(element.tag, Form.TEXT)))
    return tuple(found)


def blocks(text: str) -> Iterator[str]:
    """Blocks between blank lines; a text without blank lines has one in each line."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    found = re.split(r"\n[ \t]*\n+", text.strip())
    if len(found) == 1:
        found = text.strip().split("\n")
    yield from (said for one in found if (said := plain(one)))


def plain(text: str) -> str:
    """Without signs that do not show, in one line."""
    return " ".join(_HIDDEN.sub("", unicodedata.normalize("NFC", text)).replace("\0", " ").split())


def cut(paragraphs: Iterable[Paragraph]) -> Iterator[Paragraph]:
    left = MOST_WORDS
    for number, one in enumerate(paragraphs):
        words = one.text.split()
        if left <= 0 or number >= MOST_PARAGRAPHS:
            return
        yield one if len(words) <= left else replace(one, text=" ".join(words[:left]))
        left -= len(words)
