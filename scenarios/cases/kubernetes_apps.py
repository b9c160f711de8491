"""Applications in a cluster that are wrong by their own settings, passwords and releases."""

from scenarios.cases.building import Case, Scenario
from scenarios.cases.building_kubernetes import Cluster, fault, herring, levels, scenario
from scenarios.cases.building_kubernetes_systems import BANK, CLINIC, ENERGY, FLEET, MEDIA, PARCELS, TICKETS


def _falls(c: Cluster, app: str, lines: list[str], restarts: int = 7, code: int = 1, events: bool = True) -> None:
    """Every pod of an application ends at its start, with these last lines."""
    for place, pod in enumerate(c.pods(app)):
        c.crashing(pod, restarts + place, code)
        for minute in (0.5, 2.5, 6, 14):
            for part, text in enumerate(lines):
                c.log(pod, minute + part / 100 + place / 7, text, "error" if part == len(lines) - 1 else None)
        if events:
            c.backing_off(pod, 15.5, 30 + place)


def _env_node(case_id: str) -> Scenario:
    c = Cluster("tickets", "2026-01-08T09:15:00", 801)
    c.system(TICKETS, chatter=2)
    _falls(
        c,
        "box-office",
        [
            "> node server.js",
            "Error: Missing required environment variable: SESSION_KEY\n    at required "
            "(/app/config.js:12:11)\n    at Object.<anonymous> (/app/server.js:4:17)",
        ],
    )
    c.change(
        "deployment/box-office",
        -0.4,
        "deployment",
        "helm upgrade",
        "ci/tickets",
        chart="tickets-8.2",
        image="unchanged",
    )
    c.metric("ingress/shop", "error_rate", levels(1, (0.1, 20), (97, 16)), unit="Percent")
    return c.bundle(case_id, "shop availability", "ingress/shop", source="datadog", severity="critical"), fault(
        "app.config.env_missing",
        "deployment/box-office",
        "k8s.config.configmap_missing",
        "k8s.config.secret_missing",
        "deployment.bad_release",
        "app.config.value_invalid",
        "k8s.container.command_invalid",
        also=[("app.config.env_missing", "service/box-office")],
    )


def _env_python(case_id: str) -> Scenario:
    c = Cluster("media", "2026-01-19T12:12:00", 802, slim=True, timed=False)
    c.system(MEDIA)
    for pod in c.pods("thumbnailer"):
        c.attrs(pod).update(status="CrashLoopBackOff", ready="0/1", restarts=12)
        for _ in range(3):
            c.log(
                pod,
                0,
                'Traceback (most recent call last):\n  File "/app/worker.py", line 9, in <module>\n    BUCKET = '
                'os.environ["ASSET_BUCKET"]'
                "\n  File \"<frozen os>\", line 685, in __getitem__\nKeyError: 'ASSET_BUCKET'",
                "error",
            )
    return c.bundle(case_id, "thumbnails missing", "service/web-player", source="manual", severity="warning"), fault(
        "app.config.env_missing",
        "deployment/thumbnailer",
        "code.unhandled_error",
        "k8s.config.configmap_missing",
        "app.config.dependency_address_wrong",
    )


def _value(case_id: str) -> Scenario:
    c = Cluster("parcels", "2026-02-02T07:35:00", 803)
    c.system(PARCELS, chatter=2)
    c.env("carriers", RETRY_BACKOFF="five seconds")
    _falls(
        c,
        "carriers",
        [
            "INFO  [main] c.h.carriers.CarriersApplication : Starting",
            "ERROR [main] o.s.b.d.LoggingFailureAnalysisReporter : Failed "
            "to bind properties under 'retry.backoff' to java.time.Duration: Value: \"five seconds\" Reason: "
            "'five seconds' is not a "
            "valid duration",
        ],
    )
    c.change("configmap/carriers", -1, "config", "kubectl apply", "user/o.berg", RETRY_BACKOFF=["5s", "five seconds"])
    c.lines(
        "service/routing",
        range(1, 17, 2),
        '{"level":"error","msg":"carrier quote","err":"dial tcp: connect: connection refused","carriers":{n}}',
        "error",
    )
    return c.bundle(case_id, "routing error ratio", "service/portal"), fault(
        "app.config.value_invalid",
        "deployment/carriers",
        "app.config.env_missing",
        "dependency.unreachable",
        "code.unhandled_error",
        "deployment.bad_release",
    )


