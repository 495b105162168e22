"""Settling a condition, with what holds now said in the same step; what hangs on it follows.

Met: its claims lose it. Failed: they end and leave a hole, never the opposite, and the hole is left only knowingly.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.catalogue import marked
from bot.curating.composing import Composing, no_such
from bot.curating.hanging import hanging_on, places_of
from bot.curating.moments import moment_words
from bot.curating.previewing import cells_of_claims
from bot.curating.proposing import Connected, Proposal, propose
from bot.curating.refusing import Refusal, kindly
from bot.curating.stating import Stated, as_held, day_topic, stated, words_of
from bot.curating.statuses import refuse_what_is_over
from bot.curating.superseding import meanwhile, overtaken
from bot.desk import Call, Desk, Handler, form
from bot.pages import Offer, Page, Problem
from knowledge.claims import Claim, Condition, ConditionState, Source, Status
from knowledge.codec import Kind, Noun
from knowledge.findings import Asked
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
    """*hanging*: what is told now and hangs on it, the status of a day first; *statuses*: of these alone."""

    hanging: tuple[Claim, ...]
    said: tuple[Stated, ...]
    proposal: Proposal
    theirs: tuple[Claim, ...] = ()

    @property
    def statuses(self) -> tuple[Claim, ...]:
        return tuple(one for one in self.hanging if one.status is not None)


async def _settle(desk: Desk, call: Call) -> Page:
    return await settle(desk, call, await desk.database.read(lambda connection: settling_of(connection, call)))


async def settle(desk: Desk, call: Call, settling: Settling) -> Page:
    """Asked first what holds now where nobody has said; then as any proposal."""
    if settling.theirs and settling.said:
        return overtaken(call, settling.said[0].claim, settling.theirs)
    failed = call.values["state"] == ConditionState.FAILED.value
    if failed and settling.statuses and call.values.get("status") is None:
        return _what_holds_now(call, settling)
    return await propose(desk, call, settling.proposal)


def settling_of(connection: Connected, call: Call, *, rests_on: Source | None = None) -> Settling:
    """*rests_on*: where it was said, when no source is written. Raises `Misfit` and `Refusal`."""
    condition, number = _open_condition(connection, call)
    state = ConditionState(call.values["state"])
    hanging = hanging_on(connection, call, condition)
    composing = Composing(
        connection, call, {name: call.values[name] for name in OF_THE_STATUS & set(call.values)}, rests_on=rests_on
    )
    said = _statuses(composing, hanging, state)
    source = composing.source()
    done = replace(condition, state=state, settled=call.invocation.at, settled_by=source.slug)
    nouns: list[Noun] = [done, *composing.fresh(source), *(noun for one in said for noun in one.nouns)]
    based_on = {(Kind.CONDITION, condition.slug): number}
    for one in said:
        based_on |= one.based_on
    proposal = Proposal(
        says=_says(composing, condition, state, hanging=hanging, said=said),
        nouns=tuple({(Kind.of(noun), noun.slug): noun for noun in nouns}.values()),
        based_on=based_on,
        cells=_cells(hanging, said),
        lines=_once(
            (*_outcome_lines(composing, hanging, state, said=said), *(line for one in said for line in one.lines))
        ),
        warnings=_once(line for one in said for line in one.warnings),
        offers=(_the_other_way_round(call, state),) if hanging else (),
    )
    theirs = meanwhile(connection, call, (mate for one in said for mate in one.mates.all))
    return Settling(hanging, said, proposal, theirs)


def _once(lines: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(lines))


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


def _statuses(composing: Composing, hanging: Sequence[Claim], state: ConditionState) -> tuple[Stated, ...]:
    """The new status where one is given, for the days named, else for those of the claims that hung on it: one claim
    for each of them, so that nothing is said of a day or a school between."""
    call = composing.call
    if call.values.get("status") in (None, NOTHING_YET):
        return ()
    topic, district, today = day_topic(call), call.edition.district, call.at.date()
    before = [one for one in hanging if one.topic == topic.slug and one.first_day is not None]
    places = places_of(before, call.values.get("days"), today=today, district=district)
    if not places:
        raise Refusal(call.say("Name the days that the status is for."))
    ending = {one.slug for one in hanging} if state is ConditionState.FAILED else set()
    said: list[Stated] = []
    for place in places:
        refuse_what_is_over(call, place.span, field="days")
        fresh = replace(composing, taken=frozenset(one.claim.slug for one in said))
        said.append(stated(fresh, place.span, like=place.like, ending=frozenset(ending)))
    return tuple(said)


def _cells(hanging: Sequence[Claim], said: Sequence[Stated]) -> tuple[Asked, ...]:
    return cells_of_claims((*(one.claim for one in said), *hanging))


# What is said of it


def _says(
    composing: Composing,
    condition: Condition,
    state: ConditionState,
    *,
    hanging: Sequence[Claim],
    said: Sequence[Stated],
) -> str:
    """In plain words: of a condition with "unless" the bare state is easily taken the wrong way round."""
    say, words = composing.call.say, words_of(composing.call).texts(condition.words)
    told = " ".join(_words(composing, one) for one in _most_telling(hanging))
    met = state is ConditionState.MET
    if not told:
        outcome = say("Met: “{words}”", words=words) if met else say("Failed: “{words}”", words=words)
    elif met:
        outcome = say("What hangs on “{words}” is now certain: {claims}", words=words, claims=told)
    else:
        outcome = say("What hangs on “{words}” no longer holds and is told no more: {claims}", words=words, claims=told)
    return " · ".join([outcome, *(one.says for one in said)])


def _most_telling(hanging: Sequence[Claim]) -> Sequence[Claim]:
    return [one for one in hanging if one.status is not None] or hanging


def _the_other_way_round(call: Call, state: ConditionState) -> Offer:
    met = state is ConditionState.MET
    other = ConditionState.FAILED if met else ConditionState.MET
    label = (
        call.say("The other way round: it no longer holds")
        if met
        else call.say("The other way round: it is now certain")
    )
    values = {**call.invocation.values, "state": other.value}
    return Offer(label, replace(call.invocation, values=values, confirmed=False, based_on={}))


def _outcome_lines(
    composing: Composing, hanging: Sequence[Claim], state: ConditionState, *, said: Sequence[Stated]
) -> tuple[str, ...]:
    """Without those whose place a new status takes, which it says itself."""
    say = composing.call.say
    if not hanging:
        return (say("Nothing that is told now hangs on it."),)
    holds = say("From now on this holds without the condition:")
    ends = say("From now on this is told no more, and nothing takes its place:")
    lead = holds if state is ConditionState.MET else ends
    replaced = {slug for one in said for slug in one.claim.supersedes}
    left = [f"{one.slug}: {_words(composing, one)}" for one in hanging if one.slug not in replaced]
    return (lead, *left) if left else ()


def _words(composing: Composing, claim: Claim) -> str:
    words = words_of(composing.call)
    bare = as_held(composing, replace(claim, condition=None), ())
    return words.brief(bare, composing.call.edition.topics[claim.topic])


def _what_holds_now(call: Call, settling: Settling) -> Page:
    """A hole where families were told a status is asked about first; leaving it is a choice of its own, and so is any
    status: nothing here is done by a bare yes."""
    say = call.say
    unconfirmed = replace(call.invocation, confirmed=False, based_on={})

    def offer(label: str, status: str) -> Offer:
        return Offer(label, replace(unconfirmed, values={**unconfirmed.values, "status": status}))

    labels = {Status.OPEN: say("Open"), Status.CLOSED: say("Closed"), Status.DELAYED: say("Late start")}
    usual = [offer(labels[one], one.value) for one in USUAL]
    words = say("What holds now? Families were told a status that ends with this.")
    hint = say("Say {choices}.", choices=" / ".join([*(one.value for one in USUAL), "…", NOTHING_YET]))
    page = form(call.command, (Problem("status", f"{words} {hint}"),), say)
    return replace(
        page,
        title=settling.proposal.says,
        lines=settling.proposal.lines,
        offers=(*usual, offer(say("Nothing yet: leave it open"), NOTHING_YET), *settling.proposal.offers),
    )
