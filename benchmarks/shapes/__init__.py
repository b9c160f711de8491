"""Bundles that grow in one section at a time, hostile ones among them: `SHAPES` by name, each made for a size."""

from collections.abc import Callable

from benchmarks.shapes import aws, clusters, telemetry, texts
from benchmarks.shapes.building import Document

SHAPES: dict[str, Callable[[int], Document]] = {
    shape.__name__: shape
    for shapes in (clusters.SHAPES, telemetry.SHAPES, aws.SHAPES, texts.SHAPES)
    for shape in shapes
}
