"""What a button does: a command, a choice among what was offered, or a step in a form; and each as plain JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from bot.pages import Invocation, Who
from bot.questions import Choice
from knowledge.codec import Kind
from knowledge.district import District
from knowledge.people import scope_body, scope_of


class StepKind(StrEnum):
    """*value*: for the field that is asked for; *skip*: leave it out; *done*: go on with what there is."""

    VALUE = "value"
    SKIP = "skip"
    DONE = "done"
    CANCEL = "cancel"


@dataclass(frozen=True)
class Step:
    """*field*: of the form's command; what was pressed for a field that is no longer asked for counts for nothing."""

    kind: StepKind
    field: str = ""
    value: str = ""


Press = Invocation | Choice | Step


def press_body(press: Press) -> dict[str, Any]:
    if isinstance(press, Invocation):
        based = [[kind.value, slug, number] for (kind, slug), number in press.based_on.items()]
        named = {"name": press.name, "action": press.action, "values": dict(press.values), "at": press.at.isoformat()}
        return {"does": "command", **named, "confirmed": press.confirmed, "based_on": based}
    if isinstance(press, Choice):
        days = [one.isoformat() if one else None for one in (press.day, press.last_day)]
        return {
            "does": "choice",
            "label": press.label,
            "topic": press.topic,
            "days": days,
            "scope": scope_body(press.scope),
        }
    return {"does": "step", "kind": press.kind.value, "field": press.field, "value": press.value}


def press_of(body: Mapping[str, Any], who: Who) -> Press:
    """*who*: whoever pressed, whose role counts."""
    if body["does"] == "command":
        return Invocation(
            name=body["name"],
            who=who,
            at=datetime.fromisoformat(body["at"]),
            action=body["action"],
            values=body["values"],
            confirmed=body["confirmed"],
            based_on={(Kind(kind), slug): number for kind, slug, number in body["based_on"]},
        )
    if body["does"] == "choice":
        first, last = (date.fromisoformat(one) if one else None for one in body["days"])
        return Choice(body["label"], body["topic"], first, last, scope_of(body["scope"]))
    return Step(StepKind(body["kind"]), body["field"], body["value"])


def as_of_now(offered: Invocation, now: datetime, district: District) -> Invocation:
    """What a page offered, done now: on another day than that of the preview its "today" is another one, so it is
    previewed anew."""
    if district.local(offered.at).date() == district.local(now).date():
        return replace(offered, at=now)
    return replace(offered, at=now, confirmed=False, based_on={})
