"""NHS numbers of England and Wales: ten digits, the last a check digit (mod 11)."""

from __future__ import annotations

from stdnum.gb import nhs

from redaction.text.recognizers.kind import Kind, phrases


def is_nhs(characters: str, region: str) -> bool:
    return len(characters) == 10 and characters.isdigit() and bool(nhs.is_valid(characters))


KINDS = (
    Kind(
        entity="UK_NHS",
        name="nhs",
        surely=phrases(
            "nhs number, n h s number, nhs no, nhs is, nhs, n h s, nhs id, national health number, national health service number, health number, "
            "health service number, national insurance number, national insurance, ni number, n i number"
        ),
        shortest=9,
        longest=10,
        part=4,
        score=0.9,
        check=is_nhs,
        regions=frozenset(("GB",)),
        checked=0.65,
    ),
)
