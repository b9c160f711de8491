"""Rights, keys and secrets: what was taken away, disabled or rotated, and who notices.

Predicts: a change of a policy, a key or a secret just before, and its users refused from then on in words of that kind;
a key that its own state says is disabled. Contradicted by: the same refusals before the change, or no refusals.
"""

from collections.abc import Iterator

from commander.contract.evidence import State
from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.facts import Fact
from commander.evidence.logs import Pattern
from commander.evidence.mechanisms.aws.effects import weigh_effect
from commander.evidence.mechanisms.aws.locked_out import locked_out
from commander.evidence.mechanisms.aws.platform_events import wording
from commander.evidence.mechanisms.aws.related import connection
from commander.evidence.mechanisms.aws.values import first_text, truth
from commander.evidence.mechanisms.between import changes_by_id
from commander.evidence.mechanisms.proximity import Proximity, proximity
from commander.evidence.releases import Release
from commander.evidence.sentences import short

_DENIED, _KMS = "access.permission_denied", "access.kms_key_unavailable"
_ROTATED, _EXPIRED = "access.secret_rotation", "access.credentials_expired"
_POLICY = (
    r"(?:Put|Delete|Attach|Detach|Update|Set|Create|Remove|Add)\w{0,60}(?:Policy|Permission|PermissionsBoundary|Role|Grant|Acl)\w*|"
    r"UpdateAssumeRolePolicy|PutBucketPolicy|PutPublicAccessBlock|iam:\w+"
)
_KEY = (
    r"DisableKey|ScheduleKeyDeletion|PutKeyPolicy|RevokeGrant|RetireGrant|DeleteAlias|kms:\w+|DeleteImportedKeyMaterial"
)
_SECRET = (
    r"RotateSecret|PutSecretValue|UpdateSecret\w*|RotationSucceeded|RotationStarted|ModifyMasterPassword|"
    r"SetPassword|AlterUser|MasterUserPassword|secretsmanager:\w+|rotat"
)
_ACCESS_KEY = r"(?:Delete|Update|Create)AccessKey|DeleteLoginProfile|RevokeToken|DeactivateKey"
_LOST = ("disabled", "pendingdeletion", "pending_deletion", "pendingimport", "unavailable", "pendingreplicadeletion")
_KEY_STATES = ("kms_key", "kms", "encryption_key")
_KMS_WORDS = r"\bkms\b|kms[:.]|ciphertext|encryption key|disabledexception|kmsinvalidstate"
_REFUSALS = {_DENIED: (_POLICY, _DENIED), _EXPIRED: (_ACCESS_KEY, _EXPIRED)}
_IDENTITIES = frozenset(
    {"serviceaccount", "role", "iam-role", "iam_role", "policy", "rolebinding", "clusterrolebinding"}
)
_TAKEN = r"remov\w*|delet\w*|detach\w*|revok\w*|withdrawn"
_LOGIN = frozenset({"db.credentials_invalid", _DENIED, _EXPIRED})


def argue(case: Case) -> Iterator[Argument]:
    """Arguments about what was changed before refusals began, and about keys that are not usable."""
    for item in case.items(*_KEY_STATES):
        argument = _lost_key(case, item)
        if argument is not None:
            connection(case, argument)
            yield argument
    yield from locked_out(case)
    refused = [
        one
        for one in case.patterns
        if one.error and not one.ended and one.signature is not None and one.entity is not None
    ]
    for pattern in refused:
        cause = pattern.signature.cause if pattern.signature is not None else ""
        if case.is_new(pattern) is False:
            continue
        if cause in (_KMS, _DENIED) and wording(_KMS_WORDS).search(pattern.text):
            yield from _after(case, pattern, _KEY, _KMS, cause)
        if cause in _REFUSALS:
            yield from _after(case, pattern, _REFUSALS[cause][0], cause, cause)
        if cause in _LOGIN:
            yield from _after(case, pattern, _SECRET, _ROTATED, cause)


