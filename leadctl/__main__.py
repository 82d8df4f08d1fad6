"""``python -m leadctl``."""

from leadctl.entry import script

if __name__ == "__main__":
    script()
