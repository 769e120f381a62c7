"""`python -m rnrviz` is the command `rnrviz`."""

import sys

from rnrviz.app.command_line import main

if __name__ == "__main__":
    sys.exit(main())
