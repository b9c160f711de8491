"""Each kind of thing described from what its service answers; the services are moto's, which speak AWS's own wire."""

import io
import json
import zipfile
from typing import Any

import boto3
import pytest

from commander.aws.collecting import kinds
from commander.aws.collecting.findings import Findings
from commander.aws.collecting.things import Thing
from commander.contract.problems import Missing
from tests.aws.asking import WINDOW, ask, edges, gaps, items, state

pytestmark = pytest.mark.usefixtures("account")


def _describe(thing: Thing) -> Findings:
    found = Findings()
    kinds.describe(thing, ask(), found, WINDOW)
    return found


def _role() -> str:
    trust = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    return str(boto3.client("iam").create_role(RoleName="r", AssumeRolePolicyDocument=document)["Role"]["Arn"])


def _function(name: str, **more: Any) -> str:
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("handler.py", "def handler(event, context): return 1")
    made = boto3.client("lambda").create_function(
        FunctionName=name, Runtime="python3.13", Role=_role(), Handler="handler.handler",
        Code={"ZipFile": code.getvalue()}, **more,
    )  # fmt: skip
    return str(made["FunctionArn"])


def _queue(name: str, **attributes: str) -> tuple[str, str]:
    sqs = boto3.client("sqs")
    url = sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]
    return url, sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]


def _network() -> tuple[str, list[str]]:
    ec2 = boto3.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnets = [
        ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.0.{n}.0/24", AvailabilityZone=f"eu-west-1{zone}")["Subnet"][
            "SubnetId"
        ]
        for n, zone in enumerate("ab")
    ]
    return vpc, subnets


def test_a_function_tells_its_settings_names_its_queue_and_what_it_needs() -> None:
    _, arn = _queue("orders")
    _function("ship", Environment={"Variables": {"PRICE_TABLE": "prices", "API_KEY": "k-1"}}, Timeout=7)
    lambda_ = boto3.client("lambda")
    lambda_.create_event_source_mapping(FunctionName="ship", EventSourceArn=arn, BatchSize=5)
    lambda_.put_function_concurrency(FunctionName="ship", ReservedConcurrentExecutions=9)
    found = _describe(Thing("lambda", "ship"))
    attributes = state(found, "lambda_function")
    assert (attributes["timeout_s"], attributes["reserved_concurrency"]) == (7, 9)
    assert attributes["settings"] == ["API_KEY", "PRICE_TABLE"]
    assert "k-1" not in str(found)
    assert edges(found) == {
        ("lambda/ship", "reads", "sqs/orders"),
        ("lambda/ship", "depends_on", "dynamodb/prices"),
    }
    assert state(found, "event_source_mapping")["batch_size"] == 5
    assert Thing("role", "r") in found.neighbours
    assert found.groups == ["/aws/lambda/ship"]


def test_a_queue_tells_where_its_failures_go_and_who_reads_it() -> None:
    _, dead = _queue("orders-dead")
    url, arn = _queue("orders", RedrivePolicy=json.dumps({"deadLetterTargetArn": dead, "maxReceiveCount": 3}))
    boto3.client("sqs").send_message(QueueUrl=url, MessageBody="x")
    _function("ship")
    boto3.client("lambda").create_event_source_mapping(FunctionName="ship", EventSourceArn=arn)
    found = _describe(Thing("sqs", "orders"))
    attributes = state(found, "sqs_queue")
    assert attributes["visible"] == 1
    assert attributes["redrive"] == {"dlq": "orders-dead", "max_receives": 3}
    assert edges(found) == {("sqs/orders", "writes", "sqs/orders-dead"), ("lambda/ship", "reads", "sqs/orders")}
    assert state(_describe(Thing("sqs", "orders-dead")), "sqs_queue")["redrive"] == {}


@pytest.mark.parametrize("scaled", [True, False])
def test_a_table_tells_its_capacity_and_whether_that_scales(scaled: bool) -> None:
    boto3.client("dynamodb").create_table(
        TableName="prices",
        KeySchema=[{"AttributeName": "sku", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "sku", "AttributeType": "S"}],
        ProvisionedThroughput={"ReadCapacityUnits": 5, "WriteCapacityUnits": 4},
    )
    if scaled:
        boto3.client("application-autoscaling").register_scalable_target(
            ServiceNamespace="dynamodb",
            ResourceId="table/prices",
            ScalableDimension="dynamodb:table:ReadCapacityUnits",
            MinCapacity=5,
            MaxCapacity=50,
        )
    attributes = state(_describe(Thing("dynamodb", "prices")), "dynamodb_table")
    assert (attributes["billing_mode"], attributes["read_capacity"], attributes["write_capacity"]) == (
        "PROVISIONED",
        5,
        4,
    )
    assert attributes["auto_scaling"] is scaled
    assert attributes["scaling_limits"] == ({"ReadCapacityUnits": {"min": 5, "max": 50}} if scaled else {})


