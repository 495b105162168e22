"""What can be said back to whoever asked, by which way, seen by whom, and within Discord's three seconds."""

from __future__ import annotations

import asyncio

import pytest

from adapters.discord.drawn import Button, Drawn, Embed, Modal, Option, Pick, Select, TextInput
from adapters.discord.exchanges import Exchange
from adapters.discord.incoming import Kind, Used
from bot.keyboards import NotYours
from bot.presses import Step, StepKind
from tests.adapters.discord.double import Double
from tests.adapters.discord.people import Person
from tests.adapters.discord.places import Channel
from tests.adapters.discord.running import Doing, RunningBot, Work

CALLBACK = "/interactions/*/callback"
CLOSED = Drawn("Closed on Wednesday.")
PRESSES = {name: Step(StepKind.VALUE, "field", name) for name in ("one", "two", "three")}
WITH_BUTTONS = Drawn(
    "Which one?",
    rows=(
        (Button("One", PRESSES["one"]), Button("Two", PRESSES["two"]), Button("More", link="https://www.scusd.edu/")),
        Select((Option("One", PRESSES["one"]), Option("Three", PRESSES["three"], "the third")), "Choose"),
    ),
)


def shows(*drawn: Drawn, private: bool | None = None) -> Work:
    async def work(exchange: Exchange) -> None:
        for one in drawn:
            await exchange.show(one, private=private)

    return work


async def slowly(exchange: Exchange) -> None:
    """Until it was acknowledged without an answer."""
    await asyncio.sleep(1.7)
    await exchange.show(CLOSED)


FORM = Modal(
    "Correct this",
    PRESSES["one"],
    (
        TextInput("words", "Words", value="Schools are closed.", long=True),
        Pick("status", "Status", (("open", "Open"), ("closed", "Closed")), value="closed"),
    ),
)


async def test_a_quick_answer_is_the_first_response_seen_by_whoever_asked_alone(
    wired: RunningBot, double: Double, doing: Doing, maria: Person, general: Channel
) -> None:
    doing.work = shows(CLOSED)
    asked = await maria.uses(general, "/ask", question="Are schools closed?")
    await double.settled()

    assert (asked.text, asked.ephemeral, asked.acknowledged) == ("Closed on Wednesday.", True, 4)
    (exchange,) = doing.came
    assert (exchange.kind, exchange.used) == (Kind.COMMAND, Used("ask", values={"question": "Are schools closed?"}))
    assert exchange.sent == [str(asked.shown.id)]
    assert (exchange.who.person, exchange.who.place) == (f"discord:{maria.id}", f"discord:{general.id}")
    assert (exchange.who.language, exchange.who.shared, exchange.who.manages) == ("es", True, False)


async def test_in_a_private_room_the_answer_stays(
    wired: RunningBot, doing: Doing, double: Double, maria: Person
) -> None:
    doing.work = shows(CLOSED)
    asked = await maria.uses(maria.dm, "/ask", question="Are schools closed?")

    assert not asked.ephemeral
    assert not doing.came[0].who.shared


@pytest.mark.parametrize("private", [True, False])
async def test_a_slow_answer_is_acknowledged_first_and_takes_the_place_of_thinking(
    wired: RunningBot, double: Double, doing: Doing, maria: Person, general: Channel, private: bool
) -> None:
    async def work(exchange: Exchange) -> None:
        exchange.private = private
        await slowly(exchange)

    doing.work = work
    asked = await maria.uses(general, "/ask", question="Are schools closed?")
    await double.settled()

    assert asked.acknowledged == 5
    assert (asked.text, asked.ephemeral, asked.followups, asked.thinking) == (CLOSED.content, private, [], False)


async def test_what_is_for_all_after_thinking_alone_is_said_anew(
    wired: RunningBot, double: Double, doing: Doing, maria: Person, general: Channel
) -> None:
    async def work(exchange: Exchange) -> None:
        await asyncio.sleep(1.7)
        await exchange.show(CLOSED, private=False)

    doing.work = work
    asked = await maria.uses(general, "/ask", question="Are schools closed?")
    await double.settled()

    assert [one.content for one in double.sent(general)] == [CLOSED.content]
    assert asked.original is not None
    assert asked.original.deleted
    assert not asked.ephemeral


