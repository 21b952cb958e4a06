"""Words that are names, and capitalised words that are not, for texts whose capitals prove nothing.

That is the first word of a sentence, a headline in capitals, or German. Lower case; never complete, only evidence.
"""

from __future__ import annotations

from tracker.diff.facts.wordlist import word_set

PLACES = word_set(
    """
    afghanistan albania algeria angola argentina armenia australia austria azerbaijan bahrain bangladesh belarus belgium
    bolivia bosnia botswana brazil britain bulgaria cambodia cameroon canada chad chile china colombia congo croatia
    cuba cyprus czechia denmark ecuador egypt england eritrea estonia ethiopia fiji finland france gaza georgia germany
    ghana greece greenland guatemala guinea guyana haiti honduras hungary iceland india indonesia iran iraq ireland
    israel italy jamaica japan jordan kazakhstan kenya kosovo kuwait kyrgyzstan laos latvia lebanon liberia libya
    lithuania luxembourg macedonia madagascar malawi malaysia mali malta mauritania mexico moldova mongolia montenegro
    morocco mozambique myanmar namibia nepal netherlands nicaragua niger nigeria norway oman pakistan panama paraguay
    peru philippines poland portugal qatar romania russia rwanda scotland senegal serbia singapore slovakia slovenia
    somalia spain sudan sweden switzerland syria taiwan tajikistan tanzania thailand togo tunisia turkey turkmenistan
    uganda ukraine uruguay uzbekistan venezuela vietnam wales yemen yugoslavia zambia zimbabwe
    afghan african albanian algerian american arab argentine asian australian austrian belgian bolivian brazilian
    british bulgarian canadian chilean chinese colombian croatian cuban czech danish dutch egyptian english ethiopian
    european finnish french german greek haitian hungarian indian indonesian iranian iraqi irish israeli italian
    japanese jordanian kenyan korean kurdish lebanese libyan malaysian mexican moroccan nigerian norwegian pakistani
    palestinian peruvian polish portuguese romanian russian saudi scottish serbian somali soviet spanish sudanese
    swedish swiss syrian taiwanese thai tunisian turkish ukrainian venezuelan vietnamese yemeni
    amsterdam ankara athens atlanta baghdad bangkok barcelona beijing beirut belfast belgrade berlin bogota boston
    brussels bucharest budapest cairo calgary caracas chicago cleveland copenhagen dallas damascus delhi denver detroit
    dhaka dubai dublin edinburgh frankfurt geneva glasgow hamburg hanoi havana helsinki houston istanbul jakarta
    jerusalem johannesburg kabul karachi kiev kyiv lagos lahore lima lisbon liverpool london madrid manchester manila
    marseille melbourne miami milan montreal moscow mumbai munich nairobi naples osaka oslo ottawa paris philadelphia
    phoenix pittsburgh prague riyadh rome rotterdam santiago sarajevo seattle seoul shanghai sofia stockholm sydney
    tehran tokyo toronto tripoli tunis vancouver vienna vilnius warsaw washington wellington zagreb zurich
    alabama alaska arizona arkansas california colorado connecticut delaware florida hawaii idaho illinois indiana iowa
    kansas kentucky louisiana maine maryland massachusetts michigan minnesota mississippi missouri montana nebraska
    nevada ohio oklahoma oregon pennsylvania tennessee texas utah vermont virginia wisconsin wyoming
    us uk eu africa asia europe crimea kashmir kremlin pentagon bundesbank nato opec unesco unicef congress senate
    airbus alcoa amazon apple basf bayer boeing chevron chrysler cisco citigroup daimler exxon facebook fiat ford
    goldman google halliburton heinz honda hsbc ibm ikea intel kodak lufthansa merck microsoft mobil motorola nestle
    netflix nike nissan nokia novartis oracle pepsi pfizer philips porsche renault samsung siemens sony starbucks tesla
    toshiba toyota twitter verizon volkswagen volvo walmart xerox yahoo reuters bloomberg
    """
)

# Peoples, faiths, movements and clubs, whose names open sentences as ordinary words do.
GROUPS = word_set(
    """
    sunni sunnis shiite shiites shia muslim muslims moslem moslems islamic islamist christian christians jewish jews
    catholic catholics protestant protestants hindu hindus buddhist buddhists sikh sikhs kurd kurds tamil tamils hutu
    hutus tutsi tutsis serb serbs croat croats arabs americans britons russians germans iraqis iranians israelis
    palestinians afghans pakistanis indians mexicans canadians australians koreans serbians bosnians chechen chechens
    hamas hezbollah taliban fatah isis democrat democrats republican tory tories labour labor likud baath communist
    communists
    yankees dodgers mets cubs astros braves phillies orioles brewers padres mariners marlins royals angels athletics
    lakers celtics knicks bulls rockets spurs suns heat pistons pacers warriors clippers nets hornets raptors
    cowboys packers steelers broncos raiders dolphins bengals falcons saints vikings redskins chargers jaguars patriots
    panthers tigers lions bears eagles giants jets rams seahawks titans texans ravens colts chiefs buccaneers
    bruins rangers islanders flyers penguins canadiens senators sabres capitals canucks oilers flames sharks ducks
    arsenal chelsea everton tottenham barcelona juventus ajax celtic benfica
    """
)