def _value_go(case_id: str) -> Scenario:
    c = Cluster("fleet", "2026-02-18T18:00:00", 804, objects=False)
    c.system(FLEET)
    c.env("geozones", ZONE_TABLE_URL="s3//zones/current.bin", WORKERS="0")
    _falls(
        c,
        "geozones",
        [
            '{"level":"fatal","msg":"bad configuration","err":"ZONE_TABLE_URL: parse '
            '\\"s3//zones/current.bin\\": unsupported protocol '
            'scheme \\"\\""}'
        ],
        restarts=19,
        events=False,
    )
    return c.bundle(case_id, "map shows no zones", "service/dispatch-web", source="synthetic-monitor"), fault(
        "app.config.value_invalid",
        "deployment/geozones",
        "app.config.dependency_address_wrong",
        "k8s.container.command_invalid",
        "k8s.config.configmap_missing",
    )


def _address_state(case_id: str) -> Scenario:
    c = Cluster("tickets", "2026-03-05T05:50:00", 805, objects=False, timed=False, edges=False)
    c.system(TICKETS)
    c.env("seating", HOLDS_URL="http://hold:6001")
    c.alert(None, 0, "Check: reserve a seat", count=8, reason="HTTP 500, expected 201")
    return c.bundle(case_id, "Check: reserve a seat", "service/box-office", source="synthetic-monitor"), fault(
        "app.config.dependency_address_wrong",
        "deployment/seating",
        "dns.resolution_failure",
        "k8s.service.selector_mismatch",
        "dependency.unreachable",
        "k8s.service.port_mismatch",
        also=[("app.config.dependency_address_wrong", "service/seating")],
    )


def _address_port(case_id: str) -> Scenario:
    c = Cluster("core-bank", "2026-03-20T10:25:00", 806)
    c.system(BANK, chatter=3)
    c.env("accounts", LIMITS_URL="http://limits:8080")
    for pod in c.pods("accounts"):
        c.lines(
            pod,
            range(1, 17, 3),
            "ERROR [nio-exec-{n}] c.h.accounts.LimitClient : java.net.ConnectException: Connection timed out: "
            "limits/172.20.9.13:8080",
            "error",
        )
    c.change(
        "deployment/accounts",
        -0.5,
        "config",
        "kubectl set env",
        "user/i.dahl",
        LIMITS_URL=["http://limits:80", "http://limits:8080"],
    )
    c.lines(
        "service/mobile-bff",
        range(1, 17, 2),
        "Error: Request failed with status code 504 POST http://accounts:80/transfer/{n}",
        "error",
    )
    return c.bundle(case_id, "transfers fail", "service/mobile-bff", source="datadog", severity="critical"), fault(
        "app.config.dependency_address_wrong",
        "deployment/accounts",
        "k8s.service.port_mismatch",
        "dependency.unreachable",
        "network.policy_blocked",
        "db.port_wrong",
        also=[("app.config.dependency_address_wrong", "service/accounts")],
        herring=herring("dependency.unreachable", "service/limits"),
    )


def _address_name(case_id: str) -> Scenario:
    c = Cluster("energy", "2026-03-28T13:05:00", 807, objects=False)
    c.system(ENERGY, chatter=2)
    c.env("consumer-portal", TARIFFS_URL="http://tariffs.energy-staging:8080")
    c.lines(
        "service/consumer-portal",
        range(1, 17, 1),
        "FetchError: request to http://tariffs.energy-staging:8080/t/{n} failed, reason: getaddrinfo "
        "ENOTFOUND tariffs.energy-staging",
        "error",
    )
    c.change(
        "deployment/consumer-portal", -0.3, "deployment", "argocd sync", "argocd/energy", values="values-staging.yaml"
    )
    return c.bundle(case_id, "bill preview fails", "service/consumer-portal"), fault(
        "app.config.dependency_address_wrong",
        "deployment/consumer-portal",
        "dns.resolution_failure",
        "dns.record_wrong",
        "k8s.service.selector_mismatch",
        "deployment.bad_release",
        also=[("app.config.dependency_address_wrong", "service/consumer-portal")],
    )


