"""The methods of the Bot API that the bot may call, with what each takes; anything else is a complaint."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

Body = dict[str, Any]
TEXT = "text:str parse_mode:str entities:json link_preview_options:json reply_markup:json"
TAKES = {
    "getMe": "",
    "getUpdates": "offset:int limit:int timeout:int allowed_updates:json",
    "setWebhook": "url:str secret_token:str max_connections:int allowed_updates:json drop_pending_updates:bool "
    "ip_address:str",
    "deleteWebhook": "drop_pending_updates:bool",
    "getWebhookInfo": "",
    "sendMessage": f"chat_id:str message_thread_id:int disable_notification:bool protect_content:bool "
    "allow_paid_broadcast:bool "
    f"reply_parameters:json {TEXT}",
    "editMessageText": f"chat_id:str message_id:int inline_message_id:str {TEXT}",
    "editMessageReplyMarkup": "chat_id:str message_id:int inline_message_id:str reply_markup:json",
    "deleteMessage": "chat_id:str message_id:int",
    "pinChatMessage": "chat_id:str message_id:int disable_notification:bool",
    "sendChatAction": "chat_id:str message_thread_id:int action:str",
    "answerCallbackQuery": "callback_query_id:str text:str show_alert:bool url:str cache_time:int",
    "answerInlineQuery": "inline_query_id:str results:json cache_time:int is_personal:bool next_offset:str button:json",
    "setMyCommands": "commands:json scope:json language_code:str",
    "getMyCommands": "scope:json language_code:str",
    "deleteMyCommands": "scope:json language_code:str",
    "setMyDescription": "description:str language_code:str",
    "getMyDescription": "language_code:str",
    "setMyShortDescription": "short_description:str language_code:str",
    "getMyShortDescription": "language_code:str",
    "getFile": "file_id:str",
    "getChat": "chat_id:str",
    "getChatMember": "chat_id:str user_id:int",
    "getChatAdministrators": "chat_id:str",
    "getChatMemberCount": "chat_id:str",
    "leaveChat": "chat_id:str",
}


class Unknown(Exception):
    """A method or parameter that the double has never heard of: the test shall fail."""


def read_parameters(method: str, given: Mapping[str, Any]) -> Body:
    """As values; everything comes as text, or as JSON where the whole was."""
    if method not in TAKES:
        raise Unknown(f"method {method}")
    kinds = dict(one.split(":") for one in TAKES[method].split())
    if unknown := sorted(set(given) - set(kinds)):
        raise Unknown(f"parameters {', '.join(unknown)} of {method}")
    return {name: _value(kinds[name], value) for name, value in given.items()}


def _value(kind: str, value: Any) -> Any:
    if kind == "int":
        return int(value)
    if kind == "bool":
        return str(value).lower() in ("true", "1", "yes")
    if kind == "json":
        return json.loads(value) if isinstance(value, str) else value
    return str(value)
