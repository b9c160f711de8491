"""Quiet faults of one part: one key, one zone, one customer, one endpoint, one disk. The page looks like noise."""

from scenarios.cases.watches.building import Case, Watch, step
from scenarios.cases.watches.companies import lumenbank, nordlys, quillfish, vireo
from scenarios.cases.watches.parts import alb, ecs, function, host, rds


def event_item_key() -> Case:
    """One key of the items table, the festival's chest, takes most writes: a partition throttles while the table idles."""
    w = Watch(
        "wa-quillfish-0115",
        "2026-01-15T19:38:00Z",
        "inventory p99 > 900 ms (1 datapoint)",
        resource="lambda/inventory",
        service="inventory",
        started=-17,
        region="us-west-2",
        span=90,
    )
    quillfish(w)
    function(w, "inventory", 1260, step(46, 71, -37), step(0.5, 14, -37), memory=256)
    w.metric(
        "lambda/inventory", "AWS/Lambda:Duration", step(210, 960, -37), noise=0.16, stat="p99", unit="Milliseconds"
    )
    table = "dynamodb/player-items"
    w.metric(table, "AWS/DynamoDB:ConsumedWriteCapacityUnits", step(96000, 152000, -37), count=True, unit="Count")
    w.metric(table, "AWS/DynamoDB:ProvisionedWriteCapacityUnits", 8000, noise=0, unit="Count")
    w.metric(table, "AWS/DynamoDB:WriteThrottleEvents", step(0, 412, -37), count=True, unit="Count")
    w.metric(table, "AWS/DynamoDB:SuccessfulRequestLatency", 4.4, unit="Milliseconds")
    w.state(
        table,
        "dynamodb_table",
        billing_mode="PROVISIONED",
        read_capacity=12000,
        write_capacity=8000,
        auto_scaling=False,
        status="ACTIVE",
    )
    w.state(
        table,
        "contributor_insights",
        rule="PartitionKey-MostThrottled",
        top=[{"key": "shared#festival-chest-07", "share": 0.98}, {"key": "player#88120", "share": 0.001}],
    )
    w.log(
        -20, "lambda/inventory", "warn", "ThrottlingException retry=2 op=UpdateItem key=shared#festival-chest-07", 2380
    )
    w.log(
        -9,
        "lambda/inventory",
        "error",
        "ProvisionedThroughputExceededException: The level of configured provisioned throughput for one or more partitions was exceeded op=UpdateItem key=shared#festival-chest-07",
        402,
    )
    w.chatter(
        "lambda/inventory",
        [("info", "grant item=#X player=#N"), ("warn", "conditional check failed item=#X, client retries")],
        8,
    )
    w.alert(-17, "inventory-p99", "lambda/inventory", "alarm", threshold=900, count=3)
    w.alert(-17, "player-items-write-utilisation-80", table, "ok", reason="32 % of provisioned")
    return w.fault(
        "dynamodb.hot_partition",
        table,
        ("dynamodb.throttled", table),
        ("data.skew", table),
        near="healthy.threshold_noise",
    )


