"""Local ports are reached directly."""

import urllib.request

import pytest

from local.proxies import bypass_proxies_for_this_machine


def test_this_machine_is_added_to_what_bypasses_the_proxy_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "intranet.example")
    monkeypatch.setenv("no_proxy", "intranet.example")
    monkeypatch.setenv("http_proxy", "http://proxy.example:3128")
    bypass_proxies_for_this_machine()
    bypass_proxies_for_this_machine()
    assert urllib.request.getproxies()["no"] == "intranet.example,localhost,127.0.0.1,.localhost"
    assert urllib.request.proxy_bypass("localhost:4566")
    assert urllib.request.proxy_bypass("d1.cloudfront.localhost:4566")
    assert not urllib.request.proxy_bypass("registry.example")
