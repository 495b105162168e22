"""Files that people send: named by an id, looked up by the bot, and fetched by their path as long as they are small."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.adapters.telegram.double_refusals import bad_request

Body = dict[str, Any]
LARGEST_FETCHED = 20 * 1024 * 1024
TOO_BIG, NO_SUCH = "file is too big", "wrong file_id or the file is temporarily unavailable"


@dataclass(frozen=True)
class File:
    """*size*: as Telegram says it."""

    id: str
    path: str
    content: bytes
    size: int


@dataclass
class Files:
    _files: dict[str, File] = field(default_factory=dict)

    def put(self, content: bytes, *, name: str, size: int | None = None) -> File:
        number = len(self._files) + 1
        made = File(
            f"BQACAgEAAx-{number}", f"documents/file_{number}.{name.rpartition('.')[2]}", content, size or len(content)
        )
        self._files[made.id] = made
        return made

    def found(self, id: str) -> Body:
        """As `getFile` says it. Raises `Refused`."""
        file = self._files.get(id)
        if file is None:
            raise bad_request(NO_SUCH)
        if file.size > LARGEST_FETCHED:
            raise bad_request(TOO_BIG)
        return {"file_id": id, "file_unique_id": f"u{id}", "file_size": file.size, "file_path": file.path}

    def content(self, path: str) -> bytes | None:
        return next((one.content for one in self._files.values() if one.path == path), None)
