"""Asking a service within a share of the budget, page by page where the answer has several."""

from collections.abc import Iterator
from typing import Any

from commander.aws.clients import impatient
from commander.aws.collecting.budget import Share
from commander.aws.errors import calling

_PREFIX = {
    "apigatewayv2": "apigateway",
    "elbv2": "elasticloadbalancing",
}
"""Services whose IAM actions begin with another word than boto3 calls the service by."""


class Ask:
    """Makes reading calls for one collector. Raises commander.contract.problems errors only, OutOfBudget among them."""

    def __init__(self, share: Share) -> None:
        self.share = share

    def __call__(self, service: str, operation: str, **arguments: Any) -> dict[str, Any]:
        """One call; `operation` as boto3 names its method."""
        self.share.spend()
        with calling(permission(service, operation)):
            answer: dict[str, Any] = getattr(impatient(service), operation)(**arguments)
        return answer

    def pages(self, service: str, operation: str, most: int, **arguments: Any) -> Iterator[dict[str, Any]]:
        """The answer's pages, `most` at the most."""
        paginator = impatient(service).get_paginator(operation)
        answers = iter(paginator.paginate(**arguments))
        for _ in range(most):
            self.share.spend()
            with calling(permission(service, operation)):
                page: dict[str, Any] | None = next(answers, None)
            if page is None:
                return
            yield page

    def items(self, service: str, operation: str, key: str, most: int, **arguments: Any) -> list[Any]:
        """What the pages hold under `key`, of `most` pages at the most."""
        return [item for page in self.pages(service, operation, most, **arguments) for item in page.get(key) or []]


def permission(service: str, operation: str) -> str:
    """The IAM action of a call. API Gateway's actions are named after HTTP's methods."""
    if service in ("apigateway", "apigatewayv2"):
        return "apigateway:GET"
    name = impatient(service).meta.method_to_api_mapping[operation]
    return f"{_PREFIX.get(service, service)}:{name}"
