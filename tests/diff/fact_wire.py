"""Pairs in the manner of agency copy (wire, courts, money, sport, weather), set down before the classifier saw them.

WIRE_FACTS names every fact that changed; WIRE_TYPOGRAPHIC differ in typography alone; WIRE_SAME are trivial;
WIRE_WORDING say something else without touching a fact. Paragraphs are of the length that agencies write.
"""

from __future__ import annotations

from fact_cases import Case

_NUMBER: tuple[tuple[str, str], ...] = (
    (
        "Rescuers pulled 14 bodies from the river on Sunday after a barge struck the pier at Velden, officials said.",
        "Rescuers pulled 41 bodies from the river on Sunday after a barge struck the pier at Velden, officials said.",
    ),
    ("The village lies about 5 miles from the border.", "The village lies about 5 km from the border."),
    ("Brantley Foods will pay $2.4 million for the mill.", "Brantley Foods will pay €2.4 million for the mill."),
    ("Support for the measure fell 4 percent.", "Support for the measure fell 4 percentage points."),
    ("The project will cost 3.2 million crowns.", "The project will cost 3.2 billion crowns."),
    (
        "Net profit for the quarter rose to 1.18 billion dinars from 962 million a year earlier, the bank said.",
        "Net profit for the quarter rose to 1.18 billion dinars from 926 million a year earlier, the bank said.",
    ),
    ("The Otters beat Kelso 4-2 in overtime.", "The Otters beat Kelso 4-3 in overtime."),
    ("Mendel shot a six-under 66 to lead by two.", "Mendel shot a six-under 66 to lead by three."),
    ("She won 6-4, 3-6, 7-5 on clay.", "She won 6-4, 3-6, 7-6 on clay."),
    ("He was fined $500 and ordered to serve 90 days.", "He was fined $500 and ordered to serve 60 days."),
    ("Gusts reached 75 mph along the coast.", "Gusts reached 57 mph along the coast."),
    ("Up to 8 inches of snow fell overnight.", "Up to 18 inches of snow fell overnight."),
    ("The low was minus 12 Celsius.", "The low was minus 21 Celsius."),
    ("The index shed 0.7 percent to 2,314.55 points.", "The index shed 0.7 percent to 2,341.55 points."),
    ("Shares were down 3-3/8 at 41-1/4.", "Shares were down 3-5/8 at 41-1/4."),
    ("Seven of the eight defendants were convicted.", "Six of the eight defendants were convicted."),
    ("Twenty-three miners are missing.", "Thirty-two miners are missing."),
    ("a fourth conviction for fraud", "a fifth conviction for fraud"),
    ("The loan runs for ten years.", "The loan runs for two years."),
    ("The storm knocked out power to nearly 40,000 homes.", "The storm knocked out power to nearly 400,000 homes."),
    ("The stake rises to 51 pct from 49.", "The stake rises to 50 pct from 49."),
    ("Crude settled up 42 cents at $61.07 a barrel.", "Crude settled up 24 cents at $61.07 a barrel."),
    ("Each ticket costs 20 pounds.", "Each ticket costs 20 euros."),
    ("a 300-page report", "a 200-page report"),
    ("two men in their 40s were arrested", "three men in their 40s were arrested"),
    ("A toddler, 2, was also hurt.", "A toddler, 3, was also hurt."),
    ("The group has 11 plants in Europe.", "The group has plants in Europe."),
    ("Its yield is double that of last season.", "Its yield is triple that of last season."),
    ("The verdict came after two hours of talks.", "The verdict came after two days of talks."),
    ("The factory makes 900 tons a day.", "The factory makes 900 pounds a day."),
    ("He led Monaghan by 12 seconds.", "He led Monaghan by 12 minutes."),
    ("Between 30 and 40 cars were burned.", "Between 30 and 50 cars were burned."),
    ("It was 25 degrees Fahrenheit at dawn.", "It was 25 degrees Celsius at dawn."),
    ("About three-fifths of growers agreed.", "About two-fifths of growers agreed."),
    ("Sales came to $4.05 bln.", "Sales came to $4.05 mln."),
)

