"""A Telegram of our own on loopback: people write, press and type, and the real bot answers over real sockets.

It enforces what Telegram enforces and answers in its words; what it does not know fails the test when it closes.
``python -m tests.adapters.telegram.double --port N`` runs it as a process of its own.
"""

from __future__ import annotations

import asyncio
import math
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from tests.adapters.telegram.double_methods import Methods
from tests.adapters.telegram.double_people import Person
from tests.adapters.telegram.double_refusals import too_many
from tests.adapters.telegram.double_rooms import Body, Room, SentMessage
from tests.adapters.telegram.double_server import serve_double
from tests.adapters.telegram.double_town import Town

TOKEN = "7000000001:the-double-only-knows-this-token-0000"


def utc_now() -> datetime:
    return datetime.now(UTC)


class TelegramDouble(Town):
    """*clock*: when messages are written; *group_rate*: messages within seconds that a group takes; *token_rate*: the
    same of all that is not paid for; *rest*: seconds of silence where that is too much; *inside_rest*: how often a
    message was sent all the same; *complaints*: what the bot called that is not known here."""

    def __init__(
        self, *, token: str = TOKEN, username: str = "bellwether_bot", clock: Callable[[], datetime] = utc_now
    ) -> None:
        bot: Body = {"id": int(token.split(":")[0]), "is_bot": True, "first_name": "Bellwether", "username": username}
        super().__init__(bot, clock)
        self.token = token
        self.url = ""
        self.methods = Methods(self)
        self.complaints: list[str] = []
        self.group_rate: tuple[int, float] = (20, 60.0)
        self.token_rate: tuple[int, float] | None = None
        self.rest, self.inside_rest = 1, 0
        self._rests_until = 0.0
        self._sends: deque[float] = deque()
        self.messages: list[SentMessage] = []
        self._by_name: dict[tuple[int, int], SentMessage] = {}

    def keep(self, sent: SentMessage) -> Body:
        assert sent.room is not None
        sent.at = asyncio.get_running_loop().time()
        self.messages.append(sent)
        self._by_name[sent.room.id, sent.id] = sent
        body = self.message_body(sent)
        sent.room.messages[sent.id] = body
        self.answers(sent.room, sent.quoting)
        return body

    def message_body(self, sent: SentMessage) -> Body:
        assert sent.room is not None
        body = {"message_id": sent.id, "date": int(self.clock().timestamp()), "chat": sent.room.body, "from": self.bot}
        body |= {"text": sent.text}
        if sent.entities:
            body["entities"] = [one.body for one in sent.entities]
        if sent.keyboard:
            body["reply_markup"] = {"inline_keyboard": [list(row) for row in sent.keyboard]}
        if sent.thread is not None:
            body |= {"message_thread_id": sent.thread, "is_topic_message": True}
        if sent.quoting is not None:
            body["reply_to_message"] = {
                name: value for name, value in sent.room.messages[sent.quoting].items() if name != "reply_to_message"
            }
        return body

    def edited(self, sent: SentMessage) -> Body | bool:
        if sent.room is None or sent.inline is not None:
            return True
        body = self.message_body(sent) | {"edit_date": int(self.clock().timestamp())}
        sent.room.messages[sent.id] = body
        return body

    def message(self, room: Room, id: int) -> SentMessage | None:
        return self._by_name.get((room.id, id))

    def sent(self, room: Room, *, thread: int | None = None) -> list[SentMessage]:
        """What the bot said in a room, in order; what it took away again is left out."""
        there = [one for one in self.messages if one.room is room and not one.deleted]
        return there if thread is None else [one for one in there if one.thread == thread]

    def last(self, room: Room) -> SentMessage:
        said = self.sent(room)
        assert said, f"the bot said nothing in {room.title or room.id}"
        return said[-1]

    def wants_rest(self, seconds: int) -> None:
        """Refuses every message for so long."""
        self._rests_until = asyncio.get_running_loop().time() + seconds

    def count_send(self, room: Room, *, paid: bool = False) -> None:
        """Refuses what a group, or the whole bot, may send no more of."""
        now = asyncio.get_running_loop().time()
        if now < self._rests_until:
            self.inside_rest += 1
            raise too_many(max(1, math.ceil(self._rests_until - now)))
        if self.token_rate is not None and not paid:
            self._count_of_token(now, *self.token_rate)
        if room.private:
            return
        most, seconds = self.group_rate
        room.sends = [one for one in room.sends if one > now - seconds]
        if len(room.sends) >= most:
            raise too_many(max(1, math.ceil(room.sends[0] + seconds - now)))
        room.sends.append(now)

    def _count_of_token(self, now: float, most: int, seconds: float) -> None:
        while self._sends and self._sends[0] <= now - seconds:
            self._sends.popleft()
        if len(self._sends) >= most:
            self.wants_rest(self.rest)
            raise too_many(self.rest)
        self._sends.append(now)

    def most_to_a_chat(self, *, within: float = 1.0) -> int:
        """The most messages that any private chat got within so many seconds."""
        most = 0
        for room in {id(one.room): one.room for one in self.messages if one.room and one.room.private}.values():
            times = [one.at for one in self.messages if one.room is room]
            most = max(most, *(sum(first <= one < first + within for one in times) for first in times))
        return most

    def menu(self, person: Person, room: Room) -> list[str]:
        """The commands a person's app shows in a room."""
        return self.methods.commands.shown(room, person.id, str(person.body.get("language_code", ""))[:2])


@asynccontextmanager
async def telegram_double(*, port: int = 0, check: bool = True, **more: Any) -> AsyncIterator[TelegramDouble]:
    """*check*: at the end, fail when the bot called something that the double does not know."""
    double = TelegramDouble(**more)
    async with serve_double(double, port=port):
        yield double
    assert not (check and double.complaints), double.complaints


if __name__ == "__main__":
    from tests.adapters.telegram.double_process import main

    main()