async def test_a_second_message_follows_up_and_the_first_can_be_changed(
    wired: RunningBot, double: Double, doing: Doing, maria: Person, general: Channel
) -> None:
    async def work(exchange: Exchange) -> None:
        first = await exchange.show(Drawn("First"))
        await exchange.show(Drawn("Second"))
        assert await exchange.rewrite(Drawn("First, changed"), first)
        assert await exchange.rewrite(Drawn("Second, changed"))

    doing.work = work
    asked = await maria.uses(general, "/ask", question="Are schools closed?")
    await double.settled()

    assert asked.original is not None
    assert [asked.original.content, *(one.content for one in asked.followups)] == ["First, changed", "Second, changed"]


async def test_who_says_nothing_leaves_nothing_to_be_seen(
    wired: RunningBot, double: Double, doing: Doing, maria: Person, general: Channel
) -> None:
    asked = await maria.uses(general, "/ask", question="Are schools closed?")
    await double.settled()

    assert asked.answered
    assert asked.original is not None
    assert asked.original.deleted
    assert double.sent(general) == []


async def test_a_button_and_a_choice_carry_what_they_do_over_a_restart(
    wired: RunningBot, double: Double, doing: Doing, maria: Person, general: Channel
) -> None:
    doing.work = shows(WITH_BUTTONS)
    asked = await maria.uses(general, "/ask", question="Are schools closed?")
    await wired.restart()
    pressed: list[object] = []

    async def work(exchange: Exchange) -> None:
        pressed.append(await exchange.house.keyboards.pressed(exchange.carried, who=exchange.who, at=exchange.at))
        assert exchange.ephemeral
        await exchange.rewrite(WITH_BUTTONS)

    doing.work = work
    await maria.presses(asked, "Two")
    await maria.selects(asked, ["Three"])
    await double.settled()

    assert pressed == [PRESSES["two"], PRESSES["three"]]
    assert double.unacknowledged == []


async def test_a_button_of_somebody_else_does_nothing(
    wired: RunningBot, double: Double, doing: Doing, maria: Person, editor: Person, general: Channel
) -> None:
    doing.work = shows(WITH_BUTTONS, private=False)
    asked = await maria.uses(general, "/ask", question="Are schools closed?")
    refused: list[Exchange] = []

    async def work(exchange: Exchange) -> None:
        with pytest.raises(NotYours):
            await exchange.house.keyboards.pressed(exchange.carried, who=exchange.who, at=exchange.at)
        refused.append(exchange)
        await exchange.say_once("This button belongs to somebody else.")

    doing.work = work
    told = await editor.presses(asked, "One")
    await double.settled()

    assert refused
    assert told.ephemeral
    assert told.followups[0].content == "This button belongs to somebody else."
    assert asked.text.startswith("Which one?")


async def test_a_press_rewrites_its_message_or_says_more_or_both(
    wired: RunningBot, double: Double, doing: Doing, maria: Person, general: Channel
) -> None:
    doing.work = shows(WITH_BUTTONS)
    asked = await maria.uses(general, "/ask", question="Are schools closed?")

    async def work(exchange: Exchange) -> None:
        await exchange.show(Drawn("More"))
        assert await exchange.rewrite(Drawn("Chosen"))

    doing.work = work
    pressed = await maria.presses(asked, "One")
    await double.settled()

    assert asked.content == "Chosen"
    assert [one.content for one in pressed.followups] == ["More"]
    assert not asked.components


async def test_only_the_labels_of_a_message_change(
    wired: RunningBot, double: Double, doing: Doing, maria: Person, general: Channel
) -> None:
    doing.work = shows(WITH_BUTTONS)
    asked = await maria.uses(general, "/ask", question="Are schools closed?")

    async def work(exchange: Exchange) -> None:
        assert [label for _, label in exchange.buttons] == ["One", "Two"]
        assert await exchange.relabel({exchange.carried: "✓ Two"})

    doing.work = work
    await maria.presses(asked, "Two")
    await double.settled()

    assert asked.content == WITH_BUTTONS.content
    assert asked.shown.labels == ["One", "✓ Two", "More"]
    assert len(asked.shown.selects) == 1


async def test_a_form_is_read_from_what_was_sent_after_a_restart_too(
    wired: RunningBot, double: Double, doing: Doing, maria: Person, general: Channel
) -> None:
    async def opens(exchange: Exchange) -> None:
        exchange.may_open_form()
        assert await exchange.modal(FORM)

    doing.work = opens
    asked = await maria.uses(general, "/ask", question="Are schools closed?")
    assert asked.modal is not None
    await wired.restart()
    read: list[object] = []

    async def sent(exchange: Exchange) -> None:
        press = await exchange.house.keyboards.pressed(exchange.carried, who=exchange.who, at=exchange.at)
        read.extend((exchange.kind, press, dict(exchange.fields), await exchange.modal(FORM)))
        await exchange.show(CLOSED)

    doing.work = sent
    done = await maria.submits(asked, {"Words": "Schools are open."})

    assert read == [Kind.FORM, PRESSES["one"], {"words": "Schools are open.", "status": "closed"}, False]
    assert (done.text, done.ephemeral) == (CLOSED.content, True)


