"""Saying how far something long has come: on stderr, and only once it takes long enough to wonder."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Timer

from adapters.terminal.paper import remarks

SHORT = 1.0  # seconds; what is done by then says nothing


@dataclass(frozen=True)
class Took:
    step: str
    seconds: float


class Steps:
    """The steps of something long: each is named once it takes a while, and all their times are told at the end."""

    def __init__(self) -> None:
        self._began = time.perf_counter()
        self.taken: list[Took] = []

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        began = time.perf_counter()
        naming = Timer(SHORT, lambda: remarks().say(f"{name} …", "dim"))
        naming.daemon = True
        naming.start()
        try:
            yield
        finally:
            naming.cancel()
            self.taken.append(Took(name, time.perf_counter() - began))

    def tell(self) -> None:
        if time.perf_counter() - self._began >= SHORT:
            told = ", ".join(f"{one.step} {one.seconds:.1f} s" for one in self.taken)
            remarks().say(f"Time taken: {told}.", "dim")
