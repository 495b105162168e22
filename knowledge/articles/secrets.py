"""Addresses that work like a password, as of a calendar that only whoever has its address may read.

They are kept where editors read a page again, and shown to nobody else.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, unquote, urlsplit

_KEYS = re.compile(
    r"(?:.*[_.-])?(?:access|auth|token|key|apikey|sig|signature|secret|password|passwd|pwd|pass|sid|session|sessionid"
    r"|jsessionid|credential)(?:[_.-].*)?",
    re.IGNORECASE,
)
_PRIVATE = re.compile(r"(?:private|secret|token)[-_=](?=\w*\d)\w{8,}", re.IGNORECASE)
_RUN = re.compile(r"[A-Za-z0-9]{16,}")
_TURN = re.compile(r"(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z])")
_MOST_TURNS = 3  # between letters and digits, as in "SCUSD2022Notice3b"


def is_secret(address: str) -> bool:
    """Whether it looks like one; numbers by which a site counts its pages do not."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return True
    path = unquote(parts.path)
    if "@" in parts.netloc or any(_PRIVATE.match(one) for one in path.split("/")):
        return True
    if any(_is_random(one) and one.lower() != one and one.upper() != one for one in _RUN.findall(path)):
        return True
    said = [*parse_qsl(parts.query, keep_blank_values=True), ("", parts.query if "=" not in parts.query else "")]
    return any(_KEYS.fullmatch(name) or _PRIVATE.search(value) or _has_random(value) for name, value in said)


def shown_address(address: str | None) -> str | None:
    """What may be shown to anybody: None for a secret."""
    return None if address is None or is_secret(address) else address


def told_address(address: str) -> str:
    """For editors, on a screen that others may see: of a secret only its host."""
    return address if not is_secret(address) else f"https://{urlsplit(address).hostname or ''}/…"


def _has_random(text: str) -> bool:
    return any(_is_random(one) for one in _RUN.findall(text))


def _is_random(run: str) -> bool:
    return len(_TURN.findall(run)) > _MOST_TURNS
