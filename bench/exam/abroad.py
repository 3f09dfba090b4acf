"""Spanish and German: identifiers said in words, and what stays. Number words come from num2words, so nothing is shared with the reader.

Neither language is released: these figures say how far it is (docs/guides/locales.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from random import Random

from num2words import num2words

from bench.exam import identifiers
from bench.exam.cases import Case, Half, Said, fill, half_of
from bench.exam.identifiers import Groups

STYLES = ("singly", "pairs", "doubled", "figures", "mixed", "fillers", "repaired")


@dataclass(frozen=True)
class Language:
    """double: the word for twice. letters: their names, a letter each. said: sentences a kind; clean: with {n} and {m} for numbers that stay."""

    locale: str
    short: str
    double: str
    filler: str
    repair: str
    letters: Mapping[str, str]
    phone: Callable[[Random], Groups]
    said: Mapping[str, tuple[str, ...]]
    clean: tuple[str, ...]


def _of_alphabet(names: str) -> dict[str, str]:
    return dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", names.split(), strict=True))


def _spanish_phone(rng: Random) -> Groups:
    return identifiers.grouped(identifiers.digits(rng, 9, first="679"), 3, 3)


def _german_phone(rng: Random) -> Groups:
    return (rng.choice(("0151", "0160", "0171", "0176", "030", "089", "040")), identifiers.digits(rng, rng.choice((7, 8)), first="123456789"))


SPANISH = Language(
    locale="es-ES",
    short="es",
    double="doble",
    filler="eh",
    repair="no perdón",
    letters=_of_alphabet("a be ce de e efe ge hache i jota ka ele eme ene o pe cu erre ese te u uve uve equis ye zeta"),
    phone=_spanish_phone,
    said={
        "ACCOUNT_ID": (
            "mi número de cuenta es {x}",
            "la cuenta {x} por favor",
            "sí el número de cliente es {x} gracias",
            "busca la póliza {x}",
            "es la cuenta número {x}",
            "quiero el saldo de la cuenta {x}",
        ),
        "DEVICE_SERIAL": (
            "el número de serie es {x}",
            "mi altavoz tiene el número de serie {x}",
            "la serie es {x} eso es todo",
            "número de serie {x}",
        ),
        "CREDIT_CARD": ("mi tarjeta es la {x}", "paga con la tarjeta {x}", "el número de la tarjeta es {x}", "apunta la tarjeta de crédito {x}"),
        "PHONE_NUMBER": ("llama al {x}", "mi teléfono es el {x}", "manda un mensaje al {x} ahora", "el móvil de mi madre es {x}"),
        "PIN": ("mi pin es {x}", "la clave es {x}", "el código de acceso es {x}", "pon el pin {x} por favor"),
    },
    clean=(
        "pon un temporizador de {n} minutos",
        "despiértame a las {h} y {m}",
        "cuánto es {n} por {m}",
        "sube el volumen al {n} por ciento",
        "pon la radio en el canal {n}",
        "hace {n} grados en la calle",
        "añade {n} huevos a la lista de la compra",
        "el partido acabó {h} a {m}",
        "cuánto falta para el {h} de marzo",
        "cuenta hasta {n}",
        "pon música de los años ochenta",
        "quiero reservar una mesa para {h} personas a las nueve",
        "gira a la derecha en {n} metros",
        "el autobús {n} cuándo pasa",
        "cuánto son {n} euros en dólares",
        "mi tren sale a las {h} y media",
    ),
)
GERMAN = Language(
    locale="de-DE",
    short="de",
    double="doppel",
    filler="äh",
    repair="nein entschuldigung",
    letters=_of_alphabet("a be ce de e ef ge ha i jot ka el em en o pe qu er es te u vau we ix ypsilon zett"),
    phone=_german_phone,
    said={
        "ACCOUNT_ID": (
            "meine kontonummer ist {x}",
            "das konto {x} bitte",
            "ja die kundennummer lautet {x} danke",
            "suche die vertragsnummer {x}",
            "es geht um das konto {x}",
            "wie ist der stand von konto {x}",
        ),
        "DEVICE_SERIAL": (
            "die seriennummer ist {x}",
            "mein lautsprecher hat die seriennummer {x}",
            "seriennummer {x} das war es",
            "die seriennummer lautet {x}",
        ),
        "CREDIT_CARD": ("meine karte ist {x}", "zahle mit der karte {x}", "die nummer der kreditkarte ist {x}", "notiere die kreditkarte {x}"),
        "PHONE_NUMBER": ("ruf {x} an", "meine telefonnummer ist {x}", "schick eine nachricht an {x} bitte", "die handynummer meiner mutter ist {x}"),
        "PIN": ("meine pin ist {x}", "der code lautet {x}", "das kennwort ist {x}", "gib die pin {x} ein"),
    },
    clean=(
        "stell einen timer auf {n} minuten",
        "weck mich um {h} uhr {m}",
        "was ist {n} mal {m}",
        "stell die lautstärke auf {n} prozent",
        "spiel den sender {n}",
        "draußen sind es {n} grad",
        "setz {n} eier auf die einkaufsliste",
        "das spiel ging {h} zu {m} aus",
        "wie lange noch bis zum {h} märz",
        "zähl bis {n}",
        "spiel musik der achtziger jahre",
        "ich möchte einen tisch für {h} personen um neun",
        "in {n} metern rechts abbiegen",
        "wann kommt der bus {n}",
        "wie viel sind {n} euro in dollar",
        "mein zug fährt um halb {h}",
    ),
)
LANGUAGES = (SPANISH, GERMAN)


def cases(half: Half, seed: int, scale: float = 1.0) -> Iterator[Case]:
    """Each kind of each language in each style, and as many clean sentences."""
    for language in LANGUAGES:
        rng = Random(f"abroad {language.short} {half} {seed}")
        for kind, sentences in language.said.items():
            for number in range(int(280 * scale)):
                style = STYLES[number % len(STYLES)]
                text, mentions = fill(rng.choice(half_of(sentences, half)), {"x": Said(_said(language, kind, style, rng), kind)})
                yield Case(text, language.locale, mentions, kind, style)
        for _ in range(int(1000 * scale)):
            numbers = {"n": rng.randrange(2, 99), "m": rng.randrange(2, 59), "h": rng.randrange(2, 12)}
            slots = {slot: Said(_word(value, language)) for slot, value in numbers.items()}
            yield Case(fill(rng.choice(half_of(language.clean, half)), slots)[0], language.locale, (), "clean", "numbers")


def _word(value: int, language: Language) -> str:
    return str(num2words(value, lang=language.short))


def _said(language: Language, kind: str, style: str, rng: Random) -> str:
    ways: dict[str, Callable[[], Groups]] = {
        "ACCOUNT_ID": lambda: identifiers.account(rng),
        "DEVICE_SERIAL": lambda: ("".join(rng.choice("ABCDEFGHKLMNPRSTUX") for _ in range(2)), identifiers.digits(rng, rng.choice((5, 6, 7)))),
        "CREDIT_CARD": lambda: identifiers.card(rng),
        "PHONE_NUMBER": lambda: language.phone(rng),
        "PIN": lambda: identifiers.pin(rng),
    }
    words: list[str] = []
    for group in ways[kind]():
        words += [language.letters[mark] for mark in group] if group.isalpha() else _digits(group, style, language, rng)
    return " ".join(words)


def _digits(group: str, style: str, language: Language, rng: Random) -> list[str]:
    if style == "figures":
        return [group]
    if style == "pairs":
        return _pairs(group, language)
    words = [_word(int(digit), language) for digit in group]
    if style == "doubled":
        return _doubled(words, language)
    if style == "mixed":
        return [group[at] if rng.random() < 0.4 else word for at, word in enumerate(words)]
    at = rng.randrange(1, len(words)) if len(words) > 1 else 0
    if style == "fillers":
        return [*words[:at], language.filler, *words[at:]]
    if style == "repaired" and at:
        return [*words[:at], _word(rng.randrange(10), language), language.repair, *words[at:]]
    return words


def _pairs(group: str, language: Language) -> list[str]:
    parts = [group[at : at + 2] for at in range(0, len(group), 2)]
    return [word for part in parts for word in ([_word(int(part), language)] if part[0] != "0" else [_word(int(digit), language) for digit in part])]


def _doubled(words: list[str], language: Language) -> list[str]:
    said, at = [], 0
    while at < len(words):
        is_double = words[at : at + 2] == [words[at]] * 2
        said += [language.double, words[at]] if is_double else [words[at]]
        at += 1 + is_double
    return said
