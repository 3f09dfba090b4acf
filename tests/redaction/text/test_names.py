"""Names of people by the shipped model: a table of cases, floors on a small set of our own, and what it must leave alone."""

from __future__ import annotations

import pytest

from redaction.identity import Identity
from redaction.text.recognizers.names import NAME_ENTITIES, Names
from tests.redaction.text.growth import quickest_s

NOBODY = Identity()


def people(engine, text):
    return [text[one.start : one.end] for one in engine.find(text, locale="en-GB", identity=NOBODY) if one.entity == "PERSON"]


# (id, text, the name that must go)
SAID = [
    ("little word introduced", "my name is will", "will"),
    ("day introduced", "my surname is day", "day"),
    ("month that calls", "call april on the fourth", "april"),
    ("with a title", "please call mrs swift tomorrow", "swift"),
    ("call", "call joanna please", "joanna"),
    ("message", "send a message to marika kowalczyk saying i am late", "marika kowalczyk"),
    ("meeting", "set up a meeting with priya on friday", "priya"),
    ("possessive", "when is tomasz's birthday", "tomasz"),
    ("possessive without apostrophe", "add joannas birthday to my calendar", "joannas"),
    ("only a name", "john smith", "john smith"),
    ("only a name after yes", "yes it's marika kowalczyk", "marika kowalczyk"),
    ("introduction", "hello my name is oluwaseun adeyemi", "oluwaseun adeyemi"),
    ("booking", "a table for two under the name of featherstone", "featherstone"),
    ("speak to", "can i speak to doctor ramanathan", "ramanathan"),
    ("payment", "transfer fifty pounds to svetlana", "svetlana"),
    ("nobody's name", "call brindoletta tomorrow", "brindoletta"),
    ("ordinary word", "email mark about the budget", "mark"),
    ("cut in two", "call jo anna", "jo anna"),
    ("radio word", "ask mike to bring four pizzas", "mike"),
    ("several", "lunch with mike jim and bob", "bob"),
    ("written", "Dear Ms Lindqvist, thank you for your letter.", "Lindqvist"),
    ("accents", "Please call José Muñoz tomorrow.", "José Muñoz"),
    ("capitals", "SIGNED: PETRA NOVAKOVA", "PETRA NOVAKOVA"),
]


@pytest.mark.parametrize(("text", "name"), [case[1:] for case in SAID], ids=[case[0] for case in SAID])
def test_the_name_of_a_private_person_goes(engine, text, name):
    assert name in " ".join(people(engine, text))


STAYS = [
    ("a word of harm", "tell anyone and i will hurt you today"),
    ("a month beside a day", "is april fourth a monday"),
    ("a month after a small word", "remind me in june"),
    ("no introduction", "my name is not on the list"),
    ("a nationality", "what is the exchange rate between the japanese yen and the dollar"),
    ("will", "will it rain in may"),
    ("mark", "mark this email as read"),
    ("bill", "how much is my phone bill"),
    ("wake word", "alexa turn off the lights"),
    ("place", "what is the weather in paris on friday"),
    ("holiday", "when is saint patrick's day"),
    ("shop", "directions to john lewis"),
    ("artist", "play some songs by michael jackson"),
    ("public figure", "how old is barack obama"),
    ("nato", "november oscar seven seven charlie"),
    ("digits", "four five double two nine oh seven"),
    ("spelling", "b as in boy d for delta"),
    ("yes", "yes that is correct thank you"),
    ("bank", "why was my card declined at the supermarket"),
    ("hotel", "do you have a double room with breakfast included"),
    ("restaurant", "a table for four at seven thirty please"),
    ("nothing", ""),
    ("marks", "?! ..."),
]


@pytest.mark.parametrize("text", [case[1] for case in STAYS], ids=[case[0] for case in STAYS])
def test_what_is_nobody_private_stays(engine, text):
    assert people(engine, text) == []


FOUND_IF_ASKED = [
    ("place", "LOCATION", "what is the weather in paris", "paris"),
    ("artist", "ARTIST", "play some songs by michael jackson", "michael jackson"),
    ("company", "ORG", "order a pizza from pizza hut", "pizza hut"),
]


@pytest.mark.parametrize(("entity", "text", "name"), [case[1:] for case in FOUND_IF_ASKED], ids=[case[0] for case in FOUND_IF_ASKED])
def test_places_artists_and_companies_are_found_when_asked_for_and_left_alone_otherwise(engine, entity, text, name):
    asked = engine.find(text, locale="en-US", identity=NOBODY, entities={entity})
    assert [text[one.start : one.end] for one in asked] == [name]
    assert engine.find(text, locale="en-US", identity=NOBODY) == []


def test_what_is_known_by_its_form_names_a_span_that_looks_like_a_person_too(engine):
    findings = engine.find("write to joanna.lindqvist@example.com", locale="en-GB", identity=NOBODY)
    assert [one.entity for one in findings] == ["EMAIL_ADDRESS"]


def test_the_speakers_own_name_keeps_its_place_within_a_longer_one(engine):
    text = "this is doctor joanna kowalczyk speaking"
    findings = engine.find(text, locale="en-GB", identity=Identity(first_name="Joanna"))
    assert [(text[one.start : one.end], one.recognizer) for one in findings] == [("joanna", "own_name"), ("kowalczyk", "names")]


def test_a_recogniser_that_is_asked_for_other_things_says_nothing():
    assert Names().analyze("call joanna", ["EMAIL_ADDRESS"]) == []


def test_the_model_is_quick_to_open_and_quick_to_read():
    assert quickest_s(lambda _: Names(), [""], tries=3) < 1.5  # 0.2 on a quiet machine
    names, texts = Names(), [case[1] for case in SAID] * 2
    took_s = quickest_s(lambda text: names.analyze(text, list(NAME_ENTITIES)), texts)
    assert sum(len(text.split()) for text in texts) / took_s > 5_000  # 25,000 on a quiet machine