def _password(case_id: str) -> Scenario:
    c = Cluster("parcels", "2026-04-10T06:10:00", 808)
    c.system(PARCELS, chatter=2)
    c.env("intake", PARCELS_DB_USER="intake", PARCELS_DB_PASSWORD="<set to the key 'password' in secret 'intake-db'>")
    for pod in c.pods("intake"):
        c.lines(
            pod,
            range(1, 17, 2),
            "ERROR [main] HikariPool-1 : org.postgresql.util.PSQLException: FATAL: password authentication "
            'failed for user "intake"',
            "error",
        )
    c.lines(
        c.pods("parcels-db")[0],
        range(1, 17, 1),
        '2026-04-10 UTC [{n}] FATAL:  password authentication failed for user "intake"',
        "error",
    )
    c.lines(
        c.pods("parcels-db")[0],
        range(1, 17, 4),
        "2026-04-10 UTC [61] LOG:  checkpoint complete: wrote {n} buffers",
        "info",
    )
    c.change(
        "deployment/intake",
        -0.5,
        "deployment",
        "kubectl set image",
        "ci/intake",
        image=["intake:2.40.0", "intake:2.40.1"],
    )
    c.drop("")
    return c.bundle(case_id, "portal: parcels cannot be created", "service/portal"), fault(
        "db.credentials_invalid",
        "deployment/intake",
        "db.unreachable",
        "db.connections_exhausted",
        "deployment.bad_release",
        "db.port_wrong",
        also=[("db.credentials_invalid", "service/intake")],
    )


def _password_mongo(case_id: str) -> Scenario:
    c = Cluster("media", "2026-04-20T17:25:00", 809, objects=False, timed=False, edges=False)
    c.system(MEDIA, chatter=6)
    for _ in range(5):
        c.log(
            "service/playlists",
            0,
            "pymongo.errors.OperationFailure: Authentication failed., full error: {'ok': 0.0, 'errmsg': "
            "'Authentication "
            "failed.', 'code': 18, 'codeName': 'AuthenticationFailed'}",
            "error",
        )
    c.log("service/web-player", 0, '"GET /lists/mine" 500', count=140)
    c.drop("")
    return c.bundle(case_id, "playlists do not load", "service/web-player", source="manual"), fault(
        "db.credentials_invalid",
        "service/playlists",
        "access.permission_denied",
        "db.unreachable",
        "access.secret_rotation",
        "code.unhandled_error",
    )


def _db_port(case_id: str) -> Scenario:
    c = Cluster("fleet", "2026-05-09T11:45:00", 810)
    c.system(FLEET, chatter=3)
    c.env("vehicles", FLEET_DB_PORT="5433")
    for pod in c.pods("vehicles"):
        c.lines(
            pod,
            range(1, 17, 2),
            '{"level":"error","msg":"db","err":"failed to connect to `host=fleet-db user=fleet database=fleet`: '
            "dial error "
            '(dial tcp 172.20.9.9:5433: connect: connection refused)"}',
            "error",
        )
    c.lines(
        "service/dispatch-api",
        range(1, 17, 3),
        "httpx.HTTPStatusError: Server error '500 Internal Server Error' for url 'http://vehicles:9100/v/{n}'",
        "error",
    )
    c.lines(
        c.pods("fleet-db")[0],
        range(-10, 17, 5),
        "2026-05-09 LOG:  checkpoint complete: wrote {n} buffers (0.1%)",
        "info",
    )
    c.change("configmap/vehicles", -2, "config", "kubectl apply", "user/y.arai", FLEET_DB_PORT=["5432", "5433"])
    return c.bundle(case_id, "dispatch-api 5xx ratio", "service/dispatch-web"), fault(
        "db.port_wrong",
        "deployment/vehicles",
        "db.unreachable",
        "k8s.service.port_mismatch",
        "db.credentials_invalid",
        "network.policy_blocked",
        also=[("db.port_wrong", "service/vehicles"), ("app.config.dependency_address_wrong", "deployment/vehicles")],
        herring=herring("db.unreachable", "service/fleet-db"),
    )


