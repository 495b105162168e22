"""One writing process for each database file: an operating system lock on a file beside it, which a kill releases.

The lock file also tells who holds it; what it says is for people, only the lock itself decides.
"""

from __future__ import annotations

import fcntl
import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from knowledge.failures import AnotherWriter


class WriterLock:
    """Held from `take` until `release`, or until the process ends in whatever way."""

    def __init__(self, handle: int) -> None:
        self._handle: int | None = handle

    @classmethod
    def take(cls, database: Path, *, opened_by: str | None = None) -> WriterLock:
        """Raises `AnotherWriter` when the lock is held, in this process too, and `OSError` when it cannot be made."""
        handle = os.open(_beside(database), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            held_by = os.pread(handle, 4096, 0)
            os.close(handle)
            raise AnotherWriter(_sentence(database, held_by)) from None
        except OSError:
            os.close(handle)
            raise
        os.ftruncate(handle, 0)
        os.pwrite(handle, json.dumps(_who(opened_by)).encode(), 0)
        return cls(handle)

    def release(self) -> None:
        # The file stays: removing it would let two processes hold locks on two files of one name.
        if self._handle is not None:
            os.ftruncate(self._handle, 0)
            os.close(self._handle)
            self._handle = None


def _beside(database: Path) -> Path:
    return database.with_name(database.name + ".lock")


def _who(opened_by: str | None) -> dict[str, object]:
    program = opened_by or Path(sys.argv[0]).name or "an interactive session"
    return {"pid": os.getpid(), "program": program, "since": datetime.now(UTC).isoformat(timespec="seconds")}


def _sentence(database: Path, held_by: bytes) -> str:
    try:
        who = json.loads(held_by)
        named = f"process {who['pid']} ({who['program']}, since {who['since']})"
    except (ValueError, KeyError, TypeError):
        # between taking the lock and saying so
        named = "another process"
    return f"{database} is already being written by {named}; stop that one first, or open the database for reading."
