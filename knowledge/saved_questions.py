"""Questions kept with the answer they should get: the test that a knowledge base brings along."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from knowledge.claims import Scope


@dataclass(frozen=True)
class SavedQuestion:
    """Asked at *at*, or, without it, whenever the test runs; in *language*, as a family of *scope*. The rest is what it
    should come to: *first_line* holds only at a fixed moment."""

    slug: str
    text: str
    outcome: str
    language: str | None = None
    at: datetime | None = None
    scope: Scope = field(default_factory=Scope)
    status: str | None = None
    day: date | None = None
    topics: tuple[str, ...] = ()
    first_line: str = ""
