"""Handing over without a process for each page, which takes seconds to start: the same code fetches and reads here."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from bot.articles.gathering import CALENDAR_AHEAD, Gathered, Gathering
from knowledge.articles.article import Published
from knowledge.articles.bodies import Body, Kind
from knowledge.articles.calendars import read_calendar
from knowledge.articles.networks import networks
from knowledge.articles.paragraphs import decoded
from knowledge.articles.reading import For, read_page, read_text
from knowledge.curated_set import CuratedSet
from knowledge.district import District
from tests.bot.office import Office, open_office
from tests.readers import days_in

THIS_MACHINE = networks(["127.0.0.0/8"])


@dataclass(frozen=True)
class ReadingHere(Gathering):
    async def read(self, body: Body, *, district: District, now: datetime, given: Published | None = None) -> Gathered:
        if body.kind is Kind.CALENDAR:
            first = district.local(now).date()
            days = read_calendar(body.content, zone=district.timezone, first=first, last=first + CALENDAR_AHEAD)
            return Gathered(days, body.address)
        whom = For(district.timezone, district.languages, days_in(*district.languages), now)
        if body.kind is Kind.PLAIN:
            return Gathered(read_text(decoded(body.content, body.charset), whom=whom, given=given), body.address)
        read = read_page(body.content, whom=whom, address=body.address, charset=body.charset, given=given)
        return Gathered(read, body.address)


@asynccontextmanager
async def open_desk(curated: CuratedSet | None = None, *, apart: bool = False) -> AsyncIterator[Office]:
    """An office that may read from this machine. *apart*: each page in a process of its own, as the product does."""
    gathering = Gathering(THIS_MACHINE) if apart else ReadingHere(THIS_MACHINE)
    async with open_office(curated) as opened:
        yield Office(replace(opened.desk, gathering=gathering), opened.strangers)
