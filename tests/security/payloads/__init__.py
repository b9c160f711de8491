"""Hostile payloads by technique: what attackers write where telemetry is collected.

Defensive test data. No payload works against anything real: hosts are reserved example names, accounts and keys are
those of AWS's own documentation.
"""

from commander.domain.injection.suspicion import Technique
from tests.security.payloads import (
    authority_claim,
    direct_order,
    encoding,
    exfiltration,
    indirect_instruction,
    invisible_characters,
    markup,
    other_language,
    poisoned_reference,
    role_play,
    split_lines,
    tool_call,
)
from tests.security.payloads.payload import Form, Goal, Payload

PAYLOADS: tuple[Payload, ...] = (
    *direct_order.PAYLOADS,
    *indirect_instruction.PAYLOADS,
    *authority_claim.PAYLOADS,
    *encoding.PAYLOADS,
    *other_language.PAYLOADS,
    *markup.PAYLOADS,
    *tool_call.PAYLOADS,
    *role_play.PAYLOADS,
    *split_lines.PAYLOADS,
    *invisible_characters.PAYLOADS,
    *exfiltration.PAYLOADS,
    *poisoned_reference.PAYLOADS,
)

__all__ = ["PAYLOADS", "Form", "Goal", "Payload", "Technique"]
