"""German. Not released: measured on generated sentences alone (docs/guides/locales.md). Pure."""

from __future__ import annotations

import re

from redaction.text.tongues.number_words import english
from redaction.text.tongues.tongue import Tongue, table, words_of

_UNITS = {"ein": 1, "eins": 1, "zwei": 2, "zwo": 2, "drei": 3, "vier": 4, "funf": 5, "fuenf": 5, "sechs": 6, "sieben": 7, "acht": 8, "neun": 9}
_TENS = {
    word: value
    for value, words in {
        20: "zwanzig", 30: "dreissig", 40: "vierzig", 50: "funfzig fuenfzig", 60: "sechzig", 70: "siebzig", 80: "achtzig", 90: "neunzig",
    }.items()
    for word in words.split()
}  # fmt: skip
_SMALL = {
    **_UNITS,
    **_TENS,
    **{word: 10 + at for at, word in enumerate(words_of("zehn elf zwolf dreizehn vierzehn funfzehn sechzehn siebzehn achtzehn neunzehn"))},
    "zwoelf": 12,
    "fuenfzehn": 15,
}
_WITH_UNIT = re.compile(rf"({'|'.join(sorted(_UNITS, key=len, reverse=True))})und({'|'.join(_TENS)})")
_LONGEST = 80

# English: German, all folded.
_NUMBERS = (
    "zero: null",
    "one: eins, einz",
    "two: zwo",
    "oh: o, oh",
    "hundred: hundert",
    "thousand: tausend",
    "double: doppel, doppelt, zweimal, zwei mal",
    "triple: dreifach, dreimal, drei mal",
    "sixes: sechsen",
    "sevens: siebenen",
)
_LETTERS = (
    "a: a, ah", "b: b, be, beh", "c: c, ce, ceh, zeh", "d: d, deh", "e: e, eh", "f: f, ef, eff", "g: g, ge, geh", "h: h, ha, hah", "i: i",
    "j: j, jot",
    "k: k, ka, kah", "l: l, el, ell", "m: m, em, emm", "n: n, en, enn", "p: p, pe, peh", "q: q, qu, kuh", "r: r, er, err", "s: s, es, ess",
    "t: t, te, tee", "u: u, uh", "v: v, vau, fau", "w: w, we, weh", "x: x, ix", "y: y, ypsilon", "z: z, zet, zett", "like: wie, wie in", "for: fur",
)  # fmt: skip
# A spelling alphabet's word stands for its letter only after "wie": there any word does. Alone it would be a name.
_BETWEEN = (
    "um: ah, ahm, eh, ehm, hm, also, ja, so, okay, leerzeichen, mal, noch mal",
    "and: und, dann, danach, und dann",
    "dash: strich, minus, bindestrich",
    "slash: schragstrich",
    "dot: punkt",
    "underscore: unterstrich",
    "no: nein, ne, nee, quatsch, falsch, stopp, halt",
    "sorry: entschuldigung, verzeihung, pardon, tut mir leid",
    "wait: moment, warte, warten sie",
    "correction: korrektur",
    "i mean: ich meine, ich meinte",
    "the rest is: der rest ist, der rest lautet, der rest",
    "one moment: einen moment, moment mal, eine sekunde",
    "let me see: mal sehen, ich schaue nach, lassen sie mich sehen",
    "ending in: endet auf, endend auf, die letzten ziffern sind, mit den endziffern",
)
_AROUND = (
    "is: ist, lautet, heisst, sind",
    "my: mein, meine, meiner, meinem, meinen",
    "the: der, die, das, den, dem, des",
    "in: in, im",
    "with: mit",
    "it is: es ist, das ist",
    "please: bitte",
    "thanks: danke",
    "number: nummer, zahl",
    "account number: kontonummer, nummer des kontos",
    "account: konto",
    "customer number: kundennummer",
    "policy number: vertragsnummer, versicherungsnummer, policennummer",
    "member number: mitgliedsnummer",
    "order number: bestellnummer, auftragsnummer, sendungsnummer",
    "booking number: buchungsnummer, reservierungsnummer",
    "serial number: seriennummer, geratenummer, serien nummer",
    "card number: kartennummer, kreditkartennummer, nummer der karte, nummer der kreditkarte",
    "card: karte",
    "credit card: kreditkarte",
    "phone number: telefonnummer, rufnummer, handynummer, mobilnummer",
    "phone: telefon, handy, mobiltelefon",
    "call: ruf, anrufen, ruf an, wahle",
    "message: nachricht",
    "pin: pin, geheimzahl",
    "pin code: pin code, code",
    "passcode: kennwort, passwort, zugangscode",
    "iban: iban",
    "passport number: passnummer, reisepassnummer",
    "id number: ausweisnummer, personalausweisnummer",
    "tax id: steuernummer, steueridentifikationsnummer",
)
_COUNTED = (
    "timer: timer, wecker",
    "alarm: alarm",
    "seconds: sekunde, sekunden",
    "minutes: minute, minuten",
    "hours: stunde, stunden",
    "oclock: uhr",
    "am: morgens, vormittags",
    "pm: abends, nachmittags",
    "days: tag, tage, tagen",
    "weeks: woche, wochen",
    "months: monat, monate, monaten",
    "years: jahr, jahre, jahren",
    "degrees: grad",
    "percent: prozent",
    "euros: euro",
    "cents: cent",
    "dollars: dollar",
    "pounds: pfund",
    "meters: meter, metern",
    "kilometers: kilometer, kilometern",
    "grams: gramm",
    "kg: kilo, kilogramm",
    "liters: liter",
    "times: mal",
    "plus: plus",
    "divided: geteilt",
    "volume: lautstarke",
    "station: sender",
    "channel: kanal",
    "bus: bus",
    "persons: personen, leute",
    "page: seite",
    "flight: flug",
    "room: zimmer",
    "january: januar", "february: februar", "march: marz", "april: april", "june: juni", "july: juli", "august: august",
    "september: september", "october: oktober", "november: november", "december: dezember",
    "score: spielstand",
    "count: zahl bis, zahle bis",
    "temperature: temperatur",
    "at: um, an",
    "to: zu",
    "on: auf",
)  # fmt: skip


def value_of(word: str) -> int | None:
    """The number below a million that one German word says; None for another word."""
    if len(word) > _LONGEST:
        return None
    thousands, has_thousands, rest = word.rpartition("tausend")
    if not has_thousands:
        return _below_thousand(word)
    many = _below_thousand(thousands) if thousands else 1
    few = _below_thousand(rest.removeprefix("und")) if rest else 0
    return None if many is None or few is None else many * 1000 + few


def _below_thousand(word: str) -> int | None:
    hundreds, has_hundreds, rest = word.rpartition("hundert")
    if not has_hundreds:
        return _below_hundred(word)
    many = _UNITS.get(hundreds) if hundreds else 1
    few = _below_hundred(rest.removeprefix("und")) if rest else 0
    return None if many is None or few is None else many * 100 + few


def _below_hundred(word: str) -> int | None:
    found = _WITH_UNIT.fullmatch(word)
    return _TENS[found[2]] + _UNITS[found[1]] if found else _SMALL.get(word)


def _split(word: str) -> str | None:
    value = value_of(word)
    return english(value) if value is not None and word != "ein" else None


# "zwei und zwanzig", as recognisers cut it
_CUT = {f"{unit} und {tens}": english(_TENS[tens] + _UNITS[unit]) for unit in _UNITS for tens in _TENS}

GERMAN = Tongue("de", table(_NUMBERS, _LETTERS, _COUNTED, _AROUND, _BETWEEN, _CUT), _split)
