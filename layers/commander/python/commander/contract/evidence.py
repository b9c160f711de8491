"""The evidence bundle and the verdict: what the engine reads and what it concludes.

The models accept and reject the same documents as the two JSON Schemas in `schema/`, which are generated from here.
"""

from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

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
    "json_schemas",
]


class _Plain(GenerateJsonSchema):
    """JSON Schema without what only Python needs: generated titles, and None as the default of an absent field."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        inner: CoreSchema = schema["schema"]
        return self.generate_inner(inner)


def json_schemas() -> dict[str, dict[str, Any]]:
    """The JSON Schemas of bundle and verdict, by the file name under which they are kept in `schema/`."""
    dialect = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return {
        "bundle.schema.json": dialect | Bundle.model_json_schema(schema_generator=_Plain),
        "verdict.schema.json": dialect | Verdict.model_json_schema(schema_generator=_Plain),
    }
