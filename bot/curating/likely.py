"""What editors' fields are likely to be filled with: the words of choices, the next school days, usual hours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from itertools import islice

from bot.catalogue import Catalogue, marked
from bot.curating.living import LIVES
from bot.suggestions import Suggestion, Wanting
from knowledge.claims import Firmness, Status
from knowledge.lives import Life
from knowledge.loudness import Loudness

DAYS_AHEAD = 5  # school days after tomorrow
MORE_FIELDS, GO_ON = marked("More …"), marked("Go on")
BESIDES, CHANGED = marked("What shall be said besides?"), marked("What shall be changed?")

WORDS: Mapping[str, str] = {
    Status.OPEN: marked("Open"),
    Status.CLOSED: marked("Closed"),
    Status.DELAYED: marked("Late start"),
    Status.EARLY_DISMISSAL: marked("Early dismissal"),
    Status.REMOTE: marked("Remote"),
    Status.PARTLY_OPEN: marked("Partly open"),
    Status.UNKNOWN: marked("Not decided"),
    "nothing_yet": marked("Nothing yet: leave it open"),
    "met": marked("met"),
    "failed": marked("failed"),
    Firmness.STATED: marked("Stated"),
    Firmness.LIKELY: marked("Likely"),
    Firmness.PLANNED: marked("Planned"),
    Firmness.PROPOSED: marked("Proposed"),
    Firmness.UNDECIDED: marked("Not decided"),
    Firmness.CALLED_OFF: marked("Called off"),
    Loudness.ORDINARY: marked("As usual"),
    Loudness.URGENT: marked("As urgent, at any hour"),
    Loudness.QUIET: marked("Quietly, nobody is written to"),
    "meaning": marked("The meaning changes"),
    "wording": marked("Only the wording changes"),
    "strike": marked("Strike"),
    "snow": marked("Snow"),
    "smoke": marked("Smoke"),
    "late-start": marked("Late start"),
    "day": marked("Whether school is on"),
    "service": marked("Services"),
    "plan": marked("Plans"),
    "talks": marked("Talks"),
    "background": marked("Background"),
}


def choices(wanting: Wanting) -> Iterator[Suggestion]:
    labels = {**WORDS, **{one.value: LIVES[one] for one in Life}} if wanting.field.name == "life" else WORDS
    for one in wanting.field.choices:
        yield Suggestion(wanting.say(labels[one]) if one in labels else one, one)


def days(wanting: Wanting) -> Iterator[Suggestion]:
    """Today, tomorrow and the next school days, each with weekday and date."""
    say, today = wanting.say, wanting.at.date()
    named = {today: marked("Today, {day}"), today + timedelta(days=1): marked("Tomorrow, {day}")}
    ahead = wanting.edition.district.school_days_from(today + timedelta(days=2))
    for day in (*named, *islice(ahead, DAYS_AHEAD)):
        words = say.day(day, at=wanting.at)
        yield Suggestion(say(named[day], day=words) if day in named else words, day.isoformat())


def hours(wanting: Wanting) -> Iterator[Suggestion]:
    """Of a late start behind the usual first lesson, of an early dismissal before the usual last."""
    usual = wanting.edition.district.hours
    begin, end = (usual.begin, usual.end) if usual else (time(8), time(15))
    late = [_moved(begin, minutes) for minutes in (60, 90, 120, 150, 180)]
    early = [_moved(end, -minutes) for minutes in (60, 90, 120, 150, 180)]
    status = wanting.values.get("status", "")
    likely = {Status.DELAYED.value: late, Status.EARLY_DISMISSAL.value: early}.get(status, [*late[:3], *early[:3]])
    for one in likely:
        yield Suggestion(hour_words(one, wanting.say), one.strftime("%H:%M"))


def moments(wanting: Wanting) -> Iterator[Suggestion]:
    yield Suggestion(wanting.say("Now"), "now")
    for day in (wanting.at.date() + timedelta(days=ahead) for ahead in (0, 1)):
        for hour in (time(6), time(12), time(18), time(22)):
            moment = datetime.combine(day, hour, tzinfo=wanting.at.tzinfo)
            if moment > wanting.at:
                label = f"{wanting.say.day(day, at=wanting.at)}, {wanting.say.hour(moment)}"
                yield Suggestion(label, f"{day.isoformat()} {hour:%H:%M}")


def flags(wanting: Wanting) -> Iterator[Suggestion]:
    yield Suggestion(wanting.say("Yes"), "yes")
    yield Suggestion(wanting.say("No"), "no")


def _moved(hour: time, minutes: int) -> time:
    return (datetime.combine(date.min + timedelta(days=1), hour) + timedelta(minutes=minutes)).time()


def hour_words(hour: time, say: Catalogue) -> str:
    return say.hour(datetime.combine(date.min, hour))
