"""Weekdays by their letters, where they are clearly a list: M/W/F, MWF, Tu/Th. Never M/F, T/F or a letter alone."""

import re
from collections.abc import Sequence

from knowledge.days.vocabulary import Token

_AS_ONE_WORD = re.compile(r"(m)?(tu|t)?(w)?(th|t|r)?(f)?", re.IGNORECASE)
_CLEAR = frozenset({"mwf", "mtwtf", "mtwrf", "tuth", "mtuwthf"})  # however written; others need the capitals of "TTh"
_SHORTEST_ROW = 3


def weekdays_by_letter(text: str, tokens: Sequence[Token]) -> list[Token]:
    """The tokens, with every such list turned into weekdays of the kind "listed"."""
    result: list[Token] = []
    at = 0
    while at < len(tokens):
        row = _row(tokens, at)
        for token in row or [tokens[at]]:
            result.extend(_as_one_word(text, token) or [token])
        at += len(row) or 1
    return result


def _row(tokens: Sequence[Token], at: int) -> list[Token]:
    """Tokens of M/W/F or Tu/Th from here on, the signs too; none when it is no list."""
    if "letter" not in tokens[at].senses:
        return []
    row, days, end = [tokens[at]], [_number(tokens[at])], at + 1
    while end + 1 < len(tokens) and tokens[end].word in ("/", "-") and tokens[end].glued and tokens[end + 1].glued:
        number = _number(tokens[end + 1])
        if number is None or tokens[end].word != tokens[at + 1].word:
            return []
        row += tokens[end : end + 2]
        days.append(number)
        end += 2
    numbers = [number for number in days if number is not None]
    slashed = len(row) > 1 and row[1].word == "/" and any(len(token.word) > 1 for token in row)
    if sorted(set(numbers)) != numbers or not (slashed or len(numbers) >= _SHORTEST_ROW):
        return []
    return [_weekday(token, _number(token)) for token in row]


def _number(token: Token) -> int | None:
    return token.senses.get("letter", token.senses.get("weekday"))


def _weekday(token: Token, number: int | None) -> Token:
    if number is None:  # the sign; a "-" would be read as "to"
        return Token("/", token.shape, token.start, token.end, token.glued)
    return Token(token.word, token.shape, token.start, token.end, token.glued, _listed(number))


def _as_one_word(text: str, token: Token) -> list[Token]:
    """MWF cut into its three days."""
    written = text[token.start : token.end]
    if token.shape != "word" or not 3 <= len(written) <= len("MTuWThF") or token.senses:
        return []
    match = _AS_ONE_WORD.fullmatch(written)
    clear = written.casefold() in _CLEAR or (match is not None and "Th" in match.groups() and written[0].isupper())
    if match is None or not clear:
        return []
    start = token.start
    return [
        Token(part.lower(), "word", start + match.start(day), start + match.end(day), day > 1, _listed(day - 1))
        for day, part in enumerate(match.groups(), start=1)
        if part
    ]


def _listed(number: int) -> dict[str, int]:
    return {"weekday": number, "listed": number}
