"""What the product proposes to do, and everything that happened to the proposal."""

from typing import Any, Literal

from pydantic import Field

from commander.contract.values import Entity, Instant, Shape

ActionStatus = Literal[
    "pending", "approved", "rejected", "expired", "running", "executed", "verified", "undone", "failed"
]


class ApiCall(Shape):
    """One AWS API call, exactly as it will be or was made. `parameters` are the operation's own."""

    service: str
    operation: str
    parameters: dict[str, Any]


class DiffLine(Shape):
    """One setting that the plan changes."""

    field: str
    before: str
    after: str


class Check(Shape):
    """Something looked at before the plan was proposed, and whether it holds. None: could not look."""

    statement: str
    holds: bool | None


class Expectation(Shape):
    """What must be seen afterwards, on the signal that opened the incident, for the action to count as a fix.

    `traffic_*` name the series that tells how much demand there is: fewer than half of the earlier demand makes
    the signal's silence mean nothing.
    """

    namespace: str
    metric: str
    dimensions: dict[str, str] = {}
    statistic: str
    period_s: int = Field(ge=1)
    comparison: Literal[
        "GreaterThanThreshold", "GreaterThanOrEqualToThreshold", "LessThanThreshold", "LessThanOrEqualToThreshold"
    ]
    threshold: float
    window_s: int = Field(ge=1, description="how long after the action the signal is watched")
    traffic_namespace: str | None = None
    traffic_metric: str | None = None
    traffic_dimensions: dict[str, str] = {}
    traffic_before: float | None = Field(default=None, description="median demand per period before the action")


class Plan(Shape):
    """A runbook step with typed arguments. `plan_hash` of the action is computed over exactly this."""

    runbook: str
    runbook_version: str
    title: str
    target: Entity
    arguments: dict[str, str | int | float | bool]
    calls: list[ApiCall]
    diff: list[DiffLine]
    touches: str
    undo: str
    expected: str
    expectation: Expectation | None
    cost_of_waiting: str | None
    checks: list[Check]
    risk: Literal["low", "medium", "high"]
    evidence_ids: list[str]
    nonce: str


class MadeCall(Shape):
    """An AWS API call that was made. `request_id` is the service's own, for looking it up in CloudTrail."""

    call: ApiCall
    request_id: str | None
    at: Instant
    outcome: Literal["ok", "refused"]
    detail: str | None = None


class Verification(Shape):
    """What the incident's own signal said after the action. `recovered` is None while it cannot be told."""

    recovered: bool | None
    statement: str
    datapoints: int
    signal_value: float | None = None
    traffic_before: float | None = None
    traffic_after: float | None = None
    checked_at: Instant


class Action(Shape):
    """One proposed action of an incident and how far it got."""

    action_id: str
    plan: Plan
    plan_hash: str
    status: ActionStatus
    proposed_at: Instant
    expires_at: Instant
    decided_by: str | None = None
    decided_at: Instant | None = None
    reason: str | None = None
    pre_state: dict[str, Any] | None = None
    calls_made: list[MadeCall] = []
    verification: Verification | None = None
    undo_verified: bool | None = None


class Decision(Shape):
    """A person's answer to a pending action, bound to the plan they saw by its hash."""

    action_id: str = Field(min_length=1, max_length=128)
    plan_hash: str = Field(pattern=r"^[0-9a-f]{64}$")
    decision: Literal["approve", "reject"]
    reason: str | None = Field(default=None, max_length=2000)


class DecisionAccepted(Shape):
    """The decision was taken and recorded."""

    incident_id: str
    action_id: str
    status: Literal["approved", "rejected"]
