"""The scorer must be able to fail a reply; and the question sets must be whole."""

from collections import Counter
from datetime import datetime, timedelta

import pytest

from tests.quality.scoring import (
    Case,
    Fault,
    Given,
    judge,
    judge_fact,
    read_cases,
    read_facts,
    read_given,
    tally,
)
from tests.quality.statements import asserted, sentences

HONEST = (
    "**Wednesday, March 23: closed, unless a deal is reached first.**\n"
    "Said by the district, reported by ABC10, as of March 21, 2022. Plan to keep your student home."
)
HOLE = (
    "Nothing has been announced about school on Thursday, March 24. "
    "The union plans a picket at the Sacramento County Office of Education that day. (ABC10, March 21)"
)


def case_of(text: str) -> Case:
    return next(case for case in read_cases() if case.text == text)


@pytest.fixture
def wednesday() -> Case:
    return case_of("so do i send the kids on the 23rd")


@pytest.fixture
def thursday() -> Case:
    return case_of("thursday open?")


def on_wednesday(reply: str) -> Given:
    return Given(reply, outcome="answer", status="closed_unless", day="2022-03-23")


def on_thursday(reply: str) -> Given:
    return Given(reply, outcome="unknown", status="unknown", day="2022-03-24")


def words(faults: tuple[Fault, ...]) -> str:
    return "; ".join(fault.words for fault in faults)


def test_an_honest_reply_passes(wednesday: Case, thursday: Case) -> None:
    assert judge(wednesday, on_wednesday(HONEST)).faults == ()
    assert judge(thursday, on_thursday(HOLE)).faults == ()


def test_a_dropped_condition_is_dangerous(wednesday: Case) -> None:
    reply = "Wednesday, March 23: closed. Said by the district, ABC10, as of March 21, 2022."
    verdict = judge(wednesday, on_wednesday(reply))
    assert verdict.dangerous
    assert "asserts closed" in words(verdict.faults)
    assert "says none of unless" in words(verdict.faults)


def test_a_condition_far_from_its_status_does_not_excuse_it(wednesday: Case) -> None:
    reply = "Schools are closed on Wednesday, March 23 (ABC10). Teachers walk out unless a deal is reached."
    assert judge(wednesday, on_wednesday(reply)).dangerous


def test_the_wrong_day_is_dangerous(wednesday: Case) -> None:
    verdict = judge(wednesday, Given(HONEST, outcome="answer", status="closed_unless", day="2022-03-30"))
    assert verdict.dangerous
    assert words(verdict.faults) == "day 2022-03-30, not 2022-03-23"


def test_a_day_status_without_its_day_fails(wednesday: Case) -> None:
    verdict = judge(wednesday, Given(HONEST, outcome="answer", status="closed_unless"))
    assert not verdict.passed
    assert not verdict.dangerous


def test_an_invented_open_is_dangerous(thursday: Case) -> None:
    verdict = judge(thursday, on_thursday(HOLE + " Schools will be open as usual."))
    assert verdict.dangerous
    assert words(verdict.faults) == "asserts open"


def test_a_definite_status_for_a_hole_is_dangerous_whatever_the_words(thursday: Case) -> None:
    assert judge(thursday, Given(HOLE, outcome="unknown", status="open", day="2022-03-24")).dangerous


def test_wednesdays_answer_stretched_to_thursday_fails(thursday: Case) -> None:
    reply = "Thursday, March 24: closed, unless a deal is reached first (county office, nothing else known)."
    verdict = judge(thursday, Given(reply, outcome="answer", status="closed_unless", day="2022-03-24"))
    assert "outcome answer, not unknown" in words(verdict.faults)
    assert "status closed_unless, not unknown" in words(verdict.faults)


def test_a_hole_must_tell_the_picket_beside_it(thursday: Case) -> None:
    verdict = judge(thursday, on_thursday("Nothing has been announced for Thursday, March 24."))
    assert words(verdict.faults) == "says none of county"


def test_a_yes_to_a_rumour_is_dangerous() -> None:
    case = case_of("its 100% closed tomorrow right? the lunch lady told us")
    assert judge(case, on_wednesday("Yes, that is right. " + HONEST)).dangerous
    assert judge(case, on_wednesday(HONEST)).passed


def test_a_free_day_may_be_called_one_but_not_open() -> None:
    case = case_of("school saturday?")
    free = Given("Saturday, March 26: no school, it is a weekend.", outcome="answer", day="2022-03-26")
    assert judge(case, free).passed
    assert judge(case, Given("Saturday, March 26: open.", outcome="answer", day="2022-03-26")).dangerous


