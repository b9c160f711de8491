"""Cases that the engine is only measured on.

What it says of one of them is not looked at; only their figures are shown. A case that has been looked at belongs among
the others. Of the recordings in `panels` one half has been looked at, and is counted apart.
"""

from scenarios.cases import accounts, estates, harbours, meshes, offices, quays, wards
from scenarios.heldout import aws, cluster, panels, services

_LOOKED_AT = frozenset(
    {
        *("list_crash", "list_pending", "list_pull", "list_config", "list_init", "watchdog", "check_over"),
        *("rollout_done", "list_fine", "empty", "all_running", "changes_only", "info_logs"),
        *("nightly_batch", "recovered", "low_traffic", "test_alarm", "low_threshold", "hidden_fine"),
        *(f"ho_svc_{number}" for number in range(18, 26)),
    }
)
"""The healthy and the blind ones of the first, which all-clears were studied on."""
_HEALTHY_LOOKED_AT = frozenset(
    {
        *("cpu_above_line", "memory_always_low", "drill_is_over", "one_lambda_error", "statement_batch_queue"),
        *("rolling_deploy_blip", "watchdog_only", "spot_node_replaced"),
        *("regatta", "cellarbook", "windtunnel", "lighthouse", "drydock", "puppets"),
        *("cheap_nodes", "cold_jvm", "grades_release", "leftovers", "month_end_job", "renewal", "sunday_drill"),
        *("sea_load_test", "canteen_cards"),
        *("sleeping_copy", "full_heap", "early_reminder", "loud_logger"),
    }
)
"""The same of the halves of later sets."""

_FIRST = (*cluster.CASES, *aws.CASES, *services.CASES)
_HALVES = (
    *accounts.UNSEEN,
    *estates.UNSEEN,
    *harbours.UNSEEN,
    *meshes.UNSEEN,
    *offices.UNSEEN,
    *quays.CASES,
    *wards.UNSEEN,
)
SEEN = (
    *(case for case in _FIRST if case.__name__ in _LOOKED_AT),
    *(case for case in _HALVES if case.__name__ in _HEALTHY_LOOKED_AT),
)
CASES = (
    *(case for case in _FIRST if case.__name__ not in _LOOKED_AT),
    *(case for case in _HALVES if case.__name__ not in _HEALTHY_LOOKED_AT),
)
PANELS = panels.CASES
