"""``python -m glioma_desktop``: the same as the command ``glioma-desktop``."""

import sys

from glioma_desktop.cli import main

if __name__ == "__main__":
    sys.exit(main())
