"""What a counted run costs besides the AI services, and what a month costs in which nothing happens."""

from collections.abc import Mapping
from decimal import Decimal

from commander.contract.values import AGENTS
from scripts.costs.prices import PriceFile
from scripts.costs.running import Ran
from scripts.costs.templates import Standing

Counts = dict[str, Decimal]


def serverless(ran: Ran, standing: Standing, file: PriceFile) -> Counts:
    """What of each price an incident takes."""
    counts: Counts = {name: Decimal(count) for name, count in ran.counts.items() if name != "insights_query"}
    counts["state_transition"] = Decimal(ran.entered)
    counts["insights_gb"] = ran.counts["insights_query"] * file.estimate("insights_gb_per_query")
    counts["rest_request"] = Decimal(ran.invoked["api"])
    counts["websocket_minute"] = file.estimate("watched_minutes")
    counts["eventbridge_event"] = Decimal(0)  # nothing puts events on a bus so far
    return counts | functions(ran.invoked, standing, file)


def functions(invoked: Mapping[str, int], standing: Standing, file: PriceFile) -> Counts:
    """What functions take that ran so often."""
    often = Decimal(sum(invoked.values()))
    seconds = {True: file.estimate("agent_seconds"), False: file.estimate("other_seconds")}
    return {
        "lambda_request": often,
        "lambda_gb_second": sum(
            (count * Decimal(standing.memory_gb[name]) * seconds[name in AGENTS] for name, count in invoked.items()),
            Decimal(0),
        ),
        "log_gb": often * file.estimate("log_gb_per_invocation"),
        "trace": often * file.estimate("traces_per_invocation"),
    }


def month(standing: Standing, sweep: Mapping[str, int], file: PriceFile) -> Counts:
    """A month without incidents. `sweep` is what one run of the sweeper was counted to take."""
    sweeps = int(file.estimate("days_of_a_month") * 24 * 60) // standing.sweep_minutes
    counts: Counts = {name: Decimal(count) for name, count in standing.monthly.items()}
    counts |= {name: Decimal(count * sweeps) for name, count in sweep.items()}
    return counts | functions({"sweeper": sweeps}, standing, file)
