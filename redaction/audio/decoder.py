"""From the bytes of a recording to its samples, or to one coded reason why not, by FFmpeg. Runs only in a child: child.py."""

from __future__ import annotations

import io
import socket
import struct
from dataclasses import astuple, dataclass, field
from typing import Any, NoReturn

import av
import av.subtitles.codeccontext  # these four: PyAV imports them when it meets a stream, and the child can open no file
import av.subtitles.stream
import av.video.codeccontext
import av.video.stream
import numpy as np
from av.audio.stream import AudioStream
from av.container import InputContainer

from redaction.audio.child import serve
from redaction.audio.containers import Container, DecodeFault, Unfit, container_of
from redaction.audio.sound import Samples

RATES_HZ = range(8_000, 192_001)
CHANNELS = range(1, 9)
CODECS = (
    *("pcm_u8", "pcm_s16le", "pcm_s24le", "pcm_s32le", "pcm_f32le", "pcm_alaw", "pcm_mulaw"),
    *("flac", "mp3", "mp3float", "aac", "opus", "vorbis"),
)
HEAD = struct.Struct("<II")  # rate, number of samples; rate 0: a code follows instead
_LATEST_START_S = 0.15  # MP3 at 8 kHz primes with 1105 samples, no codec here with more
_JUMP_S = 0.05  # webm counts in milliseconds, opus frames last up to 60
_FULL_SCALE = {"u1": 128.0, "i2": 32768.0, "i4": 2147483648.0, "f4": 1.0}
_LIMITS = struct.Struct("<dQ")


@dataclass(frozen=True)
class SoundLimits:
    """samples: per channel, whatever the rate."""

    duration_s: float
    samples: int

    @classmethod
    def unpacked(cls, about: bytes) -> SoundLimits:
        return cls(*_LIMITS.unpack(about))

    def packed(self) -> bytes:
        return _LIMITS.pack(*astuple(self))


def decoded(raw: bytes, about: bytes) -> bytes | memoryview:
    """Header and float32 samples, or a code."""
    container, limits = container_of(raw), SoundLimits.unpacked(about)
    if container is None:
        return _refused(DecodeFault.UNKNOWN_FORMAT)
    try:
        with av.open(io.BytesIO(raw), "r", format=container.demuxer, io_open=_refuse, container_options=_options()) as opened:
            heard = _listen(opened, container, limits)
    except Unfit as unfit:
        return _refused(unfit.code)
    except (av.error.InvalidDataError, av.error.EOFError, av.error.ArgumentError, av.error.PatchWelcomeError):
        return _refused(DecodeFault.BAD_HEADER)
    head = np.frombuffer(HEAD.pack(heard.rate_hz, heard.count), np.float32)
    return np.concatenate([head, *heard.parts]).data


def _refused(code: DecodeFault) -> bytes:
    return HEAD.pack(0, 0) + code.encode()


def _options() -> dict[str, str]:
    """probesize: with FFmpeg's own it reads a whole WAV to see whether the samples are a film's sound in disguise (11 ms for 5 s at 48 kHz)."""
    return {"codec_whitelist": ",".join(CODECS), "protocol_whitelist": "none", "max_streams": "8", "probesize": "4096"}


def _refuse(*_: Any) -> NoReturn:
    """A file that names another file gets no answer."""
    raise Unfit(DecodeFault.UNKNOWN_FORMAT)


def _listen(opened: InputContainer, container: Container, limits: SoundLimits) -> _Heard:
    stream = _only_stream(opened)
    claimed_s = _claimed_s(opened, stream)
    if claimed_s > limits.duration_s + container.slack_s:
        raise Unfit(DecodeFault.TOO_LONG)
    heard = _Heard(limits)
    damaged = False
    try:
        for frame in opened.decode(stream):
            heard.take(frame)
    except av.error.InvalidDataError:
        damaged = True
    _compare(heard, claimed_s, slack_s=container.slack_s, damaged=damaged)
    return heard


