"""Moments as editors read them: day and hour on the district's clock."""

from __future__ import annotations

from datetime import datetime

from bot.desk import Call


def soon_words(call: Call, moment: datetime) -> str:
    """The hour, with its day where that is not today."""
    local = call.edition.district.local(moment)
    return call.say.hour(local) if local.date() == call.at.date() else moment_words(call, moment)


def moment_words(call: Call, moment: datetime) -> str:
    local = call.edition.district.local(moment)
    return f"{call.say.day(local.date(), at=call.at)}, {call.say.hour(local)}"
