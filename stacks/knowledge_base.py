"""The knowledge base over runbooks and closed incidents: its vectors in S3 Vectors, its role, its first ingestion.

Another store of vectors would take the place of `_vectors` and of the storage configuration; `vector_store` in cdk.json
chooses it.
"""

import hashlib

import aws_cdk as cdk
from aws_cdk import aws_bedrock as bedrock
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_s3vectors as s3vectors
from constructs import Construct

from stacks.acknowledged import acknowledge
from stacks.environment import Environment
from stacks.function import ProductFunction
from stacks.layers import ROOT

_EMBEDDING_MODEL = "amazon.titan-embed-text-v2:0"
_DIMENSIONS = 1024
_EMBEDDING = {"dimensions": _DIMENSIONS, "embeddingDataType": "FLOAT32"}
_CHUNK_TOKENS = 300
_NOT_FILTERABLE = ["AMAZON_BEDROCK_TEXT", "AMAZON_BEDROCK_METADATA"]
"""Filterable metadata have 2 KB at most, which the text of a passage would exceed."""
_INGESTION_TIMEOUT = cdk.Duration.minutes(5)


class ProductKnowledgeBase(Construct):
    """A knowledge base whose one data source is a bucket."""

    def __init__(self, scope: Construct, environment: Environment, bucket: s3.IBucket, key: kms.IKey) -> None:
        super().__init__(scope, "KnowledgeBase")
        stack = cdk.Stack.of(self)
        index = self._vectors()
        model = f"arn:{stack.partition}:bedrock:{stack.region}::foundation-model/{_EMBEDDING_MODEL}"
        role = self._role(bucket, key, index, model)
        self._resource = bedrock.CfnKnowledgeBase(
            self,
            "Resource",
            name=environment.prefix,
            description="Incident Commander: runbooks and closed incidents",
            role_arn=role.role_arn,
            knowledge_base_configuration={
                "type": "VECTOR",
                "vectorKnowledgeBaseConfiguration": {
                    "embeddingModelArn": model,
                    "embeddingModelConfiguration": {
                        "bedrockEmbeddingModelConfiguration": {
                            "dimensions": _DIMENSIONS,
                            "embeddingDataType": "FLOAT32",
                        }
                    },
                },
            },
            storage_configuration={
                "type": "S3_VECTORS",
                "s3VectorsConfiguration": {"indexArn": index.attr_index_arn},
            },
        )
        self._resource.node.add_dependency(role)
        self._source = bedrock.CfnDataSource(
            self,
            "Documents",
            name="documents",
            knowledge_base_id=self._resource.attr_knowledge_base_id,
            data_source_configuration={"type": "S3", "s3Configuration": {"bucketArn": bucket.bucket_arn}},
            # The vectors go with their index; emptying it first would only be one more thing that can fail.
            data_deletion_policy="RETAIN",
            vector_ingestion_configuration={
                "chunkingConfiguration": {
                    "chunkingStrategy": "FIXED_SIZE",
                    "fixedSizeChunkingConfiguration": {"maxTokens": _CHUNK_TOKENS, "overlapPercentage": 20},
                }
            },
        )
        for resource in (self._resource, self._source):
            resource.apply_cross_stack_reference_strength(cdk.ReferenceStrength.WEAK)

    @property
    def identifier(self) -> str:
        """The knowledge base's id."""
        return self._resource.attr_knowledge_base_id

    @property
    def data_source(self) -> str:
        """The data source's id."""
        return self._source.attr_data_source_id

    def fill(self, function: ProductFunction) -> None:
        """Has the function put the runbooks into the bucket and start the ingestion, whenever they have changed."""
        filled = cdk.CustomResource(
            self,
            "Filled",
            resource_type="Custom::Runbooks",
            service_token=function.arn,
            service_timeout=_INGESTION_TIMEOUT,
            properties={
                "digest": _digest(),
                "knowledge_base_id": self.identifier,
                "data_source_id": self.data_source,
            },
        )
        filled.node.add_dependency(function.role)

    def _vectors(self) -> s3vectors.CfnIndex:
        vectors = s3vectors.CfnVectorBucket(self, "Vectors")
        index = s3vectors.CfnIndex(
            self,
            "Index",
            vector_bucket_arn=vectors.attr_vector_bucket_arn,
            data_type="float32",
            dimension=_DIMENSIONS,
            distance_metric="cosine",
            metadata_configuration={"nonFilterableMetadataKeys": _NOT_FILTERABLE},
        )
        for resource in (vectors, index):  # made anew from the documents at any time
            resource.apply_removal_policy(cdk.RemovalPolicy.DESTROY)
        return index

    def _role(self, bucket: s3.IBucket, key: kms.IKey, index: s3vectors.CfnIndex, model: str) -> iam.Role:
        stack = cdk.Stack.of(self)
        knowledge_bases = stack.format_arn(service="bedrock", resource="knowledge-base", resource_name="*")
        role = iam.Role(
            self,
            "Role",
            description="What the knowledge base reads and where it keeps its vectors",
            assumed_by=iam.ServicePrincipal(
                "bedrock.amazonaws.com",
                conditions={
                    "StringEquals": {"aws:SourceAccount": stack.account},
                    "ArnLike": {"aws:SourceArn": knowledge_bases},
                },
            ),
        )
        for sid, actions, resource in (
            ("ListsDocuments", ["s3:ListBucket"], bucket.bucket_arn),
            ("ReadsDocuments", ["s3:GetObject"], bucket.arn_for_objects("*")),
            ("EmbedsPassages", ["bedrock:InvokeModel"], model),
            (
                "KeepsVectors",
                [
                    "s3vectors:DeleteVectors",
                    "s3vectors:GetIndex",
                    "s3vectors:GetVectors",
                    "s3vectors:PutVectors",
                    "s3vectors:QueryVectors",
                ],
                index.attr_index_arn,
            ),
        ):
            role.add_to_policy(iam.PolicyStatement(sid=sid, actions=actions, resources=[resource]))
        role.add_to_policy(
            iam.PolicyStatement(
                sid="OpensDocuments",
                actions=["kms:Decrypt"],
                resources=[key.key_arn],
                conditions={"StringEquals": {"kms:ViaService": f"s3.{stack.region}.{stack.url_suffix}"}},
            )
        )
        named = stack.get_logical_id(bucket.node.default_child)  # type: ignore[arg-type]
        acknowledge(role, "All documents of this bucket are for the knowledge base", f"IAM5[Resource::<{named}.Arn>/*]")
        return role


def _digest() -> str:
    """Another value whenever a runbook changes."""
    digest = hashlib.sha256()
    for path in sorted((ROOT / "knowledge" / "runbooks").glob("*.md")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]
