"""The vocabulary of the generated stories: sentence frames and what fills them. All of it was written for this project.

Names in braces are slots: a list of this module, or what the story itself supplies (people, places, organisations,
numbers). There are more frames than one article has sentences, so that a compressor finds in an article about what it
finds in real copy, and not the same sentence over and over.
"""

from __future__ import annotations


def _words(text: str) -> list[str]:
    return text.split()


def _lines(text: str) -> list[str]:
    return text.strip().splitlines()


def _phrases(text: str) -> list[str]:
    return [phrase for line in _lines(text) for phrase in line.split("|")]


SYLLABLES = _words("""
an bar bel bor bre cal cor dan dar del dor dra el en er fal fen gar gor hal har hel ian il in ir ja jor ka kel kir
kor lan lar len lin lo lun ma mar mel mir mor na nar nel nor o ol or os pal per pol ra ran rel ri ros ru sal san sel
sen sil sol sto ta tam tar ter tol tor ul un va val ven vir vor wen wil yan yor za zel zor
""")

FIRST_NAMES = _words("""
Adela Anselm Beata Bruno Cosima Dario Edda Emeric Fabia Gaspar Greta Hannes Ilka Ivo Jarmila Joost Katrin Leander
Lidia Lothar Mattea Milos Nadja Niall Oona Orhan Petra Quirin Radka Rufus Sabine Sandor Tamsin Teodor Ulrike Urban
Valeria Viktor Wanda Willem Xenia Yannick Ysolde Zdenek Zita Amira Bashir Chiara Desmond Farida Hamid Imelda Karim
""")

ROLES = _phrases("""
mayor|deputy mayor|regional governor|finance minister|interior minister|transport minister|health minister
fire chief|police spokeswoman|police commander|chief engineer|harbour master|hospital director|union secretary
plant manager|school principal|retired judge|opposition leader|economist|port inspector|geologist|weather forecaster
public prosecutor|defence lawyer|coastguard officer|railway inspector|shop owner|farmer|bus driver|night nurse
insurance assessor|water engineer|city councillor|central bank governor|fund manager|grain trader|energy analyst
""")

BODIES = _phrases("""
council|ministry|authority|inspectorate|institute|commission|agency|chamber|federation|cooperative|works|holding
union|bank|exchange|observatory|trust|board|tribunal|administration|laboratory|consortium|refinery|shipyard|railway
""")

FIELDS = _phrases("""
Water|Harbour|Transport|Energy|Grain|Labour|Housing|Tourism|Fisheries|Forest|Mining|Steel|Textile|Customs|Health
Civil Protection|Public Works|Geological|Meteorological|Navigation|Aviation|Pension|Savings|Metal|Timber|Dairy
""")

THINGS = _words("""
breakwater bridge warehouse reservoir turbine pipeline viaduct embankment pumping-station signal-box grain-silo
courthouse market-hall hospital-wing bus-depot ferry-terminal fuel-depot radio-mast swimming-hall railway-yard
slaughterhouse substation tunnel lighthouse cement-kiln paper-mill greenhouse orchard quarry cannery landfill
airstrip sluice weir tram-line cable-car assembly-line blast-furnace brewery sawmill archive town-hall barracks
""")

MATTERS = _phrases("""
tender|budget|inquiry|lawsuit|contract|subsidy|evacuation|strike ballot|safety audit|wage offer|curfew|licence
verdict|recount|referendum|quarantine|ceasefire|embargo|merger|bond sale|rate decision|forecast|census|appeal
pension reform|water ration|toll increase|compensation fund|rescue plan|repair schedule|export quota|bail hearing
""")

ADJECTIVES = _words("""
abandoned ageing ambitious bitter brittle cautious central chaotic coastal costly crowded damaged delayed disputed
eastern emergency exhausted fragile frozen hasty heavy hidden independent joint late leaking makeshift minor modest
muddy narrow northern obsolete partial patient quiet rapid reluctant remote rural rusting secretive seasonal sharp
southern steep sudden temporary tense thorough unlikely unpopular unsigned upstream vacant vast western worn
""")

