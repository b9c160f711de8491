"""The web firewall in front of the REST API and the sign-in."""

from typing import Any

from aws_cdk import aws_wafv2 as wafv2
from constructs import Construct

from stacks.environment import Environment

_REQUESTS_PER_IP = 2000
"""In five minutes. The dashboards' own use stays far below it."""

_ONLY_COUNTED = {
    "AWSManagedRulesCommonRuleSet": (
        "SizeRestrictions_BODY",
        "CrossSiteScripting_BODY",
        "GenericLFI_BODY",
        "GenericRFI_BODY",
        "EC2MetaDataSSRF_BODY",
    ),
    "AWSManagedRulesKnownBadInputsRuleSet": ("JavaDeserializationRCE_BODY", "Log4JRCE_BODY"),
    "AWSManagedRulesAmazonIpReputationList": (),
}
"""Evidence is large and quotes log lines of attacks; the API checks bodies itself."""


def web_acl(scope: Construct, environment: Environment) -> wafv2.CfnWebACL:
    """Managed rules and a limit per address."""
    rules = [
        _rule(
            priority,
            name,
            {
                "overrideAction": {"none": {}},
                "statement": {
                    "managedRuleGroupStatement": {
                        "vendorName": "AWS",
                        "name": name,
                        "ruleActionOverrides": [{"name": rule, "actionToUse": {"count": {}}} for rule in counted],
                    }
                },
            },
        )
        for priority, (name, counted) in enumerate(_ONLY_COUNTED.items(), start=1)
    ]
    limit = _rule(
        0,
        "TooManyRequests",
        {
            "action": {"block": {}},
            "statement": {
                "rateBasedStatement": {
                    "limit": _REQUESTS_PER_IP,
                    "aggregateKeyType": "IP",
                }
            },
        },
    )
    return wafv2.CfnWebACL(
        scope,
        "Firewall",
        name=environment.prefix,
        scope="REGIONAL",
        default_action={"allow": {}},
        visibility_config=_visible("Firewall"),
        rules=[limit, *rules],
    )


def _rule(priority: int, name: str, rest: dict[str, Any]) -> dict[str, Any]:
    return {"priority": priority, "name": name, "visibilityConfig": _visible(name), **rest}


def _visible(name: str) -> dict[str, Any]:
    return {"cloudWatchMetricsEnabled": True, "metricName": name, "sampledRequestsEnabled": True}
