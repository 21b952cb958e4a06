"""`tracker` and `python -m tracker`: hands over to the command line."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line on this process's arguments and exit with its code."""
    from tracker.cli.main import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
