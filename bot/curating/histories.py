"""Who changed what, when and why; and taking it back, with the same preview and reach as any other change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from bot.curating.differing import differences
from bot.curating.moments import moment_words
from bot.curating.phrasing import twin_words
from bot.curating.proposing import Connected, Proposal, propose
from bot.curating.refusing import Misfit, Refusal, kindly
from bot.desk import Call, Desk, Handler, refused
from bot.pages import Grid, Invocation, Offer, Page, PageKind, Problem
from knowledge.codec import Kind, Noun
from knowledge.drafts import Draft, drafts_published
from knowledge.findings import Asked
from knowledge.histories import (
    Changed,
    NoSuchChange,
    Undoing,
    kinds_named,
    names_like,
    newest_own,
    read_changes,
    undoing_of,
)
from knowledge.resting import touched_by
from knowledge.revisions import Revision, history
from knowledge.topics import Topic
from knowledge.twins import same_words

MOST_LOOKED_BACK = 50  # changes of one entry, where its newest that stands is meant
MOST_TOUCHED = 4  # entries named in one row of the history


def handlers() -> Mapping[str, Handler]:
    return {"history": _history, "undo": kindly(_undo), "undo to": kindly(_undo_to)}


async def _history(desk: Desk, call: Call) -> Page:
    about = call.values.get("about")
    if about is None:
        return await desk.database.read(lambda connection: _changes_page(connection, call))
    kinds, slug = await _named(desk, about)
    if len(kinds) != 1:
        return await _which(desk, call, kinds, slug)
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
            _touched(one.revisions),
            one.reason or "",
            str(one.undone_by or ""),
        )
        for one in changes
    )
    newest = next((one for one in changes if one.undone_by is None), None)
    offers = (_undo_offer(call, newest.number),) if newest else ()
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


async def _undo(desk: Desk, call: Call) -> Page:
    number = await desk.database.read(lambda connection: _meant(connection, call))
    if number is None:
        return refused(call.say, call.say("There is no change of your own to take back."))
    try:
        back = await desk.database.read(lambda connection: _taking_back(connection, number, call))
    except NoSuchChange:
        return refused(call.say, call.say("There is no change {number}.", number=number))
    if back.undoing.later:
        return _touched_since(call, back)
    _refuse_twins(call, back.undoing.nouns)
    # What is confirmed is the change that was shown, whatever has become the newest meanwhile.
    shown = replace(call.invocation, values={**call.invocation.values, "change": str(number)})
    return await propose(desk, replace(call, invocation=shown), _proposal(call, back))


def _meant(connection: Connected, call: Call) -> int | None:
    """The change of that number; of an entry's name the newest that touched it; of nothing the newest of one's own."""
    written: int | str | None = call.values.get("change")
    if written is None:
        return newest_own(connection, call.who.person)
    if isinstance(written, int):
        return written
    touched = read_changes(connection, slug=written, most=MOST_LOOKED_BACK)
    number = next((one.number for one in touched if one.undoes is None and one.undone_by is None), None)
    if number is None:
        raise Misfit(Problem("change", call.say("Please write a number.")))
    return number


@dataclass(frozen=True)
class _TakingBack:
    """*cells*: what families ask that hangs on what is taken back, where no claim itself is."""

    change: Changed
    undoing: Undoing
    cells: tuple[Asked, ...]


def _taking_back(connection: Connected, number: int, call: Call) -> _TakingBack:
    undoing = undoing_of(connection, number)
    change = read_changes(connection, number=number)[0]
    return _TakingBack(change, undoing, _cells(connection, change.revisions, call))


def _cells(connection: Connected, revisions: Iterable[Revision], call: Call) -> tuple[Asked, ...]:
    nouns = [one.noun for one in revisions]
    if any(Kind.of(noun) is Kind.CLAIM for noun in nouns):
        return ()
    claims = [one.claim for one in touched_by(connection, nouns, at=call.invocation.at) if one.told]
    return tuple(dict.fromkeys(Asked(c.topic, c.first_day, c.last_day, c.scope, c.has_day) for c in claims))


def _proposal(call: Call, back: _TakingBack) -> Proposal:
    number, undoing = back.change.number, back.undoing

    return Proposal(
        call.say("Takes back change {number}: {action}.", number=number, action=back.change.action),
        undoing.nouns,
        undoing.removed,
        undoing.based_on,
        cells=back.cells,
        lines=(_touched(back.change.revisions),),
        undoes=number,
    )


def _touched_since(call: Call, back: _TakingBack) -> Page:
    say, change = call.say, back.change
    by = change.undone_by
    if by is not None:
        words = say("Change {number} was taken back already, by change {later}.", number=change.number, later=by)
        return replace(refused(say, words), offers=(_undo_offer(call, by),))
    later = [number for number in back.undoing.later if number is not None]
    if not later:
        return refused(
            say, say("What change {number} touched was changed since by curated files.", number=change.number)
        )
    words = say(
        "What change {number} touched was changed again since, by change {later}. Take that one back first.",
        number=change.number,
        later=", ".join(map(str, later)),
    )
    return replace(refused(say, words), offers=(_undo_offer(call, later[-1]),))


async def _undo_to(desk: Desk, call: Call) -> Page:
    kinds, slug = await _named(desk, call.values["about"])
    if len(kinds) != 1:
        return await _which(desk, call, kinds, slug)
    revisions: tuple[Revision, ...] = await desk.database.read(lambda connection: history(connection, kinds[0], slug))
    entry = f"{kinds[0]} {slug}"
    wanted = next((one for one in revisions if one.number == call.values["revision"]), None)
    if wanted is None:
        words = call.say("{entry} has the revisions 1 to {last}.", entry=entry, last=len(revisions))
        return refused(call.say, words)
    _refuse_twins(call, () if wanted.removed else (wanted.noun,))
    cells = await desk.database.read(lambda connection: _cells(connection, [wanted], call))
    proposal = Proposal(
        call.say("Lets {entry} stand again as in revision {number}.", entry=entry, number=wanted.number),
        () if wanted.removed else (wanted.noun,),
        ((wanted.kind, wanted.slug),) if wanted.removed else (),
        {(wanted.kind, wanted.slug): revisions[-1].number},
        cells=cells,
    )
    return await propose(desk, call, proposal)


def _refuse_twins(call: Call, nouns: Iterable[Noun]) -> None:
    """A phrasing that went to another topic since would leave both unfindable. Raises `Refusal`."""
    topics = [one for one in nouns if isinstance(one, Topic)]
    changing = {one.slug for one in topics}
    for topic in topics:
        for twin in same_words(call.edition, topic, without=changing):
            raise Refusal(twin_words(twin, call.edition, call.say))


async def _named(desk: Desk, about: str) -> tuple[tuple[Kind, ...], str]:
    """*about*: a name, or a kind and a name."""
    first, _, rest = about.strip().partition(" ")
    wanted = Kind(first.lower()) if rest and first.lower() in set(Kind) else None
    slug = rest.strip() if wanted else about.strip()
    kinds = await desk.database.read(lambda connection: kinds_named(connection, slug))
    return (tuple(kind for kind in kinds if wanted in (None, kind)), slug)


async def _which(desk: Desk, call: Call, kinds: tuple[Kind, ...], slug: str) -> Page:
    if kinds:
        offers = tuple(Offer(f"{kind} {slug}", _about(call, f"{kind} {slug}")) for kind in kinds)
        return replace(refused(call.say, call.say("Several entries are called {name}.", name=slug)), offers=offers)
    near = await desk.database.read(lambda connection: names_like(connection, slug))
    page = refused(call.say, call.say("Nothing is called {name}.", name=slug))
    return replace(page, offers=tuple(Offer(name, _about(call, name)) for name in near))


def _about(call: Call, name: str) -> Invocation:
    return replace(call.invocation, values={**call.invocation.values, "about": name}, confirmed=False, based_on={})


def _undo_offer(call: Call, number: int) -> Offer:
    undoing = replace(call.invocation, name="undo", action="", values={"change": str(number)}, confirmed=False)
    return Offer(call.say("Take change {number} back", number=number), replace(undoing, based_on={}))


def _restoring(call: Call, one: Revision) -> Invocation:
    values = {"about": f"{one.kind} {one.slug}", "revision": str(one.number)}
    return replace(call.invocation, name="undo", action="to", values=values, confirmed=False, based_on={})


def _touched(revisions: tuple[Revision, ...]) -> str:
    named = ", ".join(f"{one.kind} {one.slug}" for one in revisions[:MOST_TOUCHED])
    more = len(revisions) - MOST_TOUCHED
    return f"{named} (+{more})" if more > 0 else named
