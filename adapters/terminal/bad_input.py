"""What nobody means and anybody can send: a message of each kind, from the words and names of the knowledge base."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import cycle, islice

from knowledge.library import Edition

WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday "
SCHOOLS = "school школа 学校 escuela مدرسة विद्यालय ਸਕੂਲ trường "


def bad_input(edition: Edition) -> Mapping[str, str]:
    """By kind; each is as long as a platform lets through, or longer."""
    words = sorted({word for said in edition.vocabulary.values() for word in said if word.isalpha()})
    some = list(islice(cycle(words[::7]), 2000))
    names = list(islice(cycle(school.name for school in edition.district.schools), 500))
    questions = [f"{' '.join(some[at : at + 3])}, {' '.join(some[at + 3 : at + 6])}?" for at in range(0, 400, 6)]
    return {
        "two thousand words": " ".join(some),
        "two thousand unknown words": " ".join(f"{word[:9]}qx" for word in some),
        "one word two thousand times": "school " * 2000,
        "one word without blanks": "school" * 2000,
        "one letter ten thousand times": "x" * 10_000,
        "a question forty times": "is there school? will there be lunch? " * 40,
        "many questions": " ".join(questions),
        "many clauses": ", ".join(some[:400]),
        "commas": "," * 500,
        "words between commas": "school, " * 500,
        "ands": "school and " * 500,
        "ys": "escuela y " * 500,
        "ors": "closed or open or " * 300,
        "question marks": "?" * 500,
        "words between question marks": "school? " * 500,
        "punctuation": "!?.,;:-()[]{}\"'/\\|@#$%^&*" * 100,
        "emoji": "😀🏫🎒⚽" * 500,
        "numbers": " ".join(map(str, range(2000))),
        "one number of five thousand digits": "7" * 5000,
        "weekdays": WEEKDAYS * 300,
        "weekdays between commas": "is school open monday, is school open tuesday, is school open friday, " * 60,
        "one date": "March 23, 2022 " * 300,
        "dates": " ".join(f"{at % 12 + 1}/{at % 28 + 1}" for at in range(500)),
        "dates in full": " ".join(f"2022-{at % 12 + 1:02d}-{at % 28 + 1:02d}" for at in range(300)),
        "names of schools": " ".join(names),
        "names of schools between commas": ", ".join(names),
        "other districts": ", ".join(one.name for one in edition.district.neighbours) * 20,
        "scripts mixed": SCHOOLS * 200,
        "letters of other alphabets": "аre schооls сlosed Wednеsday? " * 100,
        "directions overridden": "\u202eare\u202c \u2067schools\u2069 closed? " * 100,
        "marks on one letter": "a" + "\u0301" * 4096,
        "marks of several kinds on one word": "school" + "\u0301\u0323\u0330" * 1365,
        "marks on every letter": "s̷̢c̸̡h̶̨o̵o̴l̷ " * 300,
        "misspelt": "schoool closd wendsday teechers stirke " * 60,
    }
