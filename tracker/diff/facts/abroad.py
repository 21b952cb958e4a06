"""Words of German, French, Spanish, Italian, Portuguese, Dutch and Russian news that can be part of a fact.

Lower case; words that English has as well are left out. How they are read, the readers of each fact know; scripts
without spaces or capital letters are read in `eastern`.
"""

from __future__ import annotations

from tracker.diff.facts.wordlist import word_set


def _table(rows: str) -> dict[str, str]:
    """Every word of each row, with the first word of its row as the value, which is no key by itself."""
    return {word: row.split()[0] for row in rows.split("/") for word in row.split()[1:]}


PERIODS = _table(
    "week woche wochen semaine semana settimana неделе неделю недели/month monat monats mois mes mês mese maand месяце"
    " месяц месяца/year jahr jahres année l'an l’an año ano anno jaar году год года/quarter quartal trimestre"
    "/summer sommer l'été l’été verano летом/winter hiver l'hiver l’hiver invierno inverno зимой"
    "/autumn herbst automne l'automne otoño autunno outono осенью/spring frühling frühjahr printemps весной"
)
RELATIVE = _table(
    "last letzte letzten letzter letztes letztem vergangene vergangenen vergangener vergangenes vorige vorigen voriger"
    " voriges dernier dernière pasado pasada passado passada scorso scorsa afgelopen прошлой прошлом прошлую прошлого"
    "/next nächste nächsten nächster nächstes nächstem kommende kommenden kommender kommendes prochain prochaine"
    " próximo próxima prossimo prossima volgende следующей следующем следующую следующего"
    "/this diese dieser dieses diesem diesen cette este esta questo questa deze этой этом этого"
)
PARTS_OF_DAY = {"morgen": 1, "vormittag": 2, "mittag": 3, "nachmittag": 4, "abend": 5, "nacht": 6}
AT_HOURS = word_set("uhr heures horas")

_UNITS = (
    "- - zwei drei vier fünf sechs sieben acht neun zehn - zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn"
    " neunzehn",
    "- - deux trois quatre cinq - - huit neuf dix onze douze treize quatorze quinze - dix-sept dix-huit dix-neuf",
    "- - dos tres cuatro cinco seis siete ocho nueve diez - doce trece catorce - dieciséis diecisiete dieciocho"
    " diecinueve",
    "- - - tre quattro cinque - sette - nove dieci undici dodici tredici quattordici quindici sedici diciassette"
    " diciotto diciannove",
    "- - dois três - - - sete oito - dez - doze treze - - dezesseis dezessete dezoito dezenove",
    "- - twee drie - vijf zes zeven - negen tien - twaalf dertien veertien vijftien zestien zeventien achttien"
    " negentien",
    "- - два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать тринадцать четырнадцать пятнадцать"
    " шестнадцать семнадцать восемнадцать девятнадцать",
    "- - две трое двух трех четырех пяти шести семи восьми девяти десяти",
    "- - اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة",
)
_TENS = (
    "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig hundert",
    "vingt trente quarante cinquante soixante - - - -",
    "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa cien",
    "venti trenta quaranta cinquanta sessanta settanta ottanta novanta cento",
    "vinte trinta quarenta cinquenta sessenta - oitenta - cem",
    "twintig dertig veertig vijftig zestig zeventig tachtig negentig honderd",
    "двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто сто",
    "عشرون ثلاثون أربعون خمسون ستون سبعون ثمانون تسعون مئة",
)
NUMBERS: dict[str, int] = {}
for _row in _UNITS:
    NUMBERS.update({word: number for number, word in enumerate(_row.split()) if word != "-"})
for _row in _TENS:
    NUMBERS.update({word: 10 * number for number, word in enumerate(_row.split(), 2) if word != "-"})
_GERMAN_UNITS = ("ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun")
for _tens, _word in enumerate(_TENS[0].split()[:-1], 2):
    NUMBERS.update({f"{_unit}und{_word}": 10 * _tens + number for number, _unit in enumerate(_GERMAN_UNITS, 1)})
