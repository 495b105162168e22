"""What a reply comes to: which looks-up a question needs, its outcome, its status and its day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.questions import Outcome
from bot.reading import Part
from knowledge.claims import Firmness, Status
from knowledge.district import District
from knowledge.findings import Asked, Finding, FindingKind, Held
from knowledge.library import Edition
from knowledge.topics import Topic, TopicKind

UNKNOWN = "unknown"
LONGEST_SPAN = timedelta(days=7)  # a longer span is a period looked up as one
FRIDAY, MONDAY_AFTER = 5, 3
CONDITIONAL = {Status.CLOSED: "closed_unless", Status.OPEN: "open_unless"}


def asked_of(part: Part, edition: Edition, *, at: datetime) -> list[Asked]:
    """The looks-up one part needs: each day of a short span, one for a period, a default day where none is named."""
    topic = edition.topics[part.topic or ""]
    blank = Asked(topic.slug, scope=part.scope, detail=part.detail)
    carried = part.carried and topic.kind not in (TopicKind.DAY, TopicKind.SERVICE)
    if part.first is None or part.last is None or not part.named_day or carried:
        return [_on_default_day(blank, topic, edition.district, at)]
    spans = [(part.first, part.last), *(() if part.sure else part.alternatives)]
    return [one for first, last in spans for one in _on_days(blank, topic, first, last, edition.district, at)]


def _on_default_day(blank: Asked, topic: Topic, district: District, at: datetime) -> Asked:
    """Today until classes end, then the next school day; a plan or a background without a day has none."""
    if topic.kind not in (TopicKind.DAY, TopicKind.SERVICE):
        return replace(blank, named_day=False)
    local = district.local(at)
    first = local.date() + timedelta(days=1) if district.classes_over(at) else local.date()
    return replace(blank, day=next(district.school_days_from(first), first), named_day=False)


def _on_days(blank: Asked, topic: Topic, first: date, last: date, district: District, at: datetime) -> list[Asked]:
    if not topic.kind.by_day or last - first > LONGEST_SPAN:
        return [replace(blank, day=first, last_day=last)]
    days = [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]
    today = district.local(at).date()
    to_come = [day for day in days if day >= today] or days
    if len(to_come) == 1:
        return [replace(blank, day=to_come[0])]
    if topic.kind is TopicKind.DAY:
        # A holiday or a Saturday may have a status of its own; of today there is nothing left to act on after classes.
        left = [day for day in to_come if day != today or not district.classes_over(at)]
        return [replace(blank, day=day, of_span=True) for day in left]
    school = [day for day in to_come if district.is_school_day(day)]
    return [replace(blank, day=day) for day in school or to_come[:1]]


def without_repeats(findings: Iterable[Finding]) -> list[Finding]:
    """Each finding once; days in a row that are told the same become one finding about all of them."""
    kept: list[Finding] = []
    for finding in _without_weekends(findings):
        same = next((at for at, one in enumerate(kept) if _same_told(one, finding)), None)
        if same is None:
            kept.append(finding)
        elif finding.asked.until != kept[same].asked.until:
            before = kept[same]
            kept[same] = replace(before, day=None, asked=replace(before.asked, last_day=finding.asked.until))
    return kept


def _without_weekends(findings: Iterable[Finding]) -> list[Finding]:
    """Of a span, Saturdays and Sundays without a status go without saying, unless there is nothing else."""
    found = list(findings)
    idle = [one for one in found if one.asked.of_span and one.kind is FindingKind.NO_SCHOOL_DAY and not one.holiday]
    return [one for one in found if one not in idle] or found[:1]


def _same_told(one: Finding, other: Finding) -> bool:
    """Whether two findings say the same of the same days, or of days in a row."""

    def told(finding: Finding) -> tuple[object, ...]:
        about = _told(finding) or (finding.holiday if finding.asked.of_span else None) or finding.asked.day
        return finding.topic.slug, finding.kind, finding.asked.scope, about

    if told(one) != told(other):
        return False
    nothing_told = not (_told(one) or one.holiday)
    return nothing_told or other.asked.until == one.asked.until or _next_to(one.asked.until, other.asked.day)


def _told(finding: Finding) -> tuple[str, ...]:
    told = (*finding.claims, *finding.exceptions, *finding.reported) if finding.claims else ()
    return tuple(held.claim.slug for held in told)


def holes_joined(findings: Sequence[Finding]) -> list[Finding]:
    """Days in a row of which nothing is announced told as one; what another answer tells already is not told again."""
    answered = {held.claim.slug for one in findings for held in one.claims}
    joined: list[Finding] = []
    for finding in findings:
        fresh = _without_told(finding, answered)
        if joined and _same_hole(joined[-1], fresh):
            joined[-1] = _stretched(joined[-1], fresh)
        else:
            joined.append(fresh)
    return joined


def _without_told(finding: Finding, answered: set[str]) -> Finding:
    if finding.kind is not FindingKind.NOT_ANNOUNCED:
        return finding
    beside = tuple(
        (topic, kept)
        for topic, helds in finding.beside
        if (kept := tuple(held for held in helds if held.claim.slug not in answered))
    )
    nearest = tuple(held for held in finding.nearest if held.claim.slug not in answered)
    return replace(finding, beside=beside, nearest=nearest)


def _same_hole(one: Finding, other: Finding) -> bool:
    def place(finding: Finding) -> tuple[object, ...]:
        return finding.kind, finding.topic.slug, finding.asked.scope, finding.asked.named_day

    holes = one.kind is FindingKind.NOT_ANNOUNCED and not one.reported and not other.reported
    return holes and place(one) == place(other) and _next_to(one.asked.until, other.asked.day)


def _next_to(last: date | None, day: date | None) -> bool:
    """Whether a day is the one after, or the Monday after a Friday."""
    if last is None or day is None:
        return False
    apart = (day - last).days
    return apart == 1 or (last.isoweekday() == FRIDAY and apart == MONDAY_AFTER)


def _stretched(one: Finding, other: Finding) -> Finding:
    told = {held.claim.slug for _, helds in one.beside for held in helds}
    more = tuple(
        (topic, kept)
        for topic, helds in other.beside
        if (kept := tuple(held for held in helds if held.claim.slug not in told))
    )
    order = list(dict.fromkeys(topic.slug for topic, _ in one.beside + more))
    beside = sorted(one.beside + more, key=lambda told: order.index(told[0].slug))
    return replace(one, asked=replace(one.asked, last_day=other.asked.until), beside=tuple(beside))


def outcome_of(findings: Sequence[Finding]) -> Outcome:
    """Answer if any part is."""
    return Outcome.ANSWER if any(_is_answer(one) for one in findings) else Outcome.UNKNOWN


def _is_answer(finding: Finding) -> bool:
    if finding.kind is FindingKind.NO_SCHOOL_DAY:
        return True
    known = finding.kind in (FindingKind.KNOWN, FindingKind.DISPUTED)
    return known and not all(held.claim.is_undecided for held in finding.claims)


def status_of(findings: Sequence[Finding]) -> str | None:
    """Given only where all parts about whether school is open agree."""
    days = [one for one in findings if one.topic.kind is TopicKind.DAY]
    if not days:
        return UNKNOWN if outcome_of(findings) is Outcome.UNKNOWN else None
    statuses = {_status(one) for one in days}
    return statuses.pop() if len(statuses) == 1 else None


def _status(finding: Finding) -> str | None:
    if finding.kind is FindingKind.NO_SCHOOL_DAY or _leaves_days_open(finding):
        return None
    if finding.kind is not FindingKind.KNOWN:
        return UNKNOWN
    return _status_said(finding.claims[0])


def _leaves_days_open(finding: Finding) -> bool:
    """Whether some days of a period are known and others are not, or the known ones differ: no one status then."""
    said = {(held.claim.status, held.is_conditional) for held in finding.claims if held.claim.status}
    period = finding.asked.until != finding.asked.day
    return period and finding.kind is FindingKind.KNOWN and (not finding.whole or len(said) > 1)


def _status_said(held: Held) -> str:
    status = held.claim.status
    if status is None or held.claim.firmness is not Firmness.STATED:
        return UNKNOWN  # planned is not closed
    return CONDITIONAL.get(status, status.value) if held.is_conditional else status.value


def day_of(findings: Sequence[Finding]) -> date | None:
    """The day all parts are about; of one span whose days agree, the first."""
    days = list(dict.fromkeys(day for one in findings if (day := _day(one)) is not None))
    if len(days) == 1:
        return days[0]
    agree = len({(one.topic.slug, one.kind) for one in findings}) == 1
    return days[0] if days and agree and status_of(findings) is not None else None


def _day(finding: Finding) -> date | None:
    if finding.topic.kind is TopicKind.DAY and _leaves_days_open(finding):
        return None
    about = {held.claim.first_day for held in finding.claims}
    if finding.asked.named_day and finding.asked.day is not None:
        return finding.day or finding.asked.day
    if finding.kind in (FindingKind.KNOWN, FindingKind.DISPUTED):
        return about.pop() if len(about) == 1 else finding.day
    return finding.day if finding.topic.kind.by_day else None


def explained(part: Part) -> Iterable[str]:
    """Why a part was read so, in words, for the person who curates."""
    yield f"“{part.text.strip()}” → {part.topic or 'no topic'}"
    yield from part.why
    if part.match is not None:
        for candidate in part.match.candidates[:3]:
            yield f"  {candidate.topic}: {candidate.score:.2f} by “{candidate.phrasing}” ({candidate.why})"
        yield f"  sure to {part.match.probability:.0%}, so: {part.match.outcome}"
