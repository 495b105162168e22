"""How Telegram says no: the code, the words, and what goes along for programs."""

from __future__ import annotations

from typing import Any

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)
TOO_LATE = "query is too old and response timeout expired or query ID is invalid"
OTHER_POLLER = "terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
UPGRADED = "group chat was upgraded to a supergroup chat"


class Refused(Exception):
    def __init__(self, code: int, words: str, **parameters: int) -> None:
        super().__init__(words)
        self.code = code
        self.words = words
        self.parameters = parameters

    @property
    def body(self) -> dict[str, Any]:
        said = {"ok": False, "error_code": self.code, "description": self.words}
        return said | ({"parameters": self.parameters} if self.parameters else {})


def bad_request(words: str) -> Refused:
    return Refused(400, f"Bad Request: {words}")


def forbidden(words: str) -> Refused:
    return Refused(403, f"Forbidden: {words}")


def conflict(words: str) -> Refused:
    return Refused(409, f"Conflict: {words}")


def too_many(seconds: int) -> Refused:
    return Refused(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


def upgraded(to: int) -> Refused:
    return Refused(400, f"Bad Request: {UPGRADED}", migrate_to_chat_id=to)


def server_error() -> Refused:
    return Refused(502, "Bad Gateway")
