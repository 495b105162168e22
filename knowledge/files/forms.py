"""The forms a value can take in a curated file, each read from a place and written back the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from yaml.nodes import ScalarNode

from knowledge.files.problems import did_you_mean
from knowledge.files.spots import Approvals, Spot, Unreadable

_SCRIPTS = ("javascript:", "data:", "file:")
SLUG = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*")


@dataclass(frozen=True)
class Ink:
    """What one file says once for all its nouns, when it is written."""

    zone: ZoneInfo | None = None
    approved: Approvals = field(default_factory=dict)
    event: str | None = None


class InlineList(list[Any]):
    """Written on one line."""


class InlineFields(dict[str, Any]):
    """Written on one line."""


def _as_it_is(value: Any, ink: Ink) -> Any:
    return value


@dataclass(frozen=True)
class Form:
    """*names*: the kind of noun whose slugs stand here, if any."""

    read: Callable[[Spot], Any]
    write: Callable[[Any, Ink], Any] = _as_it_is
    names: str | None = None


def _words(spot: Spot) -> str:
    words = spot.scalar()
    if not words.strip():
        raise spot.refused("there are no words here")
    return words


def _slug(spot: Spot) -> str:
    slug = _words(spot)
    if not SLUG.fullmatch(slug):
        raise spot.refused(f'"{slug}" is no slug: small letters and digits, joined by - or _ or a dot')
    return slug


def _flag(spot: Spot) -> bool:
    word = spot.scalar().lower()
    if word not in ("true", "yes", "on", "false", "no", "off"):
        raise spot.refused(f'"{word}" is neither true nor false')
    return word in ("true", "yes", "on")


def _address(spot: Spot) -> str:
    address = _words(spot)
    scheme, colon, _ = address.partition("://")
    if re.search(r"\s", address) or (colon and scheme not in ("http", "https")) or address.lower().startswith(_SCRIPTS):
        raise spot.refused(f'"{address}" is no address of a page')
    return address


WORDS = Form(_words)
NEW_SLUG = Form(_slug)
FLAG = Form(_flag)
ADDRESS = Form(_address)


def number(least: int, most: int) -> Form:
    def read(spot: Spot) -> int:
        text = spot.scalar()
        if not re.fullmatch(r"-?[0-9]{1,6}", text) or not least <= int(text) <= most:
            raise spot.refused(f'"{text}" is no whole number from {least} to {most}')
        return int(text)

    return Form(read)


def choice(words: type[StrEnum], *, without: Sequence[StrEnum] = ()) -> Form:
    allowed = [str(one) for one in words if one not in without]

    def read(spot: Spot) -> StrEnum:
        word = spot.scalar()
        if word not in allowed:
            raise spot.refused(f'"{word}" is none of {", ".join(allowed)}{did_you_mean(word, allowed)}')
        return words(word)

    return Form(read, lambda value, ink: str(value))


def reference(kind: str) -> Form:
    """The slug of a noun that must be known once everything is read."""

    def read(spot: Spot) -> str:
        slug = _words(spot)
        spot.sheet.ledger.named.append((kind, slug, spot))
        return slug

    return Form(read, names=kind)


def many(form: Form, *, least: int = 0, inline: bool = True) -> Form:
    """A list; places that cannot be read are noted and left out."""

    def read(spot: Spot) -> tuple[Any, ...]:
        items = spot.items()
        if len(items) < least:
            raise spot.refused("at least one is needed here")
        return tuple(read_each(form, items))

    def write(values: Sequence[Any], ink: Ink) -> list[Any]:
        written = [form.write(one, ink) for one in values]
        return InlineList(written) if inline else written

    return Form(read, write, names=form.names)


def read_each(form: Form, spots: Sequence[Spot]) -> list[Any]:
    found = []
    for spot in spots:
        try:
            found.append(form.read(spot))
        except Unreadable:
            continue
    return found


def from_to(form: Form) -> Form:
    """Two values, the second not before the first."""

    def read(spot: Spot) -> tuple[Any, Any]:
        values = [form.read(one) for one in spot.items()]
        if len(values) != 2:
            raise spot.refused("two values are expected here, the first and the last, as in [first, last]")
        if values[1] < values[0]:
            raise spot.refused(f"the last ({values[1]}) is before the first ({values[0]})")
        return values[0], values[1]

    return Form(read, lambda pair, ink: InlineList(form.write(one, ink) for one in pair))


def by_key(key: Form, value: Form, *, inline: bool = False) -> Form:
    """Values under names of a known form, such as a language."""

    def read(spot: Spot) -> dict[str, Any]:
        found = {}
        for name, place in spot.entries().items():
            try:
                key.read(_name_of(place, name))
                found[name] = value.read(place)
            except Unreadable:
                continue
        return found

    def write(values: Mapping[str, Any], ink: Ink) -> dict[str, Any]:
        written = {name: value.write(one, ink) for name, one in values.items()}
        return InlineFields(written) if inline else written

    return Form(read, write)


def _name_of(place: Spot, name: str) -> Spot:
    """The field's name as a place of its own, so that it can be read as a value."""
    return Spot(place.sheet, ScalarNode("tag:yaml.org,2002:str", name, style="'"), place.line, place.field)
