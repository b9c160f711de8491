"""Cases that the engine is only measured on.

What it says of one of them is not looked at; only their figures are shown. A case that has been looked at belongs among
the others. Of the recordings in `panels` one half has been looked at, and is counted apart.
"""

from scenarios.cases import accounts, estates
from scenarios.heldout import aws, cluster, panels, services

_LOOKED_AT = frozenset(
    {
        *("list_crash", "list_pending", "list_pull", "list_config", "list_init", "watchdog", "check_over"),
        *("rollout_done", "list_fine", "empty", "all_running", "changes_only", "info_logs"),
        *("nightly_batch", "recovered", "low_traffic", "test_alarm", "low_threshold", "hidden_fine"),
        *(f"ho_svc_{number}" for number in range(18, 26)),
    }
)
"""The healthy and the blind ones, which all-clears were studied on."""

_FIRST = (*cluster.CASES, *aws.CASES, *services.CASES)
SEEN = tuple(case for case in _FIRST if case.__name__ in _LOOKED_AT)
CASES = (*(case for case in _FIRST if case.__name__ not in _LOOKED_AT), *accounts.UNSEEN, *estates.UNSEEN)
PANELS = panels.CASES
