"""What families will read of a change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.catalogue import load_catalogue
from bot.deciding import day_of, outcome_of, status_of
from bot.meaning import DEFAULT_TOPIC
from bot.pages import Preview
from bot.questions import Reply
from bot.wording import Wording
from knowledge.claims import Claim, Scope
from knowledge.codec import Noun
from knowledge.days_off import changed_days
from knowledge.district import District, Holiday
from knowledge.findings import Asked, Finding
from knowledge.ground import Ground
from knowledge.library import Edition
from knowledge.planning import PlanRow
from knowledge.topics import Topic, TopicKind

MOST_PREVIEWS = 4  # replies shown before a change; a change of more cells says how many there are
MOST_DAYS = 10  # of them, where they are about whether there is school


def cells_of(rows: Iterable[PlanRow]) -> tuple[Asked, ...]:
    """What families ask that these changes answer."""
    return cells_of_claims(row.noun for row in rows if row.is_change and isinstance(row.noun, Claim))


def cells_of_claims(claims: Iterable[Claim]) -> tuple[Asked, ...]:
    """The topic, days and part of the district of each claim; of a status for a part also what a family reads that
    names no school."""
    asked: list[Asked] = []
    wider: list[Asked] = []
    for one in claims:
        last_day = one.last_day if one.last_day != one.first_day else None
        cell = Asked(one.topic, one.first_day, last_day, one.scope, one.has_day)
        asked.append(cell)
        if one.status is not None and not one.scope.is_district:
            wider.append(replace(cell, scope=Scope()))
    return tuple(dict.fromkeys([*asked[:1], *wider[:1], *asked, *wider]))


def ground_with(edition: Edition, nouns: Iterable[Noun]) -> Ground:
    """What look-ups stand on once these nouns stand."""
    district = next((one for one in nouns if isinstance(one, District)), None)
    return replace(edition.ground, district=district) if district else edition.ground


def cells_of_days_off(edition: Edition, ground: Ground, at: datetime) -> tuple[Asked, ...]:
    """Whether there is school, on a day of each of the first stretches that the school calendar names anew or no
    more."""
    gone, fresh = changed_days(edition.district.calendar, ground.district.calendar)
    today = edition.district.local(at).date()
    days = [_a_day_of(one, ground.district, today) for one in (*fresh, *gone) if one.last >= today]
    return tuple(Asked(DEFAULT_TOPIC, day) for day in dict.fromkeys(days))[:MOST_PREVIEWS]


def _a_day_of(holiday: Holiday, district: District, today: date) -> date:
    """One that would be a school day, where there is one."""
    first = max(holiday.first, today)
    days = [first + timedelta(days=ahead) for ahead in range(min((holiday.last - first).days, 6) + 1)]
    return next((day for day in days if day.isoweekday() in district.school_days), first)


def shown_of(cells: Iterable[Asked], topics: Mapping[str, Topic]) -> tuple[Asked, ...]:
    """Every cell about whether there is school, as far as can be read, and of others the first few."""
    known = [one for one in cells if one.topic in topics]
    days = [one for one in known if topics[one.topic].kind is TopicKind.DAY][:MOST_DAYS]
    others = [one for one in known if topics[one.topic].kind is not TopicKind.DAY]
    shown = {*days, *others[: max(MOST_PREVIEWS - len(days), 0)]}
    return tuple(one for one in known if one in shown)


def previews_of(
    findings: Iterable[Finding], edition: Edition, at: datetime, *, later: Mapping[int, datetime] | None = None
) -> tuple[Preview, ...]:
    """Each finding as families of each language will read it. *later*: by its place, from when it is read."""
    previews = []
    for place, finding in enumerate(findings):
        from_when = (later or {}).get(place)
        for language in edition.district.languages:
            local = edition.district.local(from_when or at)
            wording = Wording(load_catalogue(language), edition.district, local)
            question = wording.title(finding.topic)
            if finding.asked.day is not None:
                days = wording.say.days(finding.asked.day, finding.asked.until or finding.asked.day, at=local)
                question = f"{question}, {days}"
            if not finding.asked.scope.is_district:
                question = f"{question}, {wording.scope(finding.asked.scope)}"
            if from_when is not None:
                question = f"{question} ({wording.say.day(local.date(), at=local)}, {wording.say.hour(local)})"
            previews.append(Preview(language, question, reply_of((finding,), wording)))
    return tuple(previews)


def reply_of(findings: tuple[Finding, ...], wording: Wording) -> Reply:
    told = [held for finding in findings for held in finding.told]
    return Reply(
        outcome=outcome_of(findings),
        language=wording.say.language,
        passages=tuple(wording.passage(one) for one in findings),
        status=status_of(findings),
        day=day_of(findings),
        topics=tuple(dict.fromkeys(one.topic.slug for one in findings)),
        sources=tuple(dict.fromkeys(held.source.slug for held in told)),
        as_of=max((held.as_of for held in told), default=None),
        findings=findings,
    )


def read_at(asked: Asked, rows: Iterable[PlanRow], at: datetime) -> datetime:
    """When families read it: now, or once the claim's time begins."""
    starts = [
        row.noun.serve_from
        for row in rows
        if isinstance(row.noun, Claim) and row.noun.topic == asked.topic and row.noun.serve_from is not None
    ]
    return max([at, *starts])
