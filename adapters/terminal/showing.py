"""Showing what the knowledge base holds: its topics, the claims of one of them at a moment, one entry's history."""

from __future__ import annotations

import json
from collections import Counter
from datetime import datetime
from functools import partial

from adapters.terminal.failing import Refusal
from adapters.terminal.moments import Moment, ShiftedClock
from adapters.terminal.paper import answers, table
from bot.program import Bellwether, SystemClock, open_for_asking
from bot.settings import Settings
from knowledge.claims import Precision, end_of
from knowledge.codec import Kind, encode
from knowledge.district import District
from knowledge.findings import Held
from knowledge.holding import standing_claims
from knowledge.library import Edition
from knowledge.revisions import Revision, history
from knowledge.texts import Texts, in_language
from knowledge.topics import Topic


async def show(settings: Settings, name: str | None, *, at: Moment | None) -> None:
    async with open_for_asking(settings, clock=SystemClock()) as bellwether:
        edition = await bellwether.library.edition()
        now = at.on_clock(edition.district.timezone) if at else ShiftedClock().now()
        if name is None:
            await _topics(bellwether, edition, now)
        elif name in edition.topics:
            await _topic(bellwether, edition, edition.topics[name], now)
        else:
            await _entry(bellwether, edition, name)


async def _topics(bellwether: Bellwether, edition: Edition, at: datetime) -> None:
    helds = await _held(bellwether, edition, list(edition.topics), at)
    in_force = Counter(held.claim.topic for held in helds)
    drawn = table("topic", "title", "kind", "detail of", "in force", "phrasings")
    for topic in edition.topics.values():
        phrasings = ", ".join(f"{len(texts)} {language}" for language, texts in topic.phrasings.items())
        title = _words(topic.titles, edition.district)
        drawn.add_row(topic.slug, title, topic.kind.value, topic.parent, str(in_force[topic.slug]), phrasings)
    paper = answers()
    paper.show(drawn)
    paper.say("")
    paper.say(f"{len(edition.topics)} topics, {len(helds)} claims in force at {_clock(at, edition.district)}.", "dim")


async def _topic(bellwether: Bellwether, edition: Edition, topic: Topic, at: datetime) -> None:
    district, paper = edition.district, answers()
    helds = await _held(bellwether, edition, [topic.slug], at)
    paper.say(f"{topic.slug}: {_words(topic.titles, district)} ({topic.kind.value})", "bold")
    paper.say(f"In force at {_clock(at, district)}: {len(helds)}.", "dim")
    for held in helds:
        paper.say("")
        paper.say(f"{held.claim.slug}, revision {held.revision}", "bold")
        for name, value in _facts(held, topic, district).items():
            if value:
                paper.say(f"  {name}: {value}")


def _facts(held: Held, topic: Topic, district: District) -> dict[str, str]:
    claim, source = held.claim, held.source
    days = [day.isoformat() for day in (claim.first_day, claim.last_day) if day is not None]
    as_of = (
        _clock(held.as_of, district) if source.precision is Precision.MINUTE else f"{district.local(held.as_of).date()}"
    )
    return {
        "words": _words(claim.words, district),
        "day": " to ".join(dict.fromkeys(days)),
        "status": claim.status.value if claim.status else "",
        "firmness": claim.firmness.value,
        "condition": " / ".join(_words(one.words, district) for one in held.conditions),
        "said by": ", ".join(_words(one.names, district) for one in held.speakers),
        "source": f"{source.slug} ({source.outlet}), paragraphs {', '.join(map(str, claim.paragraphs))}",
        "as of": as_of,
        "until": _clock(end_of(claim, source=source, topic=topic, district=district), district),
        "event": claim.event or "",
    }


async def _entry(bellwether: Bellwether, edition: Edition, name: str) -> None:
    for kind in Kind:
        revisions = await bellwether.database.read(partial(history, kind=kind, slug=name))
        if revisions:
            _tell_history(kind, revisions, edition.district)
            return
    raise Refusal(f'Nothing here is called "{name}"; bellwether knowledge show lists the topics')


def _tell_history(kind: Kind, revisions: tuple[Revision, ...], district: District) -> None:
    paper, newest = answers(), revisions[-1]
    paper.say(f"{kind.value} {newest.slug}" + (" (withdrawn)" if newest.removed else ""), "bold")
    for field, value in encode(newest.noun).items():
        if value not in (None, "", [], {}):
            paper.say(f"  {field}: {json.dumps(value, ensure_ascii=False)}")
    drawn = table("revision", "published", "by", "reason")
    for one in revisions:
        author = one.author if one.by_person else f"{one.author} (files)"
        drawn.add_row(str(one.number), _clock(one.recorded, district), author, one.reason)
    paper.say("")
    paper.show(drawn)


async def _held(bellwether: Bellwether, edition: Edition, topics: list[str], at: datetime) -> tuple[Held, ...]:
    return await bellwether.database.read(
        lambda connection: standing_claims(connection, topics, at=at, ground=edition.ground)
    )


def _words(texts: Texts, district: District) -> str:
    found = in_language(texts, district.languages)
    return found[1].words if found else ""


def _clock(at: datetime, district: District) -> str:
    return f"{district.local(at):%Y-%m-%d %H:%M}"
