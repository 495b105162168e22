"""Replies worded lately: what many read alike of the very same findings is worded once.

Findings are the very same only as long as a look-up would find them (knowledge.kept_findings), and never over a minute:
so nothing that is worded with the moment is given out at another one.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.questions import Reply
from bot.reading import Reading
from knowledge.claims import Scope
from knowledge.findings import Finding

MOST_KEPT = 1000


@dataclass(frozen=True)
class _Worded:
    """*reading* is held, so that no other one gets its identity."""

    reading: Reading
    found: Sequence[Finding]
    reply: Reply


class KeptReplies:
    """Whichever was not asked for the longest is let go first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[int, Scope], _Worded] = OrderedDict()

    def of(self, reading: Reading, own: Scope, found: Sequence[Finding], *, word: Callable[[], Reply]) -> Reply:
        """*own*: the person's own schools."""
        key = (id(reading), own)
        kept = self._kept.get(key)
        if kept is None or not _are_the_same(kept.found, found):
            kept = self._kept[key] = _Worded(reading, tuple(found), word())
            if len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return kept.reply


def _are_the_same(some: Sequence[Finding], others: Sequence[Finding]) -> bool:
    """Not only alike."""
    return (
        bool(some) and len(some) == len(others) and all(one is other for one, other in zip(some, others, strict=True))
    )
