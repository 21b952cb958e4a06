"""What single words can be: parts of numbers and dates, negations, verbs of saying, words that are never a name.

Words only, in lower case; how they are read together, the readers of each fact know.
"""

from __future__ import annotations

from tracker.diff.facts import abroad
from tracker.diff.facts.wordlist import word_set

NUMERIC, CALENDAR, CUE, SAYING, TITLE, PLAIN, PLACE, GIVEN, CAPITAL, DIGITS, SIGN, PART, WORD = (
    1 << bit for bit in range(13)
)

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
)
_DECADES = "twenties thirties forties fifties sixties seventies eighties nineties"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
CARDINALS = {word: number for number, word in enumerate(_UNITS.split())}
CARDINALS.update({word: 10 * number for number, word in enumerate(_TENS.split(), 2)})

_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth"
    " sixteenth seventeenth eighteenth nineteenth twentieth"
)
ORDINALS = {word: number for number, word in enumerate(_ORDINALS.split(), 1)}
ORDINALS.update({"thirtieth": 30, "fortieth": 40, "fiftieth": 50, "sixtieth": 60, "seventieth": 70, "hundredth": 100})
# Behind a name, in capitals: Leo IX, World War II. "I" alone is a pronoun.
_ROMANS = "ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx xxi xxii xxiii xxiv xxv"
ROMANS = {word: number for number, word in enumerate(_ROMANS.split(), 2)}
# What divides: "two-thirds", "three quarters".
PARTS = {f"{word}s": number for word, number in ORDINALS.items() if number > 2}
PARTS.update({"half": 2, "halves": 2, "quarter": 4, "quarters": 4, "third": 3, "fifth": 5, "tenth": 10})


def _each(words: str, value: tuple[int, int]) -> dict[str, tuple[int, int]]:
    return dict.fromkeys(words.split(), value)


# Magnitude words: a factor and a power of ten.
MAGNITUDES = {
    **_each("dozen", (12, 0)),
    **_each("hundred", (1, 2)),
    **_each("thousand tausend mil mila тысяч тысячи тысяча тыс", (1, 3)),
    **_each("lakh", (1, 5)),
    **_each("crore", (1, 7)),
    **_each(
        "million millions mln mn mio millionen millones millón milhões milioni miljoen miljoner миллион миллиона"
        " миллионов млн",
        (1, 6),
    ),
    **_each(
        "billion billions bln bn mrd milliarde milliarden milliard milliards miliardi miljard миллиард миллиарда"
        " миллиардов млрд",
        (1, 9),
    ),
    **_each("trillion trillions trln tn трлн триллион", (1, 12)),
}
# Only where they touch the digits: 5k, $3m.
LETTER_MAGNITUDES = {"k": (1, 3), "m": (1, 6), "b": (1, 9), "t": (1, 12)}
HAN_MAGNITUDES = {"十": 1, "百": 2, "千": 3, "万": 4, "萬": 4, "億": 8, "亿": 8, "兆": 12}
VAGUE = word_set("dozens scores hundreds thousands millions billions trillions tens")
# How many, in a word; "pair" and "couple" count only before "of".
SETS = {
    "single": 1, "lone": 1, "sole": 1, "solo": 1, "both": 2, "twin": 2, "dual": 2,
    "pair": 2, "pairs": 2, "couple": 2, "duo": 2, "trio": 3, "threesome": 3, "quartet": 4, "foursome": 4, "quintet": 5,
    "sextet": 6, "septet": 7, "octet": 8,
}  # fmt: skip
INDEFINITE = word_set("several handful countless numerous multimillion multibillion multitrillion")
MULTIPLES = {
    "once": 1, "twice": 2, "thrice": 3, "double": 2, "doubled": 2, "doubling": 2, "doubles": 2, "triple": 3,
    "tripled": 3, "tripling": 3, "triples": 3, "trebled": 3, "quadruple": 4, "quadrupled": 4, "quintupled": 5,
    "twofold": 2, "threefold": 3, "fourfold": 4, "fivefold": 5, "sixfold": 6, "sevenfold": 7, "eightfold": 8,
    "ninefold": 9, "tenfold": 10, "hundredfold": 100,
}  # fmt: skip


def _unit(table: str) -> dict[str, str]:
    rows = (row.split() for row in table.split("/"))
    return {word: row[0] for row in rows for word in row}


