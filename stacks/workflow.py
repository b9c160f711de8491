"""Workflow: the agents, the two state machines that run them, and the topics that signals and updates go through."""

import aws_cdk as cdk
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sns as sns
from constructs import Construct

from commander.runtime.settings import AI_SETTINGS, Settings
from stacks.access import APPEND, END, look_at_functions, look_at_metrics, use_evidence, use_table
from stacks.acknowledged import acknowledge
from stacks.ai import AiStack
from stacks.collecting import collect_evidence
from stacks.data import DataStack
from stacks.environment import Environment
from stacks.function import ProductFunction, dead_letters
from stacks.layers import Layers
from stacks.state_machine import ProductStateMachine, executions_arn, state_machine_arn

_SWEEP_EVERY = cdk.Duration.minutes(5)
_PHASE_TIMEOUT_S = 100
"""Below the 120 s after which the state machine gives a phase up, so that the function's own error is what it sees."""


class WorkflowStack(cdk.Stack):
    """From a started execution to a closed incident."""

    def __init__(self, scope: Construct, environment: Environment, data: DataStack, ai: AiStack) -> None:
        super().__init__(scope, environment.stack("Workflow"), description="Incident Commander: agents and workflow")
        self._environment, self._data, self._ai = environment, data, ai
        self._layers = Layers(self, environment)
        self.workflow_arn = state_machine_arn(self, environment, "incident_response")
        self.signals = self._topic("signals", "cloudwatch")
        self.updates = self._topic("updates")
        self.remediation_role_arn = self.format_arn(
            service="iam", region="", resource="role", resource_name=f"{environment.prefix}-remediation-actions"
        )
        self._settings = Settings(
            environment=environment.name,
            provenance=environment.provenance,
            incidents_table=data.incidents.table_name,
            metrics_table=data.metrics.table_name,
            evidence_bucket=data.evidence.bucket_name,
            workflow_arn=self.workflow_arn,
            updates_topic_arn=self.updates.topic_arn,
            remediation_role_arn=self.remediation_role_arn,
            approval_timeout_s=environment.approval_timeout_s,
            verification_window_s=environment.verification_window_s,
            **ai.settings,
        )
        tasks = {
            "Detection": self._detection(),
            "Diagnosis": self._diagnosis(),
            "Prediction": self._prediction(),
            "Resolution": self._resolution(),
            "Communication": self._communication(),
            "Approvals": self._approvals(),
            "Remediation": self._remediation(),
            "Sweeper": self._sweeper(),
        }
        self.functions = list(tasks.values())
        self._state_machines(tasks)
        cdk.CfnOutput(self, "IncidentWorkflowArn", value=self.workflow_arn)
        cdk.CfnOutput(self, "SignalsTopicArn", value=self.signals.topic_arn)
        cdk.CfnOutput(self, "UpdatesTopicArn", value=self.updates.topic_arn)

    def _topic(self, name: str, *publishers: str) -> sns.Topic:
        topic = sns.Topic(
            self,
            f"{name.capitalize()}Topic",
            topic_name=f"{self._environment.prefix}-{name}",
            master_key=self._data.key,
            enforce_ssl=True,
            signature_version="2",
        )
        for service in publishers:
            topic.add_to_resource_policy(
                iam.PolicyStatement(
                    sid=f"{service.capitalize()}OfThisAccountPublishes",
                    actions=["sns:Publish"],
                    principals=[iam.ServicePrincipal(f"{service}.amazonaws.com")],
                    resources=[topic.topic_arn],
                    conditions={"StringEquals": {"aws:SourceAccount": self.account}},
                )
            )
        return topic

    def _function(self, name: str, description: str, *settings: str, memory_mb: int = 512) -> ProductFunction:
        return ProductFunction(
            self,
            name,
            environment=self._environment,
            layers=self._layers,
            key=self._data.key,
            description=description,
            settings=self._settings.to_env(*settings),
            timeout_s=_PHASE_TIMEOUT_S,
            memory_mb=memory_mb,
        )

    def _agent(self, name: str, description: str, *settings: str, memory_mb: int = 512) -> ProductFunction:
        """A function that consults the AI services."""
        function = self._function(name, description, *settings, *AI_SETTINGS, memory_mb=memory_mb)
        self._ai.let_consult(function, name)
        return function

    def _detection(self) -> ProductFunction:
        return self._collecting_agent("detection", "Collects evidence, says what is wrong")

    def _diagnosis(self) -> ProductFunction:
        return self._collecting_agent("diagnosis", "Ranks hypotheses by the evidence, looks further where asked to")

    def _collecting_agent(self, name: str, description: str) -> ProductFunction:
        function = self._agent(name, description, "incidents_table", "evidence_bucket", memory_mb=1024)
        use_table(function, "Incidents", self._data.incidents, APPEND)
        use_evidence(function, self._data, "s3:GetObject", "s3:PutObject")
        function.use_key("dynamodb", "s3")
        collect_evidence(function)
        return function

    def _prediction(self) -> ProductFunction:
        function = self._agent(
            "prediction", "Forecasts what happens next", "incidents_table", "evidence_bucket", memory_mb=1024
        )
        use_table(function, "Incidents", self._data.incidents, APPEND)
        use_evidence(function, self._data, "s3:GetObject")
        function.use_key("dynamodb", "s3")
        return function

    def _resolution(self) -> ProductFunction:
        function = self._agent(
            "resolution",
            "Proposes an action, checked on fresh state",
            "incidents_table",
            "evidence_bucket",
            "verification_window_s",
        )
        use_table(function, "Incidents", self._data.incidents, APPEND)
        use_evidence(function, self._data, "s3:GetObject")
        function.use_key("dynamodb", "s3")
        look_at_functions(function, "lambda:GetAlias", "lambda:GetFunctionConfiguration")
        return function

    def _communication(self) -> ProductFunction:
        function = self._agent(
            "communication", "Tells people and ends the incident", "incidents_table", "updates_topic_arn"
        )
        use_table(function, "Incidents", self._data.incidents, END)
        function.allow("SendsUpdates", ["sns:Publish"], [self.updates.topic_arn])
        function.use_key("dynamodb", "s3", "sns")
        return function

    def _approvals(self) -> ProductFunction:
        function = self._function(
            "approvals", "Puts a plan before people", "incidents_table", "workflow_arn", "approval_timeout_s"
        )
        use_table(function, "Incidents", self._data.incidents, APPEND)
        function.use_key("dynamodb")
        function.allow("AnswersWaitingTasks", ["states:SendTaskSuccess"], ["*"])
        function.accept("Task tokens are not resources", "IAM5[Resource::*]")
        return function

    def _remediation(self) -> ProductFunction:
        function = self._function(
            "remediation",
            "Carries out one step of an approved action",
            "incidents_table",
            "remediation_role_arn",
            "verification_window_s",
        )
        use_table(function, "Incidents", self._data.incidents, APPEND)
        function.use_key("dynamodb")
        look_at_functions(function, "lambda:GetAlias", "lambda:GetFunctionConfiguration")
        look_at_metrics(function)
        function.allow("ActsUnderANarrowedSession", ["sts:AssumeRole"], [self.remediation_role_arn])
        self._remediation_role(function)
        return function

    def _remediation_role(self, function: ProductFunction) -> None:
        """The most that any runbook may change. Each run narrows it to one runbook and one target."""
        role = iam.Role(
            self,
            "RemediationActions",
            role_name=f"{self._environment.prefix}-remediation-actions",
            assumed_by=iam.ArnPrincipal(function.role.role_arn),
            description="What remediation may change, narrowed by a session policy for every action",
        )

        def functions(name: str) -> str:
            return self.format_arn(
                service="lambda", resource="function", resource_name=name, arn_format=cdk.ArnFormat.COLON_RESOURCE_NAME
            )

        role.add_to_policy(
            iam.PolicyStatement(sid="RollsBackAliases", actions=["lambda:UpdateAlias"], resources=[functions("*")])
        )
        role.add_to_policy(
            iam.PolicyStatement(
                sid="NeverTouchesItself",
                effect=iam.Effect.DENY,
                actions=["lambda:*"],
                resources=[functions("incident-commander-*")],
            )
        )
        acknowledge(
            role,
            "Any function but our own can be rolled back; a session policy narrows every use to one",
            "IAM5[Resource::arn:<AWS::Partition>:lambda:<AWS::Region>:<AWS::AccountId>:function:*]",
        )

    def _sweeper(self) -> ProductFunction:
        # What a person closed it learns from: that goes to the memory and into the knowledge base.
        function = self._agent(
            "sweeper", "Ends what could not be finished", "incidents_table", "workflow_arn", "updates_topic_arn"
        )
        use_table(function, "Incidents", self._data.incidents, END)
        function.use_key("dynamodb", "s3", "sns")
        function.allow("SendsUpdates", ["sns:Publish"], [self.updates.topic_arn])
        function.allow("StartsWhatWasForgotten", ["states:StartExecution"], [self.workflow_arn])
        function.allow(
            "LooksAtExecutions",
            ["states:DescribeExecution"],
            [executions_arn(self, self._environment, "incident_response")],
        )
        executions = f"execution:{self._environment.prefix}-incident-response:*"
        function.accept(
            "An execution is named after its incident, which nobody knows beforehand",
            f"IAM5[Resource::arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:{executions}]",
        )
        schedule = events.Rule(
            self,
            "SweepSchedule",
            rule_name=f"{self._environment.prefix}-sweep",
            description="Looks for incidents whose workflow ended without them",
            schedule=events.Schedule.rate(_SWEEP_EVERY),
        )
        schedule.add_target(
            targets.LambdaFunction(
                function.function,
                retry_attempts=2,
                max_event_age=_SWEEP_EVERY,
                dead_letter_queue=dead_letters(self, "sweeper-dead-letters", self._environment, self._data.key),
            )
        )
        return function

    def _state_machines(self, tasks: dict[str, ProductFunction]) -> None:
        remediation = ProductStateMachine(
            self,
            "remediation",
            environment=self._environment,
            key=self._data.key,
            invokes=tasks,
            values={"VerificationWaitSeconds": str(self._environment.verification_wait_s)},
        )
        response = ProductStateMachine(
            self,
            "incident_response",
            environment=self._environment,
            key=self._data.key,
            invokes=tasks,
            values={
                "ApprovalTimeoutSeconds": str(self._environment.approval_timeout_s),
                "RemediationStateMachineArn": remediation.machine.state_machine_arn,
            },
        )
        response.role.add_to_policy(
            iam.PolicyStatement(
                sid="StartsRemediation",
                actions=["states:StartExecution"],
                resources=[remediation.machine.state_machine_arn],
            )
        )
        response.role.add_to_policy(
            iam.PolicyStatement(
                sid="WaitsForRemediation",
                actions=["states:DescribeExecution", "states:StopExecution"],
                resources=[executions_arn(self, self._environment, "remediation")],
            )
        )
        response.role.add_to_policy(
            iam.PolicyStatement(
                sid="IsToldWhenItEnds",
                actions=["events:DescribeRule", "events:PutRule", "events:PutTargets"],
                resources=[
                    self.format_arn(
                        service="events",
                        resource="rule",
                        resource_name="StepFunctionsGetEventsForStepFunctionsExecutionRule",
                    )
                ],
            )
        )
        executions = f"execution:{self._environment.prefix}-remediation:*"
        acknowledge(
            response.role,
            "An execution is named after its action, which nobody knows beforehand",
            f"IAM5[Resource::arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:{executions}]",
        )
