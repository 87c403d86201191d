from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError

from ..engine.email_key import MailboxRule, sql_update_email_keys


class EmailDomain(models.Model):
    """What the mail server of a domain takes no notice of in an address.

    At gmail.com, awa.diop+promo@gmail.com and awadiop@gmail.com are one mailbox. Where
    there is no such record, two addresses that are written otherwise are two.
    """

    _name = "sunumarche.email.domain"
    _description = "E-mail Domain"
    _order = "name, id"

    name = fields.Char(
        string="Domain", required=True, help="What follows the @, as gmail.com."
    )
    ignores_tag = fields.Boolean(
        string="Ignore What Follows +",
        default=True,
        help="awa+promo@ and awa@ are the same mailbox.",
    )
    ignores_dots = fields.Boolean(
        string="Ignore Dots", help="awa.diop@ and awadiop@ are the same mailbox."
    )
    active = fields.Boolean(default=True)

    _name_uniq = models.Constraint("UNIQUE (name)", "This domain stands here already.")

    @api.constrains("name")
    def _check_name(self):
        for domain in self:
            name = domain.name
            if name != name.strip().lower() or "@" in name or "." not in name:
                raise ValidationError(
                    self.env._(
                        "%s is not a domain: write what follows the @, in lower case, "
                        "as gmail.com.",
                        name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        domains = super().create(vals_list)
        domains._update_keys(domains.mapped("name"))
        return domains

    def write(self, vals):
        before = self.mapped("name")
        result = super().write(vals)
        self._update_keys([*before, *self.mapped("name")])
        return result

    def unlink(self):
        names = self.mapped("name")
        result = super().unlink()
        self._update_keys(names)
        return result

    @api.model
    @tools.ormcache()
    def _get_rules(self):
        """Return ``{domain: MailboxRule}``."""
        # sudo: sunumarche.email.domain - whoever changes an address needs the rules
        domains = self.sudo().search_fetch([("active", "=", True)])
        return {
            domain.name: MailboxRule(domain.ignores_tag, domain.ignores_dots)
            for domain in domains
        }

    @api.model
    def _update_keys(self, names):
        """Bring the keys of all addresses up to date, one statement a table.

        :param names: the domains that changed, of which the ledger repeats the words
        """
        self.env.registry.clear_cache()
        self.flush_model()
        for model in self.env["sunumarche.common.key"]._get_models():
            model.flush_model(["email_normalized", "email_key"])
            self.env.execute_query(sql_update_email_keys(model._table))
            model.invalidate_model(["email_key"])
        self.env["sunumarche.consent"]._repeat_under_new_keys(names)