# Units that change what a number says even beside a number without one.
HARD_UNITS = _unit(
    "percent pct prozent procent ppct/USD dollar dollars dlr dlrs usd buck bucks/EUR euro euros eur"
    "/GBP pound pounds gbp sterling quid/JPY yen jpy/CNY yuan renminbi rmb cny/KRW won krw/INR rupee rupees inr rs"
    "/CHF chf/francs franc/RUB ruble rubles rouble roubles rub/pesos peso/crowns crown krona kronor krone kroner"
    "/BRL reais real/rand/TRY lira/ringgit/baht/ILS shekel shekels/dirhams dirham/riyals riyal rials rial/zloty"
    "/forint/naira/cents cent/pence penny p/points point pts/bp bps/aud/cad/hkd/nzd"
)
SOFT_UNITS = _unit(
    "km kilometer kilometers kilometre kilometres kms/mile miles mi/metre metres meter meters m/cm centimeter"
    " centimeters centimetre centimetres/mm millimeter millimeters millimetre millimetres/foot feet ft/inch inches/yard"
    " yards/kg kilogram kilograms kilo kilos/gram grams g/ton tons/tonne tonnes/lb lbs/ounce ounces oz/litre litres"
    " liter liters/gallon gallons/barrel barrels/bpd/acre acres/hectare hectares/degree degrees/mph/kph/knots knot/watt"
    " watts/kw kilowatt kilowatts/mw megawatt megawatts/gw gigawatt gigawatts/kwh/mwh/seconds/minute minutes min"
    " mins/hour hours hr hrs/day days/week weeks wk wks/month months/year years yr yrs/decade decades/century"
    " centuries/times/fold/night nights/pint pints/quart quarts/calorie calories/kilocalories/mb megabyte megabytes/gb"
    " gigabyte gigabytes/tb terabyte terabytes/kb kilobytes/mbps/gbps/megahertz/gigahertz/bushel bushels/fathom"
    " fathoms/carat carats/volt volts"
)
# What an amount is counted for: "a day", "per share".
RATES = word_set(
    "second minute hour day week month quarter year share barrel ton tonne ounce pound gallon litre liter kilo kilogram"
    " head person passenger unit night game season acre hectare mile kilometer kilometre bushel minute"
)
PACES = {"mph": "mile/hour", "kph": "km/hour", "bpd": "barrel/day"}
CURRENCY_SIGNS = {
    "$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "￥": "JPY", "₹": "INR", "₩": "KRW", "₽": "RUB", "₺": "TRY",
    "₪": "ILS", "฿": "baht", "₫": "VND", "₱": "pesos", "₦": "naira", "₴": "UAH", "＄": "USD", "￡": "GBP",
}  # fmt: skip
UNIT_SIGNS = {"%": "percent", "％": "percent", "٪": "percent", "‰": "permille", "°": "degree", "¢": "cents"}
# What changes the value beside it and is none alone: bounds, links, and the second words of "no longer", "ruled out".
PARTS_OF_VALUES = word_set(
    "about around approximately roughly some circa estimated over above exceeding under below nearly almost minimum"
    " maximum more less fewer than at least most up to many much few as close in excess upwards of percentage basis per"
    " and or a an the half old longer only out that called american australian canadian us u.s. m p c f s o'clock no am"
    " pm a.m. p.m. early late mid next on celsius fahrenheit i'm i've i'll i'd i’m i’ve i’ll i’d"
    " before after until till since bc ad bce ce plus minus"
)
# "HK$5": the letters before the sign.
DOLLARS = {"us": "USD", "a": "aud", "au": "aud", "c": "cad", "ca": "cad", "hk": "hkd", "nz": "nzd", "s": "SGD",
           "nt": "TWD", "r": "BRL"}  # fmt: skip

MONTHS: dict[str, int] = {}
for _row in (
    "january february march april may june july august september october november december",
    "jan feb mar apr - jun jul aug sep oct nov dec",
    "- - - - - - - - sept - - -",
    "januar februar märz - mai juni juli - - oktober - dezember",
    "janvier février mars avril - juin juillet août septembre octobre novembre décembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "gennaio febbraio - aprile maggio giugno luglio - settembre ottobre - dicembre",
    "janeiro fevereiro março - maio junho julho - setembro outubro novembro dezembro",
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
):
    MONTHS.update({word: number for number, word in enumerate(_row.split(), 1) if word != "-"})
# English words as well: only with a capital, or beside a day.
DOUBTFUL_MONTHS = word_set("may march mars mar august mai dec")

