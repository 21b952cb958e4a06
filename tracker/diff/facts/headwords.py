"""Words of headlines and first words of sentences that are no names, besides `commonwords` and `gazetteer`.

Where capitals prove nothing, a word that no list knows, nor its stem, is taken for a name if another such word took
its place. Stems only: plurals, "-ed", "-ing" and the like are cut off before a word is looked up.
"""

from __future__ import annotations

from functools import cache

from tracker.diff.facts.wordlist import word_set

_WORDS = word_set(
    """
    abandon abduct abolish abort abuse accelerate acquit activist adopt aide aim air alarm alert allege alliance ally
    ambush amid ammunition anchor anniversary app arena armed army arson artist ash assemble assess asylum athlete
    auction award axe bail ban bandit banknote bar bargain barge barn barrage barrel barricade barrier batter bay beach
    beam bear beat bee beg behead bench bet bird bishop bite blame bleed blockade blog bloom blow blunder boast bolster
    boom boost booth border bot bottle bounce boycott brake brawl breakthrough breeze brew bribe brigade broker browse
    bruise brush bubble buck bug bull bully bump bunker burger burgle burst bust butcher cab cabin cable camp canal
    cancel candle cannabis cannon cap captive cargo cartel carve cash casino cast castle cat caution cave cease cell
    census ceremony champion chaos chapel chase chat cheer chef chemical chill chip choir cigarette circus cite clan
    clash claw clerk cliff climb clinch clinic clip clock cloth cloud clue cluster coal cocaine collect collide colony
    column comb comeback comet commuter compete condemn condo confess confirm congestion conquer convoy cop coral corpse
    corrupt cottage couch coup coupon cow crack cradle craft crane crater crawl craze creek cripple crook crop crossing
    crown cruise crush cub cube cuff curb cure curfew cyber cyclist dam dance dare dash dawn daylight deadline deadlock
    deaf debut decree deer delegate delight demolish depart deport derail detain detect deter diamond dictator diet dig
    dilemma dine dip diplomat dirty disable disarm disband discount dismiss disrupt dive dividend divorce dock dodge dog
    dogged dole donate donor dose draft drag drain dread dredge drift drill drone drown drug dual duck dump dye eagle
    ease eat echo eclipse edge egg eject elbow elder elephant elite elude embargo embassy embrace emission endorse
    endure engulf enlist envoy epidemic erase erect erupt escalate escort espionage evacuate evade evict exam exceed
    excuse exile exit expel explode exploit explore expose extort extradite eye fade faint fake fan farm fashion fast
    fatal feast feat fee fell fence ferry festival feud fever fiasco fierce film finale fin fist fix flag flame flash
    flat flaw flee flex flip float flock flour flu flush foe foil fold folk forecast forge fort fossil foul fox fraud
    freak freeze freight frog frost fruit fugitive fumble fume funeral fury fuse gag gain gallery gamble gang garage
    garbage garden gas gate gay gem gene genocide ghost giant gift glacier glide gloom glory goalie goat graduate graft
    grain grandfather grandmother grave graze greed grenade grief grill grim grind grip grocer grope gross guerrilla
    guilt gulf gull gun gunfire gust gut habit hack hail halt hammer handcuff hang harass harsh harvest hat hatch haul
    haunt haven hawk hazard heal heap hearing heir heist helicopter helm hem hero heroin hide hike hijack hint hip hit
    hoard hoax hockey hoist honey hook hoop horn horror hostage hostile hound hover hug hull humble hunger hunt hurdle
    hurl hush ice icon idle ignite ignore illness immigrant impeach impose imprison incite inch indict infant infect
    inferno inflate influence inherit inject inmate innocent inquest insect insult insurer invade invent invite iron
    irrigate ivory jab jacket jam jar jaw jeans jet jewel jockey join joke jolt jostle judo juice jumbo jungle junior
    junk justify juvenile keen kidnap kidney kit kite kitchen kneel knife knock knot lab ladder lag lake lamb lamp land
    lane laptop lash laser laugh laundry lava lawn lay layoff leak lean leap lease leash leather lecture leg legacy
    legend lemon lend lesson libel library licence license lick lid lie lift liner linger lion liquid literacy litter
    liver livestock load loaf lobby lobster lock lodge log lone loom loop loot lorry lotion lottery loud lounge low
    loyal lure lurk luxury lynch mad maid mail maim mandate mango mansion manual map marathon marble mariner marine
    marry marsh mask massacre mast mate maths maul maximum maze meal meat mechanic medal medic melt memo menace mend
    mentor menu merchant mercy merge mess meteor migrant migrate militia mill mimic minor mint mirror misconduct
    miserable misery mislead mob mock model modest mogul mold monarch monk monkey monsoon monster monument mood moon
    moose moss motel moth motor motorist mould mount mourn mouse mow mud mug mule mull murky muscle mushroom mute mutiny
    mystery myth nab nail naked nap narcotic navy neck needle neglect nest net nod noise nominate noose nose notch nude
    nudge nuisance nun nurse nut oak oath obese obey oblige obscene obstacle odd offence offense officer onion onset
    ooze opera orbit orchard orchestra orphan oust outage outbreak outcry outlaw outline outrage oven overhaul overtake
    overturn owe oxygen oyster pace pact paddle page palace panda panel panic parade paralyze pardon parish parole
    parrot pastor patch patrol pause pave paw pay payroll peak pedal pedestrian peer pen penalty pension pepper perch
    peril perish perjury pet petition petrol phase philanthropist piano pig pigeon pill pin pine pioneer pipe pirate
    pistol pit pitch pizza plague plaza plead pledge plot plow plug plunder plunge poach podium poem poet poise poison
    poke pole polio poll pollute pond pool pope porch pork portrait pose possess post pot potato pouch poultry pound
    pour powder praise pray preach predator pregnant premier premiere prescribe preserve prevail priest primary probe
    proclaim profile prolong prompt prop prophet prosecute prosper prostitute provoke prowl prune pub puck puddle pulse
    pump punch punish punk puppet puppy purge purse pursue puzzle quake quarantine quarrel quarry quash queer quell
    quest queue quit quiz quota quote rabbi rabbit radar raft rage raid rail rainbow ramp rampage rank ransom rap rape
    rat raven ravine raze rear rebound rebuff rebuild rebut recall recession recipe reckon recoil recount recruit
    recycle redeem reef reel referee referendum refinery refugee regime regret rehab reign reject rejoice relax relic
    relish rely remark remedy rename rent repay repel reptile republic rescue reservoir restaurant restore restrain
    resume retreat retrieve reunion reunite revamp revel revenge revere revive revoke revolt reward rhino rice riddle
    ride rider rifle rift rig rinse riot rip ripple ritual rival roam roar rob robber robot rocket rod rogue roll
    romance roof rookie rope rot rotate rout row rower royal rub rubbish rubble rug rugby ruin rumble rumor rumour
    rupture rush rust sabotage sack saddle safari saga sailor saint salad salmon salon salt salute salvage sample
    sanction sanctuary sandwich satellite sauce savage scam scan scandal scar scatter scent scholar scold scoop scout
    scramble scrap scrape scratch scream screw script scrub sculpture seal seed seize senate sentence serial sermon
    servant settle sever sewage sewer sex shack shade shadow shake shame shark shatter shed sheep shell sheriff shield
    shine shipment shipwreck shirt shiver shoe shoulder shove shovel showdown shower shred shrimp shrine shrink shroud
    shrug shudder shun shut shutdown shuttle shy sibling sick siege sip siren skate skeleton ski skid skip skirt skull
    sky slam slap slash slate slay sleigh slice slide slim sling slip slogan slope slot slow sludge slug slum slump
    smart smash smear smog smuggle snag snail snake snap snatch sneak sneeze sniff sniper snub soak soap soar soccer
    sock soften solar soldier solo song soothe soul soup spa spar spark speak spear spell sperm spice spider spike spill
    spin spiral spit splash spoil sponsor spoon spouse spray spree sprint spur spurn spy squad squander square squash
    squeeze stab stabilize stadium stain stalk stall stampede starve stash statue stem stench stepfather stick sticker
    stiff stir stitch stork stove strand stranger strap stray stream strip strive stroke stroll strong struggle stumble
    stun stunt sub submarine subpoena subsidy subway sue suicide sum summit summon sunk sunken superstar surcharge surf
    surge surrender swamp swan swap swarm sway sweat sweep swell swerve swim swing swipe switch sword symbol symphony
    syndicate tackle tactic tag tail taint tame tank tanker tap tape tarnish tattoo taunt tavern tease teen teenager
    telescope temple temporary tempt tenant tender tennis tension tent term terrify text theater theatre theft thin
    thirst thrash threat thrill thrive throne thug thump tick tiger tile tilt tin tip tire toast toddler toilet token
    toll tomb ton tongue tool tooth topple torch torment torpedo torture toss tourist tow toxic toy tractor tram trample
    transit trap trash trauma trawler tray treason treasure trench trespass tribute trick trigger trim triumph trolley
    trophy tropical troupe trout tub tube tug tumble tumor tuna tune tunnel turf turkey turmoil turtle tutor tuxedo twin
    twist tycoon tyre umpire uncle underdog undergo undermine unearth unfold unleash unlock unmask unrest unveil uphold
    uproar uprising upset urge usher vacation vaccinate vacuum vandal vanish vault vegetable veil vendor venom vent
    venture verse veteran veto vice vigil villa vineyard violate violin viral visa vision void vomit vow voyage vulture
    wade wagon wail wallet wander wane warden warehouse warfare warp warrant warrior wash wasp watchdog wave wax wealth
    weave wedding weed weep weird whale wharf wheat whip whirl whisk whisky whisper whistle widow wield wig wilderness
    win wine wing wipe wire wise wit witch withdraw withhold wolf womb woo workout worm worship wrap wrath wreath wreck
    wrestle wrist yacht yard yell yoga zebra zero zone zoo
    """
)
_ENDINGS = ("ers", "ing", "ies", "ied", "est", "er", "or", "es", "ed", "ly", "al", "s", "d", "r", "y", "n")


@cache
def _listed() -> frozenset[str]:
    from tracker.diff.facts.commonwords import COMMON

    return COMMON | _WORDS


def is_listed(word: str) -> bool:
    """Whether a word in lower case, or what it may be a form of, is one of the frequent words."""
    listed = _listed()
    if word in listed:
        return True
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) > 2:
            stem = word[: -len(ending)]
            if not listed.isdisjoint((stem, f"{stem}e", f"{stem}y")):
                return True
            if stem[-1] == stem[-2] and stem[:-1] in listed:  # "slammed"
                return True
    return False
