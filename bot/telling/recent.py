"""What was found lately for one and is the same for many others. Whatever it depends on is in its key."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from datetime import datetime
from typing import Generic, TypeVar

V = TypeVar("V")


def minute_of(at: datetime) -> int:
    """The same all over the world, and once only when clocks are set back."""
    return int(at.timestamp() // 60)


class Recent(Generic[V]):
    """Whatever was not asked for the longest is let go first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, tuple[V, datetime | None]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def has(self, key: Hashable, *, at: datetime) -> bool:
        """Not where it was good only until before *at*."""
        kept = self._kept.get(key)
        return kept is not None and (kept[1] is None or at < kept[1])

    def __getitem__(self, key: Hashable) -> V:
        self._kept.move_to_end(key)
        return self._kept[key][0]

    def keep(self, key: Hashable, value: V, *, until: datetime | None = None) -> V:
        self._kept[key] = value, until
        self._kept.move_to_end(key)
        while len(self._kept) > self._most:
            self._kept.popitem(last=False)
        return value
