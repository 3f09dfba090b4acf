"""Names, written down by hand from what people are called; nobody in particular. Every second one is for the other half."""

from __future__ import annotations

from random import Random

from bench.exam.cases import Half, half_of, listed

FIRST = {
    "common": """
        james mary robert patricia john jennifer michael linda david elizabeth william barbara richard susan joseph jessica thomas sarah
        charles karen daniel lisa matthew nancy anthony betty steven margaret paul sandra andrew ashley joshua kimberly kenneth emily kevin
        donna brian michelle george carol edward amanda ronald dorothy timothy melissa jason deborah jeffrey stephanie ryan rebecca jacob
        sharon gary laura nicholas cynthia eric kathleen jonathan amy stephen angela larry shirley justin anna scott brenda brandon pamela
        benjamin emma samuel nicole gregory helen alexander samantha frank katherine patrick christine jack debra dennis rachel jerry olivia
        tyler carolyn aaron janet henry heather peter diane adam julie nathan victoria zachary joan douglas kelly kyle evelyn walter lauren
        ethan judith jeremy megan harold andrea keith cheryl christian hannah roger jacqueline noah martha sean gloria oliver sophie liam
        charlotte lucas isabella simon harriet graham fiona nigel claire
    """,
    "international": """
        mohammed fatima wei mei hiroshi yuki carlos lucia mateo camila pierre amelie jean chloe hans greta jürgen ingrid luca giulia marco
        chiara sven astrid lars freya ivan olga dmitri svetlana andrzej agnieszka piotr katarzyna ahmed aisha omar layla yusuf zeynep mehmet
        elif kwame abena chinedu ngozi tunde adaeze jose guadalupe diego valentina joao beatriz thiago mariana minh linh nguyen thuy jun
        hana ji-woo min-seo tariq yasmin hassan noor stefan ioana andrei elena mihai roxana bogdan cristina sipho thandiwe dimitris eleni
        giorgos katerina niamh siobhan eoin saoirse xiomara joaquin anneliese matthias pavel zuzana laszlo ildiko rasmus solveig
    """,
    "indian": """
        rahul priya amit neha rajesh sunita vikram anjali sanjay kavita arjun pooja suresh lakshmi ramesh deepa anil meena vijay shreya ravi
        divya karthik ananya manoj swati harish nandini ganesh padma rohit ishita aditya sneha nikhil aishwarya siddharth bhavana gaurav
        ritu prakash geeta mahesh usha abhishek tanvi venkatesh sarita kunal rekha imran shabana farhan zoya gurpreet harpreet jaspreet
        simran balaji meenakshi subramaniam revathi murali kamala dinesh jyoti mukesh asha naveen preeti sandeep madhuri tejas vaishnavi
        yash aarti
    """,
    "rare": """
        zephyrine tolliver brandywyn quillon maelis oriandra thessaly wendeline caspar ottoline evander isolde leopoldine ambrose peregrine
        sunniva hyacinthe balthazar philippa crispin drusilla endymion araminta lysander tamsin barnaby xanthe ignatius ludmilla cornelius
        zebedee eudora fenella jocasta kerensa leander mordecai nerys osgood petronella quintus rosamund septimus tabitha ulric verity
        wilhelmina ysolde zillah aldous briony clementine dashiell elspeth florimond gawain hephzibah ivo jorvik kaelith lorcan merrick
        nyxandra orlaith percival rhiannon soren taliesin vashti wulfric yevgenia jaxtyn brynlee kashton emberlyn zayleigh kolton mckinleigh
        draven braelynn ryker oaklynn thaddeus adalynn cormac azariah elowen bexley zadie
    """,
}
LAST = {
    "common": """
        smith johnson williams brown jones garcia miller davis wilson anderson taylor moore jackson martin thompson white harris clark lewis
        robinson walker young allen king wright scott hill green adams nelson baker hall campbell mitchell carter roberts turner phillips
        evans parker edwards collins stewart morris murphy cook rogers morgan cooper peterson reed bailey bell kelly howard ward cox
        richardson wood watson brooks bennett gray hughes price myers long foster sanders ross powell sullivan russell ortiz jenkins perry
        butler barnes fisher henderson coleman simmons patterson jordan reynolds hamilton graham wallace gibson hunt palmer mason dixon hart
        marshall
    """,
    "international": """
        gonzalez rodriguez fernandez lopez martinez silva santos oliveira pereira costa müller schmidt schneider fischer weber rossi ferrari
        russo bianchi dubois moreau laurent lefebvre kowalski nowak wisniewski novak horvath popescu ionescu dumitrescu ivanov petrov
        papadopoulos yilmaz demir kaya hassan ahmed khalil okafor adeyemi mensah nguyen tran pham kim park choi tanaka suzuki yamamoto
        watanabe wang zhang chen huang van-dijk de-vries johansson andersson nielsen hansen larsen virtanen o'connor o'brien mccarthy
        macgregor ramirez castillo haddad mbeki osei ndlovu
    """,
    "indian": """
        sharma patel singh kumar gupta verma reddy nair iyer menon pillai rao joshi desai mehta shah agarwal banerjee chatterjee mukherjee
        das bose ghosh sen chopra kapoor malhotra khanna bhatia sethi kulkarni deshpande patil jadhav naidu krishnan subramanian
        venkataraman ramachandran chaudhary yadav mishra tiwari pandey srivastava khan sheikh qureshi ansari fernandes d'souza thakur bhatt
        gill dhillon
    """,
    "rare": """
        featherstonehaugh cholmondeley thistlewood quackenbush wolstenholme ravenscroft penhaligon trevelyan oglethorpe blatherwick
        crickshaw dunwhistle varnhagen szczepanski zawadzki haverbrook skjoldager abernathy lockridge montclaire pettigrew rumbelow
        stallybrass tregenza umfreville vandersteen winterbourne yarborough zellweger bracegirdle culpepper drinkwater entwistle fothergill
        goldsworthy hawtrey inchbald jellicoe killigrew lightfoot mainwaring netterfield ormerod postlethwaite quilliam rathbone sedgwick
        thackeray uttley vavasour wetherby mukantabana rakotomalala tsakalidis bjarnadottir hovhannisyan
    """,
}
GROUPS = tuple(FIRST)
SHORT = listed(
    """
    tom liz bob sue mike kate dave jen steve beth chris meg jim nick pam ben sam joe dan al ed ted val pat max leo mia zoe eva ian amy roy
    gus lou ned peg vic dot fay gil
    """
)


def first(rng: Random, half: Half, group: str) -> str:
    return rng.choice(half_of(FIRST[group].split(), half)).replace("-", " ")


def last(rng: Random, half: Half, group: str) -> str:
    return rng.choice(half_of(LAST[group].split(), half)).replace("-", " ")


def short(rng: Random, half: Half) -> str:
    return rng.choice(half_of(SHORT, half))


def whole(rng: Random, half: Half, group: str) -> str:
    return f"{first(rng, half, group)} {last(rng, half, group)}"
