"""The HTTP server of the stand-ins: finds who answers a request, applies the faults it was told, labels the answer."""

import logging
import re
import select
import socket
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote

from local.ai import bedrock_runtime, classic_agent, comprehend, knowledge, memory, q_business
from local.ai.faults import EVERY_SERVICE, SERVICES, Faults, after, before, read_setting
from local.ai.wire import PROVENANCE, Answer, Fault, Handler, Request, answered, refused

# Who answers which path. The service's key can depend on the path: one operation serves several models.
# A module joins by its name in this tuple.
MODULES: tuple[Any, ...] = (bedrock_runtime, classic_agent, comprehend, knowledge, memory, q_business)

ServiceKey = str | Callable[[str], str]
Route = tuple[str, str | re.Pattern[str], ServiceKey, Handler]

# (method, pattern of the whole path as sent, service key, handler)
ROUTES: tuple[Route, ...] = tuple(route for module in MODULES for route in getattr(module, "ROUTES", ()))
# x-amz-target -> handler, for services that speak the AWS JSON protocol.
TARGETS: dict[str, Handler] = {
    target: handler for module in MODULES for target, handler in getattr(module, "TARGETS", {}).items()
}

BODY_LIMIT = 25 * 1024 * 1024
# How much of a body that is too big is read and thrown away, so that its sender gets to read the refusal.
DRAIN_LIMIT = 4 * BODY_LIMIT

# The model's temper travels to a handler as a header, which a client cannot set.
TEMPER_HEADER = "x-stand-in-temper"

_CONTROL = re.compile(r"/_stand-in/faults/([^/]+)")
_log = logging.getLogger(__name__)


class ClientLeft(Exception):
    """Nobody waits for this answer any more, or the server closes."""


class Standin:
    """The running server: where it listens, its faults, and how to end it."""

    def __init__(self, host: str, port: int, body_limit: int, routes: Iterable[Route]) -> None:
        self.faults = Faults()
        self.closing = threading.Event()
        self.body_limit = body_limit
        self.routes = tuple((method, re.compile(path), service, handler) for method, path, service, handler in routes)
        self._connections: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._http = _Http((host, port), self)
        self.port: int = self._http.server_address[1]
        self.url = f"http://{host}:{self.port}"
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.05,), name="local-ai", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Lets go of every held answer, ends open connections and gives the port back. Once more does nothing."""
        if self.closing.is_set():
            return
        self.closing.set()
        self._http.shutdown()
        with self._lock:
            connections = tuple(self._connections)
        for connection in connections:
            # The peer may be gone already.
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue
        self._http.server_close()
        self._thread.join()

    def joined(self, connection: socket.socket) -> None:
        """A connection that closing the server has to end."""
        with self._lock:
            self._connections.add(connection)

    def left(self, connection: socket.socket) -> None:
        """A connection that has ended."""
        with self._lock:
            self._connections.discard(connection)

    def hold(self, seconds: float, connection: socket.socket) -> None:
        """Keeps an answer back. Raises ClientLeft as soon as nobody waits for it."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            if self.closing.wait(min(left, 0.05)) or _gone(connection):
                raise ClientLeft
        if self.closing.is_set():
            raise ClientLeft

    def answer(self, request: Request, connection: socket.socket) -> Answer:
        """The labelled answer to a request, good or bad."""
        try:
            if request.path.startswith("/_stand-in/"):
                return self._control(request)
            return self._serve(request, connection)
        except Fault as fault:
            return refused(fault)
        except ClientLeft:
            raise
        except Exception:  # noqa: BLE001 - a mistake of the stand-in must look like one of the service
            _log.exception("no answer to %s %s", request.method, request.path)
            return refused(Fault(500, "InternalServerException", "The stand-in failed by an error of its own."))

    def _serve(self, request: Request, connection: socket.socket) -> Answer:
        service, handler = self._find(request)
        failure = self.faults.next_failure(service)
        if failure:
            before(failure, lambda seconds: self.hold(seconds, connection))
        headers = dict(request.headers) | {TEMPER_HEADER: self.faults.next_temper(service)}
        answer = handler(Request(request.method, request.path, request.query, headers, request.body))
        return after(failure, answer) if failure else answer

    def _find(self, request: Request) -> tuple[str, Handler]:
        target = request.headers.get("x-amz-target")
        if target and request.path == "/" and target in TARGETS:
            # Such as Comprehend_20171127.DetectSentiment
            return target.partition("_")[0].partition(".")[0].lower(), TARGETS[target]
        for method, pattern, service, handler in self.routes:
            if method == request.method and pattern.fullmatch(request.path):
                key = service if isinstance(service, str) else service(request.path)
                return key, handler
        raise Fault(404, "UnknownOperationException", f"Nothing answers {request.method} {target or request.path}.")

    def _control(self, request: Request) -> Answer:
        if request.path == "/_stand-in/health" and request.method == "GET":
            return answered({"status": "ok", "provenance": PROVENANCE})
        if request.path == "/_stand-in/knowledge" and request.method == "PUT":
            bucket = request.document().get("bucket")
            if not isinstance(bucket, str) or not bucket:
                raise Fault(400, "ValidationException", "bucket is a name.")
            knowledge.take_in(bucket)
            return answered({"bucket": bucket})
        found = _CONTROL.fullmatch(request.path)
        if not found:
            raise Fault(404, "UnknownOperationException", f"Nothing answers {request.method} {request.path}.")
        service = unquote(found[1])
        if service not in SERVICES | {EVERY_SERVICE}:
            raise Fault(404, "ResourceNotFoundException", f"No service is called {service!r}: {sorted(SERVICES)} or *.")
        match request.method:
            case "PUT":
                self.faults.put(service, read_setting(request.document()))
            case "DELETE":
                self.faults.clear(service)
            case "GET":
                pass
            case _:
                raise Fault(405, "UnknownOperationException", "Faults are read, put and deleted.")
        return answered({"service": service, "faults": self.faults.shown(service)})


