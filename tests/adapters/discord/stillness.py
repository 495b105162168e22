"""When the bot has come to rest: it has read every event, runs no handler, makes no call."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from tests.adapters.discord.gateway import Gateway
from tests.adapters.discord.interactions import Interaction
from tests.adapters.discord.rest import Rest

LIBRARY_TASKS = ("discord.py: ", "CommandTree-invoker", "discord-ui-")
LOOK_EVERY = 0.02


class Stillness:
    """*in_process*: the bot runs in this loop, so its handlers can be seen; else only its calls are."""

    def __init__(self, gateway: Gateway, rest: Rest) -> None:
        self.in_process = False
        self.busy_with: list[Callable[[], bool]] = []
        self._gateway = gateway
        self._rest = rest
        self._looked = 0.0
        self._handling = False

    def busy(self) -> bool:
        if self._rest.in_flight or any(one() for one in self.busy_with):
            return True
        return self.in_process and self._runs_a_handler()

    def _runs_a_handler(self) -> bool:
        names = (task.get_name() for task in asyncio.all_tasks() if not task.done())
        return any(name.startswith(LIBRARY_TASKS) for name in names)

    def _busy_lately(self) -> bool:
        """Looked up anew only so often: many may be waiting at once."""
        now = asyncio.get_running_loop().time()
        if now - self._looked > LOOK_EVERY:
            self._looked, self._handling = now, self.busy()
        return self._handling

    async def settled(self, *, quiet: float, patience: float) -> None:
        async with asyncio.timeout(patience):
            while True:
                await self._gateway.caught_up()
                before = len(self._rest.seen)
                if not self.busy():
                    await asyncio.sleep(quiet if self.in_process else quiet * 10)
                    if not self.busy() and len(self._rest.seen) == before:
                        return
                await asyncio.sleep(0.005)

    async def wait_for(self, interaction: Interaction) -> None:
        """Until it is answered; an app that has come to rest without an answer is not waited for."""
        rests = 0
        while rests < (6 if self.in_process else 40):
            interaction.happened.clear()
            if interaction.answered and not interaction.thinking:
                return
            try:
                async with asyncio.timeout(0.08):
                    await interaction.happened.wait()
            except TimeoutError:
                await self._gateway.caught_up()
                rests = 0 if self._busy_lately() else rests + 1
