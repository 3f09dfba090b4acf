"""Where somebody is to be found, aloud: mail, web and network addresses, streets and postcodes."""

from __future__ import annotations

from random import Random

from bench.exam import identifiers, people
from bench.exam.cases import Half, half_of, listed
from bench.exam.identifiers import Groups
from bench.exam.saying import NATO, below_hundred, cardinal, say, with_oh
from bench.exam.sayings import chunks

_MAILS = listed(
    """
    gmail.com outlook.com yahoo.com hotmail.com icloud.com proton.me aol.com btinternet.com live.co.uk yahoo.co.in rediffmail.com gmx.de
    fastmail.com me.com northfield.org kestrel.io sky.com talktalk.net comcast.net verizon.net
    """
)
_HOSTS = listed(
    """
    bluebarn hillcrest oakmoor tinystudio redlantern fernway pinecone-crafts marlowbikes sunnybrook lakeview-dental
    """
)
_STREETS = listed(
    """
    maple oak cedar elm willow highland lakeview sunset church station victoria albert kings queens mill park spring washington jefferson
    franklin chestnut birch orchard meadow bridge canal harbour windsor grange tennyson
    """
)
_WAYS = {
    "en-US": listed("street avenue drive lane road boulevard court place way circle"),
    "en-GB": listed("street road lane avenue close gardens crescent terrace way place"),
    "en-IN": ["road", "street", "nagar", "cross", "main", "lane", "marg", "layout", "colony"],
}
_TOWNS = {
    "en-US": listed("springfield portland austin denver columbus madison raleigh tucson omaha boise"),
    "en-GB": listed("leeds bristol york reading norwich exeter derby bolton luton bath"),
    "en-IN": listed("pune mumbai bengaluru chennai jaipur indore kochi nagpur lucknow mysore"),
}
ADDRESS_STYLES = ("one_by_one", "pairs", "hundreds", "figures", "flat", "town")
MAIL_STYLES = ("dot", "underscore", "number", "initial", "spelled", "written", "half_written", "hyphen", "nato")
POSTCODE_STYLES = listed("plain oh figures figures_glued nato for_word pairs letter_names mixed as_in chunks doubles")


def email(rng: Random, half: Half, style: str) -> str:
    group = rng.choice(people.GROUPS)
    given, family = people.first(rng, half, group).replace(" ", ""), people.last(rng, half, group).replace(" ", "").replace("'", "")
    host = rng.choice(half_of(_MAILS, half))
    if style == "written":
        return f"{given}{rng.choice(('.', '_', ''))}{family}@{host}"
    local = _local(rng, style, given, family)
    return f"{local} at {host}" if style == "half_written" else f"{local} {rng.choice(('at', 'at', 'at', 'at the rate'))} {_host(host, rng)}"


def _local(rng: Random, style: str, given: str, family: str) -> str:
    number = identifiers.digits(rng, rng.choice((2, 2, 3, 4)), first="123456789")
    return {
        "dot": f"{given} dot {family}",
        "underscore": f"{given} underscore {family}",
        "number": f"{given} {say((number,), rng.choice(('plain', 'pairs', 'oh', 'figures')), rng)}",
        "initial": f"{given[0]}{rng.choice((' dot ', ' '))}{family}",
        "spelled": " ".join(family),
        "hyphen": f"{given} {rng.choice(('dash', 'hyphen'))} {family}",
        "nato": " ".join(NATO.get(letter.upper(), letter) for letter in given),
        "half_written": f"{given}{family}" + rng.choice(("", "22", "1984", "7")),
    }[style]


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


def address(rng: Random, half: Half, style: str, locale: str) -> str:
    street = f"{rng.choice(half_of(_STREETS, half))} {rng.choice(_WAYS[locale])}"
    number = rng.choice((rng.randrange(2, 100), rng.randrange(100, 1000), rng.randrange(1000, 9900) if locale == "en-US" else rng.randrange(2, 300)))
    said = {
        "one_by_one": " ".join(with_oh(str(number), rng)),
        "pairs": say((str(number),), "pairs", rng),
        "hundreds": cardinal(number, joined=rng.choice((" ", " and "))) if number < 1000 else say((str(number),), "pairs", rng),
        "figures": str(number),
        "flat": f"{_flat(rng)} {say((str(number),), 'pairs', rng)}",
        "town": say((str(number),), "pairs", rng),
    }[style]
    whole = f"{said} {street}"
    return f"{whole} {town(rng, half, locale)}" if style == "town" else whole


def _flat(rng: Random) -> str:
    number = below_hundred(rng.randrange(1, 40))
    return f"{rng.choice(('flat', 'apartment', 'unit', 'apt'))} {number}{rng.choice(('', ' b'))}"


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


_POSTCODES = {"en-GB": identifiers.uk_postcode, "en-US": identifiers.zip_code, "en-IN": identifiers.pin_code}


def code(rng: Random, locale: str) -> Groups:
    return _POSTCODES[locale](rng)


def postcode(rng: Random, style: str, locale: str) -> str:
    groups = code(rng, locale)
    if style == "figures_glued":
        return "".join(groups).lower()
    if style == "chunks":
        return chunks("".join(groups).lower(), rng)
    return " ".join(groups).lower() if style == "figures" else say(groups, style, rng)
