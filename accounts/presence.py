"""Where a request comes from, and what a session remembers of it."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

from django.http import HttpRequest

from foundation import keys
from foundation.address import client_address

AGENT_LENGTH = 300


@dataclass(frozen=True)
class Presence:
    address: str
    agent: str

    @property
    def network(self) -> str:
        """The address without its last part, which changes in one place of work: /24, or /64 of IPv6."""
        try:
            address = ipaddress.ip_address(self.address)
        except ValueError:
            return "unknown"
        if address.is_loopback:
            return "loopback"  # a browser goes from 127.0.0.1 to ::1 as it likes
        length = 24 if address.version == 4 else 64
        return str(ipaddress.ip_network(f"{address}/{length}", strict=False))

    @property
    def network_index(self) -> str:
        return keys.blind_index("accounts", f"network:{self.network}")

    def network_mark(self, person_id: str) -> str:
        """16 bits by which the log can tell a person's own networks apart, and nobody can tell which they are.

        Each mark fits some 256 networks even for who holds the key, and no two people's marks can be compared: it stays in the log for good.
        """
        return keys.blind_index("accounts", f"mark:{person_id}:{self.network}")[:4]

    @property
    def agent_index(self) -> str:
        return keys.blind_index("accounts", f"agent:{self.agent}")


def presence_of(request: HttpRequest) -> Presence:
    return Presence(client_address(request), request.headers.get("User-Agent", "")[:AGENT_LENGTH])
