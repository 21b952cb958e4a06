"""How a line begins that may be anything but plain text: a cheap test before the exact ones."""

from __future__ import annotations

_NOTES = ("Eds", "EDS", "Editor", "EDITOR", "NOTE", "Note", "This ", "An earlier", "A prev")
_CREDITS = (
    *("Reporting", "Additional", "Writing", "Editing", "Compiled", "Edited", "Further", "Written", "Reported", "Extra"),
    *("Translat", "Desking", "Redaktion", "Bearbeitet", "Redigiert", "Polling", "Drafting", "Coverage", "Created"),
    *(
        "Produced",
        "Rewrit",
        "Graphic",
        "Video",
        "Photo",
        "Research",
        "Reporte",
        "Édité",
        "Edición",
        "Editado",
        "Escrito",
    ),
    *(
        "Traducido",
        "Associated",
        "AP",
        "Reuter",
        "REUTER",
        "Bloomberg",
        "AFP",
        "With ",
        "reporting",
        "editing",
        "writing",
    ),
)
_CONTACTS = (
    "To ",
    "For more",
    "Subscribe",
    "Contact",
    "Kontakt",
    "Press",
    "Media",
    "dpa",
    "BC-",
    "AM-",
    "PM-",
    "END",
    "MORE",
)
_FURNITURE = (
    *(
        "Most ",
        "MOST ",
        "Related",
        "RELATED",
        "More ",
        "MORE",
        "Top ",
        "Recommended",
        "Trending",
        "Also",
        "ALSO",
        "Read",
    ),
    *("READ", "See ", "SEE", "Explore", "EXPLORE", "Watch", "WATCH", "LISTEN", "Listen", "What to", "You may", "CP "),
    *("FILE", "PHOTO", "Our Standards", "Adv", "ADV", "Story", "Sign ", "Keywords", "Laser", "Copyright"),
)
ODD = (*"([（［*•▪●◦‣■▸►∙^©+#_=~<>|-–—·", *_NOTES, *_CREDITS, *_CONTACTS, *_FURNITURE)


def odd(text: str) -> bool:
    """True when a text begins as notes, credits, contacts, bullets or furniture may; False for plain text."""
    return text.startswith(ODD)
