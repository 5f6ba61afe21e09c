"""``python -m evistat`` is the command ``evistat``."""

from evistat.cli.app import main

if __name__ == "__main__":
    main()
