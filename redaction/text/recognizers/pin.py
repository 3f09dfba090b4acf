"""Secrets of a few characters: PINs, passcodes, one-time codes. Nothing but the words around them tells one from another small number."""

from __future__ import annotations

from redaction.text.recognizers.kind import Kind, phrases

KINDS = (
    Kind(
        entity="PIN",
        name="pin",
        surely=phrases(
            "disarm using, disarm with, arm with, disarm it with, alarm with, door with, unlock it with, unlock with, open it with, gate with, safe "
            "with, pin, pin number, pin code, pincode is, pin no, p i n, passcode, pass code, passcodes, password, pass word, password is, pass key, "
            "passkey, security code, security number, security pin, access code, access number, entry code, door code, gate code, alarm code, lock "
            "code, safe code, unlock code, verification code, verify code, verification number, authentication code, authorization code, "
            "authorisation code, auth code, one time code, one time password, one time passcode, one time pin, otp, o t p, otp is, two factor code, "
            "two step code, login code, log in code, sign in code, cvv, c v v, cvc, c v c, cvv number, card verification, secret code, secret "
            "number, memorable number, telephone banking code, voicemail code, voicemail pin, keypad code, garage code, combination, combination is, "
            "combo is, secure code, code they texted me, code they sent me, code you sent me, code i got, code i got is, code i received, code is, "
            "code was, the code, my code, code word, mpin, m pin, tpin, t pin, upi pin, atm pin, unlock my phone with, three digits on the back, "
            "three on the back, numbers on the back, digits on the back, back of the card, signature strip, security digits, the three digits, ccv, "
            "c c v, pen number, pen is, bin number, keysafe, keysafe number, key safe, key safe number, lockbox, lock box, punch in, keypad is, and "
            "security, number on the back, unlock with, parental code"
        ),
        maybe=phrases(
            "code, codes, unlock, passwords, login, log in, verification, authenticate, keypad, safe, security, voicemail, texted me, "
            "just hit, you hit, then hit, press, punch, authenticator, combo, type in, key in, tap in"
        ),
        shortest=4,
        longest=10,
        least_digits=2,
        score=0.86,
        secret=0.45,
    ),
)
