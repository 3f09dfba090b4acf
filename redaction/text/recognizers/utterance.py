"""A text as the recognizers of worded identifiers see it, and what is left of an answer without the words that every answer has. Pure."""

from __future__ import annotations

from functools import cached_property

from presidio_analyzer import RecognizerResult

from redaction.text.recognizers.results import result
from redaction.text.spoken import Sayings
from redaction.text.spoken_words import READINGS, words_of

Place = tuple[int, int]  # pieces first to last (exclusive)


class Utterance:
    """words: the pieces of the text alone, folded. known: which words there are, for a first look that costs little."""

    def __init__(self, text: str, said: Sayings) -> None:
        self.text = text
        self.said = said
        self.words = [piece.text for piece in said.pieces]
        self.known = frozenset(self.words)

    def result(self, place: Place, entity: str, score: float, recognizer: str) -> RecognizerResult:
        return result(self.said.pieces, *place, entity, score, recognizer)

    def between(self, at: int) -> str:
        """The characters between a piece and the next one."""
        return self.text[self.said.pieces[at].end : self.said.pieces[at + 1].start]

    def follows(self, at: int, phrases: dict[str, list[tuple[str, ...]]]) -> int:
        """Where the longest of the phrases that begins here ends; `at` when none does. phrases: by their first word."""
        found = phrases.get(self.words[at]) if at < len(self.words) else None
        return max((at + len(one) for one in found or () if tuple(self.words[at : at + len(one)]) == one), default=at)

    @cached_property
    def answer(self) -> Place:
        """What is said, without "yes it is", "my postcode is" before it and "thank you" behind it."""
        first, last = 0, len(self.words)
        while (after := self.follows(first, _LEADS)) > first:
            first = after
        while last > first and (before := self._tail(last)) < last:
            last = before
        return (first, last) if first < last else (0, len(self.words))

    def _tail(self, last: int) -> int:
        starts = range(max(0, last - _LONGEST_TAIL), last)
        return next((at for at in starts if tuple(self.words[at:last]) in _TAILS), last)


def by_first_word(listed: str) -> dict[str, list[tuple[str, ...]]]:
    """Phrases from a list with commas."""
    table: dict[str, list[tuple[str, ...]]] = {}
    for phrase in listed.split(","):
        words = tuple(phrase.split())
        table.setdefault(words[0], []).append(words)
    return table


_FIELDS = (
    "name, first name, last name, surname, family name, middle name, given name, full name, second name, christian name, date of birth, dob, "
    "birthday, birthdate, birth date, postcode, post code, postal code, zip code, zip, zipcode, address, post card, postcard"
)
_LEADS = by_first_word(
    f"{_FIELDS}, yes, yeah, yep, yup, sure, okay, ok, right, well, so, um, umm, uh, uhm, er, erm, hmm, mm, hi, hello, please, it, its, is, "
    "was, that, thats, this, my, the, of course, certainly, no, nope, sorry, actually, and my, and the, and its, and it, and that, then, just, spelled, spelt, spelling, spell, would be, "
    "will be, should be, must be, that would be, it would be, that will be, i think, i said, i was, i believe, i am, im, i live, let me see, "
    "here you go, there you go, i mean, should, would, course, think, i was born, born, i will spell, ill spell, let me spell, can you, you can, for you, "
    "the letters, letters, all one word, all right, alright, hold on, one moment, one second, no problem, oh yes, oh yeah, oh sorry, oh its, "
    "oh it, thank you, thanks, got it, pretty sure, good morning, good afternoon, good evening, hundred percent, absolutely, that one, spells, "
    "spells out as, as follows, i spell, to be, called, mr, mrs, ms, miss, mister, doctor, to spell it, to spell that, ive got, i have"
)
_TAILS = frozenset(
    tuple(phrase.split())
    for phrase in (
        "please, thanks, thank you, thank you very much, thanks very much, thanks a lot, cheers, okay, ok, yes, yeah, right, correct, that, thats it, "
        "that it, bye, goodbye, is my postcode, is my post code, is my date of birth, is my birthday, is my name, is my surname, is my last name, "
        "is my first name, is the postcode, is the post code, is the name, is what it is, i think, i believe, for you, mate, madam, sir, um, uh, "
        "erm, all right, alright, is it, so, is that okay, is that ok, got it, if that helps"
    ).split(",")
    for phrase in [phrase.strip()]
)
_LONGEST_TAIL = max(map(len, _TAILS))
# Questions and commands: what is asked or ordered is no answer, and holds dates, acronyms and places of everybody.
_ASKING = frozenset(
    words_of(
        "what whats who whos which when whens where wheres how hows why did does do play show tell turn set switch tune search find open read give "
        "was were are can could will would google look check remind wake add create schedule book cancel start stop put list alexa siri olly "
        "convert exchange rewind visit go exchange rate given currency channel volume add remove delete send email show skip forward increase decrease "
        "lower raise dim brighten resume pause order buy navigate directions weather news calculate repeat find download"
    )
)


def is_asking(heard: Utterance) -> bool:
    """The first word that says anything is one of a question or a command."""
    at = next((at for at, word in enumerate(heard.words) if word not in _BEFORE_ASKING), 0)
    if heard.words[at : at + 1] == ["are"] and heard.words[at + 1 :] and heard.words[at + 1] in READINGS.keys() - {"you", "to", "for"}:
        return False  # "are e e d"
    return heard.words[at] in _ASKING if heard.words else False


_BEFORE_ASKING = frozenset(words_of("please hey okay ok so and um uh google just"))