_DATE: tuple[tuple[str, str], ...] = (
    ("The hearing is set for Monday in Tulsa.", "The hearing is set for Tuesday in Tulsa."),
    ("The ferry was launched on Jan. 5.", "The ferry was launched on Jan. 6."),
    ("Polls close at 5 p.m. local time.", "Polls close at 5 a.m. local time."),
    ("The mill closed in 2007 after a fire.", "The mill closed in 2008 after a fire."),
    ("Output was cut last week.", "Output was cut this week."),
    ("The board meets next month.", "The board meets this month."),
    ("The curfew begins at 2230 GMT.", "The curfew begins at 2330 GMT."),
    ("Results are due on 14 March.", "Results are due on 15 March."),
    ("He was sworn in on Sept. 3, 1998.", "He was sworn in on Sept. 3, 1989."),
    ("The blast came shortly before midnight.", "The blast came shortly before noon."),
    ("The strike starts tomorrow.", "The strike starts today."),
    ("Trading resumes on Monday morning.", "Trading resumes on Monday afternoon."),
    ("The plan dates from the early 1970s.", "The plan dates from the early 1980s."),
    ("Officials gave the toll late on Wednesday.", "Officials gave the toll late on Friday."),
    ("Net income in the third quarter was flat.", "Net income in the fourth quarter was flat."),
    ("The contract ends in May 2031.", "The contract ends in June 2031."),
    ("The temple was built in the 12th century.", "The temple was built in the 13th century."),
    ("The quake struck at 3:14 a.m. local time.", "The quake struck at 3:41 a.m. local time."),
    ("The vote was taken on Tuesday.", "The vote was taken."),
    ("They married last spring.", "They married last autumn."),
    (
        "The airline said on Thursday it would halt flights to the island until the runway has been inspected.",
        "The airline said on Friday it would halt flights to the island until the runway has been inspected.",
    ),
)

_NAME: tuple[tuple[str, str], ...] = (
    ("The suit was filed by Merton Oakley.", "The suit was filed by Merton Oakey."),
    ("Police Chief Dana Rusk told a briefing.", "Police Chief Dana Rusch told a briefing."),
    ("Wim van der Zande scored twice.", "Wim van der Sande scored twice."),
    ("Judge J.R. Holloway set bail.", "Judge J.P. Holloway set bail."),
    ("a protest outside Harlow Petrochemical", "a protest outside Harlan Petrochemical"),
    ("Talks were held in Brno on trade.", "Talks were held in Bern on trade."),
    ("Mary-Ann Fitch, a nurse, saw the crash.", "Mary-Jane Fitch, a nurse, saw the crash."),
    ("The World Trade Organization ruled on it.", "The World Health Organization ruled on it."),
    ("Oduya scored the winner.", "Adeyemi scored the winner."),
    ("Adeyemi, who turned pro in spring, was booked.", "Oduya, who turned pro in spring, was booked."),
    ("The driver, Lucas Prynne, was unhurt.", "The driver, Lukas Prynne, was unhurt."),
    ("It borders Niger on the north.", "It borders Nigeria on the north."),
    ("Sen. Alma Teague, D-Ore., opposes it.", "Sen. Alma Teague, R-Ore., opposes it."),
    ("Dr. Ines Caro of Lisbon led the team.", "Dr. Inez Caro of Lisbon led the team."),
    ("a treaty signed in Accra by both sides", "a treaty signed in Abuja by both sides"),
    ("The FAA opened an inquiry.", "The FDA opened an inquiry."),
    ("He plays for Racing Club de Lens.", "He plays for Racing Club de Paris."),
    ("Princess Sofie attended the launch.", "Princess Sofia attended the launch."),
    ("Sheik Hamad al-Rashed met envoys.", "Sheik Hamad al-Rashid met envoys."),
    ("The crew of the Sea Venture was saved.", "The crew of the Sea Adventure was saved."),
    ("Kowalczyk was traded to Denver for a pick.", "Kowalczuk was traded to Denver for a pick."),
    ("Investors in McAllen were repaid.", "Investors in McAlpen were repaid."),
    ("Carter defeated Reyes in the final.", "Reyes defeated Carter in the final."),
    ("They drove from Lyon to Turin.", "They drove from Turin to Lyon."),
    ("The suspect, Paul Ingram, fled.", "The suspect fled."),
    ("Greenpeace filed the complaint.", "A charity filed the complaint."),
    ("Hurricane Odette weakened to a storm.", "Hurricane Odile weakened to a storm."),
    ("Foreign Minister Jorma Halonen flew home.", "Foreign Minister Jarmo Halonen flew home."),
    ("a 2-0 win over Norwich on a wet pitch", "a 2-0 win over Ipswich on a wet pitch"),
    ("The Supreme Court of Ohio took the case.", "The Supreme Court of Iowa took the case."),
    (
        "Shares in Delmont Gas rose after the regulator, led by Petra Viklund, cleared its bid for a rival.",
        "Shares in Delmont Gas rose after the regulator, led by Petra Wiklund, cleared its bid for a rival.",
    ),
)

