"""The evidence bundle and the verdict: what the engine reads and what it concludes.

The models accept and reject the same documents as the two JSON Schemas in `schema/`, which `schemas` generates.
"""

from commander.contract.bundle import (
    SECTIONS,
    Alert,
    Baseline,
    Bundle,
    BundleGap,
    BundleIncident,
    Change,
    ChangeKind,
    Edge,
    EdgeKind,
    Log,
    Metric,
    PlatformEvent,
    Section,
    State,
)
from commander.contract.json_types import Point, Points
from commander.contract.verdict import (
    Category,
    EvidenceItem,
    EvidenceKind,
    Hypothesis,
    Moment,
    RootCause,
    Verdict,
    VerdictKind,
)

__all__ = [
    "SECTIONS",
    "Alert",
    "Baseline",
    "Bundle",
    "BundleGap",
    "BundleIncident",
    "Category",
    "Change",
    "ChangeKind",
    "Edge",
    "EdgeKind",
    "EvidenceItem",
    "EvidenceKind",
    "Hypothesis",
    "Log",
    "Metric",
    "Moment",
    "PlatformEvent",
    "Point",
    "Points",
    "RootCause",
    "Section",
    "State",
    "Verdict",
    "VerdictKind",
]
