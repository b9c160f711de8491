"""Characters that hide what a text says: unseen ones, ones that turn its direction, look-alikes of Latin letters."""

import re
import unicodedata
from functools import cache

_UNSEEN = (
    r"\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    r"\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_LOOK_ALIKES = {
    "a": "аɑαᴀ∂",
    "b": "ЬвʙᏏƄ",
    "c": "сϲᴄⅽ",
    "d": "ԁⅾᴅɗ",
    "e": "еҽєεɛᴇ",
    "f": "ғꜰƒ",
    "g": "ɡɢԍցğ",
    "h": "һнʜհ",
    "i": "іιıɪӏ¡",
    "j": "јϳᴊ",
    "k": "кκᴋ",
    "l": "ⅼʟǀⵏ",
    "m": "мᴍⅿ",
    "n": "пηɴոռ",
    "o": "оοσᴏօ൦०ο",
    "p": "рρᴘ",
    "q": "ԛգ",
    "r": "гʀᴦɾ",
    "s": "ѕꜱʂ",
    "t": "тτᴛ",
    "u": "υսᴜцʋ",
    "v": "ѵνᴠⅴ",
    "w": "ѡԝωᴡш",
    "x": "хχⅹ×",
    "y": "уγʏүყ",
    "z": "ᴢʐζ",
}
_LETTERS = {"ı": "i", "ł": "l", "ø": "o", "ß": "ss", "đ": "d", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ħ": "h"}
"""Letters of languages with Latin letters that are no letter with a mark."""
_SQUARES = (0x1F110, 0x1F130, 0x1F150, 0x1F170, 0x1F1E6)
"""First letters of alphabets in squares and circles, which compatibility forms do not all resolve."""


@cache
def _unseen() -> re.Pattern[str]:
    return re.compile(f"[{_UNSEEN}]")


@cache
def _control() -> re.Pattern[str]:
    return re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def defused(text: str) -> str:
    """The text as it may be shown or handed on: nothing unseen in it, control characters as `\\x1b`. Else unchanged."""
    if not text.isascii():
        text = _unseen().sub("", text)
    return _control().sub(_visible, text)


def _visible(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


class _Folding(dict[int, str | None]):
    """What each character is read as: plain lower-case letters, nothing for the unseen. Filled as characters come."""

    def __missing__(self, code: int) -> str | None:
        self[code] = found = _folded(code)
        return found


def _folded(code: int) -> str | None:
    one = chr(code)
    if _unseen().match(one):
        return chr(code - 0xE0000).lower() if 0xE0020 <= code <= 0xE007E else None
    for first in _SQUARES:
        if first <= code < first + 26:
            return chr(97 + code - first)
    if one.lower() in _LETTERS:
        return _LETTERS[one.lower()]
    category = unicodedata.category(one)
    if category == "Mn" and not 0x900 <= code < 0xE80:
        return None
    if category == "Cs":
        return " "
    plain = unicodedata.normalize("NFKC", one).lower()
    if category.startswith("Z"):
        return " " if code not in (0x2028, 0x2029) else "\n"
    if "\u0590" <= plain[:1] <= "\u06ff" or "\u0900" <= plain[:1] <= "\u0e7f":
        return plain
    if "\u3040" <= plain[:1] <= "\u30ff" or "\uac00" <= plain[:1] <= "\ud7a3":
        return plain
    parts = unicodedata.normalize("NFKD", plain)
    return "".join(part for part in parts if unicodedata.category(part) != "Mn") or plain


_FOLDING = _Folding()


def folded(text: str) -> str:
    """The text in lower case, without marks and what is unseen, with styled letters as plain ones."""
    if text.isascii():
        return text.lower()
    return text.translate(_FOLDING)


@cache
def look_alikes() -> dict[int, str]:
    """The Latin letter that each character of another alphabet can be taken for."""
    return {ord(one): letter for letter, others in _LOOK_ALIKES.items() for one in others}


@cache
def hiding() -> re.Pattern[str]:
    """What no ordinary text has: letters as tags, text turned round, letters with several unseen characters between."""
    return re.compile(
        r"(?<!\U0001f3f4)(?<![\U000e0020-\U000e007e])[\U000e0020-\U000e007e]{4}|[\U000e0020-\U000e007e]{8}|[\u202d\u202e]|[\U000e0100-\U000e01ef]{4}|[\ufe00-\ufe0f]{4}"
        r"|[\u200b-\u200d\u2060-\u2064\ufeff]{8}|(?:[a-zA-Z][\u00ad\u200b-\u200d\u2060-\u2064\ufeff]{1,3}){4}"
    )


@cache
def unseen() -> re.Pattern[str]:
    """A single character that is not seen."""
    return _unseen()


@cache
def _carried() -> re.Pattern[str]:
    return re.compile(r"[\ufe00-\ufe0f\U000e0100-\U000e01ef]{4,}")


def carried(text: str) -> str:
    """What variation selectors carry, a byte each."""
    told = []
    for found in _carried().finditer(text):
        bytes_of = bytes(ord(one) - 0xFE00 if ord(one) < 0xE0100 else ord(one) - 0xE0100 + 16 for one in found[0])
        told.append(bytes_of.decode("utf-8", "ignore"))
    return ". ".join(told)
