"""The only sound file that we write: 16-bit mono FLAC with nothing in it but sound. Equal samples give equal bytes."""

from __future__ import annotations

import io

import av
import numpy as np

from redaction.audio.containers import blocks_of
from redaction.audio.sound import Sound, pcm16

_LAST_BLOCK = 0x80
_EXACT = {"flags": "+bitexact", "threads": "1"}


def flac(sound: Sound) -> bytes:
    """Bit-exact: decoding gives the 16-bit samples back. The one metadata block is STREAMINFO (rate, length, MD5 of the samples): no tag, no
    picture, no padding, no encoder's name. Of at least one sample."""
    file = io.BytesIO()
    with av.open(file, "w", format="flac", container_options={"fflags": "+bitexact"}) as container:
        stream = container.add_stream("flac", rate=sound.rate_hz, layout="mono", format="s16", options=_EXACT)
        container.mux([*stream.encode(_frame(sound)), *stream.encode(None)])
    return _bare(file.getvalue())


def unflac(file: bytes) -> Sound:
    """The sound of a file that flac() made, for the second look; what came from elsewhere goes through decode() and its child."""
    with av.open(io.BytesIO(file), "r", format="flac") as container:
        parts = [frame.to_ndarray()[0] for frame in container.decode(audio=0)]
        rate_hz = container.streams.audio[0].rate
    return Sound(np.concatenate(parts).astype(np.float32) / np.float32(32768.0), rate_hz)


def _frame(sound: Sound) -> av.AudioFrame:
    frame = av.AudioFrame.from_ndarray(np.frombuffer(pcm16(sound.samples), "<i2")[None, :], format="s16", layout="mono")
    frame.sample_rate = sound.rate_hz
    frame.pts = 0
    return frame


def _bare(file: bytes) -> bytes:
    """Without the blocks that FFmpeg adds even when told to be exact: its name and 8 kB of padding."""
    blocks = blocks_of(file)
    _, start, end = blocks[0]
    return file[:4] + bytes([_LAST_BLOCK]) + file[start - 3 : end] + file[blocks[-1][2] :]
