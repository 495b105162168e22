"""Command menus by scope and language, and what the bot says about itself, with what Telegram asks of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from tests.adapters.telegram.double_refusals import bad_request
from tests.adapters.telegram.double_rooms import ADMINS, Room

Body = dict[str, Any]
Menu = list[Body]
NAME = re.compile(r"[a-z0-9_]{1,32}")
LANGUAGE = re.compile(r"([a-z]{2})?")
LONGEST_HELP = 256
MOST_COMMANDS = 100
PLAIN_SCOPES = ("default", "all_private_chats", "all_group_chats", "all_chat_administrators")
CHAT_SCOPES = ("chat", "chat_administrators", "chat_member")


def check_length(words: str, most: int, name: str) -> None:
    if len(words) > most:
        raise bad_request(f"{name} is too long")


def _language(given: Body) -> str:
    language = given.get("language_code", "")
    if not LANGUAGE.fullmatch(language):
        raise bad_request("invalid language code specified")
    return str(language)


class Commands:
    def __init__(self, room: Callable[[int | str], Room]) -> None:
        self._room = room
        self.menus: dict[tuple[str, str], Menu] = {}
        self.told: dict[tuple[str, str], str] = {}

    def _scope(self, given: Body) -> str:
        scope = given.get("scope") or {"type": "default"}
        kind = scope.get("type")
        if kind in PLAIN_SCOPES:
            return str(kind)
        if kind not in CHAT_SCOPES:
            raise bad_request("can't parse BotCommandScope: Unsupported type specified")
        chat = self._room(scope["chat_id"])
        if kind == "chat_member":
            return f"{kind} {chat.id} {scope['user_id']}"
        return f"{kind} {chat.id}"

    def put(self, given: Body) -> bool:
        menu = given["commands"]
        if len(menu) > MOST_COMMANDS:
            raise bad_request("BOT_COMMANDS_TOO_MUCH")
        for one in menu:
            if not NAME.fullmatch(one["command"]):
                raise bad_request("BOT_COMMAND_INVALID")
            if not 1 <= len(one["description"].strip()) <= LONGEST_HELP:
                raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
        self.menus[self._scope(given), _language(given)] = menu
        return True

    def find(self, given: Body) -> Menu:
        return self.menus.get((self._scope(given), _language(given)), [])

    def drop(self, given: Body) -> bool:
        self.menus.pop((self._scope(given), _language(given)), None)
        return True

    def describe(self, name: str, given: Body, *, most: int) -> bool:
        words = given.get(name, "")
        check_length(words, most, f"bot {name.replace('_', ' ')}")
        self.told[name, _language(given)] = words
        return True

    def described(self, name: str, given: Body) -> str:
        return self.told.get((name, _language(given)), self.told.get((name, ""), ""))

    def shown(self, room: Room, user: int, language: str) -> list[str]:
        """The names a person sees in a room, by Telegram's order of scopes."""
        manages = room.members.get(user) in ADMINS
        if room.private:
            scopes = [f"chat {room.id}", "all_private_chats", "default"]
        else:
            own = [f"chat_member {room.id} {user}"]
            leading = [f"chat_administrators {room.id}"] if manages else []
            scopes = [*own, *leading, f"chat {room.id}"]
            scopes += [*(["all_chat_administrators"] if manages else []), "all_group_chats", "default"]
        for scope in scopes:
            for tongue in (language, ""):
                if self.menus.get((scope, tongue)):
                    return [one["command"] for one in self.menus[scope, tongue]]
        return []