_QUOTE: tuple[tuple[str, str], ...] = (
    ("“We will fight this ruling,” Lopez said.", "“We will appeal this ruling,” Lopez said."),
    ('"It was a mistake," the minister said.', '"It was an error," the minister said.'),
    ("``We are hopeful,'' said the coach.", "``We are confident,'' said the coach."),
    ("He called it ‘a wake-up call’ for banks.", "He called it ‘a warning’ for banks."),
    ("She described the plan as 'foolish and late'.", "She described the plan as 'foolish and costly'."),
    ("The talks were over, the envoy said.", "“The talks are over,” the envoy said."),
    (
        "“The water came up so fast there was nothing anyone could do,” said Marta Dunne, who lives by the quay.",
        "“The water came up so fast there was nothing we could do,” said Marta Dunne, who lives by the quay.",
    ),
    ('The law is "a license to steal," he said.', "The law is a license to steal, he said."),
)

_SEVERAL: tuple[tuple[str, str, str], ...] = (
    ("name attribution quote", "“We lost control,” Garvey said.", "“We lost control,” Tomlin said."),
    ("name attribution quote", '"The deal is dead," said Anna Reiss.', '"The deal is dead," said Paul Kerr.'),
    ("attribution", "The rebels fled, police said.", "The rebels fled, witnesses said."),
    ("attribution", "The firm said it would close the site.", "The firm confirmed it would close the site."),
    ("attribution number", "Three aides have quit, two sources said.", "Three aides have quit."),
    ("attribution", "The bridge is unsafe.", "The bridge is unsafe, engineers said."),
    ("attribution", "The mayor said the fund was empty.", "The mayor claimed the fund was empty."),
    ("attribution", "According to prosecutors, he hid the gun.", "According to relatives, he hid the gun."),
    ("attribution", "Analysts predict a loss.", "Executives predict a loss."),
    ("attribution", "A spokesman said the talks failed.", "A diplomat said the talks failed."),
    ("attribution", "The ministry announced a ceasefire.", "The ministry reported a ceasefire."),
    ("attribution name", "Two men died, Reuters reported.", "Two men died, Xinhua reported."),
    ("attribution", "He left the party, his lawyer told reporters.", "He left the party, his wife told reporters."),
    ("attribution", "The general admitted the raid failed.", "The general said the raid failed."),
    ("attribution", "Doctors warned that the stock was low.", "Nurses warned that the stock was low."),
    ("number name", "Pope Leo IX signed the bull.", "Pope Leo XI signed the bull."),
    ("date number", "The couple vanished two days ago.", "The couple vanished three days ago."),
    (
        "name attribution",
        "A spokesman for Telvia Corp declined comment.",
        "A spokesman for Telvia Inc declined comment.",
    ),
    ("quote attribution", '"The roof just fell in," a witness said. He wept.', "He wept."),
    (
        "quote attribution negation",
        "Workers were sent home.",
        'Workers were sent home. "Nobody told us why," one said.',
    ),
    ("quote negation", '"I did it," he said. "I am sorry."', '"I did it," he said. "I am not sorry."'),
    ("quote negation", "“Profits will fall,” the firm said.", "“Profits may fall,” the firm said."),
    ("quote negation", '"We\'ll be back", she told fans.', '"We\'ll never be back", she told fans.'),
    ("negation attribution", "The governor denied the report.", "The governor confirmed the report."),
)

