"""List the files of our addons that Odoo's own upgrade scripts would rewrite.

``odoo upgrade_code`` does the same over every addon of Odoo too, in forty seconds.
"""

import sys
from pathlib import Path

from odoo import release
from odoo.cli.upgrade_code import migrate
from odoo.tools import parse_version

FROM = "16.0"
ADDONS = Path(__file__).resolve().parents[2] / "addons"


def main() -> int:
    """Change nothing; return 1 if a file is out of date."""
    return migrate(
        addons_path=[str(ADDONS)],
        glob="**/*",
        from_version=parse_version(FROM),
        to_version=parse_version(release.version),
        dry_run=True,
    )


if __name__ == "__main__":
    sys.exit(main())
