"""From sentences to a model file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pycrfsuite

from redaction.ner.features import features, look
from redaction.ner.filling import PERSON, Sentence
from redaction.ner.gazetteer import NOBODY, Entry, Gazetteer, Lists
from redaction.ner.model import OUTSIDE
from redaction.ner.tokens import Token, tokens

SETTINGS = {"c1": 0.1, "c2": 0.1, "max_iterations": 60, "feature.minfreq": 3}


def labels(sentence: Sentence, said: Iterable[Token]) -> list[str]:
    return [next((label for start, end, label in sentence.spans if start <= token.start < end), OUTSIDE) for token in said]


class Hiding:
    """The lists as if nobody had ever borne the names in a sentence, and as if no phrase in it were known.

    The famous stay known: a name that nobody knows is rather somebody's private one, whatever the sentence.
    """

    def __init__(self, sentence: Sentence, lists: Lists) -> None:
        self._lists = lists
        people = [(start, end) for start, end, label in sentence.spans if label == PERSON]
        self._names = {one.word for one in tokens(sentence.text) if any(start <= one.start < end for start, end in people)}

    def look(self, word: str) -> Entry:
        """A name that is an ordinary word as well stays: that much of it is always known."""
        entry = self._lists.look(word)
        is_name = word in self._names or (word[-1] == "s" and word[:-1] in self._names)
        return NOBODY if is_name and not entry.rarity else entry

    def marks(self, words: Sequence[str]) -> list[str]:
        return [mark if mark in "Aa" else "" for mark in self._lists.marks(words)]


def view(sentence: Sentence, lists: Lists) -> Lists:
    return Hiding(sentence, lists) if sentence.is_hidden else lists


def everyday(sentences: Iterable[Sentence], unlabelled: Iterable[str], gazetteer: Gazetteer) -> list[str]:
    """Words that stand for themselves: said often, and not mostly as somebody's name. A word must be ordinary to be taken from unlabelled lines."""
    outside: Counter[str] = Counter()
    named: Counter[str] = Counter()
    for sentence in sentences:
        said = tokens(sentence.text)
        marks = gazetteer.marks([token.said for token in said])
        for token, label, mark in zip(said, labels(sentence, said), marks, strict=True):
            if not mark or 0 < gazetteer.look(token.word).rarity < 5:  # the rest of a known phrase is told by being one
                (outside if label == OUTSIDE else named)[token.word] += 1
    for line in unlabelled:
        outside.update(token.word for token in tokens(line) if 0 < gazetteer.look(token.word).rarity < 5)
    often = [word for word, count in outside.items() if count >= 4 and count > 2 * named[word] and not any(map(str.isdigit, word))]
    return sorted(word for word in often if not _is_first_of_all_a_name(gazetteer.look(word)))


def _is_first_of_all_a_name(entry: Entry) -> bool:
    """Jack and Dave, whatever jack and dave may be else; not will and may."""
    return entry.first > 17 and entry.rarity != 1


def train(sentences: Iterable[Sentence], words: Iterable[str], lists: Lists, file: Path, settings: dict[str, float] | None = None) -> None:
    """Deterministic: the same sentences in the same order give the same file."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params({**SETTINGS, **(settings or {})})
    for rows, tags in _examples(sentences, frozenset(words), lists):
        trainer.append(rows, tags)
    trainer.train(str(file))


def _examples(sentences: Iterable[Sentence], words: frozenset[str], lists: Lists) -> Iterator[tuple[list[list[str]], list[str]]]:
    for sentence in sentences:
        said = tokens(sentence.text)
        if said:
            yield features(look(said, view(sentence, lists), words)), labels(sentence, said)
