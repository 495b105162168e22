"""From one command about articles to another, for the buttons under a page."""

from __future__ import annotations

from dataclasses import replace

from bot.desk import Call
from bot.pages import Invocation


def of_article(call: Call, action: str, number: int) -> Invocation:
    """Another of the article's commands."""
    values = {"article": str(number)}
    asked = replace(call.invocation, name="article", action=action, values=values, confirmed=False, based_on={})
    return replace(asked, attached=None, loudness=None)


def of_piece(call: Call, action: str, number: int, **values: str) -> Invocation:
    """Another of a piece's commands."""
    return replace(of_article(call, action, 0), values={"piece": str(number), **values})
