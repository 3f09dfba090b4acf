"""A sound as a voice detector should hear it: without hum, and loud enough. For listening by machines only; no copy is made of it. Pure."""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from redaction.audio.silero import CHUNK
from redaction.audio.sound import Samples, Sound

Spectrum = NDArray[np.complexfloating]

_ENOUGH = 0.25  # a lower peak is raised to it: a listener can turn up the volume, the detector loses speech that peaks below -45 dB
_MOST_GAIN = _ENOUGH * 32768 / 4  # of what peaks below four steps of 16 bits nobody makes words; raised further, a room's tail is speech
_NEAR_CHUNKS = 4  # on each side; with twice as many a click every half second keeps all between them down

# What is no voice but takes the level from it: a constant, rumble, and mains with its multiples.
_VOICE_FROM_HZ = 90.0  # nothing below 0.8 of it, all from 1.2 of it
_MAINS_HZ, _MAINS_TO_HZ = (50.0, 60.0), 600.0
_LINE_HZ, _BESIDE_LINE_HZ = 6.0, 30.0  # on both sides
_LINE_TIMES = 25.0  # mains of 3 s and more stand so far above the median of their 6 Hz; a laugh that stays at its pitch stands at 20
_BEYOND = 4000  # samples mirrored on both sides, or the filter rings at the edges


def without_hum(sound: Sound) -> Sound:
    """Without what lies below a voice, and mains with its multiples where they stand out."""
    length = len(sound.samples)
    if length < 2:
        return Sound(np.zeros_like(sound.samples), sound.rate_hz)
    beyond = min(_BEYOND, length - 1)
    wide = np.pad(sound.samples, beyond, mode="reflect", reflect_type="odd")
    size = 1 << (len(wide) - 1).bit_length()  # other sizes take up to three times as long
    spectrum = np.fft.rfft(wide, size)
    bin_hz = sound.rate_hz / size
    spectrum *= np.clip(2.5 * (np.arange(len(spectrum), dtype=np.float32) * (bin_hz / _VOICE_FROM_HZ) - 0.8), 0, 1)
    for mains_hz in _MAINS_HZ:
        for line_hz in np.arange(2 * mains_hz, _MAINS_TO_HZ + 1, mains_hz):
            _lower(spectrum, line_hz, bin_hz)
    return Sound(np.fft.irfft(spectrum, size)[beyond : beyond + length].astype(np.float32), sound.rate_hz)


def _lower(spectrum: Spectrum, line_hz: float, bin_hz: float) -> None:
    """In place: a line that stands out becomes as strong as what is around it. One that wavers, as a laugh's does, is a voice's and stays."""
    near = np.abs(_around(spectrum, line_hz, _LINE_HZ, bin_hz))
    if near.max(initial=0.0) > _LINE_TIMES * _middle(near):
        level = _middle(np.abs(_around(spectrum, line_hz, _BESIDE_LINE_HZ, bin_hz)))
        line = _around(spectrum, line_hz, _LINE_HZ, bin_hz)
        line *= np.minimum(1, level / np.maximum(near, 1e-12))


def _middle(values: NDArray[np.floating]) -> float:
    """The (upper) median, without the 80 us that numpy's takes to begin."""
    half = len(values) // 2
    return float(np.partition(values, half)[half]) if len(values) else 0.0


def _around(spectrum: Spectrum, middle_hz: float, width_hz: float, bin_hz: float) -> Spectrum:
    """A view: so much on both sides."""
    return spectrum[max(0, int((middle_hz - width_hz) / bin_hz)) : int((middle_hz + width_hz) / bin_hz) + 2]


def raised(sound: Sound) -> Sound:
    peak = float(np.abs(sound.samples).max(initial=0.0))
    return Sound(sound.samples * np.float32(max(1.0, min(_ENOUGH / max(peak, 1e-9), _MOST_GAIN))), sound.rate_hz)


def levelled(sound: Sound) -> Sound:
    """Every quarter of a second as loud as the next: a gain that the loudest chunk nearby decides, without steps."""
    length = len(sound.samples)
    chunks = np.pad(sound.samples, (0, -length % CHUNK)).reshape(-1, CHUNK)
    if not length:
        return sound
    gains = _gain(_nearby(np.abs(chunks).max(axis=1)).max(axis=1))
    smooth = _nearby(gains).mean(axis=1)
    gain = np.interp(np.arange(length), (np.arange(len(smooth)) + 0.5) * CHUNK, smooth).astype(np.float32)
    return Sound(np.clip(sound.samples * gain, -1, 1), sound.rate_hz)


def _gain(peaks: Samples) -> Samples:
    return np.minimum(_ENOUGH / np.maximum(peaks, np.float32(1e-9)), np.float32(_MOST_GAIN))


def _nearby(values: Samples) -> Samples:
    """(n,) to (n, neighbours on both sides and itself)."""
    return sliding_window_view(np.pad(values, _NEAR_CHUNKS, mode="edge"), 2 * _NEAR_CHUNKS + 1)
