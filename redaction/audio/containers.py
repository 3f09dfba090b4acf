"""Which files we open at all, and whether their outermost structure is whole. Pure: no decoder has seen the bytes yet.

FFmpeg guesses a format from content and would follow a playlist; here the first bytes choose one demuxer by name or none. It also plays what is
left of a file that was cut off without a word, therefore each walk below follows the container's own sizes to the last byte.
A stream that was never finished (sizes unknown, no last page) cannot be told from one that was cut, and is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from struct import unpack_from


class DecodeFault(StrEnum):
    """Why a recording has no usable sound."""

    EMPTY = "empty"
    UNKNOWN_FORMAT = "unknown_format"
    NOT_AUDIO_ONLY = "not_audio_only"
    SEVERAL_STREAMS = "several_streams"
    NO_AUDIO = "no_audio"
    TRUNCATED = "truncated"
    TOO_LONG = "too_long"
    BAD_HEADER = "bad_header"
    DECODER_FAILED = "decoder_failed"
    DECODER_TIMED_OUT = "decoder_timed_out"
    DECODER_OUT_OF_MEMORY = "decoder_out_of_memory"


class Unfit(Exception):
    """The container is not whole, or not of the kind it claims."""

    def __init__(self, code: DecodeFault) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Container:
    """demuxer: FFmpeg's name. start: what the file begins with. check: raises Unfit. slack_s: by how much a good file may be longer or shorter
    than it says (lossy codecs pad their last frame)."""

    demuxer: str
    start: re.Pattern[bytes]
    check: Callable[[bytes], None]
    slack_s: float


def container_of(raw: bytes) -> Container | None:
    """By the first 64 bytes. None: not a format that we open."""
    return next((one for one in CONTAINERS if one.start.match(raw[:64])), None)


def _wav(raw: bytes) -> None:
    at = 12
    while at + 8 <= len(raw):
        name, size = unpack_from("<4sI", raw, at)
        at += 8
        if name == b"data":
            return _data_chunk(size, left=len(raw) - at)
        at += size + size % 2
    raise Unfit(DecodeFault.TRUNCATED if at > len(raw) else DecodeFault.BAD_HEADER)


def _data_chunk(size: int, *, left: int) -> None:
    if size == 0 and left == 0:
        raise Unfit(DecodeFault.NO_AUDIO)
    if size in (0, 0xFFFFFFFF):  # what a recorder writes first, and corrects if it is not stopped before
        raise Unfit(DecodeFault.BAD_HEADER)
    if size > left:
        raise Unfit(DecodeFault.TRUNCATED)


def _flac(raw: bytes) -> None:
    """The frames carry checksums, which the decoder is told to mind; here only that there are some, and how many samples there should be."""
    kind, start, end = blocks_of(raw)[0]
    if (kind, end - start) != (0, 34) or not int.from_bytes(raw[start + 13 : start + 18], "big") & 0xF_FFFF_FFFF:
        raise Unfit(DecodeFault.BAD_HEADER)


def blocks_of(flac: bytes) -> list[tuple[int, int, int]]:
    """Kind (0 is STREAMINFO, 4 a comment, 6 a picture: RFC 9639, section 8.1), start and end of each metadata block, in bytes. Raises Unfit."""
    if flac[:4] != b"fLaC":
        raise Unfit(DecodeFault.BAD_HEADER)
    blocks, at, is_last = [], 4, False
    while not is_last:
        if at + 4 >= len(flac):
            raise Unfit(DecodeFault.TRUNCATED)
        is_last, kind = bool(flac[at] & 0x80), flac[at] & 0x7F
        start = at + 4
        at = start + int.from_bytes(flac[at + 1 : start], "big")
        blocks.append((kind, start, at))
    if at >= len(flac):
        raise Unfit(DecodeFault.TRUNCATED)
    return blocks


def _ogg(raw: bytes) -> None:
    pages = list(_ogg_pages(raw))
    if sum(flags & 2 for flags in pages) != 2:  # one page opens a stream: neither two side by side nor one after the other
        raise Unfit(DecodeFault.SEVERAL_STREAMS)
    if not pages[-1] & 4:
        raise Unfit(DecodeFault.TRUNCATED)


def _ogg_pages(raw: bytes) -> Iterator[int]:
    """The flags of each page: 2 opens a stream, 4 ends it."""
    at = 0
    while at < len(raw):
        if at + 27 > len(raw):
            raise Unfit(DecodeFault.TRUNCATED)
        name, flags, segments = unpack_from("<4sxB20xB", raw, at)
        if name != b"OggS":
            raise Unfit(DecodeFault.BAD_HEADER)
        table = raw[at + 27 : at + 27 + segments]
        at += 27 + segments + sum(table)
        if at > len(raw):
            raise Unfit(DecodeFault.TRUNCATED)
        yield flags


def _mp4(raw: bytes) -> None:
    at, names = 0, set()
    while at + 8 <= len(raw):
        size, name = unpack_from(">I4s", raw, at)
        if size == 1 and at + 16 <= len(raw):
            (size,) = unpack_from(">8xQ", raw, at)
        if size < 8:
            raise Unfit(DecodeFault.BAD_HEADER)
        names.add(name)
        at += size
    if at != len(raw) or not {b"moov", b"mdat"} <= names:
        raise Unfit(DecodeFault.TRUNCATED)
    if b"moof" in names:  # fragments, as a live recorder writes them: no total length anywhere
        raise Unfit(DecodeFault.BAD_HEADER)


def _webm(raw: bytes) -> None:
    """Two elements: the EBML header and one segment. Each: an id, a size of 1 to 8 bytes (leading zero bits tell how many), its content."""
    at = 0
    for name in (b"\x1a\x45\xdf\xa3", b"\x18\x53\x80\x67"):
        if raw[at : at + 4] != name or at + 5 > len(raw):
            raise Unfit(DecodeFault.BAD_HEADER)
        length = 9 - raw[at + 4].bit_length()
        size = int.from_bytes(raw[at + 4 : at + 4 + length], "big") & ((1 << 7 * length) - 1)
        if length > 8 or size == (1 << 7 * length) - 1:  # all ones: unknown
            raise Unfit(DecodeFault.BAD_HEADER)
        at += 4 + length + size
    if at != len(raw):
        raise Unfit(DecodeFault.TRUNCATED if at > len(raw) else DecodeFault.BAD_HEADER)


_MP3_KBIT = {
    3: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),  # MPEG-1, ISO 11172-3, 2.4.2.3
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),  # MPEG-2, ISO 13818-3
}
_MP3_HZ = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}


def _mp3(raw: bytes) -> None:
    """Frame after frame from the tag in front to the tag behind."""
    at = _after_id3(raw)
    if raw[at : at + 4] == b"":
        raise Unfit(DecodeFault.TRUNCATED if at > len(raw) else DecodeFault.NO_AUDIO)
    end = len(raw) - 128 if raw[-128:-125] == b"TAG" else len(raw)
    while at < end:
        size = _mp3_frame_size(raw[at : at + 4])
        if size is None:
            raise Unfit(DecodeFault.BAD_HEADER)
        at += size
    if at > end:
        raise Unfit(DecodeFault.TRUNCATED)


def _after_id3(raw: bytes) -> int:
    if raw[:3] != b"ID3" or len(raw) < 10:
        return 0
    a, b, c, d = (byte & 0x7F for byte in raw[6:10])
    return 10 + (a << 21 | b << 14 | c << 7 | d) + (10 if raw[5] & 0x10 else 0)


def _mp3_frame_size(head: bytes) -> int | None:
    """Bytes of a layer III frame. None: no such header, or a free bit rate, which nobody uses."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return None
    version, rate, kbit = head[1] >> 3 & 3, head[2] >> 2 & 3, head[2] >> 4
    if version == 1 or rate == 3 or kbit in (0, 15):
        return None
    slots = 144 if version == 3 else 72
    return slots * _MP3_KBIT[max(version, 2)][kbit] * 1000 // _MP3_HZ[version][rate] + (head[2] >> 1 & 1)


CONTAINERS = (
    Container("wav", re.compile(rb"RIFF.{4}WAVE", re.DOTALL), _wav, slack_s=0.0),
    Container("flac", re.compile(rb"fLaC"), _flac, slack_s=0.0),
    Container("ogg", re.compile(rb"OggS"), _ogg, slack_s=0.15),
    Container("mp3", re.compile(rb"ID3|\xff[\xe2\xe3\xf2\xf3\xfa\xfb]"), _mp3, slack_s=0.15),
    Container("mov", re.compile(rb".{4}ftyp", re.DOTALL), _mp4, slack_s=0.15),
    Container("matroska", re.compile(rb"\x1a\x45\xdf\xa3"), _webm, slack_s=0.15),
)
