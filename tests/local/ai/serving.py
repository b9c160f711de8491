"""Handlers behind a port of this machine, for the clients that drive them."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from re import Pattern
from urllib.parse import parse_qsl, urlsplit

from local.ai.wire import Fault, Handler, Request, refused


@contextmanager
def served(
    routes: Sequence[tuple[str, Pattern[str], str, Handler]] = (), targets: Mapping[str, Handler] | None = None
) -> Iterator[str]:
    class Handling(BaseHTTPRequestHandler):
        def do(self) -> None:
            url, headers = urlsplit(self.path), {name.lower(): value for name, value in self.headers.items()}
            body = self.rfile.read(int(headers.get("content-length", 0)))
            request = Request(self.command, url.path, dict(parse_qsl(url.query, True)), headers, body)
            fitting = [h for method, path, _, h in routes if method == self.command and path.fullmatch(url.path)]
            try:
                answer = ((targets or {}).get(headers.get("x-amz-target", "")) or fitting[0])(request)
            except Fault as fault:
                answer = refused(fault)
            self.send_response(answer.status)
            for name, value in (*answer.headers.items(), ("content-length", str(len(answer.body)))):
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer.body)

        do_GET = do_POST = do_PUT = do

        def log_message(self, *_: object) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Handling) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
