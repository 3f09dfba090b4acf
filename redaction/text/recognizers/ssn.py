"""US social security numbers: nine digits, some of which are given to nobody."""

from __future__ import annotations

from stdnum.us import ssn

from redaction.text.recognizers.kind import Kind, phrases


def is_ssn(characters: str, region: str) -> bool:
    return len(characters) == 9 and characters.isdigit() and bool(ssn.is_valid(characters))


KINDS = (
    Kind(
        entity="US_SSN",
        name="ssn",
        surely=phrases(
            "social security number, social security, social security is, ssn, s s n, ssn number, social number, social is, my social, socials, "
            "sosh, social insurance number, taxpayer id, tax id, tax identification number, itin, tin number"
        ),
        shortest=9,
        longest=9,
        score=0.9,
        maybe=phrases("social"),
        check=is_ssn,
        regions=frozenset(("US",)),
        checked=0.5,
    ),
)
