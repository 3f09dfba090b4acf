"""What people say to assistants, banks, hotels and restaurants: with private names, and with nothing personal."""

from __future__ import annotations

import re
from random import Random

from bench.exam import people
from bench.exam.cases import Half, Said, half_of, table

# {n}: whole or one name. {f}, {l}: first, last name only.
NAMED = table(
    {
        "assistant": """
            call {n} | text {n} that i'm running late | send an email to {n} about the report | set up a meeting with {n} at three |
            when is {f}'s birthday | remind me to call {n} tomorrow | add lunch with {n} to my calendar | did {n} reply to my message |
            what's {n}'s phone number | play the playlist {f} shared with me | message {n} happy birthday | invite {n} and {n} to the party |
            is {n} coming to the meeting on friday | forward the last mail from {n} | where does {n} live |
            remind me to pick {f} up from school at four | do i have any new emails from {n} | put dinner with {n} on saturday |
            add {n} to my contacts | delete {n} from my contacts | video call {f} on the living room screen | tell {f} dinner is ready |
            how old is {f} now | send the photos to {n} | buy a present for {f} | schedule a haircut for {f} on monday |
            read me the message from {n} | what did {n} say about the trip | email {n} and ask if she's free | cancel my appointment with {n} |
            ask {n} if he got the keys | let {f} know i'm outside | reply to {n} yes i'll be there | has {n} sent the invoice |
            when do i meet {n} next | share my location with {f} | ping {n} about the keys | can you get {n} on the line |
            start a group chat with {n} and {n} | show me my messages from {n} | has anyone heard from {n} today | what time does {f} get off work |
            order flowers for {n} | write a note that {f} owes me ten dollars | show photos of {f} from last summer | is there any mail from {n} |
            set a reminder for {f}'s recital on thursday | i need to apologise to {n} | tell {n} i love her | who is {n} in my contacts |
            find {f}'s address | copy {n} on that email | note to self ask {f} about the boiler | {f} is coming over tonight |
            get me {n} on speaker | when did {n} last call | put {f}'s football practice on tuesday at five | who did {f} invite |
            tell my brother {f} to bring the charger | my sister {f} gets married in june | what is my boss {n} doing tomorrow |
            add {f} as my emergency contact | reschedule my one to one with {n} | rename the contact {f} to {n} | send my eta to {n} |
            remind {f} about homework | check if {n} accepted the invitation | play the voice note from {f} | {n}'s birthday party is at six |
            delete the event with {n} | what's the name of {f}'s teacher | answer {n} with a thumbs up
        """,
        "banking": """
            send fifty dollars to {n} | transfer twenty pounds to {n} | my name is {n} | add {n} as a payee | the account is in the name of {n} |
            pay {n} back for dinner | this is {n} calling about my mortgage | i'd like to add my wife {f} to the account |
            how much did i send {n} last month | the cheque is made out to {n} | set up a standing order to {n} |
            i spoke to {n} in your branch yesterday | remove {n} as a signatory | request forty dollars from {f} | the cardholder is {n} |
            hi i'm {n} i lost my card | the transfer to {n} never arrived | {n} is the beneficiary | my late husband {n} had an account with you |
            put {f} on the joint account | is the payment from {n} in yet | i'm calling on behalf of {n} | the money was meant for {n} not {n} |
            my son {f} needs a card | the loan is for me and {n} | who authorised it was it {n} | split the bill with {f} and {f} |
            please speak to my accountant {n} | {n} sent me the wrong amount | block payments to {n} | the name on the statement should read {n} |
            it's for {f}'s school fees
        """,
        "hotel": """
            i have a reservation under {n} | the booking is for {n} | two rooms one for {n} and one for {n} | it's under the name {n} |
            check in for {n} please | can you put me through to {n} in room service | my wife {f} already checked in | the guest's name is {n} |
            change the booking name to {n} | my name's {n} i booked last week | book a double room in the name of {n} | a late checkout for {n} |
            {n} will arrive on friday | please leave the key for {n} | we're with the {l} wedding | the room was booked by {n} |
            is {n} staying with you | could you tell {n} in room service we're here | my colleague {n} needs a twin room |
            put the minibar on {n}'s bill | it might be under my husband's name {n} | the second guest is {f} | a message for {n} please |
            {n} and {n} are sharing | spell it {l} | i'm {n} from the conference | can {f} have a cot in the room | the spa booking for {n} at ten
        """,
        "restaurant": """
            a table for four under {n} | book it under {n} please | the name is {n} | can i get a table at seven for {n} |
            it should be in {f}'s name | reservation for {n} at eight | {n} party of six | put it down as {n} | i'm meeting {n} here |
            my friend {f} is allergic to nuts | it's {f}'s birthday so bring a cake | move {n}'s booking to nine |
            cancel the table under the name of {n} | we are here for {f}'s dinner | is {n} here already | {n} booked a table for six |
            the order is for {n} | pick up for {n} | tell the chef {n} says hello | we had {f} as our waiter last time | it's for {n} and guests |
            can you add {f} to our table | the reservation might be under {l} | we are celebrating {f} and {f}'s anniversary |
            leave it with {n} at the front | under the name of {n} for tonight
        """,
        "answer": """
            {n} | it's {n} | {n} thank you | my name is {n} | yeah {n} | i am {n} | hi this is {n} | sure it's {n} | first name {f} |
            last name {l} | the surname is {l} | it's {f} with the surname {l} | {f} {l} | uh {n} | that's {n} | you're speaking with {n} |
            um my full name is {n} | {n} speaking | call me {f} | they call me {f} | me i'm {n} | that'll be {n} | {n} is my name |
            the name's {l} {f} {l} | my first name is {f} and my last name is {l} | so it's {n} | {n} yes | mr {l} | mrs {l} please | doctor {l} |
            good morning {n} here | that would be {n} | surname {l} first name {f} | okay {n} | it is {n} i said | everyone calls me {f}
        """,
    }
)