_NEGATION: tuple[tuple[str, str], ...] = (
    ("The company will pay a dividend.", "The company will not pay a dividend."),
    ("He was found guilty of arson.", "He was found not guilty of arson."),
    (
        "Officials said they do not expect more rain and will open the gates.",
        "Officials said they expect more rain and will not open the gates.",
    ),
    ("The suspect allegedly took the cash.", "The suspect took the cash."),
    ("The chief reportedly plans to retire.", "The chief plans to retire."),
    ("The virus may spread by air.", "The virus can spread by air."),
    ("a suspected arms dealer was held", "an arms dealer was held"),
    ("The drug is no longer sold in Spain.", "The drug is sold in Spain."),
    ("There were no survivors.", "There were survivors."),
    ("Neither driver was hurt.", "Both drivers were hurt."),
    ("The plane never landed there.", "The plane landed there."),
    ("They didn't reach a deal.", "They reached a deal."),
    ("He cannot run again.", "He can run again."),
    ("The bank refused to lend to growers.", "The bank agreed to lend to growers."),
    ("It could cut jobs.", "It will cut jobs."),
    ("The senator failed to vote.", "The senator voted."),
    ("The blast was apparently an accident.", "The blast was an accident."),
    ("The strike is likely to spread.", "The strike is unlikely to spread."),
    ("The site has been without power.", "The site has been with power."),
    (
        "The treaty, which was not signed by Chad, is in force.",
        "The treaty, which was signed by Chad, is not in force.",
    ),
    ("Prosecutors said the accused killer acted alone.", "Prosecutors said the killer acted alone."),
)

_WORDING: tuple[tuple[str, str], ...] = (
    ("The fund bought a stake in the port.", "The fund sold a stake in the port."),
    ("Shares rose in early trade.", "Shares fell in early trade."),
    ("The court upheld the ban.", "The court struck down the ban."),
    ("The home side won the final.", "The home side lost the final."),
    ("The boy was injured in the crash.", "The boy was killed in the crash."),
    ("The army opened the road.", "The army closed the road."),
    ("The storm moved north over the gulf.", "The storm moved south over the gulf."),
    ("The mill will expand.", "The mill will close."),
    ("Dealers expect a higher price for wheat.", "Dealers expect a lower price for wheat."),
    ("The bill was passed by the lower house.", "The bill was rejected by the lower house."),
    ("His brother was jailed for theft.", "His cousin was jailed for theft."),
    ("The vessel carried grain.", "The vessel carried fuel."),
)

_TYPOGRAPHIC: tuple[tuple[str, str], ...] = (
    ("“We’re ready,” Captain O’Dell said.", "\"We're ready,\" Captain O'Dell said."),
    ("``No comment,'' the aide said.", "“No comment,” the aide said."),
    ("The plan -- drawn up in haste -- failed.", "The plan — drawn up in haste — failed."),
    ("OSLO (Reuters) - Norway's fund grew.", "OSLO (Reuters) – Norway's fund grew."),
    ("The  deal   closed on Monday .", "The deal closed on Monday."),
    ("The President met the Cabinet.", "The president met the cabinet."),
    ("The ﬁrm ﬂew in staﬀ from Oslo.", "The firm flew in staff from Oslo."),
    ("U.S. exports to Japan rose 4 percent.", "US exports to Japan rose 4 percent."),
    ("The U.N. and the E.U. agreed.", "The UN and the EU agreed."),
    ("A long‐term plan", "A long-term plan"),
    ("The talks\u00a0failed at 5\u00a0p.m.", "The talks failed at 5 p.m."),
    ("He waited … and left.", "He waited ... and left."),
    ("STOCKS FALL IN LATE TRADE", "Stocks fall in late trade"),
    ("Stocks Fall In Late Trade", "Stocks fall in late trade"),
    ("The ‘90s boom ended.", "The ’90s boom ended."),
    ("He said: 'This is the end'.", "He said: “This is the end”."),
    ("Cafe\u0301 owners in Orle\u0301ans", "Café owners in Orléans"),
    ("rock-bottom prices in the mid-west", "rock bottom prices in the mid west"),
    ("The score was 3-2 (2-1).", "The score was 3–2 (2–1)."),
    ("the Spanish government said on Monday", "the Spanish Government said on Monday"),
    ("Gas prices\u200b rose.", "Gas prices rose."),
    ('The "green" tax passed.', "The «green» tax passed."),
    ("e-mail and on-line sales rose", "email and online sales rose"),
    ("The bank's (BNK.L) profit rose.", "The bank’s (BNK.L) profit rose."),
)

