"""Faults of EKS workloads and of a zone."""

from __future__ import annotations

from .build import Answer, Case


def container_memory() -> Answer:
    c = Case(
        "eks-invoice-502",
        "2026-02-24T08:50:00",
        "NginxIngress5xxRatio",
        "deployment/invoice-render",
        span=15,
        step=10,
        source="prometheus",
        since=-6,
        severity="critical",
        labels={"namespace": "billing"},
    )
    c.alert(
        -6,
        "NginxIngress5xxRatio",
        "deployment/invoice-render",
        query='sum(rate(nginx_ingress_controller_requests{status=~"5.."}[2m])) > 0.05',
    )
    c.alert(-20160, "NodeMemoryHigh", "node/ip-10-3-7-91", reason="node memory above 80% (known: JVM batch node)")
    for pod, age in (("invoice-render-7c9f6b8d5-hq2xk", -2.1), ("invoice-render-7c9f6b8d5-v8lwn", -1.2)):
        c.series(
            f"pod/{pod}",
            "memory_usage",
            3.0e8,
            5.4e8,
            -7.5,
            ramp=1.1,
            saw=1.25,
            noise=0.02,
            top=536870912,
            ns="ContainerInsights",
        )
        c.event(
            age,
            "kubernetes",
            f"pod/{pod}",
            "BackOff",
            f"Back-off restarting failed container render in pod {pod}_billing",
            "warning",
            9,
        )
        c.state(
            f"pod/{pod}",
            "pod",
            namespace="billing",
            phase="Running",
            status="CrashLoopBackOff",
            ready="0/1",
            restarts="5 (70s ago)",
            node="ip-10-3-7-14",
            owner="ReplicaSet/invoice-render-7c9f6b8d5",
            containers=[
                {
                    "name": "render",
                    "image": "acme/invoice-render:3.4.0",
                    "requests": {"cpu": "250m", "memory": "384Mi"},
                    "limits": {"memory": "512Mi"},
                    "restart_count": 5,
                    "state": {"state": "waiting", "reason": "CrashLoopBackOff"},
                    "last_state": {"state": "terminated", "reason": "OOMKilled", "exit_code": 137},
                }
            ],
        )
    c.series("node/ip-10-3-7-91", "memory_utilization", 86, noise=0.01, ns="ContainerInsights", unit="Percent")
    c.series("node/ip-10-3-7-14", "memory_utilization", 52, noise=0.01, ns="ContainerInsights", unit="Percent")
    c.series("deployment/invoice-render", "error_rate", 0.002, 0.31, -6.5, ramp=1, noise=0.2, ns="Prometheus")
    c.quiet("deployment/invoice-api")
    c.log(
        -4,
        "deployment/ingress-nginx-controller",
        "error",
        'connect() failed (111: Connection refused) while connecting to upstream, upstream: "http://10.3.9.60:8080/render"',
        611,
    )
    c.chatter("deployment/invoice-render", "node", 3)
    c.chatter("deployment/invoice-api", "go", 3)
    c.event(
        -9,
        "kubernetes",
        "node/ip-10-3-7-91",
        "NodeHasSufficientMemory",
        "Node ip-10-3-7-91 status is now: NodeHasSufficientMemory",
        "normal",
    )
    c.state(
        "deployment/invoice-render",
        "deployment",
        namespace="billing",
        desired=2,
        ready=0,
        updated=2,
        available=0,
        age="41d",
    )
    c.state(
        "node/ip-10-3-7-91",
        "node",
        conditions={"Ready": "True", "MemoryPressure": "False"},
        allocatable={"memory": "15Gi"},
    )
    c.edges(
        ("deployment/ingress-nginx-controller", "calls", "deployment/invoice-render"),
        ("deployment/invoice-api", "calls", "deployment/invoice-render"),
        ("pod/invoice-render-7c9f6b8d5-hq2xk", "runs_on", "node/ip-10-3-7-14"),
    )
    return c.fault(
        "k8s.container.oom_killed",
        "deployment/invoice-render",
        herring=("node.memory_pressure", "node/ip-10-3-7-91"),
        near=["compute.memory_leak"],
    )


