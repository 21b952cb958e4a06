"""tracker: an event-sourced news-update tracker.

Importing this package costs nothing; each layer is imported by the command that needs it.
"""

__version__ = "0.1.0"
