"""What Telegram asks of the results of an inline query."""

from __future__ import annotations

from typing import Any

from tests.adapters.telegram.double_keyboards import read_keyboard
from tests.adapters.telegram.double_refusals import bad_request
from tests.adapters.telegram.double_texts import read_text

Body = dict[str, Any]
MOST_RESULTS = 50
LONGEST_ID = 64


def read_results(results: list[Body]) -> list[Body]:
    """Articles only: that is what a bot of words gives. Raises `Refused`."""
    if len(results) > MOST_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    names = [str(one.get("id", "")) for one in results]
    if any(not 1 <= len(name.encode()) <= LONGEST_ID for name in names):
        raise bad_request("RESULT_ID_INVALID")
    if len(set(names)) < len(names):
        raise bad_request("RESULT_ID_DUPLICATE")
    for one in results:
        if one.get("type") != "article":
            raise bad_request(f"this double knows no inline result of type {one.get('type')}")
        if not one.get("title"):
            raise bad_request("ARTICLE_TITLE_EMPTY")
        read_text(one.get("input_message_content", {}), named="message_text")
        read_keyboard(one.get("reply_markup"))
    return results
