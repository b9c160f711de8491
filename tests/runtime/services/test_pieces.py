"""Long texts are cut where bytes allow it, and what was found in them is taken out by characters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commander.ports.services import Span
from commander.runtime.services.pieces import pieces, without


@given(st.text(max_size=400), st.integers(4, 60))
def test_pieces_make_up_the_text_and_none_is_too_large(text: str, most: int) -> None:
    found = pieces(text, most)
    assert "".join(piece for _, piece in found) == text
    assert all(len(piece.encode()) <= most and piece for _, piece in found)
    assert all(text[start : start + len(piece)] == piece for start, piece in found)


def test_a_piece_ends_between_words() -> None:
    assert [piece for _, piece in pieces("call anna@example.org today", 24)] == ["call anna@example.org ", "today"]


def test_a_piece_that_holds_no_character_is_refused() -> None:
    with pytest.raises(ValueError, match="one character"):
        pieces("🦀", 3)


def test_what_was_found_is_named_by_its_kind() -> None:
    text = "🦀 call +44 20 7946 0000 or anna@example.org"
    phone, mail = text.index("+44"), text.index("anna")
    spans = [Span(mail, len(text), "EMAIL", 0.9), Span(phone, phone + 16, "PHONE", 0.9)]
    assert without(text, spans) == "🦀 call [PHONE] or [EMAIL]"


def test_of_what_overlaps_nothing_stays() -> None:
    assert without("0123456789", [Span(2, 6, "A", 1.0), Span(4, 8, "B", 1.0), Span(3, 5, "C", 1.0)]) == "01[A]89"
