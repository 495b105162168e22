"""What a handler finds wrong on the way: a field to fill in anew, or something that cannot be done."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.desk import Call, Desk, form, refused
from bot.pages import Page, Problem

Handling = Callable[[Desk, Call], Awaitable[Page]]


class Misfit(Exception):
    """Fields that can be read but cannot stand like that."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(f"{one.field}: {one.words}" for one in problems))
        self.problems = problems


class Refusal(Exception):
    """One sentence on why it is not done."""


def kindly(handling: Handling) -> Handling:
    """A handler whose misfits and refusals are pages."""

    async def handler(desk: Desk, call: Call) -> Page:
        try:
            return await handling(desk, call)
        except Misfit as error:
            return form(call.command, error.problems, call.say)
        except Refusal as error:
            return refused(call.say, str(error))

    return handler
