"""A recording's own identity, and how its account, serial and names turn up in what is said; clean, or as a recogniser heard them."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from bench.exam import identifiers, people
from bench.exam.cases import Case, Half, Said, fill, half_of, sentences, table
from bench.exam.identifiers import Groups
from bench.exam.saying import OF_LETTERS, STYLES, say
from bench.exam.secrets import LOCALES

_NUMBER_IN = sentences(
    """
    {x} | it's {x} | my account is {x} | use {x} please | pay it from {x} | the number is {x} i believe | log in as {x} |
    so that is {x} right | try {x} again | i said {x} | uh {x} | what do you have for {x} | look up {x} and tell me the balance |
    yes {x} is mine | register {x} | i already gave you {x} | on the label it says {x} | reset {x} | no not that one {x} |
    turn the one with {x} off
    """
)
_NAME_IN = sentences(
    """
    {x} | my name is {x} | it's {x} | hey this is {x} again | tell them {x} called | play {x}'s playlist | remind {x} to take the bins out |
    what's on {x}'s calendar | good morning {x} | add {x} to the list | call {x} | {x} wants pizza | set a timer for {x} |
    yes {x} speaking | where did {x} park | is {x} home | switch to {x}'s profile | message from {x} | the account belongs to {x} |
    i'm {x} nice to meet you | say happy birthday to {x} | ask {x} about dinner
    """
)
# Heard by hand: what a recogniser of general English writes for a name that it does not know.
MISHEARD = table(
    {
        "rahul": "raw hole | rahool | ra hall",
        "priya": "pre a | preya | prior",
        "neha": "nay ha | naya",
        "anjali": "angelie | on jolly",
        "sunita": "so nita | sonita",
        "vikram": "victrum | vick ram",
        "sanjay": "sun jay | san j",
        "kavita": "caveat a | cavita",
        "arjun": "our june | arjen",
        "lakshmi": "luxme | lack me",
        "deepa": "deeper | deep a",
        "shreya": "shria | shray a",
        "karthik": "car tick | kartik",
        "swati": "swathi | swatty",
        "divya": "div ya | divia",
        "siobhan": "shivon | chevonne",
        "niamh": "neve | neev",
        "saoirse": "sersha | search a",
        "eoin": "owen | oh in",
        "joaquin": "wakin | walking",
        "xiomara": "see omara | zia mara",
        "guadalupe": "guada loop | wada loopay",
        "thiago": "tee ago | diago",
        "mateo": "matteo | my tail",
        "hiroshi": "hero she | heroshi",
        "yuki": "you key | yukie",
        "dmitri": "demetri | to meet re",
        "svetlana": "sweat lana | svet lana",
        "agnieszka": "agnes ka | ag niche ka",
        "katarzyna": "cata shina | katarina",
        "zeynep": "zay nap | zainab",
        "chinedu": "chin a do | china do",
        "ngozi": "and gozie | go zee",
        "adaeze": "ada easy | a daisy",
        "kwame": "kwami | qualm a",
        "abena": "a bena | abbina",
        "jürgen": "yurgen | your gun",
        "ioana": "joanna | yo anna",
        "mihai": "me high | mehigh",
        "bogdan": "bog dan | bagdan",
        "greta": "greeter | gretta",
        "layla": "leila | lay la",
        "aisha": "isha | eye sha",
        "fatima": "fat ima | fatema",
        "yusuf": "use of | yousef",
        "stephen": "steven | stefan",
        "catherine": "kathryn | cath rin",
        "jeffrey": "geoffrey | jeffery",
        "sarah": "sara | sera",
        "brian": "bryan | brine",
        "eric": "erik | air ick",
        "rebecca": "rebekah | robecca",
        "nicholas": "nicolas | nickolas",
        "ottoline": "auto line | ottaline",
        "isolde": "is old | a solder",
        "zephyrine": "zeffering | zephyr in",
        "lysander": "lie sander | lisander",
        "tamsin": "tam sin | tamson",
        "xanthe": "zan thee | santhe",
        "elowen": "el owen | l o in",
        "rhiannon": "re annon | rianna",
        "taliesin": "tally essen | tally s in",
        "caspar": "casper | cast bar",
        "evander": "a vander | ivander",
        "drusilla": "drew silla | priscilla",
        "cormac": "core mack | carmac",
        "vaishnavi": "vice navy | vish navi",
        "aishwarya": "ice varia | ash warya",
        "siddharth": "sid heart | seed hearth",
        "meenakshi": "meen actually | mean actually",
        "gurpreet": "group read | gur pret",
        "harpreet": "harp read | har preet",
        "balaji": "bala g | ballagi",
        "revathi": "rev a thi | rivati",
        "zoya": "soya | zoe a",
        "tejas": "texas | tey jus",
        "ishita": "issue ta | is she ta",
        "nandini": "nand any | non dini",
    }
)


def cases(half: Half, rng: Random, scale: float) -> Iterator[Case]:
    """Account and serial as often as a promise of one in a thousand needs."""
    for number in range(int(6400 * scale)):
        yield _number(half, rng, list(STYLES)[number % len(STYLES)], is_serial=number % 2 == 1)
    for group in people.GROUPS:
        for _ in range(int(900 * scale)):
            yield _name(half, rng, group)
    for name in half_of(list(MISHEARD), half):
        for heard in MISHEARD[name]:
            for _ in range(max(1, round(4 * scale))):
                yield _misheard(half, rng, name, heard)


def identity(half: Half, rng: Random, group: str) -> tuple[dict[str, str], Groups, Groups]:
    account = identifiers.lettered_account(rng) if rng.random() < 0.2 else identifiers.account(rng)
    serial = identifiers.serial(rng)
    joint = rng.choice(("", "", " ", "-"))
    given = {"first_name": people.first(rng, half, group).title(), "account_id": joint.join(account), "device_serial": joint.join(serial)}
    if rng.random() < 0.5:
        given["last_name"] = people.last(rng, half, group).title()
    return given, account, serial


def stranger(half: Half, rng: Random) -> dict[str, str]:
    """The identity of somebody who is not in the text; at times none."""
    return identity(half, rng, "common")[0] if rng.random() < 0.35 else {}


def _number(half: Half, rng: Random, style: str, *, is_serial: bool) -> Case:
    given, account, serial = identity(half, rng, rng.choice(people.GROUPS))
    value = serial if is_serial else account
    if style in OF_LETTERS and not is_serial and account[0].isdigit():
        style = "doubles"
    kind = "DEVICE_SERIAL" if is_serial else "ACCOUNT_ID"
    sentence = rng.choice(half_of(_NUMBER_IN, half))
    text, mentions = fill(sentence, {"x": Said(say(value, style, rng), kind)})
    return Case(text, rng.choice(LOCALES), mentions, f"OWN_{kind}", style, given)


def _name(half: Half, rng: Random, group: str) -> Case:
    given, _account, _serial = identity(half, rng, group)
    first, last = given["first_name"].lower(), given.get("last_name", "").lower()
    said, style = (f"{first} {last}", "both") if last and rng.random() < 0.3 else (first, "first")
    if rng.random() < 0.1:
        said, style = " ".join(first.replace(" ", "")), "spelled"
    text, mentions = fill(rng.choice(half_of(_NAME_IN, half)), {"x": Said(said, "PERSON")})
    return Case(text, rng.choice(LOCALES), mentions, f"OWN_NAME_{group}", style, given)


def _misheard(half: Half, rng: Random, name: str, heard: str) -> Case:
    given, _account, _serial = identity(half, rng, "common")
    text, mentions = fill(rng.choice(half_of(_NAME_IN, half)), {"x": Said(heard, "PERSON")})
    return Case(
        text, rng.choice(LOCALES), mentions, "OWN_NAME_MISHEARD", "one_word" if " " not in heard else "words", {**given, "first_name": name.title()}
    )
