"""Where a change will be seen, said below an answer that is shown to somebody alone in a server: nothing can be sent to
them there later.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from adapters.discord.exchanges import Exchange
from adapters.discord.letters import escaped, small
from adapters.discord.places import number_of
from bot.catalogue import Catalogue
from bot.families.today import day_topic
from bot.private_words import IN_BOTH, IN_THIS_CHANNEL, NOT_HERE, ON_THE_BOARD
from bot.questions import Reply
from knowledge.edition import Edition
from knowledge.failures import DatabaseUnreadable
from knowledge.findings import Finding
from knowledge.people import Followed, read_follows
from knowledge.rooms import board_rooms

CHANNEL = "%%"  # stands for a channel's name, which is markup


async def where_told(exchange: Exchange, reply: Reply, say: Catalogue) -> str:
    """One line of markup; nothing where that cannot be read."""
    core, place = exchange.house.bellwether, exchange.who.place
    try:
        edition = await core.library.edition()
        boards, follows = await core.database.read(partial(_read, place=place, exchange=exchange))
    except DatabaseUnreadable:
        return ""  # the answer was found before, and is not lost for this
    here = all(any(_covers(one, finding, edition) for one in follows) for finding in reply.findings)
    board = _board(exchange, boards) if _on_a_board(reply.findings, edition) else None
    if board is None:
        return small(escaped(say(IN_THIS_CHANNEL if here else NOT_HERE)))
    line = escaped(say(IN_BOTH if here else ON_THE_BOARD, channel=CHANNEL))
    return small(line.replace(CHANNEL, f"<#{number_of(board)}>"))


def _read(connection: Any, place: str, exchange: Exchange) -> tuple[list[str], tuple[Followed, ...]]:
    """The rooms with a board that can be drawn, and what this one follows."""
    boards = [one.place for one in board_rooms(connection) if not one.gone]
    return boards, read_follows(connection, place, at=exchange.at, place=place)


def _board(exchange: Exchange, boards: Sequence[str]) -> str | None:
    """The one right here, else another of the server."""
    theirs = [one for one in boards if exchange.house.sender.servers.of(one) == exchange.server]
    return next((one for one in theirs if one == exchange.who.place), next(iter(theirs), None))


def _on_a_board(findings: Sequence[Finding], edition: Edition) -> bool:
    """A board says of each day whether school is on, and nothing else."""
    topic = day_topic(edition)
    return topic is not None and all(one.topic.slug == topic.slug for one in findings)


def _covers(followed: Followed, finding: Finding, edition: Edition) -> bool:
    """Whether whoever follows that is told when this changes; a topic is followed with its details."""
    day, scope = finding.day or finding.asked.day, followed.scope
    last = followed.last_day or followed.day
    if followed.day is not None and (day is None or last is None or not followed.day <= day <= last):
        return False
    return followed.topic in _with_parents(finding, edition) and (scope.is_district or scope == finding.asked.scope)


def _with_parents(finding: Finding, edition: Edition) -> list[str]:
    slugs, topic = [finding.topic.slug], finding.topic
    while topic.parent is not None and topic.parent not in slugs:
        slugs.append(topic.parent)
        if (found := edition.topics.get(topic.parent)) is None:
            break
        topic = found
    return slugs
