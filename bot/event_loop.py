"""The event loop of whatever serves many: telling a million costs a fifth less than on the usual one."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


def run(work: Coroutine[Any, Any, T]) -> T:
    """To its end, on a loop of its own."""
    import uvloop

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(work)


def collect_rarely() -> None:
    """Starting makes a great many things that stay; looking through them for garbage again and again takes a while."""
    gc.set_threshold(500_000, 50, 100)