# {when} {place} {thing} ... are filled with ordinary words; nothing of it is anybody's.
CLEAN = table(
    {
        "banking": """
            what's my balance | how do i {bank} | can i {bank} {where} | i want to {bank} {when} | is there a fee to {bank} |
            why was my {card} declined {when} | my {card} has not arrived | how long does a {transfer} take | is the {transfer} free |
            what is the {rate} on a {product} | tell me about your {product} | i think i was charged twice for the {transfer} | freeze my {card} |
            raise the limit on my {card} | i lost my {card} {when} | do you offer a {product} for students | when does my {card} expire |
            the cash machine kept my {card} | how much did i spend on {spend} {when} | i don't recognise a payment for {spend} |
            where do i see my {product} | i'd like to speak to someone | can you repeat that please | yes please do that |
            what documents do i need for a {product} | i never got the code you sent | my app keeps crashing | is my money safe |
            is there a charge for using my {card} {where} | how do i change my address | i want to report my {card} stolen |
            how many {transfer}s can i make a month | what's the exchange rate for euros | stop the {transfer} |
            my payment is pending since monday | what's the difference between a {product} and a {product} | will the {transfer} arrive {when} |
            activate my {card} | who do i talk to about a {product}
        """,
        "hotel": """
            do you have a {room} {when} | i need a {room} for {count} nights | is {extra} included | can we get {extra} in the {room} |
            what time is {meal} | can i change my {room} to a {room2} | is there {extra} at the hotel | how much is a {room} {when} |
            we would like {extra} and a late checkout | my {room} has no hot water | the {appliance} in my {room} is broken |
            could somebody bring {item} to the {room} | book a {room} with {extra} | do you allow dogs in the {room} | cancel my {room} please |
            we are {count} people and need two rooms | when can we check in | is there a shuttle to the airport | we lost our room key |
            the people next door are too loud | can i leave my bags after check out | does the {room} have {extra} | is the pool heated |
            i was promised {extra} | change the dates to {when} please | the bed is too soft | how far is the beach |
            a wake up call at seven please | do you have a lift | which floor is the {room} on | extend our stay by {count} nights
        """,
        "restaurant": """
            a table for {count} {when} please | do you have {dish} on the menu | is the {dish} gluten free | can i have the {dish} without onions |
            i'd like to order {dish} and {dish2} | how spicy is the {dish} | what comes with the {dish} | can we sit {seat} |
            do you deliver {where} | the {dish} was cold | is there parking near the restaurant | move our table to {seat} |
            what desserts do you have | we are running late for our table | can i pay by card | do you have high chairs for {count} kids |
            make it {count} people instead | any vegan options besides {dish} | find me a place that does good {dish} |
            how long is the wait {when} | what's the soup of the day | do you do takeaway | is service included | could we see the wine list |
            can we have the bill | i have a nut allergy | anything without dairy | we'd prefer to sit {seat} | how big are the portions of {dish} |
            what time do you close {when} | is the kitchen still open | do you take walk ins | {count} of us are vegetarian |
            can you split the bill | how is the {dish} cooked | half {dish} half {dish}
        """,
        "assistant": """
            what's the weather {when} | will it be {weather} {when} | play some {music} | play {music} {where2} | skip this song |
            add {item} to the shopping list | remove {item} from my list | what's on my calendar {when} | remind me to {task} {when} |
            remind me to {task} | tell me a joke about {animal} | how big is {a_animal} | what is the capital of {country} |
            how do you say hello in {language} | read me the news {when} | stop | louder please | who wrote that song |
            set a reminder to {task} {when} | find a recipe for {dish} | order more {item} | how far is the moon | what's the traffic like {when} |
            when is the next train to the city | how many calories are in {dish} | open the podcast about {topic} | search for {topic} |
            tell me about {topic} | cancel all meetings {when} | move my {meeting} to {when} | do i have a {meeting} {when} |
            schedule a {meeting} {when} | what's the time | never mind | yes | no thanks | cancel that | thank you very much | what can you do |
            tell me something interesting | are you a robot | turn it up | next | go back | what song is this | how do i make {dish} |
            do i need an umbrella {when} | translate thank you into {language} | flip a coin | roll a dice | what's the score |
            what's happening {when} | check my email | read my messages | any new mail | is my {meeting} still on | make a list called holiday |
            what's next on my list | how long until {meal} | start my workout playlist | play the next episode |
            remember that i parked on level two | when is the {meeting} {when} | sort my mail by date | who won the match |
            who sent the last email | is it a public holiday {when} | tell my wife i'm on my way | call mum | text dad | call my office
        """,
        "home": """
            turn {state} the {appliance} | turn {state} the {appliance} {where2} | is the {appliance} {state} {where2} | dim the lights {where2} |
            start the {appliance} | lock the {door} door | close the blinds {where2} | make it warmer {where2} | who is at the {door} door |
            run the {appliance} {when} | set the lights {where2} to {colour} | show me the {door} camera | good night turn everything off |
            the {appliance} is making a noise | pause the {appliance} | how much power does the {appliance} use | is the {door} door locked |
            arm the alarm | vacuum {where2} | set the {appliance} to eco | movie time | it's too bright {where2} | i'm home | i'm leaving |
            open the garage | water the lawn {when} | charge the car | show me who rang the bell | boil the kettle | is anybody home |
            restart the router | put the {appliance} on a schedule | what's using the most power | every light {state} |
            stop the {appliance} {where2}
        """,
        "travel": """
            find me a flight from {city} to {city} {when} | what's the weather in {city} {when} | is there a hotel near the station in {city} |
            how far is {city} from {city} | book a train to {city} {when} | what time is it in {city} |
            i need a {room} in {city} for {count} nights | when does the bus to {city} leave | show me restaurants in {city} |
            rent a car in {city} from tuesday to friday | is it raining in {city} | what should i see in {city} |
            i want to fly to {city} with {airline} | are there any events in {city} {when} | drive to {city} | how big is {city} |
            do i need a visa for {country} | two tickets from {city} to {city} please | the cheapest way to {city} | find a {brand} in {city}
        """,
        "media": """
            play {artist} | play the new album by {artist} | who sings this is it {artist} | when is {artist} on tour |
            put on something like {artist} | how old is {figure} | who is {figure} | what did {figure} say today |
            play a song by {artist} {where2} | read me the book by {author} | when was {figure} born | show me films with {figure} |
            more from {artist} please | next song by {artist} | what is {figure} known for | start the audiobook by {author} |
            add {artist} to my playlist | did {figure} win
        """,
        "shops": """
            is {brand} open {when} | order from {brand} | a table at {venue} for {count} {when} | reserve {venue} {when} |
            what time does {brand} close | find the nearest {brand} | call {brand} | does {venue} take card | pay the {company} bill |
            is {company} stock up today | directions to {venue} | how much did i spend at {brand} | navigate to {brand} |
            do you deliver from {venue} | i was charged by {company} twice | what's the number for {brand} | cancel my {company} subscription |
            show me the menu of {venue}
        """,
    }
)
_WORDS = table(
    {
        "bank": """
            open a savings account | cancel a standing order | order a new card | dispute a charge | set up direct debit | close my account |
            get a mortgage | report fraud | pay in a cheque | exchange euros | change my limit | download a statement
        """,
        "where": "from abroad | online | in the app | at a branch | without my card | over the phone | to the airport | on weekends",
        "when": """
            tomorrow | today | this weekend | tonight | next week | on friday | in the morning | on monday evening | this afternoon |
            at the weekend | on christmas day | next tuesday
        """,
        "card": "debit card | credit card | virtual card | card | new card | travel card",
        "transfer": "transfer | bank transfer | payment | withdrawal | top up | refund | wire transfer",
        "rate": "interest rate | rate | annual fee | early exit fee | minimum deposit",
        "product": """
            savings account | fixed rate mortgage | car loan | student account | joint account | travel insurance | current account | statement |
            cash isa
        """,
        "spend": "groceries | fuel | eating out | subscriptions | clothes | taxis | coffee | streaming",
        "room": "double room | single room | twin room | suite | family room | room with a sea view | quiet room | room",
        "room2": "bigger one | suite | room with a balcony | room on a higher floor | twin",
        "count": "two | three | four | five | six | seven | eight",
        "extra": "breakfast | a gym | a pool | free parking | wifi | an extra bed | a cot | an airport shuttle | a spa | room service",
        "meal": "breakfast | dinner | check in | check out | lunch | happy hour | the last order",
        "item": """
            milk | towels | bread | paper towels | olive oil | two pillows | coffee | dog food | washing powder | tomatoes | a dozen eggs |
            toothpaste | bin bags | ice
        """,
        "dish": """
            pad thai | margherita pizza | lamb curry | fish and chips | caesar salad | chicken tikka | ramen | mushroom risotto | beef burger |
            lentil soup | sushi | pancakes | tacos | paneer | dosa
        """,
        "dish2": "garlic bread | a lemonade | fries | two beers | rice | a side salad | naan | green tea",
        "seat": "outside | by the window | at the bar | in the garden | near the door | upstairs | somewhere quiet",
        "weather": "sunny | windy | raining | freezing | humid | snowing | cloudy",
        "music": """
            jazz | classical music | rock | lofi beats | country | rain sounds | old school hip hop | bollywood hits | christmas songs |
            piano music
        """,
        "where2": "in the kitchen | in the bedroom | upstairs | in the living room | in the garage | everywhere | in the hall",
        "task": """
            water the plants | take my pills | call the dentist | put the bins out | buy a birthday card | pay the rent | feed the cat |
            renew the insurance | book the car service | pick up the dry cleaning | defrost the chicken
        """,
        "animal": "penguins | dogs | elephants | cats | chickens | sharks",
        "a_animal": "a blue whale | a giraffe | a t rex | an ostrich | a tiger",
        "country": "australia | peru | norway | kenya | canada | vietnam | portugal | jordan | georgia | chad",
        "language": "french | spanish | hindi | japanese | welsh | german",
        "topic": """
            black holes | gardening | the roman empire | electric cars | sourdough | the solar system | vikings | chess openings | climate change
        """,
        "meeting": "meeting | dentist appointment | yoga class | team call | doctor's appointment | interview | book club",
        "state": "on | off",
        "appliance": """
            dishwasher | tv | air conditioner | lamp | oven | washing machine | fan | heater | vacuum | coffee maker | lights | radio | boiler |
            shower
        """,
        "door": "front | back | garage | side",
        "colour": "blue | red | warm white | green | purple",
        "city": """
            san jose | london | new york | paris | mumbai | manchester | chicago | delhi | los angeles | birmingham | rome | tokyo | santa rosa |
            dallas | san francisco | edinburgh | madrid | phoenix | charlotte | st louis | jackson | victoria | lancaster | sydney | florence |
            milan | hyderabad
        """,
        "airline": "delta | british airways | southwest | air india | lufthansa | american airlines",
        "artist": """
            taylor swift | the beatles | adele | michael jackson | ed sheeran | queen | bob dylan | arijit singh | lata mangeshkar | beyonce |
            frank sinatra | elton john | ariana grande | coldplay | johnny cash | lady gaga | mozart | bob marley
        """,
        "figure": """
            barack obama | tom hanks | albert einstein | serena williams | sachin tendulkar | cristiano ronaldo | the queen | marie curie |
            abraham lincoln | emma watson | leonardo dicaprio | the prime minister | nelson mandela | mahatma gandhi
        """,
        "author": "stephen king | jane austen | agatha christie | charles dickens | j k rowling | mark twain | george orwell",
        "brand": """
            starbucks | walmart | tesco | mcdonald's | sainsbury's | domino's | target | marks and spencer | ikea | trader joe's | wendy's |
            big bazaar
        """,
        "venue": """
            the cheesecake factory | luigi's | the red lion | golden dragon | taj mahal | the old mill | bella italia | papa john's |
            the king's arms
        """,
        "company": "netflix | spotify | vodafone | british gas | amazon | verizon | airtel | comcast | thames water",
    }
)

