"""What a button does: a command, a choice among what was offered, a step in a form, an answer anew; all as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from bot.commands import Role, find_command
from bot.pages import Invocation, Who
from bot.questions import Choice
from knowledge.codec import Kind
from knowledge.district import District
from knowledge.loudness import Loudness
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


@dataclass(frozen=True)
class Fill:
    """A command that is still being filled in, on a platform with forms: *fields* of it at once, none: it goes on with
    the values it has. *stands*: what the form was filled with beforehand, so that only what was changed counts;
    *here*: what comes of it takes the place of the message it stands under."""

    invocation: Invocation
    fields: tuple[str, ...] = ()
    stands: Mapping[str, str] = field(default_factory=dict)
    here: bool = True


@dataclass(frozen=True)
class Again:
    """What an answer was about, answered anew as it stands then: for whoever presses alone, or *shared* with the
    room."""

    asked: tuple[Choice, ...]
    shared: bool = False


Press = Invocation | Choice | Step | Fill | Again


def press_body(press: Press) -> dict[str, Any]:
    if isinstance(press, Invocation):
        based = [[kind.value, slug, number] for (kind, slug), number in press.based_on.items()]
        named = {"name": press.name, "action": press.action, "values": dict(press.values), "at": press.at.isoformat()}
        told = {"loudness": press.loudness.value} if press.loudness else {}
        return {"does": "command", **named, "confirmed": press.confirmed, "based_on": based, **told}
    if isinstance(press, Fill):
        about = press_body(press.invocation)
        return {**about, "does": "fill", "fields": press.fields, "stands": dict(press.stands), "here": press.here}
    if isinstance(press, Choice):
        return {"does": "choice", **_choice_body(press)}
    if isinstance(press, Again):
        return {"does": "again", "asked": [_choice_body(one) for one in press.asked], "shared": press.shared}
    return {"does": "step", "kind": press.kind.value, "field": press.field, "value": press.value}


def press_of(body: Mapping[str, Any], who: Who) -> Press:
    """*who*: whoever pressed, whose role counts."""
    if body["does"] == "command":
        return _invocation_of(body, who)
    if body["does"] == "fill":
        return Fill(_invocation_of(body, who), tuple(body["fields"]), body["stands"], body["here"])
    if body["does"] == "choice":
        return _choice_of(body)
    if body["does"] == "again":
        return Again(tuple(_choice_of(one) for one in body["asked"]), body["shared"])
    return Step(StepKind(body["kind"]), body["field"], body["value"])


def _choice_body(choice: Choice) -> dict[str, Any]:
    days = [one.isoformat() if one else None for one in (choice.day, choice.last_day)]
    return {"label": choice.label, "topic": choice.topic, "days": days, "scope": scope_body(choice.scope)}


def _choice_of(body: Mapping[str, Any]) -> Choice:
    first, last = (date.fromisoformat(one) if one else None for one in body["days"])
    return Choice(body["label"], body["topic"], first, last, scope_of(body["scope"]))


def _invocation_of(body: Mapping[str, Any], who: Who) -> Invocation:
    return Invocation(
        name=body["name"],
        who=who,
        at=datetime.fromisoformat(body["at"]),
        action=body["action"],
        values=body["values"],
        confirmed=body["confirmed"],
        based_on={(Kind(kind), slug): number for kind, slug, number in body["based_on"]},
        loudness=Loudness(body["loudness"]) if "loudness" in body else None,
    )


def as_of_now(offered: Invocation, now: datetime, district: District) -> Invocation:
    """What a page offered, done now: on another day than that of the preview its "today" is another one, so it is
    previewed anew."""
    if district.local(offered.at).date() == district.local(now).date():
        return replace(offered, at=now)
    return replace(offered, at=now, confirmed=False, based_on={})


def goes_on_there(press: Invocation) -> bool:
    """Whether the message under which it stood takes on what came of it: a preview that is confirmed, another page of
    the same list, a family's choice. What opens something of its own leaves the list it was opened from."""
    if press.confirmed or "page" in press.values:
        return True
    command = find_command(press.name, press.action)
    return command is not None and command.role is Role.FAMILY and bool(press.values)
