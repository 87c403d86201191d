import logging

from odoo import models

_logger = logging.getLogger(__name__)

FACTOR_PARAMETER = "sunumarche_operations.second_factor"
# Who can change everything, and who can carry everything away.
SENSITIVE_GROUPS = "base.group_erp_manager,base.group_allow_export"


class ResUsers(models.Model):
    _inherit = "res.users"

    def _mfa_type(self):
        """Ask those who can do most harm for a code by mail, if they have no other."""
        kind = super()._mfa_type()
        if kind is None and self._must_have_second_factor():
            return "totp_mail"
        return kind

    def _must_have_second_factor(self):
        self.ensure_one()
        # sudo: ir.config_parameter - one switch, read while somebody logs in
        parameters = self.env["ir.config_parameter"].sudo()
        if not parameters.get_param(FACTOR_PARAMETER):
            return False
        # sudo: res.users - groups of the one who logs in, before he is anybody
        return self.sudo().has_groups(SENSITIVE_GROUPS)

    def reset_password(self, login):
        """Let nobody learn, by asking for a new password, who has an account.

        Whatever stands in the way is told to the log alone.
        """
        try:
            with self.env.cr.savepoint():
                super().reset_password(login)
        except Exception as error:  # noqa: BLE001 (core raises it bare)
            _logger.info("No link for a new password was sent: %s", error)
        return True
