"""Nouns as JSON and back, for the body of a revision.

Instants are kept in UTC, so that the same moment written in two zones is the same body; show them on the district's
clock. A field that the noun does not have is refused, one that is missing takes the noun's default.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from enum import Enum, StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from knowledge.claims import Claim, Condition, Event, Source
from knowledge.district import District
from knowledge.saved_questions import SavedQuestion
from knowledge.topics import Aside, Topic


@dataclasses.dataclass(frozen=True)
class Emergency:
    """The words of one language (its *slug*) that get the emergency number at once."""

    slug: str
    phrases: tuple[str, ...]


Noun = District | Topic | Aside | Emergency | Source | Event | Condition | Claim | SavedQuestion
N = TypeVar("N", District, Topic, Aside, Emergency, Source, Event, Condition, Claim, SavedQuestion)


class Kind(StrEnum):
    DISTRICT = "district"
    TOPIC = "topic"
    ASIDE = "aside"
    EMERGENCY = "emergency"
    SOURCE = "source"
    EVENT = "event"
    CONDITION = "condition"
    CLAIM = "claim"
    SAVED_QUESTION = "savedquestion"

    @classmethod
    def of(cls, noun: Noun | type[Noun]) -> Kind:
        named = noun if isinstance(noun, type) else type(noun)
        return cls(named.__name__.lower())

    @property
    def noun(self) -> type[Noun]:
        return _nouns()[self]


class NotThisNoun(ValueError):
    """A stored body does not fit its noun; the message names the field."""


def encode(noun: Noun) -> dict[str, Any]:
    body: dict[str, Any] = _plain(noun)
    return body


def decode(noun: type[N], body: Any) -> N:
    """The noun in *body*; raises `NotThisNoun`."""
    try:
        decoded: N = _reader_of(noun)(body)
    except NotThisNoun as error:
        named = body.get("slug") if isinstance(body, Mapping) else None
        raise NotThisNoun(f"{noun.__name__.lower()} {named or '?'}: {error}") from None
    return decoded


def decode_kind(kind: Kind, body: Any) -> Noun:
    decoded: Noun = decode(kind.noun, body)  # type: ignore[type-var]
    return decoded


def changed_fields(before: Noun, after: Noun) -> tuple[str, ...]:
    """The names of the fields in which two nouns of one kind differ, instants compared as instants."""
    old, new = encode(before), encode(after)
    return tuple(name for name in new if old.get(name) != new[name])


@cache
def _nouns() -> Mapping[Kind, type[Noun]]:
    return {Kind.of(noun): noun for noun in get_args(Noun)}


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError(f"a moment needs its zone: {value!r}")
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(inner) for inner in value]
    if not dataclasses.is_dataclass(value):
        raise TypeError(f"no way to store {value!r}")
    return {one.name: _plain(getattr(value, one.name)) for one in dataclasses.fields(value)}


Reader = Callable[[Any], Any]


def _reader_of(noun: Any) -> Reader:
    return _reader(noun)


@cache
def _reader(hint: Any) -> Reader:
    """How to read a value of the type *hint* out of JSON."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        (only,) = (one for one in inner if one is not NoneType)
        return _optional(_reader(only))
    if origin is tuple:
        if inner[1:] == (Ellipsis,):
            return _row(_reader(inner[0]))
        return _fixed_row([_reader(one) for one in inner])
    if origin is not None and issubclass(origin, Mapping):
        return _mapping(_reader(inner[1]))
    if dataclasses.is_dataclass(hint):
        return _record(hint)
    return _scalar(hint)


def _optional(read: Reader) -> Reader:
    return lambda value: None if value is None else read(value)


def _row(read: Reader) -> Reader:
    def read_row(value: Any) -> tuple[Any, ...]:
        return tuple(_at(place, read, one) for place, one in enumerate(_expect(list, value)))

    return read_row


def _fixed_row(readers: list[Reader]) -> Reader:
    def read_row(value: Any) -> tuple[Any, ...]:
        if len(_expect(list, value)) != len(readers):
            raise NotThisNoun(f"expected {len(readers)} values, found {len(value)}")
        return tuple(_at(place, read, one) for place, (read, one) in enumerate(zip(readers, value, strict=True)))

    return read_row


def _mapping(read: Reader) -> Reader:
    def read_mapping(value: Any) -> dict[str, Any]:
        return {key: _at(key, read, one) for key, one in _expect(dict, value).items()}

    return read_mapping


def _record(noun: Any) -> Reader:
    hints = get_type_hints(noun)
    readers = {one.name: _reader(hints[one.name]) for one in dataclasses.fields(noun)}

    def read_record(value: Any) -> Any:
        unknown = _expect(dict, value).keys() - readers.keys()
        if unknown:
            raise NotThisNoun(f"unknown field {', '.join(sorted(unknown))}")
        found = {name: _at(name, readers[name], one) for name, one in value.items()}
        try:
            return noun(**found)
        except TypeError as error:
            raise NotThisNoun(str(error)) from None

    return read_record


def _scalar(hint: Any) -> Reader:
    if issubclass(hint, Enum | date | time):
        parse: Reader = _moment if hint is datetime else hint if issubclass(hint, Enum) else hint.fromisoformat

        def read_word(value: Any) -> Any:
            try:
                return parse(_expect(str, value))
            except ValueError as error:
                raise NotThisNoun(str(error)) from None

        return read_word
    return lambda value: _expect(hint, value)


def _moment(value: str) -> datetime:
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise NotThisNoun(f"a moment needs its zone: {value}")
    return moment.astimezone(UTC)


def _expect(wanted: type, value: Any) -> Any:
    if type(value) is not wanted:
        raise NotThisNoun(f"expected {wanted.__name__}, found {value!r}")
    return value


def _at(place: object, read: Reader, value: Any) -> Any:
    try:
        return read(value)
    except NotThisNoun as error:
        raise NotThisNoun(f"{place}: {error}") from None
