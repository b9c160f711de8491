"""The built dashboards on a small web server, under the headers that the distribution sends."""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from stacks.site_headers import content_security_policy


class _Pages(SimpleHTTPRequestHandler):
    """Static files; a folder stands for its page, and `/config.json` is what the test says."""

    def __init__(self, *given: Any, config: Mapping[str, str], **named: Any) -> None:
        self._config = config
        super().__init__(*given, **named)

    def do_GET(self) -> None:
        if self.path.partition("?")[0] != "/config.json":
            return super().do_GET()
        body = json.dumps(self._config).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        return None

    def end_headers(self) -> None:
        section = self.path.split("/")[1]
        connect = {"ops": ["'self'"], "transparency": ["'self'"]}.get(section, ["'none'"])
        self.send_header("Content-Security-Policy", content_security_policy(connect))
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""


@contextmanager
def served(folder: Path, config: Mapping[str, str] | None = None) -> Iterator[str]:
    """The address under which the folder is served."""
    handler = partial(_Pages, config=config or {}, directory=str(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
