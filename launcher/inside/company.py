"""Set up the main company before its books are opened, and check them after.

Order matters: Odoo chooses the chart of accounts by the company's country at the
moment ``account`` is installed.
"""

import sys

from odoo.api import Environment
from odoo.tools.translate import load_language

from .environment import argument_parser, configure, open_environment

LANGUAGE = "fr_FR"
CHART, COUNTRY, CURRENCY = "sn", "base.sn", "base.XOF"


def set_up(env: Environment) -> None:
    """Activate French beside English; make the company Senegalese, in francs CFA."""
    load_language(env.cr, LANGUAGE)
    currency = env.ref(CURRENCY)
    currency.active = True
    env.ref("base.main_company").write(
        {
            "name": "SUNUMARCHE",
            "country_id": env.ref(COUNTRY).id,
            "currency_id": currency.id,
        }
    )


def check(env: Environment) -> None:
    """Stop unless the chart, the currency and the languages are what we asked for."""
    company = env.ref("base.main_company")
    found = (company.chart_template, company.currency_id.name)
    if found != (CHART, env.ref(CURRENCY).name):
        sys.exit(f"The company has chart and currency {found}, not Senegal's.")
    languages = {code for code, _name in env["res.lang"].get_installed()}
    if languages != {"en_US", LANGUAGE}:
        sys.exit(f"The active languages are {sorted(languages)}.")


def main() -> None:
    parser = argument_parser(__doc__)
    parser.add_argument("action", choices=["set-up", "check"])
    options = parser.parse_args()
    configure(options.config, options.database)
    with open_environment(options.database) as env:
        (set_up if options.action == "set-up" else check)(env)


if __name__ == "__main__":
    main()
