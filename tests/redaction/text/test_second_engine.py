"""A second engine by Presidio's own configuration: a small spaCy model made here stands for the real ones, which are large and not ours."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
import yaml

from redaction.identity import Identity
from redaction.text.engine import Engine
from redaction.text.recognizers import second
from redaction.text.recognizers.second import Misconfigured, SecondEngine

MADE_UP = "the kettle"  # nobody would take it for a name


def conf(folder: Path, model: str, engine: str = "spacy", **more: object) -> Path:
    recognizers = [{"name": "SpacyRecognizer", "type": "predefined", "supported_languages": ["en"]}]
    described = {
        "supported_languages": ["en"],
        "nlp_configuration": {"nlp_engine_name": engine, "models": [{"lang_code": "en", "model_name": model}]},
        "recognizer_registry": {"supported_languages": ["en"], "recognizers": recognizers},
        **more,
    }
    file = folder / "presidio.yaml"
    file.write_text(yaml.safe_dump({key: value for key, value in described.items() if value}))
    return file


@pytest.fixture
def model(tmp_path: Path) -> Path:
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "PERSON", "pattern": MADE_UP}, {"label": "GPE", "pattern": "the moon"}])
    nlp.to_disk(tmp_path / "model")
    return tmp_path / "model"


def test_what_a_second_engine_finds_is_added_to_ours(tmp_path, model, engine):
    text = f"turn on {MADE_UP} and call joanna"
    assert [text[one.start : one.end] for one in engine.find(text, locale="en-GB", identity=Identity())] == ["joanna"]
    both = Engine(second=SecondEngine(conf(tmp_path, str(model))))
    found = both.find(text, locale="en-GB", identity=Identity())
    assert [(text[one.start : one.end], one.entity, one.recognizer) for one in found] == [
        (MADE_UP, "PERSON", "second"),
        ("joanna", "PERSON", "names"),
    ]


def test_places_of_a_second_engine_are_left_alone_unless_asked_for(tmp_path, model):
    both = Engine(second=SecondEngine(conf(tmp_path, str(model))))
    assert both.find("fly to the moon", locale="en-GB", identity=Identity()) == []
    assert len(both.find("fly to the moon", locale="en-GB", identity=Identity(), entities={"LOCATION"})) == 1


def test_a_model_that_is_not_here_is_named_and_never_fetched(tmp_path, monkeypatch):
    monkeypatch.setattr(spacy.cli, "download", lambda name: pytest.fail("asked the network"))
    with pytest.raises(Misconfigured, match=r"en_core_web_nowhere .* is not on this machine.*SOTTO_PRESIDIO_MAY_DOWNLOAD=1"):
        SecondEngine(conf(tmp_path, "en_core_web_nowhere"))


def test_a_model_that_is_not_here_is_fetched_where_the_operator_allows_it(tmp_path, monkeypatch):
    asked: list[str] = []
    monkeypatch.setattr(spacy.cli, "download", asked.append)
    with pytest.raises(Misconfigured, match="cannot start"):
        SecondEngine(conf(tmp_path, "en_core_web_nowhere"), may_download=True)
    assert asked == ["en_core_web_nowhere"]


@pytest.mark.parametrize("section", ["nlp_configuration", "recognizer_registry"])
def test_a_file_without_one_of_its_sections_is_refused(tmp_path, model, section):
    with pytest.raises(Misconfigured, match=f"lacks {section}"):
        SecondEngine(conf(tmp_path, str(model), **{section: None}))


def test_a_model_of_a_recognizer_must_be_here_too(tmp_path, model):
    registry = {"supported_languages": ["en"], "recognizers": [{"name": "GLiNERRecognizer", "type": "predefined", "model_name": "somebody/large"}]}
    with pytest.raises(Misconfigured, match="somebody/large"):
        SecondEngine(conf(tmp_path, str(model), recognizer_registry=registry))


def test_a_file_that_is_not_there_is_said_to_be_unreadable(tmp_path):
    with pytest.raises(Misconfigured, match="cannot be read"):
        SecondEngine(tmp_path / "nowhere.yaml")


def test_the_environment_says_whether_there_is_a_second_engine(tmp_path, model, monkeypatch):
    monkeypatch.delenv("SOTTO_PRESIDIO_CONF", raising=False)
    assert second.of_the_environment() is None
    monkeypatch.setenv("SOTTO_PRESIDIO_CONF", str(conf(tmp_path, str(model))))
    assert isinstance(second.of_the_environment(), SecondEngine)
