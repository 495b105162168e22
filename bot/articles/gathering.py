"""What an editor handed over, an address, a text or a file, read into an article or a calendar and cut into pieces."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property, partial
from itertools import accumulate
from typing import TYPE_CHECKING

from knowledge.articles.article import Article, Note, Origin, Published
from knowledge.articles.bodies import MOST_BYTES, Body, Kind, attached, pasted
from knowledge.articles.calendars import SchoolCalendar
from knowledge.articles.cuts import MOST_CUT, MOST_CUT_FROM, Cut
from knowledge.articles.failures import NothingRead, Why
from knowledge.claims import Precision
from knowledge.days import DayReader
from knowledge.district import District
from knowledge.library import Edition

if TYPE_CHECKING:
    from knowledge.articles.apart import ReadingApart
    from knowledge.articles.fetching import Fetcher
    from knowledge.articles.networks import Network

CALENDAR_AHEAD = timedelta(days=366)
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")
_WORD = re.compile(r"[^\W\d_]+")
_SCHEME = re.compile(r"(?:[a-z][a-z0-9+.-]*://|(?:data|file|ftp|javascript|mailto|view-source):)", re.IGNORECASE)
_PORT = re.compile(r"[\w.-]+:\d{1,5}(?:/|$)")
_HOST = re.compile(r"(?P<labels>[\w-]+(?:\.[\w-]+)*)\.(?P<last>[\w-]+)\.?", re.IGNORECASE)
_FOUR = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")
# What the front page of a site that people read ends with, where nothing else shows that a word is an address.
_USUAL = frozenset({"com", "org", "net", "edu", "gov", "us", "info", "news", "tv", "local", "internal"})
_SHARED = re.compile(r"(?P<before>.*?)(?P<address>https?://\S+)(?P<behind>.*)", re.IGNORECASE | re.DOTALL)
_GOES_ON = re.compile(r"[^\W_]{3}[.!?][\"”’')]*\s+\w|\n\s*\n")
_FULL_STOP = re.compile(r"[^\W_][\"”’')]*\.[\"”’')]*$")
_LONGEST_TITLE = 200
SIGNS_OF_A_WORD = 12  # at most, on the average
_AROUND = "<>«»“”\"'`"


@dataclass(frozen=True)
class Gathered:
    """*address*: where it was found; None for what was pasted or attached."""

    read: Article | SchoolCalendar
    address: str | None = None


@dataclass(frozen=True)
class Gathering:
    """Reads pages in a process of its own. *allowed*: networks that may be read from beside the public one; the program
    allows none."""

    allowed: Sequence[Network] = ()

    @cached_property
    def _fetcher(self) -> Fetcher:
        from knowledge.articles.fetching import Fetcher

        return Fetcher(allowed=self.allowed)

    @cached_property
    def _apart(self) -> ReadingApart:
        from knowledge.articles.apart import ReadingApart

        return ReadingApart()

    async def gather(
        self, text: str, file: bytes | None, *, district: District, now: datetime, given: Published | None = None
    ) -> Gathered:
        """*file*: what was attached, else *text* is an address or the text itself; *given*: when it was published, from
        whoever hands it over. Raises `NothingRead`."""
        return await self.read(await self.body(text, file), district=district, now=now, given=given)

    async def body(self, text: str, file: bytes | None) -> Body:
        """Raises `NothingRead`."""
        if file is not None:
            return attached(file)
        address = address_in(text)
        return _written(text) if address is None else await self._fetcher.fetch(address)

    async def read(self, body: Body, *, district: District, now: datetime, given: Published | None = None) -> Gathered:
        """Raises `NothingRead`."""
        if body.kind is Kind.CALENDAR:
            first = district.local(now).date()
            last = first + CALENDAR_AHEAD
            calendar = await self._apart.calendar(body.content, district=district, first=first, last=last)
            return Gathered(calendar, body.address)
        return Gathered(await self._apart.page(body, district=district, now=now, given=given), body.address)


def address_in(text: str) -> str | None:
    """The address that a text is, or that it only passes on, as phones share a page: its title, then its address. A
    text that has a link in it is none."""
    text = _UNSEEN.sub("", text).strip()
    if len(text.split()) == 1:
        return _without_marks(text) if _is_address(text.strip(_AROUND)) else None
    shared = _SHARED.fullmatch(text)
    if shared is None or _SCHEME.search(shared["behind"]):
        return None
    title = f"{shared['before'].rstrip()}\n{shared['behind'].lstrip()}".strip()
    return None if len(title) > _LONGEST_TITLE or _tells(title) else _without_marks(shared["address"])


def _is_address(word: str) -> bool:
    """Of a single word: "abc10.com/schools" is one, "Hello.world", "closed." and "U.S." are none."""
    if _SCHEME.match(word) or _PORT.match(word) or word.startswith("//"):
        return True
    host, slash, _ = word.partition("/")
    named = _HOST.fullmatch(host)
    if named is None or _FOUR.fullmatch(host):
        return _FOUR.fullmatch(host) is not None
    if slash:
        return len(named["last"]) > 1 and not named["last"].isdigit()
    return named["last"].lower() in _USUAL or named["labels"].lower().startswith("www.")


def _tells(title: str) -> bool:
    """Whether it is more than a title: two sentences, or one that a full stop ends."""
    return bool(_GOES_ON.search(title) or (_FULL_STOP.search(title) and len(title.split()) > 2))


def _without_marks(address: str) -> str:
    """Without the marks that a sentence or a mail sets around it."""
    address = address.strip(_AROUND).rstrip(".,;!?")
    return address.rstrip(")") if "(" not in address else address


def _written(text: str) -> Body:
    """A text as it is; a single word of it says nothing. Raises `NothingRead`."""
    if len(text) > MOST_BYTES or len(text.encode("utf-8", "replace")) > MOST_BYTES:
        raise NothingRead(Why.LARGE)
    seen = _UNSEEN.sub("", text)
    if not _WORD.search(seen) or (len(seen.split()) == 1 and (seen.isascii() or len(_WORD.findall(seen)[0]) < 4)):
        raise NothingRead(Why.EMPTY)  # some languages write without blanks
    return pasted(text)


def said_by_a_person(at: datetime) -> Published:
    """*at*: on the district's clock; noon is written by whoever knows only the day."""
    day_only = (at.hour, at.minute, at.second) == (12, 0, 0)
    return Published(at, Precision.DAY if day_only else Precision.MINUTE, Origin.PERSON)


