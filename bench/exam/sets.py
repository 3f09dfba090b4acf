"""The sets of the examination by name, each the same for the same half and seed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import cycle, islice
from random import Random

from bench.exam import carriers, negatives, own, people, sayings, theirs, utterances, written
from bench.exam.cases import SLOT, Case, Half, Said, fill, half_of, sentences
from bench.exam.noise import noisy
from bench.exam.secrets import ENTITY, LOCALES, locales_of, secret, styles_of

_SECRETS_PER_KIND = {"ACCOUNT_ID": 1600, "DEVICE_SERIAL": 1600}
_SPELLED_IN = sentences(
    """
    {x} | it's {x} | that's {x} | it's spelled {x} | my surname is {x} | yes {x} | the last name is {x} | sure {x} | first name {x} |
    {x} thank you | okay so {x} | you spell it {x} | um {x} | my name is {x}
    """
)


def identifiers(half: Half, seed: int, scale: float = 1.0) -> Iterator[Case]:
    """Each kind in each style, with words that say what it is; then without, where a human would still know."""
    rng = _rng("identifiers", half, seed)
    for kind in (*carriers.SAID, "LETTERED_ACCOUNT"):
        sentences = half_of(carriers.SAID["ACCOUNT_ID" if kind == "LETTERED_ACCOUNT" else kind], half)
        styles = rng.sample(styles_of(kind), len(styles_of(kind)))
        for style in islice(cycle(styles), int(_SECRETS_PER_KIND.get(kind, 400) * scale)):
            yield _identifier(kind, style, rng.choice(sentences), half, rng)
        if kind in carriers.KNOWN_BARE:
            for _ in range(int(100 * scale)):
                style = rng.choice(styles_of(kind))
                yield _identifier(kind, style, rng.choice(half_of(carriers.BARE, half)), half, rng, suffix="_BARE")

    for _ in range(int(600 * scale)):
        yield _several(half, rng)


def _several(half: Half, rng: Random) -> Case:
    """Two or more secrets in one sentence; the style is how many."""
    locale, group = rng.choice(LOCALES), rng.choice(people.GROUPS)
    sentence, slots = rng.choice(half_of(carriers.SEVERAL, half)), {}
    for number, slot in enumerate(SLOT.findall(sentence)):
        said = people.whole(rng, half, group) if slot == "PERSON" else secret(slot, rng.choice(styles_of(slot)), locale, half, rng)
        slots[f"{slot}{number}"] = Said(said, ENTITY.get(slot, slot))
        sentence = sentence.replace(f"{{{slot}}}", f"{{{slot}{number}}}", 1)
    text, mentions = fill(sentence, slots)
    return Case(text, locale, mentions, "SEVERAL", str(len(mentions)), own.stranger(half, rng))


def _identifier(kind: str, style: str, sentence: str, half: Half, rng: Random, *, suffix: str = "") -> Case:
    locale = rng.choice(locales_of(kind))
    entity = {"LETTERED_ACCOUNT": "ACCOUNT_ID"}.get(kind, ENTITY.get(kind, kind))
    text, mentions = fill(sentence, {"x": Said(secret(kind, style, locale, half, rng), entity)})
    return Case(text, locale, mentions, kind + suffix, style, own.stranger(half, rng))


def telephone(half: Half, seed: int, scale: float = 1.0) -> Iterator[Case]:
    """Answers to a call centre, without a word that says what they are; each once clean and once as a recogniser heard it."""
    rng = _rng("telephone", half, seed)
    for _ in range(int(1000 * scale)):
        yield from _twice(_spelled(half, rng), rng)
    for kind, count in (("POSTCODE", 800), ("DATE_OF_BIRTH", 1000), ("PHONE_NUMBER", 500)):
        styles = rng.sample(styles_of(kind), len(styles_of(kind)))
        for style in islice(cycle(styles), int(count * scale)):
            case = _identifier(kind, style, rng.choice(half_of(carriers.BARE, half)), half, rng)
            is_british = kind != "POSTCODE" or case.locale == "en-GB" or rng.random() < 0.2
            yield from _twice(case, rng) if is_british else ()


def _spelled(half: Half, rng: Random) -> Case:
    style, group = rng.choice(sayings.SPELLED_STYLES), rng.choice(people.GROUPS)
    text, mentions = fill(rng.choice(half_of(_SPELLED_IN, half)), {"x": Said(sayings.spelled(rng, half, style, group), "PERSON")})
    return Case(text, rng.choice(LOCALES), mentions, "SPELLED_NAME", style, own.stranger(half, rng))


def _twice(case: Case, rng: Random) -> Iterator[Case]:
    yield case
    text, mentions = noisy(case.text, case.mentions, rng)
    if mentions and text != case.text:
        yield replace(case, text=text, mentions=mentions, kind=f"{case.kind}_NOISY")


def names(half: Half, seed: int, scale: float = 1.0) -> Iterator[Case]:
    """Private people in assistant, bank, hotel and restaurant sentences, by how common the name is; a third with another's identity."""
    rng = _rng("names", half, seed)
    for group in people.GROUPS:
        for domain in utterances.NAMED:
            for _ in range(int(220 * scale)):
                text, mentions = fill(*utterances.named(rng, half, domain, group))
                yield Case(text, rng.choice(LOCALES), mentions, f"NAME_{group}", domain, own.stranger(half, rng))


def own_identifiers(half: Half, seed: int, scale: float = 1.0) -> Iterator[Case]:
    yield from own.cases(half, _rng("own", half, seed), scale)


def written_forms(half: Half, seed: int, scale: float = 1.0) -> Iterator[Case]:
    yield from written.cases(half, _rng("written", half, seed), scale)


def hard_negatives(half: Half, seed: int, scale: float = 1.0) -> Iterator[Case]:
    rng = _rng("negatives", half, seed)
    for kind in negatives.NUMBERS:
        for text in sorted({negatives.numbers(rng, half, kind) for _ in range(int(140 * scale))}):
            yield Case(text, rng.choice(LOCALES), (), f"NEGATIVE_{kind}", "numbers", own.stranger(half, rng))
    for kind in negatives.WORDS:
        for text in negatives.words(half, kind, rng):
            yield Case(text, rng.choice(LOCALES), (), f"NEGATIVE_{kind}", "words", own.stranger(half, rng))


def clean(half: Half, seed: int, scale: float = 1.0) -> Iterator[Case]:
    """Nothing personal."""
    rng = _rng("clean", half, seed)
    for domain in utterances.CLEAN:
        for text in sorted({utterances.clean(rng, half, domain) for _ in range(int(600 * scale))}):
            yield Case(text, rng.choice(LOCALES), (), f"CLEAN_{domain}", "ours", own.stranger(half, rng))


def _rng(name: str, half: Half, seed: int) -> Random:
    return Random(f"{name} {half} {seed}")


SETS: dict[str, Callable[[Half, int, float], Iterator[Case]]] = {
    "identifiers": identifiers,
    "telephone": telephone,
    "names": names,
    "own": own_identifiers,
    "written": written_forms,
    "negatives": hard_negatives,
    "clean": clean,
    "theirs": lambda half, seed, scale: theirs.named(half, _rng("theirs", half, seed), scale),
    "theirs_clean": lambda half, seed, scale: theirs.clean(half, _rng("theirs_clean", half, seed), scale),
}
