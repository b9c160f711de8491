"""The ways in which attackers disguise text. The payloads are disguised when they are read, so that their source says
what they say."""

import base64
import codecs
import gzip

# Letters that look like Latin ones.
CYRILLIC = str.maketrans("acehijopsxyABCEHKMOPTX", "асеһіјорѕхуАВСЕНКМОРТХ")
GREEK = str.maketrans("ABEHIKMNOPTXYZovu", "ΑΒΕΗΙΚΜΝΟΡΤΧΥΖονυ")
MORSE_CODES = (
    ".- -... -.-. -.. . ..-. --. .... .. .--- -.- .-.. -- -. --- .--. --.- .-. ... - ..- ...- .-- -..- -.-- --.. "
    "----- .---- ..--- ...-- ....- ..... -.... --... ---.. ----. -....-"
)
MORSE = dict(zip("abcdefghijklmnopqrstuvwxyz0123456789-", MORSE_CODES.split(), strict=True))
ZERO_WIDTH_SPACE = "\u200b"
ZERO_WIDTH_JOINER = "\u200d"
WORD_JOINER = "\u2060"
SOFT_HYPHEN = "\u00ad"


def in_base64(text: str, encoding: str = "utf-8") -> str:
    return base64.b64encode(text.encode(encoding)).decode()


def in_base64_url(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def in_base32(text: str) -> str:
    return base64.b32encode(text.encode()).decode()


def in_base85(text: str) -> str:
    return base64.a85encode(text.encode(), adobe=True).decode()


def in_gzip_base64(text: str) -> str:
    return base64.b64encode(gzip.compress(text.encode(), mtime=0)).decode()


def in_hex(text: str) -> str:
    return text.encode().hex()


def in_percent(text: str) -> str:
    """Every character escaped, not only those that a URL could not carry."""
    return "".join(f"%{byte:02X}" for byte in text.encode())


def in_entities(text: str) -> str:
    """Decimal and hexadecimal HTML entities in turn."""
    return "".join(f"&#{ord(c)};" if i % 2 else f"&#x{ord(c):x};" for i, c in enumerate(text))


def in_escapes(text: str) -> str:
    """As a JSON writer for ASCII alone would escape it, if it escaped everything."""
    return "".join(f"\\u{ord(c):04x}" for c in text)


def in_quoted_printable(text: str) -> str:
    return "".join(f"={byte:02X}" for byte in text.encode())


def in_rot13(text: str) -> str:
    return codecs.encode(text, "rot13")


def in_char_codes(text: str) -> str:
    return ",".join(str(ord(c)) for c in text)


def in_bits(text: str) -> str:
    return " ".join(f"{byte:08b}" for byte in text.encode())


def in_morse(text: str) -> str:
    return " / ".join(" ".join(MORSE[c] for c in word) for word in text.lower().split())


def between_letters(text: str, hidden: str) -> str:
    return hidden.join(text)


def in_cyrillic(text: str) -> str:
    return text.translate(CYRILLIC)


def in_greek(text: str) -> str:
    return text.translate(GREEK)


def in_fullwidth(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def in_mathematical_bold(text: str) -> str:
    return "".join(_shifted(c, 0x1D41A, 0x1D400, 0x1D7CE) for c in text)


def in_circles(text: str) -> str:
    return "".join(_shifted(c, 0x24D0, 0x24B6, None) for c in text)


def in_tags(text: str) -> str:
    """As tag characters, which are shown as nothing."""
    return "".join(chr(0xE0000 + ord(c)) for c in text)


def in_selectors(text: str) -> str:
    """As variation selectors, one a byte, which are shown as nothing."""
    return "".join(chr(0xFE00 + byte) if byte < 16 else chr(0xE0100 + byte - 16) for byte in text.encode())


def struck_through(text: str) -> str:
    return "".join(c + "\u0336" for c in text)


def turned_around(text: str) -> str:
    """Backwards, inside marks that make a screen show it forwards."""
    return f"\u202e{text[::-1]}\u202c"


def _shifted(c: str, small: int, capital: int, digit: int | None) -> str:
    if "a" <= c <= "z":
        return chr(small + ord(c) - ord("a"))
    if "A" <= c <= "Z":
        return chr(capital + ord(c) - ord("A"))
    if "0" <= c <= "9" and digit is not None:
        return chr(digit + ord(c) - ord("0"))
    return c
