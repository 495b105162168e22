"""Settling a condition, with what holds now said in the same step; what hangs on it follows.

Met: its claims lose it. Failed: they end and leave a hole, never the opposite, and the hole is left only knowingly.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.catalogue import marked
from bot.curating.composing import Composing, no_such
from bot.curating.moments import moment_words
from bot.curating.proposing import Connected, Proposal, propose
from bot.curating.refusing import Refusal, kindly
from bot.curating.stating import Stated, as_held, day_topic, stated, words_of
from bot.curating.statuses import refuse_what_is_over
from bot.curating.superseding import meanwhile, overtaken
from bot.desk import Call, Desk, Handler
from bot.filling import Span
from bot.pages import Offer, Page, PageKind
from knowledge.claims import Claim, Condition, ConditionState, Scope, Status
from knowledge.codec import Kind, Noun
from knowledge.findings import Asked
from knowledge.lives import Life, read_lives
from knowledge.revisions import current, history, latest

NOTHING_YET = "nothing_yet"
STATES = {
    ConditionState.MET: marked("met"),
    ConditionState.FAILED: marked("failed"),
    ConditionState.OPEN: marked("open"),
}
USUAL = (Status.OPEN, Status.CLOSED, Status.DELAYED)
OF_THE_STATUS = frozenset({"status", "hour", "advice", "words", "words_es", "speaker", "source"})


def handlers() -> Mapping[str, Handler]:
    return {"claim settle": kindly(_settle)}


@dataclass(frozen=True)
class Settling:
    """*hanging*: what is told now and hangs on it, the status of a day first; *days*: of these alone."""

    condition: Condition
    number: int
    hanging: tuple[Claim, ...]
    lines: tuple[str, ...]
    said: Stated | None
    proposal: Proposal
    theirs: tuple[Claim, ...] = ()

    @property
    def statuses(self) -> tuple[Claim, ...]:
        return tuple(one for one in self.hanging if one.status is not None)


async def _settle(desk: Desk, call: Call) -> Page:
    settling: Settling = await desk.database.read(lambda connection: _settling(connection, call))
    if settling.theirs and settling.said:
        return overtaken(call, settling.said.claim, settling.theirs)
    failed = call.values["state"] == ConditionState.FAILED.value
    if failed and settling.statuses and call.values.get("status") is None:
        return _what_holds_now(call, settling)
    return await propose(desk, call, settling.proposal)


def _settling(connection: Connected, call: Call) -> Settling:
    condition, number = _open_condition(connection, call)
    state = ConditionState(call.values["state"])
    hanging = _hanging(connection, call, condition)
    composing = Composing(connection, call, {name: call.values[name] for name in OF_THE_STATUS & set(call.values)})
    said = _status(composing, hanging)
    source = composing.source()
    done = replace(condition, state=state, settled=call.invocation.at, settled_by=source.slug)
    nouns: tuple[Noun, ...] = (done, *composing.fresh(source), *(said.nouns if said else ()))
    lines = (*_outcome_lines(composing, hanging, state), *(said.lines if said else ()))
    proposal = Proposal(
        says=_says(call, condition, state, said),
        nouns=nouns,
        based_on={(Kind.CONDITION, condition.slug): number, **(said.based_on if said else {})},
        cells=_cells(hanging, said),
        lines=lines,
        warnings=said.warnings if said else (),
    )
    theirs = meanwhile(connection, call, said.mates.all) if said else ()
    return Settling(condition, number, hanging, lines, said, proposal, theirs)


def _open_condition(connection: Connected, call: Call) -> tuple[Condition, int]:
    slug = call.values["condition"]
    found = latest(connection, Kind.CONDITION, [slug]).get(slug)
    if found is None or found.removed or not isinstance(found.noun, Condition):
        known = current(connection, Condition)
        named = {one.slug: one for one in known.values() if one.state is ConditionState.OPEN}
        by_words = [one.slug for one in named.values() if slug in (text.words for text in one.words.values())]
        if not by_words:
            raise Refusal(no_such(call, slug, named or known))
        found = latest(connection, Kind.CONDITION, by_words)[by_words[0]]
    condition = found.noun
    if not isinstance(condition, Condition):
        raise TypeError(f"{slug} is no condition")
    if condition.state is not ConditionState.OPEN:
        raise Refusal(_settled_before(connection, call, condition))
    return condition, found.number


def _settled_before(connection: Connected, call: Call, condition: Condition) -> str:
    """Who settled it, how and when."""
    revisions = history(connection, Kind.CONDITION, condition.slug)
    settled = [one for one in revisions if isinstance(one.noun, Condition) and one.noun.settled == condition.settled]
    return call.say(
        "{condition} was settled before as {state}, by {who}, {moment}.",
        condition=condition.slug,
        state=call.say(STATES[condition.state]),
        who=settled[0].author if settled else condition.settled_by or "",
        moment=moment_words(call, condition.settled or settled[0].recorded),
    )


def _hanging(connection: Connected, call: Call, condition: Condition) -> tuple[Claim, ...]:
    """What is told or scheduled now and hangs on it, itself or through another condition."""
    every = {one.slug: one for one in current(connection, Condition).values()}
    slugs = {condition.slug}
    while more := {slug for slug, one in every.items() if one.hangs_on in slugs and _is_open(one)} - slugs:
        slugs |= more
    lives = read_lives(connection, at=call.invocation.at, conditions=slugs)
    claims = [one.claim for one in lives if one.life in (Life.LIVE, Life.SCHEDULED)]
    return tuple(sorted(claims, key=lambda one: (one.status is None, one.topic, one.slug)))


def _is_open(condition: Condition) -> bool:
    return condition.state is ConditionState.OPEN


def _status(composing: Composing, hanging: tuple[Claim, ...]) -> Stated | None:
    """The new status where one is given, for the days named, else for those of the claims that hung on it."""
    call = composing.call
    if call.values.get("status") in (None, NOTHING_YET):
        return None
    topic = day_topic(call)
    before = [one for one in hanging if one.topic == topic.slug and one.first_day is not None]
    span = call.values.get("days") or _span_of(call, before)
    refuse_what_is_over(call, span, field="days")
    return stated(composing, span, like=_like(before))


def _like(before: Sequence[Claim]) -> Claim | None:
    """The widest of them, for every school or level that any of its width is about."""
    if not before:
        return None
    widest = min(before, key=lambda one: one.scope.narrowness)
    alike = [one.scope for one in before if one.scope.narrowness == widest.scope.narrowness]
    levels = tuple(sorted({level for one in alike for level in one.levels}))
    schools = tuple(dict.fromkeys(slug for one in alike for slug in one.schools))
    return replace(widest, scope=Scope(levels=levels, schools=schools))


def _span_of(call: Call, before: Sequence[Claim]) -> Span:
    """The days, from today on, of what hung on it."""
    firsts = [one.first_day for one in before if one.first_day]
    lasts = [one.last_day or first for one in before if (first := one.first_day)]
    if not firsts:
        raise Refusal(call.say("Name the days that the status is for."))
    return Span(max(min(firsts), call.at.date()), max(lasts))


def _cells(hanging: tuple[Claim, ...], said: Stated | None) -> tuple[Asked, ...]:
    claims = (*((said.claim,) if said else ()), *hanging)
    return tuple(dict.fromkeys(Asked(one.topic, one.first_day, one.last_day, one.scope, one.has_day) for one in claims))


# What is said of it


def _says(call: Call, condition: Condition, state: ConditionState, said: Stated | None) -> str:
    words = words_of(call).texts(condition.words)
    outcome = (
        call.say("Met: “{words}”", words=words)
        if state is ConditionState.MET
        else call.say("Failed: “{words}”", words=words)
    )
    return f"{outcome} · {said.says}" if said else outcome


def _outcome_lines(composing: Composing, hanging: tuple[Claim, ...], state: ConditionState) -> tuple[str, ...]:
    say = composing.call.say
    if not hanging:
        return (say("Nothing that is told now hangs on it."),)
    holds = say("From now on this holds without the condition:")
    ends = say("From now on this is told no more, and nothing takes its place:")
    lead = holds if state is ConditionState.MET else ends
    return (lead, *(f"{one.slug}: {_words(composing, one)}" for one in hanging))


def _words(composing: Composing, claim: Claim) -> str:
    words = words_of(composing.call)
    bare = as_held(composing, replace(claim, condition=None), ())
    return words.brief(bare, composing.call.edition.topics[claim.topic])


def _what_holds_now(call: Call, settling: Settling) -> Page:
    """A hole where families were told a status is asked about first; leaving it is a choice of its own."""
    say = call.say
    unconfirmed = replace(call.invocation, confirmed=False, based_on={})

    def offer(label: str, status: str) -> Offer:
        return Offer(label, replace(unconfirmed, values={**unconfirmed.values, "status": status}))

    labels = {Status.OPEN: say("Open"), Status.CLOSED: say("Closed"), Status.DELAYED: say("Late start")}
    usual = [offer(labels[one], one.value) for one in USUAL]
    return Page(
        PageKind.PREVIEW,
        say("What holds now? Families were told a status that ends with this."),
        (settling.proposal.says, *settling.lines),
        offers=(*usual, offer(say("Nothing yet: leave it open"), NOTHING_YET)),
    )
