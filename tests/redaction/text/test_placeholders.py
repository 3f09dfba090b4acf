"""The safe text, and numbers that go on."""

import pytest

from redaction.findings import Finding, merge
from redaction.identity import Identity
from redaction.text.placeholders import KINDS, OTHER, Numbering, replace

ME = Identity(account_id="KX-4471-920", first_name="Joanna", last_name="Lindqvist", device_serial="SN8W2240917")


def redacted(engine, text, numbering=None, identity=ME):
    findings = engine.find(text, locale="en-US", identity=identity)
    return replace(text, findings, numbering if numbering is not None else Numbering(), identity)


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("hi i am joanna", "hi i am [NAME_1]"),
        ("Joanna's lamp, Joanna!", "[NAME_1]'s lamp, [NAME_1]!"),
        ("joanna lindqvist, j o a n n a and lindquist", "[NAME_1] [NAME_2], [NAME_1] and [NAME_2]"),
        ("kx4471920 or k x four four seven one nine two oh", "[ACCOUNT_1] or [ACCOUNT_1]"),
        ("sn8w2240917", "[SERIAL_1]"),
        ("a@example.com b@example.com A@example.com", "[EMAIL_1] [EMAIL_2] [EMAIL_1]"),
        ("order eight eight one two k then order 8812k then order 99127", "order [ID_1] then order [ID_1] then order [ID_2]"),
        ("account forty five twenty two oh seven or account 452207", "account [ACCOUNT_1] or account [ACCOUNT_1]"),
        ("nothing here", "nothing here"),
        ("", ""),
    ],
    ids=["name", "possessive", "two names", "own number twice", "serial", "addresses", "an order twice", "an account twice", "nothing", "empty"],
)
def test_each_value_has_its_number_however_it_is_said(engine, text, safe):
    assert redacted(engine, text).text == safe


def test_spans_say_where_the_placeholders_stand(engine):
    safe = redacted(engine, "joanna has kx4471920 ok")
    assert [(safe.text[start:end], mark) for start, end, mark in safe.spans] == [("[NAME_1]", "[NAME_1]"), ("[ACCOUNT_1]", "[ACCOUNT_1]")]


def test_numbers_go_on_from_turn_to_turn_through_a_dump(engine):
    numbering = Numbering()
    redacted(engine, "order 88125", numbering)
    later = Numbering.load(numbering.dump())
    assert redacted(engine, "order 99127 and order 8 8 1 2 5", later).text == "order [ID_2] and order [ID_1]"


def test_a_dump_holds_no_identifier_of_the_speaker(engine):
    numbering = Numbering()
    redacted(engine, "joanna lindqvist kx4471920 has a lamp sn8w2240917", numbering)
    assert numbering.dump() == {
        "NAME": ["own first name", "own last name"],
        "ACCOUNT": ["own ACCOUNT_ID"],
        "SERIAL": ["own DEVICE_SERIAL"],
    }


def test_neither_numbering_nor_findings_show_a_value():
    numbering = Numbering()
    numbering.number("NAME", ["joanna"])
    assert "joanna" not in repr(numbering)


MARKS = {
    "NAME": "PERSON",
    "ACCOUNT": "ACCOUNT_ID BANK_ACCOUNT IBAN_CODE",
    "SERIAL": "DEVICE_SERIAL MAC_ADDRESS",
    "CARD": "CREDIT_CARD",
    "PHONE": "PHONE_NUMBER",
    "EMAIL": "EMAIL_ADDRESS",
    "LINK": "URL",
    "ADDRESS": "ADDRESS",
    "PLACE": "POSTCODE LOCATION",
    "DATE": "DATE_OF_BIRTH",
    "PIN": "PIN",
    "ID": "ORDER_ID US_SSN IN_AADHAAR RO_CNP UK_NHS PASSPORT DRIVER_LICENSE IP_ADDRESS",
}


@pytest.mark.parametrize(("kind", "entity"), [(kind, entity) for kind, entities in MARKS.items() for entity in entities.split()])
def test_every_entity_goes_under_its_kind(kind, entity):
    assert replace("x 123", [Finding(2, 5, entity, 1.0, "some")], Numbering(), Identity()).text == f"x [{kind}_1]"


def test_an_entity_without_a_placeholder_of_its_own_is_an_id():
    assert {KINDS.get(entity, OTHER) for entity in MARKS["ID"].split()} == {OTHER}


@pytest.mark.parametrize(
    ("own", "named"),
    [(Finding(4, 14, "ACCOUNT_ID", 0.8, "own_account"), "ACCOUNT_ID"), (Finding(4, 8, "ACCOUNT_ID", 0.85, "own_account"), "PHONE_NUMBER")],
    ids=["most of it", "a few digits of it"],
)
def test_a_number_that_is_the_speakers_own_keeps_its_name(own, named):
    phone = Finding(2, 14, "PHONE_NUMBER", 1.0, "phone")
    assert [(one.start, one.end, one.entity) for one in merge([own, phone])] == [(2, 14, named)]


def test_a_name_inside_a_mail_address_does_not_rename_it():
    found = [Finding(0, 5, "PERSON", 1.0, "own_name"), Finding(0, 19, "EMAIL_ADDRESS", 1.0, "mail")]
    assert [one.entity for one in merge(found)] == ["EMAIL_ADDRESS"]
