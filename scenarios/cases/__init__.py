"""Every hand-written case, by the kind of thing that fails."""

from scenarios.cases import functions
from scenarios.cases.building import Case

CASES: tuple[Case, ...] = (*functions.CASES,)
