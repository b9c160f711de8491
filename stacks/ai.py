"""Ai: the AI services that an environment creates or is given, as settings for functions and as grants.

What cdk.json names by its id is used as it is; what it does not name is created, unless it is switched off. Whatever a
redeployment may replace is referred to weakly: an export in use could never change.
"""

from typing import Any

import aws_cdk as cdk
from aws_cdk import aws_bedrockagentcore as agentcore
from aws_cdk import aws_s3 as s3
from constructs import Construct

from commander.contract.catalogue import Model, catalogue
from commander.contract.services import ServiceKey
from commander.runtime.settings import Settings
from stacks.access import METER, use_table
from stacks.consulting import OPERATIONS, Reachable, let_consult
from stacks.data import DataStack
from stacks.environment import Environment
from stacks.function import ProductFunction, removal_policy
from stacks.guardrail import ProductGuardrail
from stacks.knowledge_base import ProductKnowledgeBase
from stacks.layers import Layers

_EVENTS_KEPT_DAYS = 90
_NAMESPACE = "/lessons"
_FILL_TIMEOUT_S = 120


class AiStack(cdk.Stack):
    """Guardrail, knowledge base and memory."""

    def __init__(self, scope: Construct, environment: Environment, data: DataStack) -> None:
        super().__init__(scope, environment.stack("Ai"), description="Incident Commander: AI services")
        self._environment, self._data = environment, data
        self.functions: list[ProductFunction] = []
        self.knowledge_bucket = self._knowledge_bucket()
        guardrail_id, guardrail_version = self._guardrail()
        knowledge_base_id, data_source_id = self._knowledge_base()
        memory_id = self._memory()
        if not any(isinstance(one, cdk.CfnResource) for one in self.node.find_all()):
            cdk.CfnWaitConditionHandle(self, "Nothing")  # where all is given or off; a stack has to have a resource
        self.settings: dict[str, Any] = {
            "models": bool(self._models()),
            "model_ids": environment.model_ids,
            "comprehend": self._wanted("comprehend"),
            "textract": self._wanted("textract"),
            "guardrail_id": guardrail_id,
            "guardrail_version": guardrail_version,
            "knowledge_base_id": knowledge_base_id,
            "data_source_id": data_source_id,
            "knowledge_bucket": self._bucket_name(),
            "memory_id": memory_id,
            "memory_namespace": _NAMESPACE,
            "classic_agent_id": environment.classic_agent_id,
            "classic_agent_alias_id": environment.classic_agent_alias_id,
            "q_business_application_id": environment.q_business_application_id,
            "switched_off": environment.switched_off,
            "day_budget_usd": environment.day_budget_usd,
        }
        if self.knowledge_bucket is not None:
            cdk.CfnOutput(self, "KnowledgeBucket", value=self.knowledge_bucket.bucket_name)
        self._reachable = Reachable(
            models=self._models(),
            guardrail=guardrail_id,
            knowledge_base=knowledge_base_id,
            memory=memory_id,
            agent_alias=self._agent_alias(),
            q_business=environment.q_business_application_id if self._wanted("q_business") else "",
            comprehend=self._wanted("comprehend"),
            textract=self._wanted("textract"),
        )

    def let_consult(self, function: ProductFunction, name: str) -> None:
        """Grants an agent's function what it asks of the AI services, and to meter it."""
        use_table(function, "Metering", self._data.metrics, METER)
        let_consult(function, name, self._reachable)
        if self.knowledge_bucket is not None and "StartIngestionJob" in OPERATIONS[name]:
            function.allow(
                "WritesClosedIncidents", ["s3:PutObject"], [self.knowledge_bucket.arn_for_objects("incidents/*")]
            )
            exported = self.resolve(self.export_value(self.knowledge_bucket.bucket_arn))["Fn::ImportValue"]
            function.accept(
                "Documents are named after incidents, which nobody knows beforehand",
                f"IAM5[Resource::{exported}/incidents/*]",
            )

    def _wanted(self, service: ServiceKey) -> bool:
        return service not in self._environment.switched_off

    def _models(self) -> list[Model]:
        known = catalogue().with_model_ids(self._environment.model_ids).models
        return [model for model in known.values() if self._wanted(model.service)]

    def _guardrail(self) -> tuple[str, str]:
        given = self._environment
        if not self._wanted("guardrails"):
            return "", ""
        if given.guardrail_id:
            return given.guardrail_id, given.guardrail_version
        guardrail = ProductGuardrail(self, given)
        return guardrail.identifier, guardrail.version

    def _knowledge_base(self) -> tuple[str, str]:
        given = self._environment
        if not self._wanted("knowledge_base"):
            return "", ""
        if given.knowledge_base_id:
            return given.knowledge_base_id, given.data_source_id
        if self.knowledge_bucket is None:
            raise ValueError("knowledge_bucket goes with a knowledge base of its own: name knowledge_base_id too")
        made = ProductKnowledgeBase(self, given, self.knowledge_bucket, self._data.key)
        made.fill(self._ingestion(made, self.knowledge_bucket))
        return made.identifier, made.data_source

    def _knowledge_bucket(self) -> s3.Bucket | None:
        """Where runbooks and closed incidents lie for the knowledge base."""
        if not self._wanted("knowledge_base") or self._environment.knowledge_bucket:
            return None
        logs = s3.Bucket(
            self,
            "AccessLogs",
            encryption=s3.BucketEncryption.S3_MANAGED,
            enforce_ssl=True,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            lifecycle_rules=[
                s3.LifecycleRule(id="forget", expiration=cdk.Duration.days(self._environment.evidence_retention_days))
            ],
            removal_policy=removal_policy(self._environment),
        )
        return s3.Bucket(
            self,
            "Knowledge",
            encryption=s3.BucketEncryption.KMS,
            encryption_key=self._data.key,
            bucket_key_enabled=True,
            enforce_ssl=True,
            minimum_tls_version=1.2,
            versioned=True,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            server_access_logs_bucket=logs,
            server_access_logs_prefix="knowledge/",
            lifecycle_rules=[
                s3.LifecycleRule(id="forget-replaced", noncurrent_version_expiration=cdk.Duration.days(30))
            ],
            removal_policy=removal_policy(self._environment),
        )

    def _bucket_name(self) -> str:
        if self.knowledge_bucket is not None:
            return self.knowledge_bucket.bucket_name
        return self._environment.knowledge_bucket if self._wanted("knowledge_base") else ""

    def _ingestion(self, knowledge_base: ProductKnowledgeBase, bucket: s3.Bucket) -> ProductFunction:
        settings = Settings(
            environment=self._environment.name,
            provenance=self._environment.provenance,
            knowledge_base_id=knowledge_base.identifier,
            data_source_id=knowledge_base.data_source,
            knowledge_bucket=bucket.bucket_name,
        )
        function = ProductFunction(
            self,
            "ingestion",
            environment=self._environment,
            layers=Layers(self, self._environment),
            key=self._data.key,
            description="Puts the runbooks into the knowledge base",
            settings=settings.to_env("knowledge_base_id", "data_source_id", "knowledge_bucket"),
            timeout_s=_FILL_TIMEOUT_S,
            memory_mb=512,
        )
        function.allow("ListsRunbooks", ["s3:ListBucket"], [bucket.bucket_arn])
        function.allow("ReplacesRunbooks", ["s3:DeleteObject", "s3:PutObject"], [bucket.arn_for_objects("runbooks/*")])
        named = self.get_logical_id(bucket.node.default_child)  # type: ignore[arg-type]
        function.accept("Runbooks are named by their authors", f"IAM5[Resource::<{named}.Arn>/runbooks/*]")
        arn = self.format_arn(service="bedrock", resource="knowledge-base", resource_name=knowledge_base.identifier)
        function.allow("StartsIngestion", ["bedrock:StartIngestionJob"], [arn])
        function.use_key("s3")
        self.functions.append(function)
        return function

    def _memory(self) -> str:
        given = self._environment
        if not self._wanted("bedrock_agents") or given.classic_agent_id:
            return ""
        if given.memory_id:
            return given.memory_id
        memory = agentcore.CfnMemory(
            self,
            "Memory",
            name=given.prefix.replace("-", "_"),
            description="Incident Commander: what closed incidents taught",
            event_expiry_duration=_EVENTS_KEPT_DAYS,
            # Lessons are written as records, ready made; the strategy gives their namespace its search.
            memory_strategies=[
                {"semanticMemoryStrategy": {"name": "lessons", "namespaceTemplates": [_NAMESPACE]}},
            ],
        )
        memory.apply_removal_policy(removal_policy(given))
        memory.apply_cross_stack_reference_strength(cdk.ReferenceStrength.WEAK)
        return memory.attr_memory_id

    def _agent_alias(self) -> str:
        given = self._environment
        if not self._wanted("bedrock_agents") or not given.classic_agent_id:
            return ""
        return f"{given.classic_agent_id}/{given.classic_agent_alias_id}"
