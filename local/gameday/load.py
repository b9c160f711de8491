"""Customers: a steady, bounded stream of real checkouts."""

import itertools
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

PER_SECOND = 4.0
# Every third cart has a discount, so a release that forgets the others fails most of them but not all.
CARTS: tuple[dict[str, Any], ...] = (
    {"items": [{"sku": "espresso", "quantity": 2}, {"sku": "croissant", "quantity": 2}], "discount": {"percent": 10}},
    {"items": [{"sku": "flat-white", "quantity": 1}, {"sku": "bagel", "quantity": 1}]},
    {"items": [{"sku": "flat-white", "quantity": 3}]},
)


class Load:
    """Calls `buy` at a steady rate from one thread; slower when the service is slower, never faster than the rate."""

    def __init__(self, buy: Callable[[dict[str, Any]], bool], per_second: float = PER_SECOND) -> None:
        self._buy = buy
        self._pause = 1 / per_second
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="load", daemon=True)
        self.started_at = 0.0
        self.accepted = 0
        self.refused = 0

    def start(self) -> "Load":
        """Open the doors."""
        self.started_at = time.time()
        self._thread.start()
        return self

    def stop(self) -> None:
        """Close the doors; returns when the last customer has been answered."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(timeout=30)

    def seconds(self) -> float:
        """How long there has been traffic."""
        return time.time() - self.started_at

    def _run(self) -> None:
        due = time.monotonic()
        for cart in carts():
            due = max(due + self._pause, time.monotonic())
            if self._stop.wait(max(0.0, due - time.monotonic())):
                return
            try:
                accepted = self._buy(cart)
            except (BotoCoreError, ClientError):
                accepted = False
            if accepted:
                self.accepted += 1
            else:
                self.refused += 1


def carts() -> Iterator[dict[str, Any]]:
    """An endless queue of customers' carts, each with an order id of its own."""
    for number, cart in enumerate(itertools.cycle(CARTS), start=1):
        yield {"order_id": f"order-{number:06d}", **cart}
