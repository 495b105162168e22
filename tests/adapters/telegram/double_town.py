"""People, private chats and groups, who is what in them, and what they do that reaches the bot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import count
from typing import Any

from tests.adapters.telegram.double_files import Files
from tests.adapters.telegram.double_people import Person
from tests.adapters.telegram.double_refusals import bad_request, forbidden, upgraded
from tests.adapters.telegram.double_rooms import ADMINS, Body, Room, Said, SentMessage
from tests.adapters.telegram.double_settling import Underway
from tests.adapters.telegram.double_visible import addressed_to_bot

KICKED = {"supergroup": "bot was kicked from the supergroup chat", "group": "bot was kicked from the group chat"}
ANONYMOUS_ADMIN = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}


class Town(Underway):
    """*clock*: when messages are written."""

    def __init__(self, bot: Body, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self.bot, self.clock = bot, clock
        self.rooms: dict[int, Room] = {}
        self.people: dict[int, Person] = {}
        self.placed: dict[str, SentMessage] = {}
        self.files = Files()
        self._shared_numbers, self._numbers, self._group_ids = count(1), count(1), count(1)

    def person(self, id: int, name: str = "Anna", language_code: str | None = "en", **more: Any) -> Person:
        body = {"id": id, "is_bot": False, "first_name": name, **more}
        made = Person(self, body | ({"language_code": language_code} if language_code else {}))
        self.people[id] = made
        return made

    def private(self, person: Person, *, started: bool = True) -> Room:
        """*started* False: the person has never written, so the bot may not either."""
        if person.id not in self.rooms:
            room = Room(person.id, "private", members={person.id: "member"}, person=person.body, started=started)
            self.rooms[person.id] = room
        return self.rooms[person.id]

    def group(
        self,
        title: str,
        members: Sequence[Person] = (),
        *,
        privacy: bool = True,
        kind: str = "supergroup",
        admins: Sequence[Person] = (),
        bot_admin: bool = False,
        forum: bool = False,
    ) -> Room:
        number = next(self._group_ids)
        room = Room(-1_001_000_000_000 - number if kind != "group" else -5_000_000 - number, kind, title)
        room.members = {one.id: "member" for one in members} | {one.id: "administrator" for one in admins}
        room.privacy, room.forum = privacy, forum
        room.bot_status = "administrator" if bot_admin else "member"
        self.rooms[room.id] = room
        return room

    def topic(self, room: Room) -> int:
        """A new topic of a forum: its thread."""
        thread = self.next_message(room)
        room.topics.add(thread)
        room.messages[thread] = {"message_id": thread}
        return thread

    def kick(self, room: Room, by: Person) -> None:
        """The bot is put out of a group."""
        room.bot_status, room.lost = "kicked", KICKED.get(room.kind, KICKED["supergroup"])
        self.push_membership(room, by, "member", "kicked")

    def migrate(self, room: Room, *, announced: bool = True) -> Room:
        """The group becomes a supergroup with another id."""
        new = Room(-1_001_900_000_000 + room.id, "supergroup", room.title, dict(room.members), room.privacy)
        self.rooms[new.id] = new
        room.moved_to = new.id
        if announced:
            self.hand_over(room, {"migrate_to_chat_id": new.id, "from": ANONYMOUS_ADMIN})
            self.hand_over(new, {"migrate_from_chat_id": room.id, "from": ANONYMOUS_ADMIN})
        return new

    def room(self, chat: str) -> Room:
        found = self.rooms.get(int(chat)) if chat.lstrip("-").isdecimal() else None
        if found is None:
            raise bad_request("chat not found")
        if found.moved_to is not None:
            raise upgraded(found.moved_to)
        return found

    def writable(self, chat: str, thread: int | None) -> Room:
        room = self.room(chat)
        if room.lost is not None:
            raise forbidden(room.lost)
        if not room.started:
            raise forbidden("bot can't initiate conversation with a user")
        if thread is not None and thread not in room.topics:
            raise bad_request("message thread not found")
        return room

    def user(self, id: int) -> Body | None:
        if id == self.bot["id"]:
            return self.bot
        return self.people[id].body if id in self.people else None

    def member_body(self, user: Body, status: str) -> Body:
        body: Body = {"status": status, "user": user}
        if status == "creator":
            body["is_anonymous"] = False
        if status == "administrator":
            rights = "manage_chat delete_messages manage_video_chats restrict_members promote_members change_info"
            rights += " invite_users post_stories edit_stories delete_stories"
            body |= {f"can_{one}": True for one in rights.split()} | {"can_be_edited": False, "is_anonymous": False}
        if status == "kicked":
            body["until_date"] = 0
        return body

    def hand_over(self, room: Room, fields: Body, *, kind: str = "message", at: datetime | None = None) -> Said:
        """A message with these fields, kept and given to the bot where it may see it."""
        number = self.next_message(room)
        body = {"message_id": number, "date": int((at or self.clock()).timestamp()), "chat": room.body, **fields}
        room.messages[number] = body
        said = Said(room, number, body, self._seen(kind, room, body))
        if said.update is not None and "text" in body and room.private:
            self.asked_in[said.update] = (room, number)
        return said

    def _seen(self, kind: str, room: Room, body: Body) -> int | None:
        if room.lost is not None or not self._visible(room, body):
            return None
        return self.updates.push(kind, body, str(room.id))

    def _visible(self, room: Room, body: Body) -> bool:
        plain = "text" in body or "caption" in body or not room.private
        if room.private or not plain or not room.privacy or room.bot_status in ADMINS or room.kind == "channel":
            return True
        return addressed_to_bot(body, self.bot)

    def edit(self, said: Said, fields: Body) -> int | None:
        body = {**said.body, **fields, "edit_date": int(self.clock().timestamp())}
        said.room.messages[said.id] = body
        return self._seen("edited_message", said.room, body)

    def push(self, kind: str, body: Body, *, queue: str = "other") -> int | None:
        """Any update as it is."""
        return self.updates.push(kind, body, queue)

    def push_membership(self, room: Room, by: Person, old: str, new: str) -> int | None:
        members = {name: self.member_body(self.bot, status) for name, status in (("old", old), ("new", new))}
        body = {"chat": room.body, "from": by.body, "date": int(self.clock().timestamp())}
        body |= {f"{name}_chat_member": member for name, member in members.items()}
        return self.updates.push("my_chat_member", body, str(room.id))

    def next_name(self) -> str:
        return f"{4_800_000_000_000 + next(self._numbers)}"

    def next_message(self, room: Room) -> int:
        if room.kind in ("private", "group"):
            return next(self._shared_numbers)
        return max(room.messages, default=0) + 1
