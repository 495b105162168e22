"""The time Discord's limits are counted in. It stands still until it is moved, or runs with the machine's clock."""

from datetime import UTC, datetime, timedelta


class Clock:
    def __init__(self, *, running: bool = False) -> None:
        self._running = running
        self._started = datetime.now(UTC)
        self._moved = timedelta()

    def now(self) -> datetime:
        return (datetime.now(UTC) if self._running else self._started) + self._moved

    def stands_at(self, moment: datetime) -> None:
        """From there on, for what comes after."""
        self._started, self._moved = moment, timedelta()

    def forward(self, *, seconds: float = 0, minutes: float = 0) -> None:
        self._moved += timedelta(seconds=seconds, minutes=minutes)


EPOCH = datetime(2015, 1, 1, tzinfo=UTC)


class Snowflakes:
    """Ids that carry their moment, as Discord's do: milliseconds since 2015 above 22 bits of a counter."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._count = 0

    def next(self) -> int:
        self._count += 1
        return (self._milliseconds() << 22) | (self._count & 0x3FFFFF)

    def on_shard(self, shard: int, shards: int) -> int:
        """An id whose guild belongs to that shard: (id >> 22) % shards."""
        self._count += 1
        milliseconds = self._milliseconds() // shards * shards + shard
        return (milliseconds << 22) | (self._count & 0x3FFFFF)

    def _milliseconds(self) -> int:
        return int((self._clock.now() - EPOCH) / timedelta(milliseconds=1))
