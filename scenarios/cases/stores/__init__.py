"""Incidents around databases, caches and the applications in front of them, written without sight of the engine."""

from __future__ import annotations

from collections.abc import Callable

from . import (
    aurora,
    blind,
    callers,
    calm_alerting,
    calm_databases,
    calm_stores,
    calm_tickets,
    database_access,
    database_load,
    database_waits,
    other_stores,
    tables,
)
from .recording import Case

Builder = Callable[[], Case]

FAULTS: tuple[Builder, ...] = (
    database_load.catalog_index,
    database_load.forum_cpu_credits,
    database_load.quotes_n_plus_one,
    database_load.invoices_vacuum,
    database_access.loyalty_rotated_secret,
    database_access.claims_key_disabled,
    database_access.tickets_group_revoked,
    database_access.payroll_sqlserver_failover,
    database_waits.booking_idle_transaction,
    database_waits.fulfil_burst_balance,
    database_waits.meter_disk_full,
    aurora.parcel_schema_change,
    aurora.wishlist_capacity_cut,
    aurora.bookings_old_region,
    aurora.orders_reader_behind,
    other_stores.courier_documents,
    other_stores.listings_index_block,
    other_stores.warehouse_disk,
    tables.basket_one_key,
    tables.ledger_table_ceiling,
    tables.coupon_concurrency,
    callers.menu_cold_cache,
    callers.geo_memory_limit,
    callers.checkout_provider_held,
)

HEALTHY: tuple[Builder, ...] = (
    calm_databases.tariff_nightly_load,
    calm_databases.tills_import_credits,
    calm_databases.policies_storage_grew,
    calm_databases.exam_scale_out,
    calm_tickets.deposits_failover_drill,
    calm_tickets.metrics_replica_ticket,
    calm_tickets.freight_deadlock_digest,
    calm_tickets.archive_thin_ticket,
    calm_stores.tokens_three_throttles,
    calm_stores.seatmap_node_replaced,
    calm_stores.adverts_yellow_cluster,
    calm_stores.grid_long_vacuum,
    calm_alerting.ballot_no_data,
    calm_alerting.gameday_test_page,
    calm_alerting.rides_node_upgrade,
    calm_alerting.rebate_hourly_function,
)

BLIND: tuple[Builder, ...] = (
    blind.donations_denied,
    blind.library_latency_only,
    blind.parking_two_changes,
    blind.scores_cache_timeouts,
)

# Every second case of each kind may be read while the engine is mended; the others only measure.
STUDIED: tuple[Builder, ...] = (*FAULTS[::2], *HEALTHY[::2], *BLIND[::2])
UNSEEN: tuple[Builder, ...] = (*FAULTS[1::2], *HEALTHY[1::2], *BLIND[1::2])
CASES: tuple[Builder, ...] = (*STUDIED, *UNSEEN)
