"""Import a purchase log into this clone's database (``./sunu import purchases``)."""

import sys

from .environment import argument_parser, configure, open_environment

MODEL = "sunumarche.purchase.import"


def main() -> int:
    parser = argument_parser(__doc__)
    parser.add_argument("file")
    options, _rest = parser.parse_known_args()
    configure(options.config, options.database)
    with open_environment(options.database) as env:
        if MODEL not in env:
            sys.exit(f"{options.database} has no model {MODEL}: run ./sunu up first.")
        sys.exit(f"{MODEL} cannot be run from the command line yet.")


if __name__ == "__main__":
    sys.exit(main())
