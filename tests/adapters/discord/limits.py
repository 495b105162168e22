"""What Discord takes as a message: lengths, counts, mentions."""

from __future__ import annotations

import re
from typing import Any

from tests.adapters.discord.components import check_components
from tests.adapters.discord.refusals import Form, Json, Path, Refusal, Unmodelled, only

EPHEMERAL, LOADING, LAYOUT_FLAG = 1 << 6, 1 << 7, 1 << 15
# suppress embeds, ephemeral, suppress notifications, components instead of content
SETTABLE = (1 << 2) | EPHEMERAL | (1 << 12) | LAYOUT_FLAG

SHOWN = frozenset({"content", "embeds", "components", "attachments", "allowed_mentions", "flags", "tts"})
CREATED = SHOWN | {"nonce", "enforce_nonce", "message_reference", "sticker_ids", "poll"}
EMBED_KEYS = frozenset(
    {"title", "type", "description", "url", "timestamp", "color", "footer", "image", "thumbnail", "author"}
    | {"fields", "flags"}
)
MENTION_KINDS = frozenset({"users", "roles", "everyone"})


def check_message(body: Json, *, keys: frozenset[str] = CREATED, under: Path = ()) -> None:
    only(body, keys, "message")
    if body.get("poll") or body.get("sticker_ids"):
        raise Unmodelled("polls and stickers are not modelled")
    form = Form()
    form.length((*under, "content"), body.get("content"), 0, 2000, required=False)
    form.length((*under, "nonce"), body.get("nonce"), 0, 25, required=False)
    layout = bool(body.get("flags", 0) & LAYOUT_FLAG)
    if body.get("flags", 0) & ~SETTABLE:
        raise Unmodelled(f"message flags {body['flags']}")
    if layout and (body.get("content") or body.get("embeds")):
        form.wrong((*under, "content"), "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", "Not with this flag")
    check_embeds(form, body.get("embeds") or [])
    check_components(form, body.get("components") or [], layout=layout)
    check_mentions(form, body.get("allowed_mentions"))
    form.refuse()


def refuse_empty(body: Json) -> None:
    if not any(body.get(part) for part in ("content", "embeds", "components", "attachments")):
        raise Refusal(400, 50006, "Cannot send an empty message")


def check_embeds(form: Form, embeds: list[Json]) -> None:
    if len(embeds) > 10:
        form.wrong(("embeds",), "BASE_TYPE_MAX_LENGTH", "Must be 10 or fewer in length.")
    for index, embed in enumerate(embeds):
        check_embed(form, ("embeds", index), embed)
    if sum(embed_size(embed) for embed in embeds) > 6000:
        form.wrong(("embeds",), "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of 6000")


def check_embed(form: Form, at: Path, embed: Json) -> None:
    only(embed, EMBED_KEYS, "embed")
    form.length((*at, "title"), embed.get("title"), 0, 256, required=False)
    form.length((*at, "description"), embed.get("description"), 0, 4096, required=False)
    form.length((*at, "footer", "text"), embed.get("footer", {}).get("text"), 0, 2048, required=False)
    form.length((*at, "author", "name"), embed.get("author", {}).get("name"), 0, 256, required=False)
    form.length((*at, "fields"), embed.get("fields"), 0, 25, required=False)
    form.number((*at, "color"), embed.get("color") or 0, 0, 0xFFFFFF)
    if embed.get("url") and not re.match(r"https?://", embed["url"]):
        form.wrong((*at, "url"), "URL_TYPE_INVALID_URL", "Not a well formed URL.")
    for index, field in enumerate(embed.get("fields", [])):
        form.length((*at, "fields", index, "name"), field.get("name"), 1, 256)
        form.length((*at, "fields", index, "value"), field.get("value"), 1, 1024)


def embed_texts(embed: Json) -> list[str]:
    pairs = [text for field in embed.get("fields", []) for text in (field.get("name"), field.get("value"))]
    author, footer = embed.get("author", {}).get("name"), embed.get("footer", {}).get("text")
    return [text for text in (author, embed.get("title"), embed.get("description"), *pairs, footer) if text]


def embed_size(embed: Json) -> int:
    return sum(len(text.strip()) for text in embed_texts(embed))


def check_mentions(form: Form, allowed: Json | None) -> None:
    if allowed is None:
        return
    only(allowed, frozenset({"parse", "users", "roles", "replied_user"}), "allowed_mentions")
    at: Path = ("allowed_mentions",)
    for index, kind in enumerate(allowed.get("parse", [])):
        form.one_of((*at, "parse", index), kind, MENTION_KINDS)
    for kind in ("users", "roles"):
        if allowed.get(kind) and kind in allowed.get("parse", []):
            form.wrong((*at, kind), "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", "Mutually exclusive with parse")
        form.length((*at, kind), allowed.get(kind), 0, 100, required=False)


def mentioned(content: str, allowed: Json | None) -> set[Any]:
    """Whom a message pings: ids of people and roles, and "everyone"."""
    named: dict[str, set[Any]] = {
        "users": {int(one) for one in re.findall(r"<@!?(\d+)>", content)},
        "roles": {int(one) for one in re.findall(r"<@&(\d+)>", content)},
        "everyone": {"everyone"} if re.search(r"@(everyone|here)\b", content) else set(),
    }
    if allowed is None:
        return set().union(*named.values())
    pinged = set().union(*(named[kind] for kind in allowed.get("parse", [])))
    for kind in ("users", "roles"):
        pinged |= named[kind] & {int(one) for one in allowed.get(kind) or []}
    return pinged
