"""Signs that a text was written to steer whoever analyses it: each weak by itself, telling only together."""

from commander.domain.injection.signs.finding import signs_in
from commander.domain.injection.signs.weighing import explained, telling, weight_of

__all__ = ["explained", "signs_in", "telling", "weight_of"]
