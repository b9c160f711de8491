"""What functions may do, in the words of the code that does it."""

from collections.abc import Sequence

import aws_cdk as cdk
from aws_cdk import aws_dynamodb as dynamodb

from stacks.data import DataStack
from stacks.function import ProductFunction

READ_TIMELINES = ("dynamodb:GetItem", "dynamodb:Query")
APPEND = (*READ_TIMELINES, "dynamodb:PutItem")
"""An append also writes the incident's rows of the lists; TransactWriteItems is granted by its parts."""
END = (*APPEND, "dynamodb:DeleteItem")
"""An ending takes the incident out of the list of open ones, and a new alarm takes over an ended one's claim."""
METER = ("dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query", "dynamodb:UpdateItem")
"""Who calls AI services reads the circuits and sums, and adds to them; of the metrics table only."""
EMPTY = ("dynamodb:BatchWriteItem", "dynamodb:DeleteItem", "dynamodb:Scan")


def use_table(function: ProductFunction, sid: str, table: dynamodb.ITable, actions: Sequence[str]) -> None:
    """Items of one table."""
    function.allow(sid, sorted(set(actions)), [table.table_arn])


def use_evidence(function: ProductFunction, data: DataStack, *actions: str) -> None:
    """Objects under `evidence/`: one folder an incident."""
    function.allow("Evidence", actions, [data.evidence.arn_for_objects("evidence/*")])
    exported = data.resolve(data.export_value(data.evidence.bucket_arn))["Fn::ImportValue"]
    function.accept(
        "Bundles are named after incidents, which nobody knows beforehand", f"IAM5[Resource::{exported}/evidence/*]"
    )


def look_at_functions(function: ProductFunction, *actions: str) -> None:
    """The Lambda functions of the account as they are now: any of them can be what an incident is about."""
    stack = function.role.stack
    function.allow(
        "LooksAtFunctions",
        actions,
        [
            stack.format_arn(
                service="lambda", resource="function", resource_name="*", arn_format=cdk.ArnFormat.COLON_RESOURCE_NAME
            )
        ],
    )
    function.accept(
        "Any function of the account can be what an incident is about; these actions only read",
        "IAM5[Resource::arn:<AWS::Partition>:lambda:<AWS::Region>:<AWS::AccountId>:function:*]",
    )


def look_at_metrics(function: ProductFunction) -> None:
    """CloudWatch's metrics."""
    function.allow("LooksAtMetrics", ["cloudwatch:GetMetricData"], ["*"])
    function.accept("GetMetricData has no resource", "IAM5[Resource::*]")
