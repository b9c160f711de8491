"""Which hypotheses stand, and what decided it."""

from commander.contract.evidence import Hypothesis, Verdict
from commander.contract.transparency import Weighed

STANDS = 0.5
"""A hypothesis stands where it is at least so likely as this share of the best one's likelihood."""


def weighed(verdict: Verdict) -> list[Weighed]:
    """Every hypothesis, in its order."""
    best = max((one.score for one in verdict.hypotheses), default=0.0)
    return [_weighed(one, best) for one in verdict.hypotheses]


def _weighed(one: Hypothesis, best: float) -> Weighed:
    kept = one.score >= STANDS * best
    if kept:
        why = (
            "the best explanation"
            if one.score == best
            else f"nearly as likely as the best: {one.score:.3g} to {best:.3g}"
        )
        return Weighed(hypothesis=one, kept=True, because=why, evidence_ids=one.supporting)
    if one.contradicting:
        count = len(one.contradicting)
        why = f"{count} {'statement speaks' if count == 1 else 'statements speak'} against it"
        return Weighed(hypothesis=one, kept=False, because=why, evidence_ids=one.contradicting)
    why = f"explains less than the best: {one.score:.3g} to {best:.3g}"
    return Weighed(hypothesis=one, kept=False, because=why, evidence_ids=one.supporting)
