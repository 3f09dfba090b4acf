"""Random values that pass their own check digits. A value is its groups, as printed on paper: ("4012", "8888", ...)."""

from __future__ import annotations

from random import Random

Groups = tuple[str, ...]
DIGITS = "0123456789"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_CLEAR = "ABCDEFGHJKLMNPRSTUVWXYZ"  # what makers print: no I, O, Q


def digits(rng: Random, count: int, *, first: str = DIGITS) -> str:
    return rng.choice(first) + "".join(rng.choice(_leaning(rng)) for _ in range(count - 1))


def _leaning(rng: Random) -> str:
    """Zeros are commoner in real numbers than chance says."""
    return DIGITS if rng.random() < 0.9 else "0"


def doubled(rng: Random, number: str) -> str:
    """With a run of two or three somewhere, as numbers often have."""
    at = rng.randrange(1, len(number))
    run = number[at] * rng.choice((2, 2, 3))
    return (number[:at] + run + number[at + len(run) :])[: len(number)]


def grouped(number: str, *sizes: int) -> Groups:
    groups, at = [], 0
    for size in sizes:
        groups.append(number[at : at + size])
        at += size
    return tuple(group for group in (*groups, number[at:]) if group)


def luhn(number: str) -> str:
    total = sum(sum(divmod(int(digit) * (2 if at % 2 == 0 else 1), 10)) for at, digit in enumerate(reversed(number)))
    return str(-total % 10)


