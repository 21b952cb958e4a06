"""What the desk said changed, and whether the diff agrees."""

from tracker.notes.check import check
from tracker.notes.model import Claim, Note, Place, PlacePart, Verb, Verdict, VerdictKind
from tracker.notes.parse import parse
from tracker.notes.withdrawal import Withdrawal, withdrawal

__all__ = [
    "Claim",
    "Note",
    "Place",
    "PlacePart",
    "Verb",
    "Verdict",
    "VerdictKind",
    "Withdrawal",
    "check",
    "parse",
    "withdrawal",
]
