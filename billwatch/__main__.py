"""Run the command line: ``python -m billwatch``."""

from billwatch.cli import main

if __name__ == "__main__":
    main()
