"""Pages for something that was meant to happen: drills, batches, deployments, scaling, tests."""

from scenarios.cases.watches.building import Case, Watch, bump, ramp, step
from scenarios.cases.watches.companies import lumenbank, nordlys, penrose, sable
from scenarios.cases.watches.parts import alb, ecs, rds


def partner_certification() -> Case:
    """A card scheme certifies the endpoint with declines and garbage, in the window it announced."""
    w = Watch(
        "wa-penrose-0409",
        "2026-04-09T09:50:00Z",
        "pay-api 4xx > 5 % for 10 min",
        source="datadog",
        service="pay-api",
        resource="alb/pay-api",
        started=-22,
        region="eu-central-1",
        span=120,
    )
    penrose(w)
    alb(w, "pay-api", step(890, 960, -30), 0.14, 0.3, step(20, 88, -30))
    ecs(w, "pay-api", 40, 55, 6, 752)
    w.metric("ecs-service/pay-api", "datadog:charges_approved_per_min", 611, count=True, usual=615, unit="Count")
    w.metric(
        "ecs-service/pay-api", "datadog:http_4xx_by_merchant:cert-scheme-q2", step(0, 68, -30), count=True, unit="Count"
    )
    w.metric("ecs-service/pay-api", "datadog:http_4xx_by_merchant:all_others", 20, count=True, unit="Count")
    w.log(
        -29,
        "ecs-service/pay-api",
        "warn",
        "402 card_declined merchant=cert-scheme-q2 test_case=TC-0141 expected=declined",
        702,
    )
    w.log(
        -28,
        "ecs-service/pay-api",
        "warn",
        "422 invalid_expiry merchant=cert-scheme-q2 test_case=TC-0207 expected=rejected",
        633,
    )
    w.chatter(
        "ecs-service/pay-api",
        [
            ("info", "method=POST path=/v1/charges status=201 duration_ms=#N"),
            ("warn", "402 card_declined merchant=m_#N"),
        ],
        8,
    )
    w.change(
        -33,
        "other",
        "user/s.marchetti",
        "calendar: scheme certification run 09:20-11:00 UTC, merchant cert-scheme-q2",
        "ecs-service/pay-api",
        ticket="PAY-5512",
    )
    w.change(
        -400,
        "deployment",
        "role/pay-ci",
        "ecs:UpdateService",
        "ecs-service/pay-api",
        task_definition=["pay-api:751", "pay-api:752"],
    )
    w.alert(-22, "pay-api 4xx ratio", "alb/pay-api", "alarm", threshold=5, reason="9.1 %")
    w.alert(-22, "pay-api approval rate", "alb/pay-api", "ok", reason="92.6 % excluding certification merchants")
    return w.healthy(
        None, herring=("deployment.bad_release", "ecs-service/pay-api"), near="deployment.bad_release traffic.abuse"
    )


def ledger_failover_drill() -> Case:
    """The yearly failover exercise: announced, thirty-eight seconds long, over for half an hour."""
    w = Watch(
        "wa-lumenbank-0418",
        "2026-04-18T07:44:00Z",
        "core-ledger: RDS-EVENT-0049 / portal 5xx burst",
        resource="rds/core-ledger",
        service="portal",
        severity="critical",
        started=-34,
        region="eu-west-2",
        span=75,
    )
    lumenbank(w)
    rds(w, "core-ledger", bump(22, 6, -34, -32), bump(118, 9, -34, -33), 910, extra=True)
    w.metric(
        "alb/portal", "AWS/ApplicationELB:HTTPCode_ELB_5XX_Count", bump(0.1, 96, -34, -33), count=True, unit="Count"
    )
    w.change(
        -35,
        "infrastructure",
        "user/dr-exercise",
        "rds:RebootDBInstance",
        "rds/core-ledger",
        force_failover=True,
        change_ticket="CHG-20411 Annual failover exercise 07:00-08:00 UTC",
    )
    w.event(-34.4, "rds", "rds/core-ledger", "RDS-EVENT-0013", "Multi-AZ instance failover started.", "info")
    w.event(-33.7, "rds", "rds/core-ledger", "RDS-EVENT-0049", "Multi-AZ instance failover completed", "info")
    w.log(
        -34,
        "host/lb-web-a1",
        "error",
        "Microsoft.Data.SqlClient.SqlException (0x80131904): A network-related or instance-specific error occurred while establishing a connection to SQL Server",
        57,
    )
    w.log(-32.5, "host/lb-web-a1", "info", "ConnectionPool: 40 stale connections discarded, pool healthy")
    w.alert(-33, "portal-5xx", "alb/portal", "ok", reason="135 > 20 at 07:10, OK since 07:12")
    w.state(
        "rds/core-ledger",
        "rds_instance",
        engine="sqlserver-se",
        multi_az=True,
        status="available",
        instance_class="db.r6i.2xlarge",
    )
    return w.healthy(None, herring=("db.failover", "rds/core-ledger"), near="db.failover")


