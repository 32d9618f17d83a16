"""``kg`` and ``python3 -m kg``."""

from kg.cli.app import main

if __name__ == "__main__":
    main()
