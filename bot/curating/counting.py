"""How much is asked, answered and missed: one table, in which nobody is named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import partial

from bot.catalogue import Catalogue
from bot.desk import Call, Desk, Handler
from bot.pages import Grid, Page, PageKind
from bot.questions import Outcome
from bot.wording import Wording
from knowledge.counting import Counts, count
from knowledge.verdicts import Verdict

DAYS = 7
MOST_DAYS = 3650


def handlers() -> Mapping[str, Handler]:
    return {"stats": stats}


async def stats(desk: Desk, call: Call) -> Page:
    say = call.say
    days = min(max(1, call.values.get("days") or DAYS), MOST_DAYS)
    since = call.invocation.at - timedelta(days=days)
    counts = await desk.database.read(partial(count, since=since, at=call.invocation.at))
    kept = desk.settings.retention.question_days if desk.settings else None
    short = (say("Questions are kept for {kept} days only.", kept=kept),) if kept is not None and kept < days else ()
    title = say("Of the last {days} days", days=days)
    return Page(PageKind.SHOWN, title, short, grid=Grid((say("what"), say("how many")), tuple(_rows(counts, call))))


def _rows(counts: Counts, call: Call) -> Iterator[tuple[str, str]]:
    say = call.say
    yield say("questions"), f"{counts.questions}"
    yield say("people who asked"), f"{counts.people}"
    for outcome, words in _outcomes(say).items():
        yield f"  {words}", _share(counts.outcomes.get(outcome.value, 0), counts.questions)
    yield say("said that it helped"), f"{counts.verdicts.get(Verdict.HELPFUL.value, 0)}"
    yield say("said that it is wrong"), f"{counts.verdicts.get(Verdict.WRONG.value, 0)}"
    wording = Wording(say, call.edition.district, call.at)
    for slug, people in counts.topics:
        topic = call.edition.topics.get(slug)
        title = wording.title(topic) if topic else slug
        yield say("people told of: {title}", title=title), f"{people}"
    yield say("follows now"), f"{counts.follows}"
    yield say("messages owed now"), f"{counts.owed}"
    yield say("questions that wait for a person now"), f"{counts.inquiries}"


def _outcomes(say: Catalogue) -> Mapping[Outcome, str]:
    return {
        Outcome.ANSWER: say("answered"),
        Outcome.UNKNOWN: say("not known"),
        Outcome.CLARIFY: say("asked back"),
        Outcome.OUT_OF_SCOPE: say("not ours"),
        Outcome.SMALLTALK: say("small talk"),
    }


def _share(some: int, all_: int) -> str:
    return f"{some} ({some / all_:.0%})" if all_ else f"{some}"
