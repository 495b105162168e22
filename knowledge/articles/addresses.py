"""Addresses of pages: read strictly before anything is fetched, and spelled one way so that versions meet."""

from __future__ import annotations

import re
from ipaddress import IPv6Address, ip_address

from yarl import URL

from knowledge.articles.failures import NothingRead, Why

LONGEST = 2_000
_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_HOST = re.compile(rf"(?=.{{1,253}}$){_LABEL}(?:\.{_LABEL})*")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_SCHEME = re.compile(r"([a-z][a-z0-9+-]*):(?!\d)", re.IGNORECASE)
_AUTHORITY = re.compile(r"[/?#]")
_BLANKS = re.compile(r"[\x00-\x20\x7f\\\s]")
# What only tells the outlet who shared it.
_TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_[ce]id|_ga|ref_src|ref_url|cmpid|ocid|s_cid|smid|taid|__twitter_impression"
)


def checked(written: str) -> URL:
    """The address as it will be asked for. Raises `NothingRead`."""
    text = written.strip()
    if not text or len(text) > LONGEST or _BLANKS.search(text):
        raise NothingRead(Why.ADDRESS)
    scheme = _SCHEME.match(text)
    if scheme and scheme.group(1).lower() not in ("http", "https"):
        raise NothingRead(Why.SCHEME, scheme.group(1).lower()[:20])
    if "@" in _AUTHORITY.split(text.partition("://")[2] or text)[0]:
        raise NothingRead(Why.SIGN_IN)
    try:
        address = URL(text if scheme else f"https://{text}").with_fragment(None)
        host, port = address.raw_host, address.port
    except ValueError:
        raise NothingRead(Why.ADDRESS) from None
    if not host or not port:
        raise NothingRead(Why.ADDRESS)
    return address.with_host(_plain_host(host))


def _plain_host(host: str) -> str:
    """Without the dot at its end. A number in another spelling than four decimal ones is none of ours."""
    host = host.lower().removesuffix(".")
    if ":" in host:
        return _plain_number(host)
    if not _HOST.fullmatch(host):
        raise NothingRead(Why.ADDRESS)
    if _NUMBER.fullmatch(host.rpartition(".")[2]):
        return _plain_number(host)
    return host


def _plain_number(host: str) -> str:
    try:
        found = ip_address(host)
    except ValueError:
        raise NothingRead(Why.ADDRESS) from None
    if isinstance(found, IPv6Address) and found.scope_id is not None:
        raise NothingRead(Why.ADDRESS)
    return str(found)


def canonical(address: str, *, said: str | None = None) -> str:
    """One spelling for one page, for keeping and comparing. *said*: what the page calls its own address, which is
    taken where it stays on that host. Raises `NothingRead`."""
    found = checked(address)
    if said:
        try:
            own = checked(str(found.join(URL(said))))
        except (NothingRead, ValueError):
            own = found
        if _site(own) == _site(found) and (own.path != "/" or found.path == "/"):
            found = own
    kept = [(name, value) for name, value in found.query.items() if not _TRACKING.fullmatch(name.lower())]
    return str(found.with_query(kept or None))


def _site(address: URL) -> str:
    return (address.raw_host or "").removeprefix("www.").removeprefix("m.").removeprefix("amp.")
