"""From the odds of an argument to how often such a verdict is right.

Weights are judgement; how often verdicts of some odds turn out right is counted on cases (`make calibrate`), and the
curve between the two is Platt's (1999): the log odds of being right are a straight line over the log odds of the
argument, one line for each kind of argument. The lines are in `calibration.json`.
"""

import json
import math
from functools import cache
from importlib.resources import files
from typing import Literal

Kind = Literal["reported", "measured", "indirect", "open", "healthy"]
"""How an explanation is known: the mechanism at work was reported by logs, events or state; it shows in series alone;
only its effects show; where its root would show was not looked at; nothing is wrong."""
SUREST = 0.97
"""Telemetry does not tell more than this, however clear it looks."""
_CLIP = 1e-6


@cache
def curves() -> dict[str, tuple[float, float]]:
    """Intercept and slope of each kind's line."""
    document = json.loads((files("commander.evidence") / "calibration.json").read_text("utf-8"))
    return {kind: (float(line["intercept"]), float(line["slope"])) for kind, line in document["lines"].items()}


def log_odds(probability: float) -> float:
    """ln(p / (1 - p)), finite at both ends."""
    clipped = min(1 - _CLIP, max(_CLIP, probability))
    return math.log(clipped / (1 - clipped))


def calibrated(probability: float, kind: Kind) -> float:
    """How often a first hypothesis with such a probability among its rivals is the right one; at most `SUREST`."""
    intercept, slope = curves()[kind]
    return min(SUREST, 1 / (1 + math.exp(-(intercept + slope * log_odds(probability)))))
