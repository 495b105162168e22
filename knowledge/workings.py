"""What takes time to work out of texts, kept as JSON between starts: named by what it is, and by a hash over everything
that goes into it and the code that works it out. A file that is missing, damaged or somebody else's is passed over,
and a folder that cannot be written costs nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, TypeVar

T = TypeVar("T")

SUFFIX = ".workings.json"
SPARED = 8  # files of one name kept beside each other: some knowledge bases, some releases
HERE = Path(__file__).parent


@dataclass(frozen=True)
class Workings:
    """*folder*: None where nothing is kept."""

    folder: Path | None = None

    def of(
        self,
        name: str,
        *,
        ground: Callable[[], Iterable[bytes]],
        make: Callable[[], T],
        plain: Callable[[T], Any],
        read: Callable[[Any], T],
    ) -> T:
        """What *make* gives. *ground*: all that goes into it, with the code that makes, writes and reads it; *plain*:
        it as JSON, from which *read* makes the very same."""
        if self.folder is None:
            return make()
        key = _key(name, ground())
        path = self.folder / f"{name}-{key[:40]}{SUFFIX}"
        kept = _kept(path, key)
        if kept is not None:
            return read(json.loads(kept))
        made = make()
        _keep(path, key, plainly(plain(made)))
        _tidy(self.folder, name)
        return made


def plainly(value: Any) -> bytes:
    """What JSON can write, as bytes: also halves of characters, which a broken text may have."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def code(*names: str) -> Iterator[bytes]:
    """The contents of modules and of folders with their lists, by their place in this package, for a ground."""
    for one in (HERE / name for name in names):
        if one.is_dir():
            yield from (path.read_bytes() for path in sorted(one.iterdir()) if path.suffix in (".py", ".yaml", ".json"))
        else:
            yield one.read_bytes()


@cache
def _program() -> bytes:
    """This module, the interpreter and its tables of letters."""
    return HERE.joinpath("workings.py").read_bytes() + f"{sys.version} {unicodedata.unidata_version}".encode()


def _key(name: str, ground: Iterable[bytes]) -> str:
    found = hashlib.sha256(_program())
    for one in (name.encode(), *ground):
        found.update(hashlib.sha256(one).digest())  # so that nothing can move from one to the next
    return found.hexdigest()


def _seal(key: str, said: bytes) -> bytes:
    return hashlib.sha256(key.encode() + said).hexdigest().encode() + b"\n"


def _kept(path: Path, key: str) -> bytes | None:
    with suppress(OSError):
        seal, _, said = path.read_bytes().partition(b"\n")
        if seal + b"\n" == _seal(key, said):
            os.utime(path)  # the newest are kept
            return said
    return None


def _keep(path: Path, key: str, said: bytes) -> None:
    """Whole or not at all."""
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, prefix="part-", delete=False) as part:
            part.write(_seal(key, said) + said)
        try:
            os.replace(part.name, path)
        except OSError:
            os.unlink(part.name)


def _tidy(folder: Path, name: str) -> None:
    with suppress(OSError):
        found = sorted(folder.glob(f"{name}-*{SUFFIX}"), key=lambda one: -one.stat().st_mtime)
        for path in found[SPARED:]:
            path.unlink(missing_ok=True)
