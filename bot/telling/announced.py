"""An announcement as its recipients read it: in their language where there are words in it, and said to be a person's.

One for some schools names them: it reaches whoever chose no school, too, who must not take it for their own.

Of a drill each line says that it is one, also those that are not the announcement's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.catalogue import Catalogue
from bot.choices import scope_words
from bot.curating.drilling import DRILL
from bot.questions import Line, LineKind, Outcome, Passage, Reply
from knowledge.district import District
from knowledge.due import Words


def language_of(words: Words, wanted: str | None, spoken: Sequence[str]) -> str | None:
    """The language wanted, else the first that has words; None where there are none."""
    return next((one for one in (wanted, *spoken, *words.words) if one and words.words.get(one)), None)


def announced(words: Words, say: Catalogue, district: District, *, drilled: Catalogue, at: datetime) -> Reply:
    """*say*: in the language of the words. *drilled*: editors' words in that language, for what marks a drill."""
    local = district.local(words.made)
    moment = f"{say.day(local.date(), at=district.local(at))}, {say.hour(local)}"
    schools = scope_words(words.scope, district, say)
    whose = f"{district.short_name} ({schools})" if schools else district.short_name
    lead = say("Announcement to the families of {district}:", district=whose)
    signed = say("Written by a person on the staff, not by the bot: {moment}.", moment=moment)
    if words.drill:
        lead, signed = drilled(DRILL, words=lead), drilled(DRILL, words=signed)
    first, *more = words.words[say.language].splitlines()
    lines = (
        Line(LineKind.HEADLINE, first),
        *(Line(LineKind.BODY, one) for one in more),
        Line(LineKind.ATTRIBUTION, signed),
    )
    return Reply(Outcome.ANSWER, say.language, (Passage(lines),), notes=(lead,), announces=True)