def zone_b() -> Case:
    """A third of the servers sits in a zone the provider calls impaired; three requests of a hundred fail."""
    w = Watch(
        "wa-nordlys-0127",
        "2026-01-27T11:52:00Z",
        "Synthetic check 'buy-flow' failing 1 of 20 runs",
        source="synthetic-monitor",
        service="tickets",
        resource="alb/tickets",
        started=-21,
        region="eu-north-1",
        span=90,
    )
    nordlys(w)
    alb(w, "tickets", 2300, step(0.18, 0.47, -26), step(0.4, 71, -26), 40)
    for zone, shape in (("eu-north-1a", 0.17), ("eu-north-1b", step(0.18, 1.4, -26)), ("eu-north-1c", 0.17)):
        w.metric(
            "alb/tickets",
            "AWS/ApplicationELB:TargetResponseTime",
            shape,
            stat="p95",
            unit="Seconds",
            AvailabilityZone=zone,
        )
        errors = step(0.1, 70, -26) if zone.endswith("b") else 0.2
        w.metric(
            "alb/tickets",
            "AWS/ApplicationELB:HTTPCode_Target_5XX_Count",
            errors,
            count=True,
            unit="Count",
            AvailabilityZone=zone,
        )
    w.event(
        -14,
        "health",
        "az/eu-north-1b",
        "AWS_EC2_OPERATIONAL_ISSUE",
        "We are investigating increased packet loss and API error rates for some instances in a single Availability Zone (eun1-az2) in the EU-NORTH-1 Region.",
        "warning",
    )
    w.event(
        -19,
        "autoscaling",
        "asg/tickets-web",
        "Launch",
        "Launching a new EC2 instance in eu-north-1b. Status Reason: InternalError, retrying.",
        "warning",
        2,
    )
    w.log(
        -22,
        "asg/tickets-web",
        "error",
        "redis.exceptions.TimeoutError: Timeout reading from socket host=i-0b41 az=eu-north-1b",
        611,
    )
    w.log(
        -22,
        "asg/tickets-web",
        "error",
        "psycopg.OperationalError: server closed the connection unexpectedly host=i-0c77 az=eu-north-1b",
        204,
    )
    w.state(
        "asg/tickets-web",
        "asg",
        desired=9,
        min=6,
        max=40,
        in_service=9,
        zones={"eu-north-1a": 3, "eu-north-1b": 3, "eu-north-1c": 3},
    )
    w.state("az/eu-north-1b", "availability_zone", zone_id="eun1-az2", state="impaired")
    w.alert(-21, "buy-flow", "alb/tickets", "warning", count=6, reason="6 of 120 runs failed, all locations")
    w.change(
        -95,
        "deployment",
        "role/tickets-ci",
        "codedeploy:CreateDeployment",
        "asg/tickets-web",
        revision="5b1c09e",
        status="Succeeded 10:31",
    )
    return w.fault(
        "aws.az_impaired",
        "az/eu-north-1b",
        ("aws.az_impaired", "asg/tickets-web"),
        ("aws.az_impaired", "alb/tickets"),
        herring=("deployment.bad_release", "asg/tickets-web"),
        near="healthy.threshold_noise deployment.bad_release network.packet_loss",
    )


def one_tenant_file() -> Case:
    """One customer's bank sends a file in another encoding: it alone fails, again and again, all others are processed."""
    w = Watch(
        "wa-lumenbank-0212",
        "2026-02-12T06:55:00Z",
        "intake retries above usual (4 in 1 h)",
        resource="host/lb-batch-1",
        service="intake",
        started=-13,
        region="eu-west-2",
        span=180,
        period=300,
    )
    lumenbank(w)
    rds(w, "core-ledger", 24, 88, 905)
    host(w, "lb-batch-1", 31, 52, 63)
    w.metric("host/lb-batch-1", "Intake:FilesProcessed", 19, count=True, usual=19)
    w.metric("host/lb-batch-1", "Intake:FilesInRetry", step(0, 1, -58), noise=0, stat="Maximum", unit="Count", usual=0)
    for attempt, minute in enumerate((-57, -44, -29, -14, -4), 1):
        w.log(
            minute,
            "host/lb-batch-1",
            "error",
            "Intake.Parser: MT940 tenant=greyfield file=GF_20260212.sta line 88: System.Text.DecoderFallbackException: Unable to translate bytes [E4] at index 31 from specified code page to Unicode",
        )
        w.log(
            minute + 0.5,
            "host/lb-batch-1",
            "warn",
            f"Intake.Queue: GF_20260212.sta back to inbox, attempt {attempt}, order #1 of tenant greyfield blocked",
        )
    w.chatter(
        "host/lb-batch-1",
        [
            ("info", "Intake.Parser: MT940 tenant=ashdown file=AD_#N.sta ok 1#N lines"),
            ("info", "Intake.Parser: CAMT053 tenant=orme ok #N entries"),
            ("warn", "Intake.Parser: tenant=orme empty :86: field kept"),
        ],
        14,
    )
    w.log(
        -120,
        "host/lb-batch-1",
        "info",
        "Intake.Sftp: greyfield: new sender software banner 'BankConnect 9.0' (was 'BankConnect 8.4')",
    )
    w.alert(-13, "intake-retries", "host/lb-batch-1", "warning", reason="4 retries in 60 min; usually 0 to 2")
    w.alert(-5000, "intake-backlog", "host/lb-batch-1", "ok", threshold=50, reason="1 file waiting")
    return w.fault(
        "data.corrupt_input",
        "host/lb-batch-1",
        ("sqs.poison_message", "host/lb-batch-1"),
        ("code.unhandled_error", "host/lb-batch-1"),
        near="healthy.threshold_noise healthy.recovered",
    )


