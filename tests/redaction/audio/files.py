"""Recordings good and bad, made on the spot."""

from __future__ import annotations

import io
import struct
from typing import Any

import av
import numpy as np

from redaction.audio.sound import Sound

DEMUXERS = {"wav": "pcm_s16le", "flac": "flac", "mp3": "libmp3lame", "mp4": "aac", "webm": "libopus", "ogg": "libopus"}


def tone(seconds: float, *, rate_hz: int = 16_000, hz: float = 300.0, level: float = 0.3) -> Sound:
    times = np.arange(round(seconds * rate_hz)) / rate_hz
    return Sound((level * np.sin(2 * np.pi * hz * times)).astype(np.float32), rate_hz)


def click(at_s: float, *, seconds: float, rate_hz: int) -> Sound:
    """Five samples high, in faint noise, for a codec gives absolute silence special treatment."""
    samples = np.random.default_rng(1).normal(scale=5e-4, size=round(seconds * rate_hz)).astype(np.float32)
    middle = round(at_s * rate_hz)
    samples[middle - 2 : middle + 3] = (0.1, 0.4, 0.8, 0.4, 0.1)
    return Sound(samples, rate_hz)


def encoded(
    sound: Sound,
    container: str = "wav",
    codec: str | None = None,
    *,
    channels: int = 1,
    streams: int = 1,
    picture: str | None = None,
    tags: dict[str, str] | None = None,
) -> bytes:
    """picture: a codec of video to put beside the sound."""
    file = io.BytesIO()
    with av.open(file, "w", format=container) as opened:
        opened.metadata.update(tags or {})
        layout = "mono" if channels == 1 else "stereo"
        voices = [opened.add_stream(codec or DEMUXERS[container], rate=sound.rate_hz, layout=layout) for _ in range(streams)]
        film = _film(opened, picture) if picture else None
        for voice in voices:
            packed = np.repeat((sound.samples * 32767).astype(np.int16)[:, None], channels, axis=1).reshape(1, -1)
            frame = av.AudioFrame.from_ndarray(packed, format="s16", layout=layout)
            frame.sample_rate = sound.rate_hz
            frame.pts = 0
            opened.mux([*voice.encode(frame), *voice.encode(None)])
        if film:
            opened.mux([*film.encode(av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8))), *film.encode(None)])
    return file.getvalue()


def _film(opened: Any, codec: str) -> Any:
    film = opened.add_stream(codec, rate=1)
    film.width, film.height = 64, 64
    film.pix_fmt = {"mpeg4": "yuv420p", "png": "rgb24", "libvpx": "yuv420p"}[codec]
    return film


def wav(data: bytes, *, rate_hz: int = 16_000, channels: int = 1, bits: int = 16, kind: int = 1, size: int | None = None) -> bytes:
    """A header that says what you like."""
    size = len(data) if size is None else size
    each = channels * bits // 8 & 0xFFFF
    form = struct.pack("<HHIIHH", kind, channels, rate_hz, rate_hz * each & 0xFFFFFFFF, each, bits)
    return b"RIFF" + struct.pack("<I", size + 36 & 0xFFFFFFFF) + b"WAVEfmt " + struct.pack("<I", 16) + form + b"data" + struct.pack("<I", size) + data


def silent_flac(seconds: int, *, claims: int | None = None) -> bytes:
    """Silence at 8 kHz in 17 bytes for each 8 seconds (RFC 9639). claims: the seconds in the header, if others."""
    block, rate_hz = 65_535, 8_000
    count = -(-seconds * rate_hz // block)
    total = count * block if claims is None else claims * rate_hz
    info = struct.pack(">HH", block, block) + bytes(6) + (rate_hz << 44 | 15 << 36 | total).to_bytes(8, "big") + bytes(16)
    frames = []
    for number in range(count):
        head = b"\xff\xf8\x74\x08" + chr(number).encode() + struct.pack(">H", block - 1)
        frame = head + bytes([_crc(head, 8, 0x07)]) + bytes(3)
        frames.append(frame + struct.pack(">H", _crc(frame, 16, 0x8005)))
    return b"fLaC" + b"\x80" + len(info).to_bytes(3, "big") + info + b"".join(frames)


def _crc(data: bytes, width: int, polynomial: int) -> int:
    value = 0
    for byte in data:
        value ^= byte << width - 8
        for _ in range(8):
            value = value << 1 ^ (polynomial if value >> width - 1 else 0)
            value &= (1 << width) - 1
    return value
