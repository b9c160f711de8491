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
def pages() -> dict[str, str]:
    """The Markdown of every page by its file's name, for those who search them."""
    found = [page for page in files("knowledge").joinpath("runbooks").iterdir() if page.name.endswith(".md")]
    return {page.name: page.read_text(encoding="utf-8") for page in sorted(found, key=lambda page: page.name)}


@cache
def _load() -> tuple[Runbook, ...]:
    return tuple(parse(markdown, name) for name, markdown in pages().items())
