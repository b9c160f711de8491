"""The runbooks deployed with the code. They come from nowhere else: nothing retrieved can authorise an act."""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from commander.domain.runbooks import Runbook, parse


class PackagedRunbooks:
    """`ports.Runbooks` over the `knowledge` package beside this one."""

    def all(self) -> Sequence[Runbook]:
        """See ports.Runbooks."""
        return _load()


@cache
def _load() -> tuple[Runbook, ...]:
    pages = [page for page in files("knowledge").joinpath("runbooks").iterdir() if page.name.endswith(".md")]
    return tuple(
        parse(page.read_text(encoding="utf-8"), page.name) for page in sorted(pages, key=lambda page: page.name)
    )
