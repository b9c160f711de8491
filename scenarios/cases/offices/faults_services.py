"""Faults of releases, flags, code, limits and the services others need."""

from __future__ import annotations

from scenarios.cases.offices.cluster import Cluster
from scenarios.cases.offices.recording import Case, ramp, saw, slope, step


def loan_offers() -> Case:
    c = Cluster("of-loan-offers", 301, "2026-04-08T12:31:00", 90)
    c.incident("LoanPortal 5xx > 3% for 10m", "prometheus", "critical", "loan-portal", "service/loan-portal", -19, None, namespace="lending",
               slo="portal")  # fmt: skip
    c.nodes("eks-lend-1", "eks-lend-2", "eks-lend-3")
    portal = c.workload("loan-portal", "lending", "node", 3, "2026-04-02", 3000, calls=("offers", "customer"))
    off = c.workload("offers", "lending", "jvm", 4, "5.12.0", calls=("scoring",), age_days=0)
    cust = c.workload("customer", "lending", "dotnet", 2, "8.8.1")
    sco = c.workload("scoring", "lending", "python", 2, "1.4.4", 8000, restarts=2)
    for number in (0, 1):
        c.older(off, number, "5.11.3", -1440 * 5, "6b77f4d99c")
        off.pod_state[number]["labels"] = {"app": "offers", "version": "5.11.3"}
    for number in (2, 3):
        off.pod_state[number]["labels"] = {"app": "offers", "version": "5.12.0"}
        off.pod_state[number]["started_at"] = off.pod_state[number]["containers"][0]["state"]["started_at"] = c.t(-23)
    off.own_state.update(updated=2)
    off.own_state["conditions"]["Progressing"] = {
        "status": "Unknown",
        "reason": "DeploymentPaused",
        "message": "Deployment is paused",
    }
    c.signals(portal, slope(44, 52, 90), step(0.28, -22, 0.33), step(0.002, -22, 0.094), 0.7)
    c.signals(off, slope(39, 46, 90), step(0.13, -22, 0.15), step(0.001, -22, 0.21), 1.4, 2.4e9)
    for number, pod in enumerate(off.pods):
        c.metric("error_rate", f"pod/{pod}", step(0.001, -22, 0.42) if number > 1 else 0.001, 0.3, "Ratio",
                 version="5.12.0" if number > 1 else "5.11.3")  # fmt: skip
    c.signals(cust, 61, 0.05, 0.0006, 0.5)
    c.signals(sco, 40, 0.09, 0.001, 1.2)
    c.metric("cpu_utilization", sco.entity, 93, 0.03, "Percent", base=92)
    c.alert(-1440 * 15, "ScoringCpuHigh", "deployment/scoring", "alarm", reason="cpu 92% of request, 15 days")
    c.log(-21, f"pod/{off.pods[2]}", "error", "ERROR [5.12.0] c.l.offers.RateTable - java.lang.NullPointerException: Cannot invoke "
          '"java.math.BigDecimal.add(java.math.BigDecimal)" because "margin" is null\n\tat c.l.offers.RateTable.rate(RateTable.java:204)',
          1731, "offers")  # fmt: skip
    c.log(
        -17,
        f"pod/{off.pods[3]}",
        "error",
        'ERROR [5.12.0] java.lang.NullPointerException: ... because "margin" is null',
        1690,
    )
    c.log(
        -16, f"pod/{off.pods[0]}", "info", "INFO  [5.11.3] c.l.offers.OfferController - offer computed in 96 ms", 4102
    )
    c.log(-15, f"pod/{portal.pods[0]}", "error", '{"level":50,"msg":"offers replied 500","url":"/api/offers"}', 3340)
    c.change(
        -23.5,
        "deployment",
        "ci/jenkins",
        "kubectl set image",
        "deployment/offers",
        image=["5.11.3", "5.12.0"],
        strategy="pause at 50%",
    )
    c.event(-23.3, "deployment/offers", "ScalingReplicaSet", f"Scaled up replica set offers-{off.revision} to 2 from 0", "normal", 1,
            "deployment-controller")  # fmt: skip
    c.ordinary("offers")
    return c.fault("deployment.bad_release", "deployment/offers", ("code.unhandled_error", "deployment/offers"),
                   herring=("compute.cpu_saturation", "deployment/scoring"), near=("dependency.errors", "data.corrupt_input"))  # fmt: skip


