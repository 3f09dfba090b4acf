"""Numbers and codes that name a thing of everybody's: a constant, a product, a blood value, a train. Pure.

Each is known by the words before it. What follows them, as long as it is figures and letters, is not looked at as a number of somebody's, unless
words say surely that it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from redaction.text.recognizers.phrases import Phrases, phrases
from redaction.text.runs import Run
from redaction.text.spoken import Sayings
from redaction.text.spoken_words import words_of

_CONSTANTS = phrases(
    "pi, e is, e equals, golden ratio, root two, root three, root five, square root, speed of light, avogadro, avogadros, plancks constant, planck, "
    "binary, hex, hexadecimal, octal, fibonacci, factorial, isbn, i s b n, barcode, upc, u p c, grid reference, dewey, latitude, longitude, "
    "frequency, to the power of, prime numbers, logarithm, log of"
)
_PRODUCTS = phrases(
    "r t x, rtx, g t x, gtx, r x, bmw, b m w, mercedes, benz, audi, volkswagen, v w, golf g t i, ford, chevy, toyota, honda, nissan, hyundai, kia, "
    "mazda, subaru, tesla, vauxhall, peugeot, renault, citroen, fiat, skoda, volvo, jaguar, land rover, porsche, ferrari, lexus, harley, yamaha, "
    "kawasaki, suzuki, bajaj, royal enfield, maruti, tata, mahindra, i three, i five, i seven, i nine, intel, ryzen, core i, amd, nvidia, geforce, "
    "radeon, snapdragon, galaxy, "
    "samsung, iphone, ipad, pixel, oneplus, one plus, redmi, realme, xiaomi, oppo, vivo, nokia, motorola, moto, huawei, sony, canon, nikon, "
    "panasonic, l g, lg, office jet, laser jet, epson, lenovo, think pad, thinkpad, mac book, macbook, dell, x p s, airbus, boeing, playstation, "
    "play station, xbox, nintendo, commodore, atari, kindle, fitbit, garmin, bose, j b l, dyson, roomba, usb, u s b, hdmi, h d m i, bluetooth, wi fi "
    "six, windows, android, i o s, ios, mac o s, ubuntu, python, java, firmware, software version, version, w d forty, wd forty, texas instruments, "
    "t i eighty, casio, four oh one k, four o one k, four oh three b, five twenty nine plan"
)
_BODY = phrases(
    "l d l, h d l, ldl, hdl, b m i, bmi, b p, blood pressure, p s a, t s h, a one c, hemoglobin, haemoglobin, h b a one c, e g f r, egfr, "
    "cholesterol, triglycerides, glucose, blood sugar, heart rate, pulse, oxygen, sats, resting rate, platelets, creatinine, ferritin, vitamin d, "
    "vitamin b, b twelve, i q, iq, left eye, right eye, peak flow, white count, sodium, potassium, sugar level, fasting, systolic, diastolic, c r p"
)
_TRAVEL = phrases(
    "shatabdi, rajdhani, duronto, vande bharat, amtrak, southwest, easyjet, easy jet, ryanair, lufthansa, emirates, indigo, air india, vistara, "
    "spicejet, jet blue, jetblue, british airways, american airlines, united airlines, delta airlines, delta flight, eurostar, flight, train number, "
    "train, bus number, motorway, junction, interstate, route, highway, exit, terminal, platform"
)
_GAMES = phrases(
    "lottery, lotto, powerball, power ball, mega millions, mega ball, euro millions, euromillions, euro jackpot, thunderball, set for life, bingo, "
    "pick three, pick four, pick five, pick six, cash five, lucky dip, winning numbers, winning ticket, jackpot, jersey, jerseys, jersey number, "
    "jersey numbers, shirt number, squad number, bib number, knight to, bishop to, rook, pawn, queen to, king to, battleship, overs, wickets, "
    "innings, checkmate"
)
# Pieces that one such phrase speaks for: a model or a train is short, and a customer's serial or telephone number may stand beside it.
_MOST, _SHORT = 24, 7
_GOES_ON = frozenset(
    words_of(
        "is was of at to about level point and over its are were the it a for minus than equals per cent percent ratio value came back in then with "
        "one"
    )
)
_MOST_POINTS = 2  # in a decimal or a version; three are those of an address in a network
_SUM = re.compile(r"\(?\d[\d.,]*(?:\)?\s*[+*×÷^]\s*\(?\d[\d.,]*)+|\d[\d.,]*(?:\s+x\s+\d[\d.,]*)+|\b\d+\s+[/–-]\s+\d+\b(?!\s+[/–-]\s*\d)")
_REACHES = ((_CONSTANTS, _MOST), (_PRODUCTS, _SHORT), (_BODY, _MOST), (_TRAVEL, _SHORT), (_GAMES, _MOST))
_TABLE: Phrases[int] = Phrases([(one, reach) for group, reach in _REACHES for one in group])
# What a code of letters and figures may be, and what a date may be: "junction" and "ford" stand beside real ones.
_LIKE_CODES: Phrases[int] = Phrases([(one, reach) for group, reach in _REACHES[:3] for one in group])
_LIKE_DATES: Phrases[int] = Phrases([(one, _MOST) for group in (_CONSTANTS, _BODY) for one in group])
_TABLES = {"POSTCODE": _LIKE_CODES, "DATE_OF_BIRTH": _LIKE_DATES}


def spoken_for(said: Sayings, text: str, entity: str = "") -> frozenset[int]:
    """The pieces of a text that belong to such a number, the words that name it included. entity: what it was taken for, if not for a number."""
    hits = _TABLES.get(entity, _TABLE).find(said.pieces)
    found = {at for hit in hits for at in range(hit.first, _end(said, hit.last, hit.meaning))}
    found.update(_decimals(said))
    for start, end in _sums(text):
        found.update(at for at, piece in enumerate(said.pieces) if start <= piece.start and piece.end <= end)
    return frozenset(found)


def _end(said: Sayings, at: int, reach: int) -> int:
    last = at
    while at < min(len(said.pieces), last + reach) and (said.arcs[at] or said.passes[at] or said.pieces[at].text in _GOES_ON):
        at += 1
    return at


def _decimals(said: Sayings) -> Iterator[int]:
    """ "three point one four", "one point oh four point two"."""
    points = [at for at, piece in enumerate(said.pieces) if piece.text == "point" and 0 < at < len(said.pieces) - 1]
    if len(points) > _MOST_POINTS:
        return
    for point in points:
        if _says_digits(said, point - 1) and _says_digits(said, point + 1):
            first, last = point, point
            while first and _says_digits(said, first - 1):
                first -= 1
            while last + 1 < len(said.pieces) and (_says_digits(said, last + 1) or last + 1 in points):
                last += 1
            yield from range(first, last + 1)


def _says_digits(said: Sayings, at: int) -> bool:
    return any(arc.out.isdigit() for arc in said.arcs[at])


def _sums(text: str) -> Iterator[tuple[int, int]]:
    if any(map(str.isdigit, text)):
        yield from (match.span() for match in _SUM.finditer(text) if not _is_halved(match[0]))


def _is_halved(written: str) -> bool:
    """ "4471 - 2290" may be a number in two halves, "4522 - 907" is none."""
    parts = re.split(r"\s+[–-]\s+", written)
    return len(parts) == 2 and len(parts[0]) == len(parts[1]) > 2


def is_binary(run: Run) -> bool:
    return len(run.text) >= 6 and set(run.text) == {"0", "1"}
