"""A database refuses the user or password of one workload, or a Secret was changed and its users still hold the old.

Predicts: lines of the workload, or of the database about its user, that say so; the workload's settings differ from
the database's own or from those of its other users. After a rotation: the Secret was changed after the pods started.
Contradicted by: the same settings as those that the database takes.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from commander.contract.evidence import State
from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.cluster.addresses import addresses_in
from commander.evidence.cluster.directory import directory
from commander.evidence.cluster.hosts import Setting, settings, words_of
from commander.evidence.cluster.pods import pods
from commander.evidence.cluster.rotations import Rotation, rotations
from commander.evidence.cluster.services import Service
from commander.evidence.logs import Pattern
from commander.evidence.mechanisms.cluster.complaints import callers, refuted, relate, weigh_changes, weigh_effects
from commander.evidence.mechanisms.cluster.stores import is_database
from commander.evidence.mechanisms.symptom import weigh_calm
from commander.evidence.sentences import short

_CAUSE, _ROTATED = "db.credentials_invalid", "access.secret_rotation"
_USER = frozenset({"user", "username", "login", "usr"})
_PASSWORD = frozenset({"password", "passwd", "pass", "pwd", "secret"})
_ADMIN = frozenset({"root", "admin", "postgres", "sa"})
_URL = re.compile(r"\b([a-z][a-z0-9+.-]{0,40})://([^\s:/@]++):([^\s/@]++)@", re.IGNORECASE)
_HIDDEN = re.compile(r"^(?:\*+|x{3,}|<.*>|\[?redacted\]?|\[?hidden\]?|\$[({].*|)$", re.IGNORECASE)
_QUOTED_USER = r"(?:for user|user|role|principal|login)\s*[:=]?\s*['\"`]([\w.-]+)['\"`]"
_MOST = 4
_CLOSE_S, _SAME_S = 600.0, 120.0


@dataclass(frozen=True, slots=True)
class Login:
    """What a workload signs in with; None where it is not told or hidden. Passwords never leave this module."""

    carrier: str
    item: State
    user_key: str | None
    user: str | None
    password_key: str | None
    password: str | None


def argue(case: Case) -> Iterator[Argument]:
    """Arguments about every workload whose sign-in does not fit."""
    refused = [
        one
        for one in case.patterns
        if one.error and not one.ended and one.signature is not None and one.signature.cause == _CAUSE
    ]
    seen: set[str] = set()
    for service in case.reading(directory).services:
        if not service.external and is_database(case, service):
            for argument, pattern in _unfit(case, service, refused):
                seen.add(argument.entity)
                yield relate(case, argument)
                fact = next((fact for fact, _ in argument.supporting.values()), None)
                if pattern is not None and fact is not None:
                    yield from refuted(case, pattern, fact, argument)
    if not case.reading(settings) and not case.reading(directory).services and not _of_cluster(case):
        return  # no cluster in view
    for pattern in refused[:_MOST]:
        yield from _said(case, pattern, seen)
        yield from _rotated(case, pattern)


def _unfit(case: Case, service: Service, refused: list[Pattern]) -> Iterator[tuple[Argument, Pattern | None]]:
    """Callers of a database whose sign-in differs from its own settings, or from those of the other callers."""
    own = [_login(one, own=True) for one in case.reading(settings) if case.kin(one.carrier) == case.kin(service.entity)]
    taken = [one for one in own if one is not None]
    logins = _logins(case, service)
    for carrier in sorted(logins):
        login = logins[carrier]
        others = [one for name, one in sorted(logins.items()) if name != carrier]
        said, item, weight = _difference(login, taken, others, service)
        lines = [one for one in refused if _concerns(case, one, login, service)]
        if item is None or said is None:
            continue
        argument = Argument(_CAUSE, carrier, f"{short(carrier)} signs in to {service.name} with what it does not take.")
        argument.back(case.fact_of_state(login.item, said, item), weight)
        for pattern in lines[:2]:
            argument.back(case.fact_of_pattern(pattern), 0.5 if case.is_new(pattern) is False else 2.4)
        agreeing = [one for one in others if taken and _same(one, taken[0])]
        if agreeing:
            said = f"{short(agreeing[0].carrier)} signs in to {service.name} with what the database is set to."
            argument.back(case.fact_of_state(agreeing[0].item, said, taken[0].item), 1.0)
        if not lines:
            argument.lack(f"whether {service.name} refuses {short(carrier)}", 0.3)
            if case.looked_lately(carrier) and not case.errors(carrier):
                quiet = f"No error is among the newest log lines of {short(carrier)} that were collected."
                argument.oppose(case.absence(carrier, quiet, "logs"), 2.0)
        weigh_effects(case, carrier, argument)
        weigh_changes(case, carrier, argument)
        argument.direct = weight >= 3 or bool(lines)
        yield argument, lines[0] if lines else None


def _difference(
    login: Login, taken: list[Login], others: list[Login], service: Service
) -> tuple[str | None, State | None, float]:
    """What differs in a sign-in, the item that shows it, and how much that weighs. No password is told."""
    who = short(login.carrier)
    users = {one.user for one in taken if one.user}
    for one in taken:
        same_user = login.user is None or one.user is None or one.user == login.user
        accepted = any(other.password == login.password for other in taken)
        if same_user and login.password and one.password and not accepted:
            said = f"{login.password_key} of {who} is not what {one.password_key} of {short(one.carrier)} is."
            return said, one.item, 3.2
        if login.user and users and login.user not in users and login.user not in _ADMIN:
            said = f"{login.user_key} of {who} is {login.user}"
            said += f", while {one.user_key} of {short(one.carrier)} is {one.user}."
            return said, one.item, 2.6
    if taken or len(others) < 2:
        return None, None, 0.0
    # Nothing tells what the database takes: the one that differs from all others is the odd one.
    agreed = others[0]
    if all(_same(one, agreed) for one in others) and (agreed.password or agreed.user):
        if login.password and agreed.password and login.password != agreed.password and login.user == agreed.user:
            said = f"{login.password_key} of {who} differs from that of {short(agreed.carrier)} for {service.name}."
            return said, agreed.item, 2.0
        if login.user and agreed.user and login.user != agreed.user and login.password == agreed.password:
            said = f"{login.user_key} of {who} is {login.user}, that of {short(agreed.carrier)} is {agreed.user}."
            return said, agreed.item, 2.0
    return None, None, 0.0


def _same(one: Login, other: Login) -> bool:
    return one.user == other.user and one.password == other.password


def _concerns(case: Case, pattern: Pattern, login: Login, service: Service) -> bool:
    """Whether a refusal is one of this sign-in: in the workload's own lines, or in the database's about its user."""
    if pattern.entity is None:
        return False
    if case.kin(pattern.entity) == case.kin(login.carrier):
        return True
    if case.kin(pattern.entity) != case.kin(service.entity):
        return False
    named = _wording(_QUOTED_USER).findall(pattern.text)
    return not named or login.user is None or login.user in named


def _said(case: Case, pattern: Pattern, seen: set[str]) -> Iterator[Argument]:
    """A refusal in a caller's own lines: its sign-in is at fault, not the database that refuses it."""
    if pattern.entity is None or any(case.kin(pattern.entity) == case.kin(one) for one in seen):
        return
    known = case.reading(directory)
    writer = case.workload(pattern.entity)
    asked = [one for one in known.services if case.kin(one.entity) == case.kin(writer)]
    if any(is_database(case, one) for one in asked):
        users = [user for one in asked for user in callers(case, one)]
        if len(set(users)) != 1:
            return
        writer = case.workload(users[0])  # the database says it, about its only caller
    argument = Argument(_CAUSE, writer, f"The database refuses the user or password of {short(writer)}.")
    fact = case.fact_of_pattern(pattern)
    argument.back(fact, 0.5 if case.is_new(pattern) is False else 3.0)
    weigh_effects(case, writer, argument)
    weigh_changes(case, writer, argument)
    named = {(one.signature.cause, one.entity) for one in case.patterns if one.error and one.signature is not None}
    if named == {(_CAUSE, pattern.entity)} and case.is_new(pattern) is not False:
        said = f"No error line that was collected names another mechanism than those of {short(pattern.entity)}."
        argument.back(case.absence(pattern.entity, said, "logs"), 1.2)
    weigh_calm(case, writer, argument)
    argument.direct = True
    yield relate(case, argument)
    yield from refuted(case, pattern, fact, argument)


