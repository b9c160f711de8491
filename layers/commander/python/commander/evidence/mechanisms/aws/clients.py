"""Who makes the calls: one client, address, key or tenant that sends most of them since the trouble began.

Three kinds of evidence: access logs, a summary of the clients with the most requests, and a series of requests for each
client. One that rose while the others ask as ever is a client that ran away; what all send more of is a surge.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from commander.evidence import moments
from commander.evidence.behaviour import Behaviour
from commander.evidence.case import Case
from commander.evidence.facts import Fact
from commander.evidence.mechanisms.aws.databases import is_database
from commander.evidence.mechanisms.aws.levels import fact_of, late, level, rose
from commander.evidence.mechanisms.aws.values import first_number, first_text, number, objects
from commander.evidence.roles import Role
from commander.evidence.sentences import number as spelled
from commander.evidence.sentences import short

_LEAST_LINES, _MOSTLY, _HARDLY = 6, 0.6, 0.3
_MANIFOLD, _AS_EVER = 3.0, 1.5
_PARTS = 3
"""An address has at least so many dots, or colons."""
_CLIENT = (
    r"(?:client|caller|consumer|customer|tenant|partner|account|user|subscriber|principal|credential|"
    r"api_?key|key_?id|(?:client_?|source_?|src_?|remote_?|peer_?)?(?:ip|addr|address)|user_?agent|agent|referr?er|asn)"
    r"(?:_?(?:id|name|ip|addr|address))?"
)
"""What a gateway, balancer, broker or database calls the one that asks it, as a label or as part of a key."""
_BUSIEST = re.compile(rf"^(?:top|busiest|heaviest|(?:requests|calls|hits|share)_?(?:by|per))_?{_CLIENT}(?:e?s)?$", re.I)
_LABEL = re.compile(rf"^(?:x_)?{_CLIENT}$", re.I)


def one_sends_most(case: Case) -> Iterator[tuple[str, Fact]]:
    """Each thing that is called mostly by one client, with what shows it."""
    yield from _in_access_logs(case)
    yield from _in_summaries(case)


def one_rose(case: Case) -> Iterator[tuple[str, Behaviour, Fact]]:
    """Each thing of whose clients one asks for much more and now for most, while another asks as ever; with the series
    of that client and that of the busiest other one."""
    own = {short(entity) for entity in case.entities}
    labels = {one.id: _client_label(one.dimensions or {}, own) for one in case.bundle.metrics}
    told: dict[tuple[str, str, str], list[Behaviour]] = {}
    for one in case.of_role(Role.DEMAND):
        key = labels.get(one.series.id)
        entity = one.series.entity
        if key is not None and entity is not None and one.series.values and not is_database(entity, None):
            told.setdefault((entity, one.series.name, key), []).append(one)
    for (entity, _, _), several in sorted(told.items()):
        several.sort(key=lambda one: (-level(one), one.series.id))
        first, others = several[0], several[1:]
        all_of_it = sum(map(level, several))
        if not others or level(first) < _MOSTLY * all_of_it or not rose(first, _MANIFOLD) or late(case, first):
            continue
        if any(rose(other, _AS_EVER) for other in others):
            continue
        yield entity, first, fact_of(case, others[0])


def _client_label(dimensions: Mapping[str, str], own: set[str]) -> str | None:
    """The dimension that tells clients apart, with all other dimensions, so that like is compared with like. A caller
    that is a part of the system has causes of its own."""
    keys = sorted(key for key in dimensions if _LABEL.match(key.replace("-", "_").replace(".", "_")))
    if len(keys) != 1 or dimensions[keys[0]] in own:
        return None
    rest = sorted(f"{key}={value}" for key, value in dimensions.items() if key != keys[0])
    return "|".join((keys[0], *rest))


def _in_summaries(case: Case) -> Iterator[tuple[str, Fact]]:
    for item in case.bundle.state:
        for key in sorted(item.attributes):
            if not _BUSIEST.match(key):
                continue
            name, share = _largest(item.attributes[key])
            if name is not None and share >= 0.5:
                said = f"{name} has a share of {spelled(share)} of the requests of {short(item.entity)}."
                yield item.entity, case.fact_of_state(item, said)


def _largest(value: Any) -> tuple[str | None, float]:
    """The client with the largest share, between 0 and 1; a list may give shares, percentages or counts."""
    told: dict[str, float] = {}
    plain = value if isinstance(value, dict) else {}
    for key, one in plain.items():
        if (amount := number(one)) is not None:
            told[str(key)] = amount
    for one in objects(value) if not told else ():
        amount = first_number(one, "share", "percent", "share_percent", "pct", "count", "requests", "calls", "hits")
        name = first_text(one, "name", "ip", "id", "client", "consumer", "user", "user_agent", "key", "value")
        if amount is not None:
            told[name or "one client"] = amount
    if not told or min(told.values()) < 0:
        return None, 0.0
    name = min(told, key=lambda one: (-told[one], one))
    total = sum(told.values())
    if total <= 1.001:
        return name, told[name]
    if total <= 100.1 and (len(told) == 1 or total >= 50):
        return name, told[name] / 100
    return (name, told[name] / total) if len(told) > 1 else (None, 0.0)


def _in_access_logs(case: Case) -> Iterator[tuple[str, Fact]]:
    """Access logs in which one address sends most since the trouble began and hardly any before."""
    if case.onset is None:
        return
    lines: dict[str, list[tuple[bool, str, str, int]]] = {}
    for line in case.bundle.logs:
        if line.message.count(".") < _PARTS and line.message.count(":") < _PARTS:
            continue  # most lines hold no address
        found = _address().search(line.message) if line.entity is not None else None
        moment = moments.parse_maybe(line.t)
        if found is not None and moment is not None and line.entity is not None:
            told = (moment >= case.onset.start, found.group(1), line.id, max(1, line.count or 1))
            lines.setdefault(line.entity, []).append(told)
    for entity, several in sorted(lines.items()):
        newer = [one for one in several if one[0]]
        clients = sorted({client for _, client, _, _ in newer})
        total = sum(count for _, _, _, count in newer)
        if total < _LEAST_LINES or len(clients) < 2:
            continue
        sent = {one: sum(count for _, client, _, count in newer if client == one) for one in clients}
        most = max(clients, key=lambda one: sent[one])
        older = sum(count for since, client, _, count in several if not since and client == most)
        if sent[most] >= _MOSTLY * total and older * _MOSTLY < sent[most] * _HARDLY:
            refs = [ref for _, client, ref, _ in newer if client == most]
            said = f"{most} is the client in {sent[most]} lines in the logs of {short(entity)} since the trouble began."
            yield entity, case.stated("log", entity, said, tuple(refs))


@cache
def _address() -> re.Pattern[str]:
    return re.compile(
        r"(?:^\s*|\b(?:client|client_?ip|client_?addr(?:ess)?|client_?host|remote_?addr(?:ess)?|remote_?ip|src|src_?ip|"
        r"source_?ip(?:_?address)?|ip|peer(?:_?addr(?:ess)?)?|x[-_]forwarded[-_]for)[\"']?\s*[=:]\s*[\"']?)"
        r"(\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{1,4}(?::[0-9a-f]{0,4}){3,7})\b",
        re.IGNORECASE,
    )
