"""Where a request came from, as far as it can be believed."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

Address = IPv4Address | IPv6Address


def client_address(request: HttpRequest) -> str:
    """The nearest address that is no proxy of ours; what the client itself claims is never believed.

    X-Forwarded-For is read from the right, and only while the hop that added it lies in settings.TRUSTED_PROXIES.
    A header that is not a list of addresses is left aside.
    """
    nearest = parse(request.META.get("REMOTE_ADDR", ""))
    if nearest is None:
        return ""
    if not _is_proxy(nearest):
        return str(nearest)
    hops = [parse(part) for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    for hop in reversed(hops):
        if hop is None:
            return str(nearest)
        if not _is_proxy(hop):
            return str(hop)
        nearest = hop
    return str(nearest)


def parse(text: str) -> Address | None:
    """An address in its plain form (an IPv4 one mapped into IPv6 is the IPv4 one), or None."""
    try:
        address = ip_address(text.strip())
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def lies_in(address: str, networks: tuple[str, ...] | list[str]) -> bool:
    """True when `address` is of one of the CIDR networks."""
    parsed = parse(address)
    return parsed is not None and any(parsed in ip_network(network) for network in networks)


def _is_proxy(address: Address) -> bool:
    return lies_in(str(address), settings.TRUSTED_PROXIES)
