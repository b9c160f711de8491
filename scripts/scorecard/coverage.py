"""Which cause codes have cases, and which of them the engine asserts."""

from collections.abc import Sequence
from typing import Any

from commander.contract.causes import causes
from scripts.scorecard.judging import Judgement


def table(judged: Sequence[Judgement]) -> dict[str, dict[str, Any]]:
    """By code: how many cases have it as their cause, are its near misses, and whether it was ever rightly asserted.

    A healthy code counts as asserted where it comes first in a healthy verdict.
    """
    rows: dict[str, dict[str, Any]] = {
        code: {"cases": 0, "also": 0, "near misses": 0, "asserted": 0, "wrongly": 0} for code in causes()
    }
    for one in judged:
        if one.expected and one.kind != "blind":
            rows[one.expected[0].cause]["cases"] += 1
            for code in {answer.cause for answer in one.expected[1:]} - {one.expected[0].cause}:
                rows[code]["also"] += 1
        for code in one.near:
            rows[code]["near misses"] += 1
        verdict, cause, _ = one.got
        if cause is not None and verdict != "inconclusive":
            rows[cause]["asserted" if one.right else "wrongly"] += 1
    return rows


def covered(judged: Sequence[Judgement]) -> dict[str, int]:
    """How many codes have what they need."""
    rows = table(judged).values()
    return {
        "codes": len(rows),
        "codes with a case": sum(row["cases"] > 0 for row in rows),
        "codes with a near miss": sum(row["near misses"] > 0 for row in rows),
        "codes rightly asserted": sum(row["asserted"] > 0 for row in rows),
    }
