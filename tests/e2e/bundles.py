"""Evidence bundles that end-to-end tests attach to incidents about a function that really is there."""

from datetime import UTC, datetime
from typing import Any

from tests.making import bad_release, nothing_known


def bad_release_of(function: str, alias: str, version: str, previous: str) -> dict[str, Any]:
    """A bundle that says that this version of the function fails since a moment ago."""
    bundle = bad_release(datetime.now(UTC))
    text = {"lambda/shop": f"lambda/{function}", "shop": function}
    renamed: dict[str, Any] = _renamed(bundle, text)
    renamed["changes"][0]["details"] = {"alias": alias, "version": version, "previous_version": previous}
    renamed["state"][0]["attributes"] = {f"alias_{alias}": version, "versions": [previous, version]}
    for line in renamed["logs"]:
        line["source"] = line["source"].replace("[2]", f"[{version}]")
    return renamed


def empty() -> dict[str, Any]:
    """A bundle with nothing to go on."""
    return nothing_known(datetime.now(UTC))


def _renamed(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, list):
        return [_renamed(item, names) for item in value]
    if isinstance(value, dict):
        return {key: _renamed(item, names) for key, item in value.items()}
    if isinstance(value, str):
        for old, new in names.items():
            if value == old:
                return new
            value = value.replace(f"/{old} ", f"/{new} ")
    return value
