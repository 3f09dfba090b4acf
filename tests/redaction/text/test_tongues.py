"""Languages that are not released yet: their numbers against another library's, their identifiers on sentences made for it, and every door shut."""

from __future__ import annotations

import json
from random import Random

import pytest
from num2words import num2words

from bench.exam import abroad, scoring
from redaction.filtering import Filter
from redaction.identity import Identity, fold
from redaction.policy import Policy
from redaction.profiles import PROFILES, RELEASED, UnknownLocale, released
from redaction.text.engine import Engine
from redaction.text.pieces import pieces
from redaction.text.spoken import sayings
from redaction.text.tongues.german import GERMAN
from redaction.text.tongues.spanish import SPANISH
from redaction.text.tongues.tongue import Tongue

ABROAD = {locale: profile for locale, profile in PROFILES.items() if not profile.is_released}


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine()


@pytest.mark.parametrize("tongue", [SPANISH, GERMAN], ids=lambda tongue: tongue.language)
def test_every_number_is_read_as_another_library_says_it(tongue: Tongue) -> None:
    for value in [*range(1, 1_200), *Random(5).sample(range(1_200, 1_000_000), 400)]:
        said = sayings(num2words(value, lang=tongue.language), tongue)
        whole = [arc.out for arc in said.arcs[0] if arc.to == len(said.pieces)]
        assert str(value) in whole, value


@pytest.mark.parametrize(
    ("tongue", "text", "read"),
    [
        (GERMAN, "die Nummer zweiundzwanzig", [("number", "Nummer"), ("twenty", "zweiundzwanzig"), ("two", "zweiundzwanzig")]),
        (SPANISH, "treinta y cinco", [("thirty", "treinta"), ("five", "y cinco")]),
        (SPANISH, "número de serie", [("serial", "número"), ("number", "de serie")]),
        (GERMAN, "Straßenbahn", [("strassenbahn", "Straßenbahn")]),
    ],
    ids=["one word is two", "three are two", "a phrase", "an unknown word stays"],
)
def test_what_is_read_keeps_the_characters_of_what_was_said(tongue: Tongue, text: str, read: list[tuple[str, str]]) -> None:
    placed = [(piece.text, text[piece.start : piece.end]) for piece in tongue.read(pieces(text)) if piece.text != "the"]
    assert placed == read


def test_identifiers_are_found_and_counts_stay(engine: Engine) -> None:
    verdicts = scoring.examine(abroad.cases("test", seed=7, scale=0.1), scoring.ours(engine))
    assert {verdict.case.locale for verdict in verdicts} == set(ABROAD)
    said = [verdict for verdict in verdicts if verdict.case.mentions]
    assert scoring.leak(said).share <= 0.01
    assert scoring.touched(verdicts).share <= 0.01
    assert scoring.held(verdicts).share <= 0.01


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("es-ES", "la cuenta de Mercedes es cuatro cinco doble dos nueve cero siete"),
        ("de-DE", "hier ist mercedes mein konto ist fünfundvierzig zweiundzwanzig null neun eins null sieben nein moment null sieben"),
    ],
)
def test_own_identifiers_are_found_without_other_recognizers(engine: Engine, locale: str, text: str) -> None:
    account = "45229" if locale == "es-ES" else "4522091007"
    findings = engine.find(text, locale=locale, identity=Identity(account_id=account, first_name="Mercedes"))
    own = {one.recognizer for one in findings}
    assert own == {"own_account", "own_name"}, [fold(text[one.start : one.end]) for one in findings]


@pytest.mark.parametrize("locale", ABROAD)
def test_a_locale_that_is_not_released_is_refused_at_every_door(locale: str) -> None:
    assert locale not in RELEASED
    with pytest.raises(UnknownLocale, match="en-GB"):
        released(locale)
    ((answer, is_read),) = Filter(Policy()).lines([json.dumps({"id": "1", "text": "hola", "locale": locale})])
    assert not is_read
    assert "en-GB" in answer["error"]