def reschedule_endpoint() -> Case:
    """Since the midday release one path of forty answers 500 every time; three percent of all requests."""
    w = Watch(
        "wa-vireo-0303",
        "2026-03-03T13:12:00Z",
        "clinic-web 5xx ratio 3.2% (threshold 3%)",
        source="datadog",
        service="clinic-web",
        resource="alb/clinic",
        started=-9,
        span=120,
    )
    vireo(w)
    alb(w, "clinic", 512, 0.22, step(0.5, 16.4, -61), 18)
    ecs(w, "clinic-web", 47, 62, 6, 911)
    for path, errors in (("reschedule#update", step(0.05, 16, -61)), ("slots#index", 0.1), ("patients#show", 0.15)):
        w.metric("ecs-service/clinic-web", f"datadog:rails_errors:{path}", errors, count=True, unit="Count")
    w.metric(
        "ecs-service/clinic-web",
        "datadog:rails_requests:reschedule#update:2xx",
        step(16.6, 0.1, -61),
        count=True,
        unit="Count",
    )
    w.change(
        -63,
        "deployment",
        "role/clinic-ci",
        "ecs:UpdateService",
        "ecs-service/clinic-web",
        task_definition=["clinic-web:910", "clinic-web:911"],
        commit="c07d1e4 Reschedule: notify waiting list",
    )
    w.event(
        -60,
        "ecs",
        "ecs-service/clinic-web",
        "SERVICE_DEPLOYMENT_COMPLETED",
        "ECS deployment ecs-svc/6441 completed.",
        "info",
    )
    w.log(
        -30,
        "ecs-service/clinic-web",
        "error",
        "NoMethodError (undefined method `waitlist_entries' for nil:NilClass) app/controllers/reschedule_controller.rb:57:in `update' release=911",
        981,
    )
    w.log(
        -30,
        "ecs-service/clinic-web",
        "error",
        "ActionController::BadRequest (Invalid query parameters) path=/robots",
        3,
    )
    w.chatter(
        "ecs-service/clinic-web",
        [
            ("info", "slots#index 200 #Nms release=911"),
            ("info", "patients#show 200 #Nms release=911"),
            ("warn", "DEPRECATION WARNING: to_time preserves timezone"),
        ],
        12,
    )
    w.alert(
        -9,
        "clinic-web 5xx ratio",
        "alb/clinic",
        "alarm",
        threshold=3,
        count=5,
        reason="3.2; between 2.7 and 3.5 for an hour",
    )
    w.change(
        -130,
        "config",
        "terraform",
        "elasticloadbalancing:ModifyLoadBalancerAttributes",
        "alb/clinic",
        idle_timeout=[60, 75],
    )
    return w.fault(
        "deployment.bad_release",
        "ecs-service/clinic-web",
        ("code.unhandled_error", "ecs-service/clinic-web"),
        near="healthy.threshold_noise",
    )


CASES = (
    event_item_key,
    zone_b,
    one_tenant_file,
    reschedule_endpoint,
)
