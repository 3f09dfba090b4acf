"""Aadhaar numbers of India: twelve digits, the last a check digit (Verhoeff)."""

from __future__ import annotations

from stdnum.in_ import aadhaar

from redaction.text.recognizers.kind import Kind, phrases


def is_aadhaar(characters: str, region: str) -> bool:
    return len(characters) == 12 and characters.isdigit() and bool(aadhaar.is_valid(characters))


KINDS = (
    Kind(
        entity="IN_AADHAAR",
        name="aadhaar",
        surely=phrases(
            "uid, aadhaar, aadhar, adhaar, adhar, aadhaar number, aadhaar card number, aadhaar card, aadhar number, aadhar card, aadhar card number, "
            "adhar number, adhar card, adhar card number, adhaar number, adhaar card, odd har, a dhar, uid number, uidai, uidai number, aadhaar is, "
            "aadhar is, virtual id"
        ),
        shortest=12,
        longest=16,
        part=4,
        score=0.9,
        check=is_aadhaar,
        regions=frozenset(("IN",)),
        checked=0.7,
    ),
)
