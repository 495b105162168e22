"""The function behind each command."""

from __future__ import annotations

from collections.abc import Mapping

from bot.articles import adding, agreeing_pages, approving, calendar_whole, overview, rechecking, reviewing, versioning
from bot.curating import (
    announcing,
    checking,
    claims,
    counting,
    drafting,
    events,
    gaps,
    histories,
    inquiries,
    roles,
    sending,
    settling,
    sources,
    statuses,
    trying,
    undoing,
)
from bot.desk import Handler
from bot.families import choosing, following, forgetting, helping, judging, leaving, linking, rooming, stopping, today

EDITING = (
    *(statuses, claims, settling, drafting, sources, events, gaps, inquiries, trying),
    *(adding, overview, reviewing, approving, calendar_whole, agreeing_pages, versioning, rechecking),
    *(histories, undoing, roles, announcing, sending, counting, checking),
)
FAMILIES = (today, following, choosing, rooming, linking, forgetting, leaving, helping, judging, stopping)


def all_handlers() -> Mapping[str, Handler]:
    """By the command's key."""
    found: dict[str, Handler] = {}
    for module in (*EDITING, *FAMILIES):
        found.update(module.handlers())
    return found
