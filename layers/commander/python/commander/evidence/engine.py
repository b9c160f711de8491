"""The engine's front door: one bundle in, one verdict out, each part of the way callable by itself."""

from typing import Any

from commander.contract.evidence import Bundle, Hypothesis, Verdict
from commander.evidence import forecast as _forecast
from commander.evidence.facts import Fact
from commander.evidence.hypotheses import rank, shown
from commander.evidence.reading import read
from commander.evidence.verdict import conclude


def investigate(bundle: Bundle) -> Verdict:
    """What is wrong, where, why the engine thinks so, and when it cannot tell. Never raises for a valid bundle."""
    case = read(bundle)
    return conclude(case, rank(case))


def facts(bundle: Bundle) -> list[Fact]:
    """What each item of the bundle says by itself. A verdict on the same bundle gives these facts the same ids."""
    return list(read(bundle).ledger.facts)


def hypotheses(bundle: Bundle) -> list[Hypothesis]:
    """The ranked explanations; the facts they cite are in the verdict."""
    return shown(rank(read(bundle)))


def forecast(bundle: Bundle) -> dict[str, Any] | None:
    """The trend of the incident's own series; None where it was not collected. Its fields: see `forecast.forecast`."""
    return _forecast.forecast(read(bundle))


def blast_radius(bundle: Bundle) -> list[dict[str, Any]]:
    """What the trouble reaches along the topology, from the most probable thing at fault."""
    return investigate(bundle).blast_radius or []
