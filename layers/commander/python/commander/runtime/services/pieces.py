"""Texts in pieces that a service takes, and what it found in them put back together."""

from collections.abc import Iterable

from commander.ports.services import Span


def pieces(text: str, most_bytes: int) -> list[tuple[int, str]]:
    """The text in pieces of at most so many bytes of UTF-8, each with the character that it begins at. A piece ends
    after white space where it can, so that what stands together stays together.

    Raises ValueError where not even one character fits.
    """
    if most_bytes < 4:  # the longest character of UTF-8
        raise ValueError("a piece holds at least one character")
    found: list[tuple[int, str]] = []
    start = 0
    while start < len(text):
        piece = text[start : start + most_bytes].encode()[:most_bytes].decode(errors="ignore")
        if start + len(piece) < len(text):
            end = max(piece.rfind(" "), piece.rfind("\n"))
            piece = piece[: end + 1] if end > len(piece) // 2 else piece
        found.append((start, piece))
        start += len(piece)
    return found


def without(text: str, spans: Iterable[Span]) -> str:
    """The text with each span's kind in its place; of spans that overlap the first and longest counts."""
    parts: list[str] = []
    done = 0
    for span in sorted(spans, key=lambda one: (one.start, -one.end)):
        if span.start >= done:
            parts += [text[done : span.start], f"[{span.kind}]"]
            done = span.end
        elif span.end > done:
            done = span.end  # what reaches further than its forerunner goes with it
    return "".join([*parts, text[done:]])
