"""Takes off the disguises of `disguise`, so that a test can look for a marker in whatever form it left."""

import base64
import codecs
import gzip
import html
import re
import unicodedata
import zlib
from collections.abc import Callable, Iterable
from functools import partial
from typing import TypeVar
from urllib.parse import unquote

from tests.security.payloads.disguise import CYRILLIC, GREEK, MORSE

Run = TypeVar("Run", str, bytes)
TO_STANDARD = str.maketrans("-_", "+/")
# Runs shorter than this hide no marker.
BASE64 = (re.compile(r"[A-Za-z0-9+/]{12,}={0,2}"), re.compile(r"[A-Za-z0-9_-]{12,}"))
BASE32 = re.compile(r"[A-Z2-7]{16,}=*")
BASE85 = re.compile(r"<~.+?~>", re.DOTALL)
HEX = re.compile(r"(?:[0-9a-fA-F]{2}){8,}")
CHAR_CODES = re.compile(r"\d{2,3}(?:,\d{2,3}){7,}")
BITS = re.compile(r"[01]{8}(?:\s[01]{8}){7,}")
MORSE_RUN = re.compile(r"[.-]+(?:\s(?:/\s)?[.-]+){7,}")
LETTERS = {look: chr(like) for table in (CYRILLIC, GREEK) for like, look in table.items()}
SELECTORS = {(0xFE00 + byte if byte < 16 else 0xE0100 + byte - 16): byte for byte in range(256)}
OF_MORSE = {code: letter for letter, code in MORSE.items()}


def revealed(text: str) -> str:
    """The text and every reading of it, two disguises deep, in small letters."""
    once = [text, *(read(text) for read in READINGS)]
    twice = [read(one) for one in dict.fromkeys(once) for read in (_letters, unquote, _base64)]
    return "\n".join(dict.fromkeys((*once, *twice))).casefold()


def _base64(text: str) -> str:
    found = []
    for run in (run for pattern in BASE64 for run in pattern.findall(text)):
        data = _bytes(base64.b64decode, run.translate(TO_STANDARD).rstrip("=") + "===")
        found += [data.decode("utf-8", "ignore"), data.decode("utf-16-le", "ignore")]
        found.append(_bytes(gzip.decompress, data).decode("utf-8", "ignore"))
    return "\n".join(found)


def _bytes(decode: Callable[[Run], bytes], run: Run) -> bytes:
    """What was decoded; nothing where the run only looked as if it were encoded."""
    try:
        return decode(run)
    except (ValueError, OSError, EOFError, zlib.error):
        return b""


def _base32(text: str) -> str:
    runs = (run.rstrip("=") for run in BASE32.findall(text))
    return _joined(_bytes(base64.b32decode, run + "=" * (-len(run) % 8)) for run in runs)


def _base85(text: str) -> str:
    return _joined(_bytes(partial(base64.a85decode, adobe=True), run) for run in BASE85.findall(text))


def _hex(text: str) -> str:
    return _joined(bytes.fromhex(run) for run in HEX.findall(text))


def _escapes(text: str) -> str:
    return re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), text)


def _quoted_printable(text: str) -> str:
    return re.sub(r"=([0-9A-F]{2})", lambda found: chr(int(found[1], 16)), text)


def _rot13(text: str) -> str:
    return codecs.encode(text, "rot13")


def _backwards(text: str) -> str:
    return text[::-1]


def _char_codes(text: str) -> str:
    return "\n".join("".join(chr(int(code)) for code in run.split(",")) for run in CHAR_CODES.findall(text))


def _bits(text: str) -> str:
    return _joined(bytes(int(byte, 2) for byte in run.split()) for run in BITS.findall(text))


def _morse(text: str) -> str:
    runs = (run.split() for run in MORSE_RUN.findall(text))
    return "\n".join("".join(OF_MORSE.get(code, " ") for code in run) for run in runs)


def _one_line(text: str) -> str:
    return text.replace("\n", "")


def _letters(text: str) -> str:
    """Plain letters alone: look-alikes put back, marks and what is not shown left out."""
    kept = (c for c in unicodedata.normalize("NFKD", text) if unicodedata.category(c) not in ("Mn", "Me", "Cf"))
    return "".join(LETTERS.get(ord(c), c) for c in kept)


def _tags(text: str) -> str:
    return "".join(chr(ord(c) - 0xE0000) for c in text if 0xE0020 <= ord(c) < 0xE007F)


def _selectors(text: str) -> str:
    hidden = [SELECTORS.get(ord(c)) for c in text]
    return bytes(byte for byte in hidden if byte is not None).decode("utf-8", "ignore")


def _joined(parts: Iterable[bytes]) -> str:
    return "\n".join(part.decode("utf-8", "ignore") for part in parts)


READINGS: tuple[Callable[[str], str], ...] = (
    _base64,
    _base32,
    _base85,
    _hex,
    unquote,
    html.unescape,
    _escapes,
    _quoted_printable,
    _rot13,
    _backwards,
    _char_codes,
    _bits,
    _morse,
    _one_line,
    _letters,
    _tags,
    _selectors,
)