def _db_port_state(case_id: str) -> Scenario:
    c = Cluster("clinic", "2026-05-25T02:02:00", 811, objects=False, timed=False, edges=False)
    c.system(CLINIC)
    c.env("patients", RECORDS_DB_PORT="3307")
    return c.bundle(case_id, "patient search fails", "service/booking-ui", source="manual"), fault(
        "db.port_wrong",
        "deployment/patients",
        "db.unreachable",
        "k8s.service.port_mismatch",
        "db.credentials_invalid",
        also=[("db.port_wrong", "service/patients"), ("app.config.dependency_address_wrong", "deployment/patients")],
    )


def _db_gone(case_id: str) -> Scenario:
    c = Cluster("core-bank", "2026-06-07T03:40:00", 812)
    c.system(BANK, chatter=3)
    c.drop("pod/ledger-db", "statefulset/ledger-db", "service/ledger-db")
    c.topology = [{**one, "to": "rds/ledger"} if one["to"] == "service/ledger-db" else one for one in c.topology]
    for app in ("accounts", "statements"):
        c.env(app, LEDGER_DB_HOST="ledger.cx2.eu-west-1.rds.example", LEDGER_DB_PORT="5432")
    c.lines(
        "service/accounts",
        range(1, 17, 1),
        "ERROR HikariPool-1 org.postgresql.util.PSQLException: Connection to "
        "ledger.cx2.eu-west-1.rds.example:5432 refused. Check that the hostname and port are correct.",
        "error",
    )
    c.lines(
        "service/statements",
        range(1, 17, 2),
        "psycopg2.OperationalError: connection to server at ledger.cx2.eu-west-1.rds.example (10.3.9.4), "
        "port 5432 failed: Connection refused",
        "error",
    )
    c.add(
        "rds/ledger",
        "connectivity_check",
        port=5432,
        ok=False,
        detail="connection refused",
        probes=[{"from": "core-bank/accounts", "ok": False}, {"from": "core-bank/statements", "ok": False}],
    )
    c.metric(
        "rds/ledger",
        "DatabaseConnections",
        levels(2, (64, 20), (0, 17), digits=0),
        namespace="AWS/RDS",
        unit="Count",
        statistic="Average",
    )
    return c.bundle(case_id, "accounts 5xx", "service/mobile-bff", source="cloudwatch", severity="critical"), fault(
        "db.unreachable",
        "rds/ledger",
        "db.credentials_invalid",
        "db.port_wrong",
        "network.policy_blocked",
        "db.connections_exhausted",
        "app.config.dependency_address_wrong",
    )


def _db_pod_gone(case_id: str) -> Scenario:
    c = Cluster("clinic", "2026-06-28T21:30:00", 813, objects=False)
    c.system(CLINIC, chatter=2)
    pod = c.pods("records-db")[0]
    c.unready(pod)
    c.log(
        pod,
        0.2,
        "2026-06-28T21:30:12Z 0 [ERROR] [MY-012592] [InnoDB] Operating system error number 5 in a file operation.",
        "error",
    )
    c.log(pod, 0.3, "2026-06-28T21:30:18Z 0 [ERROR] [MY-013183] [InnoDB] Assertion failure: fil0fil.cc:8161", "error")
    c.lines(
        "service/appointments",
        range(1, 17, 2),
        "fail: MySqlConnector.MySqlException (0x80004005): Unable to connect to any of the specified "
        "MySQL hosts (records-db:3306)",
        "error",
    )
    c.lines(
        "service/patients",
        range(1, 17, 3),
        "fail: MySqlConnector.MySqlException (0x80004005): Unable to connect to any of the specified MySQL "
        "hosts (records-db:3306)",
        "error",
    )
    return c.bundle(case_id, "bookings per minute = 0", "service/booking-ui", severity="critical"), fault(
        "db.unreachable",
        "statefulset/records-db",
        "db.credentials_invalid",
        "dependency.errors",
        "network.policy_blocked",
        also=[("db.unreachable", "service/records-db"), ("db.unreachable", pod)],
    )


