"""Tables of the words that addresses are made of: streets, flats, states. Pure."""

from __future__ import annotations

from redaction.text.recognizers.phrases import phrases
from redaction.text.spoken_words import words_of

STRONG_STREETS = frozenset(
    words_of(
        "street st road rd avenue ave av lane ln boulevard blvd crescent terrace grove mews nagar marg chowk enclave parkway pkwy gardens villas "
        "layout colony vihar salai puram bagh gali bazaar wharf quay highroad streets roads rode crest esplanade causeway turnpike viaduct"
    )
)
WEAK_STREETS = frozenset(
    words_of(
        "drive dr court ct close place pl way walk hill park square sq circle cir green row view rise main cross trail parade gate vale heights "
        "house sector extension phase block buildings building tower towers estate yard bridge end common fields field meadow meadows orchard "
        "ridge loop run plaza highway path passage croft bank drove mansions lodge cottage cottages farm apartments residency residences society "
        "complex arcade garden bend hall glen hollow point landing pike alley acres village chambers rectory halls approach"
    )
)
# Everyday words after which streets are named.
PLACE_WORDS = frozenset(
    words_of(
        "oak sunset green church king queen rose garden lake river north south east west station summer winter spring high main market sun snow "
        "stone wood brown white hall castle home red gold golden silver olive tower valley apple orange mobile "
        "maple cedar birch elm pine willow ash cherry holly hazel beech poplar walnut chestnut magnolia laurel ivy heather fox deer robin eagle "
        "trailer trading industrial business retail"
    )
)
# What stands before the number or the letter of a part of a house; those in which somebody lives, so that one of them needs little else beside it.
DWELLINGS = frozenset(
    words_of(
        "flat apartment apt unit suite house door plot villa bungalow flats appartment tower wing pocket sector quarter quarters lot shop space "
        "survey kothi box h"
    )
)
FLATS = frozenset(words_of("flat apartment apt suite"))
UNITS = (DWELLINGS - {"h"}) | frozenset(words_of("block room building floor phase gali stage penthouse"))
# What stands behind its letter or its ordinal: "b wing", "second cross".
LETTERED = frozenset(words_of("wing block tower floor cross main stage phase"))
FLOORS = frozenset(words_of("ground first second third fourth fifth sixth seventh eighth ninth tenth top 1st 2nd 3rd 4th 5th 6th basement garden"))
# Houses that have a name, and often no number.
HOUSES = frozenset(
    words_of("cottage house lodge farm hall barn manor rectory vicarage granary farmhouse mill grange villa bungalow cottages stables")
)
# What a house was, and is called with "the old" before it.
OLD_HOUSES = frozenset(words_of("forge bakery school schoolhouse chapel dairy brewery smithy workshop tannery"))
# Streets that are called nothing else, with a number before them.
LONE_STREETS = frozenset(
    words_of(
        "broadway bowery embarcadero strand larches paddocks elms limes firs pines willows beeches oaks chestnuts cedars poplars maples spinney "
        "copse glebe mount moorings maltings hollies laurels ridings granary oval pavement bungalows stables birches rowans hawthorns sycamores "
        "brambles"
    )
)
NUMBERED_ROADS = (
    *(
        ("road", "number"),
        ("street", "number"),
        ("county", "road"),
        ("state", "route"),
        ("rural", "route"),
        ("state", "road"),
        ("county", "route"),
        ("u", "s", "highway"),
        ("us", "highway"),
    ),
    *(("farm", "to", "market", "road"), ("farm", "road"), ("state", "highway"), ("highway",), ("route",), ("f", "m")),
)
# Everybody knows who lives there.
FAMOUS = frozenset((("ten", "downing", "street"), ("four", "privet", "drive"), ("twenty", "one", "jump", "street")))
DIRECTIONS = frozenset(words_of("north south east west northeast northwest southeast southwest n s e w"))
# What announces an address: then any number with words behind it is one; and what only makes one likelier.
ANNOUNCING = tuple(
    tuple(cue)
    for cue in map(
        str.split,
        phrases(
            "address is, deliver to, address it, address to, live at, lives at, living at, live on, lives on, reside at, moved to, deliver to, "
            "deliver it to, delivered to, ship to, ship it to, shipped to, send it to, staying at, stay at, i am at, im at, home is, house is, "
            "residing at, mail it to, post it to, pick me up at, pick me up from, pickup at, going to, taxi to, cab to, uber to, directions to, "
            "navigate to, take me to"
        ),
    )
)
CUES = (
    ("address",),
    *ANNOUNCING,
    *map(
        tuple,
        map(
            str.split,
            phrases(
                "flat is, delivery to, delivery for, delivery is to, drop it at, drop off at, dropped at, send to, shipping to, my place is, my new "
                "place is, we are at, were at, collect from, collect it from, house number, house number is"
            ),
        ),
    ),
)
# Not inside the name of a street: little words, verbs and what is counted.
BLOCKERS = frozenset(
    words_of(
        "a i is are was be been am to for from in on at of by with and or but if it its my your his her our their me you he she we they them us "
        "this that these those the what which who when where why how do does did can could will would shall should may might must not no yes as "
        "than then there here near about around please thanks play set turn remind wake call open find show tell give get go"
    )
)
COUNTED = frozenset(
    words_of(
        "minute minutes hour hours second seconds day days week weeks month months year years mile miles km kilometer kilometers meter meters metre "
        "metres foot feet yard yards percent degrees dollars pounds people songs song times time am pm oclock way ways lane lanes star stars bedroom "
        "bedrooms inch point thousand million degree bus item items alarm alarms timer more other different blocks best top most new way hundred"
    )
)
TOWN_BORDERS = frozenset(
    words_of(
        "a i is are was to for from on at of by with and or but if it its my your me you he she we they please thanks thank can could will would "
        "what when where how the this that tomorrow today tonight now asap using via avoiding open opens closes then so"
    )
)
TOWN_PREFIXES = frozenset(words_of("new san los las saint st santa port fort north south east west great little upper lower el la mount lake"))
TOWNS_THAT_ARE_WORDS = frozenset(
    words_of("reading bath deal ware wells sandwich rugby sale ford mobile orange buffalo phoenix battle wash rye barking epping dorking")
)
STATES = frozenset(
    words_of(
        "alabama alaska arizona arkansas california colorado connecticut delaware florida georgia hawaii idaho illinois indiana iowa kansas "
        "kentucky louisiana maine maryland massachusetts michigan minnesota mississippi missouri montana nebraska nevada ohio oklahoma oregon "
        "pennsylvania tennessee texas utah vermont virginia washington wisconsin wyoming england scotland wales ireland india usa uk america "
        "maharashtra karnataka kerala gujarat punjab haryana rajasthan bihar odisha assam telangana goa delhi mumbai bangalore bengaluru chennai "
        "hyderabad kolkata pune london manchester birmingham leeds glasgow edinburgh bristol cardiff liverpool sheffield chicago houston boston "
        "seattle noida gurgaon al ak az ar ca co ct de fl ga hi id il ia ks ky la md ma mi mn ms mo mt ne nv nh nj nm ny nc nd oh ok or pa ri sc "
        "sd tn tx ut vt va wa wv wi wy"
    )
) - {"hi", "in", "me", "ok", "or", "oh", "co", "de", "ma", "pa", "la", "id"}
STATE_PAIRS = frozenset(
    {
        *(
            ("new", "york"),
            ("new", "jersey"),
            ("new", "mexico"),
            ("new", "hampshire"),
            ("north", "carolina"),
            ("south", "carolina"),
            ("north", "dakota"),
        ),
        *(
            ("south", "dakota"),
            ("west", "virginia"),
            ("rhode", "island"),
            ("tamil", "nadu"),
            ("west", "bengal"),
            ("uttar", "pradesh"),
            ("new", "delhi"),
        ),
        *(
            ("andhra", "pradesh"),
            ("madhya", "pradesh"),
            ("united", "states"),
            ("united", "kingdom"),
            ("northern", "ireland"),
            ("los", "angeles"),
            ("san", "francisco"),
        ),
    }
)
