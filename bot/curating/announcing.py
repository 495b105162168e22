"""Words for everybody, previewed with their reach and kept; a drill says so on every line and stays one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial

from bot.catalogue import EDITING, load_catalogue, marked, own_name
from bot.choices import plain_text, scope_words
from bot.desk import Call, Desk, Handler, refused
from bot.pages import Offer, Page, PageKind, Preview, Reach
from bot.questions import Line, LineKind, Outcome, Passage, Reply
from knowledge.announcements import Announcement, Audience, audience_of, prepare
from knowledge.claims import Scope

LONGEST = 1000  # characters, so that it fits into one message
SPANISH = "es"
DRILL = marked("DRILL, NOT REAL: {words}")


def handlers() -> Mapping[str, Handler]:
    return {"announce": announce}


async def announce(desk: Desk, call: Call) -> Page:
    say, prepared = call.say, _announcement(call)
    if not all(prepared.words.values()):
        return refused(say, say("There are no words in it."))
    work = partial(audience_of, scope=prepared.scope, district=call.edition.district, at=call.invocation.at)
    audience = await desk.database.read(work)
    if call.invocation.confirmed:
        number = await desk.database.write(partial(prepare, prepared=prepared, act=call.act()))
        title = say("Kept as announcement {number}.", number=number)
        return _page(call, prepared, audience, title, PageKind.DONE)
    page = _page(call, prepared, audience, say("This is what they will read."), PageKind.PREVIEW)
    keeping = Offer(say("Keep it"), replace(call.invocation, confirmed=True))
    return replace(page, offers=(keeping,), warnings=tuple(_warnings(call, prepared)))


def _announcement(call: Call) -> Announcement:
    main, drill = call.edition.district.languages[0], bool(call.values.get("drill"))
    written = {main: call.values["words"]}
    if call.values.get("words_es"):
        written[SPANISH] = call.values["words_es"]
    plain = {language: plain_text(words, longest=LONGEST) for language, words in written.items()}
    words = {language: _drilled(one, language) if drill and one else one for language, one in plain.items()}
    return Announcement(words, call.values.get("scope") or Scope(), drill)


def _drilled(words: str, language: str) -> str:
    """Each line by itself: a line that is passed on alone is still one of a drill."""
    say = load_catalogue(language, EDITING)

    return "\n".join(say(DRILL, words=line) for line in words.splitlines())


def _page(call: Call, prepared: Announcement, audience: Audience, title: str, kind: PageKind) -> Page:
    say = call.say
    lines = [
        say("People it would reach: {people}; chats: {places}.", people=audience.people, places=audience.places),
        say("Nothing is sent yet: sending comes with delivery."),
    ]
    if not prepared.scope.is_district:
        schools = scope_words(prepared.scope, call.edition.district, say)
        others = audience.elsewhere
        lines.insert(1, say("It is for {schools}; {count} people chose others.", schools=schools, count=others))
    if prepared.drill:
        lines = [say(DRILL, words=line) for line in lines]
        title = say(DRILL, words=title)
    previews = tuple(Preview(language, "", _reply(words, language)) for language, words in prepared.words.items())
    reach = Reach(audience.people, audience.places)
    return Page(kind, title, tuple(lines), previews=previews, reach=reach, scope=prepared.scope)


def _reply(words: str, language: str) -> Reply:
    first, *more = words.splitlines()
    lines = (Line(LineKind.HEADLINE, first), *(Line(LineKind.BODY, one) for one in more))
    return Reply(Outcome.ANSWER, language, (Passage(lines),))


def _warnings(call: Call, prepared: Announcement) -> Iterable[str]:
    lacking = [one for one in call.edition.district.languages if one not in prepared.words]
    if lacking:
        names = call.say.listed([own_name(one) for one in lacking])
        words = call.say("There are no words in: {languages}.", languages=names)
        yield call.say(DRILL, words=words) if prepared.drill else words
