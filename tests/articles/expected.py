"""The expectations as plain values: what each page says, by whom, of which day. Nothing here reads a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.claims import Firmness, Scope, Status
from knowledge.curated_set import CuratedSet
from knowledge.district import District, Level
from knowledge.files import read_folder, read_shipped

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Statement:
    """One thing said; *topics*: any of them is right, the first is the best."""

    paragraphs: tuple[int, ...]
    says: str
    topics: tuple[str, ...]
    days: tuple[date, date] | None
    weekdays: tuple[str, ...]
    at: time | None
    begins: time | None
    closes: time | None
    scope: Scope
    status: Status | None
    firmness: Firmness
    condition: str | None
    speaker: str | None
    official: bool


@dataclass(frozen=True)
class Expected:
    """*published*: None where the page does not say; then *asked* is what an editor would."""

    article: str
    district: str
    outlet: str
    title: str | None
    address: str | None
    published: datetime | None
    changed: datetime | None
    asked: datetime | None
    language: str
    paragraphs: int
    statements: tuple[Statement, ...]
    taken_back: tuple[Statement, ...]

    @property
    def page(self) -> bytes:
        return (HERE / self.article).read_bytes()

    @property
    def moment(self) -> datetime:
        found = self.published or self.asked
        assert found is not None, self.article
        return found


def expectations(folder: str = ".") -> tuple[Expected, ...]:
    """Of the six pages, or of the texts in *folder*."""
    read = yaml.safe_load((HERE / folder / "expectations.yaml").read_text(encoding="utf-8"))
    return tuple(_expected(one) for one in read)


def expectation(article: str) -> Expected:
    return next(one for one in expectations() if one.article == article)


@cache
def knowledge_of(district: str) -> CuratedSet:
    """The shipped topics, with the profile of the district that a page is about."""
    shipped = read_shipped()
    return shipped if district == "sacramento_city" else replace(read_folder(HERE / district), topics=shipped.topics)


def profile(district: str) -> District:
    found = knowledge_of(district).district
    assert found is not None, district
    return found


def _expected(said: Mapping[str, Any]) -> Expected:
    return Expected(
        article=said["article"],
        district=said["district"],
        outlet=said["outlet"],
        title=said.get("title"),
        address=said.get("address"),
        published=said["published"],
        changed=said.get("changed"),
        asked=said.get("published_if_asked"),
        language=said["language"],
        paragraphs=said["paragraphs"],
        statements=tuple(_statement(one) for one in said.get("statements", said.get("no_date", ()))),
        taken_back=tuple(_statement(one) for one in said.get("taken_back", ())),
    )


def _statement(said: Mapping[str, Any]) -> Statement:
    paragraph, days = said["paragraph"], said.get("days") or [said.get("day")]
    return Statement(
        paragraphs=tuple(paragraph) if isinstance(paragraph, list) else (paragraph,),
        says=said["says"],
        topics=(said["topic"], *said.get("or", ())),
        days=(days[0], days[-1]) if days[0] else None,
        weekdays=tuple(said.get("weekdays", ())),
        at=_hour(said.get("at")),
        begins=_hour(said.get("begins")),
        closes=_hour(said.get("closes")),
        scope=Scope(tuple(Level(one) for one in said.get("levels", ())), tuple(said.get("schools", ()))),
        status=Status(said["status"]) if "status" in said else None,
        firmness=Firmness(said.get("firmness", "stated")),
        condition=said.get("condition"),
        speaker=said.get("speaker"),
        official=said.get("official", False),
    )


def _hour(said: str | None) -> time | None:
    return time.fromisoformat(said) if said else None
