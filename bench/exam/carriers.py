"""Sentences around a secret: {x} is the secret, {n} a private name beside it. Every second sentence of a kind is for the other half."""

from __future__ import annotations

from bench.exam.cases import sentences, table

SAID = table(
    {
        "ACCOUNT_ID": """
            my account number is {x} | the account number is {x} | account {x} | it's account number {x} please |
            could you look up account {x} for me | i'm calling about account number {x} | pay the bill on account {x} |
            what's the balance on account number {x} | customer number {x} | my customer id is {x} | that account would be {x} |
            log me in with account number {x} | the number on my account is {x} i think | use account {x} for this | my membership number is {x} |
            the member id is {x} | sure my account number is {x} | yeah account number {x} thanks | top up account number {x} with twenty pounds |
            can you close account {x} | change the address on account number {x} | client number {x} | hi my account id is {x} |
            okay so the account number is {x} can you check it | which account is {x} | i have two accounts the first is {x} |
            please check account number {x} for a payment | account ending is not enough it's {x} my account number |
            freeze account {x} immediately | my loyalty number is {x} | my subscriber number is {x} | the utility account is {x}
        """,
        "ORDER_ID": """
            my order number is {x} | track order {x} | where is order number {x} | the order id is {x} | cancel order {x} please |
            i want to return order number {x} | what happened to order {x} | it's order number {x} | booking reference {x} |
            my reservation number is {x} | the confirmation number is {x} | confirmation code {x} | has order {x} shipped yet |
            refund order number {x} | my booking code is {x} | reference number {x} | the tracking number is {x} | track package {x} |
            check the status of order number {x} | the order was {x} | case number {x} | my ticket number is {x} |
            read me the details of order {x} | the reference i was given is {x} | i'm calling about order {x} |
            regarding order number {x} that never came | could you check {x} it's my order number | the parcel number is {x} |
            my return number is {x} | p n r {x} | reservation {x} under my name | the invoice number is {x} | it's about ticket {x} |
            cancel reservation {x} and refund me | policy number {x} | claim number {x} please
        """,
        "DEVICE_SERIAL": """
            the serial number is {x} | my serial number is {x} | serial {x} | register device {x} | the device serial is {x} |
            it says serial number {x} on the back | the code on the bottom of the speaker is serial {x} | pair the device with serial number {x} |
            the serial on the label reads {x} | check the warranty for serial number {x} | set up the speaker with serial {x} | device id {x} |
            my device number is {x} | s n {x} | the product serial number is {x} | the serial of my thermostat is {x} |
            my router serial is {x} and it doesn't work | the sticker says {x} serial number |
            serial number on the box is {x} can you check the warranty | device {x} won't connect | link the camera {x} | the serial code is {x} |
            the unit's serial is {x} it stopped working | i'd like to return the device with serial {x}
        """,
        "CREDIT_CARD": """
            my card number is {x} | charge it to {x} | the card is {x} | pay with card {x} | credit card number {x} | it's visa {x} |
            my mastercard is {x} | the long number on the front is {x} | save this card {x} | add card {x} to my wallet | use {x} | debit card {x} |
            bill it to my card {x} please | the sixteen digits are {x} | block my card {x} | my new card number is {x} can you update it |
            can you remove card {x} from my account | visa number {x} | use my amex {x} for this booking | it's {x} and the card expires in may |
            charge the deposit to card number {x} thank you | put it on {x}
        """,
        "IBAN_CODE": """
            my iban is {x} | send it to iban {x} | the iban is {x} | transfer the money to {x} | iban {x} | the account for the refund is {x} |
            please pay into iban {x} | wire it to {x} | my bank's iban reads {x} | you can use {x} for the deposit
        """,
        "BANK_ACCOUNT": """
            my bank account number is {x} | bank account {x} | transfer it to bank account {x} | deposit it into account number {x} |
            checking account {x} | my savings account is {x} | current account number {x} | send fifty to bank account number {x} |
            set up a direct debit from account {x} | the bank account ends up being {x}
        """,
        "SORT_CODE": """
            sort code {x} | the sort code is {x} | my sort code is {x} | it's sort code {x} | bank sort code {x} please | sort code's {x}
        """,
        "ROUTING": """
            routing number {x} | the routing number is {x} | my routing number is {x} | it's routing {x} | the a b a number is {x} |
            bank routing {x}
        """,
        "PIN": """
            my pin is {x} | the pin is {x} | pin {x} | change my pin to {x} | my passcode is {x} | the passcode is {x} |
            unlock with {x} as the pin | unlock the door with code {x} | the alarm code is {x} | disarm the alarm with code {x} |
            set the safe's passcode to {x} | my security code is {x} | the verification code is {x} | my pin number is {x} | the door code is {x} |
            use passcode {x} to open the garage | the one time code is {x} | set my voice pin to {x} | the gate code is {x} |
            the code they texted me is {x} | i set the code to {x} | unlock it with {x} that's my pin | enter {x} as the passcode please |
            my four digit code is {x} | new pin {x} please | pin code is {x} for the app | the entry code for the building is {x} |
            my password is the number {x} | the security code on the back is {x} | the code to the safe is {x}
        """,
        "PHONE_NUMBER": """
            my phone number is {x} | call {x} | call me on {x} | you can reach me at {x} | text {x} that i am late | my number is {x} | dial {x} |
            my mobile is {x} | the best number is {x} | ring {x} please | my cell is {x} | save the number {x} as work | send a message to {x} |
            the number for the plumber is {x} | give them my number {x} | call back on {x} after five | add a new contact with number {x} |
            it's a new phone so {x} | contact number {x} | whatsapp me on {x} | my landline is {x} | phone {x} | her number is {x} | try {x} |
            my wife's mobile is {x} if i don't pick up | forward calls to {x} while i'm away | is {x} a spam number | the missed call was from {x} |
            reach me on {x} or by mail | put {x} on my account as the contact number | send the code to {x} please |
            hi it's about my phone {x} it has no signal | what's the area code of {x} | redial {x}
        """,
        "EMAIL_ADDRESS": """
            my email is {x} | send it to {x} | email {x} | my email address is {x} | forward this to {x} | the address is {x} |
            you can write to me at {x} | email the report to {x} | send an email to {x} about the meeting | add {x} to the invite |
            send the receipt to {x} please | contact {x} | the login is {x} | compose a mail to {x} | share the document with {x} |
            my user name is {x} | reset the password for {x} | sign me up with {x} | is {x} still the mail on my account |
            my work email is {x} and it's new | it didn't arrive at {x} | reply to {x} from my other account | send a copy to {x} as well
        """,
        "US_SSN": """
            my social security number is {x} | my social is {x} | social security {x} | the social security number is {x} | ssn {x} |
            it's social {x} | my s s n is {x} | for the credit check my social is {x}
        """,
        "IN_AADHAAR": """
            my aadhaar number is {x} | aadhaar {x} | the aadhaar card number is {x} | link my aadhaar {x} | update aadhaar number {x} please |
            my aadhar is {x} | for k y c my aadhaar number is {x} | my adhaar card says {x}
        """,
        "RO_CNP": """
            my c n p is {x} | cnp {x} | the romanian personal number is {x} | my personal numeric code is {x} | the c n p on my card is {x} |
            my romanian cnp is {x} | personal identification number {x} | the personal code is {x}
        """,
        "UK_NHS": """
            my n h s number is {x} | nhs number {x} | the nhs number is {x} | it's nhs {x} | my nhs number's {x} for the appointment |
            n h s number {x} please | the surgery says my nhs number is {x} | the n h s number on the letter is {x}
        """,
        "PASSPORT": """
            my passport number is {x} | passport {x} | the passport number is {x} | it's passport number {x} | check in with passport {x} |
            the number in my passport is {x} | passport no {x} | for the flight my passport is {x}
        """,
        "DRIVER_LICENSE": """
            my driver's license is {x} | driving licence number {x} | the license number is {x} | my driving licence is {x} | driver license {x} |
            d l number {x} | my licence number's {x} | it is licence {x} | the number on my driver's licence is {x} |
            drivers license number is {x}
        """,
        "DATE_OF_BIRTH": """
            my date of birth is {x} | i was born on {x} | date of birth {x} | my birthday is {x} | d o b {x} | the date of birth is {x} | born {x} |
            my daughter was born on {x} | dob is {x} | her date of birth is {x} | his birth date is {x} | i was born {x} |
            my son's birthday is {x} | the patient was born {x} | birth date {x} | he was born on {x} in hospital |
            i was born on {x} so i'm old enough | birthday {x} | you have my date of birth wrong it's {x} | d o b is {x}
        """,
        "ADDRESS": """
            my address is {x} | i live at {x} | deliver it to {x} | send a cab to {x} | ship it to {x} | the delivery address is {x} |
            my home is {x} | navigate to {x} | take me to {x} | we moved to {x} | the house is {x} | send the parcel to {x} please |
            billing address {x} | pick me up from {x} | it's for {x} | they live at {x} | i moved from {x} last month |
            change my address to {x} please | is there a bus to {x} | the plumber should come to {x} at nine | my mother lives at {x} |
            set home to {x} | the package goes to {x} not the old place | how long to get to {x} | book an uber from {x} | house sitting at {x}
        """,
        "POSTCODE": """
            my postcode is {x} | postcode {x} | the postcode is {x} | it's {x} | my zip code is {x} | zip {x} | the zip code is {x} | pin code {x} |
            deliver to postcode {x} | what's the weather at postcode {x} | find a branch near zip code {x} | my area pin code is {x} |
            i live in {x} | the store nearest to {x} | what's my council at {x} | how's the weather in {x} | deliver it to {x} before noon |
            we moved to {x} | it's in {x} i think | post code is {x}
        """,
        "IP_ADDRESS": """
            my ip address is {x} | the ip is {x} | ping {x} | the i p address is {x} | connect to {x} | ip address {x} | the router is at {x} |
            the server's ip is {x}
        """,
        "MAC_ADDRESS": """
            the mac address is {x} | mac address {x} | my mac address is {x} | block the device with mac {x} | the m a c address is {x} |
            hardware address {x}
        """,
        "URL": """
            go to {x} | open {x} | my website is {x} | the link is {x} | visit {x} | the site is {x} | pull up {x} | my page is at {x} | check {x} |
            browse to {x}
        """,
    }
)
# Two or more in one breath: each slot is a kind, {PERSON} a whole name.
SEVERAL = sentences(
    """
    my name is {PERSON} and my account number is {ACCOUNT_ID} | it's {PERSON} date of birth {DATE_OF_BIRTH} | {PERSON} postcode {POSTCODE} |
    sort code {SORT_CODE} account number {BANK_ACCOUNT} | send it to {PERSON} at {ADDRESS} | i'm {PERSON} and you can call me on {PHONE_NUMBER} |
    my email is {EMAIL_ADDRESS} and my phone is {PHONE_NUMBER} | order {ORDER_ID} for {PERSON} | card {CREDIT_CARD} in the name of {PERSON} |
    name {PERSON} born {DATE_OF_BIRTH} living at {ADDRESS} | {ADDRESS} {POSTCODE} | the serial is {DEVICE_SERIAL} and the order number is {ORDER_ID} |
    {PERSON} {PHONE_NUMBER} | routing {ROUTING} and account {BANK_ACCOUNT} thank you | yes {PERSON} passport number {PASSPORT} born {DATE_OF_BIRTH} |
    pin {PIN} for the card {CREDIT_CARD} | transfer from account {ACCOUNT_ID} to account {BANK_ACCOUNT} for {PERSON} |
    either {PHONE_NUMBER} or {PHONE_NUMBER} | my account number is {ACCOUNT_ID} no wait that's my old one it's {ACCOUNT_ID} |
    hello this is {PERSON} i live at {ADDRESS} and the postcode is {POSTCODE}
    """
)
# Without a word that says what it is; a human would still know that somebody's number, or address, was given.
BARE = sentences(
    """
    {x} | yes {x} | it's {x} | sure it's {x} | okay {x} | yeah that's {x} | um {x} | right it is {x} | of course {x} | {x} thanks |
    that would be {x} | hello {x} | {x} please | so {x} | i think it's {x} | all right {x} | well {x} | i have {x} | it should be {x} |
    got it {x}
    """
)
KNOWN_BARE = (
    "CREDIT_CARD",
    "PHONE_NUMBER",
    "IBAN_CODE",
    "EMAIL_ADDRESS",
    "ADDRESS",
    "IN_AADHAAR",
    "RO_CNP",
    "DEVICE_SERIAL",
    "IP_ADDRESS",
    "MAC_ADDRESS",
    "URL",
)