def tainted_pool() -> Answer:
    """The new node group came with another taint than the pods tolerate; the scheduler names it beside the selector."""
    c = Case(
        "eks-search-indexer-lag",
        "2026-06-02T07:30:00",
        "KubeDeploymentReplicasMismatch",
        "deployment/search-indexer",
        span=30,
        since=-15,
        source="prometheus",
        severity="warning",
        region=None,
    )
    c.alert(-15, "KubeDeploymentReplicasMismatch", "deployment/search-indexer")
    c.alert(-15, "Watchdog", None, reason="always firing")
    taints = ["dedicated=search-v2:NoSchedule"]
    for i, tag in enumerate(("4mzkd", "9xw2t", "pl7rq")):
        c.state(
            f"pod/search-indexer-6b8c7d-{tag}",
            "pod",
            namespace="search",
            phase="Pending",
            status="Pending",
            ready="0/1",
            restarts=0,
            owner="ReplicaSet/search-indexer-6b8c7d",
            node_selector={"pool": "search"},
            tolerations=["dedicated=search:NoSchedule"],
            conditions={"PodScheduled": {"status": "False", "reason": "Unschedulable"}},
        )
        c.event(
            -14 + i,
            "kubernetes",
            f"pod/search-indexer-6b8c7d-{tag}",
            "FailedScheduling",
            "0/7 nodes are available: 3 node(s) had untolerated taint {dedicated: search-v2}, 4 node(s) didn't match Pod's node affinity/selector. preemption: 0/7 nodes are available: 7 Preemption is not helpful for scheduling.",
            "warning",
            12,
        )
        c.state(
            f"node/ip-10-8-2-{40 + i}",
            "node",
            labels={"pool": "search", "eks.amazonaws.com/nodegroup": "search-202606"},
            taints=taints,
            unschedulable=False,
            conditions={"Ready": "True"},
            allocatable={"cpu": "7910m", "memory": "29Gi", "pods": "58"},
        )
    c.state(
        "node/ip-10-8-1-11",
        "node",
        labels={"pool": "general"},
        taints=[],
        unschedulable=False,
        conditions={"Ready": "True"},
        allocated={"cpu": {"requests": "91%"}},
    )
    c.state(
        "deployment/search-indexer",
        "deployment",
        namespace="search",
        desired=3,
        ready=0,
        updated=3,
        available=0,
        conditions={
            "Available": {
                "status": "False",
                "reason": "MinimumReplicasUnavailable",
                "message": "Deployment does not have minimum availability.",
            }
        },
    )
    c.state("deployment/search-query", "deployment", namespace="search", desired=4, ready=4, updated=4, available=4)
    c.event(
        -22,
        "kubernetes",
        "node/ip-10-8-2-17",
        "RemovingNode",
        "Node ip-10-8-2-17 event: Removing Node ip-10-8-2-17 from Controller",
        "normal",
    )
    c.event(
        -24,
        "kubernetes",
        "pod/search-query-77f-aa12",
        "Unhealthy",
        "Readiness probe failed: HTTP probe failed with statuscode: 503",
        "warning",
        2,
    )
    c.change(
        -26,
        "infrastructure",
        "eks:CreateNodegroup",
        "nodegroup/search-202606",
        "role/platform",
        taints=taints,
        release="1.31.4-20260526",
    )
    c.chatter("deployment/search-query", "jvm", 4)
    c.quiet("deployment/search-query", 3)
    return c.fault(
        "k8s.scheduling.taint_not_tolerated",
        "deployment/search-indexer",
        near=["k8s.scheduling.node_selector_mismatch", "k8s.scheduling.insufficient_cpu"],
    )


