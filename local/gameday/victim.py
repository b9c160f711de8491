"""The service that breaks on a game day: deployed for real, released for real, observed by its own metrics.

It is set up with a few API calls rather than with the product's templates, because it stands for somebody else's
service: its own role, its own table, its own alias `live`. Each game day gets a service of its own, without a past that
another game day gave it.
"""

import io
import itertools
import json
import zipfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from local.clients import client

FUNCTION = "checkout"
ALIAS = "live"
NAMESPACE = "Shop"
PRICES = {"espresso": "2.20", "flat-white": "3.80", "croissant": "2.60", "bagel": "3.10"}
SOURCES = Path(__file__).parent / "checkout"


@dataclass(frozen=True)
class Victim:
    """A checkout service on one cloud: a function of that name, and a role and a price table named after it."""

    endpoint_url: str
    name: str = FUNCTION

    @property
    def prices(self) -> str:
        """The table that the healthy service reads its prices from."""
        return f"{self.name}-prices"

    @property
    def new_prices(self) -> str:
        """The table that a later release reads instead."""
        return f"{self.name}-prices-new"

    def set_up(self) -> str:
        """Bring the service into its healthy state, whatever it was in; returns the version that `live` points at."""
        self.restore_prices()
        self._ensure_role()
        healthy = self._publish("Checkout: prices from the price table", "pricing.py")
        self._point_alias(healthy)
        return healthy

    def release_discounts(self) -> str:
        """Publish the release that fails on carts without a discount, and point `live` at it."""
        version = self._publish("Checkout: discounts", "pricing_with_discounts.py")
        self._point_alias(version)
        return version

    def release_discounts_on_new_prices(self) -> str:
        """As above, but the release reads a new price table and the old one is deleted as no longer needed."""
        self._create_prices(self.new_prices)
        version = self._publish("Checkout: discounts, new price table", "pricing_with_discounts.py", self.new_prices)
        self._point_alias(version)
        client("dynamodb", self.endpoint_url).delete_table(TableName=self.prices)
        return version

    def restore_prices(self) -> None:
        """Make sure the price table is there and filled."""
        self._create_prices(self.prices)

    def live_version(self) -> str:
        """The version that `live` points at."""
        lambda_ = client("lambda", self.endpoint_url)
        return str(lambda_.get_alias(FunctionName=self.name, Name=ALIAS)["FunctionVersion"])

    def buy(self, cart: dict[str, Any]) -> bool:
        """One customer's checkout through `live`; whether it was accepted."""
        lambda_ = client("lambda", self.endpoint_url)
        answer = lambda_.invoke(FunctionName=self.name, Qualifier=ALIAS, Payload=json.dumps(cart).encode())
        body = json.loads(answer["Payload"].read())
        return "FunctionError" not in answer and body.get("statusCode") == 200

    def _create_prices(self, table: str) -> None:
        dynamodb = client("dynamodb", self.endpoint_url)
        # One left by an earlier game day on the same cloud will do.
        with suppress(dynamodb.exceptions.ResourceInUseException):
            dynamodb.create_table(
                TableName=table,
                KeySchema=[{"AttributeName": "sku", "KeyType": "HASH"}],
                AttributeDefinitions=[{"AttributeName": "sku", "AttributeType": "S"}],
                BillingMode="PAY_PER_REQUEST",
            )
            dynamodb.get_waiter("table_exists").wait(TableName=table, WaiterConfig={"Delay": 1})
        for sku, price in PRICES.items():
            dynamodb.put_item(TableName=table, Item={"sku": {"S": sku}, "price": {"N": price}})

    def _ensure_role(self) -> str:
        iam = client("iam", self.endpoint_url)
        role = f"{self.name}-service"
        trust = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
        # One left by an earlier game day on the same cloud will do.
        with suppress(iam.exceptions.EntityAlreadyExistsException):
            iam.create_role(RoleName=role, AssumeRolePolicyDocument=_policy(trust))
        iam.put_role_policy(
            RoleName=role,
            PolicyName="checkout",
            PolicyDocument=_policy(
                {
                    "Effect": "Allow",
                    "Action": "dynamodb:GetItem",
                    "Resource": f"arn:aws:dynamodb:*:*:table/{self.prices}*",
                },
                {
                    "Effect": "Allow",
                    "Action": "cloudwatch:PutMetricData",
                    "Resource": "*",
                    "Condition": {"StringEquals": {"cloudwatch:namespace": NAMESPACE}},
                },
                {
                    "Effect": "Allow",
                    "Action": ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
                    "Resource": "*",
                },
            ),
        )
        return str(iam.get_role(RoleName=role)["Role"]["Arn"])

    def _publish(self, description: str, pricing: str, table: str = "") -> str:
        lambda_ = client("lambda", self.endpoint_url)
        code = _zip({"handler.py": SOURCES / "handler.py", "pricing.py": SOURCES / pricing})
        variables = {"PRICE_TABLE": table or self.prices}
        try:
            deployed = lambda_.get_function_configuration(FunctionName=self.name)
        except lambda_.exceptions.ResourceNotFoundException:
            lambda_.create_function(
                FunctionName=self.name,
                Runtime="python3.13",
                Role=self._ensure_role(),
                Handler="handler.handler",
                Timeout=10,
                Environment={"Variables": variables},
                Code={"ZipFile": code},
            )
        else:
            # Only what the release changes: a call that changes nothing would still be a change in the audit trail.
            if deployed["Environment"]["Variables"] != variables:
                lambda_.update_function_configuration(FunctionName=self.name, Environment={"Variables": variables})
            lambda_.update_function_code(FunctionName=self.name, ZipFile=code)
        lambda_.get_waiter("function_updated_v2").wait(FunctionName=self.name)
        return str(lambda_.publish_version(FunctionName=self.name, Description=description)["Version"])

    def _point_alias(self, version: str) -> None:
        lambda_ = client("lambda", self.endpoint_url)
        target = {"FunctionName": self.name, "Name": ALIAS, "FunctionVersion": version}
        try:
            lambda_.update_alias(**target)
        except ClientError as error:
            if error.response["Error"]["Code"] != "ResourceNotFoundException":
                raise
            lambda_.create_alias(**target)


def new_victim(endpoint_url: str) -> Victim:
    """A service whose name nobody had before on this cloud: checkout, then checkout-2 and so on."""
    lambda_ = client("lambda", endpoint_url)
    pages = lambda_.get_paginator("list_functions").paginate()
    taken = {function["FunctionName"] for page in pages for function in page["Functions"]}
    names = itertools.chain([FUNCTION], (f"{FUNCTION}-{number}" for number in itertools.count(2)))
    return Victim(endpoint_url, next(name for name in names if name not in taken))


def _policy(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def _zip(files: dict[str, Path]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, path in files.items():
            archive.writestr(name, path.read_text(encoding="utf-8"))
    return buffer.getvalue()
