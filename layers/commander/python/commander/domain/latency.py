"""Latencies as counts in log-spaced buckets, of which percentiles can be told and which add up (Masson, Rim and Lee,
"DDSketch", VLDB 2019).

Bucket 0 holds what took at most a millisecond; bucket i what took more than RATIO^(i-1) and at most RATIO^i of them.
The value told for a bucket is off by at most ERROR of the true one (for bucket 0: by a millisecond). A minute is in
bucket 110, so that few counts hold whatever a service does.
"""

from collections.abc import Mapping
from math import ceil, log

ERROR = 0.05
RATIO = (1 + ERROR) / (1 - ERROR)


def bucket(latency_ms: float) -> int:
    """The bucket of a latency."""
    return 0 if latency_ms <= 1 else ceil(log(latency_ms) / log(RATIO))


def latency_of(number: int) -> float:
    """The milliseconds that are told for a bucket."""
    return 1.0 if number == 0 else 2 * RATIO**number / (RATIO + 1)


def percentile_of(counts: Mapping[int, int], share: float) -> float:
    """The latency that `share` of all do not exceed (nearest rank), within ERROR. Raises ValueError for no counts."""
    rank = max(1, ceil(sum(counts.values()) * share))
    reached = 0
    for number in sorted(counts):
        reached += counts[number]
        if reached >= rank:
            return latency_of(number)
    raise ValueError("no values")
