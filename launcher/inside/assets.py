"""Build the web client's bundles, so that the first pages need not wait."""

from odoo.api import Environment

from .environment import argument_parser, configure, open_environment

# Of the login page and of the client; all bundles would take four times as long.
SCRIPTS = (
    "web.assets_frontend_lazy",
    "web.assets_frontend_minimal",
    "web.assets_web",
)
STYLES = ("web.assets_frontend", "web.assets_web", "web.assets_web_print")


def build(env: Environment) -> None:
    for bundle in SCRIPTS:
        env["ir.qweb"]._get_asset_bundle(bundle, css=False, js=True).js()
    for bundle in STYLES:
        env["ir.qweb"]._get_asset_bundle(bundle, css=True, js=False).css()


def main() -> None:
    options = argument_parser(__doc__).parse_args()
    configure(options.config, options.database)
    with open_environment(options.database) as env:
        build(env)


if __name__ == "__main__":
    main()
