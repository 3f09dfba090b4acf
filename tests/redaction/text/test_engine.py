"""The engine as a whole: silent, without a network, quick, and never surprised by a text."""

from __future__ import annotations

import contextlib
import logging
import logging.config
import socket
import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from redaction.identity import Identity
from redaction.profiles import RELEASED, UnknownLocale
from redaction.text.engine import ENTITIES, Engine
from redaction.text.recognizers.stock import PatternTimedOut
from tests.redaction.text.growth import is_linear, quickest_s

ME = Identity(account_id="KX-4471-920", first_name="Joanna", last_name="Lindqvist", device_serial="SN8W2240917")
WRITTEN = [
    ("write to j.smith@example.com today", "EMAIL_ADDRESS", "j.smith@example.com"),
    ("card 4111 1111 1111 1111", "CREDIT_CARD", "4111 1111 1111 1111"),
    ("iban GB82 WEST 1234 5698 7654 32", "IBAN_CODE", "GB82 WEST 1234 5698 7654 32"),
    ("my address is 192.168.10.44 at home", "IP_ADDRESS", "192.168.10.44"),
    ("mac 00:1B:44:11:3A:B7", "MAC_ADDRESS", "00:1B:44:11:3A:B7"),
    ("call me on (415) 555-2671", "PHONE_NUMBER", "(415) 555-2671"),
    ("my social security number is 536-90-4399", "US_SSN", "536-90-4399"),
    ("see https://example.com/a?b=c now", "URL", "https://example.com/a?b=c"),
    ("see www.example.co.uk now", "URL", "www.example.co.uk"),
]


@pytest.mark.parametrize(("text", "entity", "hit"), WRITTEN, ids=[case[1] + str(n) for n, case in enumerate(WRITTEN)])
def test_what_is_written_down_is_found_by_the_stock_patterns(engine, text, entity, hit):
    assert [(one.entity, text[one.start : one.end]) for one in engine.find(text, locale="en-US", identity=Identity())] == [(entity, hit)]


@pytest.mark.parametrize(
    "text", ["it went fine.how are you", "play abba.", "turn it to 20.5 degrees", "wake me at 10:30", "at 7 a.m. on 3.4.2024", "call mum", "5 + 5"]
)
def test_ordinary_writing_stays(engine, text):
    assert engine.find(text, locale="en-GB", identity=Identity()) == []


def test_numbers_of_one_country_are_looked_for_where_they_are_given_out(engine):
    text = "it is 943 476 5919"
    assert engine.find(text, locale="en-GB", identity=Identity())[0].entity == "UK_NHS"
    assert engine.find(text, locale="en-IN", identity=Identity())[0].entity != "UK_NHS"


@pytest.mark.parametrize("locale", RELEASED)
def test_every_released_locale_is_read(engine, locale):
    assert engine.find("i am joanna", locale=locale, identity=ME)


def test_a_locale_without_a_profile_is_refused(engine):
    with pytest.raises(UnknownLocale):
        engine.find("bonjour", locale="fr-FR", identity=ME)


def test_only_the_entities_asked_for_are_given_back(engine):
    findings = engine.find("joanna has kx4471920 and a@example.com", locale="en-US", identity=ME, entities={"EMAIL_ADDRESS"})
    assert {one.entity for one in findings} == {"EMAIL_ADDRESS"}


def test_findings_do_not_overlap_and_come_in_order(engine):
    findings = engine.find("joanna.lindqvist@example.com kx4471920 joanna", locale="en-US", identity=ME)
    assert all(before.end <= after.start for before, after in pairwise(findings))
    assert {one.entity for one in findings} <= ENTITIES


NOWHERE = "words that only this test says 4417"


def test_nothing_of_a_text_reaches_a_log_whatever_logging_is_told(engine, caplog, capfd):
    logging.config.dictConfig({"version": 1, "disable_existing_loggers": False, "root": {"level": "DEBUG", "handlers": []}})
    texts = [text for text, _, _ in WRITTEN] + [
        f"iban GB82 WEST 1234 5698 7654 33 and {NOWHERE}",
        f"ab12 {NOWHERE} @ x.y",
        f"joanna {NOWHERE} k x 4471",
    ]
    with caplog.at_level(logging.DEBUG):
        for text in texts:
            engine.find(text, locale="en-GB", identity=ME)
    written = capfd.readouterr()
    assert not caplog.records
    assert not written.out
    assert not written.err


@pytest.mark.parametrize("name", ["presidio-analyzer", "presidio-anonymizer", "decision_process", "tldextract"])
def test_even_a_library_that_shouts_is_not_heard_after_logging_was_set_up_anew(engine, name, caplog, capfd):
    logging.config.dictConfig({"version": 1, "disable_existing_loggers": False, "root": {"level": "DEBUG"}})
    with caplog.at_level(logging.DEBUG):
        logging.getLogger(name).error("Failed to validate text %s", NOWHERE)
    assert NOWHERE not in caplog.text + capfd.readouterr().err


