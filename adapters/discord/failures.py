"""What can go wrong between us and Discord, as far as somebody decides by it."""

from __future__ import annotations

from collections.abc import Sequence


class Gone(Exception):
    """Nothing can be sent there: the room is no more, or closed to us, or the person takes no messages from us."""


class NotAllowed(Gone):
    """We lack permissions in the room. *names*: as Discord shows them to whoever manages it."""

    def __init__(self, place: str, names: Sequence[str]) -> None:
        super().__init__(f"{place}: missing {', '.join(names) or 'permissions'}")
        self.place = place
        self.names = tuple(names)


class Unsent(Exception):
    """It could not be brought to Discord, or nobody knows whether it was; trying again is for later."""


class Refused(Exception):
    """Discord will not have us as we are set up; trying again changes nothing."""
