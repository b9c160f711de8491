"""Data: the tables, the evidence bucket, and the key that encrypts everything the product stores."""

import aws_cdk as cdk
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from constructs import Construct

from stacks.environment import Environment
from stacks.function import removal_policy

_WRITERS = {
    "sns": "signals that could not be delivered",
    "cloudwatch": "alarms",
    "events": "the sweeper's schedule",
    "budgets": "the budget's notices",
}
"""Services that hand encrypted messages to the product's topics and queues."""


_UPLOADS_FROM_BROWSERS = s3.CorsRule(
    allowed_methods=[s3.HttpMethods.PUT],
    allowed_origins=["*"],
    allowed_headers=["content-type", "if-none-match", "x-amz-meta-name"],
    max_age=600,
)
"""Any page may try a PUT: what lets one in is the signature in its URL, never a cookie or where the page is from."""


class DataStack(cdk.Stack):
    """Everything that outlives a deployment."""

    def __init__(self, scope: Construct, environment: Environment) -> None:
        super().__init__(scope, environment.stack("Data"), description="Incident Commander: tables, evidence, key")
        self._environment = environment
        self.key = self._product_key()
        self.incidents = self._table("incidents", dynamodb.StreamViewType.NEW_IMAGE)
        self.connections = self._table("connections")
        self.metrics = self._table("metrics")
        self.evidence = self._evidence_bucket()

    def _product_key(self) -> kms.Key:
        key = kms.Key(
            self,
            "Key",
            alias=f"{self._environment.prefix}",
            enable_key_rotation=True,
            description="Encrypts what Incident Commander stores",
            removal_policy=removal_policy(self._environment),
        )
        log_groups = self.format_arn(
            service="logs",
            resource="log-group",
            resource_name=f"/aws/*{self._environment.prefix}*",
            arn_format=cdk.ArnFormat.COLON_RESOURCE_NAME,
        )
        key.add_to_resource_policy(
            iam.PolicyStatement(
                sid="LogGroupsOfThisEnvironment",
                principals=[iam.ServicePrincipal(f"logs.{self.region}.amazonaws.com")],
                actions=["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
                resources=["*"],
                conditions={"ArnLike": {"kms:EncryptionContext:aws:logs:arn": log_groups}},
            )
        )
        for service in _WRITERS:
            key.add_to_resource_policy(
                iam.PolicyStatement(
                    sid=f"{service.capitalize()}WritesEncryptedMessages",
                    principals=[iam.ServicePrincipal(f"{service}.amazonaws.com")],
                    actions=["kms:Decrypt", "kms:GenerateDataKey"],
                    resources=["*"],
                    conditions={"StringEquals": {"aws:SourceAccount": self.account}},
                )
            )
        return key

    def _table(self, name: str, stream: dynamodb.StreamViewType | None = None) -> dynamodb.Table:
        return dynamodb.Table(
            self,
            f"{name.capitalize()}Table",
            table_name=f"ic-{self._environment.name}-{name}",
            partition_key=dynamodb.Attribute(name="pk", type=dynamodb.AttributeType.STRING),
            sort_key=dynamodb.Attribute(name="sk", type=dynamodb.AttributeType.STRING),
            billing_mode=dynamodb.BillingMode.PAY_PER_REQUEST,
            time_to_live_attribute="expires_at",
            stream=stream,
            encryption=dynamodb.TableEncryption.CUSTOMER_MANAGED,
            encryption_key=self.key,
            point_in_time_recovery_specification=dynamodb.PointInTimeRecoverySpecification(
                point_in_time_recovery_enabled=True
            ),
            deletion_protection=self._environment.deletion_protection,
            removal_policy=removal_policy(self._environment),
        )

    def _evidence_bucket(self) -> s3.Bucket:
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
            "Evidence",
            encryption=s3.BucketEncryption.KMS,
            encryption_key=self.key,
            bucket_key_enabled=True,
            enforce_ssl=True,
            minimum_tls_version=1.2,
            versioned=True,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            server_access_logs_bucket=logs,
            server_access_logs_prefix="evidence/",
            lifecycle_rules=[
                s3.LifecycleRule(
                    id="forget",
                    expiration=cdk.Duration.days(self._environment.evidence_retention_days),
                    noncurrent_version_expiration=cdk.Duration.days(7),
                    abort_incomplete_multipart_upload_after=cdk.Duration.days(1),
                ),
                s3.LifecycleRule(
                    id="forget-uploads",
                    prefix="uploads/",
                    expiration=cdk.Duration.days(1),
                    noncurrent_version_expiration=cdk.Duration.days(1),
                ),
            ],
            cors=[_UPLOADS_FROM_BROWSERS],
            removal_policy=removal_policy(self._environment),
        )
