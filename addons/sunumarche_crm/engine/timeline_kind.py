"""What a kind of line of the timeline is made of."""

from collections.abc import Callable
from dataclasses import dataclass

from odoo.fields import Domain

CHANNELS = ("phone", "meeting", "email", "sms", "sale", "money", "internal")


@dataclass(frozen=True)
class TimelineKind:
    """One kind of event of a customer's life: which records, and how they read.

    How to use: return it from an extension of ``sunumarche.timeline._get_kinds``.

    :param label: name of the kind, translated
    :param icon: class of Font Awesome
    :param channel: one of ``CHANNELS``
    :param model: whose records the events are
    :param date: its field with the day or moment of the event
    :param domain: called with a ``TimelineCustomer``, returns the Domain of the events
    :param title: called with a record, returns the line's first words
    :param detail: the same for what stands below
    :param amount: field with an amount in the record's ``currency_id``
    :param texts: fields that the search for a text looks into
    :param document: called with a record, returns the record that a click opens
    :param is_contact: whether somebody spoke or wrote to the customer
    """

    label: str
    icon: str
    channel: str
    model: str
    date: str
    domain: Callable[["TimelineCustomer"], Domain]
    title: Callable = lambda record: record.display_name
    detail: Callable = lambda record: ""
    amount: str = ""
    currency: str = "currency_id"
    texts: tuple[str, ...] = ("display_name",)
    document: Callable = lambda record: record
    is_contact: bool = False


class TimelineCustomer:
    """The contacts of a customer, and what domains of events are made from.

    A commercial entity stands for all its contacts, another contact for himself.
    """

    def __init__(self, partner):
        self.env = partner.env
        self.partner = partner
        # sudo: res.partner - only the ids of a customer's contacts; every event is
        # searched as the user
        contacts = self.env["res.partner"].sudo().with_context(active_test=False)
        self.ids = [partner.id]
        if partner.commercial_partner_id == partner:
            query = contacts._search([("commercial_partner_id", "=", partner.id)])
            self.ids = list({partner.id, *query})

    def of(self, field_name: str) -> Domain:
        """Events whose field is one of the customer's contacts."""
        return Domain(field_name, "in", self.ids)

    def on_documents(self, model_field: str, id_field: str) -> Domain:
        """Events hanging on the customer, or on a lead, order or invoice of his."""
        found = self._hanging(model_field, id_field, "res.partner", self.ids)
        for model in ("crm.lead", "sale.order", "account.move"):
            documents = self.env[model]
            if documents.has_access("read"):
                query = documents.with_context(active_test=False)._search(
                    self.of("partner_id")
                )
                found |= self._hanging(model_field, id_field, model, query)
        return found

    @staticmethod
    def _hanging(model_field, id_field, model, ids_or_query) -> Domain:
        return Domain(model_field, "=", model) & Domain(id_field, "in", ids_or_query)
