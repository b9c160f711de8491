"""Counts the calls of boto3 in this process by what AWS bills them by.

Calls go one at a time meanwhile: the emulated stores do not keep apart what several threads write at once.
"""

import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import botocore.client

from scripts.costs.items import reading, writing

_UNSEEN: Mapping[str, dict[str, Any]] = {"LookupEvents": {"Events": []}}
"""Operations that the emulated account does not know, with the answer of an account where nothing happened."""
_PUT = frozenset({"PutObject", "CopyObject", "ListObjectsV2"})


@contextmanager
def counted(into: "Counter[str]") -> Iterator[None]:
    """Counts until the end, by the names of the price file. Calls of the AI services are metered elsewhere."""
    base: Any = botocore.client.BaseClient
    make_call, lock = base._make_api_call, threading.RLock()

    def call(self: Any, operation: str, arguments: dict[str, Any]) -> Any:
        service = self.meta.service_model.service_name
        with lock:
            answer = _UNSEEN[operation] if operation in _UNSEEN else make_call(self, operation, arguments)
            if service == "dynamodb":
                into.update(_units(operation, arguments, answer, lambda **key: make_call(self, "GetItem", key)))
            else:
                into.update(_calls(service, operation, arguments))
            return answer

    base._make_api_call = call
    try:
        yield
    finally:
        base._make_api_call = make_call


def _calls(service: str, operation: str, arguments: Mapping[str, Any]) -> dict[str, int]:
    if service == "s3":
        return {"s3_put" if operation in _PUT else "s3_get": 1}
    if operation == "GetMetricData":
        return {"metric_data": len(arguments["MetricDataQueries"])}
    if operation == "StartQuery":
        return {"insights_query": 1}
    if (service, operation) == ("sns", "Publish"):
        return {"sns_publish": 1}
    if service == "cloudwatch":
        return {"cloudwatch_call": 1}
    return {}


def _units(operation: str, arguments: Mapping[str, Any], answer: Mapping[str, Any], get: Any) -> dict[str, int]:
    def now(of: Mapping[str, Any]) -> Any:
        """The item as it is after a change; an empty one where it is gone."""
        return get(TableName=of["TableName"], Key=of["Key"]).get("Item", {})

    match operation:
        case "GetItem":
            return {"dynamodb_read": reading([answer.get("Item", {})])}
        case "Query":
            return {"dynamodb_read": reading(answer["Items"])}
        case "PutItem":
            return {"dynamodb_write": writing(arguments["Item"])}
        case "UpdateItem":
            return {"dynamodb_write": writing(now(arguments))}
        case "DeleteItem":
            return {"dynamodb_write": writing(answer.get("Attributes", {}))}
        case "TransactWriteItems":
            changes = [next(iter(one.items())) for one in arguments["TransactItems"]]
            units = [writing(of["Item"] if kind == "Put" else now(of)) for kind, of in changes]
            return {"dynamodb_write": 2 * sum(units)}
        case _:
            raise ValueError(f"nobody has said what dynamodb:{operation} costs")
