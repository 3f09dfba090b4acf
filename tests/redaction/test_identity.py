"""What the platform knows of a person never shows by accident, and compares in one form."""

import pytest

from redaction.identity import Identity, fold, name_parts, squeeze


def test_the_repr_of_an_identity_shows_none_of_its_values():
    assert repr(Identity("KX-4471-920", "Joanna", "Smith", "SN8W22")) == "Identity()"


@pytest.mark.parametrize(
    ("text", "folded"),
    [("José", "jose"), ("Jose\u0301", "jose"), ("STRASSE", "strasse"), ("Łukasz", "lukasz"), ("Søren", "soren"), ("٤٤٧", "447"), ("４４", "44")],
    ids=["accent", "combining accent", "capitals", "barred l", "barred o", "arabic digits", "wide digits"],
)
def test_folding_leaves_small_plain_letters(text, folded):
    assert fold(text) == folded


def test_squeezing_leaves_letters_and_digits_and_one_sign_for_oh():
    assert squeeze("KO-4471 / 920") == squeeze("k0.4471.92o") == "k04471920"


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Joanna", ("joanna",)),
        ("Anne-Marie", ("anne", "marie", "annemarie")),
        ("O'Neil", ("oneil",)),
        ("van der Berg", ("van", "der", "berg", "vanderberg")),
        ("J. Smith", ("smith",)),
        ("", ()),
        ("?", ()),
    ],
)
def test_a_name_is_known_by_its_parts_and_its_whole(name, parts):
    assert name_parts(name) == parts


def test_a_number_too_short_to_tell_from_others_is_not_listened_for():
    assert Identity(account_id="42", device_serial="4-2").numbers == ()
    assert Identity(account_id="A-42").numbers == (("ACCOUNT_ID", "a42"),)


def test_first_and_last_name_run_together_either_way():
    assert Identity(first_name="Jo", last_name="Ng").names_run_together == ("jong", "ngjo")
    assert Identity(first_name="Jo").names_run_together == ()
