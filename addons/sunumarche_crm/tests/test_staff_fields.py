from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, new_test_user, tagged

from odoo.addons.sunumarche_crm.models.res_partner_staff import STAFF_FIELDS


@tagged("post_install", "-at_install")
class TestStaffFields(TransactionCase):
    """A customer with an account reads his address, not what staff say of him."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account = new_test_user(cls.env, "portal.awa", "base.group_portal")
        cls.account.partner_id.write({"comment": "Zqsecret", "street": "Rue 10"})
        cls.clerk = new_test_user(cls.env, "clerk", "base.group_user")

    def test_staff_fields_are_not_the_customer_s(self):
        account = self.account.with_user(self.account)
        for record in (account, account.partner_id):
            names = [name for name in STAFF_FIELDS if name in record._fields]
            self.assertIn("comment", names)
            self.assertFalse(record.fields_get(names))
            for name in names:
                with self.subTest(record=record._name, field=name):
                    with self.assertRaises(AccessError):
                        record.read([name])
                    with self.assertRaises(AccessError):
                        record.search([(name, "!=", False)])

    def test_his_address_is(self):
        own = self.account.partner_id.with_user(self.account)
        self.assertEqual(own.read(["street"])[0]["street"], "Rue 10")

    def test_staff_read_them(self):
        own = self.account.partner_id.with_user(self.env.ref("base.user_admin"))
        self.assertIn("Zqsecret", own.comment)
        self.assertTrue(own.fields_get(["comment", "trust", "agency_id"]))
