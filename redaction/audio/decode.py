"""From the bytes of a recording to its sound, or to one coded reason why not. FFmpeg runs only in a child (decoder.py)."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from redaction.audio.child import ChildLimits
from redaction.audio.containers import DecodeFault, Unfit, container_of
from redaction.audio.decoder import HEAD, RATES_HZ, SoundLimits
from redaction.audio.nursery import ChildFailed, ChildFault, nursery
from redaction.audio.sound import Sound

_DECODER = "redaction.audio.decoder"

MESSAGES = {
    DecodeFault.EMPTY: "there are no bytes",
    DecodeFault.UNKNOWN_FORMAT: "not WAV, FLAC, Ogg, MP3, MP4 audio or WebM, or a codec inside that we do not open",
    DecodeFault.NOT_AUDIO_ONLY: "the file holds a picture, video, subtitles or data beside or instead of sound",
    DecodeFault.SEVERAL_STREAMS: "the file holds more than one stream of sound",
    DecodeFault.NO_AUDIO: "the file holds no sound",
    DecodeFault.TRUNCATED: "the file ends before the sound that it announces, or parts of it are missing",
    DecodeFault.TOO_LONG: "the sound is longer than we take",
    DecodeFault.BAD_HEADER: "the header is impossible, unfinished or at odds with the sound",
    DecodeFault.DECODER_FAILED: "the sound is damaged",
    DecodeFault.DECODER_TIMED_OUT: "decoding took longer than it may",
    DecodeFault.DECODER_OUT_OF_MEMORY: "decoding took more memory than it may",
}
_OF_THE_CHILD = {
    ChildFault.TIMED_OUT: DecodeFault.DECODER_TIMED_OUT,
    ChildFault.OUT_OF_MEMORY: DecodeFault.DECODER_OUT_OF_MEMORY,
    ChildFault.TOO_MUCH_OUTPUT: DecodeFault.TOO_LONG,
    ChildFault.CRASHED: DecodeFault.DECODER_FAILED,
}


class Undecodable(Exception):
    """No sound that we would vouch for is in these bytes. The message is ours; nothing of the file's metadata is in it."""

    def __init__(self, code: DecodeFault) -> None:
        super().__init__(f"{code}: {MESSAGES[code]}")
        self.code = code


@dataclass(frozen=True)
class DecodeLimits:
    """samples: per channel, whatever the rate; with the default a recording of 300 s may have up to 48 kHz."""

    duration_s: float = 300.0
    samples: int = 300 * 48_000
    child: ChildLimits = field(default_factory=ChildLimits)

    @property
    def sound(self) -> SoundLimits:
        return SoundLimits(self.duration_s, self.samples)


DEFAULT_LIMITS = DecodeLimits()


def decode(raw: bytes, *, limits: DecodeLimits = DEFAULT_LIMITS) -> Sound:
    """Mono (the mean of the channels) at the recording's own rate, on the player's time base: codec priming is left out. Raises Undecodable."""
    if not raw:
        raise Undecodable(DecodeFault.EMPTY)
    container = container_of(raw)
    if container is None:
        raise Undecodable(DecodeFault.UNKNOWN_FORMAT)
    try:
        container.check(raw)
        answer = nursery(_DECODER).call(raw, limits.sound.packed(), limits=limits.child)
    except Unfit as unfit:
        raise Undecodable(unfit.code) from None
    except ChildFailed as failed:
        raise Undecodable(_OF_THE_CHILD[failed.code]) from None
    return _sound_in(answer, limits)


def _sound_in(answer: bytearray, limits: DecodeLimits) -> Sound:
    """The child met hostile bytes: what it says is checked like any other input."""
    if len(answer) < HEAD.size:
        raise Undecodable(DecodeFault.DECODER_FAILED)
    rate_hz, count = HEAD.unpack_from(answer)
    if rate_hz == 0:
        said = bytes(answer[HEAD.size :]).decode("ascii", "replace")
        raise Undecodable(DecodeFault(said) if said in set(DecodeFault) else DecodeFault.DECODER_FAILED)
    samples = np.frombuffer(answer, "<f4", offset=HEAD.size) if len(answer) == HEAD.size + 4 * count else np.zeros(0, np.float32)
    if rate_hz not in RATES_HZ or not 0 < count <= limits.samples or len(samples) != count or not np.isfinite(samples).all():
        raise Undecodable(DecodeFault.DECODER_FAILED)
    return Sound(np.clip(samples, -1.0, 1.0), rate_hz)
