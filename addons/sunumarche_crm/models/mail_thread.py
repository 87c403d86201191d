from odoo import api, models
from odoo.exceptions import AccessError

from ..engine.consent_source import BOUNCE, told_by


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    @api.model
    def message_process(self, *args, **kwargs):
        """Take a mail in; core writes what it, and the call, say as superuser.

        :raise AccessError: for whoever is neither the gateway nor administers Odoo
        """
        if not (self.env.su or self.env.user.has_group("base.group_system")):
            raise AccessError(
                self.env._("Mails are handed in by the mail server, not by people.")
            )
        return super().message_process(*args, **kwargs)

    @api.model
    def _routing_handle_bounce(self, email_message, message_dict):
        """An address blocked because mail bounces is unreachable, not opposed."""
        with told_by(BOUNCE):
            return super()._routing_handle_bounce(email_message, message_dict)

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        """Nobody has a stranger follow: he would be sent every later message."""
        self._refuse_recipients(partner_ids)
        return super().message_subscribe(partner_ids, subtype_ids)

    def message_post(self, *, partner_ids=None, **kwargs):
        self._refuse_recipients(partner_ids)
        return super().message_post(partner_ids=partner_ids, **kwargs)

    def message_notify(self, *, partner_ids=False, **kwargs):
        self._refuse_recipients(partner_ids)
        return super().message_notify(partner_ids=partner_ids, **kwargs)

    def _refuse_recipients(self, partner_ids):
        """Refuse contacts who are neither the user's to see nor part of the record."""
        if self.env.su or not partner_ids:
            return
        contacts = self.env["res.partner"]
        contacts._refuse_strangers(partner_ids, self._get_reached_ids(partner_ids))

    def _get_reached_ids(self, partner_ids):
        """Return who of them is the record's own contact, or follows it already."""
        # sudo: only ids that the user named come back, and he may see the record
        records = self.sudo()
        if not self.has_access("read"):
            return []
        own = records._mail_get_partners().values() if records._name else ()
        reached = records.message_partner_ids
        for partners in own:
            reached |= partners
        return list(set(reached.ids) & set(partner_ids))
