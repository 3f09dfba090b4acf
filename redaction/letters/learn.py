"""`python -m redaction.letters.learn` makes sounds.txt.bz2 from the dictionary in the pocketsphinx wheel, bit for bit; a minute on one core.

`--check` makes it again and compares; `--measure` learns from 95 % of the words and tries the other 5 %.
Source: cmudict-en-us.dict, Carnegie Mellon University, two-clause BSD licence. Costs are whole numbers, so that no machine rounds otherwise.
"""

from __future__ import annotations

import math
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from functools import cache

from redaction.letters.dictionary import DICTIONARY
from redaction.letters.sounds import TABLE, Table, neighbourhood, read

Phones = tuple[str, ...]
Entry = tuple[str, Phones]  # a word and one way to say it
Cost = Callable[[str, Phones], int]

_LINE = re.compile(r"([a-z']+)(?:\(\d\))? (.+)")
_MOST = 3  # phones for one letter: the x of "x-ray" has three
_ROUNDS = 6
_NEVER = 1 << 30


def entries() -> list[Entry]:
    """Every pronunciation of every word of a-z and apostrophes, in the dictionary's order."""
    found = (_LINE.fullmatch(line) for line in DICTIONARY.read_text("ascii").splitlines())
    return [(line[1], tuple(line[2].split())) for line in found if line]


def learn(known: list[Entry]) -> Table:
    """Share the phones of each word among its letters, then remember what each letter took beside which neighbours."""
    cost = _letter_costs(known[::10])  # a tenth settles the costs as well as all
    shared = [(word, parts) for word, phones in known if (parts := share(word, phones, cost))]
    codes = _codes(parts for _, parts in shared)
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for word, parts in shared:
        spoken = [codes[part] for part in parts]
        for at, code in enumerate(spoken):
            around = neighbourhood(word, spoken, at)
            for length in range(1, len(around) + 1):
                seen[around[:length]][code] += 1
    return Table({code: part for part, code in codes.items()}, _pruned(seen))


def _pruned(seen: dict[str, Counter[str]]) -> dict[str, str]:
    """Only the neighbourhoods whose commonest answer is another than that of the longest one kept inside them."""
    kept: dict[str, str] = {}
    for around in sorted(seen, key=lambda key: (len(key), key)):
        commonest = min(seen[around], key=lambda code: (-seen[around][code], code))
        shorter = next((kept[around[:length]] for length in range(len(around) - 1, 0, -1) if around[:length] in kept), None)
        if commonest != shorter:
            kept[around] = commonest
    return kept


def _codes(words: Iterable[list[Phones]]) -> dict[Phones, str]:
    """One character for each run of phones that a letter took, the commonest first."""
    counts = Counter(part for parts in words for part in parts)
    return {part: chr(0x100 + place) for place, part in enumerate(sorted(counts, key=lambda part: (-counts[part], part)))}


def share(word: str, phones: Phones, cost: Cost) -> list[Phones] | None:
    """The cheapest way to give each letter none to three of the phones, in order; None where the letters are too few."""
    best = [0] + [_NEVER] * len(phones)
    ways: list[list[int]] = []
    for letter in word:
        after, taken = [_NEVER] * len(best), [0] * len(best)
        for done, paid in enumerate(best):
            for end in range(done, min(done + _MOST, len(phones)) + 1 if paid < _NEVER else done):
                total = paid + cost(letter, phones[done:end])
                if total < after[end]:
                    after[end], taken[end] = total, end - done
        best = after
        ways.append(taken)
    return _walk_back(phones, ways) if best[-1] < _NEVER else None


def _walk_back(phones: Phones, ways: list[list[int]]) -> list[Phones]:
    parts, end = [], len(phones)
    for taken in reversed(ways):
        start = end - taken[end]
        parts.append(phones[start:end])
        end = start
    return parts[::-1]


def _letter_costs(known: list[Entry]) -> Cost:
    cost = _first_costs(known)
    for _ in range(_ROUNDS):
        counts: Counter[tuple[str, Phones]] = Counter()
        for word, phones in known:
            counts.update(zip(word, share(word, phones, cost) or [], strict=False))
        cost = _costs(counts)
    return cost


def _first_costs(known: list[Entry]) -> Cost:
    """A letter and a phone that stand at the same place of many words belong together."""
    pairs: Counter[tuple[str, str]] = Counter()
    for word, phones in known:
        for at, letter in enumerate(word):
            for place, phone in enumerate(phones):
                pairs[letter, phone] += max(0, 100 - 600 * abs(at * len(phones) - place * len(word)) // (len(word) * len(phones)))
    letters, sounds = Counter[str](), Counter[str]()
    for (letter, phone), count in pairs.items():
        letters[letter] += count
        sounds[phone] += count
    whole = pairs.total()

    def alone(letter: str, phone: str) -> int:
        return 2000 + _milli(letters[letter] * sounds[phone] + 1, (pairs[letter, phone] + 1) * whole)

    return cache(lambda letter, phones: sum(alone(letter, phone) for phone in phones) + (2500, 0, 3000, 8000)[len(phones)])


def _costs(counts: Counter[tuple[str, Phones]]) -> Cost:
    letters: Counter[str] = Counter()
    for (letter, _), count in counts.items():
        letters[letter] += count

    @cache
    def cost(letter: str, phones: Phones) -> int:
        count = counts[letter, phones]
        return _milli(100 * letters[letter] + 100, 100 * count + 1) + (6000 if not count and len(phones) > 1 else 0)

    return cost


def _milli(above: int, below: int) -> int:
    """A thousand times the natural logarithm of above / below."""
    return round(1000 * (math.log(above) - math.log(below)))


def measure() -> str:
    """Errors on words that were held out, each against the nearest of its pronunciations."""
    known = entries()
    words = sorted({word for word, _ in known})
    random.Random(1).shuffle(words)  # noqa: S311 - a sample, not a secret
    held = dict.fromkeys(words[: len(words) // 20])
    table = learn([entry for entry in known if entry[0] not in held])
    right: dict[str, list[Phones]] = defaultdict(list)
    for word, phones in known:
        if word in held:
            right[word].append(phones)
    nearest = [min((_errors(table.say(word), ways_to_say), len(ways_to_say)) for ways_to_say in ways) for word, ways in right.items()]
    wrong, spoken = sum(errors for errors, _ in nearest), sum(length for _, length in nearest)
    perfect = sum(not errors for errors, _ in nearest)
    return f"{len(held)} words held out: {100 * wrong / spoken:.2f} % of phones wrong, {100 * perfect / len(nearest):.1f} % of words right"


def _errors(said: list[str], right: Phones) -> int:
    row = list(range(len(right) + 1))
    for phone in said:
        last, row[0] = row[0], row[0] + 1
        for place, expected in enumerate(right):
            last, row[place + 1] = row[place + 1], min(row[place + 1] + 1, row[place] + 1, last + (phone != expected))
    return row[-1]


def main(arguments: list[str]) -> int:
    if arguments == ["--measure"]:
        sys.stdout.write(measure() + "\n")
        return 0
    made = learn(entries()).write()
    if arguments == ["--check"]:
        return int(made != TABLE.read_bytes())
    TABLE.write_bytes(made)
    sys.stdout.write(f"{TABLE.name}: {len(made)} bytes, {len(read(made).answers)} neighbourhoods\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
