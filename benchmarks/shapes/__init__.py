"""Bundles that grow in one section at a time, hostile ones among them: `SHAPES` by name, each made for a size."""

from collections.abc import Callable

from benchmarks.shapes import aws, clusters, telemetry, texts
from benchmarks.shapes.building import Document


def all_of(n: int) -> Document:
    """Some of every shape in one bundle: what grows with two sections together shows only here."""
    every = [shape for shapes in (clusters.SHAPES, telemetry.SHAPES, aws.SHAPES) for shape in shapes]
    several = [shape(max(1, n // 20)) for shape in every]
    whole = several[0]
    for section, prefix in (
        ("alerts", "a"),
        ("metrics", "m"),
        ("logs", "l"),
        ("events", "e"),
        ("changes", "c"),
        ("topology", "t"),
        ("state", "s"),
    ):
        items = [item for one in several for item in one[section]]
        whole[section] = [{**item, "id": f"{prefix}{place + 1}"} for place, item in enumerate(items)]
    return whole


SHAPES: dict[str, Callable[[int], Document]] = {
    shape.__name__: shape
    for shapes in (clusters.SHAPES, telemetry.SHAPES, aws.SHAPES, texts.SHAPES, (all_of,))
    for shape in shapes
}
