"""Healthy plain services and queues over which somebody was alarmed."""

from __future__ import annotations

from . import surroundings as life
from .bundle import Bundle, Case, expect


def spike_over() -> Case:
    """An index swap slowed searches for two minutes while it warmed; it has been over for twenty."""
    b = Bundle(
        "od-search-lat-2m",
        "2026-06-03T13:33:20",
        title="SLO burn: search availability",
        source="prometheus",
        resource="service/search-front",
        severity="critical",
        started=-26,
        service="search-front",
        millis=True,
    )
    b.alarm("ErrorBudgetBurn", "service/search-front", "ok", -21, reason="fast burn 5m/1h cleared")
    b.series("service/search-front", "error_rate", 0.0007, noise=0.5, start=-60, step=0.25, bumps=[(-27, -25, 62)])
    b.series(
        "service/search-front",
        "latency_p99",
        0.27,
        noise=0.13,
        start=-60,
        step=0.25,
        bumps=[(-27, -25, 7)],
        unit="Seconds",
    )
    b.series("service/search-front", "request_rate", 930, noise=0.05, start=-60, step=0.25)
    b.series(
        "service/index-reader",
        "latency_p99",
        0.11,
        noise=0.13,
        start=-60,
        step=0.25,
        bumps=[(-27, -25, 15)],
        unit="Seconds",
    )
    b.series("service/index-reader", "cpu_usage", 2.2, noise=0.1, start=-60, step=0.25)
    b.series("service/index-reader", "memory_usage", 6.1e9, noise=0.008, start=-60, step=0.25, unit="Bytes")
    b.series("service/suggest", "latency_p99", 0.04, noise=0.13, start=-60, step=0.25, unit="Seconds")
    b.log(
        -26.5,
        "service/search-front",
        "error",
        "rpc error: code = DeadlineExceeded desc = context deadline exceeded target=index-reader",
        2418,
    )
    b.log(-27, "service/index-reader", "info", "swapping to index generation 20260603-1300, warming segments")
    b.log(-25, "service/index-reader", "info", "generation 20260603-1300 live, warmed 412 segments in 118 s")
    b.log(-24.9, "service/search-front", "info", 'msg="subchannel index-reader READY"', 6)
    b.log(-12, "service/search-front", "warn", 'msg="context canceled by client" path=/v1/search', 51)
    b.chatter("service/suggest", life.GO, 15, -55)
    life.other_release(b, -41, "vm")
    life.red_for_weeks(b, 2)
    b.edges(
        ("service/search-front", "calls", "service/index-reader"), ("service/search-front", "calls", "service/suggest")
    )
    return b.done(), expect(
        "healthy",
        "healthy.recovered",
        near=["dependency.slow", "network.latency"],
        herring=("dependency.slow", "service/index-reader"),
    )


def rabbit_redeploy() -> Case:
    """A stop-and-start deployment left a queue unread for four minutes; its new consumers drained it since."""
    b = Bundle(
        "od-rabbit-parcel-q",
        "2026-02-12T10:06:00",
        title="RabbitMQ queue parcel.events has no consumers",
        source="prometheus",
        resource="queue/parcel.events",
        severity="critical",
        started=-44,
    )
    b.alarm("RabbitmqNoConsumer", "queue/parcel.events", "ok", -40)
    b.alarm("RabbitmqTooManyReadyMessages", "queue/parcel.events", "ok", -36, threshold=5000)
    b.series(
        "queue/parcel.events",
        "rabbitmq_queue_consumers",
        8,
        noise=0,
        start=-90,
        step=0.5,
        sets=[(-45, -41, 0)],
        whole=True,
    )
    b.series(
        "queue/parcel.events",
        "rabbitmq_queue_messages_ready",
        14,
        noise=0.2,
        start=-90,
        step=0.5,
        sets=[
            (-45, -44, 1000),
            (-44, -43, 2900),
            (-43, -42, 4700),
            (-42, -41, 6500),
            (-41, -40, 5600),
            (-40, -39, 2200),
            (-39, -38.5, 400),
        ],
        whole=True,
    )
    b.series("queue/parcel.events", "publish_rate", 31, noise=0.08, start=-90, step=0.5)
    b.series(
        "queue/parcel.events", "ack_rate", 31, noise=0.08, start=-90, step=0.5, sets=[(-45, -41, 0), (-41, -38.5, 88)]
    )
    b.series("queue/parcel.dead", "rabbitmq_queue_messages_ready", 212, noise=0, start=-90, step=0.5, whole=True)
    b.change(
        -46,
        "deployment",
        "ansible:deploy",
        "service/parcel-tracker",
        actor="deploy-bot",
        version=["2.31.0", "2.32.0"],
        strategy="stop-start",
    )
    b.log(-45, "service/parcel-tracker", "info", "celery worker: Warm shutdown (MainProcess)", 4)
    b.log(
        -42,
        "service/parcel-tracker",
        "info",
        "alembic.runtime.migration: Running upgrade 7c1 -> 8d0, add column eta_window",
    )
    b.log(-41, "service/parcel-tracker", "info", "celery@trk-0{1..4} ready.", 4)
    b.log(
        -40.6,
        "service/parcel-tracker",
        "warning",
        "Substantial drift from celery@trk-03 may mean clocks are out of sync. Current drift is 17 seconds.",
        3,
    )
    b.log(
        -30,
        "service/parcel-tracker",
        "error",
        "Task parcel.enrich[8f0] retry: Retry in 10s: HTTPError('503 Server Error') ; succeeded on 2nd attempt",
        4,
    )
    b.chatter("service/parcel-tracker", life.PYTHON, 24, -36)
    b.edges(
        ("service/parcel-tracker", "reads", "queue/parcel.events"),
        ("service/scanner-gw", "writes", "queue/parcel.events"),
    )
    return b.done(), expect(
        "healthy",
        "healthy.recovered",
        near=["dependency.queue_backlog", "deployment.bad_release", "deployment.schema_migration"],
        herring=("deployment.bad_release", "service/parcel-tracker"),
    )


