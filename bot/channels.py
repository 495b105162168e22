"""What the courier knows of a platform: its name, and one way to send; and what can go wrong there.

Each try is one try: what to do after a failure is the courier's to decide, as it alone knows what else is waiting.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Protocol

from bot.questions import Reply


class Channel(Protocol):
    """*platform*: also how its places begin."""

    @property
    def platform(self) -> str: ...

    async def send(self, place: str, reply: Reply) -> object:
        """The platform's name of the message, if it has one. Raises what is below."""
        ...


class NobodyThere(Exception):
    """Nothing can be sent to that room any more, for certain."""


class NotTheirs(NobodyThere):
    """What somebody is told alone cannot be said there, nor sent to them elsewhere; the room itself stands."""


class InDoubt(Exception):
    """Nobody knows whether it arrived."""


class NotSent(Exception):
    """It has certainly not arrived; the platform is away or failing."""


class SlowDown(Exception):
    """The platform wants silence from the whole bot for a while; this one has not arrived."""

    def __init__(self, rest: timedelta) -> None:
        super().__init__(f"silence for {rest.total_seconds():.0f} s")
        self.rest = rest


class NotYet(Exception):
    """That room has had all it may have for a while, others not; this one has not arrived."""

    def __init__(self, rest: timedelta) -> None:
        super().__init__(f"not for another {rest.total_seconds():.0f} s")
        self.rest = rest


class CannotRewrite(Exception):
    """Our message is no more, or cannot be changed any more."""
