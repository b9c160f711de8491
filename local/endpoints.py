"""`.local/endpoints.json`: where the running application is, for tools, tests and people."""

import urllib.request
from pathlib import Path
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict

from local import paths
from local.failures import LaunchFailure

Role = Literal["viewer", "responder", "admin"]
ROLES: tuple[Role, ...] = get_args(Role)


class SignIn(BaseModel):
    """A user's name and password."""

    model_config = ConfigDict(frozen=True)

    username: str
    password: str


class Endpoints(BaseModel):
    """The running application as others find it."""

    model_config = ConfigDict(frozen=True)

    rest_url: str
    websocket_url: str
    dashboards_url: str
    region: str
    endpoint_url: str
    users: dict[Role, SignIn]
    user_pool_id: str
    user_pool_client_id: str
    signals_topic_arn: str
    workflow_arn: str
    ai_url: str = ""
    """The stand-ins of the AI services; tests set their faults there."""

    def write(self, path: Path = paths.ENDPOINTS) -> None:
        """Publish it, readable by its owner only because it holds passwords."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(self.model_dump_json(indent=2), encoding="utf-8")

    def require_answer(self) -> "Endpoints":
        """Itself, if the application answers: a killed run leaves its file behind."""
        try:
            with urllib.request.urlopen(f"{self.rest_url}/health", timeout=10):
                return self
        except OSError as error:
            raise LaunchFailure(
                f"Incident Commander does not answer at {self.rest_url}: {error}",
                "Its run was probably killed. Start it again, in another terminal: make run",
            ) from error

    @classmethod
    def read(cls, path: Path = paths.ENDPOINTS) -> "Endpoints":
        """The application that is running, or what to do when none is."""
        try:
            return cls.model_validate_json(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise LaunchFailure(
                "Incident Commander is not running here", "Start it first, in another terminal: make run"
            ) from None
