"""A mixed year of incidents at invented harbour operators: half on AWS, half in Kubernetes."""

from __future__ import annotations

from collections.abc import Callable

from . import (
    aws_calm_databases,
    aws_calm_queues,
    aws_calm_services,
    aws_databases,
    aws_functions,
    aws_networks,
    aws_stores,
    cluster_calm_checks,
    cluster_calm_demand,
    cluster_calm_resources,
    cluster_calm_work,
    cluster_nodes,
    cluster_routes,
    cluster_services,
    cluster_workloads,
    undecided,
)
from .record import Bundle, Expected

FAULTS: tuple[Callable[[], tuple[Bundle, Expected]], ...] = (
    aws_databases.slot_booking,
    aws_databases.manifest_report,
    aws_stores.position_table,
    aws_stores.tariff_cache,
    aws_functions.document_scans,
    aws_stores.passage_fees,
    aws_functions.gate_reservations,
    aws_functions.customs_feed,
    aws_databases.tide_archive,
    aws_networks.berth_invoices,
    aws_networks.pilot_dispatch,
    aws_stores.cargo_labels,
    aws_databases.crew_burstable,
    aws_functions.card_payments,
    cluster_workloads.route_planner,
    cluster_workloads.lock_gates,
    cluster_routes.harbour_pass,
    cluster_routes.stock_lookup,
    cluster_nodes.radar_fusion,
    cluster_routes.weather_feed,
    cluster_services.slot_search,
    cluster_workloads.quay_cranes,
    cluster_workloads.pilot_ladder,
    cluster_nodes.buoy_telemetry,
    cluster_nodes.mooring_alerts,
    cluster_services.berth_scraper,
    cluster_services.customs_check,
    cluster_services.ais_partner,
)
HEALTHY: tuple[Callable[[], tuple[Bundle, Expected]], ...] = (
    aws_calm_databases.sunday_dump,
    aws_calm_databases.failover_drill,
    aws_calm_queues.night_statements,
    aws_calm_services.single_error,
    aws_calm_services.game_day,
    aws_calm_databases.fresh_bastion,
    aws_calm_queues.quota_climb,
    aws_calm_queues.tile_evictions,
    aws_calm_services.announced_scan,
    aws_calm_databases.sleeping_copy,
    aws_calm_services.spot_reclaim,
    aws_calm_services.quiet_night,
    cluster_calm_work.retried_job,
    cluster_calm_work.growing_pool,
    cluster_calm_checks.lone_location,
    cluster_calm_checks.dead_mans_switch,
    cluster_calm_resources.patched_nodes,
    cluster_calm_resources.thrifty_sidecar,
    cluster_calm_demand.cruise_season,
    cluster_calm_resources.full_heap,
    cluster_calm_work.hasty_rollout,
    cluster_calm_checks.early_reminder,
    cluster_calm_demand.agents_proxy,
    cluster_calm_demand.loud_logger,
)
BLIND: tuple[Callable[[], tuple[Bundle, Expected]], ...] = (
    undecided.dead_letters,
    undecided.slower_portal,
    undecided.silent_probe,
    undecided.failed_quotes,
)
CASES: tuple[Callable[[], tuple[Bundle, Expected]], ...] = FAULTS + HEALTHY + BLIND
STUDIED = CASES[::2]
UNSEEN = CASES[1::2]
