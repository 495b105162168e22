"""To which event a new status belongs, and ends with: never silently to one that it has nothing to do with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.claim_words import ClaimWords
from bot.curating.composing import NO_EVENT, Composing
from bot.desk import Call
from bot.pages import Offer
from knowledge.claims import Claim, Event
from knowledge.codec import Kind
from knowledge.findings import Held
from knowledge.resting import told_of_events
from knowledge.revisions import history
from knowledge.standing import read_standing

FRESH = timedelta(days=14)  # an event that tells nothing goes on for so long as one that may yet


@dataclass(frozen=True)
class Belonging:
    """*others*: events that go on as well; *assumed*: nobody named the event."""

    event: Event | None = None
    others: tuple[Event, ...] = ()
    assumed: bool = False

    def line(self, call: Call) -> tuple[str, ...]:
        if self.event is None:
            return ()
        titles = _titles(call, self.event)
        return (call.say("It belongs to the event {event} and ends with it.", event=titles),)

    def offers(self, call: Call) -> tuple[Offer, ...]:
        """What else it can belong to, where that was assumed."""
        if self.event is None or not self.assumed:
            return ()
        say = call.say
        labels = {one.slug: say("It belongs to {event}", event=_titles(call, one)) for one in self.others}
        labels[NO_EVENT] = say("It belongs to no event")
        plain = replace(call.invocation, confirmed=False, based_on={})
        return tuple(
            Offer(label, replace(plain, values={**plain.values, "event": slug})) for slug, label in labels.items()
        )


def belonging(composing: Composing, claim: Claim, *, replaced: Iterable[Held], like: Claim | None) -> Belonging:
    """The event that is named; that of *like*; that of what it takes the place of, unless a newer one was opened since;
    else the newest opened of those that cover its day."""
    if "event" in composing.values:
        return Belonging(composing.event(composing.values["event"]))
    standing = read_standing(composing.connection, composing.call.invocation.at)
    live = {slug: one for slug, one in standing.events.items() if one not in standing.over}
    if like is not None:
        return Belonging(live.get(like.event or ""))
    covering = _covering(composing, live.values(), claim.first_day)
    before = [one for one in replaced if one.claim.event in live]
    event = covering[0] if covering else None
    if before and (event is None or not _opened_since(composing, event, max(one.as_of for one in before))):
        event = live[before[0].claim.event or ""]
    return Belonging(event, tuple(one for one in covering if one != event), assumed=True)


def _covering(composing: Composing, events: Iterable[Event], day: date | None) -> Sequence[Event]:
    """Those that have begun by then and tell something, or were opened of late; the newest opened first."""
    today = composing.call.at.date()
    begun = [one for one in events if one.first_day <= (day or today)]
    told = told_of_events(composing.connection, [one.slug for one in begun], at=composing.call.invocation.at)
    fresh = [one for one in begun if one.first_day >= today - FRESH and _opened(composing, one)[0]]
    going_on = [one for one in begun if one.slug in told or one in fresh]
    return sorted(going_on, key=lambda one: (*_opened(composing, one), one.first_day, one.slug), reverse=True)


def _opened(composing: Composing, event: Event) -> tuple[bool, datetime]:
    """Whether by somebody, not out of files; and when."""
    first = history(composing.connection, Kind.EVENT, event.slug)[0]
    return first.by_person, first.recorded


def _opened_since(composing: Composing, event: Event, moment: datetime) -> bool:
    by_person, recorded = _opened(composing, event)
    return by_person and recorded > moment


def _titles(call: Call, event: Event) -> str:
    return ClaimWords(call.say, call.edition.district, call.at).texts(event.titles)
