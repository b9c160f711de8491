"""Invented applications the cluster cases run in, and the styles of alert they get."""

from scenarios.heldout.kit import App, Clock, S, probe


def fernweh(date="2026-10-03T11:00:00+00:00", style="z", **kw):
    """Travel bookings."""
    sv = [
        S("edge", 8088, "nginx", ["web"], replicas=2, readiness=probe("/up", 8088, 5)),
        S(
            "web",
            3000,
            "node",
            ["search", "booking", "profile"],
            {"SEARCH_URL": "http://search", "BOOKING_URL": "http://booking", "NODE_ENV": "production"},
            replicas=2,
            readiness=probe("/ready", 3000),
        ),
        S(
            "search",
            8080,
            "go",
            ["fares", "geo-cache"],
            {"FARES_URL": "http://fares", "CACHE_ADDR": "geo-cache:6379"},
            replicas=2,
            liveness=probe("/livez", 8080),
        ),
        S(
            "fares",
            9000,
            "rust",
            ["pg-fares"],
            {
                "PG_DSN": "host=pg-fares port=5432 dbname=fares user=fares",
                "PGPASSWORD": ("secret", "pg-fares", "password"),
            },
        ),
        S(
            "booking",
            8080,
            "java",
            ["payments", "pg-fares", "mailer"],
            {
                "PAYMENTS_URL": "http://payments",
                "SPRING_DATASOURCE_URL": "jdbc:postgresql://pg-fares:5432/booking",
                "SPRING_DATASOURCE_USERNAME": "booking",
                "SPRING_DATASOURCE_PASSWORD": ("secret", "pg-fares", "booking-password"),
            },
            liveness=probe("/actuator/health/liveness", 8080, 60),
            readiness=probe("/actuator/health/readiness", 8080, 20),
        ),
        S("payments", 8443, "dotnet", ["ledger"], {"LEDGER_URL": "http://ledger", "ASPNETCORE_URLS": "http://+:8443"}),
        S(
            "ledger",
            8081,
            "python",
            ["pg-fares"],
            {
                "DATABASE_HOST": "pg-fares",
                "DATABASE_PORT": "5432",
                "DATABASE_PASSWORD": ("secret", "pg-fares", "ledger-password"),
            },
        ),
        S("profile", 4567, "ruby", ["geo-cache"], {"REDIS_URL": "redis://geo-cache:6379/1"}),
        S("mailer", 8025, "php", [], {"MAIL_FROM": "reisen@fernweh.example"}),
        S("geo-cache", 6379, "redis", svc_port=6379, image="docker.io/library/redis:7.2.5"),
        S(
            "pg-fares",
            5432,
            "postgres",
            svc_port=5432,
            kind="statefulset",
            image="docker.io/library/postgres:16.4",
            env={"POSTGRES_PASSWORD": ("secret", "pg-fares", "postgres-password")},
            mounts=["/var/lib/postgresql/data from data (rw)"],
            volumes={
                "data": {
                    "Type": "PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)",
                    "ClaimName": "data-pg-fares-0",
                    "ReadOnly": "false",
                }
            },
        ),
    ]
    kw = {"dialect": "describe", "prefix": "app.kubernetes.io/name", "seed": 11, **kw}
    return App(kw.pop("ns", "fernweh"), Clock(date, style), sv, **kw)


