"""How the facts and explanations about services are put into words."""

from commander.evidence.case import Case
from commander.evidence.facts import Fact
from commander.evidence.mechanisms.services.deviation import Deviation

WORDS = {
    "compute.cpu_saturation": "uses up its CPU",
    "compute.cpu_throttled": "is held back by its CPU limit",
    "compute.memory_leak": "uses more and more memory",
    "compute.memory_saturation": "uses far more memory than before",
    "storage.io_saturation": "keeps its disk busy",
    "compute.thread_pool_exhausted": "uses up its threads, sockets or file handles",
    "db.connections_exhausted": "uses up its connections to a database",
    "network.packet_loss": "loses packets",
    "network.latency": "answers late because its traffic is delayed",
    "code.slow_path": "became slow in its own code",
    "code.unhandled_error": "fails in its own code",
}
"""What is said of a service at which a cause lies."""


def told(case: Case, one: Deviation) -> Fact:
    """What a series did since the moment of the panel, as a fact."""
    return case.ledger.state(
        "metric",
        one.entity,
        one.statement(),
        (one.series.id,),
        start=one.behaviour.onset if one.behaviour.onset is not None else one.moment,
        value=one.after,
    )
