"""Why a recording is held: a closed list, a sentence each for the privacy desk. Pure."""

from __future__ import annotations

from enum import StrEnum


class Hold(StrEnum):
    """Code, then the sentence."""

    sentence: str

    def __new__(cls, code: str, sentence: str) -> Hold:
        member = str.__new__(cls, code)
        member._value_ = code
        member.sentence = sentence
        return member

    @classmethod
    def of(cls, code: str) -> Hold:
        """Raises KeyError for a code that is not on the list."""
        return cls.__members__[code.upper()]

    # the sound cannot be had: no desk copy
    AUDIO_EMPTY = "audio_empty", "The file holds no sound."
    AUDIO_UNKNOWN_FORMAT = "audio_unknown_format", "The file is of no kind that is taken."
    AUDIO_NOT_AUDIO_ONLY = "audio_not_audio_only", "The file holds more than sound: a picture, a video or data."
    AUDIO_SEVERAL_STREAMS = "audio_several_streams", "The file holds more than one sound."
    AUDIO_NO_AUDIO = "audio_no_audio", "The file holds no sound stream."
    AUDIO_TRUNCATED = "audio_truncated", "The file is shorter than it says: it was cut on the way."
    AUDIO_TOO_LONG = "audio_too_long", "The recording is longer than a clip may be."
    AUDIO_BAD_HEADER = "audio_bad_header", "The file's header cannot be true."
    AUDIO_DECODER_FAILED = "audio_decoder_failed", "The file could not be decoded."
    AUDIO_DECODER_TIMED_OUT = "audio_decoder_timed_out", "Decoding took too long and was ended."
    AUDIO_DECODER_OUT_OF_MEMORY = "audio_decoder_out_of_memory", "Decoding took too much memory and was ended."
    # the words cannot be placed in it
    UNALIGNED = "unaligned", "The words could not be found in the sound."
    UNLIKELY_WORDS = "unlikely_words", "The words do not sound like what is heard."
    UNALIGNED_SPEECH = "unaligned_speech", "Somebody speaks where the transcript has no words."
    # the second look
    HOLE_NOT_SILENT = "hole_not_silent", "A hole of the finished copy is not silent, or the copy has another length."
    DIGITS_BESIDE_HOLE = "digits_beside_hole", "Digits can be heard right beside a hole."
    OWN_NUMBER = "own_number", "A part of the account or serial number can still be read."
    OWN_NAME = "own_name", "The speaker's name can still be read."
    NEAR_OWN_NAME = "near_own_name", "A word that sounds like the speaker's name can still be read."
    LONG_NUMBER = "long_number", "A long number can still be read."
    MAIL_ADDRESS = "mail_address", "A mail address can still be read."
    SPELLED_OUT = "spelled_out", "Something that was spelled letter by letter can still be read."
    # people
    FLAGGED_LEAKING = "flagged_leaking", "A reviewer can still hear or read something personal."
    FLAGGED_HIDDEN = "flagged_hidden", "A reviewer says that a hole hides words that are needed."
    FLAGGED_TYPED = "flagged_typed", "A reviewer typed something that looks personal."
    FLAGGED_BY_SUPERVISOR = "flagged_by_supervisor", "A supervisor sent it to the privacy desk."
    FLAGGED_SIBLING = "flagged_sibling", "Words that were masked by hand elsewhere are said here too."
    NOT_RELEASED = "not_released", "The redactor has no doubt left: a privacy analyst has to release it."
    # the program
    ORIGINAL_GONE = "original_gone", "The original is gone: no other copy can be made of it."
    FAILED = "failed", "Redaction failed again and again; an operator must look at the job."


# Doubts that an analyst who has heard the copy may overrule. Not `unaligned`: such a copy is silent wherever somebody speaks.
_UNSURE_SOUND = frozenset({Hold.UNLIKELY_WORDS, Hold.UNALIGNED_SPEECH, Hold.DIGITS_BESIDE_HOLE})
_UNSURE_TEXT = frozenset({Hold.NEAR_OWN_NAME, Hold.LONG_NUMBER, Hold.MAIL_ADDRESS, Hold.SPELLED_OUT})
SOFT = _UNSURE_SOUND | _UNSURE_TEXT
FLAGGED = frozenset({Hold.FLAGGED_LEAKING, Hold.FLAGGED_HIDDEN, Hold.FLAGGED_TYPED, Hold.FLAGGED_BY_SUPERVISOR, Hold.FLAGGED_SIBLING})
# Settled by a new run of the pipeline, whatever it says then.
PASSING = FLAGGED | {Hold.NOT_RELEASED, Hold.FAILED}
