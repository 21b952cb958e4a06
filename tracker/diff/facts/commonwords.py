"""Frequent words of English news, by which a typing error is told from another word: "peple" is none, "flight" is one.

A word that is not here may still be a word; only a pair of one that is and one that is not, a letter apart, is taken
for a word and its misspelling.
"""

from __future__ import annotations

from tracker.diff.facts.wordlist import word_set

# Frequent words, and at the end the words one letter from them that they must not be taken for.
COMMON = word_set(
    """
    able about above abroad absence accept access accident accord account accused across action active activity actual
    added address adequate admit advance advice advise affair affect afford afraid after again against agency agenda
    agree agreed ahead airline airport album alleged allow allowed almost alone along already also although always among
    amount analyst angry animal announce annual another answer anyone apart appeal appear applied apply approach approve
    april area argue around arrest arrive article asked assault asset assets assist attack attempt attend attorney
    audience august author average avoid award aware away baby back balance ballot bank banking based basic basis battle
    beach became because become been before began begin behind being belief believe belong below benefit beside best
    better between beyond biggest black block blood board border born both bottom bought brain branch bread break bring
    broad broke broken brother brought budget build building built burden burn buried business buyer cabinet called
    calls came camera campaign cancer capable capital career careful carried carry case cases cash catch caught cause
    caused center central centre century certain chain chair chairman chance change charge charged charity cheap check
    chief child children choice choose chose church citizen city civil civilian claim class clean clear clearly client
    climate close closed closely coach coast coat code coffee cold collapse collect college combat come comes comfort
    coming comment common company compare complain complete computer concern concert conduct confirm conflict congress
    connect consider consumer contact contain content contest continue contract control convict cook cooking cope copy
    corner correct cost council country county couple course court cover covered crash crashed create created credit
    crew crime criminal crisis critic critical cross crowd cruel culture current customer daily damage danger daughter
    deal dealer death debate debt decade decide decided decision decline deep defeat defence defend defense deficit
    degree delay deliver demand deny depend deputy describe desert design desire despite detail develop device died
    different difficult dinner direct director disaster discuss disease district divide doctor document does doing
    dollar domestic done door double doubt down draft drama draw dream dress drink drive driver drop dropped drought
    drug during early earn earned earth easily east eastern easy economic economy edge editor effect effort eight either
    elect elected election else emerge employ employee empty enemy energy engine engineer enough ensure enter entire
    entry equal error escape estate estimate even evening event ever every evidence exact exactly example except
    exchange expand expect expected expert explain export express extend extra face facility fact factor factory fail
    failed failure fair fairly faith fall fallen false family famous farmer fast father fault favor favour fear feature
    federal feel fell felt female fewer field fifth fight fighter figure file filed film final finally finance find fine
    finger finish fire fired firm first fish five fleet flight flood floor flow focus follow food foot force forced
    forces foreign forest forget form formal former forward found four frame free freedom fresh friend from front fuel
    full fully fund funding funds funeral further future gain game gather gave general get getting girl give given
    giving glass global goal goes going gold gone good goods govern government grant great green ground group grow
    growing grown growth guard guess guest guide guilty half hand happen happy hard hardly have head health hear heard
    heart heat heavy height held help here high higher highest highway hill himself hire history hold hole holiday home
    honest honor honour hope horse hospital host hotel hour house housing however huge human hundred hurt husband idea
    identify illegal image impact import improve include income increase indeed index industry inform injured injury
    inquiry inside instead insure intend interest into invest involve island issue issued item itself jail join joined
    joint journal judge july jump june jury just justice keep kept kick kill killed kind king knew know known labor
    labour lack land language large larger largest last late later launch lawsuit lawyer lead leader leading league
    learn least leave leaving left legal lender less letter level liberal life light like likely limit line link list
    listen little live lived living loan local long look lose loss lost love lower luck lunch machine made main mainly
    major majority make making male manage manager many march mark market marriage match material matter maybe mayor
    mean meaning measure media medical meet meeting member memory mental message metal method middle might mile military
    milk million mind mine minister ministry minor minute miss missing mission mistake model modern modest moment
    monday money month monthly more morning mortgage most mother motion mountain mouth move movement movie much murder
    music must name named narrow nation national native natural nature near nearby nearly need needed negative neighbor
    neither network never news next night nine nobody none normal north northern note nothing notice novel nuclear
    number object occur ocean offer offered office officer official often older once only open opened opening operate
    opinion oppose option orange order ordered ordinary organize origin other others ought outside over overall owned
    owner package paid pain paint paper parent park part partly partner party pass passed past patient pattern payment
    peace people percent perform perhaps period permit person phone photo physical picture piece pilot place plain plan
    plane planned plant plate play played player please plenty point police policy poor popular port position positive
    possible post potential pound poverty power powerful prepare present president press pressure pretty prevent
    previous price pride prime prince print prison private prize probably problem process produce product profit program
    progress project promise proper property propose protect protest proud prove provide public publish pull purchase
    pure purpose push quality quarter question quick quickly quiet quite race radio rain raise raised ranch range rapid
    rare rarely rate rather reach reached react read ready real reality really reason rebel receive received recent
    recently record recover reduce reform refuse regard region regular relate release relief religion remain remember
    remote remove repair repeat replace reply report request require rescue research resign resist resolve resort
    respect respond rest result retail retire return reveal revenue review rice rich right rise risk river road rock
    role room root rose rough round route rule ruled ruling rural safe safety said sail salary sale sales same save
    saying scale scene schedule scheme school science score scored screen search season seat second secret section
    sector secure security seek seem seen sell sending senior sense sent separate series serious serve service session
    settle seven several severe shape share shared sharp sharply shelter shift ship shock shoot shop short shortly shot
    should shout show shown side sight sign signal silence similar simple simply since single sister site situation
    size skill skin sleep slightly slow slowly small smell smile smoke smooth social society soft soil sold soldier
    sole solution solve some someone soon sorry sort sound source south southern space speak special specific speech
    speed spend spending spent spirit split spoke sport spot spread spring square staff stage stake stand standard star
    start started state station status stay steady steal steel step still stock stone stood stop stopped store storm
    story straight strange street strength stress strike strong strongly student studio study style subject succeed
    success such sudden suddenly suffer sugar suggest suit summer supply support suppose sure surface surgery surprise
    survey survive suspect sweet system table take taken taking talk target task teach teacher team tell tend term
    terror test than thank that their them theme then theory there these they thick thief thin thing think third this
    those though thought threat threaten three through throw thus ticket tight time title today together told tomorrow
    tonight took topic total touch tough tour toward tower town track trade trader trading traffic train training
    transfer travel treat treaty trend trial tribe trip troop troops trouble truck true trust truth try trying turn
    twelve twenty twice type typical under union unit united unity unless unlike until upon urban urge used user usual
    usually value various vehicle version very vessel victim victory video view village violence violent visit voice
    volume vote voted voter wage wait walk wall want warm warn warned warning watch water weak weapon wear weather week
    weekend weekly weight welcome well went were west western what wheel when where whether which while white whole
    whom whose wide widely wife wild will wind window winner winter wish with within without witness woman women wonder
    wood word work worked worker world worried worry worse worst worth would wound wounded write writer writing written
    wrong year yellow yesterday yield young youth actually the and for are but not you all any can had her his was has
    him how who out
    boarder breach coast curse costume fright heath hospice lair lone moral morale peach peasant pleas
    pray prey prince prose raid rally rein relay rial scare scared slaver spite stain stair stale steep sting stoke
    strait straits stray strip stripe swear tail taxi teat thorough though tide tired toll tread treaties trace trail
    tribal solid spire squid
    unite vale valley venue vial wand ward wares waste weary weave wits worthy yard
    """
)