def sunday_rollup() -> Case:
    """The weekly roll-up takes every core and the database's reads, as last Sunday and the one before."""
    w = Watch(
        "wa-sable-0426",
        "2026-04-26T02:55:00Z",
        "reporting CPUUtilization > 90 for 30 min",
        resource="rds/reporting",
        service="reporting",
        severity="high",
        started=-20,
        region="us-east-1",
        span=120,
        period=300,
    )
    sable(w)
    shape = step(18, 95.5, -54)
    w.metric("rds/reporting", "AWS/RDS:CPUUtilization", shape, noise=0.015, unit="Percent", usual=step(19, 95.1, -55))
    w.metric("rds/reporting", "AWS/RDS:ReadIOPS", step(310, 8900, -54), unit="Count/Second", usual=step(300, 9050, -55))
    w.metric(
        "rds/reporting",
        "AWS/RDS:ReadLatency",
        step(0.0009, 0.0031, -54),
        unit="Seconds",
        usual=step(0.0009, 0.003, -55),
    )
    w.metric(
        "rds/reporting",
        "AWS/RDS:DatabaseConnections",
        step(22, 86, -54),
        noise=0.02,
        unit="Count",
        usual=step(21, 86, -55),
    )
    w.state(
        "rds/reporting",
        "performance_insights",
        top_sql=[
            {
                "statement": "INSERT INTO weekly_rollup SELECT campaign_id, date_trunc('week', ts), count(*) ... GROUP BY 1,2",
                "db_load_avg": 14.2,
            }
        ],
    )
    w.log(-54, "batch/daily-rollup", "info", "weekly_rollup started schedule=cron(0 2 ? * SUN *) partitions=64")
    w.log(-6, "batch/daily-rollup", "info", "weekly_rollup 47/64 partitions, on pace: eta 03:14 (last week 03:16)")
    w.event(
        -54, "eventbridge", "batch/daily-rollup", "ScheduledRule", "rule weekly-rollup-sunday invoked target", "info"
    )
    w.alert(
        -20,
        "reporting-cpu-90",
        "rds/reporting",
        "alarm",
        metric="CPUUtilization",
        threshold=90,
        count=4,
        reason="also in ALARM 19 Apr, 12 Apr, 5 Apr at 02:35",
    )
    w.alert(-4000, "dashboard-query-p95", "rds/reporting", "ok", reason="no interactive users on Sunday night")
    return w.healthy(
        None, herring=("db.expensive_query", "rds/reporting"), near="db.expensive_query compute.cpu_saturation"
    )


def target_tracking() -> Case:
    """The alarm belongs to target tracking; it is the way the group learns to grow, and it grew in time."""
    w = Watch(
        "wa-nordlys-0507",
        "2026-05-07T10:26:00+02:00",
        "TargetTracking-tickets-web-AlarmHigh-1f0c9a in ALARM",
        resource="asg/tickets-web",
        service="tickets",
        started=-18,
        region="eu-north-1",
        span=60,
        zone=2,
    )
    nordlys(w)
    alb(w, "tickets", ramp(2100, 3900, -40, -10), 0.17, 0.5, 40)
    w.metric(
        "asg/tickets-web",
        "AWS/EC2:CPUUtilization",
        lambda m: 44 if m < -38 else (63 if m < -14 else 51),
        unit="Percent",
    )
    w.metric("asg/tickets-web", "AWS/AutoScaling:GroupInServiceInstances", step(8, 12, -14), noise=0, unit="Count")
    w.event(
        -17,
        "autoscaling",
        "asg/tickets-web",
        "Launch",
        "Launching 4 EC2 instances: monitor alarm TargetTracking-tickets-web-AlarmHigh-1f0c9a triggered policy cpu-55, changing desired capacity from 8 to 12",
        "info",
        4,
    )
    w.event(-14, "autoscaling", "asg/tickets-web", "InService", "4 instances passed ELB health checks", "info", 4)
    w.state("asg/tickets-web", "asg", desired=12, min=6, max=40, in_service=12)
    w.alert(
        -18,
        "TargetTracking-tickets-web-AlarmHigh-1f0c9a",
        "asg/tickets-web",
        "ok",
        metric="CPUUtilization",
        threshold=55,
        reason="OK since 10:13",
    )
    w.alert(-18, "tickets-p95", "alb/tickets", "ok", threshold=0.6)
    w.change(
        -1, "config", "user/ida.holm", "sns:Subscribe", "asg/tickets-web", note="pager topic subscribed to all alarms/*"
    )
    return w.healthy(
        None,
        herring=("compute.cpu_saturation", "asg/tickets-web"),
        near="traffic.surge compute.cpu_saturation compute.autoscaling_at_max",
    )


CASES = (
    partner_certification,
    ledger_failover_drill,
    sunday_rollup,
    target_tracking,
)
