from odoo import api, models, tools
from odoo.fields import Domain

from ..engine.customer_scope import CustomerScope


class CustomerRecordMixin(models.AbstractModel):
    """A record about a customer, which says itself what becomes of it.

    The models are found in the registry. Who asks them: the record rules (who may see
    it), the file that is handed to a person on request, the erasure of a person, and
    both ways to merge contacts, core's and ours. Every stored model of ours with a link
    to contacts inherits it, which a test asks of the registry; an addon lets a model of
    another one enter by ``_inherit``.
    """

    _name = "sunumarche.customer.record"
    _description = "Record of a Customer"

    # The fields that lead to the contacts it is about.
    _customer_fields = ("partner_id",)
    # What decides who sees it; None where its rule does not ask for the customer.
    _customer_scope = CustomerScope()
    # Worked out again from the documents: no merge moves it, core's deletes it.
    _customer_is_figure = False
    # Listed in what is held on a person.
    _customer_is_shown = True
    # Documents on which the name and address of the card stand for the law.
    _customer_is_named = False

    @api.model
    @tools.ormcache()
    def _get_customer_models(self):
        """Return the names of all models that inherit this one, in order."""
        mixin = self.env.registry["sunumarche.customer.record"]
        return tuple(
            sorted(
                name
                for name, model in self.env.registry.items()
                if issubclass(model, mixin) and not model._abstract
            )
        )

    @api.model
    def _get_customer_figures(self):
        """Return an empty recordset of each stored model of figures."""
        models_ = [self.env[name] for name in self._get_customer_models()]
        return [model for model in models_ if model._customer_is_figure and model._auto]

    @api.model
    def _find_of(self, person):
        """Return the records about a person.

        :param person: ``engine.person_records.PersonRecords``, whose ``partners`` are
            known
        """
        return self.search(
            Domain.OR(
                Domain(name, "in", person.partners.ids)
                for name in self._customer_fields
            )
        )

    def _get_kept_for_law(self, since):
        """Return those that the law wants kept, dated ``since`` or later."""
        return self.browse()

    def _erase_person(self, person):
        """Take the person out of these records; figures say nothing of him alone.

        :param person: as for ``_find_of``
        """
        if not self._customer_is_figure:
            raise NotImplementedError(self._name)

    @api.model
    def _forget_merged(self, partner_ids, survivor_id):
        """Drop the figures that spoke of contacts which core merges into one."""
        self.env.execute_query(
            tools.SQL(
                "DELETE FROM %s WHERE partner_id = ANY(%s)",
                tools.SQL.identifier(self._table),
                list(partner_ids),
            )
        )
        self.invalidate_model()
