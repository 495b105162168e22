"""How Discord says no: a status, a code of its own, and for a form each mistake at its path."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Json = dict[str, Any]
Path = tuple[str | int, ...]


class Refusal(Exception):
    def __init__(
        self,
        status: int,
        code: int,
        message: str,
        *,
        errors: Json | None = None,
        more: Json | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(f"{status} {code} {message}")
        self.status = status
        self.body: Json = {"message": message, "code": code, **({"errors": errors} if errors else {}), **(more or {})}
        self.headers = dict(headers or {})


class Unmodelled(Exception):
    """Asked for something this double does not know: never passed over, the test fails."""


class Impossible(AssertionError):
    """What a test asks a person to do, Discord's own app would not let them do."""


def missing(what: str, code: int) -> Refusal:
    return Refusal(404, code, f"Unknown {what}")


NO_ACCESS = (403, 50001, "Missing Access")
NO_PERMISSION = (403, 50013, "Missing Permissions")


class Form:
    """What is wrong with one body, gathered and refused at once."""

    def __init__(self) -> None:
        self._errors: Json = {}

    def wrong(self, path: Path, code: str, message: str) -> None:
        at = self._errors
        for step in path:
            at = at.setdefault(str(step), {})
        at.setdefault("_errors", []).append({"code": code, "message": message})

    def length(self, path: Path, value: Any, low: int, high: int, *, required: bool = True) -> None:
        if value is None or (value == "" and low and required):
            if required:
                self.wrong(path, "BASE_TYPE_REQUIRED", "This field is required")
        elif not isinstance(value, str | list):
            self.wrong(path, "BASE_TYPE_BAD_TYPE", "Has the wrong type")
        elif low and not low <= len(value) <= high:
            self.wrong(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {low} and {high} in length.")
        elif len(value) > high:
            self.wrong(path, "BASE_TYPE_MAX_LENGTH", f"Must be {high} or fewer in length.")

    def number(self, path: Path, value: Any, low: int, high: int) -> None:
        if not isinstance(value, int) or not low <= value <= high:
            self.wrong(path, "NUMBER_TYPE_COERCE", f"Must be a number between {low} and {high}.")

    def one_of(self, path: Path, value: Any, allowed: frozenset[Any]) -> bool:
        if value in allowed:
            return True
        named = ", ".join(str(one) for one in sorted(allowed))
        self.wrong(path, "BASE_TYPE_CHOICES", f"Value must be one of {{{named}}}.")
        return False

    def refuse(self) -> None:
        if self._errors:
            raise Refusal(400, 50035, "Invalid Form Body", errors=self._errors)


def only(body: Mapping[str, Any], allowed: frozenset[str], where: str) -> None:
    """A key nobody has modelled is a hole in the double, or a mistake of the caller: say so."""
    unknown = sorted(set(body) - allowed)
    if unknown:
        raise Unmodelled(f"{where}: unknown {', '.join(unknown)}")
