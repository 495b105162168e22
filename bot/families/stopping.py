"""Hearing no more of something: what was told is told no more, here, until it is asked again or followed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from bot.desk import Call, Desk, Handler, refused
from bot.families.carried import cell_of_words
from bot.families.choosing import ANNOUNCEMENTS, end_announcements
from bot.families.followed import following, what_words
from bot.pages import Page, PageKind
from knowledge.library import Edition
from knowledge.people import Followed
from knowledge.stopping import Stopped, stop_telling


def handlers() -> Mapping[str, Handler]:
    return {"stop": stop}


async def stop(desk: Desk, call: Call) -> Page:
    """Without words, or with words of one's own: what there is to stop."""
    written = call.values.get("about") or ()
    if [one.casefold() for one in written] == [ANNOUNCEMENTS]:
        return await end_announcements(desk, call)
    cells = [cell for one in written if (cell := cell_of_words(one)) is not None]
    if not cells:
        return await following(desk, call)
    above = {cell.topic: topics_above(cell.topic, call.edition) for cell in cells}
    work = partial(stop_telling, cells=cells, above=above, at=call.invocation.at)
    done: Stopped = await desk.database.write(lambda connection: work(connection, call.who.person, call.who.place))
    if not (done.cells or done.follows):
        return refused(call.say, call.say("There is nothing of yours here to stop."))
    return _stopped(done, call)


def _stopped(done: Stopped, call: Call) -> Page:
    say = call.say
    told = [what_words(Followed(one.topic, one.day, one.last_day, one.scope), call) for one in done.cells]
    followed = [what_words(one, call) for one in done.follows]
    lines = [say("You no longer follow this: {what}", what=words) for words in dict.fromkeys(followed)]
    lines.append(say("Ask again or follow it, and I tell you again when it changes."))
    titles = "; ".join(dict.fromkeys(told or followed))
    return Page(PageKind.DONE, say("I tell you nothing more of this here: {what}", what=titles), tuple(lines))


def topics_above(slug: str, edition: Edition) -> tuple[str, ...]:
    """The chain of what a topic is part of."""
    chain: list[str] = []
    topic: Any = edition.topics.get(slug)
    while topic is not None and topic.parent and topic.parent not in chain:
        chain.append(topic.parent)
        topic = edition.topics.get(topic.parent)
    return tuple(chain)