# Frequent surnames that are no other word.
SURNAMES = word_set(
    """
    smith johnson williams jones davis garcia rodriguez wilson martinez anderson taylor hernandez gonzalez lopez perez
    jackson thompson robinson lewis clark roberts phillips evans turner collins edwards morris rogers murphy cooper
    peterson reed cox howard ramirez watson brooks sanchez bennett hughes butler simmons foster bryant alexander
    griffin diaz hayes myers hamilton graham sullivan wallace cole jordan reynolds fisher gibson ellis mcdonald cruz
    marshall ortiz gomez murray freeman wells webb simpson stevens tucker porter hicks crawford boyd mason morales
    kennedy warren dixon ramos burns gordon shaw holmes rice robertson hunt black daniels palmer mills nichols grant
    knight ferguson hawkins dunn perkins hudson spencer gardner stephens payne pierce berry matthews arnold wagner
    willis watkins olson carroll duncan snyder cunningham bradley andrews ruiz harper riley armstrong carpenter weaver
    greene lawrence elliott chavez sims austin kelley franklin lawson fields gutierrez ryan schmidt carr vasquez
    castillo wheeler chapman oliver montgomery richards williamson johnston banks meyer bishop mccoy howell alvarez
    morrison hansen fernandez garza harvey burton nguyen jacobs reid fuller lynch dean gilbert garrett romero welch
    larson frazier burke hanson mendoza moreno bowman medina fowler brewer hoffman carlson silva pearson holland
    obama bush clinton biden reagan carter nixon trump blair thatcher cameron merkel putin gorbachev yeltsin mandela
    netanyahu sharon arafat assad hussein khan singh kumar patel sharma gupta gandhi chen wang zhang liu yang huang zhao
    wu zhou lin kim park choi jung tanaka suzuki sato watanabe yamamoto ito abe ivanov petrov muller schneider fischer
    weber becker schulz rossi ferrari russo bianchi silva santos oliveira souza costa ferreira jansen bakker andersson
    johansson larsson nielsen hansen ali mohamed ahmed
    """
)

GIVEN_NAMES = word_set(
    """
    aaron abdul abdullah adam ahmed alan albert alex alexander alfred ali alice amanda amy ana andrea andreas andrew
    angela ann anna anne anthony antonio arthur barack barbara benjamin bernard bill bob boris brian bruce carl carla
    carlos carol caroline catherine charles charlotte chris christine christopher claire claude daniel david deborah
    diana diane donald dorothy douglas edward elena eleanor elizabeth emily emma emmanuel eric erik ernesto eva fatima
    felix fernando francis francois frank frederick gary george gerald gerhard giovanni gordon gregory hans harold
    harry hassan helen helmut henry hillary hugo hussein ian ibrahim igor irene isabel ivan jack jacob jacques james
    jane janet jason jean jennifer jeremy jessica jim joan joe johan john jonathan jorge jose joseph juan julia julie
    karen karl kate katherine kenneth kevin khalid larry laura lawrence leonid linda lisa louis louise lucy luis luke
    manuel marco margaret maria marie mark martha martin mary matthew michael michel mikhail miguel mohamed mohammed
    muhammad nancy natalia nicholas nicolas nigel olaf oliver olga omar oscar pablo pamela patricia patrick paul paula
    pedro peter philip pierre rachel ralph raymond rebecca ricardo richard robert roberto roger ronald rosa roy russell
    ruth samuel sandra sarah scott sean sergei simon sofia stephen steve steven susan sven tariq teresa theodore theresa
    thomas tim timothy tom tony ursula valerie victor victoria vincent vladimir walter wayne wendy werner william
    wolfgang yasser yusuf zachary
    """
)