def _lost_key(case: Case, item: State) -> Argument | None:
    """A key that its own state says is not usable."""
    state = first_text(item.attributes, "key_state", "state", "status")
    lost = (state or "").lower().replace(" ", "") in _LOST or truth(item.attributes.get("enabled")) is False
    if not lost:
        return None
    argument = Argument(_KMS, item.entity, f"The encryption key {short(item.entity)} is not usable.", direct=True)
    argument.back(case.fact_of_state(item, f"The state of {short(item.entity)} is {state or 'not enabled'}."), 3.5)
    users = [one for one in case.patterns if one.error and not one.ended and wording(_KMS_WORDS).search(one.text)]
    for pattern in users[:1]:
        argument.back(case.fact_of_pattern(pattern), 2.0)
    weigh_effect(case, case.resource or item.entity, argument, 0.7)
    return argument


def _near(case: Case) -> dict[str, list[tuple[Release, Proximity]]]:
    return {}


def _nearest_first(case: Case, actions: str) -> list[tuple[Release, Proximity]]:
    """The changes by some actions shortly before the trouble."""
    near = [(one, proximity(case, one)) for one in case.releases if _is(one, actions)]
    near = [(one, found) for one, found in near if found.weight > 0.5]
    return sorted(near, key=lambda pair: (pair[1].weight, pair[0].start, pair[0].entity), reverse=True)


def _after(case: Case, pattern: Pattern, actions: str, cause: str, said: str) -> Iterator[Argument]:
    """Refusals that began with a change of what they are about."""
    writer = case.workload(pattern.entity or "")
    known = case.reading(_near)
    if actions not in known:
        known[actions] = _nearest_first(case, actions)
    near = next((one for one in known[actions] if _may_concern(case, writer, one[0])), None)
    if near is None:
        return
    release, found = near
    place = release.entity if cause == _KMS else writer
    summary = {
        _DENIED: f"{short(writer)} lost a permission with the change of {short(release.entity)}.",
        _KMS: f"The encryption key {short(release.entity)} was made unusable.",
        _ROTATED: f"{short(writer)} still uses what {short(release.entity)} held before it was rotated.",
        _EXPIRED: f"{short(writer)} uses credentials that were withdrawn.",
    }[cause]
    argument = Argument(cause, place, summary, direct=True)
    fact = case.fact_of_pattern(pattern)
    argument.back(found.fact, found.weight)
    argument.back(fact, 2.5)
    removed = _removed(case, release) if release.entity in case.topology.needed_from(writer) else None
    if removed is not None:
        argument.back(removed, 1.0)
    weigh_effect(case, writer, argument)
    yield argument
    # What the refusals say by themselves is explained by the change.
    if (cause, place) != (said, writer):
        plainly = Argument(said, writer, f"{short(writer)} is refused.")
        plainly.oppose(found.fact, 2.0)
        yield plainly
    restarts = [one for one in case.releases_of(writer) if _restarted(one)]
    if cause == _DENIED and restarts:
        # A restart brings no other version: it only makes the pods take up what was changed before.
        again = Argument("deployment.bad_release", restarts[0].entity, f"A release of {short(writer)} fails.")
        again.oppose(found.fact, 2.5)
        yield again
    if cause != _KMS and release.entity != writer and release.kind == "access":
        itself = Argument(_DENIED, release.entity, f"The change of {short(release.entity)} broke it.")
        itself.oppose(fact, 1.5)
        yield itself


def _removed(case: Case, release: Release) -> Fact | None:
    """What the change took away, as its details or its action tell."""
    known = case.reading(changes_by_id)
    for change in sorted((known[ref] for ref in release.ids), key=lambda one: (one.t, one.action, one.id)):
        said = " ".join(f"{change.action} {change.details or ''}".split())
        if (found := wording(_TAKEN).search(said)) is not None:
            what = f'The change of {short(release.entity)} took something away: "{found[0][:60]}".'
            return case.stated("change", release.entity, what, (change.id,))
    return None


def _restarted(release: Release) -> bool:
    return not release.version and any(wording(r"rollout restart|restart").search(one) for one in release.actions)


def _is(release: Release, actions: str) -> bool:
    identity = release.kind == "access" and release.entity.partition("/")[0] in _IDENTITIES
    return (identity and actions == _POLICY) or any(wording(actions).search(action) for action in release.actions)


def _may_concern(case: Case, writer: str, release: Release) -> bool:
    """Whether the changed thing is one that the refused one uses, as far as is known."""
    if release.entity in case.topology.needed_from(writer) or not case.topology.known:
        return True
    return release.entity.partition("/")[0] in ("role", "iam", "policy", "user", "secret", "kms", "key", "iam-role")