def _of_cluster(case: Case) -> bool:
    """Whether anything of the bundle is a part of a cluster."""
    return any(one.partition("/")[0] in ("pod", "deployment", "statefulset", "namespace") for one in case.entities)


def _rotated(case: Case, pattern: Pattern) -> Iterator[Argument]:
    """A Secret that a refused workload uses was changed after its pods had started."""
    if pattern.entity is None:
        return
    own = [one for one in case.reading(pods) if case.kin(one.entity) == case.kin(pattern.entity)]
    for secret, several in sorted(_by_secret(case).items()):
        changed = several[-1]
        near = _nearness(case, changed)
        using = [one for one in own if any(ref.kind == "secret" and ref.name == secret for ref in one.references)]
        holders = [one for one in using if one.started_at is None or one.started_at < changed.moment]
        if not holders or near < -1:
            continue
        writer, pod = case.workload(pattern.entity), holders[0]
        argument = Argument(_ROTATED, writer, f"{short(writer)} still holds what {secret} held before it was changed.")
        if near > 0:
            argument.back(changed.fact(), near)
        else:
            argument.oppose(changed.fact(), -near)
        for other in several[:-1]:
            if abs(other.moment - changed.moment) < _SAME_S:
                argument.back(other.fact(), 0.5)
        argument.back(case.fact_of_pattern(pattern), 2.5)
        since = ", and was started before that" if pod.started_at is not None else ""
        fact = case.stated(
            "state",
            pod.entity,
            f"{pod.name} takes its sign-in from Secret {secret}, which was changed{since}.",
            (pod.item.id, *changed.refs),
        )
        argument.back(fact, 1.8 if pod.started_at is not None else 1.0)
        refused = {one.entity for one in case.patterns if one.error and not one.ended}
        later = [one for one in using if one not in holders and one.is_ready and one.entity not in refused]
        for one in later[:1] if pod.started_at is not None else ():
            said = f"{one.name}, which was started after Secret {secret} was changed, is ready."
            argument.back(case.stated("state", one.entity, said, (one.item.id, *changed.refs)), 1.0)
        weigh_effects(case, writer, argument)
        argument.direct = pod.started_at is not None
        yield relate(case, argument)
        plainly = Argument(_CAUSE, writer, f"The database refuses the user or password of {short(writer)}.")
        plainly.oppose(fact, 3.5 if near > 1 else 2.5)
        yield plainly


