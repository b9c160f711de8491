"""Invented applications: nouns by trade, and how their teams spell service names."""

from __future__ import annotations

import random

TRADES: dict[str, list[str]] = {
    "parcels": "shipment label tracking pickup depot route-plan customs tariff address-book carrier sorting manifest dispatch driver locker returns insurance-quote weighing invoice proof-of-delivery notify geocoder slot capacity claims".split(),
    "clinic": "appointment patient referral triage roster consent prescription lab-order lab-result billing claim eligibility reminder waitlist imaging vitals chart coding document-store allergy ward bed-board transport audit-trail".split(),
    "energy": "meter reading tariff billing forecast outage grid-state tenant contract switching settlement dunning balance export weather prosumer device firmware telemetry alarm-rules consumption portal-profile price-feed validation".split(),
    "learning": "course lesson enrolment quiz grading certificate progress transcript video-meta captions forum mentor cohort calendar badge plagiarism submission rubric attendance library bookmark translation streak feedback".split(),
    "fleet": "vehicle booking unlock telematics trip pricing zone parking damage driver-license wallet charge-point maintenance fleet-map rebalancing fines voucher incident-desk fuel-card geofence ranking onboarding".split(),
    "payroll": "employee timesheet payrun deduction benefit tax-table ledger-post payslip approval leave pension bank-file holiday expense currency org-chart compliance reconcile garnish contract-terms overtime reporting".split(),
    "farming": "field sensor irrigation soil crop-plan harvest silo market-price subsidy machinery spray-log satellite weather yield livestock feed vet-record cooperative contract delivery-note traceability drone-flight".split(),
    "gaming": "lobby matchmaker session score ladder inventory loot guild chat presence quest replay anti-cheat entitlement store-front wallet season achievement friend party telemetry moderation region-map patch-notes".split(),
    "publishing": "article author desk layout proof archive taxonomy embargo syndication paywall subscriber newsletter comment poll image-crop wire-import related search-index sitemap rights print-queue obituary crossword".split(),
    "hosting": "account domain zone-file certificate mailbox quota provisioning billing-run abuse-desk backup snapshot vps-plan console ticket usage dns-check migration reseller voucher inventory rack metering login".split(),
}
ENTRIES = ["frontend", "web", "portal", "edge", "public-api", "gateway", "app-web", "bff", "site"]
STORES = {
    "db": ["db", "postgres", "mysql", "mongo", "pg"],
    "cache": ["cache", "redis", "memcached"],
    "broker": ["queue", "kafka", "rabbitmq", "nats"],
}


def name_services(rng: random.Random, roles: list[str], owners: dict[int, int]) -> list[str]:
    """A unique name for each role in order; stores are named after their owner."""
    nouns = list(TRADES[rng.choice(sorted(TRADES))])
    rng.shuffle(nouns)
    spare = iter([*nouns, *[f"{a}-{b}" for a in nouns for b in ("core", "history", "rules", "sync")]])
    suffix = rng.choice(["", "", "-svc", "-service", "-api"])
    flavour = {kind: rng.choice(options) for kind, options in STORES.items()}
    bare: list[str] = []
    names: list[str] = []
    for index, role in enumerate(roles):
        if role == "entry":
            noun, name = "", rng.choice(ENTRIES)
        elif role in STORES:
            noun = bare[owners[index]] if index in owners else ""
            name = f"{noun}-{flavour[role]}" if noun else flavour[role]
        else:
            noun = next(spare)
            name = f"{noun}-worker" if role == "worker" else f"{noun}{suffix}"
        while name in names:
            name += "2"
        bare.append(noun)
        names.append(name)
    return names
