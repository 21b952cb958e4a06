"""More pairs in the manner of agency copy in which no fact differs.

ALIKE_TYPOGRAPHIC differ in typography alone, ALIKE_SAME are trivial, ALIKE_WORDING say something else.
"""

from __future__ import annotations

from fact_cases import Case

_TYPOGRAPHIC: tuple[tuple[str, str], ...] = (
    ("“Stop,” she said.", '"Stop," she said.'),
    ("The firm – based in Ghent – declined comment.", "The firm - based in Ghent - declined comment."),
    ("He said the U.S. economy was strong.", "He said the US economy was strong."),
    ("The Prime Minister resigned.", "The prime minister resigned."),
    ("PARIS (Reuters) - Shares rose.", "PARIS (Reuters) -- Shares rose."),
    ("The group’s ‘green’ bonds", "The group's 'green' bonds"),
    ("ﬁnancial ﬂows", "financial flows"),
    ("He arrived at 5 p.m. on Monday.", "He arrived at 5 pm on Monday."),
    ("an e-mail message", "an email message"),
    ("Oil prices rose…", "Oil prices rose..."),
    ("The teacher , 41 , fled .", "The teacher, 41, fled."),
    ("A 5 % rise", "A 5% rise"),
    ("The Internet firm grew.", "The internet firm grew."),
    ("the health care bill", "the healthcare bill"),
    ("policymakers met", "policy makers met"),
    ("\tThe talks ended.", "The talks ended."),
    ("The 1990s' boom", "The 1990s’ boom"),
    ("a well–known author", "a well-known author"),
    ("WASHINGTON (AP) _ The House voted.", "WASHINGTON (AP) — The House voted."),
    ("``It's over,'' Ms. Day said.", '"It\'s over," Ms. Day said.'),
    ("Beyoncé sang.", "Beyonce\u0301 sang."),
    ("The co-operative bank", "The cooperative bank"),
    ("the Supreme court", "the Supreme Court"),
    ("The army's chief", "the army's chief"),
    ("Shares Rise on Profit", "Shares rise on profit"),
    ("THE HAGUE", "The Hague"),
    ("He said “no”.", "He said ‘no’."),
    ("the then-president", "the then president"),
    ("Ph.D. students", "PhD students"),
    ("J.P. Morgan rose", "J. P. Morgan rose"),
    ("ice-cream sales", "ice cream sales"),
    ("D.C. police", "DC police"),
    ("AT&T", "AT & T"),
    ("the E.U.'s plan", "the EU's plan"),
    ("Government officials said", "government officials said"),
    ("U.S.-led forces", "US-led forces"),
)

_SAME: tuple[tuple[str, str], ...] = (
    ("The group said its sales grew.", "The group said that its sales grew."),
    ("The governor, who is 61, quit.", "The governor who is 61 quit."),
    ("Acme Corp <ACM.N> fell.", "Acme Corp (ACM.N) fell."),
    ("(Reporting by Jo Dee)", "(Reporting by Jo Dee; Editing by Al Fay)"),
    ("Profit was $5 million.", "Profit was 5 million dollars."),
    ("It rose 10 percent.", "It rose 10 pct."),
    ("The commitee met.", "The committee met."),
    ("He was taken to a hospital.", "He was taken to the hospital."),
    ("The two-year deal", "The 2-year deal"),
    ("Sept. 11, 2001", "September 11, 2001"),
    ("at 14:30 GMT", "at 2:30 p.m. GMT"),
    ("The occured error was noted.", "The occurred error was noted."),
    ("5,000 people", "5000 people"),
    ("The firm employs 1.2 million people.", "The firm employs 1,200,000 people."),
    ("Police say he fled.", "Police said he fled."),
    ("the World Health Organization", "the WHO"),
    ("labor unions", "labour unions"),
    ("(Reuters) - Stocks rose", "Stocks rose"),
    ("The man died , police said", "The man died, police said."),
    ("They could not agree.", "They couldn't agree."),
    ("More than 300 people died.", "Over 300 people died."),
    ("J.P. Morgan rose", "JPMorgan rose"),
    ("The United States said", "The U.S. said"),
    ("Oct. 3", "Oct 3"),
    ("He was elected President.", "He was elected president."),
    ("teh economy grew", "the economy grew"),
    ("Its profits grew", "It's profits grew"),
    ("the the plan", "the plan"),
    ("an historic vote", "a historic vote"),
    ("Smith, 42, said", "Smith, 42 said"),
    ("more than 20 people", "more than twenty people"),
    ("The ship's captain", "The captain of the ship"),
    ("seven percent", "7 percent"),
    ("He also said it was late.", "He said it was late."),
    ("3 p.m.", "3:00 p.m."),
    ("colour", "color"),
    ("adviser", "advisor"),
    ("cancelled flights", "canceled flights"),
    ("the statment said", "the statement said"),
    ("the presidnet said", "the president said"),
    ("a goverment offical", "a government official"),
    ("They beleive it", "They believe it"),
    ("The peple voted", "The people voted"),
    ("“Yes”, he said", "“Yes,” he said"),
    ("Mr Smith", "Mr. Smith"),
    ("St Petersburg", "St. Petersburg"),
)

_WORDING: tuple[tuple[str, str], ...] = (
    ("The company bought a rival.", "The company sold a rival."),
    ("The road was closed by snow.", "The road was closed by mud."),
    ("He praised the plan.", "He attacked the plan."),
    ("The factory makes shoes.", "The factory makes boots."),
    ("The jury cleared him.", "The jury convicted him."),
    ("The older brother fled.", "The younger brother fled."),
    ("Officials expect calm seas.", "Officials expect rough seas."),
    ("The first lady spoke.", "The vice president spoke."),
    ("Growth slowed.", "Growth quickened."),
    ("Rain is forecast.", "Snow is forecast."),
    ("The club hired a coach.", "The club fired a coach."),
    ("The plan was approved.", "The plan was shelved."),
    ("an increase in crime", "a decrease in crime"),
    ("the eastern part", "the western part"),
    ("The dog survived.", "The dog died."),
    ("a male nurse", "a female nurse"),
    ("the winner", "the loser"),
    ("oil imports", "oil exports"),
    ("The dam held.", "The dam broke."),
    ("a prison", "a person"),
    ("the county court", "the country court"),
    ("martial law", "marital law"),
)


def _pairs(pairs: tuple[tuple[str, str], ...]) -> tuple[Case, ...]:
    return tuple(Case("", old, new) for old, new in pairs)


ALIKE_TYPOGRAPHIC: tuple[Case, ...] = _pairs(_TYPOGRAPHIC)
ALIKE_SAME: tuple[Case, ...] = _pairs(_SAME)
ALIKE_WORDING: tuple[Case, ...] = _pairs(_WORDING)
