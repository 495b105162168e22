"""How a noun stands in a curated file: which field fills which of its attributes, declared once for both ways."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields
from typing import Any

from knowledge.files.forms import Form, Ink
from knowledge.files.spots import Spot, Unreadable


@dataclass(frozen=True)
class Field:
    """*into*: the attributes it fills, where they are named otherwise or are several."""

    name: str
    form: Form
    into: tuple[str, ...] = ()
    required: bool = False

    @property
    def attributes(self) -> tuple[str, ...]:
        return self.into or (self.name,)

    def taken_from(self, noun: object) -> Any:
        values = tuple(getattr(noun, one) for one in self.attributes)
        return values if len(values) > 1 else values[0]

    def as_attributes(self, value: Any) -> dict[str, Any]:
        return dict(zip(self.attributes, value if len(self.attributes) > 1 else (value,), strict=True))


@dataclass(frozen=True)
class Record:
    """*kind*: what the noun is called in messages and references. *inherits*: attributes that the file can give
    to all its nouns at once, such as the event."""

    kind: str
    noun: Callable[..., Any]
    fields: tuple[Field, ...]
    inherits: tuple[str, ...] = ()

    @property
    def form(self) -> Form:
        return Form(self.read, self.write)

    def read(self, spot: Spot) -> Any:
        places = spot.fields([one.name for one in self.fields])
        values = {name: one for name, one in spot.sheet.inherited.items() if name in self.inherits}
        found, whole = self._values(places)
        if "slug" in found:
            spot.sheet.ledger.declare(self.kind, found["slug"], {**places, "": spot})
        values.update(found)
        for missing in self._missing(places, values):
            spot.note(f'the {self.kind} lacks its "{missing}"')
            whole = False
        if not whole:
            raise Unreadable
        return self.noun(**values)

    def _values(self, places: Mapping[str, Spot]) -> tuple[dict[str, Any], bool]:
        values: dict[str, Any] = {}
        whole = True
        for one in self.fields:
            place = places.get(one.name)
            if place is None:
                continue
            try:
                if place.is_empty:
                    raise place.refused(f'"{one.name}" is empty; fill it, or leave the field out')
                value = one.as_attributes(one.form.read(place))
                if values.keys() & value.keys():
                    raise place.refused(f'"{one.name}" says again what another field of the {self.kind} says already')
                values.update(value)
            except Unreadable:
                whole = False
        return values, whole

    def _missing(self, places: Mapping[str, Spot], values: Mapping[str, Any]) -> list[str]:
        """Required fields that nothing was given for; one that was given and refused is no second problem."""
        given = {name for one in self.fields if one.name in places for name in one.attributes} | values.keys()
        return [one.name for one in self.fields if one.required and not given & set(one.attributes)]

    def write(self, noun: object, ink: Ink) -> dict[str, Any]:
        usual = self._usual(ink)
        written = {}
        for one in self.fields:
            if all(getattr(noun, name) == usual.get(name, MISSING) for name in one.attributes):
                continue
            value = one.form.write(one.taken_from(noun), ink)
            if value is not None:
                written[one.name] = value
        return written

    def _usual(self, ink: Ink) -> dict[str, Any]:
        """What an attribute is when its field is left out."""
        usual: dict[str, Any] = {}
        for one in fields(self.noun):  # type: ignore[arg-type]
            if one.default is not MISSING:
                usual[one.name] = one.default
            elif one.default_factory is not MISSING:
                usual[one.name] = one.default_factory()
        return {**usual, "event": ink.event} if "event" in self.inherits else usual

    def slugs_named(self, noun: object) -> list[tuple[str, str]]:
        """Kind and slug of every noun this one refers to."""
        named: list[tuple[str, str]] = []
        for one in self.fields:
            value = one.taken_from(noun)
            if one.form.names and value is not None:
                slugs = (value,) if isinstance(value, str) else value
                named.extend((one.form.names, slug) for slug in slugs)
        return named
