"""The preview of an announcement: the very message in each language, whom it reaches on each platform, and by when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from itertools import chain

from bot.catalogue import EDITING, load_catalogue, marked, own_name
from bot.choices import scope_words
from bot.curating.drilling import DRILL
from bot.curating.moments import moment_words, soon_words
from bot.curating.reaching import lasts, ways
from bot.curating.word_warnings import MOVING, moving_days
from bot.desk import Call, Desk
from bot.pages import Offer, Page, PageKind, PlatformReach, Preview, Reach
from bot.telling.announced import announced
from bot.telling.platforms import PLATFORMS, TO_ROOMS_ONLY
from knowledge.announcements import Announced, Announcement
from knowledge.due import Words
from knowledge.loudness import Loudness
from knowledge.progress import Waiting
from knowledge.quiet import awake_at
from knowledge.recipients import Recipients, count_recipients

SENDING = {Loudness.ORDINARY: marked("Send"), Loudness.URGENT: marked("Send as urgent")}


@dataclass(frozen=True)
class Wanted:
    """An announcement with whom it reaches. *kept*: the number under which it was kept before; *twins*: the same words,
    sent within the hour by somebody else."""

    announcement: Announcement
    recipients: tuple[Recipients, ...]
    not_after: datetime
    kept: int | None = None
    twins: tuple[Announced, ...] = ()

    @property
    def all(self) -> int:
        return sum(one.all for one in self.recipients)


async def wanted(
    desk: Desk, call: Call, prepared: Announcement, not_after: datetime, *, twins: tuple[Announced, ...]
) -> Wanted:
    counting = partial(count_recipients, scope=prepared.scope, district=call.edition.district, at=call.invocation.at)
    found = [
        await desk.database.read(partial(counting, lane=one, to_people=one not in TO_ROOMS_ONLY)) for one in PLATFORMS
    ]
    return Wanted(prepared, tuple(found), not_after, twins=twins)


def previewed(desk: Desk, call: Call, wanted: Wanted, ahead: Mapping[str, Waiting]) -> Page:
    prepared = wanted.announcement
    reach = _reach(desk, call, wanted, ahead, loudness=call.loudness or Loudness.ORDINARY)
    urgent = _reach(desk, call, wanted, ahead, loudness=Loudness.URGENT)
    return Page(
        PageKind.PREVIEW,
        drilled(call, prepared, call.say("This is what they will read.")),
        tuple(drilled(call, prepared, one) for one in _lines(desk, call, wanted, reach, urgent)),
        warnings=tuple(drilled(call, prepared, one) for one in _warnings(desk, call, wanted, reach)),
        previews=tuple(_previews(call, prepared)),
        reach=reach,
        offers=_offers(call, wanted),
        scope=prepared.scope,
    )


def _reach(desk: Desk, call: Call, wanted: Wanted, ahead: Mapping[str, Waiting], *, loudness: Loudness) -> Reach:
    people, rooms = (sum(getattr(one, name) for one in wanted.recipients) for name in ("people", "rooms"))
    platforms = tuple(PlatformReach(one.lane, one.people, one.rooms) for one in wanted.recipients if one.all)
    reach = Reach(people, people + rooms, rooms, platforms)
    urgent, at = loudness is Loudness.URGENT, call.invocation.at
    district = call.edition.district
    moments = lasts(reach, ahead, desk.told, district, begins=at, urgent=urgent, announcement=True)
    return replace(reach, last=max(moments, default=None))


def _previews(call: Call, prepared: Announcement) -> Iterable[Preview]:
    """The very message."""
    district, at = call.edition.district, call.invocation.at
    for language in prepared.words:
        say, editing = load_catalogue(language), load_catalogue(language, EDITING)
        words = Words(prepared.words, prepared.scope, prepared.drill, at)
        yield Preview(language, "", announced(words, say, district, drilled=editing, at=at))


def _lines(desk: Desk, call: Call, wanted: Wanted, reach: Reach, urgent: Reach) -> Iterable[str]:
    say, district = call.say, call.edition.district
    if not wanted.all:
        yield say("It would reach nobody now: nobody asked lately, follows something or has a board.")
    for one in wanted.recipients:
        if one.lane in TO_ROOMS_ONLY:
            line = say(
                "{platform}: {rooms} rooms that follow something or have a board; people are not written to there.",
                platform=PLATFORMS[one.lane],
                rooms=f"{one.rooms:,}",
            )
        else:
            line = say(
                "{platform}: {people} people who asked within 30 days or follow something, and {rooms} rooms.",
                platform=PLATFORMS[one.lane],
                people=f"{one.people:,}",
                rooms=f"{one.rooms:,}",
            )
        if one.all or wanted.all:
            yield line
    if not wanted.announcement.scope.is_district:
        schools = scope_words(wanted.announcement.scope, district, say)
        elsewhere = sum(one.elsewhere for one in wanted.recipients)
        yield say("It is for {schools}; {count} people chose others.", schools=schools, count=elsewhere)
    if wanted.all:
        yield from _moments(desk, call, wanted, reach, urgent)


def _moments(desk: Desk, call: Call, wanted: Wanted, reach: Reach, urgent: Reach) -> Iterable[str]:
    say, at = call.say, call.invocation.at
    awake = awake_at(desk.told.quiet, at, district=call.edition.district)
    loud = call.loudness is Loudness.URGENT
    if awake > at and not loud:
        yield say("These are quiet hours: it goes out from {moment} on.", moment=soon_words(call, awake))
    if reach.last is not None:
        yield say("At the present rate the last one is told at about {moment}.", moment=soon_words(call, reach.last))
    if urgent.last is not None and not loud:
        moment = soon_words(call, urgent.last)
        yield say("As urgent: at once, also in quiet hours; the last one is told at about {moment}.", moment=moment)
    yield say("What has not gone by {moment} is dropped.", moment=moment_words(call, wanted.not_after))


def _warnings(desk: Desk, call: Call, wanted: Wanted, reach: Reach) -> Iterable[str]:
    say, prepared = call.say, wanted.announcement
    lacking = [one for one in call.edition.district.languages if one not in prepared.words]
    if lacking:
        names = say.listed([own_name(one) for one in lacking])
        instead = next(one for one in (*call.edition.district.languages, *prepared.words) if one in prepared.words)
        pattern = marked("There are no words in: {languages}. Those families read the words in: {language}.")
        yield say(pattern, languages=names, language=own_name(instead))
    if call.edition.district.local(wanted.not_after).date() > call.at.date():
        moving = (moving_days(one, desk.reader.days, call.at) for one in prepared.words.values())
        yield from (say(MOVING, words=one) for one in dict.fromkeys(chain.from_iterable(moving)))
    for twin in wanted.twins[:1]:
        moment = moment_words(call, twin.started or twin.made)
        yield say(
            "{who} sent the same words as announcement {number}, {moment}.",
            who=twin.identity,
            number=twin.number,
            moment=moment,
        )
    if wanted.all and reach.last is not None and reach.last > wanted.not_after:
        yield say("At the present rate some would be told too late, so it is dropped for them.")


def _offers(call: Call, wanted: Wanted) -> tuple[Offer, ...]:
    """Words that reach nobody, or that were sent by somebody else just now, are not sent by a bare Enter."""
    values = {name: value for name, value in call.invocation.values.items() if name not in ("keep", "again")}
    again = {"again": "yes"} if wanted.twins else {}
    confirmed = replace(call.invocation, confirmed=True, values={**values, **again})
    sending = ways(call, SENDING, confirmed, people=True)
    if wanted.kept is not None:
        return sending
    keeping = (Offer(call.say("Keep it"), replace(confirmed, values={**values, "keep": "yes"})),)
    first_keeps = bool(call.values.get("keep") or wanted.twins or not wanted.all)
    return (*keeping, *sending) if first_keeps else (*sending, *keeping)


def drilled(call: Call, prepared: Announcement, words: str) -> str:
    return call.say(DRILL, words=words) if prepared.drill else words