def kasse(date="2026-09-17T06:30:00+00:00", style="+02:00", **kw):
    """A retail bank's back end."""
    sv = [
        S(
            "gateway",
            8080,
            "java",
            ["accounts", "transfers", "cards"],
            {"ACCOUNTS_URI": "http://accounts:80", "TRANSFERS_URI": "http://transfers:80"},
            replicas=2,
        ),
        S(
            "accounts",
            8080,
            "dotnet",
            ["accounts-mongo"],
            {
                "Mongo__Host": "accounts-mongo",
                "Mongo__User": "accounts_rw",
                "Mongo__Password": ("secret", "accounts-mongo-creds", "password"),
            },
            replicas=2,
            liveness=probe("/health/live", 8080, 15),
            readiness=probe("/health/ready", 8080, 5),
        ),
        S(
            "transfers",
            8080,
            "java",
            ["accounts", "fraud", "bus"],
            {"AMQP_HOST": "bus", "AMQP_PORT": "5672", "FRAUD_URL": "http://fraud"},
            replicas=2,
        ),
        S(
            "fraud",
            5000,
            "python",
            ["features"],
            {"FEATURES_HOST": "features", "MODEL_PATH": "/models/current.onnx"},
            mounts=["/models from models (ro)"],
            volumes={
                "models": {
                    "Type": "PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)",
                    "ClaimName": "fraud-models",
                    "ReadOnly": "true",
                }
            },
            requests={"cpu": "500m", "memory": "1Gi"},
            limits={"cpu": "2", "memory": "2Gi"},
        ),
        S("features", 6379, "redis", svc_port=6379, image="docker.io/library/redis:7.4.0"),
        S(
            "cards",
            8080,
            "go",
            ["accounts"],
            {"ACCOUNTS_URL": "http://accounts", "HSM_ENDPOINT": "hsm.internal.example:1500"},
        ),
        S("notifier", 8080, "node", ["bus"], {"AMQP_URL": "amqp://bus:5672"}),
        S(
            "statements",
            8080,
            "java",
            ["accounts"],
            {"JAVA_TOOL_OPTIONS": "-XX:MaxRAMPercentage=75"},
            requests={"cpu": "250m", "memory": "512Mi"},
            limits={"cpu": "1", "memory": "768Mi"},
        ),
        S("bus", 5672, "rabbit", svc_port=5672, kind="statefulset", image="docker.io/library/rabbitmq:3.13-management"),
        S(
            "accounts-mongo",
            27017,
            "mongo",
            svc_port=27017,
            kind="statefulset",
            image="docker.io/library/mongo:7.0.14",
            env={"MONGO_INITDB_ROOT_PASSWORD": ("secret", "accounts-mongo-creds", "root")},
        ),
    ]
    kw = {"dialect": "describe", "seed": 23, "nodes": ("ip-10-3-1-14", "ip-10-3-2-201", "ip-10-3-3-77"), **kw}
    return App(kw.pop("ns", "core-bank"), Clock(date, style), sv, **kw)


def lumen(date="2026-08-29T19:45:00+00:00", style="ms", **kw):
    """Video streaming."""
    sv = [
        S(
            "bff",
            8000,
            "node",
            ["catalog", "playback", "thumbs"],
            {"CATALOG": "http://catalog", "PLAYBACK": "http://playback"},
            replicas=3,
            readiness=probe("/-/ready", 8000, 3),
        ),
        S(
            "catalog",
            8000,
            "go",
            ["titles-db", "hot-cache"],
            {
                "DB_HOST": "titles-db",
                "DB_PORT": "3306",
                "DB_USER": "catalog",
                "DB_PASS": ("secret", "titles-db", "catalog"),
                "MEMCACHED": "hot-cache:11211",
            },
            replicas=2,
            liveness=probe("/-/live", 8000, 5),
            readiness=probe("/-/ready", 8000, 5),
        ),
        S("playback", 8000, "go", ["entitle", "drm"], {"ENTITLE": "http://entitle", "DRM_ADDR": "drm:80"}, replicas=2),
        S(
            "entitle",
            8000,
            "java",
            ["titles-db"],
            {
                "DB_URL": "jdbc:mysql://titles-db:3306/entitle",
                "DB_USER": "entitle",
                "DB_PASSWORD": ("secret", "titles-db", "entitle"),
            },
        ),
        S(
            "drm",
            7070,
            "rust",
            [],
            {"KEYSTORE": "/etc/drm/keystore.json"},
            mounts=["/etc/drm from keys (ro)"],
            volumes={
                "keys": {
                    "Type": "Secret (a volume populated by a Secret)",
                    "SecretName": "drm-keys",
                    "Optional": "false",
                }
            },
        ),
        S("thumbs", 8000, "python", [], {"THUMB_QUALITY": "82"}, replicas=2),
        S(
            "encoder",
            8000,
            "python",
            ["catalog"],
            {"WORKERS": "4"},
            requests={"cpu": "1500m", "memory": "2Gi"},
            limits={"cpu": "3", "memory": "4Gi"},
        ),
        S("hot-cache", 11211, "redis", svc_port=11211, image="docker.io/library/memcached:1.6.29"),
        S(
            "titles-db",
            3306,
            "mysql",
            svc_port=3306,
            kind="statefulset",
            image="docker.io/library/mysql:8.4.2",
            env={"MYSQL_ROOT_PASSWORD": ("secret", "titles-db", "root")},
        ),
    ]
    kw = {
        "dialect": "manifest",
        "prefix": "component",
        "seed": 37,
        "nodes": ("gke-pool-1-aa31", "gke-pool-1-bc90", "gke-pool-1-f07e", "gke-pool-1-x2k1"),
        **kw,
    }
    return App(kw.pop("ns", "lumen-prod"), Clock(date, style), sv, **kw)


