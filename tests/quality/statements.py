"""What a reply says of school outright: each sentence is read for "open" or "closed" that nothing takes back.

A condition, a doubt or a "nobody has said" excuses only the sentence it stands in.
"""

import re
import unicodedata

_MARKUP = re.compile(r"</?[a-z][^>]*>|[*_`~]|\\(?=[^\w\s])", re.IGNORECASE)
_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\u2010": "-", "\u2011": "-"})
# A full stop before a small letter or a figure ends no sentence ("11:30 a.m. on", "Mar. 23").
_ABBREVIATION = re.compile(r"\b(?:[ap]\.\s?m|[A-Z][a-z]{2})\.(?=\s+[a-z0-9])")

_CONDITION = "|".join(
    [
        r"unless|otherwise|depend\w*|in case|without (?:a|an) (?:deal|agreement)",
        r"if\b(?! you)",
        r"should (?:no|the|a)\b",
        r"a menos|salvo|en caso|a no ser|sin (?:un )?acuerdo",
        r"si\b(?! usted| quiere| necesita)",
    ]
)
_DOUBT = "|".join(
    [
        r"ask me|tells? (?:you|families)|preg[uú]nt[ae]me",
        r"whether|may|might|could|would|unclear|unknown|undecided|rumou?rs?",
        r"nothing|nobody|no one|no word|no (?:closure|announcement|notice|news|decision|information)",
        r"don't|do not|doesn't say|does not say|can't|cannot",
        r"(?:not|hasn't|haven't|isn't|aren't|never) (?:yet )?(?:been )?(?:yet )?"
        r"(?:said|announced|stated|known|decided|clear|confirmed|given)",
        r"(?:podr|cerrar|abrir|estar)[ií]an?|nadie|nada|ning[uú]n\w*|desconoc\w+",
        r"no se (?:ha|sabe|dice|indica)|no est[aá] claro",
    ]
)
_HEDGE = re.compile(rf"\b(?:{_CONDITION}|{_DOUBT})\b")
# A sentence that opens with the condition belongs to the one before it ("Closed. Unless a deal is reached.").
_SENTENCE_END = re.compile(rf"(?:(?<=[.!?])\s+|[;•\n]+\s*)(?!\W*(?:{_CONDITION})\b)")

_SUBJECT = r"(?:schools?|campus(?:es)?|class(?:es|rooms)?|everything|they|it|escuelas?|planteles?|clases)"
_SHUT = (
    r"(?:closed?|closes|closing|shut|cancell?ed|off"
    r"|cerrad[ao]s?|cerrar[aá]n?|cierran?|suspendid[ao]s?|cancelad[ao]s?)"
)
_GOING = (
    r"(?:open(?! question)|opens|reopens?|in session|on as (?:usual|normal|planned)"
    r"|abiert[ao]s?|abren?|abrir[aá]n?|reabren?|reabrir[aá]n?)"
)
_NOT = r"(?:\bnot|n't|\bno)\s+(?:be\s+|est[aá]n?\s+|estar[aá]n?\s+)?"
_DENIED = re.compile(rf"{_NOT}(?:(?P<shut>{_SHUT})|{_GOING})\b")
_AS_LABEL = r"(?:^|[:–—-]\s*)\W*"
_SAYS_SHUT = re.compile(
    rf"\b{_SUBJECT}\b.{{0,60}}?\b{_SHUT}\b|{_AS_LABEL}{_SHUT}\b"
    r"|\b(?:no (?:school|class(?:es)?)|sin clases|no (?:hay|habr[aá]) (?:clases|escuela))\b"
)
_SAYS_GOING = re.compile(
    rf"\b{_SUBJECT}\b.{{0,60}}?\b{_GOING}\b|{_AS_LABEL}{_GOING}\b"
    r"|\bthere (?:is|are|will be) (?:school|class(?:es)?)\b|\bschool is on\b"
    r"|(?<!no )\b(?:hay|habr[aá]) (?:clases|escuela)\b"
)
_AGREES = re.compile(r"\W*(?:yes|yep|yeah|yup|correct|right|that's right|s[ií]|cierto|correcto|claro)\s*[,.!:–—-]")


def asserted(reply: str) -> frozenset[str]:
    """Which of `open` and `closed` the reply says of school with nothing attached that takes it back."""
    return frozenset(word for sentence in sentences(reply) for word in _asserted_in(sentence))


def agrees(reply: str) -> bool:
    """Whether the reply opens with a yes."""
    return _AGREES.match(plain(reply)) is not None


def sentences(reply: str) -> list[str]:
    text = plain(_ABBREVIATION.sub(lambda found: found.group().replace(".", ""), unicodedata.normalize("NFKC", reply)))
    return [part.strip() for part in _SENTENCE_END.split(text) if part.strip()]


def plain(text: str) -> str:
    """Lower case without mark-up; line ends are kept, for they end sentences."""
    text = _MARKUP.sub("", unicodedata.normalize("NFKC", text).translate(_QUOTES))
    return "\n".join(" ".join(line.split()) for line in text.casefold().splitlines()).strip()


def bare(text: str) -> str:
    """Plain, on one line and without accents; a blank at the end of a stem counts ("if ")."""
    letters = unicodedata.normalize("NFD", plain(text).replace("\n", " "))
    kept = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return kept + " " if text.endswith(" ") else kept


def _asserted_in(sentence: str) -> frozenset[str]:
    if "?" in sentence or _HEDGE.search(sentence):
        return frozenset()
    denied = _DENIED.search(sentence)
    if denied:
        return frozenset({"open" if denied["shut"] else "closed"})
    shut, going = _SAYS_SHUT.search(sentence), _SAYS_GOING.search(sentence)
    return frozenset(word for word, found in (("closed", shut), ("open", going)) if found)
