"""What needs looking after: each thing with whether it is well, what was found, and how to see exactly that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from bot.catalogue import Catalogue, own_name, reviewed
from bot.desk import Call, Desk, Handler
from bot.pages import Grid, Page, PageKind
from knowledge.files.approvals import ApprovalReport, approvals
from knowledge.findings import Held
from knowledge.ground import Ground
from knowledge.holding import aged_claims, ending_claims
from knowledge.migrating import known_revisions
from knowledge.revisions import export
from knowledge.staff import OWNER, read_roles
from knowledge.upkeep import Upkeep, read_upkeep, stale_translations

SOON = timedelta(hours=48)
MOST_NAMED = 10  # of one kind, below the table
AFTER_EXPORT = "bellwether knowledge export FOLDER; bellwether knowledge check FOLDER"


@dataclass(frozen=True)
class Found:
    """*see*: the command that shows exactly these rows; *named*: each with the command that shows it."""

    what: str
    well: bool
    words: str
    see: str = ""
    named: tuple[str, ...] = ()


@dataclass(frozen=True)
class House:
    """Everything read in one transaction."""

    upkeep: Upkeep
    approvals: ApprovalReport
    ending: tuple[Held, ...]
    aged: tuple[Held, ...]
    stale: tuple[str, ...]
    owners: int


def handlers() -> Mapping[str, Handler]:
    return {"check": check}


async def check(desk: Desk, call: Call) -> Page:
    say, district = call.say, call.edition.district
    work = partial(_read, at=call.invocation.at, ground=call.edition.ground, main=district.languages[0])
    house = await desk.database.read(work)
    every = [*_claims(call, house), *_waiting(call, house), *_words(call, house), *_running(desk, call, house)]
    found = sorted(every, key=lambda one: one.well)  # what needs looking after comes first
    rows = tuple((say("ok") if one.well else say("look"), one.what, one.words, one.see) for one in found)
    bad = sum(not one.well for one in found)
    title = say("{count} things need looking after.", count=bad) if bad else say("All is well.")
    lines = tuple(line for one in found if one.named for line in _named(one, say))
    return Page(PageKind.SHOWN, title, lines, grid=Grid((say("state"), say("what"), say("found"), say("see")), rows))


def _read(connection: Any, *, at: datetime, ground: Ground, main: str) -> House:
    return House(
        upkeep=read_upkeep(connection),
        approvals=approvals(export(connection)),
        ending=ending_claims(connection, at=at, by=at + SOON, ground=ground),
        aged=aged_claims(connection, at=at, ground=ground),
        stale=stale_translations(connection, main=main),
        owners=sum(one.role == OWNER for one in read_roles(connection)),
    )


def _running(desk: Desk, call: Call, house: House) -> Iterator[Found]:
    say, owners = call.say, house.owners + len(desk.owners)
    yield Found(say("owners"), owners > 0, f"{owners}", "/role list")
    if desk.settings is not None:
        settings = desk.settings
        on = {
            "Telegram": settings.telegram.token is not None,
            "Discord": settings.discord.token is not None,
            say("matching by meaning"): settings.semantic.folder is not None,
        }
        switched = {True: say("on"), False: say("off")}
        words = say.listed([f"{name}: {switched[one]}" for name, one in on.items()])
        yield Found(say("settings"), True, words, "docs/settings.md")
        kept = settings.retention
        days = say("{days} days", days=f"{kept.question_days} / {kept.telling_days}")
        yield Found(say("questions and what was told are kept for"), True, days, "/privacy")
    upkeep = house.upkeep
    changed = call.edition.district.local(upkeep.changed)
    words = say(
        "{where}: tables {tables}, {size} MB, generation {generation}, last changed {changed}",
        where=desk.database.location,
        tables=known_revisions()[-1],
        size=f"{upkeep.size / 1e6:.1f}",
        generation=upkeep.generation,
        changed=f"{changed:%Y-%m-%d %H:%M}",
    )
    yield Found(say("database"), True, words, "/history")


def _words(call: Call, house: House) -> Iterator[Found]:
    say, report = call.say, house.approvals
    waiting = {language: one.waiting for language, one in report.languages.items() if one.waiting}
    words = say.listed([f"{language}: {count}" for language, count in waiting.items()]) or "0"
    yield Found(say("texts nobody approved"), not waiting, words, AFTER_EXPORT, report.unapproved)
    off = [own_name(one) for one in call.edition.district.languages if one != "en" and reviewed(one) is None]
    yield Found(say("languages that are on and not reviewed by a speaker"), not off, say.listed(off) or "0")
    named = tuple(_see_text(one) for one in house.stale)
    yield Found(say("translations older than their original"), not named, f"{len(named)}", "", named)


def _claims(call: Call, house: House) -> Iterator[Found]:
    say, local = call.say, call.edition.district.local

    def named(helds: Iterable[Held], moment: str) -> tuple[str, ...]:
        return tuple(f"/claim show {held.claim.slug} · {local(getattr(held, moment)):%Y-%m-%d %H:%M}" for held in helds)

    ending, aged = named(house.ending, "until"), named(house.aged, "as_of")
    live = "/claim list life=live"
    yield Found(say("claims that end within 48 hours"), not ending, f"{len(ending)}", live, ending)
    older = say("claims told longer than their topic keeps, not verified since")
    yield Found(older, not aged, f"{len(aged)}", live, aged)


def _waiting(call: Call, house: House) -> Iterator[Found]:
    say, upkeep = call.say, house.upkeep

    def waiting(count: int, since: datetime | None) -> str:
        if since is None:
            return f"{count}"
        return say("{count}, since {when}", count=count, when=f"{call.edition.district.local(since):%Y-%m-%d %H:%M}")

    drafts, inquiries = upkeep.drafts, upkeep.inquiries
    yield Found(say("drafts"), not drafts, waiting(drafts, upkeep.oldest_draft), "/claim drafts")
    yield Found(
        say("questions that wait for a person"),
        not inquiries,
        waiting(inquiries, upkeep.oldest_inquiry),
        "/gaps people",
    )
    gaps = say("{count} questions of {people} people", count=upkeep.gaps, people=upkeep.gap_people)
    yield Found(say("gaps"), not upkeep.gaps, gaps, "/gaps")


def _named(found: Found, say: Catalogue) -> Sequence[str]:
    more = len(found.named) - MOST_NAMED
    shown = [f"  {one}" for one in found.named[:MOST_NAMED]]
    rest = [say("and {count} more", count=more)] if more > 0 else []
    return [f"{found.what}:", *shown, *rest]


def _see_text(name: str) -> str:
    """A claim's text with the command that shows it."""
    kind, _, rest = name.partition(" ")
    return f"/claim show {rest.partition(':')[0]} · {name}" if kind == "claim" else name
