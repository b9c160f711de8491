"""The checkout service: prices a cart, answers like a service behind an API, and reports on itself.

Deployed as a Lambda of its own. It knows nothing of who watches it; its metrics and log lines are any service's.
"""

import json
import logging
import os
import time
from typing import Any

import boto3

# The module that is released beside this one: another one in another version.
import pricing  # type: ignore[import-not-found]

NAMESPACE = "Shop"
DIMENSIONS = [{"Name": "FunctionName", "Value": os.environ["AWS_LAMBDA_FUNCTION_NAME"]}]

log = logging.getLogger("checkout")
log.setLevel(logging.INFO)
cloudwatch = boto3.client("cloudwatch")


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Price the cart; a cart that cannot be priced is answered with 500 and logged with its traceback."""
    started = time.perf_counter()
    failed = False
    try:
        total = str(pricing.total(event))
        print(json.dumps({"level": "INFO", "message": "order accepted", "order_id": event["order_id"], "total": total}))
        return {"statusCode": 200, "body": json.dumps({"order_id": event["order_id"], "total": total})}
    except Exception as error:
        failed = True
        log.exception("[ERROR] order %s failed: %s: %s", event.get("order_id"), type(error).__name__, error)
        return {"statusCode": 500, "body": json.dumps({"message": "Internal server error"})}
    finally:
        publish(failed, (time.perf_counter() - started) * 1000)


def publish(failed: bool, milliseconds: float) -> None:
    """Put the service's own metrics of this request."""
    cloudwatch.put_metric_data(
        Namespace=NAMESPACE,
        MetricData=[
            {"MetricName": "CheckoutRequests", "Dimensions": DIMENSIONS, "Unit": "Count", "Value": 1},
            {"MetricName": "CheckoutFailures", "Dimensions": DIMENSIONS, "Unit": "Count", "Value": int(failed)},
            {"MetricName": "CheckoutLatency", "Dimensions": DIMENSIONS, "Unit": "Milliseconds", "Value": milliseconds},
        ],
    )