_GERMAN_DAYS = ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag")
WEEKDAYS: dict[str, int] = {}
for _row in (
    "monday tuesday wednesday thursday friday saturday sunday",
    "mon tues wed thurs fri sat sun",
    "- tue - thu - - -",
    "- - weds thur - - -",
    "montag dienstag mittwoch donnerstag freitag samstag sonntag",
    "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "lunes martes miércoles jueves viernes sábado domingo",
    "lunedì martedì mercoledì giovedì venerdì sabato domenica",
    "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
    "понедельник вторник среду четверг пятницу субботу воскресенье",
    "الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد",
):
    WEEKDAYS.update({word: number for number, word in enumerate(_row.split(), 1) if word != "-"})
WEEKDAYS.update({f"{day}s": WEEKDAYS[day] for day in ("monday", "tuesday", "wednesday", "thursday", "friday")})
WEEKDAYS.update({"saturdays": 6, "sundays": 7})
for _day in _GERMAN_DAYS:
    for _part, _number in abroad.PARTS_OF_DAY.items():
        WEEKDAYS[f"{_day}{_part}"] = 10 * _number + WEEKDAYS[_day]
DOUBTFUL_WEEKDAYS = word_set("mon wed sat sun fri thu tue")
RELATIVE_DAYS = word_set(
    "yesterday today tomorrow tonight overnight heute gestern morgen hier aujourd'hui demain hoy ayer mañana oggi ieri"
    " domani вчера сегодня завтра"
)
_DAY_PARTS = word_set(
    "morning mornings afternoon afternoons evening evenings night nights noon midday midnight dawn dusk weekend"
    " weekends weekday weekdays lunchtime sunrise sunset daybreak nightfall twilight midweek"
)
DAY_PARTS = {word: word.removesuffix("s") for word in _DAY_PARTS}
HOLIDAYS = word_set("christmas easter thanksgiving halloween ramadan hanukkah passover diwali")
# "Labor Day", but not "Doris Day".
DAYS_OFF = word_set(
    "labor labour memorial independence boxing veterans presidents columbus groundhog mother's father's valentine's"
    " year's patrick's bastille armistice victory republic anzac election inauguration canada australia national may"
)
FREQUENCIES = {
    word: key
    for key, words in {
        "hourly": "hourly", "daily": "daily nightly", "weekly": "weekly", "fortnightly": "fortnightly biweekly",
        "monthly": "monthly", "quarterly": "quarterly", "yearly": "yearly annual annually",
        "biannual": "biannual semiannual",
    }.items()
    for word in words.split()
}  # fmt: skip
SEASONS = word_set("spring summer autumn winter fall")
PERIODS = word_set("week month year quarter decade century season half qtr session period fortnight term semester era")
# Spans that are a time only beside another word: "the next day", "days later", "within weeks".
SPANS = {"day": "day", "hour": "hour", "minute": "minute", "centuries": "century"} | {
    f"{word}s": word for word in ("day", "hour", "minute", "week", "fortnight", "month", "quarter", "year", "decade")
}
RELATIVE_PREFIXES = word_set("last next this past previous coming following earlier later that same current recent")
# "The sixties", and an age: "in his sixties".
DECADES = {word: number for number, word in enumerate(_DECADES.split(), 2)}
LONG = {f"{word}long": word for word in ("day", "week", "month", "year", "decade")}
ZONES = word_set(
    "gmt utc est edt et cst cdt ct mst mdt mt pst pdt pt bst cet cest ist jst kst hkt sgt aest aedt msk eest eet"
)

SAID: dict[str, str] = {}
for _key, _words in {
    "say": "said say says saying told tell tells telling added adds comment commented remarked according citing",
    "confirm": "confirmed confirms confirming confirm",
    "admit": "admitted admits admitting admit",
    "claim": "claimed claiming claims claim",
    "allege": "alleged alleges alleging allege",
    "announce": "announced announces announcing announce",
    "state": "stated stating",
    "report": "reported reporting",
    "insist": "insisted insists insisting insist maintained maintains maintain",
    "argue": "argued argues arguing argue contended contends contend",
    "acknowledge": "acknowledged acknowledges acknowledge conceded concedes concede",
    "warn": "warned warns warning warn cautioned cautions",
    "note": "noted notes noting",
    "declare": "declared declares",
    "suggest": "suggested suggests hinted",
    "assert": "asserted asserts",
    "testify": "testified testifies",
    "write": "wrote writes tweeted posted",
    "estimate": "estimated estimates estimate",
    "predict": "predicted predicts predict",
    "believe": "believes believe",
    "expect": "expects expect expected",
    "explain": "explained explains",
    "complain": "complained complains complain",
    "conclude": "concluded concludes",
    "indicate": "indicated indicates",
    "signal": "signaled signalled",
    "counter": "countered",
    "urge": "urged",
    "reveal": "revealed reveals disclosed discloses",
    "deny": "denied denies denying",
    "promise": "promised promises vowed vows pledged pledges",
    "stress": "stressed stresses reiterated",
    "joke": "joked quipped",
    "reply": "replied responded",
    "find": "found finds",
    "show": "show shows showed",
    "hear": "heard",
    "put": "put puts",
    "blame": "blamed blames",
    "accuse": "accused accuses",
    "describe": "described describes",
    "boast": "boasted boasts",
    "anonymous": "anonymity",
}.items():
    SAID.update(dict.fromkeys(_words.split(), _key))
