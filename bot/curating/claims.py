"""Claims: say something new, change what is said, and move it along its life; each with preview, reach and history."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from bot.catalogue import marked
from bot.curating.composing import Composing, no_such, official_speaker
from bot.curating.fitting import fitting
from bot.curating.living import LIVES, ended, extended, scheduled, verified, withdrawn
from bot.curating.moments import moment_words
from bot.curating.previewing import cells_of_claims
from bot.curating.proposing import Connected, Proposal, propose
from bot.curating.refusing import Refusal, kindly
from bot.curating.showing import changes_told, rows_of
from bot.curating.stating import as_held, brief, words_of
from bot.desk import Call, Desk, Handler
from bot.pages import Grid, Offer, Page, PageKind
from knowledge.acting import OF_MEANING
from knowledge.claims import Claim
from knowledge.codec import Kind, Noun, changed_fields
from knowledge.lives import Life, Lived, claim_slugs, read_life, read_lives

MOST_LISTED = 40
WORDING = "wording"
VERIFIED = marked("{claim} was checked again and still holds: {words}")


@dataclass(frozen=True)
class Change:
    """A claim as it shall stand, and what comes along."""

    claim: Claim
    says: str
    nouns: tuple[Noun, ...] = ()
    meaning: bool = True
    lines: tuple[str, ...] = ()


Changing = Callable[[Composing, Lived], Change]


def handlers() -> Mapping[str, Handler]:
    return {
        "claim add": kindly(_add),
        "claim edit": kindly(_edit),
        "claim show": kindly(_show),
        "claim list": kindly(_list),
        "claim withdraw": _moving(withdrawn, marked("Takes back {claim}: {words}")),
        "claim end": _moving(ended, marked("Stops telling {claim}: {words}")),
        "claim schedule": _moving(scheduled, marked("Tells {claim} from {moment}: {words}")),
        "claim extend": _moving(extended, marked("Tells {claim} until {moment}: {words}")),
        "claim verify": kindly(_verify),
    }


async def _add(desk: Desk, call: Call) -> Page:
    def work(connection: Connected) -> Proposal:
        return added(Composing(connection, call, call.values), call.values["topic"])

    return await propose(desk, call, await desk.database.read(work))


def added(composing: Composing, topic: str) -> Proposal:
    """A new claim of the fields that were written. Raises `Misfit`."""
    call, span = composing.call, composing.values.get("days")
    speaker = official_speaker(call, call.edition.topics[topic])
    claim, nouns = composing.new(topic, span.first if span else None, (speaker,) if speaker else ())
    fitting(composing.connection, call, claim)
    return Proposal(
        says=_said(composing, claim, nouns),
        nouns=(*nouns, claim),
        based_on={(Kind.CLAIM, claim.slug): 0},
        lines=(call.say("It will be known as {claim}.", claim=claim.slug),),
    )


def _said(composing: Composing, claim: Claim, nouns: tuple[Noun, ...]) -> str:
    """The claim in one line, in the language of whoever edits."""
    call, held = composing.call, as_held(composing, claim, nouns)
    if claim.status is not None:
        return brief(call, held)
    return words_of(call).line(held, call.edition.topics[claim.topic])


# Changing one that stands


def _moving(moved: Callable[[Composing, Lived], Claim], says: str) -> Handler:
    async def handler(desk: Desk, call: Call) -> Page:
        def change(composing: Composing, lived: Lived) -> Change:
            return Change(moved(composing, lived), _what_it_does(composing, lived, says))

        return await _changed(desk, call, change)

    return kindly(handler)


def _what_it_does(composing: Composing, lived: Lived, pattern: str) -> str:
    call = composing.call
    words = _said(composing, lived.claim, ())
    moment = moment_words(call, call.values.get("moment") or call.invocation.at)
    return call.say(pattern, claim=lived.claim.slug, words=words, moment=moment)


async def _verify(desk: Desk, call: Call) -> Page:
    def change(composing: Composing, lived: Lived) -> Change:
        claim, nouns = verified(composing, lived)
        return Change(claim, _what_it_does(composing, lived, VERIFIED), nouns, meaning=False)

    return await _changed(desk, call, change)


async def _edit(desk: Desk, call: Call) -> Page:
    page = await _changed(desk, call, _edited)
    if page.kind is not PageKind.PREVIEW or call.values.get("kind") or page.reach is None:
        return page
    return replace(page, offers=(*page.offers, *_as_wording(call, page)))


def _edited(composing: Composing, lived: Lived) -> Change:
    call, before = composing.call, lived.claim
    if lived.life is Life.WITHDRAWN:
        raise Refusal(call.say("{claim} was taken back, so it is never told again.", claim=before.slug))
    claim, nouns = composing.filled(before)
    fitting(composing.connection, call, claim)
    of_meaning = [name for name in changed_fields(before, claim) if name in OF_MEANING]
    lines = changes_told(call, before, claim)
    if of_meaning and call.values.get("kind") == WORDING:
        lines += (
            call.say(
                "You said that only the wording changes; {fields} changes, so it counts as a change of meaning.",
                fields=call.say.listed(of_meaning),
            ),
        )
    meaning = bool(of_meaning) or call.values.get("kind") != WORDING
    return Change(claim, f"{claim.slug}: {_said(composing, claim, nouns)}", nouns, meaning, lines)


def _as_wording(call: Call, page: Page) -> tuple[Offer, ...]:
    """Where nobody said of which kind a change is and the fields leave it open, both can be taken."""
    first = page.offers[0].invocation
    fields = {"words", "words_es", "advice"}
    if not set(call.values) - {"claim", "loudness", "reason"} <= fields:
        return ()
    return (
        Offer(call.say("Publish: only the wording changes"), replace(first, values={**first.values, "kind": WORDING})),
    )


async def _changed(desk: Desk, call: Call, changing: Changing) -> Page:
    def work(connection: Connected) -> Proposal:
        lived = standing(connection, call)
        change = changing(Composing(connection, call, call.values), lived)
        return Proposal(
            says=change.says,
            nouns=(*change.nouns, change.claim),
            based_on={(Kind.CLAIM, change.claim.slug): lived.number},
            meaning=change.meaning,
            cells=cells_of_claims((change.claim, lived.claim)),
            lines=(*_unless_told(call, lived), *change.lines),
        )

    return await propose(desk, call, await desk.database.read(work))


def _unless_told(call: Call, lived: Lived) -> tuple[str, ...]:
    """Said of a change to what no family is told at the moment."""
    if lived.life in (Life.LIVE, Life.SCHEDULED):
        return ()
    return (call.say("It is {life}.", life=call.say(LIVES[lived.life])),)


def standing(connection: Connected, call: Call) -> Lived:
    """The claim that is named. Raises `Refusal`."""
    slug = call.values["claim"]
    lived = read_life(connection, slug, at=call.invocation.at)
    if lived is None:
        raise Refusal(no_such(call, slug, claim_slugs(connection)))
    return lived


# Looking


async def _show(desk: Desk, call: Call) -> Page:
    def work(connection: Connected) -> Page:
        lived = standing(connection, call)
        said = _said(Composing(connection, call, {}), lived.claim, ())
        return Page(
            PageKind.SHOWN,
            said,
            (*_life_lines(call, lived),),
            grid=Grid((call.say("field"), call.say("as it stands")), rows_of(call, lived.claim)),
        )

    return await desk.database.read(work)


def _life_lines(call: Call, lived: Lived) -> tuple[str, ...]:
    say = call.say
    lines = [
        say("It is {life}.", life=say(LIVES[lived.life])),
        say(
            "Told from {start} until {end}.", start=moment_words(call, lived.since), end=moment_words(call, lived.until)
        ),
        say("Revision {number}.", number=lived.number),
    ]
    if lived.by:
        lines.insert(1, say("Its place was taken by {claims}.", claims=say.listed(lived.by)))
    return tuple(lines)


async def _list(desk: Desk, call: Call) -> Page:
    topic, life = call.values.get("topic"), call.values.get("life")

    def work(connection: Connected) -> Page:
        every = read_lives(
            connection, at=call.invocation.at, topics=[topic] if topic else None, running=not (topic or life)
        )
        wanted = [one for one in every if _is_wanted(one, topic, life)]
        composing = Composing(connection, call, {})
        rows = tuple(_row(composing, one) for one in wanted[:MOST_LISTED])
        say = call.say
        columns = (say("claim"), say("life"), say("what it says"), say("as of"), say("until"))
        more = len(wanted) - len(rows)
        lines = (say("And {count} more; name a topic.", count=more),) if more else ()
        return Page(PageKind.SHOWN, say("Claims: {count}", count=len(wanted)), lines, grid=Grid(columns, rows))

    return await desk.database.read(work)


def _is_wanted(lived: Lived, topic: str | None, life: str | None) -> bool:
    if life is not None:
        return lived.life.value == life
    return topic is not None or lived.life in (Life.LIVE, Life.SCHEDULED)


def _row(composing: Composing, lived: Lived) -> tuple[str, ...]:
    call = composing.call
    says = _said(composing, lived.claim, ())
    life = call.say(LIVES[lived.life])
    return lived.claim.slug, life, says, moment_words(call, lived.as_of), moment_words(call, lived.until)
