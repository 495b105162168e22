"""A message's text as Telegram takes it: read by its parse mode, not empty, not too long afterwards."""

from __future__ import annotations

from typing import Any

from tests.adapters.telegram.double_entities import Entity, Unparsable, read_html, units
from tests.adapters.telegram.double_refusals import bad_request

LONGEST_TEXT = 4096  # in UTF-16 units, after parsing


def read_text(given: dict[str, Any], *, named: str = "text") -> tuple[str, list[Entity]]:
    """Raises `Refused`."""
    written, mode = given.get(named, ""), given.get("parse_mode")
    if mode not in (None, "HTML"):
        raise bad_request(f"unsupported parse_mode in this double: {mode}")
    try:
        text, entities = read_html(written) if mode == "HTML" else (written.strip(), [])
    except Unparsable as unparsable:
        raise bad_request(f"can't parse entities: {unparsable}") from unparsable
    if not text:
        raise bad_request("message text is empty")
    if units(text) > LONGEST_TEXT:
        raise bad_request("message is too long")
    return text, entities
