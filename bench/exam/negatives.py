"""What sounds like a secret and is none: numbers of daily life, and words that happen to be names."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from bench.exam.cases import Half, half_of, table
from bench.exam.saying import NATO, below_hundred, cardinal, one_by_one, pairs
from bench.exam.sayings import MONTHS, ordinal, year

# {n}: below 60. {n1}: below 9. {h} {m}: of a clock. {b} {b2} {b3}: larger. {c} {f}: of a channel. {y} {ny}: a past, a coming year. {d} {mo}: a date.
# {l}: an acronym. {w}: a NATO word. {p}: a price. {q} {q2}: for sums.
NUMBERS = table(
    {
        "timer": """
            set a timer for {n} minutes | set a timer for {n} minutes and {n} seconds | start a {n} minute timer | add {n} minutes to the timer |
            how long is left on the {n} minute timer | cancel the {n} minute timer | timer {n} seconds | pause the timer at {n} minutes |
            set the pasta timer to {n} minutes {n} seconds | restart my {n} minute timer please
        """,
        "alarm": """
            wake me up at {h} {m} | set an alarm for {h} {m} a m | set an alarm for {h} {m} tomorrow | cancel my {h} {m} alarm |
            move the alarm to {h} oh five | alarm at {h} {m} every weekday | is there an alarm for {h} {m} | snooze for {n} minutes |
            change the {h} o'clock alarm to {h} {m} | wake me at {h} fifteen and again at {h} {m}
        """,
        "recipe": """
            add {n} grams of flour and {n} grams of sugar | bake it at {b2} degrees for {n} minutes |
            two cups of flour three eggs and one teaspoon of salt | how many ounces are in {n} grams |
            the recipe needs four eggs two onions and six potatoes | double the recipe for {n} people | convert {n} tablespoons to cups |
            preheat the oven to {b2} | one and a half cups of milk and two of water | roast the chicken for {n} minutes a pound at {b2}
        """,
        "score": """
            the score is {n} to {n} | they won {n} {n} | it was six four six three seven five in the final | what was the score is it two one |
            we lost three nil | add {n} points to the blue team | manchester won two nil and liverpool drew one one | he scored {n} out of {n} |
            forty love | the match ended five to two | he ran it in nine point eight seconds | she bowled a two twenty |
            the half time score was {n1} {n1} | they beat us {n} to {n} | two sets to one | her handicap is {n} | i bowled {b3} |
            scored a {b3} on the test
        """,
        "calculator": """
            what is {n} times {n} | what's {b} plus {b} | divide {b} by {n} | what is {n} percent of {b} | square root of {b} |
            {n} plus {n} minus {n} | how much is {b} minus {n} | multiply {n} by {n} by {n} | what is two to the power of {n} |
            add {n} and {n} and {n} together | what is {q} divided by {q2} | calculate {q} plus {q2}
        """,
        "channel": """
            switch to channel {c} | put on channel {c} | change the channel to {c} | tune to {f} f m | play radio {n} | go to b b c {n1} |
            turn the tv to channel {c} and the volume to {n} | play one oh one point five | put channel {c} on in the kitchen |
            find the match on channel {c}
        """,
        "date": """
            what day is {mo} {d} | add a meeting on the {d} of {mo} | remind me on {mo} {d} at {h} | is the {d} of {mo} a holiday |
            book a table for {mo} the {d} at {h} {m} | what happened in {y} | who won the world cup in {y} | play the hits of {y} |
            when was the treaty of {y} signed | how many days until {mo} {d} | schedule it for {mo} {d} {ny} |
            the deadline is the {d} of {mo} {ny} | block out the {d} to the {d} of {mo} | check in on {mo} {d} and check out on {mo} {d}
        """,
        "time": """
            what time is it in tokyo when it's {h} {m} here | the train leaves at {h} {m} | meet at {h} {m} | it's {h} {m} already |
            call the meeting for {h} thirty to {h} thirty | is the pharmacy open at {h} {m} | the film starts at {h} {m} and ends at {h} {m} |
            see you at half past {h} | remind me at quarter to {h} | move lunch from {h} to {h} {m}
        """,
        "countdown": """
            ten nine eight seven six five four three two one | count down from five four three two one | three two one go |
            count to ten one two three four five | one two three testing | five six seven eight and turn | one two one two mic check |
            count by twos two four six eight ten | testing one two three four | ready set three two one zero | four three two one zero lift off |
            one potato two potato three potato four | one two three four get your booty on the dance floor | a one a two a one two three four |
            nine eight seven six five i can't remember | repeat after me one two three | test test one two three |
            count from one to five one two three four five
        """,
        "lottery": """
            the lottery numbers were {n} {n} {n} {n} {n} and {n} | tonight's winning numbers are {n} {n} {n} {n} {n} |
            did {n} {n} {n} {n} {n} win the lottery | pick six lottery numbers |
            check lottery ticket numbers {n} {n} {n} {n} {n} and bonus ball {n} | read me the lottery results | the powerball was {n} |
            play {n} {n} {n} {n} {n} on the lotto | the draw was {n} {n} {n} {n} {n} {n} | numbers {n} {n} {n} {n} and {n} came up |
            my numbers are {n} {n} {n} {n} {n} and {n} for saturday | bingo numbers {n} {n} {n} and {n}
        """,
        "price": """
            how much is {p} | i paid {p} for it | is {p} a good price | convert {b} dollars to euros | set my budget to {b} pounds |
            add {p} to the shopping total | it costs {n} ninety nine | tip {n} percent on {p} | transfer {b} dollars to savings |
            the rent went up by {p} | find flights under {b} dollars | what is {b} rupees in dollars
        """,
        "temperature": """
            set the thermostat to {n} | it's {n} degrees outside | turn the heat up to {n} point five | what is {n} celsius in fahrenheit |
            make the bedroom {n} degrees at {h} | dim the lights to {n} percent | set volume to {n} |
            turn the lamp to {n} percent and the fan to {n} | keep it between {n} and {n} | drop the temperature by {n1}
        """,
        "route": """
            take the m {n} | how is traffic on route {b3} | take exit {n} then the a {b3} | when is bus {b3} due | next {b3} bus to town |
            is the i {n} clear | highway {b3} north | platform {n1} for the {h} {m} | gate {n} at terminal {n1} | flight b a {b3} is delayed |
            is flight {b3} on time | interstate {n} west
        """,
        "model": """
            play grand theft auto five | is the iphone {n} out | how much is a boeing seven forty seven | tell me about windows {n} |
            play area fifty one | find a p s five game | the bmw three series or the audi a four | who makes the galaxy s twenty four |
            play seven nation army | play nineteen eighty nine | open office three sixty five | play blink one eighty two |
            i need four double a batteries | buy a pack of triple a batteries | is the model three better than the model s |
            my laptop is an x {b3} | the canon five d mark two | it runs on usb three point two | i drive a volvo x c ninety |
            do you have the galaxy tab s nine | order a four paper | i need size {n} shoes | an iso nine thousand and one certificate |
            the {b3} grit sandpaper | play song two by blur | wd forty
        """,
        "emergency": """
            call nine one one | dial nine nine nine | call one one two | should i call one oh one or one one one | ring triple nine | call 911 |
            dial 999 now | is one zero eight the ambulance | what is triple one for | text eight double six | what happens if i dial nine one one |
            one one two is the number in europe | is it one one one for the doctor | the helpline is nine eight eight |
            dial one hundred for the police | press zero for the operator | call one eight hundred flowers
        """,
        "quantity": """
            i need {n} chairs and {n} tables | a table for {n1} at {h} {m} | we are {n1} adults and {n1} children | order {n} pizzas |
            how far is {b} miles in kilometres | i walked {b} steps | there are {b} people coming | book {n1} rooms for {n1} nights |
            page {b3} please | chapter {n} verse {n} | read psalm {b3} | he is {n} years old | how tall is five foot eleven | i weigh {b3} pounds |
            my blood pressure is one twenty over eighty | lap {n} of {n} | skip to episode {n} of season {n1} | about {b} of them |
            question {n} of {n} | step {n1} of {n1} | room {b3} is too cold | it's on page {b3} | {n} degrees north {n} degrees west |
            ratio of {n1} to {n1} | i ran {n1} kilometres in {n} minutes | four by four | a six by four photo | two by two |
            they came in twos and threes | {n1} out of ten | one in {n} people | a {n} inch screen | {n} gigabytes | {b} watts |
            it has {b} reviews | add one two three eggs
        """,
    }
)
WORDS = table(
    {
        "spelling": """
            how do you spell necessary | spell definitely | how do you spell rhythm r h y t h m | is it spelled c o l o u r or c o l o r |
            spell the word banana | what does b y o b stand for | how many s's are in mississippi | does accommodate have two c's and two m's |
            what's a five letter word starting with q u | what letter comes after q | say the alphabet a b c d e f g | spell cat c a t |
            spell accommodation for me | how do i spell receive is it i e or e i | does it end in a n t or e n t | w h a t spells what |
            what word is spelled k n i g h t | an a b c book for kids | is grey spelled with an a or an e | it starts with s c h |
            what does l o l mean | spell onomatopoeia | how many m's in hammer | the plural is spelled w o l v e s
        """,
        "acronym": """
            what does {l} mean | play {l} news | is the {l} open today | put on the {l} channel | who runs the {l} | turn on the a c |
            open my p d f | connect to the t v | what's a g p s | find an a t m near me | is the d v d player on | check the u s b port |
            set the p c to sleep | what is an i p o | what is the r s v p date | is it b y o b | play c n b c | switch to e s p n two |
            turn off the h v a c | what does f y i stand for | the p t a meeting is at six | open the c v file | where is the m o t garage |
            find d i y shops | what's the a p r | is there a c c t v camera | put it on my t o d o list | the u k and the u s a
        """,
        "nato": """
            play {w} by the band | what does {w} mean | put {w} on the shopping list | how do you dance the tango | order a whiskey sour |
            is there a golf course nearby | what time is it in india | book a hotel in lima | play the sierra nevada documentary |
            add oscar night to the calendar | what's the weather in quebec in november | turn on echo mode | play delta blues |
            how many metres in a kilo | the alpha version is out | who wrote romeo and juliet | play foxtrot music | book a uniform fitting |
            the victor of the match | bravo well done | play hotel california | charlie brown christmas | the papa bear story |
            mike the microphone up | is echo cancelling on | an alpha male joke | a victor in the race | juliet balcony rooms |
            what's on in lima tonight | a kilo of tomatoes | the oscar winners | delta airlines | book the sierra room | zulu time now |
            tango lessons | golf clubs | a yankee candle | whiskey and soda | november rain | bravo one more time | uniform shop near me |
            the quebec weather | romeo and juliet tickets
        """,
        "ordinary_names": """
            will it rain tomorrow | will you turn the light off | mark it as done | mark all my mail as read | pay the electric bill |
            remind me about the gas bill in may | may i have the menu | prices rose again | add a rose bush to the list | what is on in april |
            the first of june | do you have a summer menu | i hope so | have faith | what does joy mean | add frank beans to the list |
            to be frank i don't like it | play something with grace | jack up the volume | what's the dawn time | find me a fresh basil recipe |
            order ginger and rosemary | order sage and olive oil | turn the art lamp off | how deep is the ocean | chase the balance down |
            grant me access | sue the company | a penny saved | set the drew poster | rob a bank in the game | bob for apples | don the costume |
            pat the dog | ray of sunshine | dusty roads | play a harmony | what is the ruby price | find pearl earrings | amber alert near me |
            crystal clear thanks | is jasmine tea good | buy a lily for mum | can i get a violet cake | iris scanning on | how long does ivy grow |
            heather honey please | hazel nuts | the daisy chain | the carol concert | a christian holiday | max volume | max brightness |
            miles to go | how many miles to the moon | a dollar and a nickel | drop the dean list | bishop to e five | king size bed |
            baker street station | cook the rice | the butler did it | mason jars | a carpenter near me | a good taylor made suit | hunter boots |
            the long way home | a young wine | wood floor | stone oven pizza | will you be here in may | a bill for june | mark my words |
            the guy next door | is the june bug real | robin in the garden | the jack is stuck | a nick in the paint | rich people problems |
            the art of war | cliff walks near here | frank and honest reviews | an olive branch | dawn until dusk | hope it works out |
            the grace period | a victory lap | gene therapy | the mars rover | hunter's moon | sandy beaches | rocky road ice cream |
            the brook is babbling | misty morning | sunny side up | a rusty nail | skip to the end | chip and dip | colin the caterpillar cake |
            earl grey tea | a lance and a shield | the dean of the college | page two | the major road | a dale in yorkshire | a glen in scotland |
            heath and heather | holly and ivy | the berry season | melody in a minor key | the opal card | turn the gene pool off
        """,
    }
)


def numbers(rng: Random, half: Half, kind: str) -> str:
    return _filled(rng.choice(half_of(NUMBERS[kind], half)), rng)


def words(half: Half, kind: str, rng: Random) -> list[str]:
    """All sentences of a kind; those with a slot several times."""
    sentences = half_of(WORDS[kind], half)
    return [_filled(sentence, rng) for sentence in sentences for _ in range(6 if "{" in sentence else 1)]


def _filled(sentence: str, rng: Random) -> str:
    text = sentence
    while "{" in text:
        start, end = text.index("{"), text.index("}")
        text = text[:start] + _value(text[start + 1 : end], rng) + text[end + 1 :]
    return text


def _value(slot: str, rng: Random) -> str:
    number = rng.randrange(2, 60)
    as_figure = rng.random() < 0.25
    ways: dict[str, Callable[[], str]] = {
        "n": lambda: str(number) if as_figure else below_hundred(number),
        "n1": lambda: below_hundred(rng.randrange(1, 9)),
        "m": lambda: below_hundred(rng.choice((10, 15, 20, 25, 30, 35, 40, 45, 50, 55, rng.randrange(11, 60)))),
        "h": lambda: below_hundred(rng.randrange(1, 13)),
        "b": lambda: str(rng.randrange(60, 9999)) if as_figure else cardinal(rng.choice((rng.randrange(60, 9999), 100 * rng.randrange(1, 99)))),
        "b2": lambda: rng.choice(("three fifty", "two hundred", "one eighty", "four twenty five", "180", "350", "two hundred and twenty")),
        "b3": lambda: " ".join(pairs(str(rng.randrange(100, 999)), rng)) if rng.random() < 0.6 else cardinal(rng.randrange(100, 999)),
        "c": lambda: " ".join((pairs if rng.random() < 0.5 else one_by_one)(str(rng.randrange(10, 999)), rng)),
        "f": lambda: f"{below_hundred(rng.randrange(88, 99))} point {below_hundred(rng.randrange(1, 9))}",
        "y": lambda: year(rng.randrange(1900, 2024), rng),
        "ny": lambda: year(rng.randrange(2024, 2032), rng),
        "d": lambda: ordinal(rng.randrange(1, 29)),
        "mo": lambda: rng.choice(MONTHS),
        "l": lambda: " ".join(rng.choice(("bbc", "cnn", "nba", "nfl", "fbi", "ufc", "itv", "hbo", "espn", "nhs", "dmv", "vat", "gdp"))),
        "w": lambda: rng.choice(list(NATO.values())),
        "p": lambda: (
            f"{cardinal(rng.randrange(2, 400))} {rng.choice(('dollars', 'pounds', 'euros', 'rupees', 'quid'))}"
            + (f" {below_hundred(rng.randrange(5, 99))}" if rng.random() < 0.3 else "")
        ),
        "q": lambda: " ".join(one_by_one(str(rng.randrange(10, 999)), rng)),
        "q2": lambda: below_hundred(rng.randrange(2, 20)),
    }
    return ways[slot]()
