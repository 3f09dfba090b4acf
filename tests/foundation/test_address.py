"""Whose address is believed."""

import pytest
from django.test import RequestFactory

from foundation.address import client_address, lies_in


@pytest.mark.asvs("4.1.3")
@pytest.mark.parametrize(
    ("remote", "forwarded", "believed"),
    [
        pytest.param("203.0.113.9", "10.1.1.1", "203.0.113.9", id="a client cannot name itself"),
        pytest.param("10.0.0.1", "203.0.113.9", "203.0.113.9", id="a proxy of ours is believed"),
        pytest.param("10.0.0.1", "198.51.100.1, 203.0.113.9", "203.0.113.9", id="what the client claimed before the proxy is not"),
        pytest.param("10.0.0.1", "203.0.113.9, 10.0.0.2", "203.0.113.9", id="two proxies of ours"),
        pytest.param("10.0.0.1", "garbage", "10.0.0.1", id="garbage falls back"),
        pytest.param("10.0.0.1", "", "10.0.0.1", id="an empty header falls back"),
        pytest.param("::ffff:203.0.113.9", "", "203.0.113.9", id="mapped addresses are plain ones"),
        pytest.param("::ffff:10.0.0.1", "203.0.113.9", "203.0.113.9", id="a mapped proxy is a proxy"),
        pytest.param("", "203.0.113.9", "", id="no peer, no address"),
    ],
)
def test_the_nearest_hop_that_is_no_proxy_counts(settings: object, remote: str, forwarded: str, believed: str) -> None:
    settings.TRUSTED_PROXIES = ("10.0.0.0/24",)  # type: ignore[attr-defined]
    request = RequestFactory().get("/", REMOTE_ADDR=remote, HTTP_X_FORWARDED_FOR=forwarded)
    assert client_address(request) == believed


def test_networks_hold_their_addresses() -> None:
    assert lies_in("192.0.2.7", ["192.0.2.0/24"])
    assert not lies_in("192.0.3.7", ["192.0.2.0/24", "2001:db8::/32"])
    assert not lies_in("", ["0.0.0.0/0"])
