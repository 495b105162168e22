"""What a day of a school calendar comes to, as far as it leaves no doubt, and what can be done with it at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time

from bot.articles.routes import of_article, of_piece
from bot.curating.moments import moment_words
from bot.desk import Call
from bot.pages import Offer
from knowledge.articles.calendars import DayKind, ProposedDays, SchoolCalendar
from knowledge.articles.keeping import KeptArticle
from knowledge.articles.pieces import Piece
from knowledge.claims import Status
from knowledge.district import District

SAYS = {DayKind.CLOSED: Status.CLOSED, DayKind.SHORT: Status.EARLY_DISMISSAL, DayKind.LATE: Status.DELAYED}
AT_AN_HOUR = (Status.EARLY_DISMISSAL, Status.DELAYED)
EARLIEST_DISMISSAL, LATEST_START = time(10), time(12)
LONGEST_LABEL = 40
_NO_NAME = re.compile(r"://|www\.|@|(?<!\d)\d{3}\W{1,2}\d{4}(?!\d)|\d{7}", re.IGNORECASE)
_NO_SCHOOL = r"(?:no school|no classes|schools? closed|no hay clases|sin clases|escuelas cerradas)"
_BETWEEN = r"\s*[-–—:,;(/]+\s*"
_OF_SOME = re.compile(
    r"\b(?:only|solo|solamente|grades?|grados?|t?k\s*[-–/]\s*\d|\d{1,2}(?:st|nd|rd|th)[ -]grade)", re.IGNORECASE
)
_SAID_BESIDES = re.compile(rf"^{_NO_SCHOOL}{_BETWEEN}(?=\w)|(?<=\w){_BETWEEN}{_NO_SCHOOL}\W*$", re.IGNORECASE)


def name_in(title: str) -> str | None:
    """What the days are called, without the words that there is no school, which the reply says itself; None where it
    holds an address or a number to call, and so is no name."""
    if not title or _NO_NAME.search(title):
        return None
    bare = _SAID_BESIDES.sub("", title).strip()
    return bare.removesuffix(")").strip() if bare.count("(") < bare.count(")") else bare


def hour_of(days: ProposedDays, status: Status, district: District) -> time | None:
    """When school lets out, or begins, where the calendar's hours can mean nothing else."""
    begins, ends = days.begins, days.ends
    if begins is None or days.first != days.last:
        return None
    from_the_usual = district.hours is not None and begins <= district.hours.begin
    if status is Status.EARLY_DISMISSAL:
        lets_out = begins if ends is None else ends
        early = lets_out >= EARLIEST_DISMISSAL and (district.hours is None or lets_out < district.hours.end)
        return lets_out if early and (ends is None or from_the_usual) else None
    if ends is None:
        return begins if not from_the_usual and begins <= LATEST_START else None
    if from_the_usual:
        return ends if ends <= LATEST_START else None
    return begins if begins <= LATEST_START < ends else None


def day_offers(call: Call, piece: Piece, days: ProposedDays) -> Iterator[Offer]:
    """What can be done with it at once."""
    say, number = call.say, piece.number
    if days.last < call.at.date():
        return
    name = name_in(days.title) or days.title
    title = name if len(name) <= LONGEST_LABEL else f"{name[: LONGEST_LABEL - 1]}…"
    if days.kind is DayKind.HOLIDAY:
        yield Offer(say("No school: “{title}”", title=title), of_piece(call, "approve", number, status="closed"))
        yield Offer(say("School is on: drop it"), of_piece(call, "drop", number))
    elif days.kind is DayKind.CLOSED:
        yield Offer(say("No school: “{title}”", title=title), of_piece(call, "approve", number))
    else:
        hour = hour_of(days, SAYS[days.kind], call.edition.district)
        at_hour = say("Approve: {hour}", hour=say.hour(datetime.combine(days.first, hour))) if hour else say("Approve")
        yield Offer(at_hour, of_piece(call, "approve", number))
    yield Offer(say("Edit"), of_piece(call, "edit", number))


def names_a_part(call: Call, days: ProposedDays) -> bool:
    """Whether its title may mean only some of our schools."""
    named = call.edition.places.read(days.title)
    return bool(named.levels or named.schools or _OF_SOME.search(days.title))


def is_waiting_day(piece: Piece, today: date) -> bool:
    """Whether it says without doubt that there is no school, on a day that is still to come."""
    content = piece.content
    return (
        piece.is_open and isinstance(content, ProposedDays) and content.kind is DayKind.CLOSED and content.last >= today
    )


def calendar_lines(call: Call, kept: KeptArticle, calendar: SchoolCalendar) -> Iterator[str]:
    """As of when it is, and what of it is not among the pieces."""
    say = call.say
    moment = moment_words(call, kept.made)
    yield say("Read {moment}. Nobody reads it again by itself: hand it over anew when it changes.", moment=moment)
    if calendar.others:
        yield say("Events that say nothing of school being on, and were left out: {count}", count=calendar.others)


def calendar_warnings(call: Call, calendar: SchoolCalendar) -> Iterator[str]:
    if calendar.broken:
        yield call.say("Events that could not be read: {count}. Please look at them yourself.", count=calendar.broken)


def whole_offers(call: Call, number: int, pieces: Iterable[Piece]) -> Iterator[Offer]:
    """Of a calendar in which several days wait."""
    count = sum(is_waiting_day(one, call.at.date()) for one in pieces)
    if count > 1:
        yield Offer(
            call.say("Take over all days without school at once ({count})", count=count),
            of_article(call, "days", number),
        )
