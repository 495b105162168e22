"""Buckets of REST calls per route and place, told in headers; the limit over all is off until a test sets it."""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict, deque
from hashlib import sha256

from tests.adapters.discord.faults import too_many

GENEROUS = (1000, 1.0)


class Rates:
    def __init__(self) -> None:
        self.routes: dict[str, tuple[int, float]] = {}
        self.whole: tuple[int, float] | None = None
        self.exceeded: Counter[str] = Counter()
        self._calls: dict[str, deque[float]] = defaultdict(deque)

    def bucket(self, route: str, *, limit: int, per: float) -> None:
        """*route*: as in "POST /channels/{channel}/messages"."""
        self.routes[route] = (limit, per)

    def take(self, route: str, major: str) -> dict[str, str]:
        """Headers of the answer; raises the refusal where there were too many."""
        if self.whole and not route.startswith("POST /interactions"):
            self._count("everything", *self.whole, whole=True)
        limit, per = self.routes.get(route, GENEROUS)
        left, wait = self._count(f"{route} {major}", limit, per)
        return {
            "X-RateLimit-Limit": str(limit),
            "X-RateLimit-Remaining": str(left),
            "X-RateLimit-Reset-After": f"{wait:.3f}",
            "X-RateLimit-Bucket": sha256(route.encode()).hexdigest()[:16],
        }

    def _count(self, key: str, limit: int, per: float, *, whole: bool = False) -> tuple[int, float]:
        now = asyncio.get_running_loop().time()
        calls = self._calls[key]
        while calls and now - calls[0] >= per:
            calls.popleft()
        if len(calls) >= limit:
            self.exceeded[key] += 1
            raise too_many(per - (now - calls[0]), whole=whole)
        calls.append(now)
        return limit - len(calls), per - (now - calls[0])
