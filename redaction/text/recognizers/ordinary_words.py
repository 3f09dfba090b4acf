"""Words so common that they are not taken for somebody's misheard name. (Exactly spelled, a name is masked whatever it means.)

Written down from memory: the little words of English, and what people say to an assistant. No frequency list was copied.
"""

from __future__ import annotations

from redaction.text.spoken_words import READINGS, words_of

LITTLE = frozenset(
    words_of(
        "a am an and as at be by do go he hi i if in is it me my no of oh on or so to up us we "
        "about above after again ago all almost along already also although always among another any anyone anything anyway are around away back "
        "because been before behind being below beside best better between both but can cannot could did does doing done down during each either "
        "else enough even ever every everyone everything few fine first from get gets getting give given gives goes going gone good got great "
        "had has have having hear heard her here hers high him his how however into its just keep kept knew know known knows last late later "
        "least left less let like likes little long look looks lot made make makes making many may maybe mean means might mine more most much "
        "must near need needs never new next nice none not nothing now off often old once only other our ours out over own part past people "
        "perhaps place put quite rather ready real really right said same saw say says see seem seen send sent set she should show since small "
        "some someone something soon sorry still such sure take taken takes taking tell than thank thanks that the their them then there these "
        "they thing things think this those though thought through till together told too took toward tried try trying turn turned under until "
        "upon use used using usually very want wanted wants was way well went were what whatever when where whether which while who whole whose "
        "why will wish with within without work would yes yet you your yours"
    )
)
_ASKED = frozenset(
    words_of(
        "add ahead alarm alarms album alert alexa alive angel animal answer app april article artist audio august baby bacon bank barber bean "
        "beer bell bill birthday block bluetooth book books born bread break bright brighten bring brother brown burger bus business buy "
        "calendar call called calling calls calm cancel car card carry chaise change channel chat cheap check cheese chicken child children "
        "chill chose city class clay clean clear clock close closed cloudy coffee coin cold color colour company contact cook cool corn cost "
        "count country create cup current daily dance dark date daughter day days december define delete deliver desk dim dinner dish doctor dog "
        "dollar dollars door double download drink drive early earth easy eggs email emails end evening event events excuse explain face "
        "facebook fact family fan fast father favorite favourite february feed feel feeling fifth file find finish fire fish flight floor follow "
        "food forecast forest free friday friend friends fruit funny game games garden gas girl glory gold golden grass gray green grey grocery "
        "group guess hair half hall happy hard hate head heat heavy hello help hey hide hold holiday holy home horse hot hotel hour hours house "
        "hurry idea info inform instead internet jacket jams january jazz jelly job join joined joke jokes july june kind king kitchen lamp lane "
        "large learn leave level light lights line list listen live local location lock loud love low lower lunch main male man march mark "
        "market married marry match math matter meal meet meeting meetings men message messages mile miles milk mind minute minutes mirror miss "
        "mister mode mom monday money month months moon morning mother move movie movies mum music mute name names news night noise noon north "
        "note notes november number oak october office oil okay olive open option order orders oven page paint panel park party pause pay peas "
        "phone photo picture pizza plan play player playing playlist please podcast point pool post prayer price print problem pull question "
        "quick quiet rain rainy raise random rate rated reach read reading reason receive recent recipe record red remember remind reminder "
        "reminders remove repeat reply report rest restart restaurant restaurants resume review rice ride ring road robot rock room round route "
        "run sail sale salmon sandy saturday sauce save scale schedule search season seat second sell september series service shall share shirt "
        "shoes shop shopping short shower shut side simmer sing singer siri sister site sleep slow smart snow soccer social socket solo son song "
        "songs sort sound south speak speaker speed spell spicy sport sports star start state station stay steel stock stocks stop store storm "
        "story stream street summary summer sun sunday sunny swat sweat sweet swipe switch system table talk tax taxi team tempo tennis text "
        "thursday ticket tickets time timer times tired today tomorrow tone tonight top tower town traffic train travel tree trip truck true "
        "tuesday tune tweet twitter type umbrella upcoming update vacuum valentine video view virgin visit voice volume wait wake walk wall warm "
        "wash watch water weather wednesday week weekend weekly weeks white wife wind window windy wine winner winter woman won wonder wood word "
        "words world worry worst worth write wrong year years yellow yesterday young"
    )
)
ORDINARY = LITTLE | _ASKED | {word for word in READINGS if len(word) > 2}
