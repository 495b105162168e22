"""Who may do what: roles given, taken away and offered by a code, and the log of every change and every refusal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial

from bot.catalogue import EDITING, Catalogue, load_catalogue
from bot.commands import Role
from bot.desk import Call, Desk, Handler, refused
from bot.pages import Grid, Offer, Page, PageKind
from knowledge.invitations import OPERATOR, OWNER_INVITED_FOR, invite, invite_owner, join, new_code
from knowledge.staff import OWNER, AuditLine, Refusal, Ruled, grant, is_group, read_audit, read_roles, revoke

LINES_PER_PAGE = 20
LONGEST_CELL = 80


def handlers() -> Mapping[str, Handler]:
    return {
        "role list": list_,
        "role grant": grant_,
        "role revoke": revoke_,
        "role invite": invite_,
        "role join": join_,
        "role log": log,
    }


async def list_(desk: Desk, call: Call) -> Page:
    say = call.say
    held = await desk.database.read(read_roles)
    rows = [(one, OWNER, say("the settings"), "") for one in sorted(desk.owners)]
    rows += [(one.identity, one.role, one.granted_by, _when(call, one.granted)) for one in held]
    columns = (say("person"), say("role"), say("given by"), say("when"))
    return Page(PageKind.SHOWN, say("{count} people have a role.", count=len(rows)), grid=Grid(columns, tuple(rows)))


async def grant_(desk: Desk, call: Call) -> Page:
    identity, wanted = call.values["person"], call.values["role"]
    if is_group(identity) and wanted == OWNER:
        return refused(call.say, call.say("A whole group cannot be owner: whoever fills it elsewhere would rule here."))
    work = partial(grant, identity=identity, wanted=wanted, act=call.act(), standing=desk.owners)
    ruled = await desk.database.write(work)
    if ruled.refused is Refusal.HELD:
        return Page(PageKind.DONE, call.say("{person} is {role} already.", person=identity, role=wanted))
    if ruled.refused:
        return _not_done(ruled, call.say)
    words = call.say("{person} is {role} now.", person=identity, role=wanted)
    warnings = [call.say("Whoever is in that group has this role, and loses it with the group.")]
    lines, offers = _before(ruled, call.say), _revoking(call, identity)
    return Page(PageKind.DONE, words, lines, warnings=tuple(warnings if is_group(identity) else ()), offers=offers)


async def revoke_(desk: Desk, call: Call) -> Page:
    identity, say = call.values["person"], call.say
    work = partial(revoke, identity=identity, act=call.act(), standing=desk.owners)
    ruled = await desk.database.write(work)
    lines = [say("The settings name {person} as owner: that stays until they are changed.", person=identity)]
    standing = lines if identity in desk.owners else []
    if ruled.refused:
        return replace(_not_done(ruled, say), warnings=tuple(standing))
    words = say("{person} has no role any more.", person=identity)
    return Page(PageKind.DONE, words, _before(ruled, say), warnings=tuple(standing))


async def invite_(desk: Desk, call: Call) -> Page:
    code, wanted, say = new_code(), call.values["role"], call.say
    # A role given for the terminal alone stands nowhere, so the code is the operator's.
    by = OPERATOR if call.who.granted is Role.OWNER else None
    expires = await desk.database.write(partial(invite, code=code, wanted=wanted, act=call.act(), by=by))
    lines = _code_lines(code, _when(call, expires), say)
    return Page(PageKind.DONE, say("Whoever writes this first is {role}:", role=wanted), lines)


async def join_(desk: Desk, call: Call) -> Page:
    """A family's command, with an editor's words."""
    say = load_catalogue(call.who.language or call.edition.district.languages[0], EDITING)
    work = partial(join, code=call.values["code"], act=call.act(), standing=desk.owners)
    ruled = await desk.database.write(work)
    if ruled.refused:
        return _not_done(ruled, say)
    return Page(PageKind.DONE, say("You are {role} now.", role=ruled.after), (say("What you can do: /help"),))


async def owner_code(desk: Desk, *, at: datetime, forced: bool = False) -> Page:
    """For whoever runs the program, on its own machine: the code that makes the first owner."""
    edition, say, code = await desk.library.edition(), load_catalogue("en", EDITING), new_code()
    work = partial(invite_owner, code=code, at=at, forced=forced, standing=desk.owners)
    refusal = await desk.database.write(work)
    if refusal:
        return _not_done(Ruled(refused=refusal), say)
    until = f"{edition.district.local(at + OWNER_INVITED_FOR):%Y-%m-%d %H:%M}"
    return Page(PageKind.DONE, say("Whoever writes this first is {role}:", role=OWNER), _code_lines(code, until, say))


async def log(desk: Desk, call: Call) -> Page:
    say, page = call.say, max(1, call.values.get("page") or 1)
    work = partial(read_audit, skip=(page - 1) * LINES_PER_PAGE, most=LINES_PER_PAGE + 1)
    found = await desk.database.read(work)
    columns = (say("when"), say("who"), say("what"), say("about"), say("before"), say("after"), say("refused"))
    rows = tuple(_line(one, call) for one in found[:LINES_PER_PAGE])
    older = replace(call.invocation, values={"page": str(page + 1)})
    offers = (Offer(say("Older"), older),) if len(found) > LINES_PER_PAGE else ()
    return Page(PageKind.SHOWN, say("Every change and every refusal."), grid=Grid(columns, rows), offers=offers)


def _code_lines(code: str, until: str, say: Catalogue) -> tuple[str, ...]:
    words = say("It works once, until {when}; give it to nobody else. It is not shown again.", when=until)
    return f"/role join {code}", words


def _line(one: AuditLine, call: Call) -> tuple[str, ...]:
    who = f"{one.identity} ({one.role})" if one.role else one.identity
    what = one.command if one.change is None else f"{one.command} #{one.change}"
    states = (_shown(one.before), _shown(one.after))
    return (_when(call, one.made), who, what, _short(one.about), *states, _short(one.refused or ""))


def _shown(state: Mapping[str, object] | None) -> str:
    """A role as it is; of nouns how many, because the history shows them in full."""
    if not state:
        return ""
    said = [f"{value}" for value in state.values() if isinstance(value, str | None)]
    return said[0].replace("None", "—") if len(said) == len(state) == 1 else f"({len(state)})"


def _short(words: str) -> str:
    return words if len(words) <= LONGEST_CELL else words[: LONGEST_CELL - 1] + "…"


def _when(call: Call, moment: datetime) -> str:
    local = call.edition.district.local(moment)
    return f"{local:%Y-%m-%d %H:%M}"


def _before(ruled: Ruled, say: Catalogue) -> tuple[str, ...]:
    return (say("Before: {role}.", role=ruled.before),) if ruled.before else ()


def _revoking(call: Call, identity: str) -> tuple[Offer, ...]:
    taking = replace(call.invocation, action="revoke", values={"person": identity})
    return (Offer(call.say("Take it away again"), taking),)


def _not_done(ruled: Ruled, say: Catalogue) -> Page:
    words = {
        Refusal.LAST_OWNER: say("That is the last owner; make somebody else owner first."),
        Refusal.NO_ROLE: say("Nobody of that name has a role."),
        Refusal.WRONG_CODE: say("That code is wrong, was used already or has lapsed."),
        Refusal.TOO_MANY: say("That were too many wrong codes; try again in an hour."),
        Refusal.HELD: say("You have that role or a higher one already; the code stays good for somebody else."),
        Refusal.OWNER_EXISTS: say("There is an owner already."),
    }
    return refused(say, *([words[ruled.refused]] if ruled.refused else []))
