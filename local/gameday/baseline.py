"""The healthy stretch before a break, and what was normal in it."""

import statistics
import time
from datetime import UTC, datetime, timedelta

from local.clients import client
from local.gameday.alarms import PERIOD_SECONDS
from local.gameday.load import Load
from local.gameday.victim import NAMESPACE, Victim
from local.progress import Progress

# Seven full periods: enough for a change to stand out from them.
SECONDS = 75.0


def wait_for_baseline(load: Load, progress: Progress, seconds: float = SECONDS) -> None:
    """Wait until there has been healthy traffic for long enough; most of it has usually passed already."""
    missing = seconds - load.seconds()
    if missing <= 0:
        return
    with progress.step(f"Letting customers buy undisturbed until there are {seconds:.0f} s of it") as step:
        deadline = time.monotonic() + missing
        while (left := deadline - time.monotonic()) > 0:
            step.detail = f"{load.accepted} accepted, {load.refused} refused, {left:.0f} s to go"
            time.sleep(min(1.0, left))
        step.note = f"{load.accepted} accepted, {load.refused} refused"


def usual_requests(victim: Victim) -> float:
    """How many checkouts there usually are in a period."""
    now = datetime.now(UTC)
    found = client("cloudwatch", victim.endpoint_url).get_metric_statistics(
        Namespace=NAMESPACE,
        MetricName="CheckoutRequests",
        Dimensions=[{"Name": "FunctionName", "Value": victim.name}],
        StartTime=now - timedelta(seconds=SECONDS),
        EndTime=now,
        Period=PERIOD_SECONDS,
        Statistics=["Sum"],
    )
    return float(statistics.median(point["Sum"] for point in found["Datapoints"]))
