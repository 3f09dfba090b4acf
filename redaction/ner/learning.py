"""From sentences to a model file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import pycrfsuite

from redaction.ner.features import Look, features
from redaction.ner.filling import PERSON, Sentence
from redaction.ner.gazetteer import NOBODY, Entry, Gazetteer
from redaction.ner.model import OUTSIDE
from redaction.ner.tokens import Token, tokens

SETTINGS = {"c1": 0.1, "c2": 0.02, "max_iterations": 90, "feature.minfreq": 3}


def labels(sentence: Sentence, said: Iterable[Token]) -> list[str]:
    return [next((label for start, end, label in sentence.spans if start <= token.start < end), OUTSIDE) for token in said]


def hiding(sentence: Sentence, look: Look) -> Look:
    """The lists as if nobody had ever borne the names in this sentence."""
    if not sentence.is_hidden:
        return look
    names = {token.word for token in tokens(sentence.text) for start, end, label in sentence.spans if label == PERSON and start <= token.start < end}
    return lambda word: _unnamed(look(word)) if word in names or (word[-1] == "s" and word[:-1] in names) else look(word)


def _unnamed(entry: Entry) -> Entry:
    return entry._replace(first=0, last=0, seen_in=0) if entry.rarity else NOBODY


def everyday(sentences: Iterable[Sentence], unlabelled: Iterable[str], gazetteer: Gazetteer) -> list[str]:
    """Words that stand for themselves: said often, and not mostly as somebody's name. A word must be ordinary to be taken from unlabelled lines."""
    outside: Counter[str] = Counter()
    named: Counter[str] = Counter()
    for sentence in sentences:
        said = tokens(sentence.text)
        for token, label in zip(said, labels(sentence, said), strict=True):
            (outside if label == OUTSIDE else named)[token.word] += 1
    for line in unlabelled:
        outside.update(token.word for token in tokens(line) if 0 < gazetteer.look(token.word).rarity < 5)
    return sorted(word for word, count in outside.items() if count >= 4 and count > 2 * named[word] and not any(map(str.isdigit, word)))


def train(sentences: Iterable[Sentence], words: Iterable[str], look: Look, file: Path, settings: dict[str, float] | None = None) -> None:
    """Deterministic: the same sentences in the same order give the same file."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params({**SETTINGS, **(settings or {})})
    for rows, tags in _examples(sentences, frozenset(words), look):
        trainer.append(rows, tags)
    trainer.train(str(file))


def _examples(sentences: Iterable[Sentence], words: frozenset[str], look: Look) -> Iterator[tuple[list[list[str]], list[str]]]:
    for sentence in sentences:
        said = tokens(sentence.text)
        if said:
            yield features(said, hiding(sentence, look), words), labels(sentence, said)
