"""Telegram as the courier knows it: each message one try, and what is known of it when it fails."""

from __future__ import annotations

from dataclasses import replace

import pytest
from telegram.error import BadRequest

from bot.channels import CannotRewrite, InDoubt, NobodyThere, NotSent, NotYet, SlowDown
from bot.questions import Choice, Line, LineKind, Outcome, Passage, Reply
from knowledge.rooms import read_room
from tests.adapters.telegram.double import TelegramDouble
from tests.adapters.telegram.double_people import Person
from tests.adapters.telegram.double_refusals import bad_request, server_error, too_many
from tests.adapters.telegram.double_rooms import Room, SentMessage
from tests.adapters.telegram.running import RunningBot, running_bot, settings_for

ANNA = "telegram:11"
OPEN = Reply(Outcome.ANSWER, "en", (Passage((Line(LineKind.HEADLINE, "Open on Wednesday"),)),))


@pytest.fixture
def running(telegram_bot: RunningBot) -> RunningBot:
    return telegram_bot


@pytest.fixture
def home(double: TelegramDouble, anna: Person) -> Room:
    return double.private(anna)


@pytest.fixture
def group(double: TelegramDouble, anna: Person) -> Room:
    return double.group("Parents", [anna])


async def tell(running: RunningBot, place: str = ANNA, reply: Reply = OPEN) -> str:
    return await running.telegram.send(place, reply)


async def told(running: RunningBot, double: TelegramDouble, room: Room) -> SentMessage:
    await tell(running, f"telegram:{room.id}")
    return double.last(room)


def said(double: TelegramDouble, room: Room) -> list[str]:
    return [one.text for one in double.sent(room)]


def tries(double: TelegramDouble, method: str = "sendMessage") -> int:
    return len(double.calls.of(method))


async def is_gone(running: RunningBot, place: str = ANNA) -> bool:
    room = await running.bellwether.database.read(lambda connection: read_room(connection, place))
    return room.gone is not None


async def test_it_arrives_and_its_name_is_known(running: RunningBot, double: TelegramDouble, home: Room) -> None:
    named = await tell(running)
    assert (str(double.last(home).id), double.last(home).text) == (named, "Open on Wednesday")
    assert (double.last(home).silent, double.last(home).paid) == (False, False)


async def test_what_is_silent_makes_no_sound(running: RunningBot, double: TelegramDouble, home: Room) -> None:
    await tell(running, reply=replace(OPEN, silent=True))
    assert double.last(home).silent


async def test_told_to_slow_down_it_says_for_how_long_and_tries_once(
    running: RunningBot, double: TelegramDouble, home: Room
) -> None:
    double.calls.refuse("sendMessage", too_many(7))
    with pytest.raises(SlowDown) as failure:
        await tell(running)
    assert (failure.value.rest.total_seconds(), tries(double)) == (7, 1)


async def test_while_telegram_wants_silence_nothing_more_is_tried(
    running: RunningBot, double: TelegramDouble, home: Room
) -> None:
    double.calls.refuse("sendMessage", too_many(3600), chat=home.id)
    other = double.private(double.person(12, "Ben"))
    for place in (ANNA, "telegram:12", ANNA):
        with pytest.raises(SlowDown):
            await tell(running, place)
    assert (tries(double), said(double, other)) == (1, [])


async def test_a_refusal_that_an_answer_got_stops_what_goes_to_many_too(
    running: RunningBot, double: TelegramDouble, anna: Person, home: Room
) -> None:
    double.private(double.person(12, "Ben"))
    double.calls.refuse("sendMessage", too_many(1), chat=home.id)
    await anna.says(home, "are schools closed Wednesday?")
    await double.until(lambda: double.calls.of("sendMessage"))
    with pytest.raises(SlowDown):
        await tell(running, "telegram:12")
    await double.settled()
    assert len(double.sent(home)) == 1
    await tell(running, "telegram:12")


async def test_who_blocked_the_bot_is_gone(running: RunningBot, anna: Person, home: Room) -> None:
    home.lost = "bot was blocked by the user"
    with pytest.raises(NobodyThere):
        await tell(running)
    assert await is_gone(running)


async def test_a_room_that_cannot_be_is_nobodys(running: RunningBot, double: TelegramDouble) -> None:
    for place in ("telegram:11/inline", "discord:5"):
        with pytest.raises(NobodyThere):
            await tell(running, place)
    assert tries(double) == 0


async def test_who_writes_again_after_blocking_is_no_longer_gone(
    running: RunningBot, double: TelegramDouble, anna: Person, home: Room
) -> None:
    """Also where Telegram has not told us that they let us in."""
    home.lost = "bot was blocked by the user"
    with pytest.raises(NobodyThere):
        await tell(running)
    home.lost = None
    await anna.says(home, "are schools closed Wednesday?")
    await double.settled()
    assert not await is_gone(running)


async def test_who_lets_the_bot_in_again_is_no_longer_gone(
    running: RunningBot, double: TelegramDouble, anna: Person, home: Room
) -> None:
    anna.blocks()
    await double.settled()
    assert await is_gone(running)
    anna.comes_back()
    await double.settled()
    assert not await is_gone(running)


async def test_a_group_that_became_another_one_is_told_there(
    running: RunningBot, double: TelegramDouble, group: Room
) -> None:
    moved = double.migrate(group, announced=False)
    await tell(running, f"telegram:{group.id}")
    assert said(double, moved) == ["Open on Wednesday"]


