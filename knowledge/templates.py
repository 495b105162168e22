"""Templates of events: what opening a strike or a snow day brings along, as data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from functools import cache
from pathlib import Path

from knowledge.claims import Status
from knowledge.texts import Texts
from knowledge.topics import Topic

FOLDER = Path(__file__).resolve().parent / "curated" / "common" / "templates"


@dataclass(frozen=True)
class Template:
    """*topics*: the questions families will ask, each an open question unless it is known already. *status*, *at*:
    what the form for a day's status begins with."""

    slug: str
    kind: str
    titles: Texts
    topics: tuple[Topic, ...] = ()
    status: Status | None = None
    at: time | None = None


@cache
def template_names() -> tuple[str, ...]:
    """Of those that come with the package."""
    return tuple(sorted(file.stem for file in FOLDER.glob("*.yaml")))