_SAME: tuple[tuple[str, str], ...] = (
    ("Tarn Steel <TRNS.N> cut 300 jobs.", "Tarn Steel cut 300 jobs."),
    ("Tarn Steel (TRNS.O) cut 300 jobs.", "Tarn Steel (TRNS.N) cut 300 jobs."),
    ("Tarn Steel ( TRNS.N ) cut 300 jobs.", "Tarn Steel TRNS.N cut 300 jobs."),
    ("The fund held 1.5 million shares.", "The fund held 1,500,000 shares."),
    ("Output grew 5 percent.", "Output grew 5%."),
    ("Output grew 5 pct.", "Output grew five per cent."),
    ("The trial, in Leeds, resumed.", "The trial in Leeds resumed."),
    ("The crew boarded a ship.", "The crew boarded the ship."),
    ("Officials recieved the letter.", "Officials received the letter."),
    ("The goverment will appeal.", "The government will appeal."),
    ("The meeting is on Jan. 5.", "The meeting is on January 5."),
    ("The meeting is on Jan. 5.", "The meeting is on 5 January."),
    ("It begins at 5 p.m.", "It begins at 17:00."),
    ("The the pilot was unhurt.", "The pilot was unhurt."),
    ("Seven people died.", "7 people died."),
    ("The firm said that profit fell.", "The firm said profit fell."),
    ("The minister's travelling party left.", "The minister's traveling party left."),
    ("They did not vote.", "They didn't vote."),
    ("It cost 40 million dollars.", "It cost $40 million."),
    ("Growers sold 20 tonnes of figs", "Growers sold 20 tonnes of figs."),
    ("The group posted sales of $3.0 billion.", "The group posted sales of $3 billion."),
    ("(Reporting by Ada Quill; Editing by Tom Marsh)", "(Reporting by Ada Quill; Editing by Jo Penn)"),
    ("The deal closed. (Reporting by Ada Quill)", "The deal closed. (Reporting by Ada Quill and Sam Orr)"),
    ("(Writing by Ada Quill in Oslo; editing by Jo Penn)", "(Additional reporting by Sam Orr; editing by Jo Penn)"),
    ("(c) Copyright 2009 Harbour Wire. All rights reserved.", "© 2010 Harbour Wire. All rights reserved."),
    ("Parliament aproved the budget on Monday.", "Parliament approved the budget on Monday."),
    ("The fund is based in the U.S. city.", "The fund is based in the United States city."),
)

_WEIGHT_SAME_REMOVED: tuple[str, ...] = (
    "(Reporting by Ada Quill; Editing by Tom Marsh)",
    "Copyright 2009 Harbour Wire. All rights reserved.",
    "(Additional reporting by Sam Orr in Kelso)",
    "((ada.quill@example.org; +44 20 5550 1234))",
)


def _pairs(facts: str, pairs: tuple[tuple[str, str], ...]) -> tuple[Case, ...]:
    return tuple(Case(facts, old, new) for old, new in pairs)


WIRE_FACTS: tuple[Case, ...] = (
    *_pairs("number", _NUMBER),
    *_pairs("date", _DATE),
    *_pairs("name", _NAME),
    *_pairs("quote", _QUOTE),
    *(Case(facts, old, new) for facts, old, new in _SEVERAL),
    *_pairs("negation", _NEGATION),
)
WIRE_TYPOGRAPHIC: tuple[Case, ...] = _pairs("", _TYPOGRAPHIC)
WIRE_WORDING: tuple[Case, ...] = _pairs("", _WORDING)
WIRE_SAME: tuple[Case, ...] = (
    *_pairs("", _SAME),
    *(Case("", text, None) for text in _WEIGHT_SAME_REMOVED),
    *(Case("", None, text) for text in _WEIGHT_SAME_REMOVED),
    Case("", None, "By Ada Quill", part="byline"),
    Case("", "By Ada Quill", "By Ada Quill and Sam Orr", part="byline"),
)