def test_no_socket_is_opened(monkeypatch):
    def refuse(*_args, **_kwargs):
        raise AssertionError("a recognizer asked the network")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    findings = Engine().find("mail a@example.co.uk or see https://example.com", locale="en-US", identity=ME)
    assert [one.entity for one in findings] == ["EMAIL_ADDRESS", "URL"]


def test_an_address_of_any_domain_is_one(engine):
    """Nobody is asked whether it is registered."""
    text = "write to t.okafor@northwind.example"
    assert [text[one.start : one.end] for one in engine.find(text, locale="en-GB", identity=Identity())] == ["t.okafor@northwind.example"]


ODD = [
    "",
    " ",
    "\x00",
    "🙂 joanna 🙂",
    "ש joanna שלום",
    "\ud800 joanna",
    "a\u0301" * 50,
    "٤٤٧١ joanna",
    "\u202ejoanna\u202c",
    "-" * 500,
    "4" * 20_000,
    "'" * 99,
]


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_an_odd_text_is_read_like_any_other(engine, text):
    findings = engine.find(text, locale="en-US", identity=ME)
    assert ("joanna" in text) <= any(text[one.start : one.end] == "joanna" for one in findings)


TEXTS = st.text(max_size=120) | st.lists(
    st.sampled_from(["four", "double", "for", "as", "in", "b", "no", "sorry", "hundred", "and", "kilo", "45", "KX-4471", "joanna", "@", "a.b", "🙂"]),
    max_size=40,
).map(" ".join)


@settings(max_examples=250, deadline=None)
@given(text=TEXTS)
def test_find_never_raises_and_stays_inside_the_text(engine, text):
    findings = engine.find(text, locale="en-IN", identity=ME)
    assert all(0 <= one.start < one.end <= len(text) and 0.4 <= one.score <= 1 for one in findings)


# Marks that fold away, figures and letters of other scripts, signs that fold into several: İ ½ ﬁ ² ٣ 百.
ODD_SIGNS = "\u0301\u0308\u0130\u0131\u00bd\ufb01\u00b2\u0663\u767e\u1369\u3007\u2160\ua66e\u00df'\u2019-.,0123aox \t\n\U0001f642\U0001d7d8"
ODD_TEXTS = st.text(alphabet=ODD_SIGNS, max_size=30) | st.lists(
    st.sampled_from(["this", "is", "my", "name", "b", "as", "in", "for", "double", "jo", "anna", "anne", "kx", "four", "minus"])
    | st.text(alphabet=ODD_SIGNS, min_size=1, max_size=3),
    max_size=8,
).map(" ".join)


@settings(max_examples=400, deadline=None)
@given(text=ODD_TEXTS)
@example(text="this \u0301")
@example(text="b as in \u0301")
@example(text="this is jo anna")
def test_odd_signs_among_words_that_announce_something_do_not_stop_it(engine, text):
    assert all(0 <= one.start < one.end <= len(text) for one in engine.find(text, locale="en-US", identity=ME))


LONG = {
    "digits": "four five six seven " * 2500,
    "ordinary": "please read the news to me " * 1700,
    "cues": "nine no sorry eight " * 2500,
    "hundreds": "two hundred and five thousand " * 2000,
    "written": "447192 " * 4000,
    "one word": "kx4471" * 3500,
    "addresses": "a.b-c_d" * 3000 + "@x.com",
    "dots": "a." * 10_000,
    "names": "jo a n n a joe " * 2000,
    "as in": "b as in b as in " * 1500,
}


@pytest.mark.parametrize("text", LONG.values(), ids=LONG.keys())
def test_a_very_long_text_takes_its_length_and_not_its_square(engine, text):
    assert is_linear(lambda part: engine.find(part, locale="en-US", identity=ME), text)


def test_a_thousand_utterances_a_second_with_an_identity(engine):
    texts = ["can you please remind me to call the bank at nine", "tell me what the weather is going to be like tomorrow"] * 20
    took_s = quickest_s(lambda text: engine.find(text, locale="en-US", identity=ME), texts)
    assert len(texts) / took_s > 1000  # measured: 6,000


def test_the_engine_is_made_without_django():
    code = "import sys; from redaction.text import engine, placeholders, echo; sys.exit('django' in sys.modules)"
    with contextlib.suppress(subprocess.TimeoutExpired):
        assert subprocess.run([sys.executable, "-c", code], timeout=60, check=False).returncode == 0


@pytest.mark.parametrize("module", ["pattern_recognizer", "predefined_recognizers.generic.iban_recognizer"])
def test_a_pattern_that_gives_up_ends_the_search(engine: Engine, module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Presidio itself would skip it and call the text clean."""
    monkeypatch.setattr(f"presidio_analyzer.{module}.REGEX_TIMEOUT_SECONDS", 1e-9)
    with pytest.raises(PatternTimedOut):
        engine.find("mail me at a@b.com or 1.2.3.4 or de89 3704 0044 0532 0130 00 " * 400, locale="en-US", identity=Identity())