def _by_secret(case: Case) -> dict[str, list[Rotation]]:
    """The changes of each Secret that can have brought the trouble, in order of time."""
    found: dict[str, list[Rotation]] = {}
    for one in case.reading(rotations):
        if case.onset is None or one.moment <= case.onset.end:
            found.setdefault(one.secret, []).append(one)
    return found


def _nearness(case: Case, one: Rotation) -> float:
    """What the time between a change and the onset weighs; a change that long before is no reason for a refusal now,
    unless connections were kept open until then."""
    if case.onset is None:
        return 0.3
    lead = case.onset.start - one.moment
    return 2.2 if lead <= _CLOSE_S else 0.8 if lead <= 3 * _CLOSE_S else -1.0 if lead <= 36 * _CLOSE_S else -3.0


def _logins(case: Case, service: Service) -> dict[str, Login]:
    """What each caller of a database signs in with, by the settings that stand beside the one that names its host."""
    known, found = case.reading(directory), {}
    for one in case.reading(settings):
        if case.kin(one.carrier) == case.kin(service.entity) or one.carrier in found:
            continue
        prefixes = set()
        for key, value in sorted(one.container.env.items()):
            hosts = [address.host for address in addresses_in(value)] or [value.strip().lower()]
            if any(known.find(host, one.namespace).service is service for host in hosts if 0 < len(host) < 254):
                words = words_of(key)
                prefixes.add(words[:-1])
                url = _URL.search(value)
                if url is not None and _HIDDEN.match(url[3]) is None:
                    found[one.carrier] = Login(one.carrier, one.item, key, url[2], key, url[3])
        if prefixes and one.carrier not in found:
            login = _login(one, prefixes=prefixes)
            if login is not None:
                found[one.carrier] = login
    return found


def _login(one: Setting, prefixes: set[tuple[str, ...]] | None = None, own: bool = False) -> Login | None:
    user_key = user = password_key = password = None
    env: Mapping[str, str] = one.container.env
    for key in sorted(env):
        words = words_of(key)
        if len(words) < 1 or (own and "root" in words and "init" not in words and "initdb" not in words):
            continue
        if prefixes is not None and not any(words[:-1] == prefix for prefix in prefixes):
            continue
        value = env[key].strip()
        if words[-1] in _USER and user_key is None:
            user_key, user = key, None if _HIDDEN.match(value) else value
        elif words[-1] in _PASSWORD and password_key is None:
            password_key, password = key, _reference(value)
    if user_key is None and password_key is None:
        return None
    return Login(one.carrier, one.item, user_key, user, password_key, password)


def _reference(value: str) -> str | None:
    """A password to compare; one that is hidden or comes from elsewhere cannot be compared."""
    return None if _HIDDEN.match(value) else value


@cache
def _wording(words: str) -> re.Pattern[str]:
    return re.compile(words, re.IGNORECASE)
