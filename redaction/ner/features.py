"""What the names model is told of each word: the word where it is an everyday one, else what kind of word it is; its neighbours; its place. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache

from redaction.ner.gazetteer import Entry, Lists
from redaction.ner.tokens import Token

_EDGE = "|"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_WAKE = _words("alexa siri olly google cortana computer hey ok okay hi please um uh well so can could you would")
# What a sentence is about; the nearest one before a word tells most of what follows.
_CUES = _words(
    "call phone ring dial text email mail message tell ask remind contact invite meet with from to for by of about under name is called named this "
    "im my play listen song songs music podcast radio news who old born movie movies meeting lunch birthday send reply speak talk book at in on and "
    "dear hi hello mr mrs ms dr doctor account order weather surname add remove delete whats what"
)
_TOPICS = {
    "media": _words(
        "play song songs music album podcast radio playlist listen movie movies film actor singer lyrics unplugged remix duet sang sings"
    ),
    "screen": _words("watch netflix iplayer telly tv channel episode season series show record tonight cinema trailer starring played"),
    "reading": _words("read book novel chapter audiobook kindle audible author wrote story gospel quiz game level"),
    "food": _words("recipe cook bake menu sauce vegan spicy ice cheese rice tea pizza ingredients calories pudding pickles eat drink"),
    "shop": _words("buy reorder store shop sale stock carry size shares returns voucher list cart basket"),
    "home": _words("lights light lamp bulbs heating thermostat fan volume colour color"),
    "sense": _words("mean means meaning spell define invented explain law disease symptoms difference breed planet capital"),
    "kin": _words("brother sister mum mom dad wife husband son daughter friend boss neighbour uncle aunt cousin nurse his her he she he's she's"),
    "contact": _words("email emails mail message messages text call reply contact contacts phone number"),
    "calendar": _words("meeting appointment lunch dinner birthday party remind reminder schedule calendar invite"),
    "fame": _words("born old married president famous worth oscars die died wife tall career"),
    "place": _words("weather restaurant hotel taxi train flight directions traffic near temperature"),
    "name": _words("name surname speaking reservation booking under spelled"),
    "service": _words("account card balance transfer payment bank order parcel delivery refund"),
}
_SUBJECTS = {word: topic for topic, words in _TOPICS.items() for word in words}
_STEPS = (0, 8, 11, 14, 17, 20)  # of log2 frequency


class Seen:
    """One word, looked at once. said: the word itself if everyday, else its kind. kind: what the lists say. mark: of what known phrase it is part."""

    __slots__ = ("entry", "kind", "listed", "mark", "said", "token")

    def __init__(self, token: Token, mark: str, lists: Lists, everyday: Collection[str]) -> None:
        word = token.word
        self.token, self.mark = token, mark
        if word.isdigit() or any(map(str.isdigit, word)):
            self.kind = self.said = f"#{min(len(word), 6)}"
            self.entry: Entry | None = None
            self.listed: tuple[str, ...] = ()
            return
        entry = self.entry = lists.look(word)
        self.kind, self.listed = _told(entry)
        if word[-1] == "s" and not entry.rarity and not entry.first and len(word) > 3:
            stem = lists.look(word[:-1])
            self.kind += f"+{_step(stem.first)}" if stem.first > 10 else ""
        self.said = word if word in everyday else "~" + self.kind


def _step(log: int) -> int:
    return sum(log > step for step in _STEPS)


@cache
def _told(entry: Entry) -> tuple[str, tuple[str, ...]]:
    """Its kind, and features of the entry alone. What is kept are a few thousand entries, and no word."""
    return _kind(entry), (f"r={entry.rarity}", f"f={entry.first // 2}", f"r|f={entry.rarity} {entry.first // 3}")


def _kind(entry: Entry) -> str:
    if entry.first == entry.last == entry.rarity == entry.place == entry.seen_in == 0:
        return "?"
    return f"{_step(entry.first)}{_step(entry.last)}{(entry.rarity + 2) // 3}{(entry.place > 14) + (entry.place > 19)}{entry.seen_in & 3}"


def look(tokens: Sequence[Token], lists: Lists, everyday: Collection[str]) -> list[Seen]:
    """everyday: the words that stand for themselves."""
    marks = lists.marks([token.said for token in tokens])
    return [Seen(token, mark, lists, everyday) for token, mark in zip(tokens, marks, strict=True)]


def features(seen: Sequence[Seen]) -> list[list[str]]:
    """One list of features a word."""
    tokens = [one.token for one in seen]
    said = [_EDGE, _EDGE, *[one.said for one in seen], _EDGE, _EDGE]
    kinds = [_EDGE, _EDGE, *[one.kind for one in seen], _EDGE, _EDGE]
    subjects = sorted({subject for token in tokens if (subject := _SUBJECTS.get(token.word))})
    frame = _frame(tokens, said, subjects)
    cues, about = _cues(tokens), _around([one.mark for one in seen], said)
    return [_of(one, at + 2, said, kinds, cues[at], seen) + _topical(one, subjects) + about[at] + frame for at, one in enumerate(seen)]


def _topical(one: Seen, subjects: Sequence[str]) -> list[str]:
    """What kind of word, in a sentence about what."""
    return [f"ok={subject} {one.kind}" for subject in subjects or ("",)] if one.said[0] == "~" else []


def _around(marks: Sequence[str], said: Sequence[str]) -> list[list[str]]:
    """For each word of a known phrase, what stands before and after the whole of it. said: with two edges at each end."""
    found: list[list[str]] = [[]] * len(marks)
    at = 0
    while at < len(marks):
        end = at + 1
        while marks[at] and end < len(marks) and marks[end] == marks[at]:
            end += 1
        if mark := marks[at]:
            before, after = said[at + 1], said[end + 2]
            found[at:end] = [[f"m<={mark} {before}", f"m>={mark} {after}", f"m<>={mark} {before} {after}"]] * (end - at)
        at = end
    return found


def _frame(tokens: Sequence[Token], said: list[str], subjects: Sequence[str]) -> list[str]:
    """Of the sentence as a whole."""
    count = len(tokens)
    opening = next((said[at + 2] for at, token in enumerate(tokens) if token.word not in _WAKE), "")
    return [f"n={min(count, 4)}", f"open={opening}", *(f"on={subject}" for subject in subjects)]


def _cues(tokens: Sequence[Token]) -> list[str]:
    """For each word, the nearest cue before it and how far that is."""
    found, cue, far = [], "-", 0
    for token in tokens:
        far += 1
        found.append(f"{cue}{min(far, 4)}")
        if token.word in _CUES:
            cue, far = token.word, 0
    return found


def _of(one: Seen, at: int, said: list[str], kinds: list[str], cue: str, seen: Sequence[Seen]) -> list[str]:
    token, kind = one.token, one.kind
    w0, w1, w2, v1, v2 = said[at], said[at - 1], said[at - 2], said[at + 1], said[at + 2]
    k1, j1 = kinds[at - 1], kinds[at + 1]
    count = len(seen)
    end = ("F" if at == 2 else "") + ("L" if at == count + 1 else "")
    own = token.is_possessive
    made = [
        "b", f"w={w0}", f"k={kind}", f"-1={w1}", f"-2={w2}", f"+1={v1}", f"+2={v2}", f"-1k={k1}", f"+1k={j1}",
        f"-21={w2} {w1}", f"+12={v1} {v2}", f"-1+1={w1} {v1}", f"-10={w1} {w0}", f"0+1={w0} {v1}", f"-321={said[at - 3] if at > 2 else ''} {w2} {w1}",
        f"k-1={kind} {w1}", f"k+1={kind} {v1}", f"k-1+1={kind} {w1} {v1}", f"k-21={kind} {w2} {w1}", f"kk={k1} {kind}", f"k+k={kind} {j1}",
        f"c={cue}", f"ck={cue} {kind}", f"e={end}", f"ek={end} {min(count, 4)} {kind}", f"es={end} {own} {v1}",
    ]  # fmt: skip
    if one.mark:
        made += [
            f"m={one.mark}",
            f"mk={one.mark} {kind}",
            f"m-1={one.mark} {w1}",
            f"mm={one.mark} {seen[at - 3].mark if at > 2 else ''} {seen[at - 1].mark if at <= count else ''}",
        ]
    if w1 == "and":
        made += [f"and={kinds[at - 2]} {kind}", f"and-3={said[at - 3] if at > 2 else ''} {kinds[at - 2]}"]
    if own:
        made += ["'s", f"'sk={kind}", f"'s-1={w1}"]
    if token.shape:
        made += [f"s={token.shape}", f"sk={token.shape} {kind}", f"s-1={token.shape} {seen[at - 3].token.shape if at > 2 else '^'} {token.before}"]
    elif at > 2 and seen[at - 3].token.shape:
        made.append("s-1!")
    if token.before:
        made.append(f"p={token.before}")
    if at <= count and seen[at - 1].token.before:
        made.append(f"p+1={seen[at - 1].token.before}")
    if one.entry is not None:
        made += [*one.listed, f"r-1={one.entry.rarity} {w1}"]
    if w0[0] == "~":
        word = token.word
        made += [
            f"l={min(len(word), 8)}",
            f"a1={word[:1]}",
            f"a2={word[:2]}",
            f"a3={word[:3]}",
            f"z1={word[-1:]}",
            f"z2={word[-2:]}",
            f"z3={word[-3:]}",
            f"z4={word[-4:]}",
        ]
        made += [f"g={word[i : i + 3]}" for i in range(1, min(len(word) - 3, 8))]
    return made