def _rotation(case_id: str) -> Scenario:
    c = Cluster("energy", "2026-07-15T00:00:00", 814)
    c.system(ENERGY, chatter=3)
    for app in ("readings-api", "tariffs"):
        c.env(app, READINGS_DB_PASSWORD="<set to the key 'password' in secret 'readings-db'>")
    for pod in c.pods("readings-api"):
        c.lines(
            pod,
            range(1, 17, 2),
            'asyncpg.exceptions.InvalidPasswordError: password authentication failed for user "readings"',
            "error",
        )
    fresh = c.pods("tariffs")
    for pod in fresh:
        c.attrs(pod)["started_at"] = c.at(4)
        c.began(pod, 4)
        c.log(pod, 4.5, "INFO  [main] HikariPool-1 - Start completed. user=readings", "info")
    c.change("secret/readings-db", -0.5, "access", "secretsmanager:RotateSecret", "role/rotation", version="AWSCURRENT")
    c.change("deployment/tariffs", 4, "deployment", "kubectl rollout restart", "user/z.lee")
    return c.bundle(case_id, "consumption chart unavailable", "service/consumer-portal", severity="critical"), fault(
        "access.secret_rotation",
        "deployment/readings-api",
        "db.credentials_invalid",
        "db.unreachable",
        "k8s.config.secret_missing",
        "access.credentials_expired",
        also=[("access.secret_rotation", "service/readings-api")],
    )


def _rotation_redis(case_id: str) -> Scenario:
    c = Cluster("tickets", "2026-07-25T06:00:00", 815, objects=False)
    c.system(TICKETS, chatter=2)
    c.env("holds", REDIS_PASSWORD="<set to the key 'auth' in secret 'holds-cache-auth'>")
    c.add(
        "secret/holds-cache-auth",
        "secret",
        namespace="tickets",
        updated_at=c.at(-1),
        keys=["auth"],
        managed_by="external-secrets",
    )
    c.event("secret/holds-cache-auth", -1, "Updated", "Updated Secret", level="normal", source="external-secrets")
    for pod in c.pods("holds"):
        c.attrs(pod)["started_at"] = c.at(-6000)
        c.lines(
            pod,
            range(1, 17, 2),
            '{"level":"error","msg":"redis","err":"WRONGPASS invalid username-password pair or user is disabled."}',
            "error",
        )
    c.lines(
        "service/seating", range(1, 17, 3), '{"level":"error","msg":"hold failed","status":500,"id":"{n}"}', "error"
    )
    return c.bundle(case_id, "seat holds failing", "service/box-office", source="datadog"), fault(
        "access.secret_rotation",
        "deployment/holds",
        "db.credentials_invalid",
        "dependency.cache_failure",
        "access.credentials_expired",
        also=[("access.secret_rotation", "service/holds")],
    )


def _release(case_id: str) -> Scenario:
    c = Cluster("media", "2026-08-13T19:05:00", 816)
    c.system(MEDIA, chatter=4)
    c.change(
        "deployment/playlists",
        -1,
        "deployment",
        "kubectl set image",
        "ci/playlists",
        image=["playlists:87", "playlists:88"],
    )
    for pod in c.pods("playlists"):
        c.attrs(pod)["started_at"] = c.at(-0.6)
        c.began(pod, -0.6)
        c.lines(
            pod,
            range(1, 17, 2),
            "AttributeError: 'NoneType' object has no attribute 'region' in /app/lists/rank.py:88 list={n}",
            "error",
        )
    c.event(
        "deployment/playlists",
        -1,
        "ScalingReplicaSet",
        "Scaled up replica set playlists-6d8b to 2",
        level="normal",
        source="deployment-controller",
    )
    c.metric("service/playlists", "error_rate", levels(1, (0.1, 20), (44, 17)), unit="Percent")
    c.metric("service/playlists", "request_rate", levels(2, (61, 37)), unit="Count/Second")
    c.metric("service/rights", "error_rate", levels(3, (0.05, 37)), unit="Percent")
    c.metric("service/media-db", "cpu_utilization", levels(4, (31, 37)), unit="Percent")
    return c.bundle(case_id, "web-player 5xx", "service/web-player", severity="critical"), fault(
        "deployment.bad_release",
        "deployment/playlists",
        "code.unhandled_error",
        "k8s.workload.evicted",
        "data.corrupt_input",
        "deployment.rollout_stuck",
        also=[("deployment.bad_release", "service/playlists")],
    )


