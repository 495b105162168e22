"""Whom a change reaches, on which platforms and by when; and the ways to publish it: as usual, quietly, as urgent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.catalogue import Catalogue, marked
from bot.curating.moments import soon_words
from bot.desk import Call, Desk
from bot.pages import Invocation, Offer, PlatformReach, Reach
from bot.settings import TellingSettings
from bot.telling.foreseeing import last_at
from bot.telling.platforms import PLATFORMS, per_second
from knowledge.acting import Published
from knowledge.company import Company
from knowledge.district import District
from knowledge.loudness import Loudness
from knowledge.owing import Owed
from knowledge.progress import Waiting

PUBLISHING = {
    Loudness.ORDINARY: marked("Publish"),
    Loudness.QUIET: marked("Publish quietly"),
    Loudness.URGENT: marked("Publish as urgent"),
}
DRAFTING = {
    Loudness.ORDINARY: marked("Keep as a draft for a publisher"),
    Loudness.QUIET: marked("Keep as a draft, to tell quietly"),
    Loudness.URGENT: marked("Keep as a draft, as urgent"),
}
SECONDING = {
    Loudness.ORDINARY: marked("Approve, and wait for a second publisher"),
    Loudness.QUIET: marked("Approve as a quiet one, and wait for a second publisher"),
    Loudness.URGENT: marked("Approve as urgent, and wait for a second publisher"),
}
NOWHERE = ""
Labels = Mapping[Loudness, str]
Ahead = Mapping[str, Waiting]
"""By platform, what waits there already."""


def reach_of(published: Published, loudness: Loudness = Loudness.ORDINARY) -> Reach:
    """Without by when. Of a change that concerns too many to be reckoned at once, at most so many."""
    if published.concerned is None:
        return _reach_of(published.owed, loudness)
    concerned, quiet = published.concerned, loudness is Loudness.QUIET
    found: dict[str, PlatformReach] = {}
    for one in concerned.platforms:
        name = one.platform if one.platform in PLATFORMS else NOWHERE
        before = found.get(name, PlatformReach(name))
        found[name] = PlatformReach(name, before.people + (0 if quiet else one.people), before.rooms + one.rooms)
    platforms = tuple(found[one] for one in (*PLATFORMS, NOWHERE) if one in found)
    if quiet:
        return Reach(0, 0, concerned.rooms, platforms)
    return Reach(concerned.people, concerned.places, concerned.rooms, platforms)


def _reach_of(owed: Iterable[Owed], loudness: Loudness) -> Reach:
    found = tuple(owed)
    told = () if loudness is Loudness.QUIET else tuple(one for one in found if one.company is not Company.ROOM)
    people = {(one.person, one.place) for one in told}
    rooms = {one.place for one in found if one.company is Company.ROOM}
    written, rewritten = _by_platform(place for _, place in people), _by_platform(rooms)
    platforms = [one for one in (*PLATFORMS, NOWHERE) if written[one] or rewritten[one]]
    return Reach(
        len({who for who, _ in people}),
        len({place for _, place in people}),
        len(rooms),
        tuple(PlatformReach(one, written[one], rewritten[one]) for one in platforms),
    )


def foreseen(desk: Desk, call: Call, published: Published, ahead: Ahead, *, loudness: Loudness) -> Reach:
    """With by when. What begins only later is told then."""
    reach, urgent = reach_of(published, loudness), loudness is Loudness.URGENT
    settling = timedelta() if urgent else timedelta(seconds=desk.told.settling_seconds)
    district, now = call.edition.district, call.invocation.at
    if published.concerned is not None:
        parts = {now: reach}
    else:
        dues = {one.due for one in published.owed}
        parts = {due or now: _reach_of((one for one in published.owed if one.due == due), loudness) for due in dues}
    moments: list[datetime] = []
    for begins, part in parts.items():
        before = ahead if begins == now else {}
        moments += lasts(part, before, desk.told, district, begins=begins + settling, urgent=urgent)
    return replace(reach, last=max(moments, default=None))


def lasts(
    reach: Reach,
    ahead: Ahead,
    told: TellingSettings,
    district: District,
    *,
    begins: datetime,
    urgent: bool,
    announcement: bool = False,
) -> Collection[datetime]:
    """On each platform. What is rewritten in rooms wakes nobody, so it waits for no hour."""
    found = []
    for one in reach.platforms:
        if one.platform in PLATFORMS:
            waits = ahead[one.platform].before(urgent=urgent, announcement=announcement) if ahead else 0
            quiet = None if urgent or not (one.people or announcement) else told.quiet
            rate = per_second(told, one.platform)
            count = waits + one.people + one.rooms
            found.append(last_at(count, per_second=rate, begins=begins, quiet=quiet, district=district))
    return found


def reach_lines(call: Call, reach: Reach, *, loudness: Loudness = Loudness.ORDINARY) -> tuple[str, ...]:
    say = call.say
    if not (reach.people or reach.rooms):
        if loudness is Loudness.QUIET:
            return (say("Nobody is written to."),)
        return (say("Nobody was told anything else, so nobody is owed a message."),)
    lines = []
    if loudness is Loudness.QUIET:
        lines.append(say("Nobody is written to."))
    elif reach.people:
        lines.append(
            say("People who will be told: {people}; chats: {places}.", people=reach.people, places=reach.places)
        )
    if reach.rooms:
        lines.append(say("Rooms in which what I said is rewritten: {rooms}.", rooms=reach.rooms))
    lines.append(platform_line(say, reach))
    if reach.last is not None:
        moment = soon_words(call, reach.last)
        lines.append(say("At the present rate the last one is told at about {moment}.", moment=moment))
    return tuple(lines)


def platform_line(say: Catalogue, reach: Reach) -> str:
    """With those whom nothing can be sent by itself, as they asked in a terminal."""
    counted = {one.platform: one.people + one.rooms for one in reach.platforms}
    named = [f"{PLATFORMS[one]} {count}" for one, count in counted.items() if one in PLATFORMS]
    if NOWHERE in counted:
        named.append(say("where nothing is sent later {count}", count=counted[NOWHERE]))
    return say("Platforms: {platforms}.", platforms=say.listed(named))


def way_lines(call: Call, urgent: Reach) -> tuple[str, ...]:
    """What the other ways to publish come to. *urgent*: as it would reach them so."""
    say = call.say
    lines = [say("Quietly: nobody is written to; what stands in rooms is rewritten.")]
    if urgent.last is not None:
        moment = soon_words(call, urgent.last)
        lines.append(
            say("As urgent: at once, also in quiet hours; the last one is told at about {moment}.", moment=moment)
        )
    return tuple(lines)


def ways(call: Call, labels: Labels, confirmed: Invocation, *, people: bool) -> tuple[Offer, ...]:
    """What was chosen stands first; where nobody is owed anything there is one way."""
    chosen = call.loudness or Loudness.ORDINARY
    if not people:
        return (Offer(call.say(labels[chosen]), confirmed),)
    others = [one for one in labels if one is not chosen]
    return tuple(Offer(call.say(labels[one]), replace(confirmed, loudness=one)) for one in (chosen, *others))


def how_far(call: Call, *, change: int) -> Offer:
    values = {"change": str(change)}
    looking = replace(call.invocation, name="announce", action="progress", values=values, confirmed=False, based_on={})
    return Offer(call.say("How far?"), replace(looking, loudness=None))


def _by_platform(places: Iterable[str]) -> Counter[str]:
    names = (place.partition(":")[0] for place in places)
    return Counter(one if one in PLATFORMS else NOWHERE for one in names)
