"""Placing pods and storing their data, the nodes that carry them and the control plane that does it."""

from commander.evidence.mechanisms.cluster import (
    api_server,
    instances,
    mounts,
    node_network,
    nodes,
    pressure,
    scheduler,
    scheduling,
    volumes,
)

MECHANISMS = (
    scheduling.argue,
    volumes.argue,
    mounts.argue,
    nodes.argue,
    pressure.argue,
    instances.argue,
    node_network.argue,
    scheduler.argue,
    api_server.argue,
)
