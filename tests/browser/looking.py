"""What every page is looked at for: accessibility, sideways scrolling, and what it asks of the network."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, Request

from tests.browser.conftest import DASHBOARDS

_AXE = DASHBOARDS / "node_modules" / "axe-core" / "axe.min.js"
_RULES = """() => axe.run(document, {
    runOnly: {type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']},
})"""
SIZES = {"desk": (1440, 1000), "phone": (390, 844), "zoomed": (720, 500)}
"""`zoomed`: the desk at 200 %."""


def barriers(page: Page) -> list[str]:
    """The serious and critical violations that axe-core finds, with the elements they are on."""
    page.evaluate(_AXE.read_text(encoding="utf-8"))
    found = page.evaluate(_RULES)
    return [
        f"{one['id']}: {[node['target'] for node in one['nodes'][:3]]} {one['nodes'][0]['failureSummary']}"
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
    ]


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    return int(page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def small_targets(page: Page) -> list[str]:
    """Buttons, fields and disclosures lower than a thumb needs (48 px)."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('button, select, input:not([type=range]), summary')]
            .filter((one) => one.checkVisibility() && !one.closest('.timeline'))
            .filter((one) => one.getBoundingClientRect().height < 48)
            .map((one) => one.outerHTML.slice(0, 80))"""
    )
    return found


@contextmanager
def requests_of(page: Page) -> Iterator[list[Request]]:
    """Every request that the page makes. A socket is one too many."""
    made: list[Request] = []
    sockets: list[str] = []
    page.on("request", lambda request: made.append(request))
    page.on("websocket", lambda socket: sockets.append(socket.url))
    yield made
    assert sockets == []
