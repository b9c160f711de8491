"""API Gateway's WebSocket connections, as seen from the server."""

import os

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from commander.aws.errors import error_code, translate
from commander.contract.problems import ServiceUnavailable

_CONFIG = Config(
    connect_timeout=3, read_timeout=5, retries={"mode": "standard", "total_max_attempts": 3}, max_pool_connections=32
)


def callback_url(api_id: str, stage: str) -> str:
    """Where connections of an API are posted to. An endpoint set for all services serves its APIs under one host."""
    endpoint = os.environ.get("AWS_ENDPOINT_URL")
    if endpoint:
        return f"{endpoint}/_aws/execute-api/{api_id}/{stage}"
    return f"https://{api_id}.execute-api.{os.environ['AWS_REGION']}.amazonaws.com/{stage}"


class Sockets:
    """Posts messages to connections."""

    def __init__(self, api_id: str, stage: str) -> None:
        self._client = boto3.client("apigatewaymanagementapi", endpoint_url=callback_url(api_id, stage), config=_CONFIG)

    def post(self, connection_id: str, message: bytes) -> bool:
        """Whether the message was taken: False where the connection is gone. Raises ServiceUnavailable."""
        try:
            self._client.post_to_connection(ConnectionId=connection_id, Data=message)
        except self._client.exceptions.GoneException:
            return False
        except ClientError as error:
            if error_code(error) in ("GoneException", "410", "BadRequestException"):
                return False  # BadRequest is the answer for an id that no connection ever had
            raise translate(error, "execute-api:ManageConnections") from error
        except BotoCoreError as error:
            raise ServiceUnavailable(f"a connection could not be posted to: {error}") from error
        return True
