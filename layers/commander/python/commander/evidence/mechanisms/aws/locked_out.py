"""What cannot open its own storage because its encryption key is out of reach, as its own status says.

Predicts: a status or a report of that kind, and clients that are cut off from then on. That nobody reaches it follows.
"""

from collections.abc import Iterator

from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.mechanisms.aws.effects import weigh_effect
from commander.evidence.mechanisms.aws.platform_events import lately, saying, wording
from commander.evidence.mechanisms.aws.related import connection
from commander.evidence.mechanisms.aws.values import first_text
from commander.evidence.sentences import short

CAUSE = "access.kms_key_unavailable"
_STATUS = (
    r"inaccessible.?encryption.?credentials|kms.?key.?(?:inaccessible|disabled|not.?accessible)|"
    r"encryption.?key.?inaccessible"
)
_KEYS = ("status", "db_instance_status", "instance_status", "cluster_status", "table_status", "state", "domain_status")
_REPORT = (
    r"(?:can'?t|can ?not|unable to|not able to) (?:access|use|decrypt)\b.{0,40}\b(?:kms|encryption)|"
    r"\b(?:kms|encryption) key\b.{0,60}\b(?:disabled|deleted|inaccessible|pending deletion|"
    r"(?:can ?not|can'?t|could not) be (?:accessed|used|found)|not accessible)"
)
_FOLLOWS = ("db.unreachable", "db.failover", "dependency.unreachable", "network.policy_blocked")


def locked_out(case: Case) -> Iterator[Argument]:
    """One argument per thing whose status says that its key is out of reach, and against what follows from that."""
    seen: set[str] = set()
    yield from _reported(case)
    for item in sorted(case.bundle.state, key=lambda one: (one.entity, one.kind, one.id)):
        status = first_text(item.attributes, *_KEYS)
        if status is None or item.entity in seen or not wording(_STATUS).search(status):
            continue
        seen.add(item.entity)
        name = short(item.entity)
        argument = Argument(CAUSE, item.entity, f"{name} cannot use its encryption key.", direct=True)
        connection(case, argument)
        fact = case.fact_of_state(item, f"The status of {name} is {status}.")
        argument.back(fact, 4.0)
        for event in lately(case, saying(case.events(item.entity), _REPORT))[-1:]:
            argument.back(case.fact_of_event(event), 2.0)
        weigh_effect(case, item.entity, argument, 0.7)
        yield argument
        for cause in _FOLLOWS:
            effect = Argument(cause, item.entity, f"{name} cannot be reached.")
            effect.oppose(fact, 4.0)
            yield effect


def _reported(case: Case) -> Iterator[Argument]:
    """What the platform reports of keys, where no status was collected."""
    told = {
        item.entity for item in case.bundle.state if wording(_STATUS).search(first_text(item.attributes, *_KEYS) or "")
    }
    reports = lately(case, saying(case.events(), _REPORT))
    for entity in sorted({one.entity for one in reports if one.entity is not None} - told):
        argument = Argument(CAUSE, entity, f"{short(entity)} cannot use its encryption key.", direct=True)
        connection(case, argument)
        fact = case.fact_of_event([one for one in reports if one.entity == entity][-1])
        argument.back(fact, 3.5)
        weigh_effect(case, entity, argument, 0.7)
        yield argument
        for cause in _FOLLOWS:
            effect = Argument(cause, entity, f"{short(entity)} cannot be reached.")
            effect.oppose(fact, 3.0)
            yield effect
