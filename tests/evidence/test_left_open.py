"""Systems that work are not left open for what is over, habitual, elsewhere or meant; and faults beside it are seen."""

from collections.abc import Callable
from functools import partial

import pytest

from commander.contract.evidence import Bundle
from commander.evidence.engine import investigate
from tests.evidence import left_open as case
from tests.evidence.left_open import Document

WELL: tuple[Callable[[], Document], ...] = (
    case.rollout,
    case.drained,
    case.attempts,
    case.removed,
    case.restarted,
    case.watchdog,
    case.paged,
    case.flapped,
    case.unheard,
    case.replaced,
    case.elsewhere,
)
ILL: tuple[Callable[[], Document], ...] = (
    partial(case.rollout, again=True),
    partial(case.drained, pressed=True),
    partial(case.drained, short=True),
    partial(case.attempts, failed=True),
    partial(case.removed, missed=True),
    partial(case.restarted, since=True),
    partial(case.watchdog, burst=True),
    partial(case.paged, second=9),
    partial(case.flapped, slow=True),
    partial(case.unheard, silent=True),
    partial(case.unheard, dense=True),
    partial(case.replaced, lasting=True),
    partial(case.counted, restarts=(61, 65, 69, 73, 77, 81, 86)),
    case.borrowed,
    partial(case.elsewhere, ago=20),
)


def _name(build: Callable[[], Document]) -> str:
    if isinstance(build, partial):
        return f"{build.func.__name__}-{'-'.join(build.keywords)}"
    return build.__name__


@pytest.mark.parametrize("build", WELL, ids=_name)
def test_what_is_over_usual_or_meant_does_not_keep_an_all_clear_open(build: Callable[[], Document]) -> None:
    assert investigate(Bundle.model_validate(build())).verdict == "healthy"


@pytest.mark.parametrize("build", ILL, ids=_name)
def test_what_only_looks_over_usual_or_meant_is_not_called_healthy(build: Callable[[], Document]) -> None:
    assert investigate(Bundle.model_validate(build())).verdict != "healthy"
