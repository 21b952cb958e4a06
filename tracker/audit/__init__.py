"""Rules over the diff and the desk note: what an editor must look at, and why."""

from tracker.audit.examine import examine
from tracker.audit.model import Context, Examination, ExaminedChange, ExaminedClaim, Past, Times, Withdrawn

__all__ = ["Context", "Examination", "ExaminedChange", "ExaminedClaim", "Past", "Times", "Withdrawn", "examine"]
