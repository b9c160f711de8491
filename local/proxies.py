"""A proxy for the outside world has no way to this machine's own ports."""

import os

OWN = ("localhost", "127.0.0.1", ".localhost")


def bypass_proxies_for_this_machine() -> None:
    """Have every client in this process and its children reach local ports directly, whatever proxy is configured."""
    for name in ("NO_PROXY", "no_proxy"):
        listed = [host for host in os.environ.get(name, "").split(",") if host]
        os.environ[name] = ",".join([*listed, *(host for host in OWN if host not in listed)])