async def test_a_form_may_take_longer_than_an_answer(
    wired: RunningBot, double: Double, doing: Doing, maria: Person, general: Channel
) -> None:
    opened: list[bool] = []

    async def work(exchange: Exchange) -> None:
        if not opened:
            exchange.may_open_form()
        await asyncio.sleep(1.7)
        opened.append(await exchange.modal(FORM))

    doing.work = work
    asked = await maria.uses(general, "/ask", question="Are schools closed?")
    await maria.uses(general, "/ask", question="Are schools closed?")
    await double.settled()

    assert opened == [True, False]
    assert asked.modal is not None


async def test_what_the_menu_of_a_message_is_about_comes_along(
    wired: RunningBot, double: Double, doing: Doing, maria: Person, editor: Person, general: Channel
) -> None:
    said = await maria.says(general, "They say that schools are closed tomorrow")
    doing.work = shows(CLOSED)
    asked = await editor.on_message(said, "Answer this")

    (exchange,) = doing.came
    assert asked.text == CLOSED.content
    assert exchange.kind is Kind.MENU
    assert exchange.who.manages
    assert exchange.about is not None
    assert (exchange.about.words, exchange.about.author) == (said.content, f"discord:{maria.id}")
    assert not exchange.about.ours


async def test_in_a_server_only_what_addresses_us_is_heard_and_answered_where_it_was_asked(
    wired: RunningBot, double: Double, doing: Doing, maria: Person, general: Channel
) -> None:
    doing.work = shows(CLOSED)
    await maria.says(general, "Are schools closed?")
    asked = await maria.says(general, f"<@{double.world.bot.id}> are schools closed?")
    await double.settled()

    (exchange,) = doing.came
    assert (exchange.text, exchange.mentioned) == ("are schools closed?", True)
    (answer,) = double.sent(general)
    assert answer.reply_to is asked
    assert double.pinged == []


async def test_a_private_message_is_a_question_and_an_answer_to_us_says_to_which(
    wired: RunningBot, double: Double, doing: Doing, maria: Person
) -> None:
    doing.work = shows(Drawn("", (Embed("Closed", "on Wednesday", footer="As of March 21"),)))
    await maria.says(maria.dm, "Are schools closed?")
    await double.settled()
    (answer,) = double.sent(maria.dm)
    await maria.says(maria.dm, "Really?", reply_to=answer)
    await double.settled()

    first, second = doing.came
    assert (first.text, first.about, first.private) == ("Are schools closed?", None, False)
    assert second.about is not None
    assert second.about.ours
    assert second.about.embeds == ("Closed\non Wednesday\nAs of March 21",)


async def test_an_option_that_is_typed_gets_its_choices_and_none_where_that_fails(
    wired: RunningBot, double: Double, doing: Doing, maria: Person, general: Channel
) -> None:
    typed = {"type": 3, "name": "question", "description": "What", "autocomplete": True, "required": True}
    wired.commands = [{"type": 1, "name": "ask", "description": "Ask", "options": [typed]}]
    await wired.restart()

    async def work(exchange: Exchange) -> None:
        assert exchange.used is not None
        if exchange.used.values["question"] == "fail":
            raise ValueError("as asked")
        assert exchange.used.focused == "question"
        await exchange.choices([("Meals", "meals"), ("Buses", "buses")])

    doing.work = work
    found = await maria.types(general, "/ask", question="me")
    assert [(one.name, one.value) for one in found] == [("Meals", "meals"), ("Buses", "buses")]
    assert await maria.types(general, "/ask", question="fail") == []
    assert "reference" in wired.faults.pop()


async def test_order_is_kept_for_one_person_in_one_room(
    wired: RunningBot, double: Double, doing: Doing, maria: Person
) -> None:
    done: list[str] = []

    async def work(exchange: Exchange) -> None:
        await asyncio.sleep(0.05 if exchange.text == "first" else 0)
        done.append(exchange.text)

    doing.work = work
    for text in ("first", "second", "third"):
        await maria.says(maria.dm, text)
    await double.settled()

    assert done == ["first", "second", "third"]
