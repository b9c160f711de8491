"""How often verdicts of some confidence are right, as the scorecard counted it."""

import json
from pathlib import Path

from commander.contract.transparency import Calibration

SCORECARD = Path(__file__).resolve().parents[2] / "docs" / "scorecard.json"


def calibration(confidence: float | None, scorecard: Path = SCORECARD) -> Calibration | None:
    """The bin that the confidence falls into; None without a confidence. Below the lowest bin nothing was counted."""
    if confidence is None:
        return None
    bins = json.loads(scorecard.read_text("utf-8"))["calibration"]["bins"]
    source = f"docs/{scorecard.name}"
    for low, high, cases, _, right, lowest, highest in bins:
        if low <= confidence < high or confidence == high == 1.0:
            return Calibration(
                confidence=confidence,
                low=low,
                high=high,
                cases=cases,
                right=right if cases else None,
                interval=(lowest, highest) if cases else None,
                source=source,
            )
    low, high = (0.0, bins[0][0]) if confidence < bins[0][0] else (bins[-1][1], 1.0)
    return Calibration(confidence=confidence, low=low, high=high, cases=0, right=None, interval=None, source=source)
