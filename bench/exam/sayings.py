"""What has a spoken grammar of its own: mail and web addresses, dates of birth, streets, network addresses, spelled names, postcodes."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from bench.exam import identifiers, people
from bench.exam.cases import Half, half_of
from bench.exam.saying import HOMELY, OTHER_HOMELY, NATO, UNITS, below_hundred, by_name, cardinal, say, with_oh

MONTHS = "january february march april may june july august september october november december".split()
ORDINALS = """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth
    eighteenth nineteenth twentieth""".split()
_MAILS = """gmail.com outlook.com yahoo.com hotmail.com icloud.com proton.me aol.com btinternet.com live.co.uk yahoo.co.in rediffmail.com gmx.de fastmail.com
    me.com northfield.org kestrel.io sky.com talktalk.net comcast.net verizon.net""".split()
_HOSTS = "bluebarn hillcrest oakmoor tinystudio redlantern fernway pinecone-crafts marlowbikes sunnybrook lakeview-dental".split()
_STREETS = """maple oak cedar elm willow highland lakeview sunset church station victoria albert kings queens mill park spring washington jefferson franklin
    chestnut birch orchard meadow bridge canal harbour windsor grange tennyson""".split()
_WAYS = {
    "en-US": "street avenue drive lane road boulevard court place way circle".split(),
    "en-GB": "street road lane avenue close gardens crescent terrace way place".split(),
    "en-IN": "road street nagar cross main lane marg layout colony".split(),
}
_TOWNS = {
    "en-US": "springfield portland austin denver columbus madison raleigh tucson omaha boise".split(),
    "en-GB": "leeds bristol york reading norwich exeter derby bolton luton bath".split(),
    "en-IN": "pune mumbai bengaluru chennai jaipur indore kochi nagpur lucknow mysore".split(),
}
ADDRESS_STYLES = ("one_by_one", "pairs", "hundreds", "figures", "flat", "town")
MAIL_STYLES = ("dot", "underscore", "number", "initial", "spelled", "written", "half_written", "hyphen", "nato")
BIRTH_STYLES = (
    "ordinal_month", "ordinal_of", "month_ordinal", "month_cardinal", "year_long", "year_short", "numbers", "digits_one_by_one", "figures", "figures_month",
    "slashes", "year_first", "oh_year",
)  # fmt: skip
SPELLED_STYLES = ("plain", "nato", "for_word", "as_in", "doubles", "name_then_letters", "letters_then_name", "letter_names", "capital", "both_names")
POSTCODE_STYLES = ("plain", "oh", "figures", "figures_glued", "nato", "for_word", "pairs", "letter_names", "mixed", "as_in")


def email(rng: Random, half: Half, style: str) -> str:
    group = rng.choice(people.GROUPS)
    given, family = people.first(rng, half, group).replace(" ", ""), people.last(rng, half, group).replace(" ", "").replace("'", "")
    host = _host(rng.choice(half_of(_MAILS, half)), rng)
    at = rng.choice(("at", "at", "at", "at the rate"))
    local = {
        "dot": f"{given} dot {family}",
        "underscore": f"{given} underscore {family}",
        "number": f"{given} {say((identifiers.digits(rng, rng.choice((2, 2, 3, 4)), first='123456789'),), rng.choice(('plain', 'pairs', 'oh', 'figures')), rng)}",
        "initial": f"{given[0]} dot {family}" if rng.random() < 0.5 else f"{given[0]} {family}",
        "spelled": " ".join(family),
        "hyphen": f"{given} {rng.choice(('dash', 'hyphen'))} {family}",
        "nato": " ".join(NATO.get(letter.upper(), letter) for letter in given),
        "half_written": f"{given}{family}" + rng.choice(("", "22", "1984", "7")),
    }
    if style == "written":
        return f"{given}{rng.choice(('.', '_', ''))}{family}@{rng.choice(half_of(_MAILS, half))}"
    if style == "half_written":
        return f"{local[style]} at {rng.choice(half_of(_MAILS, half))}"
    return f"{local[style]} {at} {host}"


def _host(host: str, rng: Random) -> str:
    name, _, rest = host.partition(".")
    if name in ("aol", "gmx", "me") or (len(name) <= 3 and rng.random() < 0.7):
        name = " ".join(name) if name != "me" else name
    ends = " dot ".join(" ".join(end) if end in ("uk", "in", "io", "de") and rng.random() < 0.4 else end for end in rest.split("."))
    return f"{name} dot {ends}"


def url(rng: Random, half: Half, style: str) -> str:
    host, end = rng.choice(half_of(_HOSTS, half)), rng.choice(("com", "org", "net", "co.uk", "io"))
    page = people.last(rng, half, "common") if rng.random() < 0.5 else ""
    if style == "written":
        return rng.choice(("https://", "http://", "www.", "https://www.")) + f"{host}.{end}" + (f"/{page}" if page else "")
    said = host.replace("-", " dash ") + " dot " + end.replace(".", " dot ") + (f" {rng.choice(('slash', 'forward slash'))} {page}" if page else "")
    lead = {"www": rng.choice(("www dot ", "w w w dot ", "double u double u double u dot ")), "https": "h t t p s colon slash slash ", "bare": ""}
    return lead[style] + said


URL_STYLES = ("www", "https", "bare", "written")


def birthday(rng: Random) -> date:
    return date(1935, 1, 1) + timedelta(days=rng.randrange(365 * 73))


def ordinal(number: int) -> str:
    if number <= 20:
        return ORDINALS[number - 1]
    return "thirtieth" if number == 30 else f"{'twenty' if number < 30 else 'thirty'} {ORDINALS[number % 10 - 1]}"


def suffixed(number: int) -> str:
    return f"{number}" + ("th" if 10 < number < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th"))


def year(number: int, rng: Random) -> str:
    if number >= 2000:
        ways = ["two thousand" + (f"{rng.choice((' ', ' and '))}{below_hundred(number - 2000)}" if number > 2000 else "")]
        ways += [f"twenty oh {UNITS[number % 10]}"] if 2000 < number < 2010 else []
        return rng.choice(ways)
    tail = number % 100
    return "nineteen " + (f"oh {UNITS[tail]}" if 0 < tail < 10 else below_hundred(tail) if tail else "hundred")


def date_of_birth(rng: Random, style: str, locale: str) -> str:
    day = birthday(rng)
    d, m, y = day.day, day.month, day.year
    month = MONTHS[m - 1]
    first, second = (m, d) if locale == "en-US" else (d, m)
    two = f"{y % 100:02d}"
    short = below_hundred(y % 100) if y % 100 >= 10 else f"oh {UNITS[y % 100]}"
    say_two = lambda number: " ".join(with_oh(f"{number:02d}", rng)) if number < 10 and rng.random() < 0.6 else below_hundred(number)  # noqa: E731
    long = rng.choice((year(y, rng), year(y, rng), short))
    forms = {
        "ordinal_month": f"{ordinal(d)} {month} {long}",
        "ordinal_of": f"{rng.choice(('the ', ''))}{ordinal(d)} of {month} {long}",
        "month_ordinal": f"{month} {rng.choice(('', 'the '))}{ordinal(d)} {long}",
        "month_cardinal": f"{month} {below_hundred(d)} {year(y, rng)}",
        "year_long": f"{below_hundred(d)} {month} {year(y, rng)}" if locale != "en-US" else f"{month} {ordinal(d)} {year(y, rng)}",
        "year_short": f"{ordinal(d)} {month} {short}" if locale != "en-US" else f"{month} {ordinal(d)} {short}",
        "numbers": f"{say_two(first)} {say_two(second)} {long}",
        "digits_one_by_one": " ".join(with_oh(f"{first:02d}{second:02d}{rng.choice((two, str(y)))}", rng)),
        "figures": f"{first:02d} {second:02d} {rng.choice((two, str(y)))}",
        "figures_month": rng.choice((f"{suffixed(d)} {month} {y}", f"{month} {d} {y}", f"{month} {suffixed(d)} {y}", f"{d} {month} {two}")),
        "slashes": rng.choice(
            (f"{first:02d}/{second:02d}/{y}", f"{first}/{second}/{two}", f"{first:02d}-{second:02d}-{y}", f"{first:02d}.{second:02d}.{y}")
        ),
        "year_first": f"{year(y, rng)} {month} {rng.choice((ordinal(d), below_hundred(d)))}",
        "oh_year": f"the {ordinal(d)} of the {ordinal(m)} {long}",
    }
    return forms[style]


def address(rng: Random, half: Half, style: str, locale: str) -> str:
    street = f"{rng.choice(half_of(_STREETS, half))} {rng.choice(_WAYS[locale])}"
    number = rng.choice((rng.randrange(2, 100), rng.randrange(100, 1000), rng.randrange(1000, 9900) if locale == "en-US" else rng.randrange(2, 300)))
    said = {
        "one_by_one": " ".join(with_oh(str(number), rng)),
        "pairs": say((str(number),), "pairs", rng),
        "hundreds": cardinal(number, joined=rng.choice((" ", " and "))) if number < 1000 else say((str(number),), "pairs", rng),
        "figures": str(number),
        "flat": f"{rng.choice(('flat', 'apartment', 'unit', 'apt'))} {rng.choice((below_hundred(rng.randrange(1, 40)), below_hundred(rng.randrange(1, 9)) + ' b'))} "
        + say((str(number),), "pairs", rng),
        "town": say((str(number),), "pairs", rng),
    }[style]
    whole = f"{said} {street}"
    return f"{whole} {town(rng, half, locale)}" if style == "town" else whole


def town(rng: Random, half: Half, locale: str) -> str:
    return rng.choice(half_of(_TOWNS[locale], half))


def ip(rng: Random, style: str) -> str:
    groups = identifiers.ip(rng)
    if style == "written":
        return ".".join(groups)
    dot = rng.choice((" dot ", " dot ", " point "))
    if style == "cardinals":
        return dot.join(cardinal(int(group), joined=rng.choice((" ", " and "))) for group in groups)
    if style == "figures":
        return dot.join(groups)
    return dot.join(" ".join(with_oh(group, rng)) for group in groups)


IP_STYLES = ("one_by_one", "cardinals", "figures", "written")
MAC_STYLES = ("plain", "colons", "dashes", "nato", "written", "oh", "figures_spaced")


def mac(rng: Random, style: str) -> str:
    groups = identifiers.mac(rng)
    if style == "written":
        return rng.choice((":", "-")).join(groups).lower()
    if style == "figures_spaced":
        return " ".join(groups).lower()
    joint = {"colons": " colon ", "dashes": " dash "}.get(style, " ")
    return joint.join(say((group,), "nato" if style == "nato" else "plain" if style == "plain" else "oh", rng) for group in groups)


def spelled(rng: Random, half: Half, style: str, group: str) -> str:
    """A name by its letters, at times beside itself."""
    name = rng.choice((people.first, people.last))(rng, half, group).replace(" ", "").replace("'", "")
    letters = [letter.upper() for letter in name if letter.isascii() and letter.isalpha()]
    plain = " ".join(letters).lower()
    table = rng.choice((HOMELY, OTHER_HOMELY, NATO))
    if style == "both_names":
        other = people.last(rng, half, group).replace(" ", "").replace("'", "")
        return f"{plain} {' '.join(other)}"
    return {
        "plain": plain,
        "nato": " ".join(NATO[letter] for letter in letters),
        "for_word": " ".join(f"{letter.lower()} for {table[letter]}" for letter in letters),
        "as_in": " ".join(f"{letter.lower()} as in {table[letter]}" if rng.random() < 0.6 else letter.lower() for letter in letters),
        "doubles": " ".join(_doubled(letters)),
        "name_then_letters": f"{name} {rng.choice(('', '', 'spelled ', 'that is ', 'spelt '))}{plain}",
        "letters_then_name": f"{plain} {name}",
        "letter_names": " ".join(by_name(letter, rng) for letter in letters),
        "capital": f"capital {plain}",
    }[style]


def _doubled(letters: list[str]) -> list[str]:
    words, at = [], 0
    while at < len(letters):
        twice = letters[at : at + 2] == [letters[at]] * 2
        words.append(f"double {letters[at].lower()}" if twice else letters[at].lower())
        at += 1 + twice
    return words


def postcode(rng: Random, style: str, locale: str) -> str:
    groups = {"en-GB": identifiers.uk_postcode, "en-US": identifiers.zip_code, "en-IN": identifiers.pin_code}[locale](rng)
    if style == "figures_glued":
        return "".join(groups).lower()
    return " ".join(groups).lower() if style == "figures" else say(groups, style, rng)
