"""Choices, speakers, slugs and identities as editors write them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bot.filling import NO, YES, CannotRead, Filling, cannot_read
from knowledge.claims import Status
from knowledge.matching import plain_words

SLUG = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*")
LONGEST_SLUG = 120
ON, OFF = "on", "off"
IDENTITY = re.compile(r"[a-z]{2,20}:\S{1,100}")
# What editors call a status besides its own name; only what can mean nothing else.
STATUS_WORDS: Mapping[Status, Sequence[str]] = {
    Status.OPEN: ("opened", "school is on", "abierto", "abierta", "abiertas", "abiertos"),
    Status.CLOSED: ("shut", "closure", "no school", "cerrado", "cerrada", "cerradas", "cerrados", "sin clases"),
    Status.DELAYED: ("late start", "late", "delay", "delayed start", "entrada tardia", "entrada tarde"),
    Status.EARLY_DISMISSAL: ("early", "early release", "salida temprana", "salida temprano"),
    Status.REMOTE: ("remote learning", "distance learning", "online", "virtual", "a distancia", "en linea"),
    Status.PARTLY_OPEN: ("partially open", "partly", "partial", "parcial", "parcialmente abierto"),
    Status.UNKNOWN: ("undecided", "not decided", "sin decidir"),
}


def read_choice(words: str, choices: Sequence[str], filling: Filling) -> str:
    """A command without choices takes any word: its handler knows which there are."""
    said = _plain(words)
    for one in choices:
        if _plain(one) == said:
            return one
    if {ON, OFF} <= set(choices) and words.casefold() in YES | NO:
        return ON if words.casefold() in YES else OFF
    for status, others in STATUS_WORDS.items():
        if status.value in choices and any(_plain(other) == said for other in others):
            return status.value
    if choices:
        raise cannot_read(words, filling, choices)
    return words


def read_condition(words: str) -> str:
    """A slug in small letters, or a whole clause as it was written."""
    return words.casefold() if SLUG.fullmatch(words.casefold()) else words


def read_slug(words: str, filling: Filling) -> str:
    slug = words.casefold()
    if len(slug) > LONGEST_SLUG or not SLUG.fullmatch(slug):
        raise CannotRead(
            filling.say("“{words}” is no short name: small letters and digits, joined by hyphens.", words=words)
        )
    return slug


def read_speaker(words: str, filling: Filling) -> str:
    speakers = filling.edition.district.speakers
    said = _plain(words)
    for one in speakers:
        names = (one.slug, *(name.words for name in one.names.values()), *one.aliases)
        if any(_plain(name) == said for name in names):
            return one.slug
    raise cannot_read(words, filling, [one.slug for one in speakers])


def read_identity(words: str, filling: Filling) -> str:
    if not IDENTITY.fullmatch(words):
        raise CannotRead(filling.say("Write the platform and who they are there, for example telegram:12345."))
    return words


def _plain(words: str) -> str:
    return " ".join(plain_words(words))
