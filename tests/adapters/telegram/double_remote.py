"""The double in a process of its own, from the side of a test: started, told what to do, and ended."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

from tests.adapters.telegram.double import TOKEN

ROOT = Path(__file__).parents[3]
Body = dict[str, Any]


class RemoteDouble:
    def __init__(self, url: str, session: aiohttp.ClientSession) -> None:
        self.url, self.token, self._session = url, TOKEN, session

    async def tell(self, name: str, **asked: Any) -> Any:
        """Any of what double_process knows."""
        async with self._session.post(f"{self.url}/control/{name}", json=asked) as response:
            response.raise_for_status()
            return await response.json()

    async def say(self, messages: Sequence[Body]) -> list[int]:
        said: list[int] = await self.tell("say", messages=list(messages))
        return said

    async def sent(self, after: int = 0) -> list[Body]:
        found: list[Body] = await self.tell("sent", after=after)
        return found

    async def state(self) -> Body:
        found: Body = await self.tell("state")
        return found

    async def until(self, so: Callable[[Body], object], *, within: float = 120.0) -> Body:
        """The first state in which it is so."""
        loop = asyncio.get_running_loop()
        end = loop.time() + within
        while not so(state := await self.state()):
            if loop.time() > end:
                raise TimeoutError(f"it never came to be: {state}")
            await asyncio.sleep(0.01)
        return state


@asynccontextmanager
async def remote_double() -> AsyncIterator[RemoteDouble]:
    started = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.adapters.telegram.double", cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    try:
        assert started.stdout is not None
        url = (await started.stdout.readline()).decode().strip()
        async with aiohttp.ClientSession() as session:
            yield RemoteDouble(url, session)
    finally:
        started.kill()
        await started.wait()
