"""Messages, embeds, components and forms that Discord would not take are refused with its own code, at its own path."""

from __future__ import annotations

from typing import Any

import pytest

from tests.adapters.discord.caller import Caller
from tests.adapters.discord.double import Double
from tests.adapters.discord.people import Person
from tests.adapters.discord.places import Channel
from tests.adapters.discord.refusals import Json
from tests.adapters.discord.tiny_bot import Interaction, TinyBot

LONG = "BASE_TYPE_MAX_LENGTH"
BAD = "BASE_TYPE_BAD_LENGTH"


def button(**changed: Any) -> Json:
    return {"type": 2, "style": 1, "label": "Follow", "custom_id": "follow", **changed}


def row(*parts: Json) -> Json:
    return {"type": 1, "components": list(parts)}


def select(count: int, **changed: Any) -> Json:
    options = [{"label": f"School {one}", "value": str(one)} for one in range(count)]
    return {"type": 3, "custom_id": "schools", "options": options, **changed}


def buttons(count: int) -> list[Json]:
    return [button(custom_id=f"follow:{one}") for one in range(count)]


def field(name: str = "Meals", value: str = "Grab and go") -> Json:
    return {"name": name, "value": value}


TOO_MUCH: list[tuple[Json, str, str]] = [
    ({"content": "x" * 2001}, "content", LONG),
    ({"content": "x", "nonce": "x" * 26}, "nonce", LONG),
    ({"embeds": [{"title": "x"}] * 11}, "embeds", LONG),
    ({"embeds": [{"title": "x" * 257}]}, "embeds.0.title", LONG),
    ({"embeds": [{"description": "x" * 4097}]}, "embeds.0.description", LONG),
    ({"embeds": [{"footer": {"text": "x" * 2049}}]}, "embeds.0.footer.text", LONG),
    ({"embeds": [{"author": {"name": "x" * 257}}]}, "embeds.0.author.name", LONG),
    ({"embeds": [{"fields": [field()] * 26}]}, "embeds.0.fields", LONG),
    ({"embeds": [{"fields": [field(name="x" * 257)]}]}, "embeds.0.fields.0.name", BAD),
    ({"embeds": [{"fields": [field(value="x" * 1025)]}]}, "embeds.0.fields.0.value", BAD),
    ({"embeds": [{"fields": [field(value="")]}]}, "embeds.0.fields.0.value", "BASE_TYPE_REQUIRED"),
    ({"embeds": [{"description": "x" * 3001}] * 2}, "embeds", "MAX_EMBED_SIZE_EXCEEDED"),
    ({"embeds": [{"title": "x", "url": "no address"}]}, "embeds.0.url", "URL_TYPE_INVALID_URL"),
    ({"components": [row(one) for one in buttons(6)]}, "components", BAD),
    ({"components": [row(*buttons(6))]}, "components.0.components", BAD),
    ({"components": [button()]}, "components.0.type", "BASE_TYPE_CHOICES"),
    ({"components": [row(select(1), button())]}, "components.0.components", "COMPONENT_LAYOUT_WIDTH_EXCEEDED"),
    ({"components": [row(button(label="x" * 81))]}, "components.0.components.0.label", LONG),
    ({"components": [row(button(custom_id="x" * 101))]}, "components.0.components.0.custom_id", BAD),
    ({"components": [row(button(), button())]}, "components.0.components.1.custom_id",
     "COMPONENT_CUSTOM_ID_DUPLICATED"),
    ({"components": [row(select(26))]}, "components.0.components.0.options", BAD),
    ({"components": [row(select(0))]}, "components.0.components.0.options", BAD),
    ({"components": [row(select(2, max_values=26))]}, "components.0.components.0.max_values", "NUMBER_TYPE_COERCE"),
    ({"components": [row(select(2, placeholder="x" * 151))]}, "components.0.components.0.placeholder", LONG),
    ({"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["1"]}}, "allowed_mentions.users",
     "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE"),
    ({"content": "x", "message_reference": {"message_id": "1"}}, "message_reference", "REPLIES_UNKNOWN_MESSAGE"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "path", "code"), TOO_MUCH, ids=[f"{path} {code}" for _, path, code in TOO_MUCH])
async def test_too_much_is_refused_at_its_place(
    caller: Caller, double: Double, general: Channel, body: Json, path: str, code: str
) -> None:
    told = await caller.call("POST", f"/channels/{general.id}/messages", body)

    assert (told.status, told.body["code"], told.body["message"]) == (400, 50035, "Invalid Form Body")
    assert told.codes(*path.split(".")) == {code}
    assert told.kind == "application/json"
    assert double.sent(general) == []


JUST_ENOUGH: list[Json] = [
    {"content": "x" * 2000},
    {"embeds": [{"title": "x" * 256, "description": "x" * 4096, "footer": {"text": "x" * 1648}}]},
    {"embeds": [{"fields": [field("n" * 100, "v" * 100)] * 25}]},
    {"components": [row(*[button(custom_id=f"{r}:{c}") for c in range(5)]) for r in range(5)]},
    {"components": [row(select(25, max_values=25))]},
    {"components": [row(button(custom_id="x" * 100, label="x" * 80))]},
]


@pytest.mark.parametrize("body", JUST_ENOUGH)
async def test_the_most_that_is_allowed_is_taken(caller: Caller, double: Double, general: Channel, body: Json) -> None:
    told = await caller.call("POST", f"/channels/{general.id}/messages", body)

    assert told.status == 200
    assert len(double.sent(general)) == 1


async def test_nothing_at_all_is_no_message(caller: Caller, general: Channel) -> None:
    told = await caller.call("POST", f"/channels/{general.id}/messages", {"content": ""})

    assert (told.status, told.body["code"]) == (400, 50006)


def text_input(**changed: Any) -> Json:
    return {"type": 18, "label": "Words", "component": {"type": 4, "style": 1, "custom_id": "words", **changed}}


FORMS: list[tuple[Json, str]] = [
    ({"title": "x" * 46}, "data.title"),
    ({"custom_id": "x" * 101}, "data.custom_id"),
    ({"components": []}, "data.components"),
    ({"components": [text_input(custom_id=str(one)) for one in range(6)]}, "data.components"),
    ({"components": [{**text_input(), "label": "x" * 46}]}, "data.components.0.label"),
    ({"components": [text_input(value="x" * 11, max_length=10)]}, "data.components.0.component.value"),
    ({"components": [text_input(placeholder="x" * 101)]}, "data.components.0.component.placeholder"),
    ({"components": [{"type": 18, "label": "One", "component": button()}]}, "data.components.0.component.type"),
    ({"components": [row(button())]}, "data.components.0.components.0.type"),
]


@pytest.mark.parametrize(("changed", "path"), FORMS, ids=[path for _, path in FORMS])
async def test_a_form_has_its_limits(
    bot: TinyBot, double: Double, caller: Caller, maria: Person, general: Channel, changed: Json, path: str
) -> None:
    told = []

    async def open_form(interaction: Interaction) -> None:
        form = {"title": "Correct this", "custom_id": "correct", "components": [text_input()], **changed}
        at = f"/interactions/{interaction.id}/{interaction.token}/callback"
        told.append(await caller.call("POST", at, {"type": 9, "data": form}))

    bot.work = open_form
    asked = await maria.uses(general, "/ask", question="Are schools closed?", wait=False)
    await double.settled()

    assert (told[0].status, told[0].body["code"]) == (400, 50035)
    assert told[0].codes(*path.split("."))
    assert not asked.answered


async def test_more_than_25_completions_are_refused(
    bot: TinyBot, caller: Caller, double: Double, maria: Person, general: Channel
) -> None:
    command = next(one for one in double.commands.everywhere() if one["name"] == "ask")
    option = {"type": 3, "name": "day", "value": "", "focused": True}
    data = {"id": command["id"], "name": "not ours", "type": 1, "options": [option]}
    typed = double.interactions.begin(4, maria.user, general, data)
    choices = [{"name": f"Day {one}", "value": str(one)} for one in range(26)]
    at = f"/interactions/{typed.id}/{typed.token}/callback"

    told = await caller.call("POST", at, {"type": 8, "data": {"choices": choices}})
    wrong_kind = await caller.call("POST", at, {"type": 4, "data": {"content": "x"}})

    assert told.codes("data", "choices") == {LONG}
    assert wrong_kind.codes("type") == {"BASE_TYPE_CHOICES"}


async def test_what_is_not_modelled_is_told(caller: Caller, double: Double, general: Channel) -> None:
    await caller.call("POST", f"/channels/{general.id}/messages", {"content": "x", "colour": "green"})
    await caller.call("GET", f"/channels/{general.id}/messages?since=1")
    await caller.call("GET", "/guilds/1/emojis")

    assert [one.split(": ", 1)[1] for one in double.rest.complaints] == [
        "message: unknown colour",
        "unknown parameter since",
        "no such route",
    ]
    double.rest.complaints.clear()
