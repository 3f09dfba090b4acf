"""What letters in a row mean when they are no name; to an assistant they nearly always do. Written down from memory. Pure."""

from __future__ import annotations

from redaction.text.spoken_words import words_of

ACRONYMS = frozenset(
    words_of(
        "aaa abc abcd ac acdc aclu act adhd afc afl ai aids ama amc aol api apr asap asdf asmr ata atm au aud aws bbc bbq bc bff bfg bio bmi "
        "bmw bnp bp brb bst byob bt btc bts btw cad cbc cbs cctv cd ceo cfo cgi cia cnbc cnet cnn cpr cpu crm csi cst ct cv dc dhl diy dj djs "
        "dlc dmv dna dob dpd dst dui dvd dvla dwp dvds dvr ebay ecb edm edt eft elo emi emt epa epl er erp esa espn eta etf etfs eu eur ev fa faa "
        "faq fbi fc fda "
        "fdic fifa fmla fomo fps ftse fyi gb gbp gcse gdp gif gm gmc gmo gmt gop gp gpa gps gpu gst gti hbo hd hdmi hgtv hiv hmrc hp hr hsbc html "
        "http https "
        "iban ibm ibs icu id imdb imf inc inr io iot ip ipa ipl ipo iq ira irs isbn iso isp ist itv jfk jpg json jvc kfc kgb kkk kpi kpop lbc "
        "lcd lg lgbt lgbtq llc lmk lol lp ltd mb mba mgm mit mlb mlk mls mma mms mot mp mri ms msn msnbc mst mtv mvp nafta nasa nascar nasdaq nato "
        "nba nbc ncaa nfc nfl nhl nhs nj npr nra nsa nsfw nsw nwa nyc nypd nyse nyt nz ocd ok omg op opec os ost otp paye pbs pc pdf pdt pga phd "
        "phds pin pms pos pov ppi pr ps psa pst pto ptsd pvc qa qc qr qvc qwerty rac rb rbi rbs rmb rnb rpg rpm rsvp sbi sbs sip sms snl sql std suv "
        "swot sxsw tbc tbs tcm tgif tlc tmi tmz tnt tsa ttyl tv tvs ucla uefa ufc ufo uhf uk un unesco unicef upi ups url us usa usaf usb usc "
        "usd usps utc uv va vat vcr vfx vhs vip vpn vw wbc wc wcw wd who wifi wnyc wpa wrt wsj wtf wto wwe wwf wwi wwii www xbox xl xml xxl xyz "
        "ymca yolo"
    )
)
