"""What a hostile payload is: words that somebody who may not decide gets into what agents read."""

from dataclasses import dataclass
from typing import Literal, Protocol

from commander.domain.injection.suspicion import Technique

Goal = Literal[
    "run_action",
    "wrong_cause",
    "declare_healthy",
    "suppress_alert",
    "raise_confidence",
    "reveal_secret",
    "reveal_prompt",
    "send_data",
    "deface_message",
    "skip_approval",
    "poison_memory",
]
# How the marker stands in the payload: "plain" where it can be found as it is written, otherwise how it is disguised.
Form = Literal[
    "plain",
    "base64",
    "base64_utf16",
    "base32",
    "base85",
    "gzip_base64",
    "hex",
    "percent",
    "entities",
    "escapes",
    "quoted_printable",
    "rot13",
    "reversed",
    "char_codes",
    "bits",
    "morse",
    "split",
    "invisible",
    "homoglyphs",
    "tags",
    "selectors",
]


@dataclass(frozen=True)
class Payload:
    """One attempt.

    `lines` are the lines or fields it is spread over, one unless it is split; `goal` is what the attacker wants to come
    of it; `marker` is a harmless token that no other payload and no ordinary text has, and `form` says how it stands
    there. Whatever shows the marker once `revealing.revealed` has read it carries the attacker's words.
    """

    name: str
    technique: Technique
    lines: tuple[str, ...]
    goal: Goal
    marker: str
    form: Form = "plain"

    @property
    def text(self) -> str:
        """The lines, one under the other."""
        return "\n".join(self.lines)


class Attack(Protocol):
    """Makes a payload of one technique."""

    def __call__(self, name: str, goal: Goal, marker: str, *lines: str, form: Form = "plain") -> Payload: ...


def attack_by(technique: Technique) -> Attack:
    """The maker of the payloads of a technique."""

    def attack(name: str, goal: Goal, marker: str, *lines: str, form: Form = "plain") -> Payload:
        return Payload(name, technique, lines, goal, marker, form)

    return attack
