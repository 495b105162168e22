"""A family's own settings: the language of the replies, their schools and levels, when nothing is sent, and whether
announcements are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from bot.catalogue import Catalogue, load_catalogue, own_name
from bot.choices import scope_words
from bot.claim_words import LEVELS
from bot.desk import Call, Desk, Handler
from bot.pages import Invocation, Offer, Page, PageKind
from bot.values import EMPTIED
from knowledge.claims import Scope
from knowledge.people import Chosen, linked_to, read_chosen, save_chosen
from knowledge.quiet import NEVER, Quiet

FIELDS = ("language", "schools", "quiet", "announcements")
ON, OFF = "on", "off"
ANNOUNCEMENTS = "announcements"  # behind /stop
CHOSEN = "✓ "


def handlers() -> Mapping[str, Handler]:
    return {"settings": settings}


async def settings(desk: Desk, call: Call) -> Page:
    """Shows them, with offers; what is given is saved first, and "-" takes a choice back."""
    given = [name for name in FIELDS if name in call.values]
    if not given:
        chosen = await desk.database.read(lambda connection: read_chosen(connection, call.who.person))
        return _shown(desk, call, chosen, call.say(call.command.help), call.say)

    chosen = await _saved(desk, call, lambda before: _changed(before, call))
    say = call.say if chosen.language in (None, call.say.language) else load_catalogue(chosen.language or "en")
    return replace(_shown(desk, call, chosen, say("Saved."), say), kind=PageKind.DONE)


async def end_announcements(desk: Desk, call: Call) -> Page:
    """Told in a sentence, below an announcement that stays as it is."""
    await _saved(desk, call, lambda before: replace(before, unannounced=True))
    say = call.say
    again = replace(call.invocation, name="settings", action="", values={"announcements": ON})
    title, *lines = _announcement_lines(Chosen(unannounced=True), say)
    return Page(PageKind.DONE, title, tuple(lines), offers=(Offer(say("Send me announcements again"), again),))


async def _saved(desk: Desk, call: Call, changing: Callable[[Chosen], Chosen]) -> Chosen:
    def work(connection: Any) -> tuple[Chosen, tuple[str, ...]]:
        after = changing(read_chosen(connection, call.who.person))
        save_chosen(connection, call.who.person, after, at=call.invocation.at)
        return after, linked_to(connection, call.who.person)

    chosen, accounts = await desk.database.write(work)
    for one in accounts:
        desk.answering.forget_choices(one)
    return chosen


def _changed(before: Chosen, call: Call) -> Chosen:
    values = call.values
    return Chosen(
        language=values.get("language", before.language),
        scope=(values["schools"] or Scope()) if "schools" in values else before.scope,
        quiet=values.get("quiet", before.quiet),
        unannounced=values["announcements"] == OFF if "announcements" in values else before.unannounced,
    )


def _shown(desk: Desk, call: Call, chosen: Chosen, title: str, say: Catalogue) -> Page:
    district, nothing = call.edition.district, say("nothing chosen")
    language = own_name(chosen.language) if chosen.language else nothing
    schools = scope_words(chosen.scope, district, say) or nothing
    usual = f" ({hours_words(desk.told.quiet, say)})" if desk.told.quiet else ""
    hours = hours_words(chosen.quiet, say) if chosen.quiet else f"{nothing}{usual}"
    lines = (
        say("{lead}: {words}", lead=say("Language"), words=language),
        say("{lead}: {words}", lead=say("Schools and levels"), words=schools),
        say("{lead}: {words}", lead=say("Quiet hours"), words=hours),
        *_announcement_lines(chosen, say),
        say('Write for example "/settings schools=middle school" or "/settings quiet=21:00-6:30"; "-" takes it back.'),
    )
    return Page(PageKind.SHOWN, title, lines, offers=tuple(_offers(call, chosen, say)), scope=chosen.scope)


def _announcement_lines(chosen: Chosen, say: Catalogue) -> Iterator[str]:
    reach = say("none reach you") if chosen.unannounced else say("they reach you")
    yield say("{lead}: {words}", lead=say("Announcements"), words=reach)
    if chosen.unannounced:
        yield say("When an answer that I gave you changes, I still tell you.")


def no_announcements(asking: Invocation, say: Catalogue) -> Offer:
    """Under an announcement, whose words nothing takes the place of."""
    return Offer(say("No more announcements"), replace(asking, name="stop", action="", values={"about": ANNOUNCEMENTS}))


def _offers(call: Call, chosen: Chosen, say: Catalogue) -> Iterator[Offer]:
    def offer(name: str, value: str, label: str) -> Offer:
        return Offer(label, replace(call.invocation, values={name: value}))

    for language in call.edition.district.languages:
        if language != chosen.language:
            yield offer("language", language, own_name(language))
    nothing, scope = say("nothing chosen"), chosen.scope
    there = {level for one in call.edition.district.schools for level in one.levels}
    for level in (one for one in LEVELS if one in {*there, *scope.levels}):
        on = level in scope.levels
        levels = [one for one in LEVELS if (one in scope.levels) != (one is level)]
        kept = "; ".join([*scope.schools, *(f"{one.value} school" for one in levels)])
        yield offer("schools", kept or EMPTIED, (CHOSEN if on else "") + say(LEVELS[level]))
    if not scope.is_district:
        yield offer("schools", EMPTIED, say("{lead}: {words}", lead=say("Schools and levels"), words=nothing))
    if chosen.quiet:
        yield offer("quiet", EMPTIED, say("{lead}: {words}", lead=say("Quiet hours"), words=nothing))
    if chosen.unannounced:
        yield offer("announcements", ON, say("Send me announcements again"))
    else:
        yield offer("announcements", OFF, say("No more announcements"))


def hours_words(hours: Quiet, say: Catalogue) -> str:
    if hours == NEVER:
        return say("none; I write at any hour")
    first, last = (say.hour(datetime.combine(date.min, hour)) for hour in hours)
    return f"{first}–{last}"
