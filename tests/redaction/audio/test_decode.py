"""Good recordings come out on time; bad ones with one clear reason, whatever is wrong with them."""

from __future__ import annotations

import io
import subprocess
import sys
from typing import Any

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.env import ROOT
from redaction.audio.child import ChildLimits
from redaction.audio.containers import container_of
from redaction.audio.decode import MESSAGES, DecodeFault, DecodeLimits, Undecodable, decode
from redaction.audio.sound import Sound
from tests.redaction.audio.files import click, encoded, silent_flac, tone, wav

GOOD = [
    ("wav", "pcm_s16le", 16_000),
    ("wav", "pcm_s24le", 48_000),
    ("wav", "pcm_u8", 8_000),
    ("wav", "pcm_f32le", 44_100),
    ("wav", "pcm_mulaw", 8_000),
    ("flac", "flac", 22_050),
    ("mp3", "libmp3lame", 44_100),
    ("mp3", "libmp3lame", 16_000),
    ("mp3", "libmp3lame", 8_000),
    ("mp4", "aac", 48_000),
    ("mp4", "aac", 16_000),
    ("webm", "libopus", 48_000),
    ("ogg", "libopus", 48_000),
]
named = pytest.mark.parametrize(("container", "codec", "rate_hz"), GOOD, ids=["-".join(map(str, one)) for one in GOOD])


def fault_of(raw: bytes, **limits: Any) -> str:
    with pytest.raises(Undecodable) as failed:
        decode(raw, limits=DecodeLimits(**limits))
    assert str(failed.value) == f"{failed.value.code}: {MESSAGES[failed.value.code]}"
    return failed.value.code.value


@named
def test_a_click_stays_at_its_second(container: str, codec: str, rate_hz: int) -> None:
    sound = decode(encoded(click(1.234, seconds=2.5, rate_hz=rate_hz), container, codec))
    assert sound.rate_hz == rate_hz
    assert 2.5 <= sound.duration_s < 2.65
    loudest_s = np.abs(sound.samples).argmax() / sound.rate_hz
    assert abs(loudest_s - 1.234) <= (1.5 / rate_hz if container in ("wav", "flac") else 0.001)


@named
def test_it_may_have_two_channels(container: str, codec: str, rate_hz: int) -> None:
    sound = decode(encoded(tone(1.0, rate_hz=rate_hz), container, codec, channels=2))
    assert np.sqrt(np.mean(np.square(sound.samples[1000:-1000]))) == pytest.approx(0.3 / 2**0.5, rel=0.06)


def test_sixteen_bits_come_out_exactly() -> None:
    whole = np.arange(-32768, 32768, dtype="<i2")
    assert np.array_equal(decode(wav(whole.tobytes())).samples * 32768, whole)


def test_channels_are_averaged() -> None:
    left_and_right = np.tile(np.array([8192, -4096], "<i2"), 16_000)
    assert np.all(decode(wav(left_and_right.tobytes(), channels=2)).samples == np.float32(2048 / 32768))


def test_loud_floats_are_cut_to_full_scale() -> None:
    assert np.all(decode(wav(np.full(16_000, 3.0, "<f4").tobytes(), bits=32, kind=3)).samples == 1.0)


def test_a_name_in_the_tags_changes_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    plain, tagged = encoded(tone(1.0), "mp3"), encoded(tone(1.0), "mp3", tags={"artist": "x" * 5000})
    assert np.array_equal(decode(plain).samples, decode(tagged).samples)
    assert capfd.readouterr() == ("", "")


def test_a_fresh_process_decodes_every_format() -> None:
    """What PyAV imports late must be there before the fork: the child can open no module."""
    program = "import sys; from redaction.audio.decode import decode; print(decode(sys.stdin.buffer.read()).rate_hz)"
    for container in ("wav", "mp4", "webm"):
        asked = subprocess.run([sys.executable, "-c", program], input=encoded(tone(0.5, rate_hz=48_000), container), capture_output=True, check=True)
        assert (asked.stdout, asked.stderr) == (b"48000\n", b"")


NO_AUDIO_FILES = {
    "an_hls_playlist": b"#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nhttp://127.0.0.1/a.ts\n",
    "an_ffconcat_script": b"ffconcat version 1.0\nfile /etc/passwd\n",
    "a_session_description": b"v=0\no=- 0 0 IN IP4 127.0.0.1\nc=IN IP4 127.0.0.1\nm=audio 5004 RTP/AVP 0\n",
    "a_drawing": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "a_page": b"<!doctype html><script>alert(1)</script>",
    "a_program": b"MZ\x90\x00\x03\x00\x00\x00" + bytes(200),
    "an_archive": b"PK\x03\x04" + bytes(200),
    "a_picture": b"\x89PNG\r\n\x1a\n" + bytes(200),
    "random_bytes": np.random.default_rng(5).bytes(5000),
    "zeros": bytes(5000),
    "one_byte": b"R",
    "another_riff": b"RIFF" + bytes(4) + b"AVI LIST" + bytes(200),
    "an_unknown_codec": encoded(tone(1.0), "wav", "adpcm_ima_wav"),
}


