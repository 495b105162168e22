"""What is put before staff in their room: who waits for a person, answers marked as wrong, what nobody could answer.

Each thing stands in a room once, also after a restart and where two processes run. Gaps come a few at a time; what is
more is told in one line.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from bot.catalogue import EDITING, load_catalogue
from bot.curating.posting import Posting, Told
from bot.desk import Desk
from bot.pages import Invocation, Page, Who
from knowledge.findings import Asked
from knowledge.gaps import OFFERED, WRONG, Gap, GapClosed, NoSuchGap, find_gap, open_gaps
from knowledge.inquiries import NoSuchInquiry, find_inquiry, open_inquiries
from knowledge.staff_posts import (
    IN_ONE_LINE,
    Outcome,
    PostKind,
    StaffPost,
    claim_post,
    claims_of,
    closed_gap,
    drop_posts,
    end_post,
    note_post,
    outcomes,
    overtaken,
    posted_since,
    question_of,
    settle_post,
    told_then,
    unposted,
    wrong_answers,
)

AT_ONCE = 5  # of a kind: what is claimed is soon sent, also where a room takes few messages a minute
MOST_GAPS = 5  # in a room within a minute
MINUTE = timedelta(minutes=1)
CHOOSING_LASTS = timedelta(minutes=2)  # whoever was offered topics may still choose one

Connected = Any  # what knowledge hands to a unit of work


@dataclass(frozen=True)
class Post:
    """To be sent by whoever got it. *number*: under which the name of its message is noted; None for a line about
    several."""

    page: Page
    number: int | None = None


@dataclass(frozen=True)
class Edit:
    """A message that shall say how things are now. *post*: to be forgotten, once what it is about is *gone*."""

    page: Page
    post: StaffPost
    gone: bool


@dataclass(frozen=True)
class Staffing:
    """*at*: now; *language*: of the room."""

    desk: Desk
    place: str
    at: datetime
    language: str | None = None

    async def posts(self, *, gaps: bool = True) -> tuple[Post, ...]:
        """What has not stood in the room yet, some at once. What is returned was claimed: nobody else gets it. *gaps*:
        whether what nobody could answer is looked at as well."""
        posting = await self._posting()
        people, wrong = await self.desk.database.read(self._waiting)
        posts = [await self._claimed(posting, PostKind.INQUIRY, number) for number in people[:AT_ONCE]]
        posts += [await self._claimed(posting, PostKind.WRONG, number) for number in wrong[:AT_ONCE]]
        posts += await self._gaps(posting) if gaps else []
        return tuple(one for one in posts if one is not None)

    async def edits(self) -> tuple[Edit, ...]:
        """What stands in the room and is not so any more. What is returned was claimed."""
        posting = await self._posting()
        changed: Sequence[Outcome] = await self.desk.database.read(partial(outcomes, place=self.place))
        edits = []
        for one in changed:
            settling = partial(settle_post, post=one.post, done=not one.open)
            if one.post.message == IN_ONE_LINE:
                await self.desk.database.write(partial(drop_posts, numbers=[one.post.number]) if one.gone else settling)
            elif one.gone:
                edits.append(Edit(posting.gone(), one.post, True))
            elif await self.desk.database.write(settling):
                page = await self._page(posting, one.post.kind, one.post.about)
                edits.append(Edit(page if one.open else posting.dealt_with(page, one), one.post, False))
        for one in await self.desk.database.read(partial(overtaken, place=self.place, at=self.at)):
            ended = await self.desk.database.write(partial(end_post, post=one.post))
            if ended and one.post.message != IN_ONE_LINE:
                page = await self._page(posting, one.post.kind, one.post.about)
                edits.append(Edit(posting.dealt_with(page, one), one.post, False))
        return tuple(edits)

    async def sent(self, post: Post, message: str) -> None:
        if post.number is not None:
            await self.desk.database.write(partial(note_post, number=post.number, message=message))

    async def edited(self, edit: Edit) -> None:
        """Nothing of it is kept once it says that it is gone."""
        if edit.gone:
            await self.desk.database.write(partial(drop_posts, numbers=[edit.post.number]))

    def _waiting(self, connection: Connected) -> tuple[list[int], list[int]]:
        new = partial(unposted, connection, self.place, at=self.at)
        people = [one.number for one in open_inquiries(connection)]
        return new(PostKind.INQUIRY, people), new(PostKind.WRONG, wrong_answers(connection))

    async def _claimed(self, posting: Posting, kind: PostKind, about: int) -> Post | None:
        claiming = partial(claim_post, place=self.place, kind=kind, about=about, at=self.at)
        number = await self.desk.database.write(claiming)
        return Post(await self._page(posting, kind, about), number) if number is not None else None

    async def _gaps(self, posting: Posting) -> list[Post | None]:
        def work(connection: Connected) -> tuple[list[Gap], int]:
            room = MOST_GAPS - posted_since(connection, self.place, PostKind.GAP, self.at - MINUTE)
            if room <= 0:
                return [], 0
            return list(self._new_gaps(connection)), room

        fresh, room = await self.desk.database.read(work)
        posts = [await self._claimed(posting, PostKind.GAP, one.number) for one in fresh[:room]]
        told = [await self._in_one_line(one) for one in fresh[room:]]
        return [*posts, Post(posting.more(sum(told)))] if any(told) else posts

    def _new_gaps(self, connection: Connected) -> Iterable[Gap]:
        groups = [one for one in open_gaps(connection, at=self.at) if one.newest.outcome != WRONG]
        numbers = [missing.number for one in groups for missing in one.asked]
        new = set(unposted(connection, self.place, PostKind.GAP, numbers, at=self.at))
        for one in groups:
            choosing = one.newest.outcome == OFFERED and one.newest.asked > self.at - CHOOSING_LASTS
            if not choosing and all(missing.number in new for missing in one.asked):
                yield one

    async def _in_one_line(self, found: Gap) -> bool:
        def work(connection: Connected) -> bool:
            number = claim_post(connection, self.place, PostKind.GAP, found.number, at=self.at)
            if number is not None:
                note_post(connection, number, IN_ONE_LINE)
            return number is not None

        return await self.desk.database.write(work)

    async def _page(self, posting: Posting, kind: PostKind, about: int) -> Page:
        """What was deleted meanwhile says so."""
        try:
            if kind is PostKind.INQUIRY:
                return posting.inquiry(await self.desk.database.read(partial(find_inquiry, number=about)))
            if kind is PostKind.WRONG:
                return await self._wrong(posting, about)
            return posting.gap(await self._gap(about))
        except (NoSuchInquiry, NoSuchGap):
            return posting.gone()

    async def _gap(self, about: int) -> Gap:
        try:
            return await self.desk.database.read(partial(find_gap, number=about))
        except GapClosed:
            missing = await self.desk.database.read(partial(closed_gap, number=about))
            if missing is None:
                raise NoSuchGap(f"there is no gap {about}") from None
            return missing

    async def _wrong(self, posting: Posting, about: int) -> Page:
        question = await self.desk.database.read(partial(question_of, number=about))
        if question is None:
            raise NoSuchGap(f"there is no gap {about}")
        number, text, language = question
        asked = await self.desk.database.read(partial(told_then, question=number)) if number is not None else ()
        told = [await self._told(posting, one, at) for one, at in asked]
        return posting.wrong(about, text, language, told)

    async def _told(self, posting: Posting, asked: Asked, at: datetime) -> Told:
        """What held then, which is what they were told."""
        (finding,) = await self.desk.library.look_up([asked], at=at, edition=posting.edition)
        return Told(finding, at)

    async def _posting(self) -> Posting:
        edition = await self.desk.library.edition()
        spoken = edition.district.languages
        language = self.language if self.language in spoken else spoken[0]
        asking = Invocation("gaps", Who(self.place, self.place, language, shared=True), self.at)
        return Posting(edition, load_catalogue(language or spoken[0], EDITING), asking)


def answering(post: StaffPost, words: str, asking: Invocation, *, claims: Sequence[str] = ()) -> Invocation:
    """What a reply to a post does. *claims*: of a wrong answer, what was told."""
    about = str(post.about)
    if post.kind is PostKind.INQUIRY:
        return replace(asking, name="gaps", action="reply", values={"inquiry": about, "answer": words})
    if post.kind is PostKind.WRONG and claims:
        values = {"words": words, **({"claim": claims[0]} if len(claims) == 1 else {})}
        return replace(asking, name="claim", action="edit", values=values)
    return replace(asking, name="gaps", action="claim", values={"gap": about, "words": words})


async def claims_told(desk: Desk, post: StaffPost) -> tuple[str, ...]:
    """What the answer that was marked as wrong rested on."""

    def work(connection: Connected) -> tuple[str, ...]:
        question = question_of(connection, post.about)
        if question is None or question[0] is None:
            return ()
        return claims_of(connection, question[0])

    return await desk.database.read(work) if post.kind is PostKind.WRONG else ()
