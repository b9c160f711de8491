"""What callers blame could not be looked at: whoever blames it stays right, and why it fails stays open.

Adds to the arguments about a thing that lines blame what was not to be seen of it, with the right that would show it.
"""

from collections.abc import Iterator

from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.explaining import SYMPTOM, level
from commander.evidence.mechanisms.blamed import blamed, outsider
from commander.evidence.sentences import short

_SECTIONS = ("state", "events")
_MOST = 3


def argue(case: Case) -> Iterator[Argument]:
    """One argument for each thing that is blamed and could not be looked at."""
    told: set[tuple[str, str]] = set()
    for pattern in case.patterns:
        if not pattern.error or pattern.ended or pattern.signature is None or pattern.entity is None:
            continue
        place = case.workload(blamed(case, pattern, pattern.entity, pattern.signature))
        cause = pattern.signature.cause
        if level(cause) != SYMPTOM or case.kin(place) == case.kin(pattern.entity) or (cause, place) in told:
            continue
        family = frozenset((*case.family(place), place))
        gaps = [one for one in case.bundle.gaps or [] if one.section in _SECTIONS and one.entity in family]
        if not gaps or outsider(case, pattern, place) is not None or len(told) >= _MOST:
            continue
        told.add((cause, place))
        argument = Argument(cause, place, f"{short(place)} does not answer.")
        for gap in sorted(gaps, key=lambda one: (one.section, one.reason))[:2]:
            why = f"grant {gap.permission}" if gap.permission else gap.reason.strip().rstrip(".")
            argument.lack(f"{gap.section} of {short(place)} ({why})", 0.4)
        yield argument