_ASKING = frozenset(["is", "are", "do", "does", "can", "what", "what's", "when", "how", "who", "will", "where"])


def named(rng: Random, half: Half, domain: str, group: str) -> tuple[str, dict[str, Said]]:
    """A sentence and what goes into it; each {n} is another person."""
    sentence = rng.choice(half_of(NAMED[domain], half))
    slots: dict[str, Said] = {}
    while "{n}" in sentence:
        slot = f"n{len(slots)}"
        sentence = sentence.replace("{n}", "{" + slot + "}", 1)
        name = people.whole(rng, half, group) if rng.random() < 0.45 else _one(rng, half, group)
        slots[slot] = Said(name, "PERSON")
    slots["f"], slots["l"] = Said(people.first(rng, half, group), "PERSON"), Said(people.last(rng, half, group), "PERSON")
    return sentence, slots


def _one(rng: Random, half: Half, group: str) -> str:
    if group == "common" and rng.random() < 0.2:
        return people.short(rng, half)
    return people.first(rng, half, group)


def clean(rng: Random, half: Half, domain: str) -> str:
    """Nothing personal in it. Some end politely, or begin with the manner of speech."""
    text = rng.choice(half_of(CLEAN[domain], half))
    while "{" in text:
        start, end = text.index("{"), text.index("}")
        text = text[:start] + rng.choice(_WORDS[text[start + 1 : end]]) + text[end + 1 :]
    if rng.random() < 0.2:
        return _cased(text, rng)
    lead = rng.choice(("", "", "", "hi ", "hey ", "um ", "please ", "can you tell me ", "okay ", "sorry ")) if rng.random() < 0.6 else ""
    return lead + text


def _cased(text: str, rng: Random) -> str:
    """As somebody would type it; what is a name of a place or of somebody known has its capitals."""
    for kind in ("city", "artist", "figure", "author", "brand", "venue", "company", "airline", "country"):
        for known in _WORDS[kind]:
            text = re.sub(rf"\b{re.escape(known)}\b", known.title().replace("'S", "'s"), text)
    mark = "?" if text.split()[0] in _ASKING else rng.choice((".", ".", "!", ""))
    return re.sub(r"\bi\b", "I", text[0].upper() + text[1:]) + mark