# Capitalised at the start of a sentence or in a headline, and no name. Acronyms that name nothing belong here too.
PLAIN_WORDS = word_set(
    """
    a an the this that these those some any all both each every either neither no none not most many much more several
    few fewer other others another such same own what which who whom whose when where why how whatever whoever however
    i me my mine we us our ours you your yours he him his she her hers it its they them their theirs one ones there here
    and or but nor so yet for if because although though while whereas unless until since before after as than whether
    once also too even still just only then thus hence therefore moreover meanwhile furthermore nevertheless nonetheless
    otherwise instead besides indeed perhaps maybe again already always never often sometimes soon later earlier now
    in on at by to from of with without within into onto over under above below between among through during against
    about around across along near behind beyond despite except like unlike per via toward towards upon off out up down
    is are was were be been being am has have had do does did will would shall should can could may might must let
    new old first last next latest early late recent former current final main major top high low big small large great
    good bad best worst long short full free open close closed strong weak rising falling heavy light local national
    federal state public private foreign domestic international global world chief senior junior young total
    official officials police authorities prosecutors prosecution investigators detectives officers troops soldiers
    rebels militants gunmen protesters demonstrators activists residents villagers witnesses survivors victims relatives
    families parents children women men people workers employees unions union strikers teachers students doctors
    nurses hospitals medics rescuers firefighters pilots passengers drivers sailors fishermen farmers miners engineers
    experts scientists researchers analysts economists investors traders dealers brokers banks lenders bankers
    shareholders executives managers directors companies company firms firm business businesses retailers airlines
    carmakers producers manufacturers exporters importers consumers customers shoppers buyers sellers owners
    lawmakers legislators politicians ministers ministry diplomats envoys leaders opponents critics supporters
    republicans democrats conservatives liberals voters candidates opposition government parliament court courts judges
    jurors jury lawyers attorneys defense defence police spokesman spokeswoman sources source aides aid agencies agency
    media newspapers newspaper television radio reporters journalists editors
    shares share stocks stock bonds bond futures oil gold silver copper crude gas fuel coal power energy electricity
    prices price sales sale profit profits loss losses revenue earnings income net gross output production demand supply
    exports imports inflation unemployment growth trade trading markets market currency dollar euro yen sterling rates
    rate interest yields debt deficit surplus budget tax taxes spending investment orders inventories
    flood floods flooding storm storms hurricane cyclone typhoon tornado earthquake quake tremor fire fires wildfire
    wildfires blaze rain rains snow wind winds heat drought landslide avalanche tsunami eruption volcano weather
    crash crashes accident collision explosion explosions blast blasts bomb bombs bombing attack attacks attackers
    shooting shootings strike strikes riot riots protest protests clashes fighting war peace talks truce ceasefire
    violence killing killings murder death deaths dead toll injuries casualties rescue search evacuation
    election elections vote votes voting poll polls results result turnout campaign coalition cabinet reform reforms
    law laws bill bills ruling verdict trial appeal sentence charges charge arrest arrests inquiry probe investigation
    report reports study survey data figures statistics documents letter letters statement statements comment comments
    plan plans project projects deal deals agreement contract contracts merger takeover bid offer offers acquisition
    ferry ship ships boat boats train trains plane planes flight flights jet aircraft car cars truck trucks bus buses
    bridge bridges road roads airport airports harbour harbor port ports school schools church museum factory plant
    plants mine mines dam reactor ship vessel tanker pipeline railway station city town village region province county
    water food wheat corn rice sugar coffee cocoa cotton steel cars homes housing health disease virus vaccine vaccines
    barley maize soybean soybeans palladium platinum nickel zinc lead tin iron beef pork milk butter tea tobacco timber
    lumber rubber paper plastic cement wool soy oats hogs cattle propane ethanol uranium aluminum aluminium
    fog hail sleet lightning thunder smoke ash dust mud lava ice sand temperatures humidity visibility
    hope hopes fear fears anger doubt doubts pressure tension tensions money cash credit talk word work traffic crowds
    music art sport sports interest concern concerns confidence sentiment volume turnover turnout attendance admission
    critics fans rivals neighbors neighbours crews teams pupils tourists visitors guests customers clients tenants
    victim suspect suspects gunman driver pilot captain owner founder author actor actress singer
    negotiations negotiators delegates observers monitors mediators peacekeepers guards inmates prisoners hostages
    nobody anybody back left right added
    cases patients patient doctor drug drugs cancer
    mother father brother sister husband wife son daughter man woman boy girl king queen president minister premier
    team teams players player coach fans game games match season club clubs league goal goals cup race title
    time times day days week weeks month months year years decade century quarter morning afternoon evening night
    half double part parts group groups number numbers percent million billion thousand hundred hundreds thousands
    dozens scores nothing nobody everyone everybody someone somebody anyone everything something anything
    today yesterday tomorrow tonight asked speaking citing according adding given based compared asked under
    part note updates update corrects adds recasts removes editing reporting writing exclusive analysis correction
    thank thanks yes please welcome hello sorry ok okay god heaven earth sun moon north south east west northern
    southern eastern western central
    ceo cfo coo gdp ipo tv dna aids hiv am pm gmt est edt utc it ai pc pcs suv atm vat eps ebitda etf cpi ppi pmi mp mps
    phd mba id pdf url www http https pct mln bln dlrs vs qtr cts shr revs nil usd eur gbp jpy pr hr pin sms gps dvd
    cd led lng lpg kg km
    net shr revs avg mths reason season person prison poison lesson poisons comparison pez
    der die das den dem des ein eine einer eines einem einen es er sie wir ich im am und aber doch mit nach vor bei seit
    auf aus le les une ce cette il elle nous el los las una lo ella os uma gli het een
    """
)