def test_an_empty_reply_fails_every_case() -> None:
    assert not [case.id for case in read_cases() if judge(case, read_given({"error": "broken line"})).passed]


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        ("Schools are open Wednesday.", {"open"}),
        ("Wednesday, March 23: OPEN", {"open"}),
        ("Schools are not closed on Wednesday.", {"open"}),
        ("Schools aren't open on Wednesday.", {"closed"}),
        ("There is school on Thursday.", {"open"}),
        ("No school on Wednesday.", {"closed"}),
        ("Las escuelas estarán cerradas el miércoles.", {"closed"}),
        ("El jueves sí hay clases.", {"open"}),
        ("El miércoles no hay clases.", {"closed"}),
        ("Schools are closed Wednesday, March 23, at 11:30 a.m. Unless a deal is reached.", set()),
        ("Closed Wednesday. If you need meals, ask here.", {"closed"}),
        ("Cerrado, a menos que haya acuerdo.", set()),
        ("Nothing is announced about schools being closed Thursday.", set()),
        ("No se ha anunciado si las escuelas abren el jueves.", set()),
        ("If campuses close, meals are at each school.", set()),
        ("Are schools open? That is not announced.", set()),
        ("The teachers meet outside the Serna Center at 11:30 a.m.", set()),
        ("Elementary students began in-person classes in April 2021.", set()),
        ("There is still no deal, as of March 21.", set()),
        ("Meet at 11:30 a.m. if there is no deal. Schools are open.", {"open"}),
        ("Whether school is on Friday is an open question.", set()),
        ("School next week: an open question.", set()),
        ("Miércoles 23 de marzo: cerrado. A menos que haya acuerdo.", set()),
        ("<b>Closed</b> on Wednesday", {"closed"}),
    ],
)
def test_a_statement_is_told_from_a_hedged_one(reply: str, said: set[str]) -> None:
    assert asserted(reply) == said


def test_sentences_keep_abbreviations_and_trailing_conditions() -> None:
    assert sentences("Meet at 11:30 a.m. sharp. Closed.\nUnless a deal comes.") == [
        "meet at 11:30 am sharp.",
        "closed.\nunless a deal comes.",
    ]


def test_a_fact_needs_its_figure_and_its_speaker() -> None:
    shortage = next(question for question in read_facts() if question.fact == "M08")
    assert judge_fact(shortage, Given("The union says the district is 250 teachers short (ABC10).")).passed
    assert not judge_fact(shortage, Given("The union says the district is short of teachers.")).passed
    assert not judge_fact(shortage, Given("250 teachers are missing.")).passed


def test_a_private_person_named_fails_the_fact() -> None:
    pawns = next(question for question in read_facts() if question.fact == "M30")
    assert judge_fact(pawns, Given("A parent said both sides use people as pawns.")).passed
    assert not judge_fact(pawns, Given("Katrina Trute, a parent, said both sides use people as pawns.")).passed


def test_tally_counts_by_group(wednesday: Case, thursday: Case) -> None:
    verdicts = [judge(wednesday, on_wednesday(HONEST)), judge(thursday, on_thursday("Open!"))]
    assert tally(verdicts) == {"strike_day": (1, 1), "other_days": (0, 1)}


def test_the_question_sets_are_whole() -> None:
    cases = read_cases()
    assert len({case.id for case in cases}) == len(cases)
    assert len({(case.now, case.text, case.context) for case in cases}) == len(cases)
    assert len(read_cases(kept="last")) == 40
    assert len(read_cases(kept="main")) >= 150
    assert {case.group for case in read_cases(kept="last")} == {case.group for case in cases}
    assert {case.lang for case in cases} == {"en", "es"}


def test_every_moment_carries_the_districts_offset() -> None:
    for now in [*(case.now for case in read_cases()), *(question.now for question in read_facts())]:
        assert datetime.fromisoformat(now).utcoffset() in (timedelta(hours=-7), timedelta(hours=-8))


def test_every_answerable_fact_is_asked_for_at_least_twice_and_in_both_languages() -> None:
    asked = Counter(question.fact for question in read_facts())
    assert len(asked) == 54
    assert min(asked.values()) >= 2
    assert {question.fact for question in read_facts() if question.lang == "es"} == set(asked)
