"""Make a restored copy harmless, and give it an identity of its own.

Odoo's statements stop what goes out: mail, scheduled actions, payments, webhooks. The
new identity keeps a session of the original from being one of the copy.
"""

from odoo.modules.neutralize import neutralize_database

from .environment import argument_parser, configure, open_environment


def main() -> None:
    options = argument_parser(__doc__).parse_args()
    configure(options.config, options.database)
    with open_environment(options.database) as env:
        env["ir.config_parameter"].init(force=True)
        env.flush_all()
        neutralize_database(env.cr)


if __name__ == "__main__":
    main()
