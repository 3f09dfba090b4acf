"""Telephone numbers, by libphonenumber's plan of the region and by a plus of any."""

from __future__ import annotations

import phonenumbers

from redaction.text.recognizers.kind import Kind, phrases

# A trunk zero or a country code tells a number of these from an account; in the United States nothing but the area code does.
_TRUNK = {
    "GB": ("0", "44"),
    "IN": ("0", "91", "6", "7", "8", "9"),
    "US": ("2", "3", "4", "5", "6", "7", "8", "9", "1"),
    "ES": ("6", "7", "9", "34"),
    "DE": ("0", "49"),
}


def is_phone(characters: str, region: str) -> bool:
    """A valid number of the region in ten digits or more; after a plus, any that is possible somewhere."""
    if characters.startswith("+"):
        return _is_abroad(characters)
    if not (10 <= len(characters) <= 15 and characters.isdigit() and characters.startswith(_TRUNK[region])):
        return False
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(characters, region))
    except phonenumbers.NumberParseException:
        return False


def _is_abroad(characters: str) -> bool:
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(characters, None))
    except phonenumbers.NumberParseException:
        return False


KINDS = (
    Kind(
        entity="PHONE_NUMBER",
        name="phone",
        surely=phrases(
            "redial, calls from, called me from, called from, missed call from, get me at, reachable on, reachable at, new contact, contact with "
            "number, with number, with the number, phone number, phone no, telephone number, mobile number, cell number, cell phone "
            "number, cellphone number, phone numbers, contact number, callback number, call back number, call back on, landline number, landline, "
            "home number, work number, office number, fax number, fax, whatsapp number, whatsapp, best number, number to call, number to reach me, "
            "number you can reach, number to ring, reach me at, reach me on, reach him on, reach her on, reach him at, reach her at, reach us on, "
            "call me at, call me on, call him on, call her on, call him at, call her at, call us on, call us at, ring me on, ring me at, text me "
            "at, text me on, get me on, contact me on, contact me at, phone is, telephone is, mobile is, cell is, cell phone is, my phone, my "
            "mobile, my cell, my number is, his number is, her number is, their number is, mums number is, moms number is, dads number is, "
            "emergency contact, dial the number, extension, number for him is, number for her is"
        ),
        maybe=phrases(
            "phone, telephone, mobile, cell, cellphone, call, calls, dial, ring, text, message, contact, number is, number, sms, "
            "telephone at, area code, reach, my number, his number, her number, their number, landline, "
            "office line, work line, direct line, home line, desk line, house phone, voice mail, back on"
        ),
        shortest=6,
        longest=16,
        least_digits=6,
        part=4,
        score=0.84,
        check=is_phone,
        checked=0.6,
    ),
)
