"""The words of mail addresses and links: cut with the signs that are written between them ("john@gmail dot com"). Pure."""

from __future__ import annotations

import re
from typing import NamedTuple

from redaction.identity import fold
from redaction.text.recognizers.ordinary_words import LITTLE
from redaction.text.spoken_words import POWERS, READINGS, TIMES, words_of

_TOKEN = re.compile(r"(?:[^\W_]|[\u0300-\u036f\u0900-\u0e7f])+(?:['’](?:[^\W_]|[\u0300-\u036f\u0900-\u0e7f])+)*|@|[.+_\-/](?=\w)|:(?=//)|/(?=/)")
_SIGNS = {"@": "at", ".": "dot", "_": "underscore", "-": "hyphen", "+": "plus", "/": "slash", ":": "colon"}


class Token(NamedTuple):
    word: str
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    return [Token(_SIGNS.get(match[0]) or _folded(match[0]), *match.span()) for match in _TOKEN.finditer(text)]


def _folded(word: str) -> str:
    folded = fold(word)
    return folded[:-2] if folded.endswith("'s") else folded.replace("'", "")


DOTS = frozenset(words_of("dot dots point period dotcom dott .com"))
MISHEARD_DOTS = frozenset(words_of("dog that got dock don't door darts dart doc dont duct dat thought not do"))
JOINS = frozenset(words_of("dot underscore underscores dash hyphen period point plus minus dots score underscore_ dott"))
PROVIDERS = frozenset(
    words_of(
        "gmail googlemail gmale gmails hotmail yahoo outlook icloud aol protonmail proton msn btinternet ymail rediffmail rediff zoho live mail "
        "email me sky virginmedia talktalk comcast verizon att sbcglobal gmx web mailcom fastmail tutanota yandex"
    )
)
PROVIDER_PAIRS = frozenset(
    {
        *(("g", "mail"), ("gee", "mail"), ("jee", "mail"), ("ji", "mail"), ("she", "mail"), ("hot", "mail"), ("out", "look"), ("i", "cloud")),
        *(("eye", "cloud"), ("proton", "mail"), ("rediff", "mail"), ("y", "mail"), ("yah", "who"), ("ya", "hoo"), ("google", "mail")),
        *(
            ("bt", "internet"),
            ("virgin", "media"),
            ("talk", "talk"),
            ("hotmail", "mail"),
            ("g", "male"),
            ("hot", "male"),
            ("d", "mail"),
            ("gym", "mail"),
        ),
    }
)
TOP_DOMAINS = frozenset(
    words_of(
        "com org net edu gov io info biz co uk in de fr ro es it eu us ca au ie nz me tv app dev online site store shop xyz ac nhs mil calm comm "
        "kom come comma cum common coms cc ai tech blog club"
    )
)
SAID_DOMAINS = (
    ("c", "o", "m"),
    ("o", "r", "g"),
    ("n", "e", "t"),
    ("c", "o"),
    ("u", "k"),
    ("you", "k"),
    ("e", "d", "u"),
    ("i", "o"),
    ("i", "n"),
    ("d", "e"),
)
COUNTRIES = frozenset(words_of("uk in nz au za jp kr br"))
# At one of these a local part, or a site, has not begun yet.
_BORDERS = frozenset(
    words_of(
        "is its to it email emails mail mails e-mail address addresses contact contacts message was write for from with reach me my his her their "
        "our the and send forward cc copy add new called named user users account username id login at under into list find delete remove update "
        "change use using as use, of in on that this if has have had can could you please thanks hello hi yes yeah okay ok or sorry no actually "
        "via site website web page link url blog go visit open browse load see check homepage portfolio domain i'm im i am be will would want "
        "it's than about between by a an know number get give save register set sent enter"
    )
)


_ROLES = frozenset(words_of("hello contact mail email enquiries admin register user account help update change"))  # boxes of a firm


def is_spoken(word: str) -> bool:
    """A letter, a digit, a number or a radio word."""
    return len(word) == 1 or word in READINGS or word in TIMES or word in POWERS or any(map(str.isdigit, word))


def begins(words: list[str], last: int, *, most: int = 16) -> int:
    """Where the name that ends before word `last` begins: at a border, unless the border is tied in by a dot or is a letter among letters."""
    at = last
    if last == 1 and words[0] in _ROLES:
        return 0
    while at > max(0, last - most):
        word = words[at - 1]
        tied = at < last and words[at] in JOINS and at >= 1
        after_tie = at - 2 >= 0 and words[at - 2] in JOINS and at - 1 < last
        if word in JOINS:
            if at - 1 == 0 or at == last:
                break
        elif (
            not tied
            and (word in _BORDERS or (word in LITTLE and not _follows_initial(words, at - 1)))
            and not after_tie
            and not _is_among(words, at - 1, last)
        ):
            break
        at -= 1
    # "to a kulkarni at": the initial of a name
    return at - 1 if 0 < at < last and words[at - 1] == "a" and (at == 1 or words[at - 2] in _BEFORE_INITIAL) else at


def _follows_initial(words: list[str], at: int) -> bool:
    """ "e long at": a name that is a little word too, behind its letter."""
    return at > 0 and len(words[at - 1]) == 1 and words[at - 1] not in ("a", "i")


_BEFORE_INITIAL = frozenset(words_of("to is its it at address email mail contact with from id add invite cc and or copy"))


def _is_among(words: list[str], at: int, last: int) -> bool:
    """ "b o b i at": a little word that says a letter or a digit, beside others that do nothing else."""
    if words[at] not in READINGS:
        return False
    after = at + 1 < last and (len(words[at + 1]) == 1 or words[at + 1] in TIMES)
    before = at > 0 and len(words[at - 1]) == 1 and words[at - 1] not in ("a", "i")
    if words[at] in ("a", "i", "o") or len(words[at]) == 1:
        return after or before or at + 1 == last
    if (
        words[at] in ("oh", "to", "too", "for", "ate", "won")
        and at > 0
        and is_spoken(words[at - 1])
        and (words[at - 1] not in LITTLE or words[at - 1] in ("oh", "o"))
    ):
        return True
    return before and (after or at + 1 >= last)


def top_domain(words: list[str], at: int) -> int:
    """Where "com", "co dot uk", "c o m" that begin at a word end; `at` when none does."""
    end = _one_domain(words, at)
    while end > at:
        next_ = end + 1 if end < len(words) and words[end] in DOTS else end
        more = _one_domain(words, next_) if next_ > end or (next_ < len(words) and words[next_] in COUNTRIES - {"in"}) else next_
        if more <= next_:
            break
        end = more
    return end


def _one_domain(words: list[str], at: int) -> int:
    spelled = max((len(one) for one in SAID_DOMAINS if tuple(words[at : at + len(one)]) == one), default=0)
    return at + (spelled or (at < len(words) and words[at] in TOP_DOMAINS))


def provider(words: list[str], at: int) -> int:
    """Where the name of a mail service that begins at a word ends; `at` when none does."""
    if tuple(words[at : at + 2]) in PROVIDER_PAIRS:
        return at + 2
    if tuple(words[at : at + 3]) == ("a", "o", "l"):
        return at + 3
    return at + (at < len(words) and words[at] in PROVIDERS)
