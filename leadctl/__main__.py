"""``python -m leadctl``."""

import sys

from leadctl.cli import run

if __name__ == "__main__":
    sys.exit(run())
