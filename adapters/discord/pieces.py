"""Forms about a piece of an article: what is missing is asked for first, beside the paragraph that it was cut from."""

from __future__ import annotations

from dataclasses import replace

from adapters.discord.exchanges import Exchange
from adapters.discord.letters import fitted
from adapters.discord.modals import ASIDE, groups, is_chosen_before, named, room
from bot.commands import Command, Field, FieldKind
from bot.guiding import Guiding
from bot.pages import Invocation, PageKind
from bot.presses import Fill

APPROVE, EDIT = "article approve", "article edit"
WRITTEN = ("words", "words_es")  # what families read is asked for beside whatever else is missing
NAMED = (FieldKind.CONDITION, FieldKind.SPEAKER)  # what a form cannot offer to choose is named in it
MOST_NAMED = 5
ABOVE = 3000  # units; Discord takes 4000


def is_of_piece(command: Command) -> bool:
    """Whether it says what a piece says."""
    return command.key in (APPROVE, EDIT)


def as_edited(invocation: Invocation) -> Invocation:
    """What is approved as it was read is changed from there: the fields of that form are filled with it."""
    return replace(invocation, action="edit") if _key(invocation) == APPROVE else invocation


async def asked_of_piece(exchange: Exchange, command: Command, invocation: Invocation) -> tuple[str, ...]:
    """The fields of its first form; none where nothing is missing, something has to be chosen first, or nothing can be
    done with it any more."""
    page = await exchange.house.bellwether.desk.do(replace(invocation, at=exchange.at))
    missing = [one.field for one in page.problems]
    chosen = {one.name for one in command.fields if is_chosen_before(one)}
    if page.kind is PageKind.REFUSED or not chosen.isdisjoint(missing):
        return ()
    said = {one.name for one in command.fields if invocation.values.get(one.name)} - chosen - ASIDE
    if command.key == EDIT and (missing or not said):
        names = [*missing, *(name for group in groups(command) for name in group)]
    else:
        names = [*missing, *WRITTEN] if missing else []
    return tuple(name for name in dict.fromkeys(names) if command.field(name) is not None)[: room(command)]


async def beside_piece(exchange: Exchange, guide: Guiding, fill: Fill) -> tuple[str, str]:
    """What a form about a piece is called, and what stands over its fields: its paragraph, what was read out of it, and
    what there is to be named. Both empty for any other form."""
    if guide.command.field("piece") is None:
        return "", ""
    values = {"piece": fill.invocation.values.get("piece", "")}
    looked = Invocation("article", exchange.who, exchange.at, "piece", values)
    page = await exchange.house.bellwether.desk.do(looked)
    if page.kind is not PageKind.SHOWN:
        return "", ""
    fields = [one for one in map(guide.command.field, fill.fields) if one is not None and one.kind in NAMED]
    known = [await _chosen_topic(guide, fill), *[await _known(guide, one, fill.invocation) for one in fields]]
    return page.title, fitted([*page.lines, *filter(None, known)], ABOVE)


async def _chosen_topic(guide: Guiding, fill: Fill) -> str:
    """Other than that of the title, where its field is not in the form."""
    field, slug = guide.command.field("topic"), fill.invocation.values.get("topic")
    if field is None or not slug or field.name in fill.fields:
        return ""
    found = await guide.likely(field, fill.invocation, most=len(guide.edition.topics))
    words = next((one.label for one in found if one.value == slug), slug)
    return guide.say("{lead}: {words}", lead=named(field.name), words=words)


async def _known(guide: Guiding, field: Field, invocation: Invocation) -> str:
    likely = await guide.likely(field, invocation, most=MOST_NAMED)
    words = " · ".join(f"{one.value} ({one.label})" if one.label != one.value else one.value for one in likely)
    return guide.say("{lead}: {words}", lead=named(field.name), words=words) if words else ""


def _key(invocation: Invocation) -> str:
    return f"{invocation.name} {invocation.action}".strip()
