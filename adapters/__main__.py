"""``python -m adapters``: the same as the command ``bellwether``."""

from adapters.command_line import main

if __name__ == "__main__":
    main()
