"""A gateway sends a path to a Service or port that is not there, to pods that do not exist, or to another Service.

Predicts: the route's backend is no Service of the namespace or a port that it does not offer, or a path that speaks of
one Service goes to another; requests for it answered with 404 or 503. Contradicted by: the backend is there.
"""

import re
from collections.abc import Iterator, Mapping

from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.cluster.backing import backing
from commander.evidence.cluster.directory import directory, plain
from commander.evidence.cluster.pods import pods
from commander.evidence.cluster.routes import Route, routes
from commander.evidence.cluster.services import Service, name_of, spell_selector
from commander.evidence.cluster.values import labels, mapping, objects, text
from commander.evidence.mechanisms.cluster.complaints import relate, weigh_changes, weigh_complaints, weigh_effects
from commander.evidence.sentences import short

_CAUSE = "gateway.route_wrong"
_MOST = 4


def argue(case: Case) -> Iterator[Argument]:
    """One argument for each route that leads nowhere or astray."""
    known = case.reading(directory)
    if not known.services:
        return
    every = case.reading(routes)
    found = []
    for route in every:
        argument = _argument(case, route, every)
        if argument is not None:
            found.append(argument)
    found.sort(key=lambda one: (-one.logit, one.entity))
    for argument in found[:_MOST]:
        yield relate(case, argument)


def _argument(case: Case, route: Route, every: tuple[Route, ...]) -> Argument | None:
    known = case.reading(directory)
    where = f"{name_of(route.item.entity)} sends {route.path or 'requests'} to {route.service}"
    found = known.find(_host(route), route.namespace)
    if found.kind == "nowhere" or "not found" in route.note:
        meant = found.near or _by_path(case, route)
        if not (found.listed or meant or route.note):
            return None
        entity = meant.entity if meant is not None else route.item.entity
        argument = Argument(_CAUSE, entity, f"{where}, which is not there.")
        told = f" ({route.note})" if route.note else ""
        argument.back(case.fact_of_state(route.item, f"{where}, which is no Service in view{told}."), 3.6)
        if meant is not None:
            argument.back(case.fact_of_state(meant.item, f"There is a Service {meant.name}."), 1.3)
        return _weighed(case, route, meant, argument, direct=found.listed or bool(route.note))
    service = found.service
    if service is None:
        return None
    offered = {port.port for port in service.ports} | {port.name for port in service.ports if port.name}
    if route.port is not None and service.ports and None not in offered and route.port not in offered:
        ports = ", ".join(str(port.port) for port in service.ports)
        argument = Argument(_CAUSE, service.entity, f"{where}:{route.port}, a port that it does not offer.")
        said = f"{where}:{route.port}, while that Service offers {ports}."
        argument.back(case.fact_of_state(route.item, said, service.item), 4.0)
        answers = backing(case, service).ready
        if answers:
            argument.back(case.fact_of_state(answers[0].item, f"{answers[0].name} is running and ready."), 0.7)
        return _weighed(case, route, service, argument, direct=True)
    return _of_subset(case, route, service) or _astray(case, route, service, every, where)


def _astray(case: Case, route: Route, service: Service, every: tuple[Route, ...], where: str) -> Argument | None:
    """A path that bears the name of one Service and goes to another, while nothing else leads to the first."""
    meant = _by_path(case, route)
    if meant is None or case.kin(meant.entity) == case.kin(service.entity) or plain(service.name) == plain(meant.name):
        return None
    if any(one.service == meant.name for one in every):
        return None
    argument = Argument(_CAUSE, meant.entity, f"{where}, although there is a Service {meant.name}.")
    argument.back(case.fact_of_state(route.item, f"{where}; no route leads to {meant.name}.", meant.item), 2.6)
    others = [one for one in every if one is not route and (by := _by_path(case, one)) and by.name == one.service]
    if others:
        said = f"{name_of(others[0].item.entity)} sends {others[0].path} to {others[0].service}."
        argument.back(case.fact_of_state(others[0].item, said), 1.0)
    return _weighed(case, route, meant, argument, direct=bool(others))


def _of_subset(case: Case, route: Route, service: Service) -> Argument | None:
    """A subset of a mesh's destination that no pod belongs to."""
    if route.subset is None:
        return None
    for item in (*case.items("destinationrule", "destination_rule"), *case.items("manifest")):
        spec = mapping(item.attributes.get("spec")) or mapping(item.attributes)
        host = (text(spec.get("host")) or "").partition(".")[0]
        if host != service.name or "subsets" not in spec:
            continue
        chosen: Mapping[str, Mapping[str, str]] = {
            name: labels(one.get("labels")) for one in objects(spec.get("subsets")) if (name := text(one.get("name")))
        }
        behind = [one for one in case.reading(pods) if service.within(one.namespace) and service.selects(one.labels)]
        wanted = chosen.get(route.subset)
        if wanted and (
            not behind or any(all(one.labels.get(key) == value for key, value in wanted.items()) for one in behind)
        ):
            return None
        argument = Argument(
            _CAUSE, service.entity, f"{name_of(route.item.entity)} sends to a subset of {service.name} without pods."
        )
        if wanted is None:
            said = f"{short(route.item.entity)} sends to subset {route.subset} of {service.name}"
            said += f", which {short(item.entity)} does not define."
        else:
            said = (
                f"Subset {route.subset} of {service.name} is {spell_selector(wanted)}, which none of its pods carries."
            )
        argument.back(case.fact_of_state(item, said, route.item, *(one.item for one in behind[:1])), 4.0)
        return _weighed(case, route, service, argument, direct=True)
    return None


def _weighed(case: Case, route: Route, service: Service | None, argument: Argument, direct: bool) -> Argument:
    path = (route.path or "").rstrip("/*.()")
    if len(path) > 2:
        wanted = re.compile(rf"{re.escape(path)}(?![\w-])")
        lines = [one for one in case.patterns if one.error and not one.ended and wanted.search(one.text)]
        for pattern in lines[:1]:
            argument.back(case.fact_of_pattern(pattern), 1.5)
    if service is not None:
        weigh_complaints(case, service, argument, 1.0)
        weigh_effects(case, service.entity, argument)
    weigh_changes(case, route.item.entity, argument)
    argument.direct = direct
    return argument


def _by_path(case: Case, route: Route) -> Service | None:
    """The one Service whose name is a part of the route's path."""
    parts = {plain(part) for part in re.split(r"[^A-Za-z0-9_-]+", route.path or "") if len(part) > 2}
    found = [
        one
        for part in sorted(parts)
        for one in case.reading(directory).of_plain_name(part)
        if plain(one.name) == part and one.within(route.namespace) and not one.external
    ]
    return found[0] if len(found) == 1 else None


def _host(route: Route) -> str:
    return route.service if route.namespace is None else f"{route.service}.{route.namespace}.svc"
