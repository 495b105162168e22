"""Reading what strangers wrote in a process of its own, which is ended when it takes too long or too much.

The program that serves families never imports the readers of pages and calendars. What comes back is checked like any
other input. The process is given nothing of our environment, where tokens stand.
"""

from __future__ import annotations

import asyncio
import sys
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import BinaryIO, TypeVar
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter, ValidationError

from knowledge.articles.article import Article, Published
from knowledge.articles.bodies import Body, Kind
from knowledge.articles.calendars import LONGEST_WINDOW, SchoolCalendar
from knowledge.articles.failures import NothingRead, Why
from knowledge.district import District

MOST_MEMORY = 2 << 30  # bytes of address space
MOST_ANSWERED = 20_000_000
_START = "import sys; sys.path.insert(0, sys.argv[1]); from knowledge.articles.apart import main; main()"
T = TypeVar("T")


@dataclass(frozen=True)
class PageOrder:
    zone: str
    languages: tuple[str, ...]
    now: datetime
    kind: Kind
    address: str | None
    charset: str | None
    given: Published | None


@dataclass(frozen=True)
class CalendarOrder:
    zone: str
    first: date
    last: date


@dataclass(frozen=True)
class Answer:
    """One of them."""

    article: Article | None = None
    calendar: SchoolCalendar | None = None
    why: Why | None = None
    detail: str = ""


Order = PageOrder | CalendarOrder


@cache
def _orders() -> TypeAdapter[Order]:
    return TypeAdapter(Order)


@cache
def _answers() -> TypeAdapter[Answer]:
    return TypeAdapter(Answer)


class ReadingApart:
    """*limit*: how long one reading may take; *at_once*: how many may run, the others wait their turn."""

    def __init__(self, *, limit: timedelta = timedelta(seconds=20), at_once: int = 2) -> None:
        self._limit = limit
        self._turns = asyncio.Semaphore(at_once)

    async def page(self, found: Body, *, district: District, now: datetime, given: Published | None = None) -> Article:
        """A page or a plain text. Raises `NothingRead`."""
        order = PageOrder(district.zone, district.languages, now, found.kind, found.address, found.charset, given)
        answer = await self._asked(order, found.content)
        if answer.article is None:
            raise NothingRead(answer.why or Why.UNREADABLE, answer.detail)
        return _at_home(answer.article, district.timezone)

    async def calendar(self, body: bytes, *, district: District, first: date, last: date) -> SchoolCalendar:
        """Raises `NothingRead`."""
        if last - first > LONGEST_WINDOW:
            raise ValueError("a window of days is no longer than about a year")
        answer = await self._asked(CalendarOrder(district.zone, first, last), body)
        if answer.calendar is None:
            raise NothingRead(answer.why or Why.UNREADABLE, answer.detail)
        return answer.calendar

    async def _asked(self, order: Order, body: bytes) -> Answer:
        async with self._turns:
            written = _orders().dump_json(order) + b"\n" + body
            try:
                return _answers().validate_json(await self._run(written))
            except TimeoutError:
                raise NothingRead(Why.SLOW) from None
            except ValidationError:
                raise NothingRead(Why.UNREADABLE) from None

    async def _run(self, written: bytes) -> bytes:
        here = str(Path(__file__).parents[2])
        seconds = int(self._limit.total_seconds()) + 1
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", _START, here, str(seconds),
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
            env={"OPENBLAS_NUM_THREADS": "1"},
        )  # fmt: skip
        try:
            async with asyncio.timeout(self._limit.total_seconds()):
                said, _ = await process.communicate(written)
            return said if len(said) <= MOST_ANSWERED else b""
        finally:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()


def _at_home(article: Article, zone: ZoneInfo) -> Article:
    """Instants come back with an offset only; they are the district's."""

    def moved(said: Published | None) -> Published | None:
        return None if said is None else replace(said, at=said.at.astimezone(zone))

    return replace(article, published=moved(article.published), changed=moved(article.changed))


# In the process


def main() -> None:
    """Reads one order and the body behind it from standard input, writes one answer."""
    _restrict(int(sys.argv[2]))
    sys.stdout.buffer.write(_answers().dump_json(_answered(sys.stdin.buffer)))


def _restrict(seconds: int) -> None:
    """In case whoever started it is not there any more to end it."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _answered(source: BinaryIO) -> Answer:
    order = _orders().validate_json(source.readline())
    body = source.read()
    try:
        if isinstance(order, CalendarOrder):
            from knowledge.articles.calendars import read_calendar

            return Answer(calendar=read_calendar(body, zone=ZoneInfo(order.zone), first=order.first, last=order.last))
        return Answer(article=_read(order, body))
    except NothingRead as failure:
        return Answer(why=failure.why, detail=failure.detail)
    except (MemoryError, RecursionError):
        return Answer(why=Why.UNREADABLE)


def _read(order: PageOrder, body: bytes) -> Article:
    from knowledge.articles.paragraphs import decoded
    from knowledge.articles.reading import For, read_page, read_text
    from knowledge.days import load_day_reader

    whom = For(ZoneInfo(order.zone), order.languages, load_day_reader(order.languages), order.now)
    if order.kind is Kind.PLAIN:
        return read_text(decoded(body, order.charset), whom=whom, given=order.given)
    return read_page(body, whom=whom, address=order.address, charset=order.charset, given=order.given)
