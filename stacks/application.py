"""Which stacks there are, and what each gets from the others. Arrows point one way, so every stack can be deployed."""

import aws_cdk as cdk
from cdk_nag import AwsSolutionsChecks

from stacks.ai import AiStack
from stacks.api import ApiStack
from stacks.dashboards import DashboardsStack
from stacks.data import DataStack
from stacks.environment import Environment
from stacks.live import LiveStack
from stacks.observability import ObservabilityStack
from stacks.security import SecurityStack
from stacks.workflow import WorkflowStack


def build(app: cdk.App, environment: Environment) -> None:
    """Adds the environment's stacks to the application."""
    data = DataStack(app, environment)
    ai = AiStack(app, environment, data)
    workflow = WorkflowStack(app, environment, data, ai)
    live = LiveStack(app, environment, data, workflow)
    dashboards = DashboardsStack(app, environment, live)
    security = SecurityStack(app, environment, data, dashboards)
    api = ApiStack(app, environment, data, ai, workflow, live, dashboards, security)
    stacks: list[cdk.Stack] = [data, ai, workflow, live, dashboards, security, api]
    if environment.observability:
        functions = [*ai.functions, *workflow.functions, *live.functions, *api.functions]
        stacks.append(ObservabilityStack(app, environment, data, live, functions))
    for stack in stacks:
        stack.termination_protection = environment.deletion_protection
    cdk.Tags.of(app).add("application", "incident-commander")
    cdk.Tags.of(app).add("environment", environment.name)
    if environment.cdk_nag:
        cdk.Validations.of(app).add_plugins(AwsSolutionsChecks(app))
