"""The table of rules: what each looks for, how serious it is and why, and an example of it.

Data only. What makes a rule report is in `undisclosed`, `noterules`, `corrections`, `history` and `life`.

Examples are written as fields: `was` and `now` are paragraphs of the text before and of the new one, a line each; `r1`,
`r2` … those of revisions before them; the other fields say what they are called.
"""

from __future__ import annotations

from tracker.audit.findings import Rule, Severity
from tracker.diff.model import Fact

_LOW, _MEDIUM, _HIGH = Severity.LOW, Severity.MEDIUM, Severity.HIGH

NUMBER = Rule(
    code="undisclosed-number",
    severity=_HIGH,
    title="A number changed or came and the note does not say so",
    why="Figures are what readers and other desks repeat: a toll or a price that changes unannounced is the gravest"
    " thing an update can hide. In new text a figure replaces none that was printed, so it is medium there.",
    trigger="A number, amount, unit or score of standing text changed or went, or new text brought one, and no claim"
    " tells of it.",
    example="was: The flood killed 14 people at Velden.\nnow: The flood killed 41 people at Velden.\n"
    "now: Forecasters expect more rain in the hills.\nnote: Adds forecast in second paragraph.",
)
NEGATION = Rule(
    code="undisclosed-negation",
    severity=_HIGH,
    title="A “not”, “no longer” or “allegedly” came or went and the note does not say so",
    why="One small word turns a sentence into its opposite, or a suspicion into a fact; no other change is as easily"
    " overlooked and as dangerous in court.",
    trigger="A negation or a hedge of standing text came, went or changed, and no claim tells of it.",
    example="was: The minister did not sign the decree on Monday.\nnow: The minister did sign the decree on Monday.\n"
    "now: Forecasters expect more rain in the hills.\nnote: Adds forecast in second paragraph.",
)
QUOTE = Rule(
    code="undisclosed-quote",
    severity=_HIGH,
    title="Quoted words changed or came and the note does not say so",
    why="Words within quotation marks are a person's own: whoever alters them must say that they were wrong before."
    " A quotation in new text puts words in nobody's mouth that stood otherwise, so it is medium there.",
    trigger="Quoted words, or who is quoted, changed in standing text or went from it, or new text brought a"
    " quotation, and no claim tells of it.",
    example="was: “We will pay the men in full,” the mayor said.\nnow: “We will pay the men in part,” the mayor said.\n"
    "now: Forecasters expect more rain in the hills.\nnote: Adds forecast in second paragraph.",
)
NAME = Rule(
    code="undisclosed-name",
    severity=_HIGH,
    title="A name changed and the note does not say so",
    why="The wrong person, place or company in a story may be libel, and its quiet repair leaves the wrong one in"
    " every copy. A name that came with new words of a standing sentence is medium.",
    trigger="A person's, place's or organisation's name changed in standing text, came to it or went from it, and no"
    " claim tells of it.",
    example="was: The town is led by Anna Weller of the Farmers' League.\n"
    "now: The town is led by Nora Brandt of the Farmers' League.\n"
    "now: Forecasters expect more rain in the hills.\nnote: Adds forecast in second paragraph.",
)
DATE = Rule(
    code="undisclosed-date",
    severity=_MEDIUM,
    title="A date or time changed and the note does not say so",
    why="A wrong day sends people to the wrong hearing; yet “Monday” often becomes “yesterday” only because time"
    " passed. Low for the dateline's date, which moves on with every day.",
    trigger="A date, weekday or time of standing text changed, came or went, or the embargo changed, and no claim"
    " tells of it.",
    example="was: The hearing will open on Monday in Velden.\nnow: The hearing will open on Thursday in Velden.\n"
    "now: Forecasters expect more rain in the hills.\nnote: Adds forecast in second paragraph.",
)
ATTRIBUTION = Rule(
    code="undisclosed-attribution",
    severity=_MEDIUM,
    title="A source changed and the note does not say so",
    why="Who says it decides what a statement is worth; “said” that becomes “confirmed”, or a source that is"
    " dropped, changes that without changing the statement.",
    trigger="The source of a statement of standing text, or the kind of its verb, changed, came or went, and no claim"
    " tells of it.",
    example="was: The bridge was unsafe, police said.\nnow: The bridge was unsafe, witnesses said.\n"
    "now: Forecasters expect more rain in the hills.\nnote: Adds forecast in second paragraph.",
)
HEADLINES = Rule(
    code="undisclosed-headline",
    severity=_HIGH,
    title="The headline changed and the note does not say so",
    why="More people read it than the story, and repeat its figures and names. High where one number, name or quotation"
    " took another's place, or a “not” came or went; medium where it was only reworded, as headlines are all day.",
    trigger="The text of the headline, version tags aside, changed in substance, and no claim tells of it.",
    example="was headline: Flood kills 14 in lower town\nnow headline: Flood kills 41 in lower town\n"
    "was: The river rose in the night.\nnow: The river rose in the night.\n"
    "now: Forecasters expect more rain in the hills.\nnote: Adds forecast in second paragraph.",
)
REMOVAL = Rule(
    code="undisclosed-removal",
    severity=_MEDIUM,
    title="Text was removed and the note does not say so",
    why="What is taken out silently was perhaps wrong, and readers who saw it are never told; but most of it is"
    " trimmed for length, so it is medium whatever facts it held.",
    trigger="A paragraph, or a sentence of one, went without coming back elsewhere, and no claim tells of it.",
    example="was: The ferry was overloaded.\nwas: The captain had been drinking, a sailor told the court.\n"
    "now: The ferry was overloaded.\n"
    "now: Forecasters expect more rain in the hills.\nnote: Adds forecast in second paragraph.",
)
WORDING = Rule(
    code="undisclosed-wording",
    severity=_MEDIUM,
    title="Words changed in substance and the note does not say so",
    why="“Rose” that becomes “fell” is no number and no name, and yet the news. A word or two exchanged is medium;"
    " a longer rewording, which is mostly style, is low.",
    trigger="Standing text changed in substance but in no fact of another rule, and no claim tells of it.",
    example="was: Shares of the dockyard rose after the launch.\nnow: Shares of the dockyard fell after the launch.\n"
    "now: Forecasters expect more rain in the hills.\nnote: Adds forecast in second paragraph.",
)
ADDITION = Rule(
    code="undisclosed-addition",
    severity=_LOW,
    title="Text was added that the note does not tell of",
    why="New text contradicts nothing that was printed; but the note is how clients see what is new.",
    trigger="Paragraphs or sentences were added that hold no number and no quotation, and no claim tells of them.",
    example="was: The river rose in the night.\nnow: The river rose in the night.\n"
    "now: It is a slow stream in most summers and children bathe in it.\nnote: Corrects spelling in headline.",
    needs_notes=True,
)
NO_NOTE = Rule(
    code="no-note",
    severity=_MEDIUM,
    title="The revision changed in substance and has no desk note",
    why="Without a note nobody downstream knows that the story moved. One finding for the revision: text that was added"
    " or reworded stands in it; low where that is all and holds no number and no quotation.",
    trigger="There are changes of weight and no note that tells of any.",
    example="was: The river rose in the night.\nnow: The river rose in the night.\n"
    "now: “It came fast,” said Nora Brandt, who lives by the weir.",
    needs_notes=True,
)

