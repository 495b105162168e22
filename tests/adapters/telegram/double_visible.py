"""What a bot in privacy mode gets to see in a group: commands, mentions, replies to it, and what concerns the group."""

from __future__ import annotations

from typing import Any

from tests.adapters.telegram.double_entities import Entity, part

Body = dict[str, Any]
PLAIN = ("text", "caption", "sticker", "photo", "voice", "video", "document", "location", "poll", "contact", "audio")
ALWAYS = ("new_chat_members", "left_chat_member", "migrate_to_chat_id", "migrate_from_chat_id", "group_chat_created")


def addressed_to_bot(body: Body, bot: Body) -> bool:
    if not any(name in body for name in PLAIN) or any(name in body for name in ALWAYS):
        return True
    if body.get("via_bot", {}).get("id") == bot["id"]:
        return True
    if body.get("reply_to_message", {}).get("from", {}).get("id") == bot["id"]:
        return True
    text = body.get("text") or body.get("caption") or ""
    entities = body.get("entities") or body.get("caption_entities") or []
    return any(_about(text, one, bot) for one in entities)


def _about(text: str, entity: Body, bot: Body) -> bool:
    named = f"@{bot['username']}".lower()
    words = part(text, Entity(entity["type"], entity["offset"], entity["length"])).lower()
    if entity["type"] == "bot_command":
        return "@" not in words or words.endswith(named)
    if entity["type"] == "text_mention":
        return bool(entity["user"]["id"] == bot["id"])
    return entity["type"] == "mention" and words == named
