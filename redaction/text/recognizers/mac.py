"""Hardware addresses: six pairs of hexadecimal digits."""

from __future__ import annotations

from string import hexdigits

from redaction.text.recognizers.kind import Kind, phrases


def is_mac(characters: str, region: str) -> bool:
    """Twelve; with a letter, or it may be any number."""
    return len(characters) == 12 and all(one in hexdigits for one in characters) and not characters.isdigit()


KINDS = (
    Kind(
        entity="MAC_ADDRESS",
        name="mac",
        surely=phrases(
            "mac address, mac address is, mac, mack address, m a c address, m a c, mac id, hardware address, physical address, ethernet address, "
            "bluetooth address, wifi address, wi fi address"
        ),
        shortest=8,
        longest=16,
        least_digits=0,
        part=6,
        score=0.86,
        check=is_mac,
        checked=0.6,
    ),
)