CONTRADICTED = Rule(
    code="note-contradicted",
    severity=_HIGH,
    title="The note says the opposite of what happened",
    why="A correction that was announced and not made leaves the error standing under a promise that it is gone.",
    trigger="A claim's verdict is “contradicted”: the old value still stands, or the opposite happened.",
    example="was: The flood killed 14 people at Velden, police said.\n"
    "now: The flood killed 14 people at Velden, the police said on Monday.\n"
    "note: Corrects death toll in first paragraph to 41 from 14.",
)
NOT_FOUND = Rule(
    code="note-not-found",
    severity=_MEDIUM,
    title="The note tells of a change that is not there",
    why="Either the change was forgotten, or the note belongs to another version. Often the older copy was right"
    " already, so this is medium.",
    trigger="A claim's verdict is “not found”: nothing in the diff matches it.",
    example="was: The river rose in the night.\nwas: Schools were shut.\nnow: The river rose in the night.\n"
    "now: Schools were shut on both banks.\nnote: Removes reference to ferry in paragraph 1.",
)
PARTLY = Rule(
    code="note-partly",
    severity=_MEDIUM,
    title="Only some of what the note tells was done",
    why="Of a correction the rest of the error may still stand; any other note that promises a little too much is low.",
    trigger="A claim's verdict is “partly”.",
    example="was: The river rose in the night.\nwas: Schools were shut.\nnow: The river rose in the night.\n"
    "now: Schools were shut.\nnow: The ferry to Velden was stopped at noon.\n"
    "note: Adds analyst's quote in paragraph 2, ferry stopped in paragraph 3.",
)
ELSEWHERE = Rule(
    code="note-elsewhere",
    severity=_LOW,
    title="The change is in another paragraph than the note says",
    why="About one note in ten counts wrong by one; the reader of the note finds the change all the same.",
    trigger="A claim's verdict is “elsewhere”.",
    example="was: The river rose.\nwas: Schools were shut.\nwas: The ferry is moored.\nnow: The river rose.\n"
    "now: Schools were shut.\nnow: The ferry is moored.\nnow: “It came fast,” said Nora Brandt, a farmer.\n"
    "note: Adds farmer's quote in paragraph 2.",
)
CARRIED = Rule(
    code="note-carried",
    severity=_LOW,
    title="The note was carried over from the revision before",
    why="It tells of an earlier change and discloses nothing of this one; what it leaves quiet is reported by itself.",
    trigger="A claim's verdict is “carried”: the same claim stood before and nothing in this diff bears it out.",
    example="was: The river rose in the night.\nwas note: Adds mayor's comment in paragraph 2.\n"
    "now: The river rose in the night.\nnow: Schools were shut on both banks until Thursday.\n"
    "note: Adds mayor's comment in paragraph 2.",
)
UNPARSED = Rule(
    code="note-unparsed",
    severity=_LOW,
    title="The note could not be read",
    why="Nothing is guessed, so someone has to read it; what it may tell of counts as undisclosed until then.",
    trigger="A claim's verdict is “unparsed”.",
    example="was: The river rose in the night.\nnow: The river rose in the night by two metres.\n"
    "note: Neu: mehr Einzelheiten im letzten Absatz.",
)
LATE = Rule(
    code="late-disclosure",
    severity=_MEDIUM,
    title="An earlier change was disclosed late",
    why="It closes the earlier finding, but readers in between saw a changed story and no word of it; low where that"
    " was under an hour.",
    trigger="A claim's verdict is “earlier”, and the earlier revision's own note kept that change quiet.",
    example="r1: The flood killed 14 people at Velden.\nwas: The flood killed 41 people at Velden.\n"
    "now: The flood killed 41 people at Velden.\nnow: Schools were shut.\npublished: 10:00, 10:30, 11:45\n"
    "note: Corrects death toll in first paragraph to 41 from 14. Adds schools in second paragraph.",
)
VAGUE = Rule(
    code="vague-note",
    severity=_MEDIUM,
    title="A vague note over a changed fact",
    why="“Updates with details” is true of anything. The change counts as disclosed, but nobody learns from the note"
    " that a printed fact is another one now.",
    trigger="All that tells of a replaced number, name, quotation or “not” is a claim that names no object.",
    example="was: “We will pay the men in full,” the mayor said.\nnow: “We will pay the men in part,” the mayor said.\n"
    "note: Updates with details in paragraph 1.",
)
UNLABELLED = Rule(
    code="correction-unlabelled",
    severity=_MEDIUM,
    title="A correction that is not called one",
    why="A correction must be labelled a correction: “recasts”, “clarifies” and “updates” disguise one. Low where a"
    " number is “updated”, as the figure may have moved on by itself.",
    trigger="All that tells of a replaced number or name is a claim that updates, recasts, clarifies or refiles, and"
    " the headline has no correction tag; a figure that is known to move (a toll, a price) may be updated.",
    example="was: The town is led by Anna Weller of the Farmers' League.\n"
    "now: The town is led by Nora Brandt of the Farmers' League.\nnote: Clarifies name of mayor in paragraph 1.",
)
PLACELESS = Rule(
    code="correction-without-place",
    severity=_LOW,
    title="A correction that does not say what or where",
    why="Whoever used the story must find the error in it; a correction says what was wrong and where.",
    trigger="A claim corrects something without a place, or the headline was tagged as corrected and no claim corrects"
    " anything.",
    example="was: The flood killed 14 people at Velden.\nwas: Schools were shut.\n"
    "now: The flood killed 41 people at Velden.\nnow: Schools were shut.\nnote: Corrects death toll.",
)

