"""docs/costs.md: every figure in it comes out of `reckoning`, the price files or the templates."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from commander.contract.catalogue import catalogue
from commander.contract.services import ServiceCall
from commander.contract.values import Severity
from commander.domain.spending import spending
from commander.domain.usage import spent
from scripts.costs.bill import Counts, month, serverless
from scripts.costs.cases import COURSES, SEVERITIES, Course
from scripts.costs.prices import prices, shown, total
from scripts.costs.reckoning import COUNTED, ENVIRONMENT, Reckoning
from scripts.costs.running import Ran

_HEAD = """# What an incident costs

Written by `python -m scripts.costs --write`; `--check` (part of `make lint`) fails where it has drifted.

**Prices are list prices, tokens are counted by a stand-in model, a real model's will differ.** Every figure is in
US dollars (us-east-1, no free tiers, no taxes). What is an estimate is called one.

Each row is a run of the product's own agents through the deployed state machines' definitions, over the real adapters:
AI services against the stand-ins of `local/ai`, whose calls are priced from their metering records; AWS in an emulated
account, whose calls are counted. The alarm is about one Lambda function, the evidence a recorded bundle of
`scenarios/`. A bigger account has more to be looked at and longer prompts; an attachment adds Textract and redaction.
Memory and history are empty. Q Business has no price by the call: its subscription is not in these figures.
"""

Row = Sequence[str]


def written(found: Reckoning) -> str:
    """The whole document."""
    parts = [_HEAD, *_together(found), *_services(found), *_routing(found), *_serverless(found)]
    return "\n".join([*parts, *_idle(found), *_budget(found), *_prices()]).rstrip() + "\n"


def _together(found: Reckoning) -> Iterator[str]:
    yield "## By outcome and severity\n\nAI services and the serverless part together.\n"
    yield _table(
        ["status", "outcome", *SEVERITIES],
        [
            [course.ends, course.name, *(shown(_whole(found, course, one), 4) for one in SEVERITIES)]
            for course in COURSES
        ],
    )


def _services(found: Reckoning) -> Iterator[str]:
    yield "## AI services\n\nCalls, and what they cost, exact.\n"
    rows = []
    for course in COURSES:
        runs = [found.runs[course.name, severity] for severity in SEVERITIES]
        calls = sorted({len(ran.calls) for ran in runs})
        rows.append(
            [course.name, "–".join(str(one) for one in (calls if len(calls) < 2 else (calls[0], calls[-1])))]
            + [shown(spent(ran.calls), 9) for ran in runs]
        )
    limits = catalogue().limits.incident_budget_usd
    rows.append(["**budget of an incident**", "", *(f"{limits[severity]:.2f}" for severity in SEVERITIES)])
    yield _table(["outcome", "calls", *SEVERITIES], rows)


def _routing(found: Reckoning) -> Iterator[str]:
    yield (
        "## Which task went to which model\n\nOver all outcomes above. The cheapest model that can is asked: a task's "
        "complexity (`commander/domain/routing.py`) decides by the\nroutes in `contract/ai_services.json`. Where a "
        "guardrail looks at a model's input, its units are in the price of the call.\n"
    )
    severities: dict[tuple[str, str], list[str]] = {}
    for severity in SEVERITIES:
        for row in spending(_calls(found, [severity])):
            severities.setdefault((row.purpose, row.model or row.service), []).append(severity)
    rows = []
    for row in spending(_calls(found, SEVERITIES)):
        use, who = row.use, row.model or row.service
        tokens = [str(use.input_tokens), str(use.output_tokens)] if row.model else ["", ""]
        of = severities[row.purpose, who]
        asked = "all" if len(of) == len(SEVERITIES) else ", ".join(of)
        money = [shown(use.usd, 9), shown(use.usd / use.calls, 9)]
        rows.append([row.purpose.replace("_", " "), who, asked, str(use.calls), *tokens, *money])
    heads = ["task", "model or service", "severities", "calls", "tokens in", "tokens out", "USD", "USD a call"]
    yield _table(heads, rows)
    routes = catalogue().routing
    yield _table(
        ["task", "complexity up to: model"],
        [[kind, ", ".join(f"{one.up_to}: {one.model}" for one in routes[kind])] for kind in routes],
    )


def _calls(found: Reckoning, severities: Sequence[Severity]) -> list[ServiceCall]:
    return [call for course in COURSES for one in severities for call in found.runs[course.name, one].calls]


def _serverless(found: Reckoning) -> Iterator[str]:
    file = prices()
    bills = [serverless(found.counted(course), found.standing, file) for course in COURSES]
    yield (
        f"## The serverless part\n\nCounted at severity {COUNTED} with one dashboard connected; memory of functions "
        f"from the templates of `{ENVIRONMENT}`.\nEach event is taken to wake the broadcaster by itself: the most, for "
        "batches make it fewer. With nobody connected its writes to the\nfeed remain. Running times, log lines, "
        "traces, connection minutes and what Logs Insights scans are estimates (see below).\nEventBridge: nothing "
        "puts events on a bus so far.\n"
    )
    names = [name for name in file.prices if any(bill.get(name) for bill in bills)]
    heads = ["", *(str(place) for place in range(1, len(COURSES) + 1))]
    rows = [[file.prices[name].what, *(_count(bill.get(name)) for bill in bills)] for name in names]
    rows.append(["**USD**", *(shown(total(file, bill)) for bill in bills)])
    yield _table(heads, rows)
    yield "\n".join(f"{place}. {course.name}" for place, course in enumerate(COURSES, 1)) + "\n"


def _idle(found: Reckoning) -> Iterator[str]:
    file = prices()
    bill = month(found.standing, found.sweep, file)
    yield (
        f"## A month in which nothing happens\n\nWhat `{ENVIRONMENT}` costs by its templates, and the sweeper every "
        f"{found.standing.sweep_minutes} minutes. Storage, sign-ins and page views come on top by use.\n"
    )
    rows = [[file.prices[name].what, _count(count), shown(file.cost(name, count), 4)] for name, count in bill.items()]
    rows = [row for row in rows if row[2] != "0.0000"]
    yield _table(["", "count", "USD"], [*rows, ["**together**", "", f"**{shown(total(file, bill), 2)}**"]])


def _budget(found: Reckoning) -> Iterator[str]:
    day = Decimal(str(catalogue().limits.day_budget_usd))
    dearest = max(spent(ran.calls) for ran in found.runs.values())
    ran = found.spent_day
    gone = sorted({(one.service, one.purpose, one.substitute) for one in found.fell_back()})
    if {one.reason for one in found.fell_back()} != {"budget_spent"}:
        raise AssertionError("something else than the budget kept the services from being called")
    yield (
        f"## The day's budget\n\n{shown(day, 2)} a day for all incidents (`limits.day_budget_usd`; an environment's "
        f"`day_budget_usd` in its place). It is met after\n{int(day / dearest)} of the dearest incidents above "
        f"({shown(dearest, 9)} each). It is looked at before each attempt, so that calls under way can go beyond it\n"
        "by what they cost. Spent, no AI service is called until midnight UTC: a run on such a day made "
        f"{len(ran.calls)} calls, and\nended as {ran.incident.status} ({COURSES[1].name}), told in its timeline as "
        "`budget_spent`:\n"
    )
    yield _table(["not called", "for", "took over"], [[one, what.replace("_", " "), by] for one, what, by in gone])


def _prices() -> Iterator[str]:
    file, offered = prices(), catalogue()
    yield f"## Prices\n\nAI services, {offered.prices_as_of}, from `contract/ai_services.json`:\n"
    yield _table(
        ["model", "million tokens in", "million tokens out"],
        [[name, f"{one.price.input:g}", f"{one.price.output:g}"] for name, one in offered.models.items()],
    )
    yield _table(
        ["unit", "per", "USD"],
        [[name, str(one.per), _count(Decimal(str(one.usd)))] for name, one in offered.unit_prices.items()],
    )
    yield (
        f"The rest, {file.as_of}, from `scripts/costs/prices.json`. Read: from AWS's price lists as republished in "
        "August 2026. Remembered: not looked up;\ncheck before relying on it.\n"
    )
    yield _table(
        ["what", "per", "USD", "source"],
        [[one.what, f"{one.per:,}", f"{one.usd:f}", one.source] for one in file.prices.values()],
    )
    yield "Estimates, from the same file:\n"
    yield _table(["what", "value"], [[one.what, f"{one.value:f}"] for one in file.estimates.values()])


def _whole(found: Reckoning, course: Course, severity: Severity) -> Decimal:
    ran: Ran = found.runs[course.name, severity]
    bill: Counts = serverless(found.counted(course), found.standing, prices())
    return spent(ran.calls) + total(prices(), bill)


def _count(count: Decimal | None) -> str:
    text = f"{count or Decimal(0):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _table(heads: Row, rows: Sequence[Row]) -> str:
    return "\n".join(f"| {' | '.join(line)} |" for line in (heads, ["---"] * len(heads), *rows)) + "\n"
