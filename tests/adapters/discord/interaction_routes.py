"""The calls an app answers interactions with: the callback, the original response, follow-ups."""

from __future__ import annotations

from tests.adapters.discord.calls import Answer, Call, Route
from tests.adapters.discord.command_limits import check_choices
from tests.adapters.discord.components import check_modal
from tests.adapters.discord.interactions import (
    CHOICES,
    DEFERRED,
    DEFERRED_UPDATE,
    MESSAGE,
    MODAL,
    UPDATE,
    Choice,
    Interaction,
    Interactions,
)
from tests.adapters.discord.limits import EPHEMERAL, LOADING, SHOWN, check_message, mentioned, refuse_empty
from tests.adapters.discord.messages import Message, number_components
from tests.adapters.discord.modals import Modal
from tests.adapters.discord.refusals import Form, Json, only


class InteractionRoutes:
    def __init__(self, interactions: Interactions) -> None:
        self._all = interactions

    def routes(self) -> list[Route]:
        at = "/webhooks/{app}/{token}"
        return [
            Route("POST", "/interactions/{interaction}/{token}/callback", self.callback, open=True),
            Route("POST", at, self.follow_up, open=True),
            Route("GET", at + "/messages/{message}", self.get, open=True),
            Route("PATCH", at + "/messages/{message}", self.edit, open=True),
            Route("DELETE", at + "/messages/{message}", self.delete, open=True),
        ]

    async def callback(self, call: Call) -> Answer:
        call.asked("with_response")
        only(call.body, frozenset({"type", "data"}), "callback")
        interaction = self._all.to_acknowledge(call.number("interaction"), call.parts["token"])
        kind, data = call.body.get("type"), call.body.get("data") or {}
        form = Form()
        form.one_of(("type",), kind, interaction.allowed_answers())
        form.refuse()
        {
            MESSAGE: self._say,
            DEFERRED: self._defer,
            DEFERRED_UPDATE: self._defer_update,
            UPDATE: self._update,
            CHOICES: self._choices,
            MODAL: self._modal,
        }[kind](interaction, data, call)
        self._all.acknowledge(interaction, kind)
        return self._receipt(interaction, kind) if call.query.get("with_response") == "1" else None

    def _receipt(self, interaction: Interaction, kind: int) -> Json:
        told: Json = {"id": str(interaction.id), "type": interaction.kind}
        found: Json = {"interaction": told}
        if interaction.original and kind in (MESSAGE, DEFERRED, UPDATE):
            told["response_message_id"] = str(interaction.original.id)
            told["response_message_loading"] = interaction.thinking
            told["response_message_ephemeral"] = interaction.original.ephemeral
            found["resource"] = {"type": kind, "message": interaction.original.json()}
        return found

    def _say(self, interaction: Interaction, data: Json, call: Call) -> None:
        interaction.original = self._message(interaction, data, call)

    def _message(self, interaction: Interaction, data: Json, call: Call) -> Message:
        check_message(data, keys=SHOWN | {"poll"})
        refuse_empty({**data, "attachments": call.files})
        pings = mentioned(data.get("content") or "", data.get("allowed_mentions"))
        shown = self._all.show(interaction, data, pings=pings)
        shown.attachments = call.files
        return shown

    def _defer(self, interaction: Interaction, data: Json, call: Call) -> None:
        only(data, frozenset({"flags"}), "deferred answer")
        interaction.original = self._all.show(interaction, data, flags=LOADING, pings=set())

    def _defer_update(self, interaction: Interaction, data: Json, call: Call) -> None:
        interaction.original = interaction.source

    def _update(self, interaction: Interaction, data: Json, call: Call) -> None:
        assert interaction.source is not None
        check_message(data, keys=SHOWN | {"poll"})
        self._all.change(interaction, interaction.source, data)
        interaction.original = interaction.source

    def _choices(self, interaction: Interaction, data: Json, call: Call) -> None:
        only(data, frozenset({"choices"}), "choices")
        form = Form()
        focused = next(one for one in walk_options(interaction.data["options"]) if one.get("focused"))
        check_choices(form, ("data", "choices"), data.get("choices", []), kind=focused["type"])
        form.refuse()
        interaction.choices = [Choice(one["name"], one["value"]) for one in data.get("choices", [])]

    def _modal(self, interaction: Interaction, data: Json, call: Call) -> None:
        check_modal(data)
        number_components(data["components"])
        interaction.modal = Modal(data)

    async def follow_up(self, call: Call) -> Answer:
        call.asked("wait", "with_components", "thread_id")
        interaction = self._all.by_token(call.parts["token"])
        waiting = interaction.original if interaction.acknowledged == DEFERRED and interaction.thinking else None
        if waiting and not waiting.deleted:
            # The first follow-up takes the place of "thinking", and is as private as that was.
            check_message(call.body, keys=SHOWN | {"poll"})
            waiting.flags |= call.body.get("flags", 0) & ~EPHEMERAL
            self._all.change(interaction, waiting, call.body)
            return waiting.json()
        made = self._message(interaction, call.body, call)
        interaction.followups.append(made)
        return made.json()

    async def get(self, call: Call) -> Answer:
        call.asked("thread_id")
        return self._found(call)[1].json()

    async def edit(self, call: Call) -> Answer:
        call.asked("with_components", "thread_id")
        interaction, message = self._found(call)
        check_message(call.body, keys=SHOWN)
        if call.files:
            message.attachments = call.files
        self._all.change(interaction, message, call.body)
        return message.json()

    async def delete(self, call: Call) -> Answer:
        call.asked("thread_id")
        interaction, message = self._found(call)
        self._all.erase(message)
        interaction.happened.set()
        return None

    def _found(self, call: Call) -> tuple[Interaction, Message]:
        interaction = self._all.by_token(call.parts["token"])
        return interaction, self._all.message(interaction, call.parts["message"])


def walk_options(options: list[Json]) -> list[Json]:
    return [found for one in options for found in (one, *walk_options(one.get("options", [])))]
