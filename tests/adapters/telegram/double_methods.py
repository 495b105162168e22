"""What each method of the Bot API does here; what Telegram would refuse is refused, in its words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.adapters.telegram.double_commands import Commands
from tests.adapters.telegram.double_inline import read_results
from tests.adapters.telegram.double_keyboards import read_keyboard
from tests.adapters.telegram.double_parameters import Unknown
from tests.adapters.telegram.double_refusals import NOT_MODIFIED, TOO_LATE, bad_request, forbidden
from tests.adapters.telegram.double_rooms import ADMINS, Room, SentMessage
from tests.adapters.telegram.double_texts import read_text
from tests.adapters.telegram.double_updates import Webhook

if TYPE_CHECKING:
    from tests.adapters.telegram.double import TelegramDouble

Body = dict[str, Any]
ACTIONS = "typing upload_photo record_video upload_video record_voice upload_voice upload_document choose_sticker"
POLL = {"offset": 0, "limit": 100, "timeout": 0}
LONGEST_TOAST = 200
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


class Methods:
    """One Python method for each of the Bot API, under its own name."""

    def __init__(self, double: TelegramDouble) -> None:
        self._double = double
        self.commands = Commands(lambda chat: self._double.room(str(chat)))

    async def call(self, method: str, given: Body, request: web.Request) -> Any:
        """Raises `Refused`, `Unknown`."""
        if method == "getUpdates":
            self._double.updates.allow(given.get("allowed_updates"))
            offset, limit, seconds = (given.get(name, usual) for name, usual in POLL.items())
            return await self._double.updates.fetch(request, offset=offset, limit=limit, seconds=seconds)
        done = getattr(self, f"on_{method}")(given)
        return await done if hasattr(done, "__await__") else done

    def on_getMe(self, given: Body) -> Body:
        abilities = {
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": True,
            "can_connect_to_business": False,
            "has_main_web_app": False,
        }
        return self._double.bot | abilities

    async def on_setWebhook(self, given: Body) -> bool:
        double, secret = self._double, given.get("secret_token")
        if secret is not None and not SECRET.fullmatch(secret):
            raise bad_request("secret token contains unallowed characters")
        most = given.get("max_connections", 40)
        if not 1 <= most <= 100:
            raise bad_request("max_connections must be between 1 and 100")
        double.updates.allow(given.get("allowed_updates"))
        if given.get("drop_pending_updates"):
            double.updates.pending.clear()
        url = given.get("url", "")
        local = url.startswith(("http://127.0.0.1:", "http://localhost:"))
        if url and not (local or url.startswith("https://")):
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        await double.updates.set_webhook(Webhook(url, secret, most) if url else None)
        return True

    async def on_deleteWebhook(self, given: Body) -> bool:
        if given.get("drop_pending_updates"):
            self._double.updates.pending.clear()
        await self._double.updates.set_webhook(None)
        return True

    def on_getWebhookInfo(self, given: Body) -> Body:
        updates, hook = self._double.updates, self._double.updates.webhook
        told = {
            "url": hook.url if hook else "",
            "has_custom_certificate": False,
            "pending_update_count": len(updates.pending),
        }
        if hook is not None:
            told |= {"max_connections": hook.most}
            told |= {"last_error_message": hook.last_error} if hook.last_error else {}
        return told | ({"allowed_updates": sorted(updates.allowed)} if updates.allowed else {})

    def on_sendMessage(self, given: Body) -> Body:
        double = self._double
        room = double.writable(given["chat_id"], given.get("message_thread_id"))
        text, entities = read_text(given)
        keyboard = read_keyboard(given.get("reply_markup"))
        quoting = self._quoted(room, given.get("reply_parameters"))
        double.count_send(room, paid=given.get("allow_paid_broadcast", False))
        return double.keep(
            SentMessage(
                room,
                double.next_message(room),
                given["text"],
                text,
                tuple(entities),
                keyboard,
                quoting,
                given.get("message_thread_id"),
                given.get("disable_notification", False),
                asked=given,
            )
        )

    def _quoted(self, room: Room, asked: Body | None) -> int | None:
        if not asked:
            return None
        if unknown := set(asked) - {"message_id", "allow_sending_without_reply"}:
            raise Unknown(f"in reply_parameters: {sorted(unknown)}")
        if asked["message_id"] in room.messages:
            return int(asked["message_id"])
        if asked.get("allow_sending_without_reply"):
            return None
        raise bad_request("message to be replied not found")

    def on_editMessageText(self, given: Body) -> Body | bool:
        message = self._editable(given)
        text, entities = read_text(given)
        keyboard = read_keyboard(given.get("reply_markup"))
        if (text, tuple(entities), keyboard) == (message.text, message.entities, message.keyboard):
            raise bad_request(NOT_MODIFIED)
        message.edits.append(message.text)
        message.html, message.text, message.entities, message.keyboard = given["text"], text, tuple(entities), keyboard
        message.asked = given
        return self._double.edited(message)

    def on_editMessageReplyMarkup(self, given: Body) -> Body | bool:
        message = self._editable(given)
        keyboard = read_keyboard(given.get("reply_markup"))
        if keyboard == message.keyboard:
            raise bad_request(NOT_MODIFIED)
        message.keyboard = keyboard
        return self._double.edited(message)

    def _editable(self, given: Body) -> SentMessage:
        double = self._double
        if "inline_message_id" in given:
            found = double.placed.get(given["inline_message_id"])
            if found is None:
                raise bad_request("MESSAGE_ID_INVALID")
            return found
        room = double.writable(given["chat_id"], None)
        message = double.message(room, given["message_id"])
        if message is None and given["message_id"] in room.messages:
            raise bad_request("message can't be edited")
        if message is None or message.deleted:
            raise bad_request("message to edit not found")
        return message

    def on_deleteMessage(self, given: Body) -> bool:
        room = self._double.writable(given["chat_id"], None)
        message = self._double.message(room, given["message_id"])
        if message is None or message.deleted:
            raise bad_request("message to delete not found")
        message.deleted = True
        room.messages.pop(message.id, None)
        return True

    def on_pinChatMessage(self, given: Body) -> bool:
        """A message can be pinned that is pinned already."""
        room = self._double.writable(given["chat_id"], None)
        if not (room.may_pin or room.private):
            raise bad_request("not enough rights to manage pinned messages in the chat")
        if given["message_id"] not in room.messages:
            raise bad_request("message to pin not found")
        room.pinned = given["message_id"], not given.get("disable_notification", False)
        return True

    def on_sendChatAction(self, given: Body) -> bool:
        self._double.writable(given["chat_id"], given.get("message_thread_id"))
        if given["action"] not in ACTIONS.split():
            raise bad_request("wrong parameter action in request")
        return True

    def on_answerCallbackQuery(self, given: Body) -> bool:
        pressed = self._double.pressed.get(given["callback_query_id"])
        if pressed is None or pressed.answered or self._double.too_late(pressed.asked_at):
            raise bad_request(TOO_LATE)
        words = given.get("text", "")
        if len(words) > LONGEST_TOAST:
            raise bad_request("MESSAGE_TOO_LONG")
        pressed.words, pressed.alert, pressed.address = words, given.get("show_alert", False), given.get("url")
        return True

    def on_answerInlineQuery(self, given: Body) -> bool:
        typed = self._double.typed.get(given["inline_query_id"])
        if typed is None or typed.answered or self._double.too_late(typed.asked_at):
            raise bad_request(TOO_LATE)
        typed.results = read_results(given["results"])
        if len(given.get("next_offset", "").encode()) > 64:
            raise bad_request("NEXT_OFFSET_INVALID")
        typed.options = {name: value for name, value in given.items() if name not in ("inline_query_id", "results")}
        return True

    def on_setMyCommands(self, given: Body) -> bool:
        return self.commands.put(given)

    def on_getMyCommands(self, given: Body) -> list[Body]:
        return self.commands.find(given)

    def on_deleteMyCommands(self, given: Body) -> bool:
        return self.commands.drop(given)

    def on_setMyDescription(self, given: Body) -> bool:
        return self.commands.describe("description", given, most=512)

    def on_getMyDescription(self, given: Body) -> Body:
        return {"description": self.commands.described("description", given)}

    def on_setMyShortDescription(self, given: Body) -> bool:
        return self.commands.describe("short_description", given, most=120)

    def on_getMyShortDescription(self, given: Body) -> Body:
        return {"short_description": self.commands.described("short_description", given)}

    def on_getFile(self, given: Body) -> Body:
        return self._double.files.found(given["file_id"])

    def on_getChat(self, given: Body) -> Body:
        gifts = dict.fromkeys(("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription"), False)
        more = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}
        return self._double.room(given["chat_id"]).body | more

    def on_getChatMember(self, given: Body) -> Body:
        room = self._double.room(given["chat_id"])
        return self._member(room, given["user_id"])

    def on_getChatAdministrators(self, given: Body) -> list[Body]:
        room = self._double.room(given["chat_id"])
        if room.private:
            raise bad_request("there are no administrators in the private chat")
        return [self._member(room, user) for user, status in room.members.items() if status in ADMINS]

    def _member(self, room: Room, user: int) -> Body:
        person = self._double.user(user)
        if person is None:
            raise bad_request("invalid user_id specified")
        status = room.bot_status if user == self._double.bot["id"] else room.members.get(user, "left")
        return self._double.member_body(person, status)

    def on_getChatMemberCount(self, given: Body) -> int:
        return len(self._double.room(given["chat_id"]).members) + 1

    def on_leaveChat(self, given: Body) -> bool:
        room = self._double.room(given["chat_id"])
        if room.private:
            raise forbidden("bot can't leave private chats")
        room.bot_status, room.lost = "left", "bot is not a member of the supergroup chat"
        return True