def _release_canary(case_id: str) -> Scenario:
    c = Cluster("core-bank", "2026-09-07T14:35:00", 817, objects=False)
    c.system(BANK, chatter=3)
    new = c.pods("accounts")[2]
    for pod in c.pods("accounts"):
        c.container(pod)["image"] = "registry.halden.example/core-bank/accounts:" + (
            "7.10.0" if pod == new else "7.9.3"
        )
        c.attrs(pod)["labels"]["version"] = "7.10.0" if pod == new else "7.9.3"
    c.attrs(new)["started_at"] = c.at(-2)
    c.crashing(new, 4, 134, lived=3)
    c.lines(
        new,
        range(1, 17, 3),
        "thread 'main' panicked: java.lang.NoSuchMethodError: 'com.halden.ledger.Entry "
        "com.halden.ledger.Entries.latest(long)'",
        "fatal",
    )
    c.change(
        "deployment/accounts",
        -2,
        "deployment",
        "argo rollouts: canary 33%",
        "ci/accounts",
        image=["accounts:7.9.3", "accounts:7.10.0"],
    )
    c.lines("service/mobile-bff", range(2, 17, 3), "Error: socket hang up POST http://accounts:80/me/{n}", "error")
    return c.bundle(case_id, "mobile-bff 5xx ratio 11%", "service/mobile-bff", source="datadog"), fault(
        "deployment.bad_release",
        "deployment/accounts",
        "k8s.container.oom_killed",
        "code.unhandled_error",
        "compute.memory_leak",
        "app.config.env_missing",
        also=[("deployment.bad_release", new), ("deployment.bad_release", "service/accounts")],
    )


CASES: tuple[Case, ...] = (
    scenario(
        "kube-shop-without-session-key", "A chart no longer passes a variable the application insists on.", _env_node
    ),
    scenario(
        "kube-thumbnailer-bucket",
        "A worker dies of a KeyError in os.environ; no times, no container detail.",
        _env_python,
    ),
    scenario("kube-carriers-five-seconds", "A duration written in words.", _value),
    scenario("kube-geozones-table-address", "A URL without its colon, by a line and by the state.", _value_go),
    scenario(
        "kube-seat-hold-by-name", "A caller's setting names a Service one letter short; state only.", _address_state
    ),
    scenario("kube-limits-by-another-port", "A caller asks a port the Service does not offer.", _address_port),
    scenario("kube-portal-with-staging-values", "A release was made with another environment's values.", _address_name),
    scenario(
        "kube-intake-password", "The database rejects the user's password; database and caller say so.", _password
    ),
    scenario(
        "kube-playlists-login", "A document store answers that authentication failed; only lines.", _password_mongo
    ),
    scenario(
        "kube-vehicles-and-port-5433", "A port in a setting is one too high; others use the database well.", _db_port
    ),
    scenario("kube-patients-and-port-3307", "The same by state only: the Service offers another port.", _db_port_state),
    scenario("kube-ledger-outside-the-cluster", "A managed database refuses everybody.", _db_gone),
    scenario("kube-records-io-error", "A database's process died of an error of its disk.", _db_pod_gone),
    scenario(
        "kube-midnight-rotation", "A password was rotated; pods started since then are well, older ones not.", _rotation
    ),
    scenario("kube-cache-password-rotation", "A cache's password changed under running pods.", _rotation_redis),
    scenario("kube-playlists-88", "A release fails where the old version did not.", _release),
    scenario("kube-accounts-canary", "Only the pod of the new version dies.", _release_canary),
)