def _only_stream(opened: InputContainer) -> AudioStream:
    kinds = [stream.type for stream in opened.streams]
    if set(kinds) - {"audio"}:
        raise Unfit(DecodeFault.NOT_AUDIO_ONLY)
    if len(kinds) != 1:
        raise Unfit(DecodeFault.SEVERAL_STREAMS if kinds else DecodeFault.NO_AUDIO)
    stream = opened.streams.audio[0]
    if stream.codec_context is None or stream.codec_context.name not in CODECS:
        raise Unfit(DecodeFault.UNKNOWN_FORMAT)
    if stream.codec_context.sample_rate not in RATES_HZ or stream.codec_context.channels not in CHANNELS:
        raise Unfit(DecodeFault.BAD_HEADER)
    stream.codec_context.thread_count = 1
    stream.codec_context.options = {"err_detect": "crccheck+bitstream+buffer+explode"}
    return stream


def _claimed_s(opened: InputContainer, stream: AudioStream) -> float:
    """How long the file says it is. An MP3 without a count of its frames is judged by its size."""
    if stream.duration is not None and stream.time_base is not None:
        return float(stream.duration * stream.time_base)
    if opened.duration is None:
        raise Unfit(DecodeFault.BAD_HEADER)
    return opened.duration / av.time_base


@dataclass
class _Heard:
    """The sound so far, which must stay of one kind, on time and within limits."""

    limits: SoundLimits
    parts: list[Samples] = field(default_factory=list)
    count: int = 0
    kind: tuple[int, str, int] = (0, "", 0)
    began_s: float = 0.0

    @property
    def rate_hz(self) -> int:
        return self.kind[0]

    def take(self, frame: av.AudioFrame) -> None:
        kind = (frame.sample_rate, frame.format.name, frame.layout.nb_channels)
        if not self.parts:
            self.kind, self.began_s = kind, frame.time or 0.0
        if kind != self.kind or frame.sample_rate not in RATES_HZ or abs(self.began_s) > _LATEST_START_S:
            raise Unfit(DecodeFault.BAD_HEADER)
        if frame.time is not None and abs(frame.time - self.began_s - self.count / self.rate_hz) > _JUMP_S:
            raise Unfit(DecodeFault.TRUNCATED)
        self.count += frame.samples
        if self.count > min(self.limits.samples, (self.limits.duration_s + _LATEST_START_S) * self.rate_hz):
            raise Unfit(DecodeFault.TOO_LONG)
        self.parts.append(_mono(frame))


def _mono(frame: av.AudioFrame) -> Samples:
    """Planar (channels, n) or packed (1, n * channels), of any sample type, to the mean of the channels."""
    raw = frame.to_ndarray()
    channels = frame.layout.nb_channels
    planar = raw if frame.format.is_planar else raw.reshape(-1, channels).T
    mono = planar[0] if channels == 1 else planar.mean(axis=0, dtype=np.float64)
    scale = _FULL_SCALE[raw.dtype.str[1:]]
    middle = 128.0 if raw.dtype == np.uint8 else 0.0
    samples: Samples = (mono.astype(np.float32) - np.float32(middle)) / np.float32(scale)
    return samples


def _compare(heard: _Heard, claimed_s: float, *, slack_s: float, damaged: bool) -> None:
    if damaged and not heard.count:
        raise Unfit(DecodeFault.DECODER_FAILED)
    if not heard.count:
        raise Unfit(DecodeFault.NO_AUDIO)
    missing_s = claimed_s - heard.count / heard.rate_hz
    slack_s += 0.5 / heard.rate_hz
    if missing_s > slack_s:
        raise Unfit(DecodeFault.TRUNCATED)
    if damaged:
        raise Unfit(DecodeFault.DECODER_FAILED)
    if missing_s < -slack_s:
        raise Unfit(DecodeFault.BAD_HEADER)


if __name__ == "__main__":
    serve(socket.socket(fileno=0), decoded)
