"""Give a database its own identity, its users French and a generated password.

The passwords go into a private JSON file, and only there: a user that stands in
it already keeps what it has. Of people with the same job, whose logins are that of
the first and a number, only the first gets one.
"""

import json
import re
import secrets
from pathlib import Path

from odoo.api import Environment
from odoo.models import BaseModel

from launcher.home import write_private

from .environment import argument_parser, configure, open_environment

LANGUAGE, TIME_ZONE = "fr_FR", "Africa/Dakar"
PASSWORD_BYTES = 9
SAME_JOB = re.compile(r".+\.\d+")


def speak_french(env: Environment, users: BaseModel) -> None:
    """Make French and Dakar's time the rule for today's users and for new contacts."""
    users.write({"lang": LANGUAGE, "tz": TIME_ZONE})
    env["res.company"].search([]).partner_id.write({"lang": LANGUAGE, "tz": TIME_ZONE})
    env["ir.default"].set("res.partner", "lang", LANGUAGE)
    env["ir.default"].set("res.partner", "tz", TIME_ZONE)


def role_of(user: BaseModel) -> str:
    """Return the names of the user's roles, in French: ours, else administrator."""
    names = user.group_ids.get_external_id()
    roles = user.group_ids.filtered(lambda g: names[g.id].startswith("sunumarche_"))
    if not roles:
        roles = user.group_ids & user.env.ref("base.group_system")
    return ", ".join(roles.with_context(lang=LANGUAGE).mapped("name"))


def is_first_of_job(login: str) -> bool:
    """Tell acheteur, who can log in at once, from acheteur.2 and the others."""
    return not SAME_JOB.fullmatch(login)


def set_passwords(users: BaseModel, known: dict[str, str]) -> list[dict[str, str]]:
    """Return login, password, name and role of each user; new ones get a password."""
    rows = []
    for user in users:
        password = known.get(user.login)
        if password is None:
            password = secrets.token_urlsafe(PASSWORD_BYTES)
            user.password = password
        rows.append(
            {
                "login": user.login,
                "password": password,
                "name": user.name,
                "role": role_of(user),
            }
        )
    return rows


def main() -> None:
    parser = argument_parser(__doc__)
    parser.add_argument("--logins", type=Path, required=True)
    parser.add_argument("--new", action="store_true", help="the database is a copy")
    options = parser.parse_args()
    configure(options.config, options.database)
    rows = []
    if options.logins.exists():
        rows = json.loads(options.logins.read_text("utf-8"))["rows"]
    with open_environment(options.database) as env:
        if options.new:
            env["ir.config_parameter"].init(force=True)
        robot = env.ref("base.user_root")
        users = env["res.users"].search([("share", "=", False)], order="id") - robot
        speak_french(env, users)
        known = {row["login"]: row["password"] for row in rows}
        users = users.with_context(lang=LANGUAGE)
        shown = users.filtered(lambda u: u.login in known or is_first_of_job(u.login))
        text = json.dumps({"rows": set_passwords(shown, known)}, ensure_ascii=False)
        # Before the commit: a password that nobody knows would lock everybody out.
        write_private(options.logins, text)


if __name__ == "__main__":
    main()