@pytest.mark.parametrize("name", NO_AUDIO_FILES)
def test_what_is_no_format_of_ours_is_an_unknown_format(name: str) -> None:
    assert fault_of(NO_AUDIO_FILES[name]) == "unknown_format"


def test_nothing_is_empty() -> None:
    assert fault_of(b"") == "empty"


def test_intake_can_tell_by_the_first_bytes() -> None:
    assert all(container_of(encoded(tone(0.2, rate_hz=rate_hz), container, codec)[:64]) for container, codec, rate_hz in GOOD)
    assert not any(container_of(raw[:64]) for name, raw in NO_AUDIO_FILES.items() if name != "an_unknown_codec")


@named
@pytest.mark.parametrize("left", [0.03, 0.5, 0.97], ids=lambda left: f"{left:.0%}")
def test_a_file_that_was_cut_off_is_truncated(container: str, codec: str, rate_hz: int, left: float) -> None:
    raw = encoded(tone(1.0, rate_hz=rate_hz), container, codec)
    assert fault_of(raw[: int(len(raw) * left)]) == "truncated"
    assert fault_of(raw[:-1]) == "truncated"


def test_a_file_that_lacks_its_middle_is_refused() -> None:
    for container in ("flac", "mp3", "mp4", "webm", "ogg"):
        raw = encoded(tone(2.0, rate_hz=48_000), container)
        assert fault_of(raw[: len(raw) // 3] + raw[len(raw) * 2 // 3 :]) in ("truncated", "bad_header", "decoder_failed", "several_streams")


@pytest.mark.parametrize(("container", "picture"), [("mp4", "mpeg4"), ("mp3", "png"), ("webm", "libvpx"), ("matroska", "mpeg4")])
def test_a_film_or_a_cover_is_not_audio_only(container: str, picture: str) -> None:
    codec = "libopus" if container == "matroska" else None
    assert fault_of(encoded(tone(1.0, rate_hz=48_000), container, codec, picture=picture)) == "not_audio_only"


@pytest.mark.parametrize(("container", "codec"), [("matroska", "libopus"), ("mp4", "aac"), ("ogg", "libopus")])
def test_two_voices_in_one_file_are_several_streams(container: str, codec: str) -> None:
    assert fault_of(encoded(tone(1.0, rate_hz=48_000), container, codec, streams=2)) == "several_streams"


def test_two_ogg_files_in_a_row_are_several_streams() -> None:
    raw = encoded(tone(1.0, rate_hz=48_000), "ogg")
    assert fault_of(raw + encoded(tone(1.0, rate_hz=48_000, hz=500), "ogg")) == "several_streams"


def test_ten_hours_of_silence_in_a_small_file_are_too_long() -> None:
    raw = silent_flac(36_000)
    assert len(raw) < 80_000
    assert fault_of(raw) == "too_long"


def test_a_header_that_hides_ten_hours_helps_nobody() -> None:
    assert fault_of(silent_flac(36_000, claims=1)) == "too_long"


def test_limits_are_exact() -> None:
    assert decode(encoded(tone(2.0)), limits=DecodeLimits(duration_s=2.0)).duration_s == 2.0
    assert fault_of(encoded(tone(2.1)), duration_s=2.0) == "too_long"
    assert fault_of(encoded(tone(2.1)), samples=32_000) == "too_long"


SECOND = bytes(32_000)
STRANGE_HEADERS = {
    "rate_of_four_billion": (wav(SECOND, rate_hz=4_000_000_000), "bad_header"),
    "rate_of_zero": (wav(SECOND, rate_hz=0), "bad_header"),
    "rate_too_low": (wav(SECOND, rate_hz=4_000), "bad_header"),
    "rate_too_high": (wav(SECOND, rate_hz=384_000), "bad_header"),
    "nine_channels": (wav(SECOND, channels=9), "bad_header"),
    "65535_channels": (wav(SECOND, channels=65_535), "bad_header"),
    "no_channels": (wav(SECOND, channels=0), "bad_header"),
    "no_bits": (wav(SECOND, bits=0), "unknown_format"),
    "size_never_written": (wav(SECOND, size=0), "bad_header"),
    "size_of_a_stream": (wav(SECOND, size=0xFFFFFFFF), "bad_header"),
    "size_too_great": (wav(SECOND, size=64_000), "truncated"),
    "only_a_header": (wav(b""), "no_audio"),
    "no_data_chunk": (wav(SECOND)[:36], "bad_header"),
    "an_endless_chunk": (wav(SECOND)[:36] + b"LIST\xff\xff\xff\xff" + bytes(100), "truncated"),
    "flac_of_unknown_length": (silent_flac(16, claims=0), "bad_header"),
    "flac_that_claims_less": (silent_flac(16, claims=8), "bad_header"),
    "flac_that_claims_more": (silent_flac(16, claims=32), "truncated"),
    "flac_without_frames": (silent_flac(16)[:42], "truncated"),
    "not_a_number": (wav(np.full(16_000, np.nan, "<f4").tobytes(), bits=32, kind=3), "decoder_failed"),
    "only_a_tag": (b"ID3\x04\x00\x00\x00\x00\x00\x00", "no_audio"),
    "a_tag_without_end": (b"ID3\x04\x00\x00\x7f\x7f\x7f\x7f" + bytes(100), "truncated"),
    "a_tag_and_a_playlist": (b"ID3\x04\x00\x00\x00\x00\x00\x00#EXTM3U\n", "bad_header"),
    "an_mp4_of_nothing": (b"\x00\x00\x00\x10ftypisom\x00\x00\x02\x00", "truncated"),
    "an_mp4_box_of_no_size": (b"\x00\x00\x00\x10ftypisom\x00\x00\x02\x00" + bytes(16), "bad_header"),
    "a_webm_of_unknown_length": (b"\x1a\x45\xdf\xa3\x80\x18\x53\x80\x67\x01" + b"\xff" * 7 + bytes(50), "bad_header"),
}


@pytest.mark.parametrize("name", STRANGE_HEADERS)
def test_a_strange_header_is_refused(name: str) -> None:
    raw, code = STRANGE_HEADERS[name]
    assert fault_of(raw) == code


def test_a_live_recording_in_fragments_is_refused() -> None:
    file = io.BytesIO()
    with av.open(file, "w", format="mp4", container_options={"movflags": "frag_keyframe+empty_moov"}) as opened:
        voice = opened.add_stream("aac", rate=16_000, layout="mono")
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 32_000), np.int16), format="s16", layout="mono")
        frame.sample_rate = 16_000
        opened.mux([*voice.encode(frame), *voice.encode(None)])
    assert fault_of(file.getvalue()) == "bad_header"


