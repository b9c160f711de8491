"""How a fault changes the service it sits on, at one instant."""

from __future__ import annotations

from dataclasses import dataclass

from .model import Fault, Service


@dataclass
class Effects:
    """Added to a service's normal behaviour; times in seconds, bytes a second, cores, shares 0 to 1."""

    cpu: float = 0.0
    memory: float = 0.0
    leaked: float = 0.0
    disk: float = 0.0
    io_factor: float = 1.0
    delay: float = 0.0
    loss: float = 0.0
    pool_left: float = 1.0
    wait: float = 0.0
    error: float = 0.0
    lost: float = 0.0
    share: float = 1.0


NOTHING = Effects()


def affect(fault: Fault | None, index: int, service: Service, t: float) -> Effects:
    """The effects of `fault` on service `index` at `t`; size means:

    cpu: cores asked per replica as a share of its limit · memory: share of the room left below the limit ·
    leak: the same, reached after `ramp` seconds · disk: bytes a second · delay, slow: seconds · loss, errors: share ·
    pool: share of the pool taken away · lost: share of the replicas gone.
    """
    if fault is None or fault.service != index or not fault.start <= t < fault.end:
        return NOTHING
    grown = min(1.0, (t - fault.start + 1e-9) / fault.ramp) if fault.ramp > 0 else 1.0
    size = fault.size * grown
    room = max(0.0, service.memory_limit - service.memory - service.sawtooth)
    match fault.kind:
        case "cpu":
            return Effects(cpu=size * service.cores * service.replicas * fault.share, share=fault.share)
        case "memory":
            return Effects(memory=size * room * service.replicas * fault.share, share=fault.share)
        case "leak":
            # grows on after the ramp: the kernel ends it at the limit
            return Effects(leaked=fault.size * room / fault.ramp)
        case "disk":
            return Effects(disk=size, io_factor=1 + size / 1.2e7, cpu=0.04 + size / 2.5e9)
        case "delay":
            return Effects(delay=size, share=fault.share)
        case "loss":
            return Effects(loss=size)
        case "pool":
            return Effects(pool_left=max(0.0, 1 - size))
        case "slow":
            return Effects(wait=size, share=fault.share)
        case "errors":
            return Effects(error=size)
        case "lost":
            return Effects(lost=fault.size)
    return NOTHING
