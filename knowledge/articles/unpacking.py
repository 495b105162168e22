"""Unpacking a body as it arrives, no further than a limit: a few bytes can stand for gigabytes."""

from __future__ import annotations

import zlib

from knowledge.articles.failures import NothingRead, Why

ACCEPTED = "gzip, deflate"
_WINDOW = {"gzip": 16 + zlib.MAX_WBITS, "x-gzip": 16 + zlib.MAX_WBITS, "deflate": zlib.MAX_WBITS}
_PLAIN = frozenset({"", "identity"})


class Unpacking:
    """Takes the bytes of one body piece by piece. Raises `NothingRead` for a packing it does not know, for bytes that
    do not unpack and for more than *most* bytes of text."""

    def __init__(self, packing: str, *, most: int) -> None:
        packing = packing.strip().lower()
        if packing not in _PLAIN and packing not in _WINDOW:
            raise NothingRead(Why.ENCODING)
        self._most = most
        self._unpacker = zlib.decompressobj(_WINDOW[packing]) if packing in _WINDOW else None
        self._parts: list[bytes] = []
        self._size = 0

    def feed(self, received: bytes) -> None:
        part = received if self._unpacker is None else self._unpacked(self._unpacker, received)
        self._size += len(part)
        if self._size > self._most:
            raise NothingRead(Why.LARGE)
        self._parts.append(part)

    def whole(self) -> bytes:
        """All of it; a packed body that broke off is none."""
        if self._unpacker is not None and self._parts and not self._unpacker.eof:
            raise NothingRead(Why.ENCODING)
        return b"".join(self._parts)

    def _unpacked(self, unpacker: zlib._Decompress, received: bytes) -> bytes:
        if unpacker.eof:
            return b""  # what follows the end belongs to nobody
        try:
            return unpacker.decompress(received, self._most - self._size + 1)
        except zlib.error:
            raise NothingRead(Why.ENCODING) from None