def recipe_pages() -> Case:
    c = Cluster("of-recipe-pages", 302, "2026-12-03T16:45:00", 70, style="millis")
    c.incident("[P2] recipe-web apdex below 0.7", "datadog", "high", "recipe-web", "service/recipe-web", -24, None, env="prod",
               monitor="70012388")  # fmt: skip
    c.nodes("prod-blue-1", "prod-blue-2", "prod-blue-3")
    web = c.workload("recipe-web", "recipes", "ruby", 4, "r1188", 3000, calls=("suggestions", "recipes-api"))
    sug = c.workload("suggestions", "recipes", "python", 3, "0.52.1", 8000, calls=("recipes-api",))
    api = c.workload("recipes-api", "recipes", "go", 3, "11.4.0")
    c.signals(web, slope(84, 97, 70), step(0.37, -27, 3.1), step(0.003, -27, 0.021), 2.6, base=True)
    c.signals(sug, slope(70, 82, 70), step(0.12, -27, 2.8), step(0.001, -27, 0.012), step(1.1, -27, 2.7))
    c.signals(api, step(160, -27, 240), 0.03, 0.0004, step(0.8, -27, 1.1))
    c.log(
        -26.6,
        f"pod/{sug.pods[0]}",
        "info",
        "flagd: configuration change flag=personalised-rerank variant=off->on targeting=100%",
        3,
    )
    c.log(
        -20,
        f"pod/{sug.pods[1]}",
        "warning",
        "rerank took 2611 ms candidates=500 model=pairwise flag=personalised-rerank:on",
        2870,
    )
    c.log(-40, f"pod/{sug.pods[1]}", "info", "suggest took 97 ms candidates=500 flag=personalised-rerank:off", 3204)
    c.log(
        -14,
        f"pod/{web.pods[2]}",
        "warning",
        "Faraday::TimeoutError: Net::ReadTimeout calling suggestions, rendering page without block",
        402,
    )
    c.change(
        -27,
        "flag",
        "user/mira",
        "flag.update",
        "deployment/suggestions",
        flag="personalised-rerank",
        rollout=["0%", "100%"],
    )
    c.released(api, -34, "ci/spinnaker", "deploy", "11.3.9", "11.4.0")
    c.ordinary()
    return c.fault("deployment.feature_flag", "deployment/suggestions", ("deployment.feature_flag", "service/suggestions"),
                   herring=("deployment.bad_release", "deployment/recipes-api"),
                   near=("code.slow_path", "compute.cpu_saturation", "dependency.slow"))  # fmt: skip