def serve(
    port: int = 0,
    host: str = "127.0.0.1",
    body_limit: int = BODY_LIMIT,
    routes: Iterable[Route] = ROUTES,
) -> Standin:
    """Starts the stand-ins on a port (0: any that is free) and returns once they listen."""
    return Standin(host, port, body_limit, routes)


def _gone(connection: socket.socket) -> bool:
    """Whether the other end has closed. Bytes that wait to be read mean that it has not."""
    try:
        readable, _, _ = select.select([connection], [], [], 0)
        return bool(readable) and not connection.recv(1, socket.MSG_PEEK)
    except (OSError, ValueError):
        return True


class _Http(ThreadingHTTPServer):
    """A thread for each connection; none of them keeps the process alive."""

    daemon_threads = True

    def __init__(self, address: tuple[str, int], owner: Standin) -> None:
        self.owner = owner
        super().__init__(address, _Conversation)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A connection that broke is the client's affair; it belongs in the log, not on the screen."""
        _log.debug("connection of %s ended", client_address, exc_info=True)


class _Conversation(BaseHTTPRequestHandler):
    """One connection, over which any number of requests come."""

    protocol_version = "HTTP/1.1"
    server_version = "stand-in"
    sys_version = ""
    timeout = 60
    server: _Http

    def setup(self) -> None:
        """Remembers the connection, so that closing the server can end it."""
        super().setup()
        self.server.owner.joined(self.connection)

    def finish(self) -> None:
        """Forgets the connection."""
        self.server.owner.left(self.connection)
        super().finish()

    def log_message(self, format: str, *args: Any) -> None:
        """Requests are no news."""
        _log.debug(format, *args)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """What the library refuses (an unknown method, a broken request line) is labelled too."""
        self.close_connection = True
        self._send(refused(Fault(code, "ValidationException", message or explain or "The request cannot be read.")))

    def _handle(self) -> None:
        owner = self.server.owner
        path, _, query = self.path.partition("?")
        try:
            body = self._body(owner.body_limit)
            request = Request(
                self.command,
                path,
                dict(parse_qsl(query, keep_blank_values=True)),
                _lowered(self.headers.items()),
                body,
            )
            answer = owner.answer(request, self.connection)
        except Fault as fault:
            self.close_connection = True
            answer = refused(fault)
        except ClientLeft:
            self.close_connection = True
            return
        self._send(answer)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _handle

    def _body(self, limit: int) -> bytes:
        if "transfer-encoding" in self.headers:
            raise Fault(411, "MissingContentLengthException", "The stand-in takes a body of a known length only.")
        try:
            length = int(self.headers.get("content-length") or 0)
        except ValueError:
            length = -1
        if length < 0:
            raise Fault(400, "ValidationException", "content-length is no length.")
        if length > limit:
            self._drain(min(length, DRAIN_LIMIT))
            raise Fault(413, "RequestEntityTooLargeException", f"The body has more than {limit} bytes.")
        return self.rfile.read(length)

    def _drain(self, length: int) -> None:
        while length > 0 and (read := len(self.rfile.read(min(length, 65536)))):
            length -= read

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(answer.body)))
        if self.close_connection:
            self.send_header("connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)


def _lowered(headers: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    return {name.lower(): value for name, value in headers}
