"""One question, one answer: on the command line, as words or as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from adapters.terminal import json_lines
from adapters.terminal.drawing import Drawn, drawn
from adapters.terminal.moments import Moment, ShiftedClock
from adapters.terminal.paper import answers, remarks
from bot.program import Bellwether, SystemClock, open_for_asking
from bot.questions import Question, Reply
from bot.settings import Settings
from knowledge.claims import Precision
from knowledge.district import District


@dataclass(frozen=True)
class Layers:
    """Curated folders laid over what is there; *only*: over nothing but what all districts share."""

    folders: Sequence[Path] = ()
    only: bool = False

    def open(self, settings: Settings) -> AbstractAsyncContextManager[Bellwether]:
        return open_for_asking(settings, clock=SystemClock(), overlays=self.folders, only=self.only)


async def ask(
    settings: Settings, text: str, *, at: Moment | None, language: str | None, layers: Layers, as_json: bool, why: bool
) -> None:
    async with layers.open(settings) as bellwether:
        district = await bellwether.district()
        now = at.on_clock(district.timezone) if at else ShiftedClock().now()
        reply = await bellwether.answer(Question(encodable(text), now, language=language))
    if as_json:
        told = record(reply, district) | ({"why": list(reply.why)} if why else {})
        json_lines.write(told)
        return
    answers().write(drawn(reply))
    if why:
        remarks().write([Drawn(""), *(Drawn(one, "dim") for one in reply.why or ("No topic was looked for.",))])


def record(reply: Reply, district: District) -> dict[str, Any]:
    """A reply as plain JSON; the day of a span is its first."""
    return {
        "reply": reply.text,
        "outcome": reply.outcome.value,
        "status": reply.status,
        "date": reply.day.isoformat() if reply.day else None,
        "topics": list(reply.topics),
        "sources": list(reply.sources),
        "as_of": _as_of(reply, district),
    }


def _as_of(reply: Reply, district: District) -> str | None:
    """The newest instant told; its day alone where the source's hour is not sure."""
    if reply.as_of is None:
        return None
    at: datetime = district.local(reply.as_of)
    newest = [held for one in reply.findings for held in one.told if held.as_of == reply.as_of]
    hour_is_sure = any(held.source.precision is Precision.MINUTE for held in newest)
    return at.isoformat() if hour_is_sure else at.date().isoformat()


def encodable(text: str) -> str:
    """Halves of characters, which a broken encoding or JSON can carry, are replaced: nothing else could store them."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
