"""Something fails, and what would tell why is not there: titles alone, symptoms alone, closed doors."""

from scenarios.cases.building import Case, Scenario, bundle
from scenarios.cases.building_services import (
    Fault,
    Service,
    after,
    counts,
    edges,
    flat,
    latency,
    run,
    story,
    told,
)

ZOO = (
    Service("zoo-web", 0.006, {"visits": 0.7, "shop": 0.3}, 0.001),
    Service("visits", 0.012, {"slots": 1}, 0.002),
    Service("shop", 0.015, {"goods": 1}, 0.002),
    Service("slots", 0.008, {}, 0.002),
    Service("goods", 0.008, {}, 0.002),
)


def nothing_but_a_title() -> Scenario:
    """Somebody opened an incident by hand and wrote one line."""
    clock = story(2026, 3, 8, 17)
    return bundle(
        "svc-one-line",
        incident=clock.incident("Customers say the site is slow", source="manual", severity="unknown", collected=0),
    ), {
        "verdict": ["inconclusive"],
        "kind": "blind",
        "near": ["dependency.slow", "code.slow_path"],
        "written": "before",
    }


def a_check_with_a_name_and_a_count() -> Scenario:
    """A synthetic check has failed seventeen times; no other source covers the site."""
    clock = story(2026, 10, 30, 5)
    return bundle(
        "svc-seventeen-misses",
        incident=clock.incident(
            "checkout-journey",
            source="synthetic-monitor",
            severity="critical",
            started=0,
            collected=1020,
            service="checkout",
        ),
        alerts=[
            clock.alert("checkout-journey", 0, count=17, reason="step 4 of 6: element #pay not clickable after 20s")
        ],
        gaps=[
            {"section": "metrics", "reason": "not configured"},
            {"section": "logs", "reason": "not configured"},
        ],
    ), {
        "verdict": ["inconclusive"],
        "kind": "blind",
        "near": ["deployment.feature_flag", "dependency.third_party_outage"],
        "missing": ["logs"],
        "written": "before",
    }


def only_the_front_is_measured() -> Scenario:
    """The front's latency trebles at one moment; none of the services behind it exports a thing."""
    clock = story(2026, 5, 15, 13)
    return bundle(
        "svc-only-the-front",
        incident=clock.incident(
            "SLO latency of booking-front", started=1290, collected=2390, resource="service/booking-front"
        ),
        alerts=[clock.alert("SLOLatencyBookingFront", 1290, entity="service/booking-front")],
        metrics=[
            clock.metric(
                "service/booking-front", "latency_p50", [*flat(0.12, 20, 1), *flat(0.37, 20, 2)], unit="Seconds"
            ),
            clock.metric("service/booking-front", "latency_p99", [*flat(0.5, 20, 3, 0.1), *flat(1.6, 20, 4, 0.1)]),
            clock.metric("service/booking-front", "request_rate", flat(51, 40, 5)),
            clock.metric("service/booking-front", "cpu_usage", flat(0.3, 40, 6), unit="Cores"),
        ],
        topology=edges(
            "service/booking-front service/rooms",
            "service/booking-front service/rates",
            "service/rates service/currency",
        ),
        gaps=[
            {"section": "metrics", "entity": f"service/{name}", "reason": "no datapoints"}
            for name in ("rooms", "rates", "currency")
        ],
    ), {
        "verdict": ["inconclusive"],
        "kind": "blind",
        "near": ["network.latency", "dependency.slow", "code.slow_path"],
        "missing": ["rooms", "rates"],
        "written": "before",
    }


def errors_without_words() -> Scenario:
    """A release and a second provider came minutes before the errors; without logs nothing tells them apart."""
    clock = story(2026, 7, 17, 10)
    return bundle(
        "svc-two-suspects",
        incident=clock.incident("subscriptions 5xx", severity="high", source="datadog", started=1260, collected=1980),
        alerts=[clock.alert("subscriptions 5xx", 1260, entity="service/subscriptions", threshold=5)],
        metrics=[
            clock.metric("service/subscriptions", "http_5xx", [*counts(0.4, 20, 1), *counts(33, 13, 2)], unit="Count"),
            clock.metric("service/subscriptions", "request_rate", flat(14, 33, 3)),
        ],
        changes=[
            clock.change(1170, "deployment", "release", "service/subscriptions", "ci", version="40"),
            clock.change(1155, "config", "enable second payment provider", "service/subscriptions", "finance-ops"),
        ],
        topology=edges("service/subscriptions external/pay-a", "service/subscriptions external/pay-b"),
        gaps=[
            {
                "section": "logs",
                "entity": "service/subscriptions",
                "reason": "AccessDenied",
                "permission": "logs:FilterLogEvents",
            },
            {"section": "metrics", "entity": "external/pay-b", "reason": "not configured"},
        ],
    ), {
        "verdict": ["inconclusive"],
        "kind": "blind",
        "near": ["dependency.third_party_outage", "access.credentials_expired"],
        "missing": ["logs:FilterLogEvents"],
        "written": "before",
    }


