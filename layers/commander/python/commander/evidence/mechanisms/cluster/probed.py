"""What the mechanisms of health probes share: the probe in question, and the ways in which it can be wrong."""

from dataclasses import dataclass

from commander.contract.evidence import State
from commander.evidence.argument import Argument
from commander.evidence.cluster.containers import Container
from commander.evidence.cluster.probes import Probe
from commander.evidence.sentences import short

PORT, PROTOCOL, IMPATIENT, ENDPOINT = "wrong_port", "wrong_protocol", "too_aggressive", "endpoint_failing"
WORDS = (
    (
        PROTOCOL,
        r"malformed HTTP (?:response|status|version)|server gave HTTP response to HTTPS client|"
        r"first record does not look like a TLS|"
        r"HTTP/1\.x transport connection broken|HTTP/0\.9|unimplemented|does not implement the grpc health|"
        r"client sent an HTTP request to an HTTPS server|tls: |x509|unexpected EOF|(?:Get|http)\S* .{0,200}: EOF|"
        r"error reading server preface|http2: frame too large|connection reset by peer|rpc error: code = Unavailable",
    ),
    (ENDPOINT, r"statuscode: (?:[45]\d\d)|NOT_SERVING|status code:? (?:[45]\d\d)|returned (?:[45]\d\d)"),
    (PORT, r"connection refused|connect: refused|ECONNREFUSED"),
    (IMPATIENT, r"context deadline exceeded|client\.timeout exceeded|timed out|timeout|i/o timeout|deadline"),
)
"""What the words of a failed probe mean, the more specific first."""


@dataclass(frozen=True, slots=True, eq=False)
class Probed:
    """A container with one of its probes, and the item that tells it."""

    entity: str
    item: State
    container: Container
    probe: Probe
    kind: str


class Votes:
    """The arguments about one probe of a workload, made as something speaks for or against them."""

    def __init__(self, entity: str, kind: str) -> None:
        self.entity, self.kind = entity, kind
        self.known: dict[str, Argument] = {}

    def on(self, how: str) -> Argument:
        """The argument that the probe is wrong in this way."""
        if how not in self.known:
            self.known[how] = Argument(f"k8s.probe.{self.kind}_{how}", self.entity, self._summary(how))
        return self.known[how]

    def _summary(self, how: str) -> str:
        probe, name = f"The {self.kind} probe of {short(self.entity)}", short(self.entity)
        return {
            PORT: f"{probe} asks at a port on which nothing listens.",
            PROTOCOL: f"{probe} speaks another protocol than its port.",
            IMPATIENT: f"{probe} starts too early or gives up too fast.",
            ENDPOINT: f"The {self.kind} endpoint of {name} answers with failure.",
        }[how]
