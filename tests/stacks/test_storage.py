"""What is stored: encrypted, over TLS only, kept as long as the environment says."""

import json

import pytest

from tests.stacks.synthesis import Found, Templates, listed

pytestmark = [pytest.mark.synth, pytest.mark.xdist_group("stacks")]

RETENTION = {"dev": 14, "staging": 30, "prod": 365, "local": 1}


def _denies_plain_http(policy: Found) -> bool:
    return any(
        statement["Effect"] == "Deny"
        and statement.get("Condition", {}).get("Bool", {}).get("aws:SecureTransport") == "false"
        for statement in policy.properties["PolicyDocument"]["Statement"]
    )


def test_the_tables_have_their_names_keys_and_time_to_live(every: Templates) -> None:
    tables = {found.properties["TableName"]: found.properties for found in every.of("AWS::DynamoDB::Table")}
    assert set(tables) == {f"ic-{every.environment.name}-{name}" for name in ("connections", "incidents", "metrics")}
    for table in tables.values():
        assert [(key["AttributeName"], key["KeyType"]) for key in table["KeySchema"]] == [
            ("pk", "HASH"),
            ("sk", "RANGE"),
        ]
        assert table["TimeToLiveSpecification"] == {"AttributeName": "expires_at", "Enabled": True}
        assert table["BillingMode"] == "PAY_PER_REQUEST"


def test_tables_are_encrypted_with_our_key_and_can_be_restored_to_any_moment(every: Templates) -> None:
    for found in every.of("AWS::DynamoDB::Table"):
        assert found.properties["SSESpecification"]["SSEType"] == "KMS"
        assert "KMSMasterKeyId" in found.properties["SSESpecification"]
        assert found.properties["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"] is True


def test_only_the_incidents_have_a_stream_of_new_images(every: Templates) -> None:
    streams = {
        found.properties["TableName"]: found.properties.get("StreamSpecification", {}).get("StreamViewType")
        for found in every.of("AWS::DynamoDB::Table")
    }
    assert streams.pop(f"ic-{every.environment.name}-incidents") == "NEW_IMAGE"
    assert set(streams.values()) == {None}


def test_where_data_has_to_stay_nothing_is_deleted_with_a_stack(prod: Templates) -> None:
    for kind in ("AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::KMS::Key", "AWS::Cognito::UserPool"):
        for found in prod.of(kind):
            assert found.resource["DeletionPolicy"] == "RetainExceptOnCreate"
            assert found.resource["UpdateReplacePolicy"] == "Retain"
    for table in prod.of("AWS::DynamoDB::Table"):
        assert table.properties["DeletionProtectionEnabled"] is True
    (users,) = prod.of("AWS::Cognito::UserPool")
    assert users.properties["DeletionProtection"] == "ACTIVE"


def test_buckets_are_encrypted_private_and_closed_to_plain_http(every: Templates) -> None:
    buckets = every.of("AWS::S3::Bucket")
    assert buckets
    for bucket in buckets:
        assert bucket.properties["BucketEncryption"]
        assert set(bucket.properties["PublicAccessBlockConfiguration"].values()) == {True}
        policies = [
            policy
            for policy in every.of("AWS::S3::BucketPolicy")
            if policy.stack == bucket.stack and policy.properties["Bucket"] == {"Ref": bucket.logical_id}
        ]
        assert any(_denies_plain_http(policy) for policy in policies)


