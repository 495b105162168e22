"""One spelling for what looks the same: `normalised` decides whether two texts are the same text.
Only the first thousand characters count, so that no message costs more than a long one."""

import re
import unicodedata
from collections.abc import Sequence

CAP = 1000
_APOSTROPHES = frozenset("'’‘`´ʼʻ′＇ʹ")
_DROPPED = frozenset({"Cf", "Cc", "Cs", "Co", "Cn"})
_EMOJI_FROM = 0x1F000
_EMOJI_CHARACTERS = re.compile("[\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0100-\U000e01ef]")
_PLAIN_ASCII = re.compile(r"[^a-z0-9]+")
_PLAIN_ASCII_LINES = re.compile(r"[^a-z0-9\n]+")
_ASCII_APOSTROPHES = re.compile(r"['`]")

_FOLDED_MARKS = re.compile("[\u0300-\u036f\u0640\u064b-\u065f\u0670]")
_FOLDED_LETTERS = str.maketrans(
    {"đ": "d", "ł": "l", "ø": "o", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "ґ": "г"}
    | {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ؤ": "و", "ئ": "ي"}
)
# Cyrillic and Greek letters that pass for Latin ones; used only inside a word that also has Latin letters.
_LOOKALIKES = str.maketrans("авекмнорстухіјѕԁԛԝһӏαεικνορτυχ", "abekmhopctyxijsdqwhlaeikvoptux")
_LATIN = re.compile("[a-z]")
_LOOKALIKE = re.compile("[\u0370-\u03ff\u0400-\u052f]")
# Scripts written without blanks: every character counts as a word.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_WORD = re.compile(f"[{_UNSPACED}]|[^\\s{_UNSPACED}]+")


def normalised(text: str) -> str:
    """Compatibility forms, case, apostrophes, invisible and direction characters, punctuation and blanks made equal."""
    text = text[:CAP].casefold()
    if text.isascii():
        return _PLAIN_ASCII.sub(" ", _ASCII_APOSTROPHES.sub("", text)).strip() or " ".join(text.split())
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())[:CAP]
    kept = "".join(map(_kept, _EMOJI_CHARACTERS.sub("", text)))
    return " ".join(kept.split()) or " ".join(text.split())


def _kept(character: str) -> str:
    """The character itself, a blank for punctuation, nothing for what cannot be seen."""
    if character.isalnum():
        return character
    if character.isspace():
        return " "
    if character in _APOSTROPHES:
        return ""
    category = unicodedata.category(character)
    if category in _DROPPED:
        # Emoji newer than the interpreter's tables count as unassigned.
        return character if category == "Cn" and ord(character) >= _EMOJI_FROM else ""
    return character if category[0] == "M" or category == "So" else " "


def folded(normal: str) -> str:
    """A normalised text without accents, Arabic vowel signs and letter variants; look-alike letters are made Latin."""
    if normal.isascii():
        return normal
    bare = _FOLDED_MARKS.sub("", unicodedata.normalize("NFD", normal))
    return _without_lookalikes(unicodedata.normalize("NFC", bare).translate(_FOLDED_LETTERS))


def _without_lookalikes(text: str) -> str:
    if _LOOKALIKE.search(text) is None or _LATIN.search(text) is None:
        return text
    return " ".join(word.translate(_LOOKALIKES) if _LATIN.search(word) else word for word in text.split())


def words(folded_text: str) -> list[str]:
    return folded_text.split() if folded_text.isascii() else _WORD.findall(folded_text)


def plain_words(text: str) -> list[str]:
    """The words of a text as they are compared: normalised and folded."""
    return words(folded(normalised(text)))


class _Kept(dict[int, str]):
    """For `str.translate`: what is kept of each character, worked out once; the ends of lines stay."""

    def __missing__(self, code: int) -> str:
        self[code] = kept = "\n" if code == 10 else _kept(chr(code))
        return kept


def all_normalised(texts: Sequence[str]) -> list[str]:
    """`normalised` of each: as one text with a line for each, which costs a small part of one by one."""
    lines = [text[:CAP].replace("\n", " ").casefold() for text in texts]
    plain = iter(_ascii_lines([line for line in lines if line.isascii()]))
    other = iter(_other_lines([line for line in lines if not line.isascii()]))
    return [next(plain) if line.isascii() else next(other) for line in lines]


def _ascii_lines(lines: Sequence[str]) -> list[str]:
    kept = _PLAIN_ASCII_LINES.sub(" ", _ASCII_APOSTROPHES.sub("", "\n".join(lines))).split("\n")
    return [one.strip() or " ".join(line.split()) for one, line in zip(kept, lines, strict=False)]


def _other_lines(lines: Sequence[str]) -> list[str]:
    composed = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", "\n".join(lines)).casefold())
    capped = [line[:CAP] for line in composed.split("\n")]
    kept = _EMOJI_CHARACTERS.sub("", "\n".join(capped)).translate(_Kept()).split("\n")
    return [" ".join(one.split()) or " ".join(line.split()) for one, line in zip(kept, capped, strict=True)]


def all_folded(normals: Sequence[str]) -> list[str]:
    """`folded` of each normalised text."""
    other = [normal for normal in normals if not normal.isascii()]
    bare = _FOLDED_MARKS.sub("", unicodedata.normalize("NFD", "\n".join(other)))
    lines = iter(unicodedata.normalize("NFC", bare).translate(_FOLDED_LETTERS).split("\n"))
    return [normal if normal.isascii() else _without_lookalikes(next(lines)) for normal in normals]


def all_plain_words(texts: Sequence[str]) -> list[list[str]]:
    """`plain_words` of each."""
    return [words(one) for one in all_folded(all_normalised(texts))]