def hotel_checkin() -> Case:
    c = Cluster("of-hotel-checkin", 303, "2026-06-13T14:08:00", 55)
    c.incident("Check-in kiosks: deposit cannot be taken", "synthetic-monitor", "critical", "checkin", "service/checkin", -16,
               "kiosk journey fails at 'card deposit' in 3 of 3 locations", journey="kiosk-deposit")  # fmt: skip
    c.nodes("do-fra1-pool-x1", "do-fra1-pool-x2")
    chk = c.workload("checkin", "hotel", "dotnet", 2, "3.12", calls=("deposits", "rooms"))
    c.workload("deposits", "hotel", "go", 2, "0.31.0", calls=("external/api.paylatch.example",), age_days=19)
    c.workload("rooms", "hotel", "jvm", 2, "9.0.4", restarts=1)
    c.log(-18, f"pod/{chk.pods[0]}", "error", 'fail: Deposits.DepositClient[0] deposits returned 502: {"error":"provider_unavailable",'
          '"provider":"paylatch","provider_status":503,"provider_body":"We are experiencing an outage. See status.paylatch.example"}',
          611, "checkin")  # fmt: skip
    c.log(-7, f"pod/{chk.pods[1]}", "error", 'fail: deposits returned 502: {"error":"provider_unavailable","provider":"paylatch",'
          '"provider_status":503}', 590)  # fmt: skip
    c.log(-9, f"pod/{chk.pods[1]}", "warning", "warn: Polly[3] Circuit breaker for 'deposits/hold' opened for 30s", 22)
    c.metric("error_rate", chk.service, step(0.002, -18, 0.33), 0.2, "Ratio")
    c.metric("request_rate", chk.service, slope(5, 9, 55), 0.15, "Count/Second")
    c.alert(-16, "kiosk-deposit", "service/checkin", "alarm", count=3, reason="step 'card deposit' HTTP 502")
    c.alert(-500, "deposits-restarts", "deployment/deposits", "ok")
    c.gap("logs", "deposits ships its logs to an account this collector cannot read", "deployment/deposits")
    c.gap("metrics", "no series for deposits", "deployment/deposits")
    c.gap("changes", "not configured")
    c.ordinary("deposits", changes=False)
    return c.fault("dependency.third_party_outage", "external/api.paylatch.example",
                   ("dependency.third_party_outage", "deployment/deposits"), ("dependency.third_party_outage", "service/deposits"),
                   ("dependency.errors", "external/api.paylatch.example"), poor=True,
                   near=("deployment.bad_release", "access.credentials_expired"))  # fmt: skip


def league_tables() -> Case:
    c = Cluster("of-league-tables", 304, "2026-10-24T15:22:00", 100)
    c.incident("LeagueApiLatency", "prometheus", "critical", "league-api", "service/league-api", -21, "p99 above 3 s for 5 minutes",
               namespace="sport")  # fmt: skip
    c.nodes("k8s-sport-01", "k8s-sport-02", "k8s-sport-03")
    api = c.workload("league-api", "sport", "go", 4, "6.6.0", calls=("standings-cache", "standings-db"))
    cache = c.workload("standings-cache", "sport", "store", 1, "7.2.5", 6379, "statefulset", memory="2Gi")
    db = c.workload("standings-db", "sport", "store", 1, "16.2", 5432, "statefulset", memory="8Gi")
    news = c.workload("match-news", "sport", "node", 2, "402", 3000)
    c.signals(api, slope(310, 340, 100), step(0.03, -25, 2.9), step(0.0004, -25, 0.038), 1.8, base=True)
    c.signals(cache, None, None, None, 0.4, ramp(1.46e9, -26, 2.1e8, -25.5))
    c.signals(db, None, None, None, step(0.9, -25, 3.96), 6.1e9)
    c.signals(news, 41, 0.12, 0.0009, 0.3)
    c.metric("redis_keyspace_hit_ratio", cache.entity, step(0.974, -25, 0.16), 0.004, "Ratio")
    c.metric("redis_evicted_keys_total:rate", cache.entity, step(0.0, -25, 410), 0.2, "Count/Second")
    c.metric("redis_memory_max_bytes", cache.entity, step(1.61e9, -25.5, 2.1e8), 0, "Bytes")
    c.metric("pg_stat_database_xact_commit:rate", db.entity, step(14, -25, 290), 0.1, "Count/Second")
    c.log(-23, f"pod/{db.pods[0]}", "info", "LOG:  duration: 1840.221 ms  execute <unnamed>: SELECT team_id, sum(points) FROM results "
          "WHERE season=$1 GROUP BY team_id", 7044)  # fmt: skip
    c.log(
        -22, f"pod/{api.pods[0]}", "warning", 'level=warn msg="cache miss, computing table" key=table:2026:div3', 80211
    )
    c.log(
        -19, f"pod/{api.pods[3]}", "error", 'level=error msg="query" err="context deadline exceeded" timeout=3s', 3120
    )
    c.log(-26, f"pod/{cache.pods[0]}", "info", "1:C 24 Oct 2026 14:56:02.001 # Redis version=7.2.5, just started", 1)
    c.rolled(cache, -26.5)
    c.event(-26.1, f"pod/{cache.pods[0]}", "Started", "Started container standings-cache", "normal")
    c.change(-27, "config", "user/k.nowak", "helm upgrade", "statefulset/standings-cache", values={"maxmemory": ["1536mb", "200mb"],
             "maxmemory-policy": "allkeys-lru"})  # fmt: skip
    c.released(news, -31, "ci/argo-cd", "Sync", "401", "402")
    c.event(-30, f"pod/{news.pods[0]}", "Unhealthy", "Readiness probe failed: Get \"http://10.4.1.7:3000/healthz\": context deadline "
            "exceeded (Client.Timeout exceeded while awaiting headers)", count=2)  # fmt: skip
    c.ordinary("standings-cache", "standings-db")
    return c.fault("dependency.cache_failure", "statefulset/standings-cache", ("app.config.value_invalid", "statefulset/standings-cache"),
                   ("dependency.cache_failure", "service/standings-cache"), ("compute.memory_saturation", "statefulset/standings-cache"),
                   herring=("db.expensive_query", "statefulset/standings-db"),
                   near=("traffic.surge", "deployment.bad_release"))  # fmt: skip


