from freezegun import freeze_time

from odoo.fields import Date
from odoo.tools import SQL

from odoo.addons.account.tests.common import AccountTestInvoicingCommon

from ..engine.customer_refresh import CustomerRefresh

TODAY = "2025-06-30"


class CustomerCase(AccountTestInvoicingCommon):
    """A company that sells in XOF, in which the day is ``TODAY``."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(cls._freeze())
        cls.xof = cls.env.ref("base.XOF")
        cls.xof.active = True
        cls.company = cls.company_data["company"]
        cls.company.currency_id = cls.xof
        cls.customer = cls._create_customer("Aïssatou N'Diaye")
        cls.source = cls.env["sunumarche.purchase.source"].create({"name": "Old till"})

    @classmethod
    def _freeze(cls):
        return freeze_time(TODAY)

    @classmethod
    def get_default_groups(cls):
        return super().get_default_groups() | cls.quick_ref(
            "sunumarche_crm.group_administrator"
        )

    @classmethod
    def _create_customer(cls, name, **values):
        return cls.env["res.partner"].create({"name": name, **values})

    @classmethod
    def _invoice(cls, amount, date, partner=None, post=True, **values):
        """A one-line customer invoice without tax, to be paid at once."""
        if "invoice_payment_term_id" not in values:
            values = {
                "invoice_payment_term_id": False,
                "invoice_date_due": date,
                **values,
            }
        return cls._create_invoice_one_line(
            price_unit=amount,
            tax_ids=[],
            partner_id=partner or cls.customer,
            invoice_date=date,
            post=post,
            **values,
        )

    @classmethod
    def _credit(cls, amount, date, partner=None, **values):
        return cls._invoice(amount, date, partner, move_type="out_refund", **values)

    @classmethod
    def _pay(cls, move, date, amount=None):
        values = {"payment_date": date} | ({"amount": amount} if amount else {})
        return cls._register_payment(move, **values)

    @classmethod
    def _import_purchase(cls, amount, date, partner=None, **values):
        """A purchase from before the switch to Odoo; a refund if negative."""
        partner = partner or cls.customer
        return cls.env["sunumarche.purchase.history"].create(
            {
                "company_id": cls.company.id,
                "source_id": cls.source.id,
                "external_customer": str(partner.id),
                "line_key": f"{date}|{amount}|{len(partner.name)}",
                "partner_id": partner.id,
                "date": date,
                "amount": amount,
                "kind": "refund" if amount < 0 else "purchase",
                **values,
            }
        )

    def _refresh(self, company=None, partners=None, as_of=None):
        """Refresh all customers, or ``partners``; return what was written."""
        refresh = CustomerRefresh(
            company or self.company, Date.to_date(as_of) if as_of else None
        )
        return refresh.run(None if partners is None else partners.ids)

    def _indicator(self, partner=None, company=None):
        return self.env["sunumarche.customer.indicator"].search(
            [
                ("partner_id", "=", (partner or self.customer).id),
                ("company_id", "=", (company or self.company).id),
            ]
        )

    def _queued(self):
        """The customers marked in this transaction, in the test's company."""
        self.env.flush_all()
        return (
            self.env["sunumarche.customer.indicator.queue"]
            .search([("company_id", "=", self.company.id)])
            .mapped("partner_id")
        )

    def _empty_queue(self):
        self.env.flush_all()
        self.env.execute_query(SQL("DELETE FROM sunumarche_customer_indicator_queue"))
        self.env["sunumarche.customer.indicator.queue"].invalidate_model()
