"""Makes labelled sentences of the patterns in sentences/: brackets choose, slots are filled, people stay marked. Seeded; never used on real texts."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from redaction.ner.gazetteer import FIRST_ABROAD, Gazetteer, known
from redaction.ner.people import People, is_held_out

SENTENCES = Path(__file__).parent / "sentences"
SLOTS = SENTENCES / "slots.toml"
PERSON, LOCATION, ARTIST, ORG = "PERSON", "LOCATION", "ARTIST", "ORG"
Span = tuple[int, int, str]
_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_SLOT = re.compile(r"\{([A-Za-z0-9]+)(\.s)?\}")
_BLANKS = re.compile(r" {2,}")
_DAYS = re.compile(r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|april|june|july|august|september|october|november|december)\b")
_HELD_OUT_ONE_IN = 7


class Sentence(NamedTuple):
    """is_hidden: its names are to be taken for words that no list knows."""

    text: str
    spans: tuple[Span, ...]
    is_hidden: bool = False


def patterns(name: str, *, held_out: bool) -> list[str]:
    """Those lines of a file that are for training, or those that are kept for measuring."""
    lines = (SENTENCES / f"{name}.txt").read_text().splitlines()
    kept = [line for line in lines if line and not line.startswith("#")]
    return [line for line in dict.fromkeys(kept) if (crc32(line.encode()) % _HELD_OUT_ONE_IN == 0) == held_out]


class Filler:
    """Fills a pattern differently each time."""

    def __init__(self, gazetteer: Gazetteer, people: People, rng: random.Random) -> None:
        self._rng, self._people = rng, people
        self._lists: dict[str, list[str]] = {name: line.split(", ") for name, line in tomllib.loads(SLOTS.read_text()).items()} | known()
        items = gazetteer.items()
        self._places = [word for word, entry in items if entry.place > 17 and not 0 < entry.rarity < 5 and not is_held_out(word.split()[0])]
        self._rare = [
            word for word, entry in items if entry.rarity and not (entry.first > 9 or entry.place or entry.last > 14) and not is_held_out(word)
        ]
        self._plain = [word for word, entry in items if 0 < entry.rarity < 4 and not (entry.first > 11 or entry.place)]
        self._namesakes = _namesakes(gazetteer)
        self._slots = self._makers()

    def fill(self, pattern: str) -> Sentence:
        """Spans are found while the text grows, so blanks are put right before, not after."""
        while _CHOICE.search(pattern):
            pattern = _CHOICE.sub(lambda match: self._rng.choice(match[1].split("|")), pattern)
        text, spans, last = "", [], 0
        pattern = _BLANKS.sub(" ", pattern).strip()
        for match in _SLOT.finditer(pattern):
            text += pattern[last : match.start()]
            for part, label in self._slots[match[1]]():
                if label:
                    spans.append((len(text), len(text) + len(part), label))
                text += part
            text += self._possessive(pattern) if match[2] else ""
            last = match.end()
        return Sentence((text + pattern[last:]).replace(" .", "."), tuple(spans))

    def person(self, *, kind: str | None = None, forms: str = "ffffFFFFltL") -> str:
        """f: first name, F: first and last, L: with a middle or double name, l: last, t: title and last."""
        kind = kind or self._people.kind()
        form = self._rng.choice(forms)
        first, last = self._people.first(kind), self._people.last(kind)
        if kind == "common" and not self._people.held_out:  # as often as not a word or a place as well
            first = self.one("double") if self._rng.random() < 0.15 else first
            last = self.one("doubled") if self._rng.random() < 0.2 else last
        if kind != "invented" and not self._people.held_out and self._rng.random() < 0.22:
            namesake = self._rng.choice(self._namesakes[self._rng.random() < 0.3]).split()
            first, last = namesake[0], namesake[-1] if len(namesake) > 1 else last
        if self._rng.random() < 0.03:
            last = f"{self.one('particle')} {last}"
        forms_of: dict[str, str] = {
            "f": first,
            "F": f"{first} {last}",
            "l": last,
            "t": f"{self.one('title')} {self._rng.choice((first, last, last))}",
            "L": self._rng.choice((f"{first} {self._people.first(kind)} {last}", f"{first} {last[0]}", f"{first} {last} {self._people.last(kind)}")),
        }
        return forms_of[form]

    def one(self, name: str) -> str:
        return self._rng.choice(self._lists[name])

    def place(self) -> str:
        return self.one("place") if self._rng.random() < 0.65 else self._rng.choice(self._places)

    def organisation(self) -> str:
        """Mostly a real one; else a made-up one, as small firms have."""
        if self._rng.random() < 0.75:
            return self.one("org")
        name = self._people.last("invented") if self._rng.random() < 0.6 else self._people.last("known")
        return f"{name} {self.one('trade')}" if self._rng.random() < 0.6 else self._people.last("invented")

    def famous(self) -> str:
        """Mostly a real one; else anybody, for it is the sentence that tells."""
        return self.one(self._rng.choice(("artist", "celeb"))) if self._rng.random() < 0.7 else self.person(forms="F")

    def _possessive(self, pattern: str) -> str:
        return "s" if self._rng.random() < 0.2 and pattern.islower() else "'s"

    def _makers(self) -> dict[str, Callable[[], list[tuple[str, str]]]]:
        def named(forms: str) -> Callable[[], list[tuple[str, str]]]:
            return lambda: [(self.person(forms=forms), PERSON)]

        def plain(make: Callable[[], str], label: str = "") -> Callable[[], list[tuple[str, str]]]:
            return lambda: [(make(), label)]

        makers = {name: plain(lambda name=name: self.one(name)) for name in self._lists}  # type: ignore[misc]
        makers |= {
            "p": named("ffffffFFFFFltL"),
            "f": named("f"),
            "fl": named("FFFFFL"),
            "l": named("l"),
            "l1": named("l"),
            "t": named("t"),
            "pp": self._several,
        }
        makers |= {"org": plain(self.organisation, ORG), "place": plain(self.place, LOCATION)}
        makers |= {"landmark": plain(lambda: self.one("landmark"), LOCATION), "character": plain(lambda: self.one("character"), ARTIST)}
        makers |= {
            "star": plain(lambda: self.one(self._rng.choice(("artist", "celeb"))), ARTIST),
            "artist": plain(self.famous, ARTIST),
            "celeb": plain(self._celebrity, ARTIST),
        }
        makers |= {"date": plain(lambda: f"{self.one('ordinal')} of {self.one('month')}"), "rare": plain(self._word), "address": self._address}
        makers |= {"digits": plain(lambda: self._row("digit", 3, 8)), "spelled": plain(lambda: self._row("letter", 3, 8))}
        makers |= {"nato": plain(lambda: self._row("radio", 1, 5)), "spelledtail": plain(lambda: self._row("letter", 2, 7))}
        makers |= {"phone": plain(lambda: self._figures(10)), "iban": plain(lambda: self._figures(14)), "email": plain(self._email, "EMAIL")}
        for small in ("P:p", "F:f", "FL:fl", "T:t", "Org:org", "Address:address"):
            makers[small.split(":")[0]] = _capital(makers[small.split(":")[1]])
        for whole in ("P", "FL", "T"):
            makers[whole] = self._inked(makers[whole])
        return makers

    def _inked(self, make: Callable[[], list[tuple[str, str]]]) -> Callable[[], list[tuple[str, str]]]:
        return lambda: [(inked(part, self._rng), label) for part, label in make()]

    def _word(self) -> str:
        return self._rng.choice(self._rare if self._rng.random() < 0.6 else self._plain)

    def _celebrity(self) -> str:
        return self.one("celeb") if self._rng.random() < 0.7 else self.person(forms="F")

    def _several(self) -> list[tuple[str, str]]:
        people = [(self.person(forms="ffffF"), PERSON) for _ in range(self._rng.choice((2, 2, 3)))]
        joints = [(self._rng.choice((" and ", " ", " and ")), "") for _ in people]
        return [part for pair in zip(people, joints, strict=True) for part in pair][:-1]

    def _address(self) -> list[tuple[str, str]]:
        name = self._people.last("known") if self._rng.random() < 0.5 else self._word()
        return [(f"{self.one('digit')} {name} {self.one('street')} {self.place()}", LOCATION)]

    def _row(self, name: str, least: int, most: int) -> str:
        return " ".join(self.one(name) for _ in range(self._rng.randint(least, most)))

    def _figures(self, count: int) -> str:
        return "".join(self._rng.choice("0123456789") + (" " if self._rng.random() < 0.2 else "") for _ in range(count)).strip()

    def _email(self) -> str:
        return f"{self._people.first('known')}.{self._people.last('known')}@example.com"


def _namesakes(gazetteer: Gazetteer) -> tuple[list[str], list[str]]:
    """Known phrases that a person may bear as well, of one word and of two: somebody is called Layla, and somebody Jack Russell."""

    def borne(*but: str) -> list[str]:
        words = dict.fromkeys(phrase for name, phrases in known().items() if name not in but for phrase in phrases)
        return [
            word for word in words if word.replace(" ", "").isalpha() and not is_held_out(word.split()[0]) and _may_be_borne(word.split(), gazetteer)
        ]

    return [word for word in borne("talk") if " " not in word], [word for word in borne("talk", "place", "landmark", "org", "food") if " " in word]


def _may_be_borne(words: list[str], gazetteer: Gazetteer) -> bool:
    first, last = gazetteer.look(words[0]), gazetteer.look(words[-1])
    return (first.first > 11 or bool(first.seen_in & FIRST_ABROAD)) and (len(words) == 1 or (len(words) == 2 and last.last > 9))


def _capital(make: Callable[[], list[tuple[str, str]]]) -> Callable[[], list[tuple[str, str]]]:
    return lambda: [(part.title(), label) for part, label in make()]


_TITLES = re.compile(r"\b(Mr|Mrs|Ms|Dr|Prof)\b")


def inked(name: str, rng: random.Random) -> str:
    """One of the ways in which people write a name: all capitals, initials, the last name first, a stop after a title."""
    first, _, last = name.partition(" ")
    chance = rng.random()
    if not last:
        return name.upper() if chance < 0.1 else name
    if _TITLES.match(name):
        return _TITLES.sub(r"\1.", name) if chance < 0.5 else name
    if chance < 0.5:
        return name
    letter = rng.choice("ABCDEFGHJKLMNPRSTVW")
    return rng.choice(
        (name.upper(), f"{first[0]}. {last}", f"{first} {letter}. {last}", f"{last}, {first}", f"{first[0]}. {letter}. {last}", f"{first} {last[0]}.")
    )


def capitals(sentence: Sentence) -> Sentence:
    """In all spans, in weekdays and in months. No length changes."""
    letters = list(sentence.text)
    for start, end, _label in sentence.spans:
        if sentence.text[start:end].islower():
            letters[start:end] = sentence.text[start:end].title().replace("'S", "'s")
    return sentence._replace(text=_DAYS.sub(lambda match: match[0].title(), "".join(letters)))


def written(sentence: Sentence) -> Sentence:
    """As somebody would write it: a capital first, capitals in names, a full stop. No length changes before the stop."""
    text = re.sub(r"\bi\b", "I", capitals(sentence).text)
    return sentence._replace(
        text=text[:1].upper() + text[1:] + ("?" if re.match(r"(what|who|when|where|how|is|did|do|can|has)\b", sentence.text) else ".")
    )


def misheard(sentence: Sentence, rng: random.Random) -> Sentence:
    """One name cut in two, as a recogniser does: "jo anna"."""
    cuttable = [(start, end) for start, end, label in sentence.spans if label == PERSON and end - start > 4 and sentence.text[start:end].isalpha()]
    if not cuttable:
        return sentence
    start, end = rng.choice(cuttable)
    at = rng.randint(start + 2, end - 2)
    spans = tuple((begin + (begin >= at), stop + (stop > at), label) for begin, stop, label in sentence.spans)
    return Sentence(f"{sentence.text[:at]} {sentence.text[at:]}", spans, sentence.is_hidden)
