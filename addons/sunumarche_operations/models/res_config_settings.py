from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .backup_run import DEFAULT_HOURS, HOURS_PARAMETER, UNWATCHED_PARAMETER
from .res_users import FACTOR_PARAMETER
from .watch import TOKEN_PARAMETER

TOKEN_LENGTH = 24


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    backup_hours = fields.Integer(
        string="Age of the last backup",
        default=DEFAULT_HOURS,
        config_parameter=HOURS_PARAMETER,
        help="Hours after which administrators are warned that the last good backup "
        "is too old.",
    )
    backup_unwatched = fields.Boolean(
        string="Never warn",
        config_parameter=UNWATCHED_PARAMETER,
        help="Nobody is warned of backups, nor of what else does not run well, as in a "
        "copy for tests.",
    )
    watch_token = fields.Char(
        string="Key of the Watch",
        config_parameter=TOKEN_PARAMETER,
        help="A program that watches this application from another machine sends it to "
        "read the figures of /sunumarche/health and /sunumarche/metrics. 24 characters "
        "or more; empty: only programs on the server itself read them.",
    )
    second_factor = fields.Boolean(
        string="Second factor required",
        config_parameter=FACTOR_PARAMETER,
        help="Administrators and whoever may export records log in with a code "
        "besides the password.",
    )

    @api.constrains("second_factor")
    def _check_second_factor(self):
        """Nobody locks himself out: he has a factor that needs no mail server."""
        for settings in self:
            user = self.env.user
            ready = user.totp_enabled or user.auth_passkey_key_ids
            if settings.second_factor and not settings._is_required() and not ready:
                raise ValidationError(
                    self.env._(
                        "Set up your own second factor first (your name at the top "
                        "right, My Preferences, Security): you might not be able to "
                        "log in any more."
                    )
                )

    @api.constrains("watch_token")
    def _check_watch_token(self):
        for settings in self:
            if 0 < len(settings.watch_token or "") < TOKEN_LENGTH:
                raise ValidationError(
                    self.env._(
                        "The key of the watch needs %(count)s characters or more.",
                        count=TOKEN_LENGTH,
                    )
                )

    def _is_required(self):
        """Whether the second factor is required already, before this is saved."""
        # sudo: ir.config_parameter - one switch, on the administrators' own screen
        parameters = self.env["ir.config_parameter"].sudo()
        return bool(parameters.get_param(FACTOR_PARAMETER))
