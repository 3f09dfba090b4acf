"""Sentences as a person types them, cased and punctuated, with secrets in their written forms."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random

from bench.exam import identifiers, own, people, places, sayings
from bench.exam.cases import Case, Half, Said, fill, half_of, table
from bench.exam.identifiers import Groups
from bench.exam.secrets import locales_of

_IN = table(
    {
        "PERSON": """
            Please forward the contract to {x} by Friday. | {x} called about the invoice. | Dear {x}, thank you for your letter. |
            The meeting with {x} has moved to Tuesday. | I spoke to {x} in Accounts. | Kind regards, {x} |
            The patient, {x}, was discharged on Monday. | My manager is {x}. | Is {x} still working there? | Yours sincerely, {x} |
            Signed: {x}, Director | We have offered the job to {x}. | "I never said that," {x} replied. | Contact {x} at our Leeds office.
        """,
        "PHONE_NUMBER": """
            Call me at {x}. | My number is {x}, ring any time. | Phone: {x} | You can reach the office on {x} between 9 and 5. | Tel. {x} |
            Text {x} if you're late! | Fax: {x} | I have a new mobile: {x}. | What's this missed call from {x}? | Emergency contact: {x}
        """,
        "CREDIT_CARD": """
            My card number is {x}. | Please charge {x}. | Visa {x}, expires next year. | Card: {x} | I paid with {x} yesterday. |
            The card ending the row is {x}; cancel it. | Use {x} for the deposit. | Is {x} still valid?
        """,
        "IBAN_CODE": """
            IBAN: {x} | Please transfer the rent to {x}. | My IBAN is {x}. | The refund goes to {x}, right? | Wire it to {x} today. |
            Beneficiary account {x}.
        """,
        "ADDRESS": """
            I live at {x}. | Ship it to {x}. | Our new office is at {x}. | Address: {x} | The parcel was left at {x}. |
            She moved to {x} last spring. | Meet me at {x} at noon. | Deliver to: {x}
        """,
        "EMAIL_ADDRESS": """
            Write to {x}. | My e-mail is {x}. | E-mail: {x} | Send the form to {x}, please. | I've copied {x} on this. | Who is {x}? |
            Contact <{x}> for details.
        """,
        "URL": "See {x} for details. | My page is {x}. | Visit {x}! | The link is {x}. | I found it on {x} yesterday. | Website: {x}",
        "US_SSN": """
            My SSN is {x}. | Social Security number: {x} | SSN {x} | Her social is {x}. | The applicant's SSN ({x}) is missing. |
            Please verify {x} as my social security number.
        """,
        "DATE_OF_BIRTH": """
            Date of birth: {x} | I was born on {x}. | DOB: {x} | My birthday is {x}. | He was born {x} in Leeds. | Patient DOB {x}. |
            Her date of birth is {x}. | (b. {x})
        """,
        "IP_ADDRESS": """
            The server is at {x}. | IP: {x} | Connections from {x} were refused. | Ping {x} first. | My IP address is {x}. | Host {x} is down.
        """,
        "MAC_ADDRESS": "MAC: {x} | The device with MAC address {x} is offline. | Block {x} on the router. | Hardware address {x}.",
        "IN_AADHAAR": "Aadhaar: {x} | My Aadhaar number is {x}. | Please link {x} to my account. | Aadhaar No. {x}",
        "UK_NHS": "NHS number: {x} | My NHS number is {x}. | NHS No. {x} | The NHS number {x} is wrong.",
        "RO_CNP": "CNP: {x} | My CNP is {x}. | CNP-ul meu este {x}. | The personal numeric code is {x}.",
        "PASSPORT": "Passport number: {x} | My passport number is {x}. | Passport No. {x} | Travelling on passport {x}.",
        "POSTCODE": "Postcode: {x} | My postcode is {x}. | ZIP code {x} | It's in {x}, near the station. | PIN code {x} | We deliver to {x}.",
        "BANK_ACCOUNT": """
            Account number {x}. | Bank account: {x} | Sort code and account: {x} | Please pay into account {x}. | My bank account number is {x}. |
            A/c no. {x}
        """,
        "ACCOUNT_ID": """
            My account number is {x}. | Account: {x} | Customer ID {x} | Please close account {x}. | Account no. {x} | Member number: {x}
        """,
        "ORDER_ID": """
            Order number {x} | Where is order {x}? | Order ID: {x} | Booking reference {x}. | My order no. is {x}. | Confirmation code: {x}
        """,
        "DEVICE_SERIAL": """
            Serial number: {x} | S/N {x} | The serial number is {x}. | Serial no. {x} | My device's serial is {x}. | Please register serial {x}.
        """,
    }
)
_STATES = {
    "en-US": (", TX", ", CA", ", Ohio", " NY", ", WA"),
    "en-GB": ("", ", Kent", ", Essex"),
    "en-IN": (", Maharashtra", " Karnataka", ", Delhi"),
}
_TITLES = ("Mr", "Mrs", "Ms", "Dr", "Mr.", "Mrs.", "Dr.", "Prof.", "Miss", "Sir")


def cases(half: Half, rng: Random, scale: float) -> Iterator[Case]:
    for kind, sentences in _IN.items():
        for _ in range(int((480 if kind == "PERSON" else 120) * scale)):
            locale = rng.choice(locales_of(kind))
            said, style = _WRITTEN[kind](rng, half, locale)
            text, mentions = fill(rng.choice(half_of(sentences, half)), {"x": Said(said, kind)})
            yield Case(text, locale, mentions, kind, style, own.stranger(half, rng))


def _person(rng: Random, half: Half, locale: str) -> tuple[str, str]:
    group = rng.choice(people.GROUPS)
    first, last = people.first(rng, half, group).title(), people.last(rng, half, group).title()
    ways = {
        "first_last": f"{first} {last}",
        "title_last": f"{rng.choice(_TITLES)} {last}",
        "title_whole": f"{rng.choice(_TITLES)} {first} {last}",
        "initial": f"{first[0]}. {last}",
        "middle": f"{first} {rng.choice('ABCDEFGHJKLMNPRSTW')}. {last}",
        "first": first,
        "last_first": f"{last}, {first}",
        "capitals": f"{first} {last}".upper(),
    }
    style = rng.choice(list(ways))
    return ways[style], f"{group}_{style}"


def _phone(rng: Random, half: Half, locale: str) -> tuple[str, str]:
    country = rng.choice(
        {"en-US": ("us", "us", "cr", "es"), "en-GB": ("uk_mobile", "uk_london", "uk_city", "ro", "de", "fr", "it"), "en-IN": ("in",)}[locale]
    )
    number = identifiers.phone(rng, country)
    if rng.random() < 0.4:
        number = identifiers.international(rng, country, number)
        return rng.choice((" ", "-", "")).join(number), f"{country}_international"
    if country == "us":
        a, b, c = number
        return rng.choice((f"({a}) {b}-{c}", f"{a}-{b}-{c}", f"{a}.{b}.{c}", f"{a} {b} {c}", f"1-{a}-{b}-{c}", f"({a}){b}-{c}")), country
    return rng.choice((" ", " ", "-", "", ".")).join(number), country


def _joined(make: Callable[[Random], Groups], *joints: str) -> Callable[[Random, Half, str], tuple[str, str]]:
    names = {"": "glued", " ": "spaces", "-": "dashes", ".": "dots", ":": "colons", "/": "slashes"}

    def written(rng: Random, half: Half, locale: str) -> tuple[str, str]:
        joint = rng.choice(joints)
        return joint.join(make(rng)), names[joint]

    return written


def _bank(rng: Random, half: Half, locale: str) -> tuple[str, str]:
    if locale == "en-GB":
        sort, account = identifiers.uk_bank(rng)
        return f"{rng.choice(('-', ' ')).join(sort)} {''.join(account)}", "sort_and_account"
    return "".join(identifiers.us_bank(rng)[1]), "account"


def _address(rng: Random, half: Half, locale: str) -> tuple[str, str]:
    style = rng.choice(("street", "town", "long", "flat", "lines"))
    street = places.address(rng, half, "figures", locale).title()
    code, town = {"en-US": "-", "en-GB": " ", "en-IN": ""}[locale].join(places.code(rng, locale)), places.town(rng, half, locale).title()
    state = rng.choice(_STATES[locale])
    flat = rng.choice(("Flat 3", "Apt 4B", "Apt. 12", "Unit 7", "Suite 210", "Flat 2A"))
    ways = {
        "street": street,
        "town": f"{street}, {town}",
        "long": f"{street}, {town}{state} {code}",
        "flat": f"{street}, {flat}, {town}{state} {code}" if locale == "en-US" else f"{flat}, {street}, {town} {code}",
        "lines": f"{street}\n{town}{state}\n{code}",
    }
    return ways[style], style


def _birth(rng: Random, half: Half, locale: str) -> tuple[str, str]:
    day = sayings.birthday(rng)
    month = sayings.MONTHS[day.month - 1].title()
    number = f"{day.month}/{day.day}/{day.year}" if locale == "en-US" else f"{day.day}/{day.month}/{day.year}"
    ways = {
        "slashes": number,
        "dots": number.replace("/", "."),
        "iso": day.isoformat(),
        "day_month": f"{day.day} {month} {day.year}",
        "month_day": f"{month} {day.day}, {day.year}",
        "suffix": f"{sayings.suffixed(day.day)} of {month} {day.year}",
        "short_month": f"{day.day} {month[:3]} {day.year}",
        "dashes": f"{day.day:02d}-{month[:3]}-{day.year}",
    }
    style = rng.choice(list(ways))
    return ways[style], style


def _postcode(rng: Random, half: Half, locale: str) -> tuple[str, str]:
    groups = places.code(rng, locale)
    return ("-" if locale == "en-US" else rng.choice((" ", ""))).join(groups), locale


_WRITTEN: dict[str, Callable[[Random, Half, str], tuple[str, str]]] = {
    "PERSON": _person,
    "PHONE_NUMBER": _phone,
    "CREDIT_CARD": _joined(identifiers.card, " ", "-", ""),
    "IBAN_CODE": _joined(identifiers.iban, " ", "", "-"),
    "ADDRESS": _address,
    "EMAIL_ADDRESS": lambda rng, half, locale: (places.email(rng, half, "written"), "written"),
    "URL": lambda rng, half, locale: (places.url(rng, half, "written"), "written"),
    "US_SSN": _joined(identifiers.us_ssn, "-", " ", ""),
    "DATE_OF_BIRTH": _birth,
    "IP_ADDRESS": _joined(identifiers.ip, "."),
    "MAC_ADDRESS": _joined(identifiers.mac, ":", "-"),
    "IN_AADHAAR": _joined(identifiers.aadhaar, " ", "-", ""),
    "UK_NHS": _joined(identifiers.nhs, " ", "-", ""),
    "RO_CNP": _joined(identifiers.cnp, ""),
    "PASSPORT": lambda rng, half, locale: ("".join(identifiers.passport(rng, locale)), locale),
    "POSTCODE": _postcode,
    "BANK_ACCOUNT": _bank,
    "ACCOUNT_ID": _joined(identifiers.account, "", " ", "-"),
    "ORDER_ID": _joined(identifiers.order, "", "-"),
    "DEVICE_SERIAL": _joined(identifiers.serial, "", "-"),
}