def tenancy_forms() -> Case:
    c = Cluster("of-tenancy-forms", 305, "2026-01-15T10:17:00", 60)
    c.incident("Contract page hangs for everybody", "manual", "high", "contract-ui", "service/contract-ui", -20, "spinner, then 504",
               ticket="HOU-5120")  # fmt: skip
    c.nodes("rke-w-11", "rke-w-12", "rke-w-13", used=52)
    ui = c.workload("contract-ui", "housing", "nginx", 2, "1.27", 80, calls=("contracts",))
    con = c.workload("contracts", "housing", "jvm", 1, "4.19.2", calls=("contracts-db", "deeds"), age_days=26)
    deeds = c.workload("deeds", "housing", "go", 2, "2.5.0")
    db = c.workload("contracts-db", "housing", "store", 1, "15.6", 5432, "statefulset")
    c.signals(ui, 14, step(0.4, -22, 60), step(0.001, -22, 0.94), 0.1)
    c.signals(con, step(14, -22, 0.6), step(0.3, -22, 60), step(0.001, -22, 0.96), step(0.6, -22, 0.03), lambda m: saw(7e8, 1.1e9, 9)(m)
              if m < -22 else 8.2e8)  # fmt: skip
    c.signals(deeds, 9, 0.05, 0.0006, 0.2)
    c.metric("jvm_threads_states_threads", con.entity, step(3, -22, 198), 0.02, "Count", whole=True, state="blocked")
    c.metric("jvm_threads_states_threads", con.entity, step(22, -22, 6), 0.1, "Count", whole=True, state="runnable")
    c.metric("pg_stat_activity_count", db.entity, step(11, -22, 12), 0.05, "Count", whole=True)
    c.metric("pg_locks_waiting", db.entity, 0, 0, "Count")
    c.log(-20, f"pod/{con.pods[0]}", "error", 'Found one Java-level deadlock:\n=============================\n"http-nio-8080-exec-17":\n  '
          "waiting to lock monitor 0x00007f9c3800a2c8 (object 0x00000000e0a1b2f8, a h.contracts.TenantLedger),\n  which is held by "
          '"renewal-timer-2"\n"renewal-timer-2":\n  waiting to lock monitor 0x00007f9c38013e58 (object 0x00000000e0a1c118, a '
          'h.contracts.ContractStore),\n  which is held by "http-nio-8080-exec-17"', 1, "jstack")  # fmt: skip
    c.log(-18, f"pod/{ui.pods[0]}", "error", "[error] 31#31: *88210 upstream timed out (110: Operation timed out) while reading response "
          'header from upstream, upstream: "http://172.20.9.14:8080/contracts"', 1204)  # fmt: skip
    c.log(-12, f"pod/{db.pods[0]}", "info", "LOG:  checkpoint complete: wrote 912 buffers (5.6%)", 12)
    c.log(
        -23,
        f"pod/{con.pods[0]}",
        "info",
        "INFO  [renewal-timer-2] h.c.RenewalTimer - starting nightly renewals catch-up",
        1,
    )
    c.released(deeds, -28, "ci/gitlab", "kubectl apply", "2.4.8", "2.5.0")
    c.ordinary("contracts", "contracts-db")
    return c.fault("code.deadlock", "deployment/contracts", ("compute.thread_pool_exhausted", "deployment/contracts"),
                   ("code.deadlock", "service/contracts"), herring=("deployment.bad_release", "deployment/deeds"),
                   near=("db.lock_contention", "dependency.slow", "db.connections_exhausted"))  # fmt: skip


