"""Everyday words that stand where names stand, and that training holds too seldom to know: taken for nobody's name, whatever the sentence. Pure.

None that is a name as well: "french", "english" and "guy" are not here. Typed from general knowledge.
"""

from __future__ import annotations

_SPEECH = "spelled spelt ok okay um uh erm hmm aww ive im youve weve theyve havent hasnt isnt wasnt wanna gonna chillin wakey"
_FORMS = "iban cvv ssn cnp nhs aadhaar imei wifi isa eco cctv vpn pdf kyc otp upi gpay phonepe irctc pnr emi bot fm tech pic pics"
# How people call their own, and how they speak to others: beside a name it is none, and alone neither.
_KIN = (
    "mom mum mummy mommy mam dad daddy grandma grandpa grandad granddad granny hubby bestie bro sis chacha chachi chachu dadi dadaji nanaji mausi "
    "maasi bua phupha thatha paati ajji ammamma bhaiya bhaiyya bhaisaab bhabhi didi behenji jiju garu saab sahab sirji guruji chettan chechi akka "
    "thambi mataji pitaji beti aunty uncle"
)
_INDIAN = (
    "karo kardo kijiye bajao chalao sunao batao bolo dikhao bhejo lagao haan nahi nahin accha acha arre yaar theek bahut bohot thoda abhi jaldi "
    "kitna kaise kahan kab gaana jayanti chaturthi mandir nagar"
)
_PEOPLES = (
    "afghan african albanian american argentinian argentine asian australian austrian bangladeshi belgian bolivian brazilian british "
    "bulgarian canadian chilean chinese colombian croatian cuban czech danish dutch egyptian estonian ethiopian european filipino finnish "
    "greek hungarian icelandic indonesian iranian iraqi israeli italian jamaican japanese jordanian kenyan korean latvian lebanese libyan "
    "lithuanian malaysian mexican mongolian moroccan nepalese nepali nigerian norwegian pakistani persian peruvian philippine portuguese "
    "romanian russian saudi serbian singaporean slovak slovenian spanish sudanese swedish swiss syrian taiwanese tanzanian thai tunisian "
    "turkish ugandan ukrainian venezuelan vietnamese zimbabwean"
)
_DAYS = (
    "january february march july september october november december monday tuesday wednesday thursday friday saturday sunday mondays tuesdays "
    "wednesdays thursdays fridays saturdays sundays"
)
_MONEY = "yen peso pesos rupee rupees franc francs krona kroner zloty rand rouble rubles dinar dirham aus"
_FOOD = (
    "biryani burrito burritos burritto dosa falafel gnocchi gyoza herring hummus jello kimchi lasagna lasagne masala naan paneer pav pesto pho ramen "
    "risotto sashimi shawarma sushi tamale tamales tempeh tikka tofu tortilla tortillas dairy gluten"
)
# Whoever must help somebody has to hear these.
_HARM = "hurt hurts hurting kill kills harm bleeding dying suicide overdose"

NO_NAMES = frozenset(f"{_HARM} {_SPEECH} {_FORMS} {_KIN} {_INDIAN} {_DAYS} {_PEOPLES} {_MONEY} {_FOOD}".split())