async def test_with_no_way_to_telegram_it_was_not_sent(running: RunningBot, double: TelegramDouble, home: Room) -> None:
    double.calls.refuse("sendMessage", server_error())
    with pytest.raises(NotSent):
        await tell(running)
    assert (tries(double), said(double, home)) == (1, [])


@pytest.mark.parametrize("after", [False, True])
async def test_cut_off_once_the_request_was_written_nobody_knows(
    running: RunningBot, double: TelegramDouble, home: Room, after: bool
) -> None:
    double.calls.drop("sendMessage", after=after)
    with pytest.raises(InDoubt):
        await tell(running)
    assert len(said(double, home)) == after
    await tell(running)
    assert len(said(double, home)) == 1 + after


async def test_an_outage_leaves_in_doubt_only_what_was_under_way(
    running: RunningBot, double: TelegramDouble, home: Room
) -> None:
    double.calls.drop("sendMessage", after=True)
    with pytest.raises(InDoubt):
        await tell(running)
    double.calls.drop("getMe", times=3)
    for _ in range(3):
        with pytest.raises(NotSent):
            await tell(running)
    assert len(said(double, home)) == 1
    await tell(running)
    assert len(said(double, home)) == 2


async def test_a_mistake_of_ours_is_told_as_what_it_is(running: RunningBot, double: TelegramDouble, home: Room) -> None:
    double.calls.refuse("sendMessage", bad_request("BUTTON_DATA_INVALID"))
    with pytest.raises(BadRequest):
        await tell(running)
    assert not await is_gone(running)


async def test_a_message_is_rewritten_in_place_and_nobody_hears_it(
    running: RunningBot, double: TelegramDouble, group: Room
) -> None:
    first = await told(running, double, group)
    struck = Line(LineKind.HEADLINE, "Closed on Wednesday & Thursday", struck=True)
    (passage,) = OPEN.passages
    now = replace(OPEN, passages=(Passage((struck, *passage.lines)),), replaces=str(first.id), silent=True)

    assert await tell(running, f"telegram:{group.id}", now) == str(first.id)
    assert double.sent(group) == [first]
    assert first.text == "Closed on Wednesday & Thursday\nOpen on Wednesday"
    assert first.parts("strikethrough") == ["Closed on Wednesday & Thursday"]
    assert first.parts("bold") == ["Open on Wednesday"]
    # The same once more, as after a crash.
    assert await tell(running, f"telegram:{group.id}", now) == str(first.id)
    assert len(first.edits) == 1


@pytest.mark.parametrize("words", ["message to edit not found", "message can't be edited", "MESSAGE_ID_INVALID"])
async def test_what_cannot_be_rewritten_is_left_and_nothing_is_sent_in_its_place(
    running: RunningBot, double: TelegramDouble, group: Room, words: str
) -> None:
    first = await told(running, double, group)
    double.calls.refuse("editMessageText", bad_request(words))
    now = replace(OPEN, passages=(Passage((Line(LineKind.BODY, "other"),)),), replaces=str(first.id))
    with pytest.raises(CannotRewrite):
        await tell(running, f"telegram:{group.id}", now)
    assert said(double, group) == ["Open on Wednesday"]


async def test_a_rewrite_that_was_cut_off_is_safe_to_try_again(
    running: RunningBot, double: TelegramDouble, group: Room
) -> None:
    first = await told(running, double, group)
    double.calls.drop("editMessageText", after=True)
    now = replace(OPEN, passages=(Passage((Line(LineKind.BODY, "other"),)),), replaces=str(first.id))
    with pytest.raises(NotSent):
        await tell(running, f"telegram:{group.id}", now)
    await tell(running, f"telegram:{group.id}", now)
    assert (first.text, len(first.edits)) == ("other", 1)


async def test_a_group_that_has_had_its_messages_of_a_minute_holds_up_no_other(
    running: RunningBot, double: TelegramDouble, group: Room, home: Room
) -> None:
    place = f"telegram:{group.id}"
    for _ in range(20):
        await tell(running, place)
    with pytest.raises(NotYet) as failure:
        await tell(running, place)
    assert 0 < failure.value.rest.total_seconds() <= 60
    await tell(running)
    assert (len(said(double, group)), len(said(double, home))) == (20, 1)
    assert not [one for one in double.calls.made if one.refused]


async def test_what_one_person_is_told_of_their_own_never_stands_in_a_group(
    running: RunningBot, double: TelegramDouble, group: Room, home: Room
) -> None:
    theirs = replace(OPEN, to=ANNA, tells=(Choice("", "school-open"),))
    await tell(running, f"telegram:{group.id}", theirs)
    assert (said(double, group), said(double, home)) == ([], ["Open on Wednesday"])


async def test_broken_html_still_arrives(
    running: RunningBot, double: TelegramDouble, home: Room, caplog: pytest.LogCaptureFixture
) -> None:
    double.calls.refuse("sendMessage", bad_request("can't parse entities: unsupported start tag"))
    await tell(running)
    assert said(double, home) == ["Open on Wednesday"]
    assert "plain text" in caplog.text
    running.faults.clear()


async def test_what_telegram_may_charge_for_says_so(
    double: TelegramDouble, database: object, curated: object, home: Room
) -> None:
    settings = settings_for(double, database, curated)  # type: ignore[arg-type]
    paying = settings.model_copy(update={"telling": settings.telling.model_copy(update={"telegram_paid": True})})
    async with running_bot(double, paying) as running:
        double.token_rate = (1, 60.0)
        for _ in range(5):
            await tell(running)
    assert [one.paid for one in double.sent(home)] == [True] * 5
