"""On which ports a container listens: those it declares, those it says it listens on, those that answer."""

from dataclasses import dataclass

from commander.contract.evidence import State
from commander.evidence.case import Case
from commander.evidence.cluster.containers import Container
from commander.evidence.cluster.probes import Probe
from commander.evidence.cluster.values import text, texts
from commander.evidence.logs import Pattern
from commander.evidence.mechanisms.cluster.reports import lines_of, wording

_LISTENS = (
    r"(?:listening|listen(?:s|ing)? on|started on|serving|server (?:is )?(?:running|started|up|ready)|"
    r"bound to|binding to|ready to accept connections|starting (?:\w+ )?server|running on|accepting connections)"
    r"[^\n]{0,80}?(?:port[s]?(?:\(s\))?\W{0,3}|:)(\d{2,5})\b"
)
_PROTOCOLS = {
    "grpc": ("grpc", (50051, 50052, 9000)),
    "redis": ("redis", (6379,)),
    "mysql": ("mysql", (3306,)),
    "postgres": ("postgres", (5432,)),
    "mongo": ("mongodb", (27017,)),
    "memcached": ("memcached", (11211,)),
    "amqp": ("AMQP", (5672,)),
    "kafka": ("kafka", (9092,)),
    "thrift": ("thrift", (9090,)),
}


@dataclass(frozen=True, slots=True, eq=False)
class Listening:
    """The ports of a container: declared, and those that its log lines name."""

    declared: frozenset[int]
    named: dict[str, int]
    logged: dict[int, Pattern]

    def number(self, probe: Probe) -> int | None:
        """The number of the port that a probe asks at; None where it cannot be told."""
        return self.named.get(probe.port) if isinstance(probe.port, str) else probe.port

    def only_elsewhere(self, number: int) -> bool:
        """Whether the container listens, as far as is told, only on other ports."""
        known = self.declared | self.logged.keys()
        return bool(known) and number not in known


def listening(case: Case, entity: str, container: Container) -> Listening:
    """The ports of a workload's container."""
    declared = frozenset(port.number for port in container.ports)
    named = {port.name: port.number for port in container.ports if port.name}
    logged: dict[int, Pattern] = {}
    for pattern in lines_of(case, entity):
        for found in wording(_LISTENS).finditer(pattern.text):
            logged.setdefault(int(found[1]), pattern)
    return Listening(declared, named, logged)


def speaks(container: Container, number: int | None) -> str | None:
    """A protocol that is not HTTP which a port speaks by its name, its number or the image; None where none is told."""
    name = next((port.name or "" for port in container.ports if port.number == number), "").lower()
    image = (container.image or "").rpartition("/")[2].partition(":")[0].lower()
    for key, (protocol, numbers) in _PROTOCOLS.items():
        if key in name or (number in numbers and (key in image or number in (6379, 3306, 5432, 27017, 11211, 50051))):
            return protocol
    return None


def service_targets(case: Case, entity: str) -> list[tuple[State, int]]:
    """The target ports of the Services in front of a workload: what callers use."""
    family = frozenset(case.family(entity))
    found = []
    for item in case.items("service"):
        if item.entity in family:
            for said in texts(item.attributes.get("target_port")) or texts(text(item.attributes.get("targetPort"))):
                number = said.partition("/")[0].strip()
                if number.isdigit() and 0 < int(number) < 65536:
                    found.append((item, int(number)))
    return found
