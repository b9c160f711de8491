"""JSON's own types as Pydantic understands them, for documents whose JSON Schema is the contract.

Strict throughout: "3" is no number, true is no integer. Numbers that JSON cannot say (NaN, infinities) are refused.
Times stay the strings they came as (a bundle of a million points has no room for a million datetimes); whoever needs
the moment parses it once.
"""

from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from pydantic import BeforeValidator, Field, GetCoreSchemaHandler, GetJsonSchemaHandler, Strict, StringConstraints
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

if TYPE_CHECKING:
    from pydantic.json_schema import JsonSchemaValue

T = TypeVar("T")


def _is_none(value: object) -> bool:
    return value is None


def _refuse_null(value: object) -> object:
    if value is None:
        raise PydanticCustomError("null", "may be absent but not null")
    return value


class _AbsentNotNull:
    """Absent is fine and reads as None; an explicit null is not."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(_refuse_null, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> "JsonSchemaValue":
        written = handler(schema)
        choices = [choice for choice in written.pop("anyOf", []) if choice != {"type": "null"}]
        return {**written, **choices[0]} if len(choices) == 1 else written


Maybe = Annotated[T | None, _AbsentNotNull(), Field(exclude_if=_is_none)]
"""An optional field whose value may not be null."""


def _whole(value: object) -> object:
    """JSON Schema calls 3.0 an integer (draft 2020-12, 6.1.1); Python does not."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


Text = Annotated[str, Strict()]
Number = Annotated[float, Strict(), Field(allow_inf_nan=False)]
Integer = Annotated[int, Strict(), BeforeValidator(_whole)]
Rank = Annotated[int, Strict(), Field(ge=1), BeforeValidator(_whole)]
Id = Annotated[str, Strict(), StringConstraints(pattern=r"^[a-z]{1,3}[0-9]+$")]
CaseId = Annotated[str, Strict(), StringConstraints(pattern=r"^[a-z0-9-]{3,64}$")]
_DAY = "[0-9]{4}-[0-9][0-9]-[0-9][0-9]"
_CLOCK = r"[0-9][0-9]:[0-9][0-9]:[0-9][0-9](\.[0-9]+)?"
Time = Annotated[
    str,
    Strict(),
    StringConstraints(pattern=f"^{_DAY}T{_CLOCK}(Z|[+-][0-9][0-9]:[0-9][0-9])$"),
]
"""ISO 8601 with zone, as the source spelled it."""
BundleEntity = Annotated[str, Strict(), StringConstraints(pattern=r"^[a-z][a-z0-9_-]*/.+$")]
"""kind/name, as the source spelled it; unlike `values.Entity` of any length."""
Point = tuple[Time, Number]
Points = list[Point]
"""Time and value. Plain tuples: a large bundle has more of these than of anything else."""
Attributes = dict[str, Any]
