"""What is said of a text that seems to give orders."""

from dataclasses import dataclass
from typing import Literal, get_args

Technique = Literal[
    "direct_order",
    "indirect_instruction",
    "authority_claim",
    "encoding",
    "other_language",
    "markup",
    "tool_call",
    "role_play",
    "split_lines",
    "invisible_characters",
    "exfiltration",
    "poisoned_reference",
]
TECHNIQUES: tuple[Technique, ...] = get_args(Technique)


@dataclass(frozen=True)
class Suspicion:
    """A text tells its reader what to do. `statement` names the signs and repeats nothing of the text."""

    technique: Technique
    statement: str
