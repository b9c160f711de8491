"""A DynamoDB table with the keys `pk` and `sk`: the few ways in which the product uses one."""

from decimal import Decimal
from typing import Any

from botocore.exceptions import ClientError

from commander.aws.clients import client
from commander.aws.errors import calling, contended, lost_condition
from commander.contract.problems import LostRace, ServiceUnavailable

Item = dict[str, Any]
"""An item as DynamoDB writes it: each attribute with its type."""


def key(pk: str, sk: str) -> Item:
    """An item's key."""
    return {"pk": {"S": pk}, "sk": {"S": sk}}


class Table:
    """One table. Reads are strongly consistent."""

    def __init__(self, name: str) -> None:
        self.name = name

    def get(self, pk: str, sk: str) -> Item | None:
        """The item, or None."""
        with calling("dynamodb:GetItem"):
            answer = client("dynamodb").get_item(TableName=self.name, Key=key(pk, sk), ConsistentRead=True)
        item: Item | None = answer.get("Item")
        return item

    def put(self, pk: str, sk: str, attributes: Item) -> None:
        """Writes the item, whatever was there."""
        with calling("dynamodb:PutItem"):
            client("dynamodb").put_item(TableName=self.name, Item={**key(pk, sk), **attributes})

    def put_new(self, pk: str, sk: str, attributes: Item) -> bool:
        """Writes the item unless it is there already."""
        with calling("dynamodb:PutItem"):
            try:
                client("dynamodb").put_item(**self.new(pk, sk, attributes)["Put"])
            except ClientError as error:
                if not lost_condition(error):
                    raise
                return False
        return True

    def delete(self, pk: str, sk: str) -> None:
        """Deletes the item if it is there."""
        with calling("dynamodb:DeleteItem"):
            client("dynamodb").delete_item(TableName=self.name, Key=key(pk, sk))

    def take(self, pk: str, sk: str, condition: str, values: Item) -> Item | None:
        """Deletes the item if a condition holds and returns it; None where it does not."""
        arguments = {"ExpressionAttributeValues": values} if values else {}
        with calling("dynamodb:DeleteItem"):
            try:
                answer = client("dynamodb").delete_item(
                    TableName=self.name,
                    Key=key(pk, sk),
                    ConditionExpression=condition,
                    ReturnValues="ALL_OLD",
                    **arguments,
                )
            except ClientError as error:
                if not lost_condition(error):
                    raise
                return None
        item: Item = answer["Attributes"]
        return item

    def update_if(
        self, pk: str, sk: str, update: str, condition: str, names: dict[str, str], values: Item
    ) -> Item | None:
        """Updates the item if a condition holds and returns it as it is then; None where it does not hold."""
        with calling("dynamodb:UpdateItem"):
            try:
                answer = client("dynamodb").update_item(
                    TableName=self.name,
                    Key=key(pk, sk),
                    UpdateExpression=update,
                    ConditionExpression=condition,
                    ReturnValues="ALL_NEW",
                    **({"ExpressionAttributeNames": names} if names else {}),
                    **({"ExpressionAttributeValues": values} if values else {}),
                )
            except ClientError as error:
                if not lost_condition(error):
                    raise
                return None
        item: Item = answer["Attributes"]
        return item

    def query(self, pk: str, low: str | None = None, high: str | None = None, limit: int | None = None) -> list[Item]:
        """The items of a partition in order, all of them or those with a sort key from `low` to `high`."""
        arguments: dict[str, Any] = {
            "TableName": self.name,
            "KeyConditionExpression": "pk = :pk",
            "ExpressionAttributeValues": {":pk": {"S": pk}},
            "ConsistentRead": True,
        }
        if low is not None and high is not None:
            arguments["KeyConditionExpression"] += " AND sk BETWEEN :low AND :high"
            arguments["ExpressionAttributeValues"] |= {":low": {"S": low}, ":high": {"S": high}}
        items: list[Item] = []
        while True:
            if limit is not None:
                arguments["Limit"] = limit - len(items)
            with calling("dynamodb:Query"):
                page = client("dynamodb").query(**arguments)
            items += page["Items"]
            if "LastEvaluatedKey" not in page or (limit is not None and len(items) >= limit):
                return items
            arguments["ExclusiveStartKey"] = page["LastEvaluatedKey"]

    def newest(self, pk: str, before: str | None, limit: int) -> tuple[list[Item], str | None]:
        """Up to `limit` items of a partition, the greatest sort key first, and where to go on (None at the end)."""
        arguments: dict[str, Any] = {
            "TableName": self.name,
            "KeyConditionExpression": "pk = :pk" if before is None else "pk = :pk AND sk < :before",
            "ExpressionAttributeValues": {":pk": {"S": pk}, **({":before": {"S": before}} if before else {})},
            "ScanIndexForward": False,
            "Limit": limit,
            "ConsistentRead": True,
        }
        with calling("dynamodb:Query"):
            page = client("dynamodb").query(**arguments)
        last = page.get("LastEvaluatedKey")
        return page["Items"], str(last["sk"]["S"]) if last else None

    def write_together(self, changes: list[Item]) -> None:
        """Writes all changes or none. Raises LostRace where a condition did not hold or somebody wrote meanwhile."""
        with calling("dynamodb:TransactWriteItems"):
            try:
                client("dynamodb").transact_write_items(TransactItems=changes)
            except ClientError as error:
                if lost_condition(error) or contended(error):
                    raise LostRace(f"{self.name} moved on") from error
                raise ServiceUnavailable(f"dynamodb:TransactWriteItems failed: {error}") from error

    def new(self, pk: str, sk: str, attributes: Item) -> Item:
        """The change that writes an item which must not be there yet."""
        return {
            "Put": {
                "TableName": self.name,
                "Item": {**key(pk, sk), **attributes},
                "ConditionExpression": "attribute_not_exists(pk)",
            }
        }

    def added(
        self, pk: str, sk: str, amounts: dict[str, Decimal], stated: Item | None = None, grown: Item | None = None
    ) -> Item:
        """The change that adds amounts to the numbers of an item, which begin at 0.

        `stated` attributes are written as they are; `grown` ones too, on the condition that each is greater than what
        is there.
        """
        set_to, rising = {**(stated or {}), **(grown or {})}, list(grown or {})
        given = {**{name: {"N": f"{amount:f}"} for name, amount in amounts.items()}, **set_to}
        names = {name: f"#a{place}" for place, name in enumerate(given)}
        values = {name: f":a{place}" for place, name in enumerate(given)}
        update = "ADD " + ", ".join(f"{names[name]} {values[name]}" for name in amounts)
        if set_to:
            update += " SET " + ", ".join(f"{names[name]} = {values[name]}" for name in set_to)
        change: Item = {
            "TableName": self.name,
            "Key": key(pk, sk),
            "UpdateExpression": update,
            "ExpressionAttributeNames": {short: name for name, short in names.items()},
            "ExpressionAttributeValues": {values[name]: value for name, value in given.items()},
        }
        if rising:
            change["ConditionExpression"] = " AND ".join(
                f"(attribute_not_exists({names[name]}) OR {names[name]} < {values[name]})" for name in rising
            )
        return {"Update": change}

    def any(self, pk: str, sk: str, attributes: Item) -> Item:
        """The change that writes an item, whatever is there."""
        return {"Put": {"TableName": self.name, "Item": {**key(pk, sk), **attributes}}}

    def gone(self, pk: str, sk: str) -> Item:
        """The change that deletes an item."""
        return {"Delete": {"TableName": self.name, "Key": key(pk, sk)}}
