"""Taking back what was changed, with the same preview and reach as any other change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from bot.catalogue import marked
from bot.curating.days_off import days_off_told
from bot.curating.draft_words import claim_said, standing_noun
from bot.curating.histories import named, touched, undo_offer, which
from bot.curating.phrasing import twin_words
from bot.curating.proposing import Connected, Proposal, propose
from bot.curating.refusing import Misfit, Refusal, kindly
from bot.desk import Call, Desk, Handler, refused
from bot.pages import Page, Problem
from bot.telling.platforms import PLATFORMS
from knowledge.articles.undone import waiting_again
from knowledge.claims import Claim
from knowledge.codec import Kind, Noun
from knowledge.findings import Asked
from knowledge.histories import (
    Changed,
    NoSuchChange,
    Undoing,
    newest_own,
    read_changes,
    undoing_of,
)
from knowledge.progress import progress_of_change
from knowledge.resting import touched_by
from knowledge.revisions import Revision, history
from knowledge.topics import Topic
from knowledge.twins import same_words

MOST_SAID = 4  # claims of a change
MOST_LOOKED_BACK = 50  # changes of one entry, where its newest that stands is meant


def handlers() -> Mapping[str, Handler]:
    return {"undo": kindly(_undo), "undo to": kindly(_undo_to)}


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
    """*cells*: what families ask that hangs on what is taken back, where no claim itself is; *says*: what the change
    said, how many pieces of an article wait again, and how far it has gone out."""

    change: Changed
    undoing: Undoing
    cells: tuple[Asked, ...]
    says: tuple[str, ...]


def _taking_back(connection: Connected, number: int, call: Call) -> _TakingBack:
    undoing = undoing_of(connection, number)
    change = read_changes(connection, number=number)[0]
    cells = _cells(connection, change.revisions, call)
    says = _said(connection, call, change, undoing)
    pieces = waiting_again(connection, number)
    again = (call.say("Pieces of an article that wait again: {count}", count=pieces),) if pieces else ()
    return _TakingBack(change, undoing, cells, (*says, *again, *_gone_out(connection, number, call)))


def _gone_out(connection: Connected, number: int, call: Call) -> Iterable[str]:
    """How many it came to already, and how many it will not come to any more."""
    progress = progress_of_change(connection, number, tuple(PLATFORMS))
    if progress.sent or progress.waiting:
        pattern = marked("Of its messages {sent} have gone; {waiting} that wait will not say it.")
        yield call.say(pattern, sent=f"{progress.sent:,}", waiting=f"{progress.waiting:,}")


def _said(connection: Connected, call: Call, change: Changed, undoing: Undoing) -> tuple[str, ...]:
    """Its claims in words, else the names of what it touched."""
    claims = [one.noun for one in change.revisions if isinstance(one.noun, Claim)]
    along = [*undoing.nouns, *(one.noun for one in change.revisions)]
    lines = [f"{one.slug}: {claim_said(connection, call, one, along)}" for one in claims[:MOST_SAID]]
    lines += [line for one in undoing.nouns for line in days_off_told(call, standing_noun(connection, one), one)]
    more = len(claims) - MOST_SAID
    return (*lines, *([call.say("And {count} more.", count=more)] if more > 0 else [])) or (touched(change.revisions),)


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
        lines=back.says,
        undoes=number,
    )


def _touched_since(call: Call, back: _TakingBack) -> Page:
    say, change = call.say, back.change
    by = change.undone_by
    if by is not None:
        words = say("Change {number} was taken back already, by change {later}.", number=change.number, later=by)
        return replace(refused(say, words), offers=(undo_offer(call, by),))
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
    return replace(refused(say, words), offers=(undo_offer(call, later[-1]),))


async def _undo_to(desk: Desk, call: Call) -> Page:
    kinds, slug = await named(desk, call.values["about"])
    if len(kinds) != 1:
        return await which(desk, call, kinds, slug)
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
