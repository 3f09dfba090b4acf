"""Nothing of what was in a hole is left, nothing else is lost, and two secrets of one length leave one file."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from redaction.audio.encode import flac
from redaction.audio.holes import NEAR_S, SpanOutside, cover, holes_of, is_silent
from redaction.audio.sound import Sound, Span
from tests.redaction.audio.files import tone

DURATION_S = 4.0
ROUNDING = st.none() | st.sampled_from([0.25, 0.5, 1.5])


@st.composite
def a_span(draw: st.DrawFn) -> Span:
    start_s = draw(st.floats(-0.1, DURATION_S))
    return start_s, min(start_s + draw(st.floats(0.1, 1.5)), DURATION_S + 0.5)


SPANS = st.lists(a_span(), max_size=5)
RATES = st.sampled_from([8_000, 11_025, 16_000, 22_050, 44_100])


def noise(seed: int, rate_hz: int) -> Sound:
    return Sound(np.random.default_rng(seed).uniform(-1, 1, round(DURATION_S * rate_hz)).astype(np.float32), rate_hz)


@given(SPANS, ROUNDING)
def test_holes_are_in_order_apart_and_within_the_sound(spans: list[Span], round_to_s: float | None) -> None:
    holes = holes_of(spans, DURATION_S, round_to_s=round_to_s)
    edges = [edge for hole in holes for edge in hole]
    assert edges == sorted(edges)
    assert all(before[1] + NEAR_S <= after[0] for before, after in pairwise(holes))
    assert all(0 <= start_s < end_s <= DURATION_S for start_s, end_s in holes)


@given(SPANS, ROUNDING)
def test_each_span_lies_in_a_hole_with_its_pads(spans: list[Span], round_to_s: float | None) -> None:
    holes = holes_of(spans, DURATION_S, round_to_s=round_to_s)
    for start_s, end_s in spans:
        wanted_from_s, wanted_to_s = max(0.0, start_s - 0.120), min(DURATION_S, end_s + 0.200)
        assert any(first_s <= wanted_from_s + 1e-9 and wanted_to_s - 1e-6 <= last_s for first_s, last_s in holes)


@given(SPANS, st.sampled_from([0.25, 0.5, 1.5]))
def test_rounded_holes_tell_only_multiples(spans: list[Span], step_s: float) -> None:
    for start_s, end_s in holes_of(spans, DURATION_S, round_to_s=step_s):
        steps = (end_s - start_s) / step_s
        assert steps == pytest.approx(round(steps), abs=1e-5) or (start_s, end_s) == (0.0, DURATION_S)


def test_a_hole_at_the_end_grows_towards_the_beginning() -> None:
    assert holes_of([(3.9, 4.0)], 4.0, round_to_s=1.0) == [(3.0, 4.0)]


def test_strict_lengths_hide_how_many_digits_there_were() -> None:
    two, three = (holes_of([(1.0, 1.0 + 0.3 * count)], 4.0, round_to_s=1.5) for count in (2, 3))
    assert two == three


@pytest.mark.parametrize(
    "span",
    [(2.0, 1.0), (float("nan"), 1.0), (1.0, float("nan")), (1.0, float("inf")), (float("-inf"), 1.0), (-2.0, -1.0), (4.2, 5.0)],
    ids=str,
)
def test_a_span_that_cannot_be_is_refused(span: Span) -> None:
    with pytest.raises(SpanOutside):
        holes_of([span], DURATION_S)


@pytest.mark.parametrize("hole", [(-1.0, 1.0), (3.0, 5.0), (2.0, 1.0), (float("nan"), 1.0)], ids=str)
def test_a_hole_outside_the_sound_is_refused(hole: Span) -> None:
    with pytest.raises(SpanOutside):
        cover(tone(DURATION_S), [hole])
    with pytest.raises(SpanOutside):
        is_silent(tone(DURATION_S), [hole])


@given(SPANS, RATES)
def test_inside_is_zero_outside_is_untouched(spans: list[Span], rate_hz: int) -> None:
    sound, holes = noise(1, rate_hz), holes_of(spans, DURATION_S)
    covered = cover(sound, holes)
    assert len(covered.samples) == len(sound.samples)
    assert is_silent(covered, holes)
    times = (np.arange(len(sound.samples)) + 0.5) / rate_hz
    near = np.zeros(len(times), bool)
    for start_s, end_s in holes:
        assert not covered.samples[(times > start_s) & (times < end_s)].any()
        near |= (times > start_s - 0.005 - 2 / rate_hz) & (times < end_s + 0.005 + 2 / rate_hz)
    assert np.array_equal(covered.samples[~near], sound.samples[~near])
    assert (np.abs(covered.samples) <= np.abs(sound.samples)).all()


@given(SPANS, RATES)
def test_equal_holes_leave_no_difference(spans: list[Span], rate_hz: int) -> None:
    holes = holes_of(spans, DURATION_S)
    one, other = noise(1, rate_hz), noise(2, rate_hz)
    inside = np.zeros(len(one.samples), bool)
    for start_s, end_s in holes:
        inside[int(np.ceil(start_s * rate_hz)) : int(end_s * rate_hz)] = True
    mixed = Sound(np.where(inside, other.samples, one.samples).astype(np.float32), rate_hz)
    assert cover(one, holes).samples.tobytes() == cover(mixed, holes).samples.tobytes()


@pytest.mark.parametrize("rate_hz", [8_000, 22_050, 44_100, 48_000])
def test_twenty_secrets_of_one_length_leave_one_listening_copy(rate_hz: int) -> None:
    holes = holes_of([(1.0, 2.0)], DURATION_S)
    files = set()
    for seed in range(20):
        samples = tone(DURATION_S, rate_hz=rate_hz).samples.copy()
        samples[rate_hz : 2 * rate_hz] = noise(seed, rate_hz).samples[rate_hz : 2 * rate_hz]
        listening = cover(cover(Sound(samples, rate_hz), holes).at(16_000), holes, fade_s=0)
        assert is_silent(listening, holes)
        files.add(flac(listening))
    assert len(files) == 1


def test_fades_are_smooth() -> None:
    ones = Sound(np.ones(16_000, np.float32), 16_000)
    before = cover(ones, [(0.5, 0.6)]).samples[7_920:8_001]
    assert before[0] > 0.999
    assert before[-1] == 0
    assert np.abs(np.diff(before)).max() < 0.03


def test_a_whisper_in_a_hole_is_no_silence() -> None:
    sound = cover(tone(1.0), [(0.2, 0.4)])
    sound.samples[5_000] = 1 / 32768
    assert not is_silent(sound, [(0.2, 0.4)])


def test_no_hole_is_a_copy() -> None:
    sound = tone(1.0)
    covered = cover(sound, [])
    assert np.array_equal(covered.samples, sound.samples)
    assert covered.samples is not sound.samples
