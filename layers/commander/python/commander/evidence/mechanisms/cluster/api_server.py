"""The control plane's API does not answer, or hardly: its server or etcd is stopped or slow.

Predicts: clients of the API everywhere say so (kubelets, controllers, kubectl), the component does not run, its latency
or errors rise. Contradicted by: the component running and answering.
"""

import re
from collections.abc import Iterator

from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.cluster.nodes import nodes
from commander.evidence.facts import Fact
from commander.evidence.mechanisms.cluster.components import Component, component
from commander.evidence.mechanisms.cluster.hosts import last
from commander.evidence.mechanisms.cluster.reports import wording
from commander.evidence.roles import SYMPTOMS
from commander.evidence.sentences import short

_CERTAIN = (
    r"etcdserver: (?:request timed out|leader changed|no leader|mvcc: database space exceeded|too many requests)|"
    r":6443\W.{0,200}(?:refused|i/o timeout|tls handshake timeout|no route|eof|deadline|reset)|"
    r"connection to the server \S+ was refused|the server was unable to return a response in the time allotted|"
    r"unable to connect to the server|apiserver (?:not ready|is not (?:ready|running)|received an error)|"
    r"(?:kubernetes\.default|10\.96\.0\.1|10\.100\.0\.1|172\.20\.0\.1|10\.43\.0\.1)\S*:443.{0,200}"
    r"(?:refused|i/o timeout|timeout|no route|deadline)|the server is currently unable to handle the request|"
    r"failed to (?:get|update|renew) lease .{0,200}(?:timeout|timed out|refused|deadline)|"
    r"error updating node status .{0,200}(?:timeout|refused|deadline)|apiserver .{0,40}(?:overload|too many requests)"
)
_SERVER = frozenset(
    {"kube-apiserver", "apiserver", "kubernetes-api", "kubernetes", "control-plane", "etcd", "api-server"}
)
_HOLDERS = frozenset({"cluster", "eks", "gke", "aks", "controlplane", "control-plane"})
_MOST = 3


def argue(case: Case) -> Iterator[Argument]:
    """At most one argument: about the node of the API server, or the cluster where its control plane is not shown."""
    server, store = component(case, "kube-apiserver", "apiserver"), component(case, "etcd", "etcd-0")
    said, writers = _said(case)
    series = _series(case)
    if not (server.failing or store.failing or said or series):
        return
    place = server.place or store.place or _place(case)
    if place is None:
        return
    argument = Argument(
        "control_plane.api_unavailable", place, "The API of the cluster's control plane does not answer."
    )
    for one in (server, store):
        one.weigh(argument)
    strong = 1.5 if argument.direct else 3.5 if len(writers) > 1 else 2.5
    for at, fact in enumerate(said[:_MOST]):
        argument.back(fact, strong if at == 0 else 1.0)
    for fact in series[:2]:
        argument.back(fact, 1.5)
    argument.direct = argument.direct or len(writers) > 1 or (bool(said) and bool(series))
    _weigh_fine(server, argument, bool(said))
    if not argument.direct:
        argument.lack("the state of the API server and of etcd", 0.5)
    for bad in case.troubled(case.resource)[:1]:
        argument.back(case.fact(bad), 0.5)
    yield argument


def _weigh_fine(server: Component, argument: Argument, said: bool) -> None:
    if server.fine is not None and not server.failing:
        argument.oppose(server.fine, 1.0 if said else 2.5)


def _said(case: Case) -> tuple[list[Fact], set[str]]:
    """What clients of the API say of it, and who they are."""
    words = wording(_CERTAIN)
    facts: list[Fact] = []
    writers: set[str] = set()
    for event in reversed(case.events()):
        if words.search(f"{event.reason}: {event.message}") and not case.is_over(last(event)):
            facts.append(case.fact_of_event(event))
            writers.add(event.entity or "")
    for pattern in case.patterns:
        heard = not pattern.ended and (pattern.platform or not pattern.quiet)
        if heard and case.is_new(pattern) is not False and words.search(pattern.text):
            facts.append(case.fact_of_pattern(pattern))
            writers.add(pattern.entity or "")
    return facts, writers


def _series(case: Case) -> list[Fact]:
    """Series of the API server or of etcd that are worse than before."""
    found = []
    for one in case.behaviours:
        name, entity = one.series.name.lower(), short(one.series.entity) if one.series.entity else ""
        about = (
            "apiserver" in name or "etcd" in name or entity in _SERVER or entity.startswith(("kube-apiserver", "etcd-"))
        )
        if about and one.series.role in SYMPTOMS and case.is_troubled(one):
            found.append(case.fact(one))
    return found


def _place(case: Case) -> str | None:
    planes = sorted(node.entity for node in case.reading(nodes) if node.control_plane)
    if planes:
        return planes[0]
    named = sorted(
        entity for entity in case.entities if short(entity) in _SERVER or re.match(r"pod/(kube-api|etcd-)", entity)
    )
    holders = sorted(entity for entity in case.entities if entity.partition("/")[0] in _HOLDERS)
    return next(iter([*named, *holders]), case.resource)