async def cuts_of(article: Article, edition: Edition, days: DayReader) -> tuple[Cut, ...]:
    """Off the event loop, and of a long article only the beginning: families are answered in the same process."""
    return (await asyncio.to_thread(partial(_cut, beginning(article), edition, days)))[:MOST_CUT]


def beginning(article: Article) -> Article:
    """What of it pieces are cut from: its first paragraphs."""
    so_far = accumulate(_effort(one.text) for one in article.paragraphs)
    first = sum(effort <= MOST_CUT_FROM for effort in so_far)
    return article if first == len(article.paragraphs) else replace(article, paragraphs=article.paragraphs[:first])


def noted(article: Article, cuts: Sequence[Cut]) -> Article:
    """With a note where not all of it was cut."""
    whole = len(cuts) < MOST_CUT and len(beginning(article).paragraphs) == len(article.paragraphs)
    return article if whole or Note.LONG in article.notes else replace(article, notes=(*article.notes, Note.LONG))


def _effort(text: str) -> int:
    """In words; what has hardly a blank in it counts by its length."""
    return max(len(text.split()), len(text) // SIGNS_OF_A_WORD)


def _cut(article: Article, edition: Edition, days: DayReader) -> tuple[Cut, ...]:
    from knowledge.articles.drafting import Desk, cut

    language = article.language if article.language in edition.district.languages else edition.district.languages[0]

    def ranked(text: str) -> Sequence[str]:
        return [one.topic for one in edition.index.match(text, language=language).candidates]

    return cut(article, Desk(edition.district, edition.topics, edition.places, days, ranked))
