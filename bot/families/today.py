"""Asking by command: a question, whether school is on today and on the next school days, and what can be asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from itertools import islice

from bot.catalogue import marked
from bot.choices import says_whose
from bot.curating.previewing import reply_of
from bot.desk import Call, Desk, Handler, refused
from bot.families.judging import offers_on
from bot.meaning import DEFAULT_TOPIC
from bot.notices import Notices
from bot.pages import Page, PageKind
from bot.questions import LineKind, Passage, Question
from bot.wording import Wording
from knowledge.claims import Scope
from knowledge.district import District
from knowledge.findings import Asked, Finding
from knowledge.holding import answered_topics
from knowledge.library import Edition
from knowledge.people import Chosen, read_chosen
from knowledge.topics import Topic, TopicKind

COMING = 3  # school days told after today
MOST_OF_A_KIND = 12  # topics listed
KINDS = {
    TopicKind.DAY: marked("Whether school is on"),
    TopicKind.SERVICE: marked("Services"),
    TopicKind.PLAN: marked("Plans"),
    TopicKind.TALKS: marked("Talks"),
    TopicKind.BACKGROUND: marked("Background"),
}


def handlers() -> Mapping[str, Handler]:
    return {"ask": ask, "today": today, "topics": topics}


async def ask(desk: Desk, call: Call) -> Page:
    reply = await desk.answering.answer(_question(call, call.values["question"]))
    return Page(PageKind.SHOWN, "", reply=reply, offers=offers_on(reply, call.invocation, call.say))


async def today(desk: Desk, call: Call) -> Page:
    """Each day in a passage of its own; what is told of one day is not told again beside another."""
    topic, edition = day_topic(call.edition), call.edition
    if topic is None:
        return refused(call.say, Notices(call.say, edition.district).no_answer().text)
    chosen = Chosen()
    if not call.who.overheard:
        chosen = await desk.database.read(partial(read_chosen, who=call.who.person))
    findings = await day_findings(desk, edition, at=call.at, topic=topic, scope=chosen.scope)
    reply = reply_of(tuple(findings), Wording(call.say, edition.district, call.at))
    passages = channel_once(reply.passages, Notices(call.say, edition.district).official_channel())
    if not chosen.scope.is_district:
        passages.append(says_whose(chosen.scope, edition.district, call.say))
    question = replace(_question(call, f"/{call.command.name}"), command=call.command.name)
    reply = await desk.answering.note(question, replace(reply, passages=tuple(passages)), edition)
    return Page(
        PageKind.SHOWN,
        call.say(call.command.help),
        reply=reply,
        offers=offers_on(reply, call.invocation, call.say),
        scope=chosen.scope,
    )


async def day_findings(
    desk: Desk, edition: Edition, *, at: datetime, topic: Topic, scope: Scope | None = None
) -> list[Finding]:
    """What holds today and on the next school days, each told once. *at*: on the district's clock."""
    days = days_told(edition.district, at)
    asked = [Asked(topic.slug, day, scope=scope or Scope()) for day in days]
    return told_once(await desk.library.look_up(asked, at=at, edition=edition))


async def topics(desk: Desk, call: Call) -> Page:
    """By kind, the main ones; those of which nothing is in force say so."""
    answered = await desk.database.read(lambda connection: answered_topics(connection, at=call.invocation.at))
    wording = Wording(call.say, call.edition.district, call.at)
    lines: list[str] = []
    for kind, title in KINDS.items():
        found = [one for one in call.edition.topics.values() if one.kind is kind and one.parent is None]
        lines += [call.say(title), *_listed(found, answered, wording)] if found else []
    return Page(PageKind.SHOWN, call.say(call.command.help), tuple(lines))


def days_told(district: District, at: datetime) -> list[date]:
    """Today, unless its classes are over, and the next school days."""
    first = district.local(at).date()
    over = district.is_school_day(first) and district.classes_over(at)
    return [*(() if over else (first,)), *islice(district.school_days_from(first + timedelta(days=1)), COMING)]


def told_once(findings: Iterable[Finding]) -> list[Finding]:
    """What answers one of the days, or was told along with an earlier one, is not told along again."""
    found = list(findings)
    told = {held.claim.slug for one in found for held in one.claims}
    kept = []
    for finding in found:
        beside = tuple(
            (topic, fresh)
            for topic, helds in finding.beside
            if (fresh := tuple(held for held in helds if held.claim.slug not in told))
        )
        nearest = tuple(held for held in finding.nearest if held.claim.slug not in told)
        last = finding.last_word if finding.last_word and finding.last_word.claim.slug not in told else None
        kept.append(replace(finding, beside=beside, nearest=nearest, last_word=last))
        told |= {held.claim.slug for held in kept[-1].told}
    return kept


def day_topic(edition: Edition) -> Topic | None:
    days = [one for one in edition.topics.values() if one.kind is TopicKind.DAY and one.parent is None]
    return edition.topics.get(DEFAULT_TOPIC) or next(iter(days), None)


def channel_once(passages: Sequence[Passage], channel: Sequence[str]) -> list[Passage]:
    """Where the district itself speaks, at the end of the last passage that says it."""
    saying = [at for at, one in enumerate(passages) if any(line.words in channel for line in one.lines)]
    kept = []
    for at, passage in enumerate(passages):
        lines = tuple(
            line
            for line in passage.lines
            if at in saying[-1:] or line.words not in channel or line.kind is LineKind.HEADLINE
        )
        kept.append(replace(passage, lines=lines))
    return kept


def _listed(found: Sequence[Topic], answered: frozenset[str], wording: Wording) -> list[str]:
    open_, say = marked("{title} (no answer at the moment)"), wording.say
    lines = []
    for one in sorted(found, key=lambda topic: topic.slug not in answered)[:MOST_OF_A_KIND]:
        title = wording.title(one)
        lines.append(f"• {title if one.slug in answered else say(open_, title=title)}")
    left = len(found) - len(lines)
    return [*lines, say("and {count} more", count=left)] if left else lines


def _question(call: Call, text: str) -> Question:
    who = call.who
    return Question(
        text,
        call.invocation.at,
        place=who.place,
        person=who.person,
        language=who.language,
        shared=who.overheard,
        aside=who.shared and who.apart,
    )
