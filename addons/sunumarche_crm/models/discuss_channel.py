from odoo import api, models


class DiscussChannel(models.Model):
    _inherit = "discuss.channel"

    # Core makes the members of a new one as superuser: nothing else asks.
    _checks_created_lines = True

    def add_members(
        self,
        partner_ids=None,
        guest_ids=None,
        invite_to_rtc_call=False,
        post_joined_message=True,
    ):
        """A conversation shows its members' names: strangers are not added."""
        self.env["res.partner"]._refuse_strangers(partner_ids)
        return super().add_members(
            partner_ids=partner_ids,
            guest_ids=guest_ids,
            invite_to_rtc_call=invite_to_rtc_call,
            post_joined_message=post_joined_message,
        )

    @api.model
    def _create_group(self, partners_to, default_display_mode=False, name=""):
        self.env["res.partner"]._refuse_strangers(partners_to)
        return super()._create_group(partners_to, default_display_mode, name)

    @api.model
    def _get_or_create_chat(self, partners_to, pin=True):
        self.env["res.partner"]._refuse_strangers(partners_to)
        return super()._get_or_create_chat(partners_to, pin=pin)
