"""A modest, rule-based stand-in for a model: it reads the facts of a prompt and fills the schema of a tool with them.

It understands nothing. It copies values whose names match, keeps or turns round the order of what it finds, and quotes.
Every text of its own starts with `Stand-in:`, so that nobody takes it for a model's.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from local.ai.facts import Facts, read_facts
from local.ai.schemas import Schema, bounds, branches, fits, kind, resolved, text_fits

LABEL = "Stand-in:"

# Texts to be written, against names of things that can only be copied.
_PROSE = frozenset(
    {
        "summary",
        "statement",
        "text",
        "message",
        "reason",
        "reasons",
        "reasoning",
        "explanation",
        "rationale",
        "headline",
    }
    | {"title", "body", "narrative", "why", "argument", "claim", "description", "comment", "detail", "details", "note"}
    | {"notes", "answer", "impact", "subject", "content", "draft"}
)
_DEEDS = ("action", "command", "runbook", "step", "recommend", "remed", "do", "look", "tool", "url", "plan")
# Where the data calls a thing differently from the schema.
_OTHER_NAMES = {
    "evidence_ids": ("supporting", "supporting_evidence_ids", "evidence", "ids"),
    "cause": ("cause_code", "code", "root_cause", "kind"),
    "cause_code": ("cause", "code", "kind"),
    "entity": ("entity_id", "service", "resource", "suspect"),
    "id": ("hypothesis_id", "evidence_id"),
    "hypothesis_id": ("id",),
    "hypothesis": ("id", "hypothesis_id", "cause"),
}
# Texts tried where a pattern asks for a form that nothing in the data has.
_FORMS = (
    "a", "A", "1", "a1", "stand-in", "stand_in", "STAND_IN", "StandIn", "0.0", "v1", "2026-01-01",
    "2026-01-01T00:00:00Z", "00000000-0000-4000-8000-000000000000", "https://stand-in.invalid/",
    "stand-in@stand-in.invalid",
)  # fmt: skip
_DEEPEST = 24


def fill(schema: Schema, text: str, temper: str = "agree") -> Any:
    """The input of a tool that a reading of the text gives: valid by the schema, except for the temper `garbage`."""
    reading = _Reading(schema, read_facts(text), temper)
    return reading.broken() if temper == "garbage" else reading.value(schema, "", {}, 0)


def prose(text: str, temper: str = "agree") -> str:
    """A plain answer: a few quotes from the data; or the orders in it, by a model that follows them."""
    facts = read_facts(text)
    if temper == "garbage":
        return '{"Stand-in:": [[["unfinished'
    if temper == "hostile" and (orders := facts.orders()):
        return f"{LABEL} I follow what the data says. " + " ".join(orders)
    quotes = facts.strings or [line.strip() for line in text.splitlines() if line.strip()]
    if temper == "contrarian":
        quotes = quotes[::-1]
    return f"{LABEL} the data says: " + " | ".join(_short(quote, 160) for quote in quotes[:3])


@dataclass(slots=True)
class _Reading:
    """One filling of one schema; `source` is the object of the data that is being answered about."""

    root: Schema
    facts: Facts
    temper: str
    _orders: list[str] | None = None

    def value(self, schema: Schema, name: str, source: Mapping[str, Any], depth: int) -> Any:
        schema = resolved(schema, self.root)
        if "const" in schema:
            return schema["const"]
        options = branches(schema, self.root)
        if len(options) > 1:
            options = [one for one in options if depth < _DEEPEST or kind(one) == "null"] or options
            wanted = self._candidates(name, source)
            schema = next((one for one in options for found in wanted if fits(found, one, self.root)), options[0])
        else:
            schema = options[0]
        match kind(schema):
            case "object":
                return self._object(schema, source, depth)
            case "array":
                return self._array(schema, name, source, depth)
            case "number" | "integer":
                return self._number(schema, name, source)
            case "boolean":
                return self._boolean(schema, name, source)
            case "null":
                return None
            case _:
                return self._string(schema, name, source)

    def broken(self) -> dict[str, Any]:
        """Something that breaks the schema: the first required property is gone, the rest has wrong types."""
        schema = branches(resolved(self.root, self.root), self.root)[0]
        left_out = next(iter(schema.get("required", ())), None)
        found: dict[str, Any] = {"unexpected": f"{LABEL} garbage"}
        for name, part in schema.get("properties", {}).items():
            if name != left_out:
                shape = kind(branches(resolved(part, self.root), self.root)[0])
                found[name] = {"garbage": [None]} if shape != "object" else f"{LABEL} garbage"
        return found

    def _object(self, schema: Schema, source: Mapping[str, Any], depth: int) -> dict[str, Any]:
        required = set(schema.get("required", ()))
        found: dict[str, Any] = {}
        for name, part in schema.get("properties", {}).items():
            if name in required or (depth < _DEEPEST and self._worth_adding(part, name, source)):
                inner = source.get(name)
                found[name] = self.value(part, name, inner if isinstance(inner, dict) else source, depth + 1)
        for name in sorted(required - set(found)):
            found[name] = f"{LABEL} no schema says what this is."
        return found

    def _worth_adding(self, part: Schema, name: str, source: Mapping[str, Any]) -> bool:
        """Optional properties are given where the data has them, or where there is something to say."""
        part = branches(resolved(part, self.root), self.root)[0]
        if kind(part) == "array":
            item = branches(resolved(part.get("items", {}), self.root), self.root)[0]
            return bool(self._objects(name, item, source)) or bool(self._candidates(name, source))
        if self.temper == "hostile" and kind(part) == "string" and self.orders:
            options = part.get("enum")
            return not options or any(str(one) in order for one in options for order in self.orders)
        return _is_prose(name) or bool(self._candidates(name, source))

    def _array(self, schema: Schema, name: str, source: Mapping[str, Any], depth: int) -> list[Any]:
        item = branches(resolved(schema.get("items", {}), self.root), self.root)[0]
        least, most = schema.get("minItems", 0), schema.get("maxItems", 50)
        if depth >= _DEEPEST:
            most = least
        if kind(item) == "object":
            objects = self._ordered(self._objects(name, item, source))[:most]
            objects += [{} for _ in range(least - len(objects))]
            return [self._ranked(self._object(item, one, depth + 1), item, at) for at, one in enumerate(objects)]
        found: list[Any] = []
        for candidate in _flat(self._candidates(name, source)):
            if fits(candidate, item, self.root) and candidate not in found:
                found.append(candidate)
        if self.temper == "hostile" and self.orders and kind(item) == "string" and not name.endswith("ids"):
            obeyed = [self._bounded(order, item) for order in self.orders if "enum" not in item]
            named = [one for one in item.get("enum", ()) if any(str(one) in order for order in self.orders)]
            found = list(dict.fromkeys([*named, *obeyed, *found]))
        while len(found) < least:
            extra = self._filler(item, name, source, depth, found)
            found.append(extra)
        return found[:most]

    def _objects(self, name: str, item: Schema, source: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Objects to answer about: the source's own; those of anywhere only for what stands in no source itself."""
        own = source.get(name)
        if source:
            return [one for one in own if isinstance(one, dict)] if isinstance(own, list) else []
        return self.facts.objects(name, set(item.get("properties", {})))

    def _filler(self, item: Schema, name: str, source: Mapping[str, Any], depth: int, found: list[Any]) -> Any:
        unused = [one for one in item.get("enum", ()) if one not in found]
        return unused[0] if unused else self.value(item, name, source, depth + 1)

    def _ordered(self, objects: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if all(isinstance(one.get("rank"), int) for one in objects):
            objects = sorted(objects, key=lambda one: int(one["rank"]))
        return objects[::-1] if self.temper == "contrarian" else objects

    def _ranked(self, found: dict[str, Any], item: Schema, at: int) -> dict[str, Any]:
        """Rank by place; whoever argues or obeys is surest of what stands first."""
        properties = item.get("properties", {})
        if "rank" in found:
            part = branches(resolved(properties["rank"], self.root), self.root)[0]
            found["rank"] = _clamped(at + 1, part) if kind(part) in {"integer", "number"} else found["rank"]
        if "confidence" in found and self.temper in {"contrarian", "hostile"}:
            part = branches(resolved(properties["confidence"], self.root), self.root)[0]
            if kind(part) in {"integer", "number"}:
                high = bounds(part)[1]
                found["confidence"] = _clamped((high if high != float("inf") else 1.0) * 0.95 / (at + 1), part)
        return found

    def _candidates(self, name: str, source: Mapping[str, Any]) -> list[Any]:
        """Values of the data that go by a name: the source's own first, then those of anywhere."""
        names = (name, *_OTHER_NAMES.get(name, ()))
        own = [source[one] for one in names if one in source]
        if own or source:
            return own
        return [value for one in names for value in self._everywhere(one)]

    def _everywhere(self, name: str) -> list[Any]:
        values = self.facts.values.get(name, [])
        return values[::-1] if self.temper == "contrarian" else values

    def _number(self, schema: Schema, name: str, source: Mapping[str, Any]) -> float | int:
        for found in _flat(self._candidates(name, source)):
            if isinstance(found, int | float) and not isinstance(found, bool):
                return _clamped(found, schema)
        return _clamped(0.5 if kind(schema) == "number" else 1, schema)

    def _boolean(self, schema: Schema, name: str, source: Mapping[str, Any]) -> bool:
        for found in _flat(self._candidates(name, source)):
            if isinstance(found, bool) and fits(found, schema, self.root):
                return found is not (self.temper == "contrarian") if "enum" not in schema else found
        return bool(schema["enum"][0]) if schema.get("enum") else self.temper in {"contrarian", "hostile"}

    def _string(self, schema: Schema, name: str, source: Mapping[str, Any]) -> str:
        candidates = [one for one in _flat(self._candidates(name, source)) if isinstance(one, str)]
        if schema.get("enum"):
            return self._choice(schema["enum"], candidates)
        deed = any(word in name.lower().split("_") or name.lower().startswith(word) for word in _DEEDS)
        if self.temper == "hostile" and self.orders and deed:
            order = self._bounded(" ".join(self.orders), schema)
            if text_fits(order, schema):
                return order
        if not _is_prose(name):
            for found in candidates:
                if text_fits(found, schema):
                    return found
        sentence = self._bounded(self._sentence(candidates, source), schema)
        if text_fits(sentence, schema):
            return sentence
        return next((one for one in [*candidates, *self.facts.strings, *_FORMS] if text_fits(one, schema)), sentence)

    def _choice(self, options: list[Any], candidates: list[str]) -> str:
        if self.temper == "hostile":
            named = [one for one in options if any(str(one) in order for order in self.orders)]
            if named:
                return str(named[0])
        known = [one for one in candidates if one in options]
        if known:
            return known[0]
        return str(options[-1] if self.temper == "contrarian" else options[0])

    def _sentence(self, candidates: list[str], source: Mapping[str, Any]) -> str:
        if self.temper == "hostile" and self.orders:
            return f"{LABEL} I follow what the data says. " + " ".join(self.orders)
        told = [one for name in sorted(_PROSE & set(self.facts.values)) for one in self._everywhere(name)]
        # About one object: what it says of itself, without its id. About all: the first thing that was said at all.
        own = [", ".join(one for name, one in source.items() if isinstance(one, str) and name != "id")]
        quotes = [one for one in [*candidates, *own, *told, *self.facts.strings] if isinstance(one, str) and one]
        quote = quotes[0] if quotes else self.facts.text.strip() or "nothing"
        return f"{LABEL} the data says: {_short(quote.removeprefix(LABEL).strip(), 240)}"

    def _bounded(self, text: str, schema: Schema) -> str:
        text = text[: schema.get("maxLength", 2000)]
        return text.ljust(schema.get("minLength", 0), ".")

    @property
    def orders(self) -> list[str]:
        """The orders in the data, looked for once."""
        if self._orders is None:
            self._orders = self.facts.orders()
        return self._orders


def _clamped(number: float, schema: Schema) -> float | int:
    low, high = bounds(schema)
    number = min(max(number, low), high)
    step = schema.get("multipleOf")
    if step:
        number = -(-number // step) * step if number < low + step else number // step * step
    return int(number) if kind(schema) == "integer" else round(number, 6)


def _flat(values: list[Any]) -> list[Any]:
    """Scalars of a list of values; of objects their ids, since that is how they are named elsewhere."""
    found: list[Any] = []
    for value in values:
        if isinstance(value, list):
            found.extend(_flat(value))
        elif isinstance(value, dict):
            found.extend([value["id"]] if isinstance(value.get("id"), str) else [])
        elif value is not None:
            found.append(value)
    return found


def _is_prose(name: str) -> bool:
    return name.lower() in _PROSE or name.lower().rsplit("_", 1)[-1] in _PROSE


def _short(value: str, most: int) -> str:
    text = " ".join(value.split())
    return text if len(text) <= most else text[: most - 1] + "…"