def test_evidence_is_versioned_encrypted_with_our_key_and_forgotten_in_time(every: Templates) -> None:
    evidence = next(found for found in every.of("AWS::S3::Bucket") if found.logical_id.startswith("Evidence"))
    (rule,) = evidence.properties["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert rule["ServerSideEncryptionByDefault"]["SSEAlgorithm"] == "aws:kms"
    assert evidence.properties["VersioningConfiguration"]["Status"] == "Enabled"
    rules = {rule["Id"]: rule for rule in evidence.properties["LifecycleConfiguration"]["Rules"]}
    assert rules["forget"]["ExpirationInDays"] == every.environment.evidence_retention_days
    assert "Prefix" not in rules["forget"]


def test_what_was_uploaded_and_never_used_is_forgotten_in_a_day(every: Templates) -> None:
    evidence = next(found for found in every.of("AWS::S3::Bucket") if found.logical_id.startswith("Evidence"))
    rule = next(
        one for one in evidence.properties["LifecycleConfiguration"]["Rules"] if one.get("Prefix") == "uploads/"
    )
    assert (rule["Status"], rule["ExpirationInDays"]) == ("Enabled", 1)
    assert rule["NoncurrentVersionExpiration"] == {"NoncurrentDays": 1}


def test_a_browser_may_put_what_it_was_given_a_url_for_and_nothing_else(every: Templates) -> None:
    shared = [found for found in every.of("AWS::S3::Bucket") if "CorsConfiguration" in found.properties]
    assert [found.logical_id.startswith("Evidence") for found in shared] == [True]
    (rule,) = shared[0].properties["CorsConfiguration"]["CorsRules"]
    assert rule["AllowedMethods"] == ["PUT"]
    assert "ExposedHeaders" not in rule


def test_topics_and_queues_are_encrypted_with_our_key_and_closed_to_plain_http(every: Templates) -> None:
    for topic in every.of("AWS::SNS::Topic"):
        assert topic.properties["KmsMasterKeyId"]
        assert topic.properties["SignatureVersion"] == "2"
    assert len(every.of("AWS::SNS::TopicPolicy")) == len(every.of("AWS::SNS::Topic"))
    for policy in (*every.of("AWS::SNS::TopicPolicy"), *every.of("AWS::SQS::QueuePolicy")):
        assert _denies_plain_http(policy)
    for queue in every.of("AWS::SQS::Queue"):
        assert queue.properties["KmsMasterKeyId"]
        assert queue.properties["MessageRetentionPeriod"] == 14 * 24 * 3600


def test_only_alarms_of_this_account_can_publish_signals(every: Templates) -> None:
    (topic,) = [one for one in every.of("AWS::SNS::Topic") if one.properties["TopicName"].endswith("-signals")]
    allowed = [
        statement
        for policy in every.of("AWS::SNS::TopicPolicy")
        if policy.stack == topic.stack and {"Ref": topic.logical_id} in policy.properties["Topics"]
        for statement in policy.properties["PolicyDocument"]["Statement"]
        if statement["Effect"] == "Allow"
    ]
    assert [one["Principal"] for one in allowed] == [{"Service": "cloudwatch.amazonaws.com"}]
    assert allowed[0]["Condition"] == {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}


def test_the_key_rotates(every: Templates) -> None:
    (key,) = every.of("AWS::KMS::Key")
    assert key.properties["EnableKeyRotation"] is True


def test_services_may_use_the_key_for_this_account_only(every: Templates) -> None:
    (key,) = every.of("AWS::KMS::Key")
    for statement in key.properties["KeyPolicy"]["Statement"]:
        if "Service" in statement["Principal"]:
            assert statement["Condition"]


def test_every_function_writes_to_a_log_group_of_its_own_that_is_encrypted_and_forgets(every: Templates) -> None:
    groups = {found.properties["LogGroupName"]: found.properties for found in every.of("AWS::Logs::LogGroup")}
    for function in every.of("AWS::Lambda::Function"):
        assert f"/aws/lambda/{function.properties['FunctionName']}" in groups
    for group in groups.values():
        assert group["KmsKeyId"]
        assert group["RetentionInDays"] == RETENTION[every.environment.name]


def test_the_key_serves_every_log_group(every: Templates) -> None:
    (key,) = every.of("AWS::KMS::Key")
    statement = next(
        one for one in key.properties["KeyPolicy"]["Statement"] if one.get("Sid", "").startswith("LogGroups")
    )
    pattern = json.dumps(statement["Condition"]["ArnLike"]["kms:EncryptionContext:aws:logs:arn"])
    start, _, end = f"/aws/*{every.environment.prefix}*".partition("*")
    assert f"log-group:/aws/*{every.environment.prefix}*" in pattern
    for group in every.of("AWS::Logs::LogGroup"):
        assert group.properties["LogGroupName"].startswith(start)
        assert end.rstrip("*") in group.properties["LogGroupName"]


def test_functions_run_the_newest_python_on_graviton_with_their_layers(dev: Templates, local: Templates) -> None:
    for found in dev.of("AWS::Lambda::Function"):
        assert found.properties["Runtime"] == "python3.14"
        assert found.properties["Architectures"] == ["arm64"]
        assert found.properties["TracingConfig"] == {"Mode": "Active"}
        assert len(found.properties["Layers"]) == 2
        assert "ReservedConcurrentExecutions" not in found.properties
    for found in local.of("AWS::Lambda::Function"):
        assert len(listed(found.properties["Layers"])) == 1, "the local interpreter has the packages itself"


def test_no_layer_is_shared_between_stacks_because_it_could_never_be_replaced(every: Templates) -> None:
    for found in every.of("AWS::Lambda::Function"):
        assert "Fn::ImportValue" not in json.dumps(found.properties["Layers"])