VERBS = _words("""
approved blocked welcomed questioned postponed defended rejected reopened abandoned criticised examined suspended
extended revised inspected signed disowned demanded promised drafted leaked ignored renewed halved doubled settled
cancelled audited delayed explained denied regretted overturned shelved funded sealed emptied rebuilt insured
""")

SITES = _phrases("""
near the old customs gate|on the far bank of the river|below the ridge road|behind the cattle market
along the ring road|at the mouth of the estuary|two streets from the cathedral|in the upper valley
beside the freight line|on the second floor of the annex|at kilometre stone twelve|under the motorway spur
outside the stadium|in a disused tobacco barn|by the northern lock|at the foot of the ski lift
in the glassworks quarter|close to the border post|on the salt flats|within sight of the minaret
""")

TIMES = _phrases("""
shortly before dawn|late on Monday|early on Tuesday|on Wednesday evening|by Thursday noon|on Friday|over the weekend
at the end of the quarter|three weeks ago|in the small hours|after the midday shift|during the spring recess
within hours of the announcement|last autumn|since the first of the month|in the final days of the campaign
before the shops opened|as the tide turned|for the second time this year|nearly a decade later
""")

REASONS = _phrases("""
because spare parts had not arrived|after a routine test went wrong|although no vote had been taken
as creditors lost patience|since the old map proved unreliable|while lawyers argued over the wording
despite warnings from two of its own engineers|in spite of a court order|once the fog had lifted
when a sensor failed|because nobody held the second key|as prices climbed for a fifth month
unless parliament decides otherwise|until the inspectors have finished|after neighbours complained of the smell
even though the insurer refused to pay|if the river stays below the red mark|for lack of qualified welders
""")

