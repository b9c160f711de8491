"""An explanation of what is wrong at one service that is more specific than that it is slow or fails."""

from dataclasses import dataclass

from commander.evidence.argument import Argument
from commander.evidence.facts import Fact
from commander.evidence.mechanisms.services.places import Place


@dataclass(frozen=True, slots=True, eq=False)
class Specific:
    """An explanation with the fact that carries it; plainer ones of the same service lose `weight` to it."""

    place: Place
    argument: Argument
    fact: Fact
    weight: float

    def excuses(self, other: Argument) -> None:
        """Lets it explain away a plainer explanation of the same service."""
        if other.entity == self.place.entity and other.cause != self.argument.cause:
            other.oppose(self.fact, self.weight)