def test_too_little_time_has_its_code() -> None:
    assert fault_of(encoded(tone(1.0)), child=ChildLimits(wall_s=0.001)) == "decoder_timed_out"


IN_SIXTEEN_MIB = """
from redaction.audio.child import MIB, ChildLimits
from redaction.audio.decode import DecodeLimits, Undecodable, decode
from tests.redaction.audio.files import wav
five_minutes = wav(bytes(299 * 48_000 * 2), rate_hz=48_000)
try:
    decode(five_minutes, limits=DecodeLimits(child=ChildLimits(memory_bytes=16 * MIB)))
except Undecodable as error:
    print(error.code.value)
print(decode(five_minutes).duration_s)
"""


def test_too_little_memory_has_its_code() -> None:
    """In a fresh process: one that has worked before has memory to spare, which its children inherit and no limit counts."""
    done = subprocess.run([sys.executable, "-c", IN_SIXTEEN_MIB], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.stdout.split() == ["decoder_out_of_memory", "299.0"], done.stderr


def test_every_code_has_a_message() -> None:
    assert set(MESSAGES) == set(DecodeFault)


VICTIMS = {container: encoded(tone(0.3, rate_hz=48_000), container) for container in ("wav", "flac", "mp3", "mp4", "webm", "ogg")}


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.data())
def test_a_damaged_file_gives_a_sound_or_a_reason(data: st.DataObject) -> None:
    raw = bytearray(VICTIMS[data.draw(st.sampled_from(sorted(VICTIMS)))])
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(raw) - 1) | st.integers(0, 300))
        match data.draw(st.sampled_from(["flip", "set", "cut", "double"])):
            case "flip":
                raw[at] ^= 1 << data.draw(st.integers(0, 7))
            case "set":
                raw[at : at + 4] = data.draw(st.sampled_from([b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x7f\xff\xff\xff", b"\0\0\0\1"]))
            case "cut":
                del raw[at : at + data.draw(st.integers(1, 400))]
            case "double":
                raw[at:at] = raw[at : at + 100]
    try:
        sound = decode(bytes(raw))
    except Undecodable:
        return
    assert isinstance(sound, Sound)
    assert np.isfinite(sound.samples).all()
    assert np.abs(sound.samples).max() <= 1.0


def test_ffmpeg_knows_nothing_that_we_name_wrongly() -> None:
    """A misspelt codec or demuxer would only show as a recording that is refused."""
    from redaction.audio.containers import CONTAINERS
    from redaction.audio.decoder import CODECS

    assert {one.demuxer for one in CONTAINERS} <= av.formats_available
    assert set(CODECS) <= av.codecs_available
