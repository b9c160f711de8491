"""A mixed year of incidents at invented harbour operators: half on AWS, half in Kubernetes."""

from __future__ import annotations

from collections.abc import Callable

from . import (
    aws_calm_services,
    aws_calm_stores,
    aws_compute,
    aws_data_stores,
    cluster_calm_signals,
    cluster_calm_work,
    cluster_services,
    cluster_workloads,
    undecided,
)
from .record import Bundle, Expected

FAULTS: tuple[Callable[[], tuple[Bundle, Expected]], ...] = (
    aws_data_stores.slot_booking,
    aws_data_stores.manifest_report,
    aws_data_stores.position_table,
    aws_data_stores.tariff_cache,
    aws_compute.document_scans,
    aws_data_stores.passage_fees,
    aws_compute.gate_reservations,
    aws_compute.customs_feed,
    aws_data_stores.tide_archive,
    aws_compute.berth_invoices,
    aws_compute.pilot_dispatch,
    aws_compute.cargo_labels,
    aws_data_stores.crew_burstable,
    aws_compute.card_payments,
    cluster_workloads.route_planner,
    cluster_workloads.lock_gates,
    cluster_workloads.harbour_pass,
    cluster_workloads.stock_lookup,
    cluster_workloads.radar_fusion,
    cluster_services.weather_feed,
    cluster_services.slot_search,
    cluster_workloads.quay_cranes,
    cluster_workloads.pilot_ladder,
    cluster_services.buoy_telemetry,
    cluster_services.mooring_alerts,
    cluster_services.berth_scraper,
    cluster_services.customs_check,
    cluster_services.ais_partner,
)
HEALTHY: tuple[Callable[[], tuple[Bundle, Expected]], ...] = (
    aws_calm_stores.sunday_dump,
    aws_calm_stores.failover_drill,
    aws_calm_stores.night_statements,
    aws_calm_services.single_error,
    aws_calm_services.game_day,
    aws_calm_stores.fresh_bastion,
    aws_calm_stores.quota_climb,
    aws_calm_stores.tile_evictions,
    aws_calm_services.announced_scan,
    aws_calm_stores.sleeping_copy,
    aws_calm_services.spot_reclaim,
    aws_calm_services.quiet_night,
    cluster_calm_work.retried_job,
    cluster_calm_work.growing_pool,
    cluster_calm_signals.lone_location,
    cluster_calm_signals.dead_mans_switch,
    cluster_calm_work.patched_nodes,
    cluster_calm_work.thrifty_sidecar,
    cluster_calm_signals.cruise_season,
    cluster_calm_work.full_heap,
    cluster_calm_work.hasty_rollout,
    cluster_calm_signals.early_reminder,
    cluster_calm_signals.agents_proxy,
    cluster_calm_signals.loud_logger,
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
