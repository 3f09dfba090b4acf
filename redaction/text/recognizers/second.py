"""A second engine beside ours, by Presidio's own configuration file: spaCy, transformers, GLiNER or whatever else Presidio can be told to load.

The file is the one that Presidio's AnalyzerEngineProvider reads (sections nlp_configuration and recognizer_registry). Models must be on this
machine: Presidio would fetch a missing one from the network while it starts.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import spacy.util
import yaml
from presidio_analyzer import AnalyzerEngineProvider, EntityRecognizer, RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts

LANGUAGE = "en"
_NAME = "second"
_SECTIONS = ("nlp_configuration", "recognizer_registry")
_NAMED_OTHERWISE = {
    "ORGANIZATION": "ORG",
    "US_PASSPORT": "PASSPORT",
    "UK_PASSPORT": "PASSPORT",
    "IN_PASSPORT": "PASSPORT",
    "US_DRIVER_LICENSE": "DRIVER_LICENSE",
    "US_BANK_NUMBER": "BANK_ACCOUNT",
}
_NOT_PERSONAL = frozenset(("DATE_TIME", "NRP", "CARDINAL", "ORDINAL", "QUANTITY", "MONEY", "PERCENT", "TIME"))
_MODEL_KEYS = ("model_name", "spacy", "transformers", "tokenizer_name")
_NEEDS_NO_MODEL = frozenset(("no_op", "slim"))


class Misconfigured(Exception):
    """The second engine cannot be started as it is described; the message says what to change."""


class SecondEngine(EntityRecognizer):
    """Everything that Presidio finds by the file, as one recognizer. may_download: models that are not here are fetched while it starts."""

    def __init__(self, file: Path, *, may_download: bool = False) -> None:
        configuration = _read(file)
        if not may_download:
            os.environ.update(HF_HUB_OFFLINE="1", TRANSFORMERS_OFFLINE="1")  # before their libraries are imported, which read it once
            _insist_on_local_models(configuration, file)
        try:
            self._engine = AnalyzerEngineProvider(analyzer_engine_conf_file=file).create_engine()
        except (ImportError, OSError, ValueError) as error:
            raise Misconfigured(f"second engine: Presidio cannot start what {file} describes ({type(error).__name__}): {error}") from error
        super().__init__(supported_entities=self._engine.get_supported_entities(LANGUAGE), name=_NAME, supported_language=LANGUAGE)
        self.supported_entities = sorted({_named(entity) for entity in self.supported_entities} - _NOT_PERSONAL)

    def load(self) -> None:
        """Loaded when made: the entities it finds are not known before."""

    def analyze(self, text: str, entities: list[str], nlp_artifacts: NlpArtifacts | None = None) -> list[RecognizerResult]:
        found = []
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # some engines put the text into a warning
            results = self._engine.analyze(text, LANGUAGE)
        for one in results:
            entity = _named(one.entity_type)
            if entity in entities:
                metadata = {RecognizerResult.RECOGNIZER_NAME_KEY: _NAME}
                found.append(RecognizerResult(entity, one.start, one.end, one.score, recognition_metadata=metadata))
        return found


def of_the_environment() -> SecondEngine | None:
    """SOTTO_PRESIDIO_CONF names the file; without it there is no second engine."""
    file = os.environ.get("SOTTO_PRESIDIO_CONF")
    return SecondEngine(Path(file), may_download=os.environ.get("SOTTO_PRESIDIO_MAY_DOWNLOAD") == "1") if file else None


def _named(entity: str) -> str:
    return _NAMED_OTHERWISE.get(entity, entity)


def _read(file: Path) -> Mapping[str, Any]:
    try:
        configuration = yaml.safe_load(file.read_text())
    except (OSError, yaml.YAMLError) as error:
        what = type(error).__name__
        raise Misconfigured(f"second engine: {file} cannot be read ({what}): name a file as Presidio's AnalyzerEngineProvider reads it") from None
    missing = [section for section in _SECTIONS if not isinstance(configuration, dict) or section not in configuration]
    if missing:
        raise Misconfigured(f"second engine: {file} lacks {' and '.join(missing)}: without them Presidio loads models of its own choice")
    return configuration  # type: ignore[no-any-return]


def _insist_on_local_models(configuration: Mapping[str, Any], file: Path) -> None:
    if configuration["nlp_configuration"].get("nlp_engine_name") in _NEEDS_NO_MODEL:
        configuration = {"recognizer_registry": configuration["recognizer_registry"]}
    for name in sorted(set(_models(configuration))):
        if not _is_here(name):
            raise Misconfigured(
                f"second engine: the model {name} of {file} is not on this machine. Write the path of its folder as the model's name, "
                "install it as a package, or set SOTTO_PRESIDIO_MAY_DOWNLOAD=1 to let Presidio fetch it"
            )


def _models(branch: Any) -> Iterator[str]:
    """Every value under a key that names a model, however deep."""
    if isinstance(branch, dict):
        for key, value in branch.items():
            if key in _MODEL_KEYS and isinstance(value, str):
                yield value
            else:
                yield from _models(value)
    elif isinstance(branch, list):
        for twig in branch:
            yield from _models(twig)


def _is_here(name: str) -> bool:
    return Path(name).is_dir() or spacy.util.is_package(name) or _is_cached(name)


def _is_cached(name: str) -> bool:
    """In the hub's own cache, where that library is installed."""
    try:
        from huggingface_hub import try_to_load_from_cache
    except ImportError:
        return False
    return "/" in name and isinstance(try_to_load_from_cache(name, "config.json"), str)
