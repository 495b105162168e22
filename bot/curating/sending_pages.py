"""Pages about what goes out: how far each announcement and each change has come, and what can be done about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from bot.catalogue import marked
from bot.commands import Role
from bot.curating.draft_words import claim_said
from bot.curating.moments import moment_words, soon_words
from bot.curating.proposing import Connected
from bot.desk import Call, Desk
from bot.pages import Grid, Invocation, Offer, Page, PageKind
from bot.telling.foreseeing import last_at
from bot.telling.platforms import PLATFORMS, per_second
from knowledge.announcements import Announced, read_announcement
from knowledge.deliveries import Run
from knowledge.histories import claims_that_name
from knowledge.loudness import Loudness
from knowledge.progress import ChangeGoing, Progress, Waiting
from knowledge.quiet import awake_at

LONGEST_NAMED = 40  # characters of an announcement's words that name it
RESTS = marked("These are quiet hours: what can wait goes out from {moment} on.")
RUNS = {
    Run.PREPARED: marked("kept, not sent"),
    Run.GOING: marked("going out"),
    Run.PAUSED: marked("held back"),
    Run.CANCELLED: marked("cancelled"),
}


@dataclass(frozen=True)
class Going:
    """An announcement or a change with how far it has come. *last*: when its last one is likely told; *platforms*: on
    which something of it waits; *says*: what a change says, where it is one of claims."""

    about: Announced | ChangeGoing
    progress: Progress
    last: datetime | None = None
    platforms: tuple[str, ...] = ()
    says: str = ""

    @property
    def moves(self) -> bool:
        """Whether looking again soon may show something else."""
        run = self.about.run if isinstance(self.about, Announced) else Run.GOING
        return run is Run.GOING and (self.progress.waiting > 0 or self.progress.spreading)


async def going_of(desk: Desk, call: Call, about: Announced | ChangeGoing) -> Going:
    at = call.invocation.at
    ahead = await desk.tallies.ahead(at=at)
    if isinstance(about, ChangeGoing):
        progress = await desk.tallies.change(about.number, at=at)
        waits = tuple(one for one in ahead if any(ahead[one].queues.values())) if progress.waiting else ()
        counts = {one: _corrections(ahead[one], about.loudness) for one in waits}
        return Going(about, progress, _last(desk, call, counts, loudness=about.loudness), waits)
    by_platform = await desk.tallies.announcement(about.number, at=at)
    # A platform that no bot runs for stays as it is, so it is waited for only where none has begun.
    begun = any(not each.spreading for each in by_platform.values())
    spreads = any(each.spreading and (ahead[one].served or not begun) for one, each in by_platform.items())
    progress = replace(sum(by_platform.values(), Progress()), spreading=spreads)
    waits = tuple(one for one, each in by_platform.items() if each.waiting)
    if about.run is not Run.GOING:
        return Going(about, progress, platforms=waits)
    urgent = about.loudness is Loudness.URGENT
    counted = {
        one: by_platform[one].waiting + ahead[one].before_announcement(about.number, urgent=urgent) for one in waits
    }
    return Going(about, progress, _last(desk, call, counted, loudness=about.loudness), waits)


def _corrections(waiting: Waiting, loudness: Loudness) -> int:
    return waiting.before(urgent=loudness is Loudness.URGENT, announcement=False)


def _last(desk: Desk, call: Call, counts: Mapping[str, int], *, loudness: Loudness) -> datetime | None:
    quiet = None if loudness is Loudness.URGENT else desk.told.quiet
    district, begins = call.edition.district, call.invocation.at
    moments = [
        last_at(count, per_second=per_second(desk.told, one), begins=begins, quiet=quiet, district=district)
        for one, count in counts.items()
        if count
    ]
    return max(moments, default=None)


async def announcement_page(desk: Desk, call: Call, number: int) -> Page:
    """How far one has come. Raises `NoSuchAnnouncement`."""
    found = await desk.database.read(partial(read_announcement, number=number))
    return await progress_page(desk, call, [found])


async def progress_page(desk: Desk, call: Call, about: Sequence[Announced | ChangeGoing], *, title: str = "") -> Page:
    """*about*: one, with what can be done about it, or several."""
    says = await desk.database.read(lambda connection: _changes_said(connection, call, about))
    going = [await going_of(desk, call, one) for one in about]
    found = [replace(one, says=says.get(one.about.number, "")) if _is_change(one) else one for one in going]
    ahead = await desk.tallies.ahead(at=call.invocation.at)
    say = call.say
    columns = (
        *(say("what"), say("since"), say("sent"), say("waiting"), say("blocked or gone"), say("in doubt")),
        *(say("dropped"), say("not delivered"), say("the last one at about")),
    )
    one = found[0] if len(found) == 1 and not title else None
    values = _number(one.about) if one else {}
    looking = replace(call.invocation, name="announce", action="progress", values=values, based_on={}, loudness=None)
    # What is looked at again takes the place of what stood there, as something confirmed does.
    again = replace(looking, confirmed=True)
    return Page(
        PageKind.SHOWN,
        title or say("What goes out"),
        (*_lines(call, found, ahead), *_rests(desk, call, found), *(_explained(call, found))),
        grid=Grid(columns, tuple(_row(call, each) for each in found)) if found else None,
        offers=(Offer(say("Look again"), again), *(_ways_on(call, one) if one else _looking_at(call, found))),
        live=again if any(each.moves for each in found) else None,
    )


def told_name(call: Call, one: Going) -> str:
    about = one.about
    if isinstance(about, ChangeGoing):
        if not one.says:
            return call.say("change {number}: {action}", number=about.number, action=about.action)
        pattern = marked("change {number}: {action}, “{words}”")
        return call.say(pattern, number=about.number, action=about.action, words=_short(one.says))
    words = next(iter(about.announcement.words.values()), "").splitlines()[:1]
    return call.say("announcement {number}: “{words}”", number=about.number, words=_short("".join(words)))


def _short(words: str) -> str:
    return words if len(words) <= LONGEST_NAMED else words[: LONGEST_NAMED - 1].rstrip() + "…"


def _is_change(one: Going) -> bool:
    return isinstance(one.about, ChangeGoing)


def _changes_said(connection: Connected, call: Call, about: Iterable[Announced | ChangeGoing]) -> Mapping[int, str]:
    numbers = [one.number for one in about if isinstance(one, ChangeGoing)]
    claims = claims_that_name(connection, numbers) if numbers else {}
    return {number: claim_said(connection, call, claim, ()) for number, claim in claims.items()}


def _number(about: Announced | ChangeGoing) -> dict[str, str]:
    return {"change" if isinstance(about, ChangeGoing) else "number": str(about.number)}


def _row(call: Call, one: Going) -> tuple[str, ...]:
    say, about, progress = call.say, one.about, one.progress
    state = f" ({say(RUNS[about.run])})" if isinstance(about, Announced) and about.run is not Run.GOING else ""
    since = about.started if isinstance(about, Announced) else about.made
    counted = (progress.sent, progress.waiting, progress.gone, progress.doubtful, progress.dropped, progress.failed)
    last = soon_words(call, one.last) if one.last is not None else ""
    moment = moment_words(call, since) if since is not None else ""
    return told_name(call, one) + state, moment, *(f"{count:,}" for count in counted), last


def _lines(call: Call, found: Sequence[Going], ahead: Mapping[str, Waiting]) -> Iterable[str]:
    say = call.say
    if not found:
        yield say("Nothing is going out, and nothing went out since yesterday.")
    moving = [one for one in found if one.moves]
    if moving and not any(one.served for one in ahead.values()):
        yield say("Nothing is sent now: no bot is running.")
    else:
        for name in dict.fromkeys(platform for one in moving for platform in one.platforms):
            if not ahead[name].served:
                yield say("Nothing is sent over {platform} now: no bot is running for it.", platform=PLATFORMS[name])
    if any(one.moves and one.progress.spreading for one in found):
        yield say("Not everybody it goes to is counted yet.")


def _rests(desk: Desk, call: Call, found: Sequence[Going]) -> Iterable[str]:
    awake = quiet_until(desk, call)
    if awake is not None and any(one.moves and one.about.loudness is not Loudness.URGENT for one in found):
        yield call.say(RESTS, moment=soon_words(call, awake))


def quiet_until(desk: Desk, call: Call) -> datetime | None:
    """When what can wait goes out again; None: now."""
    at = call.invocation.at
    awake = awake_at(desk.told.quiet, at, district=call.edition.district)
    return awake if awake > at else None


def _explained(call: Call, found: Sequence[Going]) -> Iterable[str]:
    """What a column means, where there is something in it."""
    say = call.say
    total = sum((one.progress for one in found), Progress())
    if total.doubtful:
        yield say("In doubt: nobody knows whether it arrived, so it is not sent again unless it is urgent.")
    if total.dropped:
        yield say("Dropped: there was nothing to be said to them any more, or it was too late.")


def _ways_on(call: Call, one: Going) -> Iterable[Offer]:
    say, about = call.say, one.about
    if not call.role.may(Role.PUBLISHER):
        return
    if isinstance(about, ChangeGoing):
        if one.progress.waiting:
            yield Offer(say("Cancel what has not gone"), _doing(call, "cancel", about))
        return
    if about.run is Run.GOING and one.moves:
        yield Offer(say("Hold it back"), replace(_doing(call, "pause", about), confirmed=True))
    if about.run is Run.PAUSED:
        yield Offer(say("Go on"), replace(_doing(call, "resume", about), confirmed=True))
    if about.run is Run.PREPARED:
        yield Offer(say("Send"), _doing(call, "send", about))
    if about.run is Run.PAUSED or one.moves:
        yield Offer(say("Cancel what has not gone"), _doing(call, "cancel", about))


def _looking_at(call: Call, found: Sequence[Going]) -> Iterable[Offer]:
    for one in found:
        name = told_name(call, one).partition(":")[0]
        looking = replace(_doing(call, "progress", one.about), confirmed=False)
        yield Offer(name[:1].upper() + name[1:], looking)


def _doing(call: Call, action: str, about: Announced | ChangeGoing) -> Invocation:
    named = replace(call.invocation, name="announce", action=action, values=_number(about))
    return replace(named, confirmed=False, based_on={}, loudness=None)
