"""Personal numeric codes of Romania (CNP): thirteen digits with sex, date of birth, county and a check digit."""

from __future__ import annotations

from stdnum.ro import cnp

from redaction.text.recognizers.kind import Kind, phrases


def is_cnp(characters: str, region: str) -> bool:
    return len(characters) == 13 and characters.isdigit() and bool(cnp.is_valid(characters))


KINDS = (
    Kind(
        entity="RO_CNP",
        name="cnp",
        surely=phrases(
            "cnp, c n p, cnp number, cnp is, cnp code, personal numeric code, personal numerical code, personal code, personal identification code, "
            "romanian id, romanian id number, romanian personal number, see n p, sea n p, cod numeric personal, numeric code"
        ),
        shortest=13,
        longest=13,
        part=4,
        score=0.9,
        check=is_cnp,
        checked=0.85,
    ),
)
