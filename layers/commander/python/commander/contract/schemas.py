"""The JSON Schemas of the evidence bundle and the verdict, made from their models."""

from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from commander.contract.bundle import Bundle
from commander.contract.verdict import Verdict


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