SAID.update(abroad.SAYING)
# Verbs that only these can speak with: "a study found", "data showed", "the court heard".
SPEAKERS = {
    "find": word_set(
        "study studies survey surveys report reports poll polls review investigation inquiry research researchers"
        " analysis audit court jury judge watchdog commission inquest tribunal"
    ),
    "show": word_set(
        "study studies survey surveys report reports poll polls data figures records documents document memo memos"
        " email emails research analysis statistics footage video images filing filings results"
    ),
    "hear": word_set("court inquest jury hearing tribunal inquiry judge trial"),
}
SAID.update(dict.fromkeys(abroad.ACCORDING, "say"))

_TITLES = word_set(
    "mr mrs ms miss dr president prime minister premier senator sen sens representative rep reps gov governor gen col"
    " colonel lt capt captain maj major sgt sergeant cpl cmdr adm admiral sir lord lady king queen prince princess pope"
    " chancellor chairman chairwoman chair ceo cfo coo director secretary ambassador judge justice professor prof rev"
    " reverend congressman congresswoman mayor sheriff coach sheikh sultan emir imam ayatollah archbishop bishop"
    " cardinal inspector detective constable chief deputy vice executive officer foreign finance interior defense"
    " defence attorney spokesman spokeswoman spokesperson herr frau monsieur madame señor senora herrn speaker"
    " former acting"
)
TITLES = _TITLES | abroad.TITLES
# What companies are called; a name without it is the same name, one with another is not.
SUFFIXES = {
    word: row.split()[0]
    for row in (
        "inc incorporated", "corp corporation", "co company", "ltd limited", "plc", "llc", "llp", "ag", "sa", "nv",
        "bv", "spa", "gmbh", "ab", "asa", "oyj", "kk", "lp", "se", "srl",
    )
    for word in row.split()
}  # fmt: skip
# Small words inside a name: "Bank of America", "Charles de Gaulle", "Osama bin Laden".
PARTICLES = word_set(
    "de la le del della di da do dos das du des van von der den ter ten bin ibn al el ben abu of y e zu"
)
ALIASES = {
    "bofa": "bankofamerica",
    "unitedstates": "us", "usa": "us", "america": "us", "unitedstatesofamerica": "us", "unitedkingdom": "uk",
    "britain": "uk", "greatbritain": "uk", "unitednations": "un", "europeanunion": "eu", "washingtondc": "washington",
    "newyorkcity": "newyork", "nyc": "newyork", "ny": "newyork", "calif": "california", "ariz": "arizona",
    "ark": "arkansas", "colo": "colorado", "conn": "connecticut", "del": "delaware", "fla": "florida",
    "ga": "georgia", "ill": "illinois", "ind": "indiana", "kan": "kansas", "ky": "kentucky", "la": "louisiana",
    "md": "maryland", "mass": "massachusetts", "mich": "michigan", "minn": "minnesota", "miss": "mississippi",
    "mo": "missouri", "mont": "montana", "neb": "nebraska", "nev": "nevada", "nh": "newhampshire",
    "nj": "newjersey", "nm": "newmexico", "nc": "northcarolina", "nd": "northdakota", "okla": "oklahoma",
    "ore": "oregon", "pa": "pennsylvania", "ri": "rhodeisland", "sc": "southcarolina", "sd": "southdakota",
    "tenn": "tennessee", "tex": "texas", "vt": "vermont", "va": "virginia", "wash": "washingtonstate",
    "wva": "westvirginia", "wis": "wisconsin", "wyo": "wyoming",
}  # fmt: skip
ABBREVIATIONS = word_set(
    "mr mrs ms dr st jr sr gov sen rep gen col lt capt sgt maj adm cmdr prof rev no inc corp co ltd vs jan feb mar apr"
    " jun jul aug sept sep oct nov dec mon tues wed thurs fri messrs mt ft u.s u.n u.k e.g i.e calif mass conn fla"
    " ariz ill mich minn wash pa va tenn tex wis ala ark colo ore"
)
