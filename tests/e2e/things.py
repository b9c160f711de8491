"""Things of many kinds on the local cloud, as somebody else's service would have them: they hang together.

A queue is read by a function, which uses a table and a database; a load balancer leads to a container service, an API
to the function.
"""

import io
import json
import zipfile
from typing import Any

from local.clients import client
from local.cloud.process import REGION

SUBJECTS = ["sqs/parcels", "alb/front", "apigateway/shipping", "rds-cluster/ledger", "asg/fleet", "eks/yard"]
"""What an incident names: the rest is found by walking."""
BARE = "parcels-dead"
"""A name without its kind."""
ROLE = "ship-service"


def make_things(endpoint_url: str) -> None:
    """Makes all of them, without anything in them."""

    def service(name: str) -> Any:
        return client(name, endpoint_url)

    function = _function(service)
    _queue(service)
    service("dynamodb").create_table(
        TableName="tracking",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        ProvisionedThroughput={"ReadCapacityUnits": 5, "WriteCapacityUnits": 5},
    )
    login = {"MasterUsername": "owner", "MasterUserPassword": "not-a-secret"}
    service("rds").create_db_instance(
        DBInstanceIdentifier="rates", Engine="postgres", DBInstanceClass="db.t3.medium", AllocatedStorage=20, **login
    )
    service("rds").create_db_cluster(DBClusterIdentifier="ledger", Engine="aurora-postgresql", **login)
    _containers(service)
    _api(service, function)
    service("autoscaling").create_auto_scaling_group(
        AutoScalingGroupName="fleet",
        MinSize=0,
        MaxSize=2,
        DesiredCapacity=0,
        AvailabilityZones=[f"{REGION}a"],
        LaunchTemplate={"LaunchTemplateName": "fleet"},
    )
    role = service("iam").get_role(RoleName=ROLE)["Role"]["Arn"]
    eks = service("eks")
    eks.create_cluster(name="yard", roleArn=role, resourcesVpcConfig={"subnetIds": ["subnet-1"]})
    eks.create_nodegroup(clusterName="yard", nodegroupName="cranes", subnets=["subnet-1"], nodeRole=role)


def _function(service: Any) -> str:
    trust = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    role = service("iam").create_role(RoleName=ROLE, AssumeRolePolicyDocument=document)["Role"]["Arn"]
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("handler.py", "def handler(event, context):\n    return 1\n")
    made = service("lambda").create_function(
        FunctionName="ship",
        Runtime="python3.13",
        Role=role,
        Handler="handler.handler",
        Code={"ZipFile": code.getvalue()},
        Environment={
            "Variables": {"TRACKING_TABLE": "tracking", "DB_HOST": f"rates.abcdefghijkl.{REGION}.rds.amazonaws.com"}
        },
    )
    return str(made["FunctionArn"])


def _queue(service: Any) -> None:
    arns: dict[str, str] = {}
    for name in (BARE, "parcels"):
        redrive = {"deadLetterTargetArn": arns[BARE], "maxReceiveCount": 3} if arns else None
        attributes = {"RedrivePolicy": json.dumps(redrive)} if redrive else {}
        url = service("sqs").create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]
        told = service("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])
        arns[name] = told["Attributes"]["QueueArn"]
    service("lambda").create_event_source_mapping(FunctionName="ship", EventSourceArn=arns["parcels"], Enabled=False)


def _containers(service: Any) -> None:
    elb = service("elbv2")
    group = elb.create_target_group(Name="quotes", Protocol="HTTP", Port=80, VpcId="vpc-1", TargetType="ip")
    arn = group["TargetGroups"][0]["TargetGroupArn"]
    front = elb.create_load_balancer(Name="front", Subnets=["subnet-1", "subnet-2"])["LoadBalancers"][0]
    forward = [{"Type": "forward", "TargetGroupArn": arn}]
    elb.create_listener(LoadBalancerArn=front["LoadBalancerArn"], Protocol="HTTP", Port=80, DefaultActions=forward)
    elb.register_targets(TargetGroupArn=arn, Targets=[{"Id": "10.0.0.5", "Port": 80}])
    ecs = service("ecs")
    ecs.create_cluster(clusterName="shop")
    web = {"name": "web", "image": "shop/quotes:12", "memory": 128}
    ecs.register_task_definition(family="quotes", containerDefinitions=[web])
    ecs.create_service(
        cluster="shop",
        serviceName="quotes",
        taskDefinition="quotes",
        desiredCount=0,
        loadBalancers=[{"targetGroupArn": arn, "containerName": "web", "containerPort": 80}],
    )


def _api(service: Any, function: str) -> None:
    gateway = service("apigateway")
    api = gateway.create_rest_api(name="shipping")["id"]
    root = gateway.get_resources(restApiId=api)["items"][0]["id"]
    route = {"restApiId": api, "resourceId": root, "httpMethod": "GET"}
    gateway.put_method(**route, authorizationType="NONE")
    uri = f"arn:aws:apigateway:{REGION}:lambda:path/2015-03-31/functions/{function}/invocations"
    gateway.put_integration(**route, type="AWS_PROXY", integrationHttpMethod="POST", uri=uri)
    gateway.create_deployment(restApiId=api, stageName="live")
    service("apigatewayv2").create_api(Name="shipping-http", ProtocolType="HTTP")
