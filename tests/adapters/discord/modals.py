"""A form as Discord's app shows it, and what it sends when it is submitted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.adapters.discord.components import LABEL, ROW, SELECT, SELECTS, TEXT, TEXT_INPUT
from tests.adapters.discord.refusals import Impossible, Json

RADIO, CHECKBOXES, CHECKBOX = 21, 22, 23


@dataclass(frozen=True)
class Field:
    label: str
    raw: Json

    @property
    def custom_id(self) -> str:
        return str(self.raw["custom_id"])

    @property
    def value(self) -> Any:
        """What stands in it before anybody touches it."""
        kind = self.raw["type"]
        if kind == TEXT_INPUT:
            return self.raw.get("value") or ""
        if kind == CHECKBOX:
            return bool(self.raw.get("default"))
        chosen = [one["value"] for one in self.raw.get("options", []) if one.get("default")]
        return (chosen[0] if chosen else None) if kind == RADIO else chosen

    def filled(self, value: Any, *, checked: bool) -> Json:
        """*checked*: refuses what the app would not let somebody send."""
        kind = self.raw["type"]
        if checked:
            self._check(value, kind)
        key = "value" if kind in (TEXT_INPUT, RADIO, CHECKBOX) else "values"
        return {"type": kind, "id": self.raw.get("id", 0), "custom_id": self.custom_id, key: value}

    def _check(self, value: Any, kind: int) -> None:
        needed = self.raw.get("required", True)
        if kind == TEXT_INPUT:
            low, high = self.raw.get("min_length") or 0, self.raw.get("max_length") or 4000
            if (needed and not value) or (value and not low <= len(value) <= high):
                raise Impossible(f"{self.label}: {len(value)} characters, {low} to {high} may be sent")
        elif kind == SELECT:
            allowed = {one["value"] for one in self.raw["options"]}
            few, many = self.raw.get("min_values", 1), self.raw.get("max_values", 1)
            if set(value) - allowed or len(value) > many or (needed and len(value) < few):
                raise Impossible(f"{self.label}: {value} cannot be chosen among {sorted(allowed)}")
        elif kind in (RADIO, CHECKBOXES):
            chosen = [value] if kind == RADIO and value is not None else list(value or [])
            if set(chosen) - {one["value"] for one in self.raw["options"]} or (needed and not chosen):
                raise Impossible(f"{self.label}: {value} cannot be chosen")


@dataclass(frozen=True)
class Modal:
    raw: Json

    @property
    def title(self) -> str:
        return str(self.raw["title"])

    @property
    def custom_id(self) -> str:
        return str(self.raw["custom_id"])

    @property
    def fields(self) -> list[Field]:
        found = []
        for part in self.raw["components"]:
            if part["type"] == LABEL:
                found.append(Field(part["label"], part["component"]))
            elif part["type"] == ROW:
                found.append(Field(part["components"][0]["label"], part["components"][0]))
        return found

    @property
    def values(self) -> dict[str, Any]:
        return {field.label: field.value for field in self.fields}

    def submission(self, given: dict[str, Any], *, checked: bool) -> Json:
        """*given*: by label or custom id; the rest stays as it was pre-filled."""
        known = {key for field in self.fields for key in (field.label, field.custom_id)}
        if set(given) - known:
            raise Impossible(f"the form {self.title!r} has no {sorted(set(given) - known)}, it has {sorted(known)}")
        fields = iter(self.fields)
        return {
            "custom_id": self.custom_id,
            "components": [self._part(part, fields, given, checked=checked) for part in self.raw["components"]],
        }

    def _part(self, part: Json, fields: Any, given: dict[str, Any], *, checked: bool) -> Json:
        if part["type"] == TEXT:
            return {"type": TEXT, "id": part.get("id", 0)}
        field: Field = next(fields)
        value = given.get(field.label, given.get(field.custom_id, field.value))
        if field.raw["type"] in SELECTS and isinstance(value, str):
            value = [value]
        filled = field.filled(value, checked=checked)
        number = part.get("id", 0)
        if part["type"] == LABEL:
            return {"type": LABEL, "id": number, "component": filled}
        return {"type": ROW, "id": number, "components": [filled]}
