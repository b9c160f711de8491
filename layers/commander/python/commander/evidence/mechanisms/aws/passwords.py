"""A password was changed at the database and a client still uses the old one.

Predicts: the client's own errors and the database's log tell of the same refusals, from the change on; the database
answers, so it can be reached. It is the client that has to learn the new password.
"""

from collections.abc import Iterator

from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.logs import Pattern
from commander.evidence.mechanisms.aws.databases import databases, is_database
from commander.evidence.mechanisms.aws.platform_events import wording
from commander.evidence.mechanisms.proximity import Proximity, proximity
from commander.evidence.releases import Release
from commander.evidence.sentences import short

CAUSE = "db.credentials_invalid"
_CHANGED = (
    r"\bpassword\b|MasterUserPassword|(?:alter|create|drop) (?:role|user)\b|SetPassword|AlterUser|\bcredentials?\b"
)


def argue(case: Case) -> Iterator[Argument]:
    """One argument per client that a database refuses, with what the database itself says of it."""
    everything = databases(case)
    refused = [one for one in case.patterns if one.error and not one.ended and _is_refusal(one)]
    clients = [one for one in refused if not is_database(one.entity or "", None) and case.is_new(one) is not False]
    # Where one client's library reports the refusal, the free text of another one does not compete with it.
    for pattern in [one for one in clients if one.formal] or clients:
        client = case.workload(pattern.entity or "")
        needed = [one for one in case.topology.needs(client) if one in everything] or list(everything)
        if len(needed) != 1:
            continue
        place, fact = needed[0], case.fact_of_pattern(pattern)
        argument = Argument(CAUSE, client, f"{short(client)} uses a password that {short(place)} does not accept.")
        told = [one for one in refused if one.entity == place and case.is_new(one) is not False]
        for one in told[:1]:
            argument.back(case.fact_of_pattern(one), 1.5)
        changed = _changed(case, place)
        if changed is not None:
            argument.back(changed.fact, 1.5)
        if not argument.supporting:
            continue
        argument.back(fact, 2.5)
        argument.direct = True
        yield argument
        for cause, weight in ((CAUSE, 3.0), ("db.unreachable", 3.0), ("access.permission_denied", 2.0)):
            other = Argument(cause, place, f"{short(place)} refuses the password of {short(client)}.")
            other.oppose(fact, weight)  # it answers, and says that the password is wrong
            yield other


def _is_refusal(pattern: Pattern) -> bool:
    return pattern.entity is not None and pattern.signature is not None and pattern.signature.cause == CAUSE


def _changed(case: Case, place: str) -> Proximity | None:
    """The change of a user or password at the database shortly before."""
    for release in case.releases:
        if release.entity == place and _says(case, release) and (near := proximity(case, release)).weight > 1:
            return near
    return None


def _says(case: Case, release: Release) -> bool:
    wanted = set(release.ids)
    details = [str(one.details or "") for one in case.bundle.changes if one.id in wanted]
    return wording(_CHANGED).search(" ".join([*release.actions, *details])) is not None