def fleet_positions() -> Case:
    c = Cluster("of-fleet-positions", 306, "2026-09-29T13:03:00", 150, 120)
    c.incident("Map shows vehicles minutes late", "datadog", "high", "fleet-map", "service/fleet-map", -40, "p95:position.age > 45 s",
               env="prod", team="telematics")  # fmt: skip
    c.nodes("tk-1", "tk-2", "tk-3", used=42)
    fmap = c.workload("fleet-map", "fleet", "node", 2, "88.0", 3000, calls=("position-decoder",))
    dec = c.workload("position-decoder", "fleet", "go", 3, "1.21.0", cpu="250m", age_days=0)
    geo = c.workload("geofence", "fleet", "jvm", 2, "3.0.9", calls=("position-decoder",))
    c.signals(fmap, 33, ramp(0.3, -45, 1.2, -35), 0.004, 0.5)
    c.signals(dec, 410, ramp(0.018, -47, 1.9, -40), ramp(0.0004, -47, 0.006, -40), ramp(1.32, -48, 0.75, -46), 3.1e8)
    c.signals(geo, 80, ramp(0.06, -45, 0.9, -38), 0.001, 1.1)
    c.metric("container_cpu_cfs_throttled_periods_ratio", dec.entity, step(0.01, -48, 0.91), 0.03, "Ratio")
    c.metric("cpu_utilization", dec.entity, step(33, -48, 98.9), 0.002, "Percent")
    c.metric("position_age_p95", fmap.service, ramp(6, -47, 96, -2), 0.1, "Seconds")
    for name in ("tk-1", "tk-2", "tk-3"):
        c.metric("cpu_utilization", f"node/{name}", 39, 0.06, "Percent")
    c.log(
        -44,
        f"pod/{dec.pods[0]}",
        "warning",
        'level=warn msg="decode queue above high-water mark" depth=48112 oldest=38s',
        210,
    )
    c.log(
        -30,
        f"pod/{geo.pods[0]}",
        "warning",
        "WARN  GrpcClient - DEADLINE_EXCEEDED: position-decoder, retrying (2/3)",
        1220,
    )
    c.change(-49, "config", "user/finops-bot", "kubectl patch", "deployment/position-decoder",
             **{"resources.limits.cpu": ["1", "250m"], "resources.requests.cpu": ["500m", "250m"]})  # fmt: skip
    c.rolled(dec, -49)
    c.released(geo, -55, "ci/argo-cd", "Sync", "3.0.8", "3.0.9")
    c.log(
        -54,
        f"pod/{geo.pods[1]}",
        "error",
        "ERROR o.s.b.SpringApplication - Application run failed: Address already in use (retrying)",
        1,
    )
    c.event(-54, f"pod/{geo.pods[1]}", "Unhealthy", "Startup probe failed: connection refused", count=4)
    c.ordinary("position-decoder")
    return c.fault("compute.cpu_throttled", "deployment/position-decoder", ("compute.cpu_saturation", "deployment/position-decoder"),
                   ("deployment.scaling_change", "deployment/position-decoder"), herring=("deployment.bad_release", "deployment/geofence"),
                   near=("dependency.queue_backlog", "dependency.slow"))  # fmt: skip


CASES = (loan_offers, recipe_pages, hotel_checkin, league_tables, tenancy_forms, fleet_positions)
