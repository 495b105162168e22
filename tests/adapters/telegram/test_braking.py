"""The brake of a token: what goes to many stops at any refusal, answers only where they are meant."""

from __future__ import annotations

from adapters.telegram.braking import Brake

GROUP, ANNA, BEN = -100, 11, 12


class Seconds:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_nothing_rests_until_it_is_pressed() -> None:
    brake = Brake(Seconds())
    assert (brake.rests(), brake.room_rests(ANNA)) == (0.0, 0.0)


def test_one_refused_room_stops_what_goes_to_many_and_its_own_answers_only() -> None:
    seconds = Seconds()
    brake = Brake(seconds)
    brake.press(GROUP, 30)
    assert (brake.rests(), brake.room_rests(GROUP), brake.room_rests(ANNA)) == (30.0, 30.0, 0.0)
    seconds.now += 30
    assert (brake.rests(), brake.room_rests(GROUP)) == (0.0, 0.0)


def test_a_second_refused_room_means_that_it_is_the_bot() -> None:
    seconds = Seconds()
    brake = Brake(seconds)
    brake.press(ANNA, 3600)
    seconds.now += 10
    brake.press(BEN, 5)
    assert (brake.room_rests(GROUP), brake.room_rests(BEN), brake.room_rests(ANNA)) == (5.0, 5.0, 3590.0)
    assert brake.rests() == 3590.0
    seconds.now += 5
    assert (brake.room_rests(GROUP), brake.room_rests(ANNA)) == (0.0, 3585.0)


def test_refusals_one_after_the_other_are_each_of_its_room() -> None:
    seconds = Seconds()
    brake = Brake(seconds)
    brake.press(ANNA, 5)
    seconds.now += 6
    brake.press(BEN, 5)
    assert (brake.room_rests(GROUP), brake.room_rests(BEN)) == (0.0, 5.0)


def test_the_same_room_refused_again_rests_for_the_longer_of_both() -> None:
    seconds = Seconds()
    brake = Brake(seconds)
    brake.press(ANNA, 30)
    brake.press(ANNA, 5)
    assert (brake.room_rests(ANNA), brake.room_rests(BEN)) == (30.0, 0.0)
