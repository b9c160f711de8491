"""Reads the text of pictures and PDFs: RapidOCR with the models that its package carries, pages of PDFs by PDFium.

Both are large and are imported with the first document. Neither is made for several threads: one page is read at a
time, and between two pages of a long document others get their turn.
"""

import io
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"%PDF-", "pdf"),
)
_PDF_HEADER_WITHIN = 1024
_PDF_SCALE = 2.0
"""Points are 1/72 inch: pages are drawn at 144 dots per inch, where the smallest usual print can be read."""
_LONGEST_SIDE = 5_000
_SLIMMEST = 20
_MOST_PIXELS = 100_000_000
_READER: dict[str, Any] = {
    "Global.log_level": "error",
    "Global.use_cls": False,  # documents stand upright
    # Lines are looked for in the picture as it is, made smaller where it is large: by default it is blown up.
    "Det.limit_type": "max",
    "Det.limit_side_len": 1_600,
    # Its threads wait by spinning; on a machine that has other work they would keep each other from theirs.
    "EngineConfig.onnxruntime.intra_op_num_threads": max(1, (os.cpu_count() or 2) // 2),
}
_one_at_a_time = threading.Lock()


class Unreadable(Exception):
    """The document says that it is of a kind that can be read, and cannot be."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its text, how sure the reader is (0 to 1), and its corners as shares of the page's size."""

    text: str
    confidence: float
    corners: tuple[tuple[float, float], ...]


def kind_of(document: bytes) -> str | None:
    """`png`, `jpeg`, `tiff` or `pdf` by the first bytes; None for anything else."""
    for magic, kind in _MAGIC:
        if document.startswith(magic):
            return kind
    return "pdf" if b"%PDF-" in document[:_PDF_HEADER_WITHIN] else None


def count_pages(document: bytes) -> int:
    """How many pages the document has. Raises Unreadable."""
    with _one_at_a_time, _opened(document) as (pages, _):
        return pages


def read_page(document: bytes, page: int) -> list[Line]:
    """The lines of a page, counted from 0, from top to bottom. Raises Unreadable."""
    with _one_at_a_time, _opened(document) as (_, picture):
        return _read(picture(page))


@contextmanager
def _opened(document: bytes) -> Iterator[tuple[int, Any]]:
    """The number of pages, and what makes a picture of one."""
    if kind_of(document) == "pdf":
        with _opened_pdf(document) as opened:
            yield opened
        return
    from PIL import Image, ImageOps

    try:
        with Image.open(io.BytesIO(document), formats=("PNG", "JPEG", "TIFF")) as image:
            if image.width * image.height > _MOST_PIXELS:
                raise Unreadable(f"{image.width} by {image.height} pixels are too many")

            def frame(page: int) -> Any:
                image.seek(page)
                return ImageOps.exif_transpose(image).convert("RGBA")

            # Only a TIFF has pages; the frames of a moving PNG are one picture.
            yield (getattr(image, "n_frames", 1) if image.format == "TIFF" else 1), frame
    except (OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError) as error:
        raise Unreadable(str(error)) from error


@contextmanager
def _opened_pdf(document: bytes) -> Iterator[tuple[int, Any]]:
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(document) as pdf:

            def drawn(number: int) -> Any:
                page = pdf[number]
                scale = min(_PDF_SCALE, _LONGEST_SIDE / max(1.0, *page.get_size()))
                return page.render(scale=scale).to_pil().convert("RGBA")

            yield len(pdf), drawn
    except pypdfium2.PdfiumError as error:
        raise Unreadable(str(error)) from error


def _read(picture: Any) -> list[Line]:
    import numpy
    from PIL import Image

    width, height = picture.size
    # The reader takes no strips: paper is put beside or below them.
    paper = Image.new("RGBA", (max(width, height // _SLIMMEST), max(height, width // _SLIMMEST)), "white")
    paper.alpha_composite(picture)
    pixels = numpy.asarray(paper.convert("RGB"))[:, :, ::-1]  # the reader wants blue first
    found = _reader()(numpy.ascontiguousarray(pixels))
    if found.txts is None:
        return []
    return [
        Line(
            text,
            float(score),
            tuple((min(1.0, max(0.0, float(x) / width)), min(1.0, max(0.0, float(y) / height))) for x, y in box),
        )
        for text, score, box in zip(found.txts, found.scores, found.boxes, strict=True)
        if text.strip()
    ]


@cache
def _reader() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(params=_READER)