def test_an_instance_tells_its_replicas_its_cluster_and_that_its_load_is_not_watched() -> None:
    rds = boto3.client("rds")
    given = {"Engine": "postgres", "DBInstanceClass": "db.t3.medium", "AllocatedStorage": 20}
    rds.create_db_instance(DBInstanceIdentifier="ledger", MasterUsername="u", MasterUserPassword="p" * 9, **given)
    rds.create_db_instance_read_replica(DBInstanceIdentifier="ledger-copy", SourceDBInstanceIdentifier="ledger")
    found = _describe(Thing("rds", "ledger"))
    attributes = state(found, "rds_instance")
    assert (attributes["engine"], attributes["instance_class"]) == ("postgres", "db.t3.medium")
    assert attributes["allocated_storage_gb"] == 20
    assert ("rds/ledger", "replicates_to", "rds/ledger-copy") in edges(found)
    assert [reason for reason in gaps(found) if "Performance Insights is not enabled" in reason]
    assert ("rds/ledger", "replicates_to", "rds/ledger-copy") in edges(_describe(Thing("rds", "ledger-copy")))


def test_a_cluster_owns_its_members() -> None:
    rds = boto3.client("rds")
    rds.create_db_cluster(
        DBClusterIdentifier="ledger", Engine="aurora-postgresql", MasterUsername="u", MasterUserPassword="p" * 9
    )
    rds.create_db_instance(
        DBInstanceIdentifier="ledger-1",
        DBClusterIdentifier="ledger",
        Engine="aurora-postgresql",
        DBInstanceClass="db.r6g.large",
    )
    found = _describe(Thing("rds-cluster", "ledger"))
    assert state(found, "rds_cluster")["engine"] == "aurora-postgresql"
    assert ("rds-cluster/ledger", "owns", "rds/ledger-1") in edges(found)


def _service(group: str | None = None) -> None:
    ecs = boto3.client("ecs")
    ecs.create_cluster(clusterName="shop")
    ecs.register_task_definition(
        family="quotes",
        containerDefinitions=[
            {
                "name": "web",
                "image": "shop/quotes:12",
                "memory": 128,
                "environment": [
                    {"name": "QUEUE_URL", "value": "https://sqs.eu-west-1.amazonaws.com/123456789012/orders"}
                ],
                "logConfiguration": {"logDriver": "awslogs", "options": {"awslogs-group": "/ecs/quotes"}},
            }
        ],
    )
    balancers = [{"targetGroupArn": group, "containerName": "web", "containerPort": 80}] if group else []
    ecs.create_service(
        cluster="shop", serviceName="quotes", taskDefinition="quotes", desiredCount=2, loadBalancers=balancers
    )


@pytest.mark.parametrize("hints", [{}, {"cluster": "shop"}])
def test_a_service_is_found_in_its_cluster_with_image_log_group_and_queue(hints: dict[str, str]) -> None:
    _service()
    found = _describe(Thing("ecs-service", "quotes", hints))
    attributes = state(found, "ecs_service")
    assert (attributes["cluster"], attributes["desired"], attributes["task_definition"]) == ("shop", 2, "quotes:1")
    assert attributes["containers"][0]["image"] == "shop/quotes:12"  # type: ignore[index]
    assert attributes["deployments"][0]["status"] == "PRIMARY"  # type: ignore[index]
    assert found.groups == ["/ecs/quotes"]
    assert ("ecs-service/quotes", "depends_on", "sqs/orders") in edges(found)
    assert found.better_known[0].hints["cluster"] == "shop"


def test_a_balancer_leads_over_its_target_group_to_the_service_behind_it() -> None:
    vpc, subnets = _network()
    elb = boto3.client("elbv2")
    group = elb.create_target_group(Name="web", Protocol="HTTP", Port=80, VpcId=vpc, TargetType="ip")["TargetGroups"][0]
    balancer = elb.create_load_balancer(Name="front", Subnets=subnets)["LoadBalancers"][0]
    elb.create_listener(
        LoadBalancerArn=balancer["LoadBalancerArn"],
        Protocol="HTTP",
        Port=80,
        DefaultActions=[{"Type": "forward", "TargetGroupArn": group["TargetGroupArn"]}],
    )
    elb.register_targets(TargetGroupArn=group["TargetGroupArn"], Targets=[{"Id": "10.0.0.9", "Port": 80}])
    _service(group["TargetGroupArn"])
    found = _describe(Thing("alb", "front"))
    assert edges(found) == {("alb/front", "calls", "target-group/web")}
    assert found.better_known[0].hints["dimension"].startswith("app/front/")
    behind = _describe(found.neighbours[0])
    attributes = state(behind, "target_group")
    assert (attributes["healthy"], attributes["unhealthy"], attributes["reasons"]) == (1, 0, [])
    assert ("target-group/web", "calls", "ecs-service/quotes") in edges(behind)
    assert set(behind.better_known[0].hints) >= {"arn", "dimension", "balancer"}