def two_at_once_and_no_map() -> Scenario:
    """Two leaves of one host slow down at the same sample by the same factor; there is latency and nothing else."""
    clock, count = story(2026, 1, 30, 16), 40
    faults = [Fault(name, 24, {"own_factor": after(4)}) for name in ("slots", "goods")]
    recording = run(ZOO, count, 501, rate=30, faults=faults)
    return bundle(
        "svc-zoo-both-sides",
        incident=clock.incident("zoo-web latency objective", started=750, collected=1180, severity="high"),
        alerts=[clock.alert("ZooWebLatency", 750, entity="service/zoo-web")],
        metrics=told(clock, ZOO, recording, latency(90), 30),
        gaps=[
            {"section": "metrics", "reason": "cpu, memory and network series are kept for one hour and are gone"},
            {"section": "logs", "reason": "retention expired"},
        ],
    ), {
        "verdict": ["inconclusive"],
        "kind": "blind",
        "near": ["network.latency", "compute.cpu_saturation", "dependency.slow", "traffic.surge"],
        "missing": ["cpu"],
        "written": "before",
    }


def logs_that_only_say_they_work() -> Scenario:
    """Orders are missing, says the shop; the logs hold other hours and nothing of the time in question."""
    clock = story(2026, 11, 8, 6)
    texts = [
        "<clock> info  order <n> stored in <ms>ms",
        "<clock> info  nightly summary mailed to 4 recipients",
        "<clock> debug cache warm, 812 keys",
    ]
    return bundle(
        "svc-missing-orders",
        incident=clock.incident(
            "Orders of last night missing in ERP", source="manual", severity="high", started=3600, collected=7200
        ),
        logs=clock.lines("service/shop-api", 0, 1500, 60, texts, 1),
        topology=edges("service/shop-api service/erp-bridge", "service/erp-bridge external/erp"),
        gaps=[
            {"section": "logs", "entity": "service/erp-bridge", "reason": "timed out"},
            {"section": "logs", "entity": "service/shop-api", "reason": "nothing between 06:25 and 08:00"},
        ],
    ), {
        "verdict": ["inconclusive"],
        "kind": "blind",
        "near": ["dependency.queue_backlog", "data.corrupt_input", "storage.full"],
        "missing": ["erp-bridge"],
        "written": "before",
    }


def timeouts_to_a_silent_neighbour() -> Scenario:
    """Calls to geocode run into a timeout: slow, gone, cut off or overloaded, geocode itself cannot be looked at."""
    clock = story(2026, 4, 11, 14)
    texts = [
        "<clock> ERROR dispatch: httpx.ReadTimeout: GET http://geocode:5000/search timed out after 5.0s",
        "<clock> WARNING dispatch: tour <n> planned without coordinates",
    ]
    return bundle(
        "svc-tours-without-map",
        incident=clock.incident("dispatch: tours without coordinates", severity="high", started=1200, collected=1800),
        alerts=[clock.alert("ToursWithoutCoordinates", 1200, entity="service/dispatch", count=61)],
        metrics=[clock.metric("service/dispatch", "timeouts", [*[0] * 36, *counts(6, 24, 1)], 30)],
        logs=clock.lines("service/dispatch", 1090, 1795, 35, texts, 1, level="error"),
        topology=edges("service/dispatch service/geocode"),
        gaps=[
            {"section": "metrics", "entity": "service/geocode", "reason": "AccessDenied"},
            {"section": "logs", "entity": "service/geocode", "reason": "AccessDenied"},
            {"section": "state", "entity": "service/geocode", "reason": "AccessDenied"},
        ],
    ), {
        "verdict": ["inconclusive", "likely"],
        "cause": "dependency.slow",
        "entity": "service/geocode",
        "also": [
            {"cause": "dependency.unreachable", "entity": "service/geocode"},
        ],
        "kind": "blind",
        "near": [
            "network.partition",
            "network.policy_blocked",
            "code.timeout_too_short",
            "compute.thread_pool_exhausted",
        ],
        "missing": ["geocode"],
        "written": "before",
    }


def names_of_alerts_and_three_points() -> Scenario:
    """Alerts say things are bad, one of them has no data; of the series three points are left after a gap."""
    clock = story(2026, 9, 18, 21)
    return bundle(
        "svc-three-points",
        incident=clock.incident("Error budget burn: wallet", severity="critical", started=600, collected=1260),
        alerts=[
            clock.alert("WalletErrorBudgetBurn", 600, entity="service/wallet", query="burnrate > 14.4"),
            clock.alert("WalletPodsReady", 620, state="insufficient_data", entity="service/wallet"),
            clock.alert(
                "ScrapeFailing",
                610,
                entity="service/prometheus-b",
                reason="7 of 9 targets down: context deadline exceeded",
            ),
        ],
        metrics=[
            clock.metric(
                "service/wallet", "error_rate", [0.002] * 10 + [0.09, 0.11, 0.1], 60, skip=range(2, 10), first=480
            ),
        ],
        gaps=[
            {"section": "metrics", "reason": "prometheus-b scrapes failed from 21:10 on"},
            {"section": "logs", "reason": "AccessDenied", "permission": "logs:StartQuery"},
        ],
    ), {
        "verdict": ["inconclusive"],
        "kind": "blind",
        "near": ["compute.instance_lost", "code.unhandled_error", "deployment.bad_release"],
        "missing": ["logs:StartQuery"],
        "written": "before",
    }


CASES: tuple[Case, ...] = (
    nothing_but_a_title,
    a_check_with_a_name_and_a_count,
    only_the_front_is_measured,
    errors_without_words,
    two_at_once_and_no_map,
    logs_that_only_say_they_work,
    timeouts_to_a_silent_neighbour,
    names_of_alerts_and_three_points,
)
