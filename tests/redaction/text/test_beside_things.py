"""Words of everybody's things excuse no number of somebody's that stands beside them."""

import pytest

from redaction.identity import Identity
from redaction.text.remains import look

GONE = [
    ("hyphens with blanks", "en-US", "it's on account 4471 - 2290 - 1183", "4471 - 2290 - 1183"),
    ("hyphens, no words", "en-US", "123 - 45 - 6789", "123 - 45 - 6789"),
    ("slashes with blanks", "en-US", "my date of birth is 03 / 12 / 1985", "03 / 12 / 1985"),
    ("points in a date", "en-GB", "my date of birth is oh three point twelve point eighty five", "three point twelve point eighty"),
    ("junction before a code", "en-GB", "i live by clapham junction s w eleven two n y", "s w eleven two n y"),
    ("make of cars in a name", "en-US", "john ford three twelve nineteen eighty five", "three twelve nineteen eighty five"),
    ("code like a thing", "en-GB", "can i get a taxi from d d one four b t", "d d one four b t"),
    ("what happened since", "en-GB", "fourteenth of june nineteen sixty one and i've just moved", "fourteenth of june nineteen sixty one"),
    ("serial on a product", "en-US", "the sticker on my dyson is five c four k b x two nine", "five c four k b x two nine"),
    ("passcode of a product", "en-US", "unlock my ipad it's four four seven one", "four four seven one"),
    ("code of a gate", "en-US", "the keypad at the gate is four four seven one", "four four seven one"),
    ("one's own house", "en-US", "my fourteen maple street delivery never came", "fourteen maple street"),
    ("street like a famous one", "en-GB", "send a driver to fourteen privet close", "fourteen privet close"),
    ("road like a famous one", "en-GB", "deliver to fifty two albert close", "fifty two albert close"),
]
STAYS = [
    ("thing, not a code", "en-GB", "an r t x forty ninety"),
    ("famous street", "en-GB", "tell me about ten downing street"),
    ("lease", "en-US", "the lease began on october twentieth two thousand and eighteen"),
    ("size", "en-US", "a box of 120 x 300 x 45"),
]


@pytest.mark.parametrize(("locale", "text", "secret"), [case[1:] for case in GONE], ids=[case[0] for case in GONE])
def test_what_is_somebodys_goes(engine, locale, text, secret):
    at = text.index(secret)
    found = engine.find(text, locale=locale, identity=Identity())
    assert set(range(at, at + len(secret))) <= {place for one in found for place in range(one.start, one.end)}


@pytest.mark.parametrize(("locale", "text"), [case[1:] for case in STAYS], ids=[case[0] for case in STAYS])
def test_what_is_everybodys_stays(engine, locale, text):
    assert engine.find(text, locale=locale, identity=Identity()) == []


@pytest.mark.parametrize(
    "text",
    [
        "4471 - 2290 - 1183",
        "at this point four four seven one two nine three eight",
        "oh one one three four nine six oh one two three",
        "order four four seven one two nine three eight two days late",
        "it is spelled k o w a l s k i",
    ],
)
def test_the_second_look_doubts_them_too(text):
    assert any(look(text).values())
