"""The figures of a run, and whether they got worse since the ones that are kept."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from scripts.scorecard.arguing import Heard
from scripts.scorecard.coverage import covered
from scripts.scorecard.judging import Judgement
from scripts.scorecard.running import (
    AFTER,
    BEFORE,
    GENERATED,
    HELD_OUT,
    MEASURED,
    STUDIED,
    UNSEEN,
    Outcome,
    Told,
    told_of,
)

Figures = dict[str, Any]

LOWER_IS_BETTER = frozenset(
    {
        "false alarms",
        "red herrings taken",
        "near misses asserted",
        "expected calibration error",
        "asserted wrongly",
        "wrong only then",
        "overlooked",
        "settled verdicts changed",
        "words changed",
    }
)
_NOT_COMPARED = frozenset(
    {
        "cases",
        "faults",
        "healthy",
        "blind",
        "statements",
        "codes",
        "faults asserted",
        "spread of confidences",
        "abstained",
        "refused",
        "reordered or added to",
        "read",
    }
)
"""Counts, and figures of which more is not better by itself."""
TOLERANCE = {GENERATED: 0.02, "calibration": 0.02, "mutated": 0.005, "poor evidence": 0.02}
"""How much a figure may move by itself, by the part of the scorecard; nothing elsewhere."""
EVERY_REDUCED = "told with less, together"
POPULATIONS = (AFTER, BEFORE, HELD_OUT, STUDIED, UNSEEN, GENERATED)
_BINS = (0.0, 0.2, 0.4, 0.6, 0.7, 0.8, 0.9, 1.0)
_CONSTANT = 0.02
"""Confidences that spread less than this say nothing."""


def figures(found: Sequence[Outcome]) -> Figures:
    """Every figure that is kept and compared."""
    judged = [one.judgement for one in found]
    parts: Figures = {name: of_population([one for one in judged if one.population == name]) for name in POPULATIONS}
    parts["mutated"] = of_mutations(told_of(found))
    parts["poor evidence"] = of_poor(judged, told_of(found))
    parts["calibration"] = calibration(judged)
    parts["evidence"] = {
        "statements": sum(one.statements for one in judged),
        "statements that hold": share(
            judged, lambda one: one.statements - len(one.citations), lambda one: one.statements
        ),
        "verdicts with valid citations": share(judged, lambda one: not one.citations),
        "verdicts that keep to the schema": share(judged, lambda one: not one.invalid),
        "rivals argued against": share(judged, lambda one: one.rivals_argued, lambda one: one.rivals),
    }
    parts["models"] = of_models([one for outcome in found for one in outcome.heard])
    parts["coverage"] = covered(judged)
    parts["by category"] = {
        name: by_category([one for one in judged if one.population == name]) for name in POPULATIONS
    }
    parts["wrong cases"] = {
        name: [one.case_id for one in judged if one.population == name and not one.right]
        for name in POPULATIONS
        if name not in MEASURED
    }
    return parts


def share(
    judged: Iterable[Judgement],
    counted: Callable[[Judgement], float],
    of: Callable[[Judgement], float] = lambda _: 1,
) -> float | None:
    """The share of what counts; None where there is nothing to count."""
    judged = list(judged)
    total = sum(of(one) for one in judged)
    return round(sum(counted(one) for one in judged) / total, 4) if total else None


def of_population(judged: Sequence[Judgement]) -> Figures:
    """The figures of one kind of cases."""
    faults = [one for one in judged if one.kind == "fault"]
    healthy = [one for one in judged if one.kind == "healthy"]
    blind = [one for one in judged if one.kind == "blind"]
    asserted = [one for one in judged if one.asserted]
    herrings = [one for one in judged if one.herring_taken is not None]
    return {
        "cases": len(judged),
        "faults": len(faults),
        "healthy": len(healthy),
        "blind": len(blind),
        "verdict right": share(judged, lambda one: one.right),
        "verdict's word as expected": share(judged, lambda one: one.allowed),
        "accuracy at 1": share(faults, lambda one: one.first),
        "accuracy at 3": share(faults, lambda one: one.among_three),
        "entity first": share(faults, lambda one: one.entity_first),
        "faults asserted": share(faults, lambda one: one.asserted),
        "right when it asserts": share(asserted, lambda one: one.right),
        "right when confirmed": share((one for one in asserted if one.got[0] == "confirmed"), lambda one: one.right),
        "healthy called healthy": share(healthy, lambda one: one.got[0] == "healthy"),
        "false alarms": share(healthy, lambda one: one.asserted),
        "blind left open": share(blind, lambda one: one.got[0] == "inconclusive"),
        "red herrings taken": share(herrings, lambda one: bool(one.herring_taken)),
        "red herrings argued against": share(herrings, lambda one: bool(one.herring_argued)),
        "near misses asserted": share((one for one in judged if one.near), lambda one: one.near_asserted),
        "all else that was asked for": share(judged, lambda one: not one.wanting),
    }


def by_category(judged: Sequence[Judgement]) -> Figures:
    """Cases, accuracy at 1 and at 3 by category of causes; `healthy` and `blind` count their own verdicts."""
    found = {}
    for category in sorted({one.category for one in judged}):
        own = [one for one in judged if one.category == category]
        blind = category == "blind"
        first = share(own, lambda one, blind=blind: one.right if blind else one.first)  # type: ignore[misc]
        three = share(own, lambda one, blind=blind: one.right if blind else one.among_three)  # type: ignore[misc]
        found[category] = {"cases": len(own), "accuracy at 1": first, "accuracy at 3": three}
    return found


def of_mutations(told: Sequence[Told]) -> Figures:
    """By mutation: how often the conclusion stays, or, where evidence was taken away, how often it is wrong."""
    found: Figures = {}
    for name in dict.fromkeys(sorted(one.mutation for one in told)):
        own = [one for one in told if one.mutation == name]
        judged = [one.judgement for one in own]
        found[name] = {
            "cases": len(own),
            "right": share(judged, lambda one: one.right),
            "asserted wrongly": share(judged, lambda one: one.asserted and not one.right),
            "wrong only then": round(sum(one.misled for one in own) / len(own), 4),
        }
        if not own[0].reduces:
            found[name]["same conclusion"] = round(sum(one.same for one in own) / len(own), 4)
    return found


def of_poor(judged: Sequence[Judgement], told: Sequence[Told]) -> Figures:
    """Cases whose evidence is poor: those told with less of it, by mutation, and those that came so, by population."""
    reduced = [one for one in told if one.reduces]
    rows = {
        f"{name}, as they came": [one for one in judged if one.poor and one.population == name] for name in POPULATIONS
    }
    rows |= {
        name: [one.judgement for one in reduced if one.mutation == name]
        for name in dict.fromkeys(sorted(one.mutation for one in reduced))
    }
    rows[EVERY_REDUCED] = [one.judgement for one in reduced if "hidden" not in one.mutation]
    return {name: _poor(own) for name, own in rows.items() if own}


def _poor(judged: Sequence[Judgement]) -> Figures:
    faults = [one for one in judged if one.fault]
    return {
        "cases": len(judged),
        "right first": share(faults, lambda one: one.first),
        "right when it asserts": share((one for one in judged if one.asserted), lambda one: one.right),
        "abstained": share(faults, lambda one: one.got[0] == "inconclusive"),
        "overlooked": share(faults, lambda one: one.got[0] == "healthy"),
    }


def of_models(heard: Sequence[Heard]) -> Figures:
    """By temper of the stand-in: what its readings changed, and what of them was refused."""
    found: Figures = {}
    for temper in dict.fromkeys(one.temper for one in heard):
        own = [one for one in heard if one.temper == temper]
        open_ones = [one for one in own if not one.settled]
        faults = [one for one in open_ones if one.first_before is not None]
        found[temper] = {
            "cases": len(own),
            "read": _part(sum(one.read for one in own), len(own)),
            "settled verdicts changed": _part(
                sum(one.changed for one in own if one.settled), len(own) - len(open_ones)
            ),
            "words changed": _part(sum(one.word_changed for one in own), len(own)),
            "reordered or added to": _part(sum(one.changed for one in open_ones), len(open_ones)),
            "open, first right before": _part(sum(bool(one.first_before) for one in faults), len(faults)),
            "open, first right after": _part(sum(bool(one.first_after) for one in faults), len(faults)),
            "refused": round(sum(one.refused for one in own) / len(own), 2),
        }
    return found


def _part(counted: int, of: int) -> float | None:
    return round(counted / of, 4) if of else None


def calibration(judged: Sequence[Judgement]) -> Figures:
    """Of verdicts that decide: how often they are right, by their confidence."""
    decided = [one for one in judged if one.got[0] != "inconclusive"]
    bins = []
    error = 0.0
    for low, high in pairwise(_BINS):
        own = [one for one in decided if low <= one.confidence < high or (high == 1.0 and one.confidence == 1.0)]
        if not own:
            continue
        mean = sum(one.confidence for one in own) / len(own)
        good = sum(one.right for one in own)
        error += abs(mean - good / len(own)) * len(own)
        bottom, top = wilson(good, len(own))
        bins.append([low, high, len(own), round(mean, 3), round(good / len(own), 3), round(bottom, 3), round(top, 3)])
    every = [one.confidence for one in judged]
    spread = deviation(every)
    return {
        "bins": bins,
        "expected calibration error": round(error / len(decided), 4) if decided else None,
        "spread of confidences": round(spread, 4),
        "confidences differ": float(spread >= _CONSTANT),
    }


def wilson(good: int, total: int) -> tuple[float, float]:
    """The 95 percent interval of a share (Wilson 1927)."""
    if not total:
        return 0.0, 1.0
    z, p = 1.96, good / total
    middle = (p + z * z / (2 * total)) / (1 + z * z / total)
    half = z / (1 + z * z / total) * math.sqrt(p * (1 - p) / total + z * z / (4 * total * total))
    return max(0.0, middle - half), min(1.0, middle + half)


def deviation(values: Sequence[float]) -> float:
    """The standard deviation; 0 of nothing."""
    if not values:
        return 0.0
    mean = sum(values) / len(values)
    return math.sqrt(sum((value - mean) ** 2 for value in values) / len(values))


def worse(now: Mapping[str, Any], kept: Mapping[str, Any]) -> list[str]:
    """Every figure that is worse than the one kept, in words; figures that only one of them has are left out."""
    return list(_worse(now, kept, (), 0.0))


def _worse(now: Mapping[str, Any], kept: Mapping[str, Any], path: tuple[str, ...], tolerance: float) -> Iterable[str]:
    for key, before in kept.items():
        after = now.get(key)
        if key in _NOT_COMPARED or after is None:
            continue
        if isinstance(before, Mapping) and isinstance(after, Mapping):
            allowed = max((TOLERANCE.get(part, 0.0) for part in (*path, key)), default=0.0)
            yield from _worse(after, before, (*path, key), allowed)
        elif isinstance(before, int | float) and isinstance(after, int | float):
            loss = after - before if key in LOWER_IS_BETTER else before - after
            if loss > tolerance + 1e-9:
                yield f"{', '.join((*path, key))}: {before:g} was kept, now {after:g}"
