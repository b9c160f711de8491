"""Metric names as different sources spell them, in one form."""

import re
from functools import lru_cache

_SOURCE = re.compile(r"^aws[._/](?:[a-z0-9]+)[._/](?=\w)")
_STATISTIC = re.compile(r"(?<=\w)[._](?:average|avg|maximum|max|minimum|min|sum|samplecount|p\d{2,3})$")
_NAME = re.compile(r"[a-z][\w./%]*[\w%]")


@lru_cache(maxsize=2048)
def plain(name: str) -> str:
    """A metric's name without case and separators: EBSIOBalance%, ebs_io_balance and aws.rds.ebsiobalance are one."""
    said = _SOURCE.sub("", name.lower())
    if said != name.lower():
        said = _STATISTIC.sub("", said)
    return re.sub(r"[^a-z0-9]", "", said)


@lru_cache(maxsize=64)
def plain_names(text: str) -> frozenset[str]:
    """What can be the name of a metric in a text, in plain form: the query of a monitor names its metric."""
    return frozenset(plain(found) for found in _NAME.findall(text.lower()))
