"""What people say before and after the answer itself, and how questions and commands begin: tables alone. Pure."""

from __future__ import annotations

from redaction.text.spoken_words import by_first_word, words_of

_FIELDS = (
    "name, first name, last name, surname, family name, middle name, given name, full name, second name, christian name, date of birth, dob, "
    "birthday, birthdate, birth date, date is, the date is, day is, month is, year is, month, year, postcode, post code, postal code, zip code, "
    "zip, zipcode, address, post card, postcard"
)
# "course" and "should should be": recognisers drop words, and people say them twice.
LEADS = by_first_word(
    f"{_FIELDS}, yes, yeah, yep, yup, sure, okay, ok, right, well, so, um, umm, uh, uhm, er, erm, hmm, mm, hi, hello, please, it, its, is, was, "
    "that, thats, this, my, the, of course, certainly, no, nope, sorry, actually, and my, and the, and its, and it, and that, then, just, "
    "spelled, spelt, spelling, spell, would be, will be, should be, must be, that would be, it would be, that will be, i think, i said, i was, "
    "i believe, i am, im, i live, let me see, here you go, there you go, i mean, should, would, course, think, i was born, born, i will spell, "
    "ill spell, let me spell, can you, you can, for you, the letters, letters, all one word, all right, alright, hold on, one moment, "
    "one second, no problem, oh yes, oh yeah, oh sorry, oh its, oh it, thank you, thanks, got it, pretty sure, good morning, good afternoon, "
    "good evening, hundred percent, absolutely, that one, spells, spells out as, as follows, i spell, to be, called, mr, mrs, ms, miss, "
    "mister, doctor, correct, exactly, indeed, affirmative, to spell it, to spell that, ive got, i have"
)
_TAILS = by_first_word(
    "please, thanks, thank you, thank you very much, thanks very much, thanks a lot, cheers, okay, ok, yes, yeah, right, correct, that, thats it, "
    "that it, bye, goodbye, is my postcode, is my post code, is my date of birth, is my birthday, is my name, is my surname, is my last name, "
    "is my first name, is the postcode, is the post code, is the name, is what it is, i think, i believe, for you, mate, madam, sir, um, uh, erm, "
    "something, or something, from memory, thats all i know, i forget the rest, all right, alright, is it, so, is that okay, is that ok, got it, if "
    "that helps"
)
TAILS = frozenset(phrase for phrases in _TAILS.values() for phrase in phrases)
# What is asked or ordered is no answer, and holds dates, acronyms and places of everybody.
ASKING = frozenset(
    words_of(
        "what whats who whos which when whens where wheres how hows why did does do play show tell turn set switch tune search find open read give "
        "was were are can could will would google look check remind wake add create schedule book cancel start stop put list alexa siri olly convert "
        "exchange rewind visit go rate given currency channel volume remove delete send email skip forward increase decrease lower raise dim "
        "brighten resume pause order buy navigate directions weather news calculate repeat download"
    )
)
BEFORE_ASKING = frozenset(words_of("please hey okay ok so and um uh google just"))
# What announces a number of another kind: a code beside one of these is no postcode, and letters are no name.
OTHER_KINDS = frozenset(
    words_of(
        "account accounts serial tracking mac code number numbers id order reference ref confirmation card passport licence license imei ip pin sort "
        "routing iban policy member membership customer insurance ssn social security aadhaar nhs flight model version "
        "parcel package invoice claim voucher coupon meter vehicle registration plate plus minus times equals"
    )
)
