"""One REST call with its parts taken apart, and the table handlers are entered in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.adapters.discord.messages import Attachment
from tests.adapters.discord.refusals import Json, Refusal, Unmodelled


@dataclass(frozen=True)
class Call:
    parts: Mapping[str, str]
    query: Mapping[str, str]
    body: Any
    files: list[Attachment] = field(default_factory=list)

    def number(self, name: str) -> int:
        text = self.parts[name]
        if not text.isdecimal():
            raise Refusal(400, 50035, "Invalid Form Body", errors={name: {"_errors": [{"code": "NUMBER_TYPE_COERCE"}]}})
        return int(text)

    def asked(self, *allowed: str) -> None:
        unknown = sorted(set(self.query) - set(allowed))
        if unknown:
            raise Unmodelled(f"unknown parameter {', '.join(unknown)}")


Answer = Json | list[Json] | None
Handler = Callable[[Call], Awaitable[Answer]]


@dataclass(frozen=True)
class Route:
    """*path*: below /api/v10, the first part in braces is what its limits are counted by; *open*: needs no token."""

    method: str
    path: str
    handler: Handler
    open: bool = False