def one_users_file() -> Case:
    """One user uploaded an empty photo fourteen times, was shown why, and then sent a good one."""
    b = Bundle(
        "od-new-issue-upload",
        "2026-03-24T14:57:00",
        title="New issue in claims-web: UnidentifiedImageError",
        source="sentry",
        resource="service/claims-web",
        severity="error",
        started=-19,
        service="claims-web",
        description="cannot identify image file <_io.BytesIO object>; 14 events, 1 user",
    )
    b.alarm(
        "sentry new issue CLAIMS-2K9",
        "service/claims-web",
        "alarm",
        -19,
        count=14,
        reason="users: 1, handled: yes, url: /claims/*/photos",
    )
    b.series("service/claims-web", "request_rate", 48, noise=0.1, start=-120)
    b.series("service/claims-web", "error_rate", 0.0009, noise=0.6, start=-120)
    b.series("service/claims-web", "latency_p95", 0.38, noise=0.12, start=-120, unit="Seconds")
    b.series("service/photo-store", "latency_p95", 0.12, noise=0.12, start=-120, unit="Seconds")
    b.log(
        -19,
        "service/claims-web",
        "warning",
        "PIL.UnidentifiedImageError: cannot identify image file (upload id=77120 user=u_90233 name=IMG_2231.jpg size=0) -> 422 shown to user",
        14,
    )
    b.log(-16.5, "service/claims-web", "info", "user=u_90233 upload id=77134 accepted IMG_2232.jpg 2.1 MB", 1)
    b.log(-88, "service/claims-web", "warning", "csrf cookie missing, login page redisplayed", 21)
    b.log(
        -40,
        "service/claims-web",
        "error",
        "BrokenPipeError: [Errno 32] Broken pipe (client went away during download)",
        5,
    )
    b.chatter("service/claims-web", life.PYTHON, 30, -115)
    b.change(
        -150,
        "deployment",
        "ansible:deploy",
        "service/claims-web",
        actor="deploy-bot",
        version=["24.12.1", "24.12.2"],
        notes="copy changes",
    )
    life.red_for_weeks(b, 9)
    b.edges(("service/claims-web", "calls", "service/photo-store"))
    return b.done(), expect(
        "healthy",
        near=["code.unhandled_error", "data.corrupt_input", "deployment.bad_release"],
        herring=("data.corrupt_input", "service/claims-web"),
    )


def sunday_orders() -> Case:
    """Orders are low as on every Sunday; the monitor knows no seasons, and last week was the same."""
    b = Bundle(
        "od-orders-weekend",
        "2026-05-17T09:40:00",
        title="Anomaly: orders.created lower than usual",
        source="datadog",
        resource="service/order-intake",
        severity="high",
        started=-55,
        service="order-intake",
        description="avg(last_1h):anomalies(sum:orders.created{env:prod}.as_count(), 'basic', 2) >= 1",
    )
    b.alarm(
        "orders.created anomaly (basic)",
        "service/order-intake",
        "alarm",
        -55,
        reason="value 41/5m outside band 180..260; algorithm basic has no seasonality",
        count=2,
    )
    b.series("service/order-intake", "orders_created", 41, noise=0.12, start=-240, step=5, whole=True, baseline=7)
    b.series("service/order-intake", "request_rate", 6.4, noise=0.1, start=-240, step=5, baseline=7)
    b.series("service/order-intake", "error_rate", 0.0012, noise=0.6, start=-240, step=5)
    b.series("service/order-intake", "latency_p95", 0.19, noise=0.1, start=-240, step=5, unit="Seconds", baseline=7)
    b.series("service/b2b-portal", "active_sessions", 88, noise=0.07, start=-240, step=5, whole=True, baseline=7)
    b.log(-170, "service/order-intake", "warn", "EDI 850 from customer 4410 rejected: unknown GLN; 997 sent", 2)
    b.log(-130, "service/order-intake", "info", "weekend profile: cutoff 18:00, carriers 2 of 7 active")
    b.log(-70, "service/b2b-portal", "warn", "session store: 3 expired sessions purged", 3)
    b.chatter("service/order-intake", life.JVM, 26, -230)
    life.other_release(b, -2600, "vm")
    life.red_for_weeks(b, 6)
    b.edges(("service/b2b-portal", "calls", "service/order-intake"))
    return b.done(), expect("healthy", near=["traffic.drop"], herring=("traffic.drop", "service/order-intake"))


CASES = (
    spike_over,
    rabbit_redeploy,
    one_users_file,
    sunday_orders,
)
