"""A person with Telegram in their hand: writes, edits, presses, types the bot's name in another chat."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tests.adapters.telegram.double_entities import Entity, typed_entities
from tests.adapters.telegram.double_rooms import Body, Pressed, Room, Said, SentMessage, Typed
from tests.adapters.telegram.double_texts import read_text

if TYPE_CHECKING:
    from tests.adapters.telegram.double_town import Town

BLOCKED = "bot was blocked by the user"


class Person:
    def __init__(self, double: Town, body: Body) -> None:
        self._double = double
        self.body = body

    @property
    def id(self) -> int:
        return int(self.body["id"])

    async def says(
        self,
        room: Room,
        text: str | None = None,
        *,
        reply_to: SentMessage | Said | None = None,
        thread: int | None = None,
        at: datetime | None = None,
        **extra: Any,
    ) -> Said:
        """*extra*: further fields of the message: a sticker, a photo, where it was forwarded from."""
        room.started = True
        fields: Body = {"from": self.body}
        if text is not None:
            fields["text"] = text
            if found := typed_entities(text):
                fields["entities"] = found
        if thread is not None:
            fields |= {"message_thread_id": thread, "is_topic_message": True}
        if reply_to is not None:
            fields |= self._reply(room, reply_to)
        return self._double.hand_over(room, fields | extra, at=at)

    async def sends(
        self,
        room: Room,
        content: bytes,
        name: str,
        *,
        kind: str = "text/html",
        caption: str | None = None,
        size: int | None = None,
        **more: Any,
    ) -> Said:
        """A file. *size*: as Telegram says it, where it is not that of the content; *more*: as for `says`."""
        file = self._double.files.put(content, name=name, size=size)
        document = {"file_id": file.id, "file_unique_id": f"u{file.id}", "file_name": name, "mime_type": kind}
        fields: Body = {"document": document | {"file_size": file.size}}
        if caption is not None:
            fields |= {"caption": caption, "caption_entities": typed_entities(caption)}
        return await self.says(room, **fields, **more)

    def _reply(self, room: Room, reply_to: SentMessage | Said) -> Body:
        """In a supergroup that is no forum a reply names its thread as well, which is no place to write to."""
        quoted = {key: value for key, value in room.messages[reply_to.id].items() if key != "reply_to_message"}
        thread = {"message_thread_id": reply_to.id} if room.kind == "supergroup" and not room.forum else {}
        return {"reply_to_message": quoted, **thread}

    async def edits(self, said: Said, text: str) -> int | None:
        return self._double.edit(said, {"text": text, "entities": typed_entities(text)})

    async def presses(self, message: SentMessage, label: str | int, *, data: str | None = None) -> Pressed:
        """A button under a message; what the bot answers shows in what is given back. *data*: said in its place."""
        double = self._double
        button = message.button(label) if data is None else {"callback_data": data}
        if "callback_data" not in button:
            raise LookupError(f"{button['text']} is no button that asks the bot")
        pressed = Pressed(double.next_name(), asyncio.get_running_loop().time())
        double.pressed[pressed.id] = pressed
        body: Body = {"id": pressed.id, "from": self.body, "chat_instance": "8001", "data": button["callback_data"]}
        if message.inline is not None:
            body["inline_message_id"] = message.inline
        elif message.room is not None:
            body["message"] = message.room.messages.get(message.id) or self._out_of_reach(message)
        queue = str(message.room.id) if message.room is not None and message.inline is None else f"press {self.id}"
        double.push("callback_query", body, queue=queue)
        return pressed

    def _out_of_reach(self, message: SentMessage) -> Body:
        """A message too old to be shown to the bot."""
        assert message.room is not None
        return {"chat": message.room.body, "message_id": message.id, "date": 0}

    async def types(self, query: str, *, offset: str = "", chat_type: str = "private") -> Typed:
        """The bot's name and these words, in another chat."""
        double = self._double
        typed = Typed(double.next_name(), asyncio.get_running_loop().time())
        double.typed[typed.id] = typed
        body = {"id": typed.id, "from": self.body, "query": query, "offset": offset, "chat_type": chat_type}
        double.push("inline_query", body, queue=f"inline {self.id}")
        return typed

    async def puts(self, typed: Typed, number: int, room: Room | None = None) -> SentMessage:
        """One of the results into a chat: what others read there."""
        double = self._double
        assert typed.results, "nothing to put anywhere"
        result = typed.results[number]
        content: Mapping[str, Any] = result["input_message_content"]
        text, entities = read_text(dict(content), named="message_text")
        keyboard = tuple(tuple(row) for row in result.get("reply_markup", {}).get("inline_keyboard", ()))
        named = f"inline-{double.next_name()}" if keyboard else None
        sent = SentMessage(room, 0, content["message_text"], text, tuple(entities), keyboard, inline=named)
        if named is not None:
            double.placed[named] = sent
        if room is not None:
            fields: Body = {"from": self.body, "via_bot": double.bot, "text": text}
            fields |= {"entities": [one.body for one in entities]} if entities else {}
            sent.id = double.hand_over(room, fields).id
        return sent

    async def starts(self, payload: str = "") -> Said:
        """Opens the bot by a link, and presses Start."""
        words = f"/start {payload}".strip()
        entity = Entity("bot_command", 0, len("/start")).body
        return await self.says(self._double.private(self), words, entities=[entity])

    def blocks(self) -> None:
        """Blocks the bot."""
        room = self._double.private(self)
        room.lost = BLOCKED
        self._double.push_membership(room, self, "member", "kicked")

    def comes_back(self) -> None:
        room = self._double.private(self)
        room.lost = None
        self._double.push_membership(room, self, "kicked", "member")

    def adds_bot(self, room: Room) -> None:
        """Puts the bot into a group."""
        room.lost, room.bot_status = None, "member"
        self._double.push_membership(room, self, "left", "member")
