"""The mechanisms' arguments weighed against each other."""

import math
from dataclasses import dataclass

from commander.contract.causes import category_of
from commander.contract.evidence import Hypothesis
from commander.evidence.argument import Argument, merged
from commander.evidence.below import leave_open
from commander.evidence.bystanders import bystanders
from commander.evidence.case import Case
from commander.evidence.corroboration import doubt_wording, name_hearsay
from commander.evidence.explaining import explain_away, let_go
from commander.evidence.facts import Fact
from commander.evidence.mechanisms import excuse_loads, mechanisms

_HEALTHY = "healthy."
MOST = 8
"""So many hypotheses are shown."""
_LOUD = 2
"""So many of them may be there for being loud, however unlikely."""


@dataclass(frozen=True, slots=True, eq=False)
class Ranked:
    """An argument with its probability among all explanations, one of which is that it is something else."""

    argument: Argument
    probability: float

    @property
    def healthy(self) -> bool:
        """Whether it says that nothing is wrong."""
        return self.argument.cause.startswith(_HEALTHY)


def rank(case: Case) -> list[Ranked]:
    """Every explanation argued for or against, the most probable first.

    Probabilities are the softmax of the log odds with "something else" at odds of one: explanations exclude each other.
    What may lie below an explanation and was not looked at takes its share from that explanation alone.
    """
    arguments = merged((argument for mechanism in mechanisms(case) for argument in mechanism(case)), case.kin)
    arguments = _one_all_clear(arguments)
    for argument in arguments:
        name_hearsay(case, argument)
        if (who := argument.hearsay) is not None:
            argument.lack(f"anything besides the wording of {who}'s log lines that shows it")
    excuse_loads(case, arguments)
    doubt_wording(case, arguments)
    explain_away(case, arguments)
    let_go(case, arguments)
    leave_open(case, arguments)
    arguments += bystanders(case, arguments)
    logits = [argument.logit for argument in arguments]
    highest = max([0.0, *logits])
    odds = [math.exp(logit - highest) for logit in logits]
    total = math.exp(-highest) + sum(odds)
    ranked = [
        Ranked(argument, own / (total + argument.open * own)) for argument, own in zip(arguments, odds, strict=True)
    ]
    ranked.sort(key=lambda one: (-round(one.probability, 9), one.argument.cause, one.argument.entity))
    return ranked


def _one_all_clear(arguments: list[Argument]) -> list[Argument]:
    """The kinds of health taken together: they do not exclude each other, and what speaks against one of them speaks
    against all. The likeliest names the kind; what one of them has is not missing."""
    clear = [one for one in arguments if one.cause.startswith(_HEALTHY)]
    if len(clear) < 2:
        return arguments
    first, *others = sorted(clear, key=lambda one: (-one.logit, not one.direct, one.cause, one.entity))
    for one in others:
        for fact, weight in one.supporting.values():
            first.back(fact, weight)
        for fact, weight in one.contradicting.values():
            first.oppose(fact, weight)
        first.missing = {what: weight for what, weight in first.missing.items() if what in one.missing}
        first.direct = first.direct or (one.direct and not first.contradicting)
    return [one for one in arguments if one is first or not one.cause.startswith(_HEALTHY)]


def shown(ranked: list[Ranked]) -> list[Hypothesis]:
    """The first hypotheses in the verdict's shape, and loud rivals where others say more of the same thing. A rival
    without evidence against it says what would decide it."""
    chosen = ranked[:MOST]
    for loud in [one for one in ranked[MOST:] if one.argument.loud][:_LOUD]:
        again = [place for place in range(3, len(chosen)) if _told_of(chosen[place], chosen[:place])]
        if again:
            chosen = [*chosen[: again[-1]], *chosen[again[-1] + 1 :], loud]
    return [_hypothesis(place, one) for place, one in enumerate(chosen, start=1)]


def _told_of(one: Ranked, others: list[Ranked]) -> bool:
    """Whether something is said of its thing already."""
    return not one.argument.loud and any(one.argument.entity == other.argument.entity for other in others)


def _hypothesis(place: int, one: Ranked) -> Hypothesis:
    argument = one.argument
    missing = sorted(argument.missing)
    if place > 1 and not missing and not argument.contradicting:
        missing = [f"what would tell {argument.cause} on {argument.entity} from the first hypothesis"]
    return Hypothesis(
        rank=place,
        category=category_of(argument.cause),
        entity=argument.entity,
        cause=argument.cause,
        score=round(one.probability, 4),
        summary=argument.summary,
        supporting=[fact.id for fact, _ in _heaviest_first(argument.supporting)],
        contradicting=[fact.id for fact, _ in _heaviest_first(argument.contradicting)],
        missing=missing,
    )


def _heaviest_first(weighed: dict[str, tuple[Fact, float]]) -> list[tuple[Fact, float]]:
    return sorted(weighed.values(), key=lambda pair: (-pair[1], pair[0].statement))
