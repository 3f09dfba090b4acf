"""Links as they are said."""

from __future__ import annotations

import pytest

from redaction.text.recognizers.link import find
from tests.redaction.text.worded import found, named

CASES = [
    ("www and a path", "w w w dot my name dot com slash profile", "w w w dot my name dot com slash profile"),
    ("hyphen", "my site is jane hyphen doe dot net", "jane hyphen doe dot net"),
    ("scheme", "it's h t t p s colon slash slash janedoe dot org", "h t t p s colon slash slash janedoe dot org"),
    ("site behind at", "my page is at w w w dot jane doe dot co dot uk", "w w w dot jane doe dot co dot uk"),
    ("path of a public site", "find me on facebook dot com slash jane dot doe", "facebook dot com slash jane dot doe"),
    ("path with forward", "visit janedoe dot io forward slash blog please", "janedoe dot io forward slash blog"),
    ("spelled", "the link is j d o e dot com", "j d o e dot com"),
    ("cased", "Look at WWW dot Jane Doe dot com", "WWW dot Jane Doe dot com"),
    ("port", "cloud dot benny home dot io colon eight one two three", "cloud dot benny home dot io colon eight one two three"),
    ("port in pairs", "nas dot jane doe dot net colon fifty fifty one", "nas dot jane doe dot net colon fifty fifty one"),
    ("port and a path", "jane doe dot org colon 8443 slash photos", "jane doe dot org colon 8443 slash photos"),
]
STAYS = [
    ("shop", "open amazon dot com"),
    ("news", "go to bbc dot co dot uk"),
    ("two words", "a recipe from food network dot com"),
    ("decimal point", "set it to five point two"),
    ("no top domain", "join the dot and the cross"),
    ("site and a colon", "open amazon dot com colon eight offers"),
]


@pytest.mark.parametrize(("text", "hit"), **named(CASES))
def test_a_spoken_link_is_found(text, hit):
    assert found(find, text) == [hit]


@pytest.mark.parametrize("text", [case[1] for case in STAYS], ids=[case[0] for case in STAYS])
def test_what_everybody_visits_stays(text):
    assert found(find, text) == []
