"""Suggestions of what goes out to many: announcements that a command may be about, changes that people are told of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from functools import partial

from bot.suggestions import Suggestion, Wanting, cut
from bot.telling.platforms import PLATFORMS
from knowledge.announcements import newest_announcements
from knowledge.deliveries import Run
from knowledge.progress import changes_going

KEPT_FOR = timedelta(days=30)
LATELY = timedelta(hours=24)
MOST_READ = 40
RUNS: Mapping[str, frozenset[Run]] = {
    "announce send": frozenset({Run.PREPARED}),
    "announce pause": frozenset({Run.GOING}),
    "announce resume": frozenset({Run.PAUSED}),
    "announce cancel": frozenset({Run.GOING, Run.PAUSED, Run.PREPARED}),
}


async def announcements(wanting: Wanting) -> tuple[Suggestion, ...]:
    """Those with which the command can do something, the newest first."""
    reading = partial(newest_announcements, since=wanting.at - KEPT_FOR, most=MOST_READ)
    runs = RUNS.get(wanting.command.key if wanting.command else "", frozenset(Run))
    found = [one for one in await wanting.desk.database.read(reading) if one.run in runs]
    said = [(one.number, next(iter(one.announcement.words.values()), "")) for one in found]
    return tuple(Suggestion(cut(f"{number} · {words}"), str(number)) for number, words in said)


async def changes_told(wanting: Wanting) -> tuple[Suggestion, ...]:
    reading = partial(changes_going, lanes=tuple(PLATFORMS), since=wanting.at - LATELY)
    found = await wanting.desk.database.read(reading)
    return tuple(Suggestion(cut(f"{one.number} · {one.action}"), str(one.number)) for one in found)
