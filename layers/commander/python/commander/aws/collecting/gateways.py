"""APIs of API Gateway, REST and HTTP, as they are now: their stages and what stands behind their routes."""

import re
from typing import Any
from urllib.parse import unquote, urlsplit

from commander.aws.collecting.asking import Ask
from commander.aws.collecting.findings import Findings, Window, absent
from commander.aws.collecting.things import Thing, of_arn, of_text
from commander.contract.problems import Missing

_API_PAGES, _RESOURCE_PAGES = 4, 4
_ROUTES = 50
_HTTP_APIS = "500"
_FUNCTION = re.compile(r"arn:aws[a-z-]{0,16}:lambda:[a-z0-9-]{1,30}:\d{12}:function:[\w-]{1,140}(?::[\w$-]{1,128})?")


def describe(thing: Thing, ask: Ask, found: Findings, window: Window) -> None:
    """State and edges of an API, by its name or id. Raises Missing where there is none."""
    api_id = thing.hints.get("api_id")
    rest = None if api_id else _rest_api(thing.name, ask)
    if rest is not None:
        _describe_rest(thing, rest, ask, found, window)
    else:
        _describe_http(thing, _http_api(thing, api_id, ask), ask, found, window)


def _rest_api(name: str, ask: Ask) -> dict[str, Any] | None:
    apis = ask.items("apigateway", "get_rest_apis", "items", _API_PAGES, PaginationConfig={"PageSize": 500})
    return next((api for api in apis if name in (api.get("name"), api.get("id"))), None)


def _http_api(thing: Thing, api_id: str | None, ask: Ask) -> dict[str, Any]:
    if api_id:
        try:
            return ask("apigatewayv2", "get_api", ApiId=api_id)
        except Missing as error:
            raise absent(thing) from error
    apis = ask("apigatewayv2", "get_apis", MaxResults=_HTTP_APIS).get("Items") or []
    api = next((one for one in apis if thing.name in (one.get("Name"), one.get("ApiId"))), None)
    if api is None:
        raise absent(thing)
    return dict(api)


def _describe_rest(thing: Thing, api: dict[str, Any], ask: Ask, found: Findings, window: Window) -> None:
    found.better_known.append(thing.with_hints(api_name=str(api.get("name"))))
    routes: list[dict[str, Any]] | None = None
    with found.trying("topology", thing.entity):
        resources = ask.items(
            "apigateway",
            "get_resources",
            "items",
            _RESOURCE_PAGES,
            restApiId=api["id"],
            embed=["methods"],
            PaginationConfig={"PageSize": 500},
        )
        routes = [
            _route(thing, f"{method} {resource.get('path')}", one.get("type"), one.get("uri"), one, found)
            for resource in resources
            for method, details in sorted((resource.get("resourceMethods") or {}).items())
            if (one := details.get("methodIntegration") or {}).get("type") not in (None, "MOCK")
        ]
    with found.trying("state", thing.entity):
        for stage in ask("apigateway", "get_stages", restApiId=api["id"]).get("item") or []:
            chosen = thing.hints.get("stage")
            if chosen and stage.get("stageName") != chosen:
                continue
            found.traced.append(bool(stage.get("tracingEnabled")))
            settings = (stage.get("methodSettings") or {}).get("*/*") or {}
            if settings.get("loggingLevel") in ("ERROR", "INFO"):
                found.groups.append(f"API-Gateway-Execution-Logs_{api['id']}/{stage['stageName']}")
            _access_logs((stage.get("accessLogSettings") or {}).get("destinationArn"), found)
            attributes = {
                "stage": stage.get("stageName"),
                "deployment": stage.get("deploymentId"),
                "last_modified": stage.get("lastUpdatedDate"),
                "throttle": _throttle(settings.get("throttlingRateLimit"), settings.get("throttlingBurstLimit")),
                "canary": stage.get("canarySettings"),
                "variables": sorted(stage.get("variables") or {}),
                "integration": _shown(routes),
            }
            found.state(thing, "api_stage", attributes, window.end)


def _describe_http(thing: Thing, api: dict[str, Any], ask: Ask, found: Findings, window: Window) -> None:
    api_id = str(api["ApiId"])
    found.better_known.append(thing.with_hints(api_id=api_id))
    routes: list[dict[str, Any]] | None = None
    with found.trying("topology", thing.entity):
        routes = [
            _route(
                thing,
                str(one.get("IntegrationId")),
                one.get("IntegrationType"),
                one.get("IntegrationUri"),
                {"timeoutInMillis": one.get("TimeoutInMillis")},
                found,
            )
            for one in ask("apigatewayv2", "get_integrations", ApiId=api_id).get("Items") or []
        ]
    with found.trying("state", thing.entity):
        for stage in ask("apigatewayv2", "get_stages", ApiId=api_id).get("Items") or []:
            settings = stage.get("DefaultRouteSettings") or {}
            _access_logs((stage.get("AccessLogSettings") or {}).get("DestinationArn"), found)
            attributes = {
                "stage": stage.get("StageName"),
                "deployment": stage.get("DeploymentId"),
                "last_modified": stage.get("LastUpdatedDate"),
                "last_deployment": stage.get("LastDeploymentStatusMessage"),
                "throttle": _throttle(settings.get("ThrottlingRateLimit"), settings.get("ThrottlingBurstLimit")),
                "variables": sorted(stage.get("StageVariables") or {}),
                "integration": _shown(routes),
            }
            found.state(thing, "api_stage", attributes, window.end)


def _route(
    thing: Thing, route: str, kind: str | None, uri: str | None, given: dict[str, Any], found: Findings
) -> dict[str, Any]:
    """What one route calls. A function is written into the URI as an ARN inside another."""
    target = str(uri or "")
    functions = [of_arn(arn) for arn in _FUNCTION.findall(unquote(target))]
    for needed in (*functions, *(() if functions else of_text(target))):
        if needed is not None:
            found.edge(thing, needed, "calls")
    host = urlsplit(target).hostname if target.startswith("http") else None
    to = next((one.entity for one in functions if one is not None), host or (target or None))
    told = {"route": route, "type": kind, "to": to, "timeout_ms": given.get("timeoutInMillis")}
    return {name: value for name, value in told.items() if value is not None}


def _shown(routes: list[dict[str, Any]] | None) -> list[dict[str, Any]] | None:
    """The first of the routes, each target's method and path; None where they could not be looked at."""
    return None if routes is None else sorted(routes, key=lambda one: str(one["route"]))[:_ROUTES]


def _throttle(rate: Any, burst: Any) -> dict[str, Any] | None:
    return {"rate": rate, "burst": burst} if rate is not None or burst is not None else None


def _access_logs(destination: str | None, found: Findings) -> None:
    group = str(destination or "").partition(":log-group:")[2].removesuffix(":*")
    if group:
        found.groups.append(group)
