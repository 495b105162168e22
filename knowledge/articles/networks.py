"""Which addresses of the network may be connected to: public ones, at the ports of the web.

Whatever spelling led there, what is judged is the address that the socket is about to connect to.
"""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Network = IPv4Network | IPv6Network
Address = IPv4Address | IPv6Address

WEB_PORTS = frozenset({80, 443})

# `is_global` of Python 3.11 takes some of these for public.
_CLOSED_4 = tuple(
    IPv4Network(one)
    for one in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",  # carriers' own
        "127.0.0.0/8",
        "169.254.0.0/16",  # link-local, where clouds answer with keys
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",  # relays of 6to4
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/3",  # multicast, reserved, broadcast
    )
)
_PUBLIC_6 = IPv6Network("2000::/3")
_CLOSED_6 = tuple(
    IPv6Network(one)
    for one in (
        "2001::/23",  # Teredo among others
        "2001:db8::/32",
        "2002::/16",  # 6to4: carries any address of the old kind
        "2620:4f:8000::/48",
        "3fff::/20",
    )
)
_TRANSLATED = IPv6Network("64:ff9b::/96")  # the old kind, seen from a network that only has the new


def may_connect(host: str, port: int, *, allowed: Sequence[Network] = ()) -> bool:
    """*host*: an address as the resolver gave it; *allowed*: networks that are open at every port."""
    try:
        address = ip_address(host)
    except ValueError:
        return False
    seen = (address, carried(address))
    if any(one in network for one in seen for network in allowed if one is not None and one.version == network.version):
        return True
    return port in WEB_PORTS and is_public(address)


def is_public(address: Address) -> bool:
    inner = carried(address)
    if inner is not None:
        return is_public(inner)
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _CLOSED_4)
    if address.scope_id is not None:
        return False
    return address in _PUBLIC_6 and not any(address in network for network in _CLOSED_6)


def carried(address: Address) -> IPv4Address | None:
    """The address of the old kind that this one stands for, where it may be reached that way."""
    if isinstance(address, IPv4Address):
        return None
    if address in _TRANSLATED:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped


def networks(written: Sequence[str]) -> tuple[Network, ...]:
    """Raises `ValueError` for what is none ("127.0.0.0/8")."""
    return tuple(ip_network(one) for one in written)
