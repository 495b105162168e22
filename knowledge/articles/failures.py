"""Why an address or a text gave nothing to read. What a person is told about each is worded above."""

from __future__ import annotations

from enum import StrEnum


class Why(StrEnum):
    ADDRESS = "address"
    """Not an address of a page, or one spelled so that it could be mistaken for another."""
    SCHEME = "scheme"
    """Neither http nor https."""
    SIGN_IN = "sign in"
    """The address carries a name or password, or the page asks for one."""
    NETWORK = "network"
    """It leads into a private network, or to a port where no page is served."""
    NOT_FOUND = "not found"
    """There is no such host, or no such page on it."""
    UNREACHABLE = "unreachable"
    """The host does not answer, or not as it should."""
    REFUSED = "refused"
    """The host gives the page to nobody like us; detail: the number it answered with."""
    SLOW = "slow"
    REDIRECTS = "redirects"
    """It sends us on and on."""
    LARGE = "large"
    KIND = "kind"
    """Neither a page, a plain text nor a calendar; detail: what it is said to be."""
    ENCODING = "encoding"
    """The bytes do not unpack or do not spell a text."""
    SCRIPTED = "scripted"
    """The page has no text until a browser runs its scripts."""
    UNREADABLE = "unreadable"
    """Reading it failed or took more memory than it may."""
    EMPTY = "empty"
    """There is nothing to read in it."""
    CALENDAR = "calendar"
    """Not a calendar, or a broken one."""
    RULE = "rule"
    """A calendar repeats something more often than daily."""
    MANY = "many"
    """A calendar holds more than anybody would review."""


class NothingRead(Exception):
    """*detail*: a number or a name for the sentence about it, never text of the page."""

    def __init__(self, why: Why, detail: str = "") -> None:
        super().__init__(f"{why}: {detail}" if detail else str(why))
        self.why = why
        self.detail = detail
