"""Documents as people attach them: text drawn into pictures and onto pages."""

import io
from collections.abc import Sequence
from typing import Any

from PIL import Image, ImageDraw, ImageFont

LOG = (
    "2026-11-29T02:11:07.311Z ERROR checkout payment gateway timeout after 30000ms",
    "connection pool exhausted: active=50 idle=0 waiting=117",
    "HTTP 503 from upstream pricing, attempt 3 of 3",
)


def page(lines: Sequence[str] = LOG, paper: str = "white", ink: str = "black") -> Any:
    """A picture with these lines."""
    picture = Image.new("RGB", (1200, 60 + 44 * max(1, len(lines))), paper)
    pen, font = ImageDraw.Draw(picture), ImageFont.load_default(size=22)
    for place, line in enumerate(lines):
        pen.text((20, 30 + 44 * place), line, fill=ink, font=font)
    return picture


def saved(pages: Sequence[Any], kind: str) -> bytes:
    """The pictures as one file: PNG and JPEG take one, TIFF and PDF any number."""
    written = io.BytesIO()
    more = {"save_all": True, "append_images": list(pages[1:])} if len(pages) > 1 else {}
    pages[0].save(written, kind, **({"quality": 90} if kind == "JPEG" else {}), **more)
    return written.getvalue()