def account(rng: Random) -> Groups:
    number = digits(rng, rng.choice((6, 7, 8, 8, 9, 10, 10, 11, 12)), first="123456789" if rng.random() < 0.8 else "0")
    number = doubled(rng, number) if rng.random() < 0.4 else number
    size = rng.choice((2, 3, 4))
    return grouped(number, *[size] * (len(number) // size - (len(number) % size == 1)))


def lettered_account(rng: Random) -> Groups:
    return ("".join(rng.choice(_CLEAR) for _ in range(rng.choice((1, 2, 2)))), digits(rng, rng.choice((5, 6, 7, 8))))


def order(rng: Random) -> Groups:
    kind = rng.randrange(4)
    if kind == 0:
        return grouped(digits(rng, 17), 3, 7, 7)
    if kind == 1:
        return ("".join(rng.choice(LETTERS) for _ in range(rng.choice((1, 2, 3)))), digits(rng, rng.choice((4, 5, 6, 7))))
    if kind == 2:
        return ("".join(rng.choice(_CLEAR + "23456789") for _ in range(6)),)
    return grouped(digits(rng, rng.choice((6, 7, 8, 10))), 3, 3)


def serial(rng: Random) -> Groups:
    kind = rng.randrange(3)
    if kind == 0:
        return tuple("".join(rng.choice(_CLEAR + DIGITS * 2) for _ in range(4)) for _ in range(rng.choice((2, 3, 4))))
    if kind == 1:
        letters = "".join(rng.choice(_CLEAR) for _ in range(rng.choice((1, 2, 3))))
        return (letters, digits(rng, rng.choice((6, 7, 8))), rng.choice(_CLEAR))
    return ("G" + digits(rng, 3), rng.choice(_CLEAR) + digits(rng, 1) + rng.choice(_CLEAR), digits(rng, 4), digits(rng, 4))


def card(rng: Random) -> Groups:
    if rng.random() < 0.15:
        body = rng.choice(("34", "37")) + digits(rng, 12)
        return grouped(body + luhn(body), 4, 6, 5)
    body = rng.choice(("4", "51", "52", "53", "54", "55", "2221", "6011"))
    body += digits(rng, 15 - len(body))
    return grouped(body + luhn(body), 4, 4, 4, 4)


_IBANS = {"GB": (4, 14), "DE": (0, 18), "FR": (0, 23), "RO": (4, 16), "ES": (0, 20), "IT": (1, 22), "CR": (0, 18), "IE": (4, 14)}


def iban(rng: Random) -> Groups:
    country = rng.choice(list(_IBANS))
    letters, count = _IBANS[country]
    body = "".join(rng.choice(LETTERS) for _ in range(letters)) + digits(rng, count)
    whole = "".join(str(int(one, 36)) for one in body + country + "00")
    number = f"{country}{98 - int(whole) % 97:02d}{body}"
    return grouped(number, *[4] * (len(number) // 4))


def uk_bank(rng: Random) -> tuple[Groups, Groups]:
    """Sort code and account."""
    return grouped(digits(rng, 6), 2, 2, 2), grouped(digits(rng, 8), 4, 4)


def us_bank(rng: Random) -> tuple[Groups, Groups]:
    """Routing number, with its check digit, and account."""
    body = rng.choice(("0", "1", "2", "3")) + digits(rng, 7)
    check = -sum(int(digit) * (3, 7, 1)[at % 3] for at, digit in enumerate(body)) % 10
    return grouped(f"{body}{check}", 3, 3, 3), grouped(digits(rng, rng.choice((8, 9, 10, 12))), 4, 4)


def pin(rng: Random) -> Groups:
    return (digits(rng, rng.choice((4, 4, 4, 5, 6))),)


# How a number begins, what its next digit may be, and the sizes of its groups, the first without the beginning.
_PHONES: dict[str, tuple[str, str, tuple[int, ...]]] = {
    "us": ("", "23456789", (3, 3, 4)),
    "uk_mobile": ("07", DIGITS, (3, 3, 3)),
    "uk_london": ("020", "378", (4, 4)),
    "uk_city": ("01", "123456", (3, 6)),
    "in": ("", "6789", (5, 5)),
    "ro": ("07", "2345678", (2, 3, 3)),
    "cr": ("", "25678", (4, 4)),
    "de": ("01", "567", (2, 4, 4)),
    "fr": ("0", "1234567", (1, 2, 2, 2, 2)),
    "es": ("", "679", (3, 2, 2, 2)),
    "it": ("3", "2345", (2, 3, 4)),
}
PHONES = tuple(_PHONES)
_PREFIXES = {"us": "1", "in": "91", "uk_mobile": "44", "ro": "40", "cr": "506", "de": "49", "fr": "33", "es": "34", "it": "39"}


def phone(rng: Random, country: str) -> Groups:
    prefix, starts, (first, *rest) = _PHONES[country]
    return (prefix + digits(rng, first, first=starts), *(digits(rng, size) for size in rest))


def international(rng: Random, country: str, number: Groups) -> Groups:
    """With its country's prefix; the leading zero goes."""
    prefix = _PREFIXES.get(country, "44")
    first = number[0].lstrip("0") if country not in ("us", "in", "cr", "es", "it") else number[0]
    return ("+" + prefix, first, *number[1:])


def us_ssn(rng: Random) -> Groups:
    area = rng.choice([number for number in range(1, 900) if number != 666])
    return f"{area:03d}", f"{rng.randrange(1, 100):02d}", f"{rng.randrange(1, 10000):04d}"


def verhoeff(number: str) -> str:
    """Check digit of Aadhaar: the dihedral group of ten, position by position."""
    check = 0
    for at, digit in enumerate(reversed(number), start=1):
        check = _dihedral(check, _turned(int(digit), at % 8))
    return str(next(last for last in range(10) if _dihedral(check, last) == 0))


def _dihedral(one: int, other: int) -> int:
    if one < 5:
        return (one + other) % 5 if other < 5 else 5 + (one + other) % 5
    return 5 + (one - other) % 5 if other < 5 else (one - other) % 5


def _turned(digit: int, times: int) -> int:
    for _ in range(times):
        digit = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)[digit]
    return digit


def aadhaar(rng: Random) -> Groups:
    body = digits(rng, 11, first="23456789")
    return grouped(body + verhoeff(body), 4, 4, 4)


def cnp(rng: Random) -> Groups:
    body = f"{rng.choice('1256')}{rng.randrange(100):02d}{rng.randrange(1, 13):02d}{rng.randrange(1, 29):02d}{rng.randrange(1, 47):02d}"
    body += f"{rng.randrange(1, 1000):03d}"
    check = sum(int(digit) * int(weight) for digit, weight in zip(body, "279146358279", strict=True)) % 11
    return grouped(body + str(1 if check == 10 else check), 1, 2, 2, 2, 3, 3)


def nhs(rng: Random) -> Groups:
    while True:
        body = digits(rng, 9, first="4567")
        check = 11 - sum(int(digit) * (10 - at) for at, digit in enumerate(body)) % 11
        if check != 10:
            return grouped(body + str(check % 11), 3, 3, 4)


def passport(rng: Random, locale: str) -> Groups:
    if locale == "en-IN":
        return (rng.choice("JKLMNPRSTUVWZ"), digits(rng, 7, first="123456789"))
    if locale == "en-US" and rng.random() < 0.6:
        return (rng.choice("ACX"), digits(rng, 8))
    return grouped(digits(rng, 9, first="123456789"), 3, 3, 3)


def driver_license(rng: Random, locale: str) -> Groups:
    if locale == "en-GB":
        name = "".join(rng.choice(_CLEAR) for _ in range(5))
        middle = f"{rng.randrange(10)}{rng.randrange(1, 13):02d}{rng.randrange(1, 29):02d}{rng.randrange(10)}"
        return name, middle, rng.choice(LETTERS) + rng.choice(LETTERS) + digits(rng, 1), rng.choice(LETTERS) + rng.choice(LETTERS)
    if locale == "en-IN":
        return rng.choice(("MH", "DL", "KA", "TN", "UP", "GJ")), digits(rng, 2), f"{rng.randrange(1980, 2022)}", digits(rng, 7)
    kind = rng.randrange(3)
    if kind == 0:
        return (rng.choice(LETTERS), digits(rng, 7))
    return (rng.choice(LETTERS), *grouped(digits(rng, 12), 3, 3, 3, 3)) if kind == 1 else grouped(digits(rng, rng.choice((8, 9))), 3, 3, 3)


def ip(rng: Random) -> Groups:
    return tuple(str(rng.choice((rng.randrange(1, 255), rng.choice((0, 1, 10, 168, 192))))) for _ in range(4))


def mac(rng: Random) -> Groups:
    return tuple(f"{rng.randrange(256):02X}" for _ in range(6))


def uk_postcode(rng: Random) -> Groups:
    area = rng.choice(
        ("M", "B", "L", "S", "G", "E", "N", "SW", "EC", "LS", "BS", "CB", "OX", "EH", "NE", "SE", "YO", "PL", "CF", "BT", "GU", "HX", "KT")
    )
    district = str(rng.randrange(1, 30)) + (rng.choice("AHNPW") if area in ("EC", "SW") and rng.random() < 0.4 else "")
    return area + district, digits(rng, 1, first="123456789") + rng.choice("ABDEFGHJLNPQRSTUWXYZ") + rng.choice("ABDEFGHJLNPQRSTUWXYZ")


def zip_code(rng: Random) -> Groups:
    return (digits(rng, 5), digits(rng, 4)) if rng.random() < 0.15 else (digits(rng, 5),)


def pin_code(rng: Random) -> Groups:
    return grouped(digits(rng, 6, first="12345678"), 3, 3)
