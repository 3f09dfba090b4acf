"""Driving licences: UK sixteen characters, India state and fifteen, United States by state. No check that all share."""

from __future__ import annotations

from redaction.text.recognizers.kind import Kind, phrases

KINDS = (
    Kind(
        entity="DRIVER_LICENSE",
        name="licence",
        surely=phrases(
            "driving licence number, driving licence, driving license number, driving license, drivers license number, drivers license, "
            "drivers licence number, drivers licence, driver license number, driver license, driver licence, licence number, license number, "
            "licence no, license no, licence is, license is, my licence, my license, dl number, d l number, dl is, dvla number, permit number, "
            "learners permit, licence plate, license plate, number plate, registration plate, plate number, vehicle number, car registration"
        ),
        maybe=phrases("licence, license, dl, d l, dvla, permit, plate"),
        shortest=6,
        longest=18,
        least_digits=2,
        score=0.88,
    ),
)
