"""What has a spoken grammar of its own: dates of birth and spelled names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from bench.exam import people
from bench.exam.cases import Half, listed
from bench.exam.saying import HOMELY, NATO, OTHER_HOMELY, UNITS, below_hundred, by_name, with_oh

MONTHS = listed("january february march april may june july august september october november december")
ORDINALS = listed(
    """
    first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth
    eighteenth nineteenth twentieth
    """
)
BIRTH_STYLES = listed(
    """
    ordinal_month ordinal_of month_ordinal month_cardinal year_long year_short numbers digits_one_by_one figures figures_month slashes year_first
    oh_year
    """
)
SPELLED_STYLES = listed("plain nato for_word as_in doubles name_then_letters letters_then_name letter_names capital both_names chunks")


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
    long = rng.choice((year(y, rng), year(y, rng), short))
    forms = {
        "ordinal_month": f"{ordinal(d)} {month} {long}",
        "ordinal_of": f"{rng.choice(('the ', ''))}{ordinal(d)} of {month} {long}",
        "month_ordinal": f"{month} {rng.choice(('', 'the '))}{ordinal(d)} {long}",
        "month_cardinal": f"{month} {below_hundred(d)} {year(y, rng)}",
        "year_long": f"{below_hundred(d)} {month} {year(y, rng)}" if locale != "en-US" else f"{month} {ordinal(d)} {year(y, rng)}",
        "year_short": f"{ordinal(d)} {month} {short}" if locale != "en-US" else f"{month} {ordinal(d)} {short}",
        "numbers": f"{_two(first, rng)} {_two(second, rng)} {long}",
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


def _two(number: int, rng: Random) -> str:
    """ "oh four" or "four"."""
    return " ".join(with_oh(f"{number:02d}", rng)) if number < 10 and rng.random() < 0.6 else below_hundred(number)


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
        "chunks": chunks(letters, rng).lower(),
    }[style]


def _doubled(letters: list[str]) -> list[str]:
    words, at = [], 0
    while at < len(letters):
        twice = letters[at : at + 2] == [letters[at]] * 2
        words.append(f"double {letters[at].lower()}" if twice else letters[at].lower())
        at += 1 + twice
    return words


def chunks(characters: Sequence[str], rng: Random) -> str:
    """As a recogniser runs some of them together: "jo a n n a", "bs1 6 qd"."""
    text = characters[0]
    for one in characters[1:]:
        is_joined = rng.random() < 0.35 and len(text.rpartition(" ")[2]) < 3
        text += one if is_joined else f" {one}"
    return text
