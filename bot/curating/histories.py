"""Who changed what, when and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.curating.differing import differences
from bot.curating.moments import moment_words
from bot.curating.proposing import Connected
from bot.desk import Call, Desk, Handler, refused
from bot.pages import Grid, Invocation, Offer, Page, PageKind
from knowledge.codec import Kind
from knowledge.drafts import Draft, drafts_published
from knowledge.histories import (
    Changed,
    kinds_named,
    names_like,
    read_changes,
)
from knowledge.revisions import Revision, history

MOST_TOUCHED = 4  # entries named in one row of the history


def handlers() -> Mapping[str, Handler]:
    return {"history": _history}


async def _history(desk: Desk, call: Call) -> Page:
    about = call.values.get("about")
    if about is None:
        return await desk.database.read(lambda connection: _changes_page(connection, call))
    kinds, slug = await named(desk, about)
    if len(kinds) != 1:
        return await which(desk, call, kinds, slug)
    revisions: tuple[Revision, ...] = await desk.database.read(lambda connection: history(connection, kinds[0], slug))
    return _revisions_page(call, revisions)


def _changes_page(connection: Connected, call: Call) -> Page:
    say, changes = call.say, read_changes(connection)
    drafts = drafts_published(connection, [one.number for one in changes])
    if not changes:
        return Page(PageKind.SHOWN, say("Nobody has changed anything yet."))
    columns = (say("number"), say("when"), say("who"), say("what"), say("touched"), say("why"), say("taken back by"))
    rows = tuple(
        (
            str(one.number),
            moment_words(call, one.made),
            one.identity,
            _what(call, one, drafts.get(one.number)),
            touched(one.revisions),
            one.reason or "",
            str(one.undone_by or ""),
        )
        for one in changes
    )
    newest = next((one for one in changes if one.undone_by is None), None)
    offers = (undo_offer(call, newest.number),) if newest else ()
    return Page(PageKind.SHOWN, say("The newest changes"), grid=Grid(columns, rows), offers=offers)


def _what(call: Call, change: Changed, draft: Draft | None) -> str:
    """The command; of an approved draft that which made it."""
    action = draft.action if draft else change.action
    told = action if change.undoes is None else f"{action} {change.undoes}"
    if draft is None:
        return told
    return call.say(
        "{action} by {who}, approved by {approver}", action=told, who=draft.identity, approver=change.identity
    )


def _revisions_page(call: Call, revisions: tuple[Revision, ...]) -> Page:
    """Each revision with its differences to the one before, the newest first."""
    say, newest = call.say, revisions[-1]
    columns = (say("revision"), say("when"), say("who"), say("why"), say("what changed"))
    pairs = zip((None, *revisions), revisions, strict=False)
    rows = [
        (str(one.number), moment_words(call, one.recorded), one.author, one.reason or "", _differing(call, before, one))
        for before, one in pairs
    ]
    title = say("The history of {entry}", entry=f"{newest.kind} {newest.slug}")
    offers = tuple(
        Offer(say("Back to revision {number}", number=one.number), _restoring(call, one)) for one in revisions[-2:-1]
    )
    return Page(PageKind.SHOWN, title, grid=Grid(columns, tuple(reversed(rows))), offers=offers)


def _differing(call: Call, before: Revision | None, one: Revision) -> str:
    if one.removed:
        return call.say("taken away")
    if before is None or before.removed:
        return call.say("added")
    fields = (f"{name}: {old or '–'} → {new or '–'}" for name, old, new in differences(before.noun, one.noun))
    return "\n".join(fields)


async def named(desk: Desk, about: str) -> tuple[tuple[Kind, ...], str]:
    """*about*: a name, or a kind and a name."""
    first, _, rest = about.strip().partition(" ")
    wanted = Kind(first.lower()) if rest and first.lower() in set(Kind) else None
    slug = rest.strip() if wanted else about.strip()
    kinds = await desk.database.read(lambda connection: kinds_named(connection, slug))
    return (tuple(kind for kind in kinds if wanted in (None, kind)), slug)


async def which(desk: Desk, call: Call, kinds: tuple[Kind, ...], slug: str) -> Page:
    if kinds:
        offers = tuple(Offer(f"{kind} {slug}", _about(call, f"{kind} {slug}")) for kind in kinds)
        return replace(refused(call.say, call.say("Several entries are called {name}.", name=slug)), offers=offers)
    near = await desk.database.read(lambda connection: names_like(connection, slug))
    page = refused(call.say, call.say("Nothing is called {name}.", name=slug))
    return replace(page, offers=tuple(Offer(name, _about(call, name)) for name in near))


def _about(call: Call, name: str) -> Invocation:
    return replace(call.invocation, values={**call.invocation.values, "about": name}, confirmed=False, based_on={})


def undo_offer(call: Call, number: int) -> Offer:
    undoing = replace(call.invocation, name="undo", action="", values={"change": str(number)}, confirmed=False)
    return Offer(call.say("Take change {number} back", number=number), replace(undoing, based_on={}))


def _restoring(call: Call, one: Revision) -> Invocation:
    values = {"about": f"{one.kind} {one.slug}", "revision": str(one.number)}
    return replace(call.invocation, name="undo", action="to", values=values, confirmed=False, based_on={})


def touched(revisions: tuple[Revision, ...]) -> str:
    named = ", ".join(f"{one.kind} {one.slug}" for one in revisions[:MOST_TOUCHED])
    more = len(revisions) - MOST_TOUCHED
    return f"{named} (+{more})" if more > 0 else named