REVERTED = Rule(
    code="reverted",
    severity=_MEDIUM,
    title="Earlier text is back",
    why="Mostly someone edited an old copy, and a correction is undone with it; low where the note tells of it.",
    trigger="The text, a sentence or a value is what it was in a revision before the last, and no claim restores it.",
    example="r1: The flood killed 14 people at Velden.\nwas: The flood killed 41 people at Velden.\n"
    "now: The flood killed 14 people at Velden.",
)
FLIPPED = Rule(
    code="flip-flop",
    severity=_MEDIUM,
    title="Text goes back and forth",
    why="Two desks, or two systems, are overwriting each other; neither knows what readers see.",
    trigger="Text that was replaced and came back earlier is replaced by the same words again.",
    example="r1: The flood killed 14 people at Velden.\nr2: The flood killed 41 people at Velden.\n"
    "was: The flood killed 14 people at Velden.\nnow: The flood killed 41 people at Velden.",
)
UNMOVED = Rule(
    code="time-unmoved",
    severity=_MEDIUM,
    title="The text changed, its publish time did not",
    why="Readers cannot tell that what they read an hour ago says something else now; low where the outlet raised its"
    " version number instead.",
    trigger="The text changed in substance, and both revisions state the same publish time.",
    example="was: Schools were shut.\nnow: Schools were open.\npublished: 10:00, 10:00\n"
    "note: Updates schools in paragraph 1.",
)
MOVED = Rule(
    code="time-moved",
    severity=_LOW,
    title="The publish time moved, nothing changed",
    why="An old text is passed off as fresh; harmless where it is only repeated, and then the note or tag says so.",
    trigger="The outlet gave the same text again under a later time, and neither tag nor note calls it a repeat.",
    example="was: The river rose in the night.\nnow: The river rose in the night.\npublished: 10:00, 11:30",
)
MISSED = Rule(
    code="versions-missed",
    severity=_LOW,
    title="A version in between was never seen",
    why="What its note disclosed is unknown here, so no undisclosed finding of this pair is more than medium.",
    trigger="The number in the headline's tag, or the source's own version, skips one.",
    example="was headline: UPDATE 1-River floods lower town\nnow headline: UPDATE 3-River floods lower town\n"
    "was: The river rose in the night.\nnow: The river rose in the night by two metres.\nnote: Adds metres.",
)
TRUNCATED = Rule(
    code="truncated",
    severity=_MEDIUM,
    title="The end of the text may be missing",
    why="A transmission that broke off looks like a great deal of removed text; one finding stands for all of it.",
    trigger="Over 40 percent of the text was lost from its end, nothing came in its place, and there is no note.",
    example="was: The river rose in the night.\nwas: Schools were shut on both banks.\nwas: The ferry is moored.\n"
    "now: The river rose in the night.",
)