def zone_in_trouble() -> Answer:
    """One zone loses packets: only targets and tasks of us-east-1c fail, and Health says so; a release came before."""
    c = Case(
        "ticketing-multi-alarm",
        "2026-02-11T15:40:00",
        "3 alarms in ticketing within 5 minutes",
        "alb/ticketing",
        span=60,
        since=-12,
        severity="critical",
        region="us-east-1",
        source="cloudwatch",
    )
    c.alert(-12, "ticketing-elb-5xx", "alb/ticketing", metric="HTTPCode_ELB_5XX_Count", threshold=20)
    c.alert(-10, "ticketing-unhealthy-hosts", "alb/ticketing", metric="UnHealthyHostCount", threshold=0)
    c.alert(
        -9,
        "ticketing-cache replica link",
        "elasticache/ticketing",
        reason="ReplicationLag no data for use1-az4 replica",
    )
    for az, bad in (("us-east-1a", False), ("us-east-1b", False), ("us-east-1c", True)):
        c.series("alb/ticketing", "UnHealthyHostCount", 0, 4 if bad else None, -14, noise=0, stat="Maximum")
        c.parts["metrics"][-1]["dimensions"]["AvailabilityZone"] = az
        c.series("alb/ticketing", "HTTPCode_ELB_5XX_Count", 0, 180 if bad else None, -15, noise=0.2, odd=0.03)
        c.parts["metrics"][-1]["dimensions"]["AvailabilityZone"] = az
    c.quiet("alb/ticketing", 3)
    c.quiet("ecs-service/ticketing-web")
    c.quiet("rds/ticketing-pg")
    c.log(
        -13,
        "ecs-service/ticketing-web",
        "error",
        "java.net.NoRouteToHostException: No route to host (Host unreachable) task_az=us-east-1c",
        3312,
    )
    c.log(-12, "ecs-service/ticketing-batch", "error", "connect ETIMEDOUT 172.31.48.20:6379 task_az=us-east-1c", 401)
    c.log(-12, "ecs-service/ticketing-web", "info", "order placed ok task_az=us-east-1a", 5100)
    c.chatter("ecs-service/ticketing-web", "jvm", 3)
    c.event(
        -6,
        "health",
        "az/us-east-1c",
        "AWS_EC2_OPERATIONAL_ISSUE",
        "We are investigating increased packet loss and instance connectivity issues in a single Availability Zone (use1-az4) in the US-EAST-1 Region.",
        "warning",
    )
    c.event(
        -11,
        "ecs",
        "ecs-service/ticketing-web",
        "TARGET_UNHEALTHY",
        "(service ticketing-web) (port 8080) is unhealthy in (target-group ticketing) due to (reason Request timed out). 4 tasks, all in us-east-1c",
        "warning",
        4,
    )
    c.change(
        -20,
        "deployment",
        "ecs:UpdateService",
        "ecs-service/ticketing-web",
        "role/cd",
        task_definition=["ticketing-web:330", "ticketing-web:331"],
    )
    c.state(
        "alb/ticketing",
        "target_group",
        healthy=8,
        unhealthy=4,
        reasons={"Target.Timeout": 4},
        unhealthy_zones=["us-east-1c"],
    )
    c.state(
        "rds/ticketing-pg",
        "rds_instance",
        engine="postgres",
        instance_class="db.r6g.large",
        multi_az=True,
        availability_zone="us-east-1a",
    )
    c.edges(
        ("alb/ticketing", "calls", "ecs-service/ticketing-web"),
        ("ecs-service/ticketing-web", "writes", "rds/ticketing-pg"),
        ("ecs-service/ticketing-batch", "reads", "elasticache/ticketing"),
        ("ecs-service/ticketing-web", "runs_on", "az/us-east-1c"),
    )
    return c.fault(
        "aws.az_impaired",
        "az/us-east-1c",
        ("aws.az_impaired", "alb/ticketing"),
        ("aws.az_impaired", "ecs-service/ticketing-web"),
        herring=("deployment.bad_release", "ecs-service/ticketing-web"),
        near=["network.partition", "aws.regional_event"],
    )


CASES = (container_memory, tainted_pool, zone_in_trouble)
