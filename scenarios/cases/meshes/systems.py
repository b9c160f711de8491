"""The systems the cases happen in."""

from __future__ import annotations

from scenarios.cases.meshes.fleet import App

PARCELS = (
    App("track-web", "node", 240, 180, 1.9, 210, 4, 3000, "2.31.0", ("track-api", "labels")),
    App("track-api", "go", 310, 64, 1.1, 90, 3, 8080, "1.88.4", ("routes", "depots", "parcel-store")),
    App("routes", "java", 120, 95, 2.2, 780, 3, 8080, "5.4.1", ("geo", "parcel-store")),
    App("depots", "go", 75, 22, 0.3, 60, 2, 8080, "0.41.0"),
    App("labels", "python", 34, 210, 0.8, 190, 2, 8000, "3.2.7", ("object-store",)),
    App("geo", "rust", 160, 14, 0.9, 320, 3, 9090, "0.9.12"),
    App("object-store", "minio", 40, 35, 0.5, 400, 4, 9000, "RELEASE.2025-11", (), True),
    App("notify", "go", 22, 120, 0.2, 70, 2, 8080, "1.14.0", ("external/mail-relay",)),
    App("parcel-store", "postgres", 620, 9, 1.6, 2100, 1, 5432, "15.6", (), True),
)  # fmt: skip
CLINIC = (
    App("portal", "dotnet", 85, 240, 1.2, 380, 3, 8080, "24.11.2", ("bff",)),
    App("bff", "dotnet", 140, 170, 1.5, 410, 3, 8080, "24.11.5", ("appointments", "patients", "consent")),
    App("appointments", "dotnet", 66, 82, 0.9, 350, 3, 8080, "24.10.9", ("calendar", "rds/clinic-pg")),
    App("patients", "java", 58, 71, 1.0, 820, 2, 8080, "7.3.0", ("rds/clinic-pg",)),
    App("consent", "go", 49, 18, 0.2, 55, 2, 8080, "0.22.1"),
    App("calendar", "python", 37, 130, 0.6, 160, 2, 8000, "1.9.3", ("redis-calendar",)),
    App("redis-calendar", "redis", 300, 1.4, 0.2, 512, 1, 6379, "7.2.4", (), True),
    App("documents", "java", 12, 420, 0.7, 900, 2, 8080, "2.0.17"),
    App("audit", "go", 150, 12, 0.3, 75, 2, 8080, "1.1.0"),
)  # fmt: skip
TICKETS = (
    App("storefront", "node", 520, 210, 3.4, 260, 6, 3000, "118", ("catalog", "basket", "seatmap")),
    App("catalog", "java", 390, 75, 2.8, 900, 4, 8080, "4.17.0", ("search", "redis-catalog", "mysql-events")),
    App("search", "elastic", 150, 110, 2.1, 1500, 3, 9200, "8.11.3", (), True),
    App("basket", "go", 96, 31, 0.7, 80, 3, 8080, "2.6.2", ("pricing", "redis-basket")),
    App("pricing", "kotlin", 180, 48, 1.4, 640, 3, 8080, "9.2.0", ("promo", "mysql-events")),
    App("promo", "python", 88, 60, 0.5, 150, 2, 8000, "0.77.1"),
    App("seatmap", "rust", 130, 40, 1.2, 210, 3, 8080, "1.3.8"),
    App("orders", "java", 28, 190, 0.9, 870, 3, 8080, "6.0.4", ("payments", "mysql-events")),
    App("payments", "java", 19, 420, 0.5, 760, 2, 8080, "3.9.1", ("external/paylane-api",)),
    App("redis-catalog", "redis", 900, 1.1, 0.4, 3200, 1, 6379, "7.2.4", (), True),
    App("redis-basket", "redis", 240, 0.9, 0.1, 300, 1, 6379, "7.2.4", (), True),
    App("mysql-events", "mysql", 480, 6, 1.3, 3800, 1, 3306, "8.0.36", (), True),
)  # fmt: skip
LESSONS = (
    App("campus-web", "rails", 110, 330, 2.6, 540, 4, 3000, "r4410", ("courses", "grades", "identity")),
    App("courses", "rails", 90, 160, 1.7, 480, 3, 3000, "r2290", ("media", "rds/campus-pg")),
    App("grades", "elixir", 55, 42, 0.6, 230, 2, 4000, "0.18.3", ("rds/campus-pg",)),
    App("identity", "java", 130, 38, 0.8, 950, 2, 8080, "22.0.5", ("rds/campus-pg",)),
    App("media", "go", 45, 260, 0.9, 140, 3, 8080, "1.40.2", ("transcoder",)),
    App("transcoder", "python", 3, 4100, 3.1, 620, 3, 8000, "2.7.0"),
    App("mailer", "ruby", 0, 0, 0.3, 310, 2, 3000, "r880"),
    App("forum", "node", 38, 140, 0.7, 240, 2, 3000, "5.9.9", ("identity",)),
)  # fmt: skip
LENDING = (
    App("gateway", "java", 210, 140, 1.6, 620, 3, 8443, "2.14.0", ("loans", "accounts", "auth")),
    App("loans", "kotlin", 64, 110, 1.1, 700, 3, 8080, "31.2.0", ("scoring", "accounts", "pg-loans")),
    App("accounts", "java", 140, 46, 1.3, 810, 3, 8080, "18.7.3", ("pg-accounts",)),
    App("scoring", "python", 31, 280, 2.0, 900, 3, 8000, "2026.1.4", ("external/bureau-api",)),
    App("auth", "go", 230, 16, 0.4, 70, 3, 8080, "4.4.0"),
    App("statements", "java", 8, 900, 0.6, 1100, 2, 8080, "12.0.1", ("accounts", "documents-store")),
    App("documents-store", "minio", 18, 60, 0.3, 300, 3, 9000, "RELEASE.2025-09", (), True),
    App("pg-loans", "postgres", 300, 7, 0.8, 1900, 1, 5432, "14.11", (), True),
    App("pg-accounts", "postgres", 510, 5, 1.1, 2600, 1, 5432, "14.11", (), True),
    App("kafka-ledger", "kafka", 700, 6, 1.4, 3000, 3, 9092, "3.6.1", (), True),
    App("ledger-writer", "java", 0, 0, 0.8, 650, 3, 8080, "7.7.2", ("pg-accounts",)),
)  # fmt: skip
METERS = (
    App("edge", "nginx", 800, 35, 1.0, 110, 3, 8080, "1.25.4", ("ingest", "dash")),
    App("ingest", "go", 640, 19, 1.8, 130, 4, 8080, "3.0.12", ("registry", "queue")),
    App("registry", "go", 400, 8, 0.6, 90, 2, 8080, "1.7.7", ("store",)),
    App("queue", "kafka", 1200, 3, 1.1, 900, 3, 9092, "3.7.0", (), True),
    App("rollup", "java", 0, 0, 1.9, 1200, 3, 8080, "2.2.5", ("queue", "store")),
    App("dash", "node", 46, 290, 0.8, 230, 2, 3000, "88", ("query",)),
    App("query", "go", 60, 170, 1.5, 700, 3, 8080, "2.9.0", ("store",)),
    App("alerting", "python", 9, 80, 0.4, 170, 2, 8000, "1.12.0", ("query", "external/sms-gate")),
    App("store", "clickhouse", 900, 11, 3.2, 5200, 2, 9000, "24.3.2", (), True),
)  # fmt: skip
HALL = (
    App("lobby", "node", 130, 88, 0.9, 140, 2, 3000, "b311", ("rooms", "profile", "wallet")),
    App("rooms", "go", 210, 34, 1.1, 120, 2, 8080, "b298", ("matcher", "profile")),
    App("matcher", "python", 70, 95, 1.6, 260, 2, 8000, "b305", ("ratings",)),
    App("profile", "java", 260, 28, 0.9, 640, 2, 8080, "b300", ("profile-db",)),
    App("wallet", "java", 44, 52, 0.5, 610, 2, 8080, "b288", ("wallet-db", "fraud")),
    App("fraud", "python", 40, 70, 0.8, 330, 2, 8000, "b290"),
    App("ratings", "go", 95, 17, 0.3, 60, 2, 8080, "b277", ("profile-db",)),
    App("chat", "elixir", 180, 12, 0.7, 280, 2, 4000, "b310"),
    App("profile-db", "mongo", 330, 5, 0.9, 2400, 1, 27017, "6.0.13", (), True),
    App("wallet-db", "postgres", 90, 4, 0.3, 900, 1, 5432, "16.2", (), True),
)  # fmt: skip


def eks(third: int, region: str = "eu-west-1", count: int = 5) -> tuple[str, ...]:
    return tuple(
        f"ip-10-{third}-{20 + 37 * n % 200}-{11 + 53 * n % 220}.{region}.compute.internal" for n in range(1, count + 1)
    )


def numbered(stem: str, count: int = 4) -> tuple[str, ...]:
    return tuple(f"{stem}{number}" for number in range(1, count + 1))
