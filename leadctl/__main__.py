"""``python -m leadctl``."""

import sys

from leadctl.cli import main

if __name__ == "__main__":
    sys.exit(main())
