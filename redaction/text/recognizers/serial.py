"""Serial numbers and device ids."""

from __future__ import annotations

from redaction.text.recognizers.numbers import Kind, phrases

_WORDS = phrases(
    "serial, serial number, serial code, device id, device number, device code, imei, product id, product key, unit number, hardware id, "
    "unit id, speaker id, router id, modem id, activation code, registration code, licence key, license key"
)

KINDS = (Kind(entity="DEVICE_SERIAL", name="serial", before=_WORDS, after=_WORDS, shortest=5, longest=24, least_digits=0, score=0.85),)
