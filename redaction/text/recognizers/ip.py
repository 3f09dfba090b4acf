"""Addresses in a network, version 4 and 6."""

from __future__ import annotations

from ipaddress import IPv4Address

from redaction.text.recognizers.kind import Kind, phrases


def is_ip(characters: str, region: str) -> bool:
    """Four groups, told apart by the dots that were said."""
    try:
        return bool(IPv4Address(".".join(group.lstrip("0") or "0" for group in characters.split("."))))
    except ValueError:
        return False


KINDS = (
    Kind(
        entity="IP_ADDRESS",
        name="ip",
        surely=phrases(
            "ip address, i p address, ip, i p, ip is, ip address is, i p is, ipv4, ipv6, ip v four, ip v six, eye p address, static ip, "
            "router address, gateway, subnet, dns server, server address, eye pee, i pee, eye pee address, eye pea address, eye p, with dots, "
            "with dots between, dots between, dots in between, local host, localhost, public ip, private ip, default gateway"
        ),
        maybe=phrases("router, server, ping, connect to, host, hosted at, network address, address is, dns, proxy, log in at"),
        shortest=4,
        longest=32,
        score=0.86,
        check=is_ip,
        checked=0.6,
    ),
)
