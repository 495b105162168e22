"""What Telegram asks of buttons under a message."""

from __future__ import annotations

from typing import Any

from tests.adapters.telegram.double_refusals import bad_request

Body = dict[str, Any]
MOST_BUTTONS = 100
MOST_IN_ROW = 8
MOST_DATA = 64
MOST_COPIED = 256
KNOWN = {"text", "url", "callback_data", "switch_inline_query", "switch_inline_query_current_chat", "copy_text"}
OTHER = {"switch_inline_query_chosen_chat", "icon_custom_emoji_id", "style"}


def read_keyboard(markup: Body | None) -> tuple[tuple[Body, ...], ...]:
    if not markup:
        return ()
    if set(markup) & {"force_reply", "remove_keyboard", "keyboard"}:
        return ()
    if set(markup) != {"inline_keyboard"}:
        raise bad_request(f"object expected as reply markup, with one of the known fields: {sorted(markup)}")
    rows = tuple(tuple(_button(one) for one in row) for row in markup["inline_keyboard"] if row)
    if sum(map(len, rows)) > MOST_BUTTONS or any(len(row) > MOST_IN_ROW for row in rows):
        raise bad_request("reply markup is too long")
    return rows


def _button(button: Body) -> Body:
    if not str(button.get("text", "")).strip():
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if unknown := set(button) - KNOWN - OTHER:
        raise bad_request(f"can't parse inline keyboard button: unknown {sorted(unknown)}")
    if len(set(button) - {"text", "icon_custom_emoji_id", "style"}) != 1:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= MOST_DATA:
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in button and not button["url"].startswith(("http://", "https://", "tg://")):
        raise bad_request(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
    if "copy_text" in button and not 1 <= len(button["copy_text"].get("text", "")) <= MOST_COPIED:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
    return button
