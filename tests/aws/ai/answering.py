"""A real HTTP server that answers as it was told and remembers what it was asked, for real boto3 clients to meet."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Asked:
    """One request as it came over the wire."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    def document(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Answer:
    """What to send: `hang_up` closes the connection unanswered; `wait` is waited for before anything is sent."""

    status: int = 200
    body: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=dict)
    hang_up: bool = False
    wait: threading.Event | None = None


def answer(document: object, status: int = 200, **headers: str) -> Answer:
    """A JSON answer. Underscores in the names of headers stand for hyphens."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status, json.dumps(document).encode(), named)


def refusal(code: str, status: int = 400, **headers: str) -> Answer:
    """An error as the JSON protocols of AWS send it."""
    return answer({"__type": code, "message": "no"}, status, x_amzn_errortype=code, **headers)


class Answering:
    """The server. Answers are given in the order of the script; the last one is given again."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.asked: list[Asked] = []
        self.script: list[Answer] = []
        self._lock = threading.Lock()

    def will(self, *answers: Answer) -> None:
        self.script = list(answers)

    def take(self, asked: Asked) -> Answer:
        with self._lock:
            self.asked.append(asked)
            return self.script.pop(0) if len(self.script) > 1 else self.script[0]


@contextmanager
def answering() -> Iterator[Answering]:
    """Runs the server on a free port."""
    holder: list[Answering] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _any(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            given = holder[0].take(Asked(self.command, self.path, headers, body))
            if given.wait is not None:
                given.wait.wait(30)
            self.close_connection = True
            if given.hang_up or given.wait is not None:
                return
            self.send_response(given.status)
            sent = {"content-type": "application/json", "content-length": str(len(given.body)), "connection": "close"}
            for name, value in (sent | given.headers).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(given.body)

        do_GET = do_POST = do_PUT = _any

        def log_message(self, format: str, *args: object) -> None:
            """Nothing: the requests are remembered."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    holder.append(Answering(f"http://127.0.0.1:{server.server_address[1]}"))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield holder[0]
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