def parcelo(date="2026-11-09T14:20:00+00:00", style="z", **kw):
    """Parcel logistics, many small services."""
    sv = [
        S("portal", 8080, "php", ["tracking", "pricing", "labels"], {"TRACKING_BASE": "http://tracking"}, replicas=2),
        S(
            "tracking",
            8080,
            "java",
            ["scans", "pg-main"],
            {
                "SCANS_URL": "http://scans",
                "DB_URL": "jdbc:postgresql://pg-main:5432/tracking",
                "DB_USER": "tracking",
                "DB_PASSWORD": ("secret", "pg-main-users", "tracking"),
            },
            replicas=2,
        ),
        S("scans", 8080, "go", ["stream"], {"NATS_URL": "nats://stream:4222"}),
        S("routing", 8080, "rust", ["geo", "pg-main"], {"GEO_URL": "http://geo"}),
        S("pricing", 8080, "dotnet", ["rates"], {"Rates__BaseUrl": "http://rates", "Pricing__Currency": "EUR"}),
        S(
            "rates",
            8080,
            "python",
            ["pg-main"],
            {
                "DATABASE_URL": "postgresql://rates@pg-main:5432/rates",
                "PGPASSWORD": ("secret", "pg-main-users", "rates"),
            },
        ),
        S("labels", 8080, "node", ["carriers", "pricing"], {"CARRIERS_URL": "http://carriers", "PDF_TMP": "/tmp"}),
        S(
            "carriers",
            8080,
            "ruby",
            [],
            {"CARRIER_TIMEOUT_MS": "2500"},
            mounts=["/etc/carriers from conf (ro)"],
            volumes={
                "conf": {
                    "Type": "ConfigMap (a volume populated by a ConfigMap)",
                    "Name": "carriers-conf",
                    "Optional": "false",
                }
            },
        ),
        S("geo", 8080, "go", ["geo-redis"], {"REDIS_ADDR": "geo-redis:6379"}),
        S("geo-redis", 6379, "redis", svc_port=6379, image="docker.io/library/redis:7.2.4"),
        S("stream", 4222, "nats", svc_port=4222, image="docker.io/library/nats:2.10.20"),
        S(
            "returns",
            8080,
            "python",
            ["labels", "pg-main"],
            {
                "DATABASE_URL": "postgresql://returns@pg-main:5432/returns",
                "PGPASSWORD": ("secret", "pg-main-users", "returns"),
            },
        ),
        S(
            "pg-main",
            5432,
            "postgres",
            svc_port=5432,
            kind="statefulset",
            image="docker.io/library/postgres:15.8",
            env={"POSTGRES_PASSWORD": ("secret", "pg-main-users", "postgres")},
        ),
    ]
    kw = {"dialect": "manifest", "prefix": "k8s-app", "seed": 53, **kw}
    return App(kw.pop("ns", "parcelo"), Clock(date, style), sv, **kw)


