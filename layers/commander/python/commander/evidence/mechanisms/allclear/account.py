"""One reason why an alarm fired although nothing is wrong."""

from dataclasses import dataclass

from commander.evidence.facts import Fact

NOISE, RECOVERED, EXPECTED = "healthy.threshold_noise", "healthy.recovered", "healthy.expected_signal"


@dataclass(frozen=True, slots=True)
class Account:
    """One reason why the alarm fired though nothing is wrong: the kind of health it makes, and what it is worth."""

    cause: str
    fact: Fact
    weight: float
