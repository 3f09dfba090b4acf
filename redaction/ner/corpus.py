"""The training sentences: annotated utterances with their labels mended and their names swapped, and sentences made of our own patterns. Seeded."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path

from redaction.ner.filling import ARTIST, LOCATION, ORG, PERSON, Filler, Sentence, Span, capitals, misheard, patterns, written
from redaction.ner.gazetteer import Gazetteer
from redaction.ner.tokens import tokens

DEFAULT = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "hwu64"
_CHOICES = re.compile(r"[|{]")
EMAIL = "EMAIL"
TRAINING, CHOOSING, UNLABELLED = ("hwu64_train.jsonl", "slurp_devel_extra.jsonl"), "hwu64_dev.jsonl", "slurp_lm_unlabelled.txt"
# The annotators' "person" there is somebody whom one looks up, not somebody whom one knows.
_PUBLIC_SCENARIOS = frozenset(("qa", "news", "play", "music"))
_PUBLIC = frozenset(
    (
        "trump",
        "obama",
        "rihanna",
        "charlie chaplin",
        "angelina jolie",
        "jon bon jovi",
        "mr t",
        "tom izzo",
        "arijit singh",
        "priya chopra",
        "jlo",
        "bruno mars",
        "tom brady",
        "dave matthews",
    )
)
# Annotated as persons, and none: the sentence is left out, whatever it may mean.
_NOBODY = frozenset(
    ("kmart", "seahawks", "all", "apple store", "tar", "mongomery llc company", "players", "metion", "amazon", "june", "july", "cat", "bubbles")
)
# Names that somebody forgot are given their label there, and the sentence is left out elsewhere. These words are no names where they stand.
_PRIVATE_SCENARIOS = frozenset(("calendar", "email", "social", "lists", "general", "takeaway", "alarm"))
_NO_NAMES = frozenset(
    ("april", "june", "alexa", "siri", "olly", "max", "alfredo", "mario", "may", "august", "mark", "guy", "hope", "summer", "chase", "will")
)
_BESIDE_PEOPLE = frozenset(("to", "with", "from", "for", "call", "of", "if", "up", "by"))


def utterances(file: Path, gazetteer: Gazetteer) -> list[tuple[Sentence, str]]:
    """(sentence, scenario) of each line, with labels mended; those beyond mending left out."""
    rows = [json.loads(line) for line in file.read_text().splitlines()]
    return [(mended, row["scenario"]) for row in rows if (mended := _mended(row["text"], row["entities"], row["scenario"], gazetteer)) is not None]


def _mended(text: str, entities: list[Span], scenario: str, gazetteer: Gazetteer) -> Sentence | None:
    spans = []
    for start, end, label in entities:
        said = text[start:end]
        if label == PERSON and said in _NOBODY:
            return None
        is_public = said in _PUBLIC or scenario in _PUBLIC_SCENARIOS or (scenario == "general" and " " in said)
        spans.append((start, end, ARTIST if label == PERSON and is_public else label))
    forgotten = [(start, end, PERSON) for start, end in _forgotten(text, spans, gazetteer)]
    if forgotten and scenario not in _PRIVATE_SCENARIOS:
        return None
    return Sentence(text, tuple(sorted(spans + forgotten)))


def _forgotten(text: str, spans: list[Span], gazetteer: Gazetteer) -> Iterator[tuple[int, int]]:
    """Words outside all spans that are a common first name and hardly anything else; or such a word as well, where people stand."""
    before = ""
    for token in tokens(text):
        entry = gazetteer.look(token.word)
        is_name = entry.first > 16 and (not entry.rarity or before in _BESIDE_PEOPLE) and entry.place < 17 and token.word not in _NO_NAMES
        before = token.word
        if is_name and not any(start <= token.start < end for start, end, _label in spans):
            yield token.start, token.end


class Corpus:
    """files: of annotated utterances. with_held_out: of the patterns too that are kept for measuring. scale: less than 1 for a quick try."""

    def __init__(
        self,
        folder: Path,
        gazetteer: Gazetteer,
        filler: Filler,
        rng: random.Random,
        *,
        files: tuple[str, ...] = TRAINING,
        with_held_out: bool = False,
        scale: float = 1.0,
    ) -> None:
        self._folder, self._gazetteer, self._filler, self._rng = folder, gazetteer, filler, rng
        self._files, self._with_held_out, self._scale = files, with_held_out, scale

    def training(self) -> list[Sentence]:
        made = [one for sentence in self._utterances() for one in self._multiplied(sentence)]
        for name, times in (("named", 24), ("plain", 26), ("written", 22)):
            for pattern in self._patterns(name):
                made += [self._varied(pattern) for _ in range(round(times * self._scale * self._share(pattern)))]
        self._rng.shuffle(made)
        return made

    def plain(self) -> list[Sentence]:
        """The utterances as they stand, and a few of each pattern: what is everyday in them."""
        return self._utterances() + [self._filler.fill(pattern) for name in ("named", "plain") for pattern in self._patterns(name) for _ in range(4)]

    def _utterances(self) -> list[Sentence]:
        return [sentence for file in self._files for sentence, _scenario in utterances(self._folder / file, self._gazetteer)]

    def _patterns(self, name: str) -> list[str]:
        return patterns(name, held_out=False) + (patterns(name, held_out=True) if self._with_held_out else [])

    def _share(self, pattern: str) -> float:
        """A pattern with many choices is many patterns."""
        return min(2.5, 0.5 + len(_CHOICES.findall(pattern)) / 12)

    def _multiplied(self, sentence: Sentence) -> Iterator[Sentence]:
        yield sentence
        labels = {label for _start, _end, label in sentence.spans}
        times = 14 if PERSON in labels else 6 if ARTIST in labels else 3 if labels else 2
        for _ in range(round(times * self._scale)):
            swapped = self.swapped(sentence) if labels else sentence
            yield self._finished(swapped)
        if not labels and self._rng.random() < 0.35 * self._scale:
            yield self._finished(self._anywhere(sentence))._replace(is_hidden=False)

    def swapped(self, sentence: Sentence, *, kind: str | None = None) -> Sentence:
        """Other people, places and companies in the same sentence. kind: which names; None: all kinds."""
        text, spans, last = "", [], 0
        for start, end, label in sentence.spans:
            text += sentence.text[last:start]
            other = self._other(sentence.text[start:end], label, kind)
            spans.append((len(text), len(text) + len(other), label))
            text, last = text + other, end
        return Sentence(text + sentence.text[last:], tuple(spans))

    def _other(self, said: str, label: str, kind: str | None) -> str:
        if label == PERSON:
            forms = "ffffffffF" if said.count(" ") == 0 else "FFFFFFtL"
            return self._filler.person(kind=kind, forms=forms if kind is None else "F" if " " in said else "f")
        if kind is not None or self._rng.random() < 0.4:
            return said
        return {LOCATION: self._filler.place, ORG: self._filler.organisation, ARTIST: self._filler.famous}.get(label, lambda: said)()

    def _varied(self, pattern: str) -> Sentence:
        sentence = self._filler.fill(pattern)
        return self._finished(sentence) if sentence.text.islower() else capitals(sentence)._replace(is_hidden=self._rng.random() < 0.2)

    def _mistyped(self, sentence: Sentence) -> Sentence:
        """One longer word outside all spans becomes one that no list knows, so that not every such word is somebody."""
        outside = [
            one for one in tokens(sentence.text) if len(one.word) > 4 and not any(start <= one.start < end for start, end, _ in sentence.spans)
        ]
        if not outside:
            return sentence
        at = (chosen := self._rng.choice(outside)).start + self._rng.randrange(1, len(chosen.word))
        letters = list(sentence.text)
        letters[at : at + 2] = (
            letters[at : at + 2][::-1]
            if self._rng.random() < 0.5 and at + 1 < chosen.end
            else [self._rng.choice("aeionrst"), *letters[at + 1 : at + 2]]
        )
        return sentence._replace(text="".join(letters))

    def _anywhere(self, sentence: Sentence) -> Sentence:
        """Somebody's name where no pattern would put it: a name that everybody knows for one is one in any sentence."""
        gaps = [0, *(one.end for one in tokens(sentence.text))]
        at = self._rng.choice(gaps)
        name = self._filler.person(kind=self._rng.choice(("common", "known", "abroad", "indian")), forms="ffFFt")
        before, after = sentence.text[:at], sentence.text[at:].lstrip()
        text = f"{before} {name} {after}" if before else f"{name} {after}"
        start = len(before) + bool(before)
        return Sentence(text.rstrip(), ((start, start + len(name), PERSON),))

    def _opened(self, sentence: Sentence) -> Sentence:
        """With the small words that people start with."""
        opening = self._filler.one("opening") + " "
        spans = tuple((start + len(opening), end + len(opening), label) for start, end, label in sentence.spans)
        return Sentence(opening + sentence.text, spans)

    def _finished(self, sentence: Sentence) -> Sentence:
        """Some are written, some misheard, some have names that no list knows."""
        if self._rng.random() < 0.12:
            sentence = self._opened(sentence)
        chance = self._rng.random()
        if chance < 0.1:
            sentence = written(sentence)
        elif chance < 0.14:
            sentence = misheard(sentence, self._rng)
        elif chance < 0.26:
            sentence = self._mistyped(sentence)
        return sentence._replace(is_hidden=self._rng.random() < 0.22)
