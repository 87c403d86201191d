"""Set up the main company before its books are opened, and check them after.

Order matters: Odoo chooses the chart of accounts by the company's country at the
moment ``account`` is installed. Core's modules are marked for installation here, so
that those that talk to a cloud do not come along.
"""

import sys

from odoo.api import Environment
from odoo.tools.translate import load_language

from launcher.addons import core_modules, read_callers, read_manifests

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


def choose(env: Environment) -> None:
    """Mark core's modules and what installs itself with them, but what calls out."""
    modules = env["ir.module.module"]
    modules.search([("name", "in", core_modules(read_manifests()))]).button_install()
    waiting = modules.search([("state", "=", "to install")])
    callers = waiting.filtered(lambda module: module.name in read_callers())
    unwanted = callers | callers.downstream_dependencies()
    (unwanted & waiting).write({"state": "uninstalled"})


def check(env: Environment) -> None:
    """Stop unless the chart, the currency and the languages are what we asked for."""
    company = env.ref("base.main_company")
    found = (company.chart_template, company.currency_id.name)
    if found != (CHART, env.ref(CURRENCY).name):
        sys.exit(f"The company has chart and currency {found}, not Senegal's.")
    languages = {code for code, _name in env["res.lang"].get_installed()}
    if languages != {"en_US", LANGUAGE}:
        sys.exit(f"The active languages are {sorted(languages)}.")


ACTIONS = {"set-up": set_up, "choose": choose, "check": check}


def main() -> None:
    parser = argument_parser(__doc__)
    parser.add_argument("action", choices=list(ACTIONS))
    options = parser.parse_args()
    configure(options.config, options.database)
    with open_environment(options.database) as env:
        ACTIONS[options.action](env)


if __name__ == "__main__":
    main()