FRAMES = _lines("""
{Org} {verb} the {adjective} {matter} {time}, {reason}, {person} said.
At least {number} people were taken from the {thing} {site}, according to {role} {person}.
The {matter}, worth about {money}, was {verb} {time} by {org}.
{Person}, a {role} from {place}, said the {thing} had stood empty {time}.
Traffic {site} was diverted {time} and {number} passengers spent the night in gymnasiums.
A {adjective} {thing} {site} gave way {time}; {number} workers had left it minutes earlier.
Neither {org} nor {org2} would say whether the {matter} had been {verb}.
"We were told nothing about the {matter}," {role} {person} told a local broadcaster {time}.
"It is not the {thing} that worries me, it is the silence around it," {person} said.
"There were {number} of us in that room and not one chair," said {person}, the {role}.
Figures published by {org} showed output down {percent} from a year earlier, the {adjective} reading in {number} months.
Shares in {org} fell as much as {percent} before trading was halted {time}.
The {role} of {place}, {person}, {verb} the {adjective} {matter} and asked {org} for a second opinion.
Documents seen by reporters put the cost of the {thing} at {money}, more than twice the first estimate.
Rain gauges {site} recorded {number} millimetres in two days, forecasters at {org} said.
Witnesses described a {adjective} noise {site}, then smoke above the {thing}.
Investigators from {org} took away {number} boxes of papers {time} and {verb} the {thing}.
{Org} has until the end of the month to answer, {reason}.
Residents of {place} queued for bread {time} {reason}.
Of the {number} households without power, about {number2} were connected again by nightfall.
A spokesman for {org} declined to comment on the {adjective} {matter}, which he called a private affair.
{Person} has led {org} since the {matter} brought down a predecessor {time}.
The opposition said the {thing} should never have been {verb} {reason}.
Two earlier attempts to settle the {matter} failed, the last of them {time}.
Hospitals in {place} treated {number} people, most of them for cuts and shock, {role} {person} said.
The {adjective} budget leaves {money} for the {thing}, far less than {org} had asked for.
Ferries between {place} and {place2} were cancelled {reason}.
Prosecutors {verb} the case {time} and named {number} officials of {org}.
Engineers walked the length of the {thing} {time} and marked {number} cracks in yellow paint.
{Org} said its {matter} would go ahead, {reason}.
Analysts at {org} had expected a fall of {percent}; the {adjective} result surprised even them.
A bus carrying {number} schoolchildren was stopped {site} and sent back to {place}.
"If they open that gate again I shall stand in front of it," {person} said {time}.
"The numbers are what they are, and they are {adjective}," said {person} of {org}.
The army sent {number} soldiers and a {adjective} field kitchen to {place} {time}.
Teachers in {place2} will vote on the {matter} {time}, their union said.
Customs officers found {number} crates {site}, each stamped with the seal of {org}.
The {role} said that the {adjective} {thing} had been {verb} twice, {reason}.
Insurers put the damage at {money} but said the sum could double.
Police closed the road {site} and told drivers to expect {adjective} delays until the morning.
On the exchange in {place2}, the price of grain rose {percent} {time}.
{Person} and {person2} have been at odds over the {matter} since they shared an office at {org}.
Volunteers filled {number} sandbags {time}, and {role} {person} carried the first of them.
A judge in {place} {verb} the {matter} and gave {org} {number} days to appeal.
The {thing}, built for {money} and opened with a brass band, has never worked at more than half its capacity.
Negotiators met for {number} hours {site} without agreeing on so much as an agenda.
Turnout reached {percent} by the afternoon, {org} said, well above the last {adjective} poll.
{Org} counted {number} complaints {time}, a third of them about the {adjective} {thing}.
Firefighters pumped water from the {thing} for {number} hours {reason}.
The minister, {person}, flew over {place} {time} but did not land.
Doctors at {org} warned that {adjective} stocks would last {number} days at most.
Nobody has claimed the {adjective} {thing} {site}, and {org} says it may be sold.
A memorandum of {number} pages sets out how the {matter} is to be {verb} {reason}.
Exports through {place} have shrunk by {percent} since {org} {verb} the old tariff.
"My grandfather laid those stones and I can tell you which ones were moved," said {person}, a {role}.
"Ask me again when the water has gone," the {role} said {time}.
Trains to {place2} run every {number} minutes instead of every ten, {reason}.
The {matter} divides {place}: its {adjective} quarter is for it, the harbour against.
According to the log of {org}, the first alarm came {number} minutes before the {thing} failed.
{Person} resigned {time}, {number} days after {org} {verb} the report.
Farmers {site} dumped {number} tonnes of beet outside {org} {time}.
The central bank left its main rate at {percent}, {reason}, and called the outlook {adjective}.
What became of {money} set aside for the {thing} is the subject of a separate {matter}.
At the height of the {matter}, {number} callers a minute tried to reach {org}.
A survey by {org} found that {percent} of those asked had never heard of the {matter}.
Divers searched the {thing} {time} and came up with {number} rusted drums.
The company, which employs {number} people in {place2}, said it would keep the {adjective} plant open.
{Role} {person} said the {thing} was safe and offered to sleep in it.
Schools {site} stay shut, {reason}, the regional office of {org} said.
""")

HEADLINES = _lines("""
{Place} {thing} closed as {matter} drags on
{Org} seeks {money} after {adjective} {matter}
{Number} hurt as {thing} fails near {place}
{Place} weighs {matter} after {adjective} week
Tempers rise in {place} over {adjective} {thing}
{Org} under pressure as {matter} nears
{Place2} and {place} at odds over {thing}
Talks on {matter} stall, {org} says
""")

NOTES = _lines("""
Adds {role}'s comment in {ordinal} paragraph
Updates figures in {ordinal} paragraph
Adds background on {matter} in {ordinal} paragraph
Recasts, adds details of {thing} from {ordinal} paragraph
Corrects number in {ordinal} paragraph
Adds {org} statement in {ordinal} paragraph
""")

ORDINALS = _words("""
first second third fourth fifth sixth seventh eighth ninth tenth 11th 12th 13th 14th 15th 16th 17th 18th 19th 20th
21st 22nd 23rd 24th 25th 26th 27th 28th 29th 30th 31st 32nd
""")
