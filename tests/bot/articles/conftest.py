"""An editor's desk over a knowledge base of its own, and a site from which articles are fetched."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.bot.articles.reading_here import open_desk
from tests.bot.office import Office
from tests.knowledge.articles.outlet import Outlet, outlet


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    async with open_desk() as opened:
        yield opened


@pytest.fixture
async def there() -> AsyncIterator[Outlet]:
    async with outlet() as found:
        yield found
