"""Links to somebody's page as they are said: "w w w dot my name dot com slash profile". What everybody visits stays. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from presidio_analyzer import RecognizerResult

from redaction.text.recognizers import internet_words as net
from redaction.text.recognizers.utterance import Utterance
from redaction.text.spoken_words import TEENS, TENS, words_of

ENTITY, NAME = "URL", "spoken_link"
_TELLING = frozenset(words_of("dot www dotcom http https slash point"))
# Sites of everybody: to open one tells nothing of the speaker. With a path it may.
_PUBLIC = frozenset(
    words_of(
        "google amazon youtube facebook twitter instagram bbc cnn netflix ebay wikipedia yahoo gmail hotmail outlook reddit espn spotify linkedin "
        "pinterest tiktok weather walmart target booking expedia ticketmaster tripadvisor airbnb uber apple microsoft craigslist pandora hulu "
        "imdb foxnews fox msn nytimes guardian telegraph dominos opentable yelp zillow paypal flipkart whatsapp bing wordpress tumblr etsy "
        "stackoverflow github quora times hotels trivago kayak cricinfo ndtv groupon costco aol zomato swiggy irctc gov nhs cbs nbc abc "
        "huffingtonpost buzzfeed allrecipes food grubhub doordash skyscanner soundcloud nasa noaa accuweather allmusic monster indeed "
        "rottentomatoes mapquest a website site metronorth amtrak shoutcast foodnetwork network bbcnews cricbuzz wolframalpha duckduckgo genius "
        "lyrics billboard cookpad epicurious rediff makemytrip bookmyshow olx snapdeal myntra autotrader rightmove moneysupermarket argos tesco "
        "sainsburys asda boots ikea lastminute easyjet ryanair delta united southwest marriott hilton"
    )
)
_URLS = tuple((*letters, "is") for letters in (("you", "are", "ell"), ("you", "are", "l"), ("u", "r", "l"), ("you", "are", "el")))
_PATH_BORDERS = frozenset(words_of("is and please for to in on from my can you thanks now today it with when that so but have i"))
_MOST_PATH = 10
_DIGITS = frozenset(words_of("zero oh one two three four five six seven eight nine double triple hundred thousand")) | TENS.keys() | TEENS.keys()


def find(heard: Utterance) -> Iterator[RecognizerResult]:
    if heard.known.isdisjoint(_TELLING) and "://" not in heard.text and ".com" not in heard.text:
        return
    cut = net.tokens(heard.text)
    words = [token.word for token in cut]
    at = 0
    while at < len(words):
        first, last = _link(words, at)
        if first < last:
            metadata = {RecognizerResult.RECOGNIZER_NAME_KEY: NAME}
            yield RecognizerResult(ENTITY, cut[first].start, cut[last - 1].end, 0.6, recognition_metadata=metadata)
        at = max(at + 1, last)


def _link(words: list[str], dot: int) -> tuple[int, int]:
    """First and last word (exclusive) of the link whose last dot stands at a word; empty at the end of a site of everybody."""
    if words[dot] not in net.DOTS:
        return dot, dot
    last = dot + 1 if words[dot] == "dotcom" else net.top_domain(words, dot + 1)
    if last == dot + 1 and words[dot] != "dotcom" and _is_shortened(words, dot):
        last = dot + 2
    if last <= dot + (words[dot] != "dotcom"):
        return dot, dot
    first = _with_scheme(words, net.begins(words, dot))
    if first == dot or "at" in words[first:dot]:
        return last, last
    after = _path(words, _over_port(words, last))
    is_www = any(word in ("www", "http", "https") for word in words[first:dot]) or words[first : first + 3].count("w") == 3
    if after == last and not is_www and _is_public(words, first, dot):
        return last, last
    return first, after


_OWN_PLACE = tuple([word] for word in words_of("is are me us page site website blog shop it find"))


def _is_shortened(words: list[str], dot: int) -> bool:
    """ "bit dot ly slash ...", "goo dot gl slash ...": before a path any two letters are a country's."""
    return dot + 2 < len(words) and len(words[dot + 1]) == 2 and words[dot + 2] in ("slash", "forward") and words[dot + 1].isalpha()


def _is_public(words: list[str], first: int, dot: int) -> bool:
    label = [word for word in words[first:dot] if word not in net.DOTS]
    is_mail = words[max(0, first - 1) : first] == ["at"] and words[max(0, first - 2) : first - 1] not in _OWN_PLACE
    return not label or label[-1] in _PUBLIC or "".join(label) in _PUBLIC or is_mail


def _with_scheme(words: list[str], first: int) -> int:
    """ "h t t p s colon slash slash" and "w w w dot" before the name, or "you are ell is"."""
    while first > 0 and (
        words[first - 1] in ("slash", "colon", "http", "https", "www", "dot", "w", "h", "t", "p", "s", "double", "u", "forward", "you")
    ):
        first -= 1
    return next((first - len(url) for url in _URLS if tuple(words[max(0, first - len(url)) : first]) == url), first)


def _over_port(words: list[str], at: int) -> int:
    """ "colon eight one two three"."""
    end = at + 1
    while words[at : at + 1] == ["colon"] and end < len(words) and (words[end] in _DIGITS or words[end].isdigit()):
        end += 1
    is_port = end > at + 2 or (end == at + 2 and words[at + 1].isdigit())  # "colon eight offers"
    return end if is_port else at


def _path(words: list[str], at: int) -> int:
    """Where "slash profile", "forward slash j dash doe slash one" ends."""
    limit = min(len(words), at + _MOST_PATH)
    end = at
    while end < limit and (words[end] == "slash" or (words[end] in ("forward", "stroke") and end + 1 < limit and words[end + 1] == "slash")):
        end += 1 + (words[end] == "forward")
        while end < limit and words[end] != "slash" and (words[end] not in _PATH_BORDERS or words[end - 1] in net.JOINS or words[end - 1] == "slash"):
            end += 1
    return end