_SPANISH_UNITS = ("uno", "dós", "trés", "cuatro", "cinco", "séis", "siete", "ocho", "nueve")
NUMBERS.update({f"veinti{_unit}": 20 + number for number, _unit in enumerate(_SPANISH_UNITS, 1)})
TYING = frozenset({"y", "et", "e", "en"})  # between tens and units: "treinta y cinco"

NEGATIONS = {
    word: key
    for key, words in {
        "not": "nichts niemand nirgends weder keines rien personne ningún ninguno ninguna tampoco nadie nessun nessuno"
        " nessuna nenhum nenhuma niets niemand ничего никто ни",
        "never": "jamás нигде",
        "allegedly": "mutmaßlich mutmaßlicher mutmaßlichen vermeintlich vermeintliche vermutlich présumé présumée"
        " présumés prétendu prétendument presunto presunta presuntos presuntas presuntamente supuesto supuesta"
        " supuestamente suposto suposta vermoedelijk vermeende якобы предположительно",
        "perhaps": "vielleicht möglicherweise peut-être quizá quizás forse talvez misschien возможно",
        "deny": "bestritt bestreitet bestritten dementierte dementiert dément démenti negó niega smentito negou"
        " ontkende отрицает опроверг отверг",
        "refuse": "verweigerte weigerte lehnte refusé rechazó rifiutato recusou weigerde отказался отказалась",
    }.items()
    for word in words.split()
}

SAYING = {
    word: key
    for key, words in {
        "say": "sagte sagten teilte dit dijo disse sagt sagen erklärte erklärten erklärt äußerte teilten berichtete"
        " berichteten indiqué précisé expliqué estimé souligné ajouté dijeron dicen explicó indicó precisó señaló"
        " señalaron informó informaron agregó detto spiegato disseram explicou zei zeiden meldde сказал сказала"
        " сказали сообщил сообщила сообщили рассказал",
        "confirm": "bestätigte bestätigten confirmé confirmó confirmaron confermato confirmou bevestigde подтвердил"
        " подтвердила",
        "claim": "behauptete behaupteten affirmé prétend afirmó afirmaron aseguró aseguraron affermato afirmou beweerde"
        " утверждает заявил заявила заявили",
        "announce": "kündigte kündigten annoncé anunció anunciaron annunciato anunciou объявил объявила объявили",
        "admit": "räumte reconnu admis admitió reconoció ammesso admitiu признал признала",
        "warn": "warnte warnten averti advirtió advirtieron avvertito alertou waarschuwde предупредил",
        "declare": "déclaré déclarent declaró declararon dichiarato declarou verklaarde",
    }.items()
    for word in words.split()
}
# "According to", followed by the source.
ACCORDING = word_set("selon según segun laut secondo segundo volgens d'après d’après angaben словам данным сообщению")
# What must stand before some of them: "nach Angaben", "по словам".
BEFORE_ACCORDING = {"angaben": "nach", "словам": "по", "данным": "по", "сообщению": "по"}
AUXILIARIES = word_set("a ont ha han hat haben avait il elle t hatte")
# Before a name; of ordinary nouns in German, where every noun has a capital, the prepositions alone tell a place.
TITLES = word_set(
    "stadt gemeinde dorf ortschaft landkreis kanzlerin bundeskanzler bundeskanzlerin ministerin präsident präsidentin"
    " ministerpräsident ministerpräsidentin bürgermeister bürgermeisterin oberbürgermeister sprecher sprecherin richter"
    " richterin staatsanwalt trainer ville maire ministre président alcalde alcaldesa ministro presidente sindaco"
)
BEFORE_PLACE = word_set("in aus nach bei")
NO_PLACE = word_set(
    "kraft gefahr angst folge zukunft haft frage bezug anspruch angaben hause betrieb brand not form gang gewahrsam"
    " wochen tagen jahren monaten stunden minuten euro teilen verbindung kürze panik trauer rente urlaub berufung"
)
NO_PLACE_ENDS = ("ung", "heit", "keit", "schaft", "tion", "nis", "tum", "ität", "ismus", "ungen", "en", "nden")
ENDS = word_set("que che dass daß dat что qui quand où als wenn weil parce porque en à au aux dans")
ARTICLES = word_set(
    "le la les l el los las un une una uno der die das den dem des ein eine einer o os as il lo gli i du"
)
