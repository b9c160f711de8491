"""A mixed year of incidents at invented harbour operators: half on AWS, half in Kubernetes."""

from __future__ import annotations

from collections.abc import Callable

from . import aws_compute, aws_data_stores, cluster_services, cluster_workloads
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
CASES = FAULTS