def clinic(date="2026-07-22T07:10:00+00:00", style="z", **kw):
    """Appointments of a clinic; small."""
    sv = [
        S(
            "frontdesk",
            3000,
            "node",
            ["appointments", "patients"],
            {"APPT_API": "http://appointments", "PATIENT_API": "http://patients"},
        ),
        S(
            "appointments",
            8000,
            "python",
            ["clinic-db", "reminders"],
            {
                "DB_HOST": "clinic-db",
                "DB_PORT": "3306",
                "DB_NAME": "appt",
                "DB_USER": "appt",
                "DB_PASSWORD": ("secret", "clinic-db-auth", "appt"),
            },
            liveness=probe("/ping", 8000, 5),
            readiness=probe("/ping", 8000, 5),
        ),
        S(
            "patients",
            8000,
            "java",
            ["clinic-db"],
            {
                "JDBC_URL": "jdbc:mysql://clinic-db:3306/patients",
                "JDBC_USER": "patients",
                "JDBC_PASSWORD": ("secret", "clinic-db-auth", "patients"),
            },
            liveness=probe("/q/health/live", 8000, 20),
        ),
        S("reminders", 8000, "ruby", [], {"SMS_SENDER": "CLINIC"}),
        S(
            "documents",
            8000,
            "dotnet",
            ["patients"],
            {"Storage__Root": "/docs"},
            mounts=["/docs from docs (rw)"],
            volumes={
                "docs": {
                    "Type": "PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)",
                    "ClaimName": "documents-docs",
                    "ReadOnly": "false",
                }
            },
        ),
        S("clinic-db", 3306, "mysql", svc_port=3306, kind="statefulset", image="docker.io/library/mariadb:11.4"),
    ]
    kw = {"dialect": "describe", "seed": 71, "nodes": ("node-01", "node-02"), **kw}
    return App(kw.pop("ns", "clinic-emr"), Clock(date, style), sv, **kw)


def harvest(date="2026-11-15T23:05:00+00:00", style="ms", **kw):
    """Farm telemetry."""
    sv = [
        S("console", 8080, "node", ["query", "devices"], replicas=2),
        S("query", 8080, "go", ["tsdb"], {"TSDB_URL": "http://tsdb:8086"}, replicas=2),
        S("devices", 8080, "java", ["registry-db"], {"R2DBC_URL": "r2dbc:postgresql://registry-db:5432/devices"}),
        S("ingest", 8883, "rust", ["events-kafka"], {"BROKERS": "events-kafka:9092"}, replicas=3),
        S("rules", 8080, "java", ["events-kafka", "alerter"], {"BOOTSTRAP_SERVERS": "events-kafka:9092"}, replicas=2),
        S("alerter", 8080, "python", [], {"WEBHOOK_TIMEOUT": "5"}),
        S("tsdb", 8086, "go", svc_port=8086, kind="statefulset", image="docker.io/library/influxdb:2.7.10"),
        S("events-kafka", 9092, "kafka", svc_port=9092, kind="statefulset", image="docker.io/bitnami/kafka:3.7.1"),
        S("registry-db", 5432, "postgres", svc_port=5432, kind="statefulset", image="docker.io/library/postgres:14.13"),
    ]
    kw = {"dialect": "podlist", "seed": 97, "nodes": ("farm-k8s-1", "farm-k8s-2", "farm-k8s-3"), **kw}
    return App(kw.pop("ns", "harvest"), Clock(date, style), sv, **kw)


def prom(a, name, entity, t=120, reason=None, state="alarm", query=None):
    return {"t": a.at(t), "name": name, "entity": entity, "state": state, "reason": reason, "query": query}


def synth(a, name, count=7, reason="HTTP 503 from 3 of 3 locations", t=150, state="alarm", entity=None):
    return {
        "t": a.at(t) if t is not None else None,
        "name": name,
        "entity": entity,
        "state": state,
        "count": count,
        "reason": reason,
    }


def inc(a, title, source="prometheus", sev="critical", started=120, collected=None, **more):
    c = a.collected if collected is None else collected
    return {
        "title": title,
        "source": source,
        "severity": sev,
        "started_at": a.at(started) if started is not None else None,
        "collected_at": a.at(c) if c else None,
        **more,
    }
