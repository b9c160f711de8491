"""What a text says once it is decoded, as one text for each way of hiding it. Only what reads like words counts."""

import base64
import binascii
import html
import re
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from urllib.parse import unquote_plus

_MOST_OF_A_BLOB = 1 << 20
_MOST_UNPACKED = 1 << 16


@cache
def _escapes() -> re.Pattern[str]:
    return re.compile(
        r"\\{1,2}u\{?([0-9a-fA-F]{4,6})\}?|\\{1,2}x([0-9a-fA-F]{2})|\\{1,2}U([0-9a-fA-F]{8})|\bU\+([0-9a-fA-F]{4,6})\s?"
        r"|\\([0-3][0-7]{2})|=([0-9A-F]{2})(?=[=\w])"
    )


def unescaped(text: str) -> str:
    """The text with percent signs, entities and escapes resolved; the same text if there are none."""
    found = text
    if found.count("%") > 2:
        found = unquote_plus(found, errors="ignore")
    if "&" in found and ";" in found:
        found = html.unescape(found)
    if "\\" in found or "U+" in found or found.count("=") > 5:
        found = _escapes().sub(_one, found)
    return found


def _one(found: re.Match[str]) -> str:
    octal = found[5]
    code = int(octal, 8) if octal else int(next(one for one in found.groups() if one), 16)
    return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else ""


@cache
def _shapes() -> tuple[tuple[re.Pattern[str], Callable[[str], bytes | None]], ...]:
    return (
        (re.compile(r"(?:[A-Za-z0-9+/]{4}\s?){3,}[A-Za-z0-9+/]{0,4}={0,2}"), _base64),
        (re.compile(r"[A-Za-z0-9_-]{16,}={0,2}"), _base64_of_addresses),
        (re.compile(r"(?:[A-Z2-7]{8}\s?){2,}[A-Z2-7]{0,8}={0,6}"), _base32),
        (re.compile(r"(?:(?:0x)?[0-9a-fA-F]{2}[ :,-]{0,2}){10,}"), _hexadecimal),
        (re.compile(r"(?:[01]{8}[ ,_-]?){5,}"), _binary),
        (re.compile(r"(?:\b\d{2,3}[ ,;]{1,2}){7,}\d{2,3}\b"), _decimal),
    )


def blobs_in(text: str) -> str:
    """What pieces of the text say that are written in base64, base32, hexadecimal, binary or as codes."""
    told: dict[str, None] = {}
    for pattern, decode in _shapes():
        for found in pattern.finditer(text):
            for readable in _readable(decode(found[0][:_MOST_OF_A_BLOB])):
                told[readable] = None
    return " .\n".join(told)


def _readable(data: bytes | None) -> Iterator[str]:
    if not data or len(data) < 8:
        return
    if data[:2] in (b"\x1f\x8b", b"x\x9c", b"x\xda"):
        try:
            data = zlib.decompressobj(zlib.MAX_WBITS | 32).decompress(data, _MOST_UNPACKED)
        except zlib.error:
            return
    for encoding in ("utf-8", "utf-16-le"):
        text = data.decode(encoding, "ignore")
        if encoding == "utf-8" and len(text) < 0.9 * len(data) and text.isascii():
            continue
        plain = sum(map(len, _plain().findall(text)))
        if len(text) > 7 and plain > 0.92 * len(text):
            yield text
            return


@cache
def _plain() -> re.Pattern[str]:
    return re.compile(r"[\w\s.,:;!?'\"()<>/{}\[\]=&@#%*$+|`\u0900-\u097f\u3001\u3002\uff0c\uff01-]+")


def _base64(text: str) -> bytes | None:
    text = "".join(text.split()).rstrip("=")
    return base64.b64decode(text[: len(text) - (len(text) % 4 == 1)] + "=" * (-len(text) % 4 % 3))


def _base64_of_addresses(text: str) -> bytes | None:
    return _base64(text.replace("-", "+").replace("_", "/"))


def _base32(text: str) -> bytes | None:
    text = "".join(text.split()).rstrip("=")
    text = text[: len(text) - (len(text) % 8 in (1, 3, 6))]
    return _or_none(lambda: base64.b32decode(text + "=" * (-len(text) % 8)))


def _hexadecimal(text: str) -> bytes | None:
    digits = re.sub(r"0x|[^0-9a-fA-F]", "", text)
    return _or_none(lambda: bytes.fromhex(digits[: len(digits) // 2 * 2]))


def _binary(text: str) -> bytes | None:
    digits = re.sub(r"[^01]", "", text)
    return bytes(int(digits[at : at + 8], 2) for at in range(0, len(digits) // 8 * 8, 8))


def _decimal(text: str) -> bytes | None:
    codes = [int(one) for one in re.findall(r"\d+", text)]
    return bytes(codes) if all(9 <= code < 127 for code in codes) else None


def _or_none(decode: Callable[[], bytes]) -> bytes | None:
    """What does not decode is no such blob."""
    try:
        return decode()
    except (binascii.Error, ValueError):
        return None


def deciphered(text: str, how: str) -> str:
    """The text read backwards (`back`), in a mirrored alphabet (`mirror`) or in one shifted by so many (`shift 13`)."""
    alphabet = "abcdefghijklmnopqrstuvwxyz"
    if how == "back":
        return text[::-1]
    turned = alphabet[::-1] if how == "mirror" else alphabet[int(how[6:]) :] + alphabet[: int(how[6:])]
    return text.translate(str.maketrans(turned, alphabet))
