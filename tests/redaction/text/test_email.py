"""Mail addresses as they are said."""

from __future__ import annotations

import pytest

from redaction.text.recognizers.email import find
from tests.redaction.text.worded import found, named

CASES = [
    ("dot in the local part", "j dot smith at gmail dot com", "j dot smith at gmail dot com"),
    (
        "underscore and a number",
        "it's jane underscore doe ninety two at yahoo dot co dot uk",
        "jane underscore doe ninety two at yahoo dot co dot uk",
    ),
    ("spelled, own domain", "m a r i a at company dot org", "m a r i a at company dot org"),
    ("spelled with words that are letters", "send it to b o b i at gmail dot com", "b o b i at gmail dot com"),
    ("radio words", "write to sierra mike at hotmail dot com please", "sierra mike at hotmail dot com"),
    ("at the rate", "my mail id is rahul dot sharma at the rate rediffmail dot com", "rahul dot sharma at the rate rediffmail dot com"),
    ("misheard at", "j dot smith that gmail dot com", "j dot smith that gmail dot com"),
    ("at left out", "my email is jane doe gmail dot com", "jane doe gmail dot com"),
    ("dot left out", "my email address is jane doe at gmail com", "jane doe at gmail com"),
    ("domain left out", "my email is jane doe at gmail", "jane doe at gmail"),
    ("misheard com", "jane dot doe at outlook dot calm", "jane dot doe at outlook dot calm"),
    ("spelled domain", "tina at a c m e dot c o dot u k", "tina at a c m e dot c o dot u k"),
    ("domain of several words", "tina at big blue house dot com", "tina at big blue house dot com"),
    ("provider in two words", "tina five at g mail dot com", "tina five at g mail dot com"),
    ("several plain words", "send the invoice to happy cat lover at gmail dot com", "happy cat lover at gmail dot com"),
    ("initial that is an article", "forward this to a kulkarni at yahoo dot com", "a kulkarni at yahoo dot com"),
    ("number that ends in oh", "write to quintus six nine eight oh at gmail dot com", "quintus six nine eight oh at gmail dot com"),
    (
        "number that ends in two of them",
        "it's quintus nine six oh oh at the rate northfield dot org",
        "quintus nine six oh oh at the rate northfield dot org",
    ),
    ("name that is a little word", "email e long at rediffmail dot com", "e long at rediffmail dot com"),
    ("sign and spoken dot", "add jdoe@yahoo dot com to my contacts", "jdoe@yahoo dot com"),
    ("name before a written sign", "add a contact for ann lee annlee@aol dot com", "annlee@aol dot com"),
    ("half written", "share it with jdoe1984 at live.co.uk", "jdoe1984 at live.co.uk"),
    ("begun otherwise", "info at no use lizzie dot m at outlook dot com", "info at no use lizzie dot m at outlook dot com"),
    (
        "broken off in the domain",
        "h dot t at mail dot no hang on harriet dot t at icloud dot com",
        "h dot t at mail dot no hang on harriet dot t at icloud dot com",
    ),
    (
        "pause behind a sign",
        "m underscore is it yeah underscore okon at outlook dot com",
        "m underscore is it yeah underscore okon at outlook dot com",
    ),
    ("end corrected", "t dot wu at yahoo dot co no dot com", "t dot wu at yahoo dot co no dot com"),
    ("domain corrected", "q w e at hotmail no at gmail dot com", "q w e at hotmail no at gmail dot com"),
    ("remark before the at", "p dot r dot menon all small at the rate gmail dot com", "p dot r dot menon all small at the rate gmail dot com"),
    ("remark behind", "x y z at gmail dot com all lower case", "x y z at gmail dot com all lower case"),
    ("letter explained", "d as in dog dot price at aol dot com", "d as in dog dot price at aol dot com"),
    ("box of a firm", "hello at jojo bakes dot co dot uk", "hello at jojo bakes dot co dot uk"),
    ("firm of two names", "enquiries at thornton and sons dot co dot uk", "enquiries at thornton and sons dot co dot uk"),
    ("name with an article", "pete the plumber at outlook dot com", "pete the plumber at outlook dot com"),
    ("cased", "Send it to Jane Dot Doe at Gmail dot com.", "Jane Dot Doe at Gmail dot com"),
]
STAYS = [
    ("shop at a site", "what is on sale at amazon dot com"),
    ("room at a site", "book a room at booking dot com"),
    ("mail checked", "check my mail at gmail dot com"),
    ("complaint at a company", "tweet complaint at verizon"),
    ("site opened", "open gmail dot com"),
    ("time and place", "meet me at the station at five dot"),
    ("shop, all that is said", "sale at amazon dot com"),
    ("nothing before the at", "at gmail dot com"),
    ("work", "no that's at work"),
    ("no domain", "look at the red dot on the map"),
]


@pytest.mark.parametrize(("text", "hit"), **named(CASES))
def test_a_spoken_mail_address_is_found_from_its_first_word(text, hit):
    assert found(find, text) == [hit]


@pytest.mark.parametrize("text", [case[1] for case in STAYS], ids=[case[0] for case in STAYS])
def test_an_at_that_is_no_mail_address_stays(text):
    assert found(find, text) == []


def test_two_addresses_are_two():
    text = "send it to tina at gmail dot com instead of xavi at yahoo dot com"
    assert found(find, text) == ["tina at gmail dot com", "xavi at yahoo dot com"]
