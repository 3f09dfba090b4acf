"""The sets of the examination by name, each the same for the same half and seed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random

from bench.exam import carriers
from bench.exam.cases import Case, Half, Said, fill, half_of
from bench.exam.secrets import ENTITY, locales_of, secret, styles_of

_SECRETS_PER_KIND = {"ACCOUNT_ID": 1600, "DEVICE_SERIAL": 1600, "LETTERED_ACCOUNT": 400}


def identifiers(half: Half, seed: int, scale: float = 1.0) -> Iterator[Case]:
    """Each kind in each style, with words that say what it is; then without, where a human would still know."""
    rng = _rng("identifiers", half, seed)
    for kind in (*carriers.SAID, "LETTERED_ACCOUNT"):
        sentences = half_of(carriers.SAID["ACCOUNT_ID" if kind == "LETTERED_ACCOUNT" else kind], half)
        for number in range(int(_SECRETS_PER_KIND.get(kind, 400) * scale)):
            style = styles_of(kind)[number % len(styles_of(kind))]
            yield _identifier(kind, style, rng.choice(sentences), half, rng)
        if kind in carriers.KNOWN_BARE:
            for _ in range(int(100 * scale)):
                style = rng.choice(styles_of(kind))
                yield _identifier(kind, style, rng.choice(half_of(carriers.BARE, half)), half, rng, bare=True)


def _identifier(kind: str, style: str, sentence: str, half: Half, rng: Random, *, bare: bool = False) -> Case:
    locale = rng.choice(locales_of(kind))
    entity = {"LETTERED_ACCOUNT": "ACCOUNT_ID"}.get(kind, ENTITY.get(kind, kind))
    text, mentions = fill(sentence, {"x": Said(secret(kind, style, locale, half, rng), entity)})
    return Case(text, locale, mentions, kind + ("_BARE" if bare else ""), style)


def _rng(name: str, half: Half, seed: int) -> Random:
    return Random(f"{name} {half} {seed}")


SETS: dict[str, Callable[[Half, int, float], Iterator[Case]]] = {"identifiers": identifiers}
