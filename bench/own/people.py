"""Names for the benches, common ones of many languages, written down by hand; none is meant to be anybody's. And how some are said."""

_FIRST = (
    "james john robert michael william david richard joseph thomas charles christopher daniel matthew anthony mark donald steven paul andrew "
    "joshua kenneth kevin brian george edward ronald timothy jason jeffrey ryan jacob gary nicholas eric jonathan stephen larry justin scott "
    "brandon mary patricia jennifer linda elizabeth barbara susan jessica sarah karen nancy lisa margaret betty sandra ashley dorothy kimberly "
    "emily donna michelle carol amanda melissa deborah stephanie rebecca laura sharon cynthia kathleen amy joanna angela shirley anna brenda "
    "pamela nicole ruth katherine samantha christine emma catherine virginia rachel janet maria heather diane olivia julie joyce victoria kelly "
    "christina joan evelyn lauren judith megan hannah alice grace rose jacqueline gloria teresa theresa sara doris julia marie madison oliver "
    "harry jack alfie charlie freddie archie theo isla poppy freya evie nigel graham fiona gareth siobhan niamh aoife eoin cillian rhys sian "
    "priya lakshmi arjun rahul anjali deepak sunita vikram kavita rajesh sanjay pooja neha amit suresh meera ananya rohan divya aditya harpreet "
    "gurpreet piotr agnieszka katarzyna tomasz krzysztof malgorzata zbigniew jadwiga ioana andrei mihai bogdan ecaterina vasile dragos svetlana "
    "olga dmitri nikolai yelena ludmila zdenek jiri vaclav zsofia laszlo istvan milica goran mohammed ahmed fatima yusuf omar aisha khalid "
    "zainab hassan layla ibrahim mustafa noura tariq samira abdullah hamza yasmin wei ming xiulan jing mei hui xiaoming yang liang nguyen linh "
    "thuy minh kenji haruka yuki hiroshi sakura jisoo chidi ngozi oluwaseun adaeze kwame abena kofi thabo nomvula sipho lerato tendai folake "
    "babatunde wanjiku achieng jose juan carlos guadalupe alejandro javier jorge joaquin ximena luis miguel fernanda consuelo rocio esperanza "
    "beatriz enrique ignacio diego"
)
_LAST = (
    "smith johnson williams brown jones garcia miller davis rodriguez martinez hernandez lopez gonzalez wilson anderson thomas taylor moore "
    "jackson thompson white harris clark lewis robinson walker young allen king wright scott torres hill flores green adams nelson baker hall "
    "rivera campbell mitchell carter roberts gomez phillips evans turner diaz parker cruz edwards collins reyes stewart morris morales murphy "
    "cook rogers gutierrez kowalczyk nowak wisniewski kaminski szymanski popescu ionescu dumitrescu ivanov petrov horvath novak dvorak nagy "
    "szabo jovanovic patel singh kumar sharma gupta reddy iyer krishnan mukherjee chatterjee banerjee desai joshi nair subramanian venkataraman "
    "hussain khan rahman abdi mahmoud farouk haddad nasser okafor adeyemi mensah dlamini ndlovu mwangi otieno achebe wang zhang chen huang zhao "
    "nguyen tran pham yamamoto tanaka takahashi kim park oconnor fitzgerald macdonald lindqvist bergstrom schneider"
)
FIRST, LAST = _FIRST.split(), _LAST.split()
# Where the spelling says little: phones of the acoustic model.
SAID = {
    "siobhan": "SH AH V AO N", "niamh": "N IY V", "aoife": "IY F AH", "eoin": "OW AH N", "cillian": "K IH L IY AH N", "sian": "SH AA N",
    "rhys": "R IY S", "nguyen": "W IH N", "krzysztof": "K SH IH SH T AO F", "agnieszka": "AA G N Y EH SH K AH", "zbigniew": "Z B IH G N Y EH F",
    "jadwiga": "Y AA D V IY G AH", "malgorzata": "M AW G AO ZH AA T AH", "ioana": "Y OW AA N AH", "xiulan": "SH Y UW L AA N",
    "jose": "HH OW Z EY", "xiaoming": "SH Y AW M IH NG", "zdenek": "Z D EH N EH K", "jiri": "Y IH R ZH IY", "zsofia": "ZH OW F IY AH",
    "laszlo": "L AA S L OW", "istvan": "IH SH T V AA N", "javier": "HH AA V Y EH R", "jorge": "HH AO R HH EY", "joaquin": "W AA K IY N",
    "ximena": "HH IY M EH N AH", "guadalupe": "G W AA D AH L UW P EY", "juan": "W AA N", "thuy": "T W IY", "priya": "P R IY AH",
    "lakshmi": "L AH K SH M IY", "ngozi": "EH NG G OW Z IY", "achieng": "AH CH EH NG", "kowalczyk": "K AH V AA L CH IH K",
    "wisniewski": "V IH SH N Y EH F S K IY", "jovanovic": "Y OW V AA N AH V IH CH", "zhang": "JH AA NG", "zhao": "JH AW", "wei": "W EY",
    "meera": "M IY R AH", "yusuf": "Y UW S UH F", "joan": "JH OW N", "freya": "F R EY AH", "isla": "AY L AH", "mihai": "M IH HH AY",
    "thabo": "T AA B OW", "sipho": "S IY P OW",
}  # fmt: skip
