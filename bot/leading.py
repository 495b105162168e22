"""What of a reply leads and is drawn bold, and what is left of a passage that is told briefly; the same everywhere."""

from __future__ import annotations

from dataclasses import replace

from bot.letters import units
from bot.questions import LineKind, Outcome, Passage, Reply
from knowledge.topics import TopicKind

LONGEST_LEAD = 110  # units of a headline that are bold
LOUD = (Outcome.ANSWER, Outcome.UNKNOWN)


def is_loud(reply: Reply) -> bool:
    """Whether its headlines are bold: only what tells something is."""
    return reply.outcome in LOUD or (reply.urgent and not reply.notes)


def tells_status(reply: Reply) -> bool:
    """Whether it may say that school is on, or is not."""
    return any(one.topic.kind is TopicKind.DAY for one in reply.findings)


def led(headline: str, *, status: bool) -> tuple[str, str]:
    """What of a headline is bold, and what follows: of a long one only what stands before its colon leads, such as the
    day. "Closed:" never stands out alone, without its day and what it hangs on."""
    lead, colon, rest = headline.partition(": ")
    if units(headline) <= LONGEST_LEAD or not colon:
        return headline, ""
    stands_alone = units(lead) <= LONGEST_LEAD and (not status or any(map(str.isdigit, lead)))
    return (f"{lead}:", rest) if stands_alone else (headline, "")


def without_asides(passage: Passage) -> Passage:
    """What was said before and is struck stays, whatever it was."""
    kept = tuple(one for one in passage.lines if one.struck or one.kind is not LineKind.ASIDE)
    if not kept:
        return replace(passage, lines=passage.lines[:1])
    names = passage.attributions if passage.leading is None else passage.leading
    return replace(passage, lines=kept, attributions=names)