UNREASONED = Rule(
    code="withdrawn-without-reason",
    severity=_MEDIUM,
    title="The story was withdrawn without a reason",
    why="Clients who used it must know whether it was false, early or a duplicate.",
    trigger="The outlet withdrew the story, or the note says so, and no reason is given.",
    example="was: The dockyard will close.\nnow: The dockyard will close.\nwithdrawn: 12:00",
)
AFTERLIFE = Rule(
    code="text-after-withdrawal",
    severity=_HIGH,
    title="A text came after the story was withdrawn",
    why="What was withdrawn, for libel perhaps, is in front of readers again.",
    trigger="A revision was published after the withdrawal, nobody reinstated the story, and it is no notice itself.",
    example="was: The dockyard will close.\nnow: The dockyard will close in May.\npublished: 10:00, 13:00\n"
    "withdrawn: 12:00 source retracted",
)
EMBARGO = Rule(
    code="before-embargo",
    severity=_HIGH,
    title="Published before its embargo",
    why="A broken embargo can move markets and costs the desk its sources.",
    trigger="The publish time lies before the embargo that the article itself states.",
    example="now: The bank will raise its rate.\npublished: 10:00\nembargo: 12:00",
)
BYLINE = Rule(
    code="byline-changed",
    severity=_LOW,
    title="The byline was added, removed or renamed",
    why="Whose name stands over a story is the writer's concern and the desk's, seldom the reader's.",
    trigger="The byline changed in more than typography, and no claim tells of it.",
    example="was byline: By Anna Weller\nnow byline: By Nora Brandt\nwas: The river rose in the night.\n"
    "now: The river rose in the night.",
)

OF_FACT: dict[Fact, Rule] = {
    "number": NUMBER,
    "negation": NEGATION,
    "quote": QUOTE,
    "name": NAME,
    "date": DATE,
    "attribution": ATTRIBUTION,
}