def test_an_api_leads_to_the_functions_behind_its_routes() -> None:
    arn = _function("pay")
    gateway = boto3.client("apigateway")
    api = gateway.create_rest_api(name="shop")["id"]
    root = gateway.get_resources(restApiId=api)["items"][0]["id"]
    gateway.put_method(restApiId=api, resourceId=root, httpMethod="POST", authorizationType="NONE")
    gateway.put_integration(
        restApiId=api,
        resourceId=root,
        httpMethod="POST",
        type="AWS_PROXY",
        integrationHttpMethod="POST",
        uri=f"arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/{arn}/invocations",
    )
    gateway.create_deployment(restApiId=api, stageName="live")
    found = _describe(Thing("apigateway", "shop"))
    assert edges(found) == {("apigateway/shop", "calls", "lambda/pay")}
    attributes = state(found, "api_stage")
    assert attributes["stage"] == "live"
    assert attributes["integration"][0]["to"] == "lambda/pay"  # type: ignore[index]


def test_an_http_api_is_found_by_its_id() -> None:
    arn = _function("pay")
    gateway = boto3.client("apigatewayv2")
    api = gateway.create_api(Name="web", ProtocolType="HTTP")["ApiId"]
    gateway.create_integration(ApiId=api, IntegrationType="AWS_PROXY", IntegrationUri=arn, PayloadFormatVersion="2.0")
    gateway.create_stage(ApiId=api, StageName="$default")
    found = _describe(Thing("apigateway", api, {"api_id": api}))
    assert edges(found) == {(f"apigateway/{api}", "calls", "lambda/pay")}
    assert state(found, "api_stage")["stage"] == "$default"


def test_a_scaling_group_tells_its_limits() -> None:
    _, subnets = _network()
    image = boto3.client("ec2").describe_images(Owners=["amazon"])["Images"][0]["ImageId"]
    scaling = boto3.client("autoscaling")
    scaling.create_launch_configuration(LaunchConfigurationName="lc", ImageId=image, InstanceType="t3.micro")
    scaling.create_auto_scaling_group(
        AutoScalingGroupName="fleet", LaunchConfigurationName="lc", MinSize=1, MaxSize=3, DesiredCapacity=1,
        VPCZoneIdentifier=subnets[0],
    )  # fmt: skip
    attributes = state(_describe(Thing("asg", "fleet")), "asg")
    assert (attributes["desired"], attributes["min"], attributes["max"], attributes["in_service"]) == (1, 1, 3, 1)


def test_a_kubernetes_cluster_tells_its_node_groups_and_that_more_is_not_read() -> None:
    _, subnets = _network()
    eks = boto3.client("eks")
    eks.create_cluster(name="shop", roleArn=_role(), resourcesVpcConfig={"subnetIds": subnets})
    eks.create_nodegroup(
        clusterName="shop", nodegroupName="workers", subnets=subnets, nodeRole="arn:aws:iam::123456789012:role/n",
        scalingConfig={"minSize": 1, "maxSize": 4, "desiredSize": 2},
    )  # fmt: skip
    found = _describe(Thing("eks", "shop"))
    assert state(found, "eks_cluster")["status"] == "ACTIVE"
    assert (state(found, "nodegroup")["desired"], state(found, "nodegroup")["max"]) == (2, 4)
    assert ("eks/shop", "runs_on", "nodegroup/workers") in edges(found)
    assert [reason for reason in gaps(found) if "Kubernetes" in reason]


@pytest.mark.parametrize(
    "kind",
    [
        "lambda",
        "ecs-service",
        "apigateway",
        "rds",
        "rds-cluster",
        "sqs",
        "dynamodb",
        "alb",
        "target-group",
        "asg",
        "eks",
    ],
)
def test_what_is_not_there_is_missing_whatever_its_service_calls_that(kind: str) -> None:
    boto3.client("ecs").create_cluster(clusterName="shop")
    with pytest.raises(Missing, match=f"no {kind}/nobody in this account"):
        _describe(Thing(kind, "nobody"))


def test_a_bare_name_is_looked_up_among_the_kinds() -> None:
    _queue("orders")
    found = _describe(Thing(kinds.UNKNOWN, "orders"))
    assert found.better_known == [Thing("sqs", "orders")]
    assert items(found, "state")
    with pytest.raises(Missing, match="nothing that is named nobody"):
        _describe(Thing(kinds.UNKNOWN, "nobody"))
