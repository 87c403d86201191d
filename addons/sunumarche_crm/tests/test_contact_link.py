from contextlib import contextmanager

from psycopg2.errors import ExclusionViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command, Date
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import SQL, mute_logger

from .link_common import TODAY, LinkCase


@tagged("post_install", "-at_install")
class TestContactLink(LinkCase):
    @contextmanager
    def _refused(self, pattern):
        """Nothing of what is refused stays."""
        with self.assertRaisesRegex(ValidationError, pattern), self.cr.savepoint():
            yield

    def test_a_link_is_seen_from_both_sides(self):
        link = self._link(
            self.awa, "sponsor", self.binta, date_start="2025-01-01", comment="Bal"
        )
        self.assertRecordValues(
            link.mirror_id,
            [
                {
                    "partner_id": self.binta.id,
                    "type_id": self._type("sponsored").id,
                    "other_partner_id": self.awa.id,
                    "date_start": Date.to_date("2025-01-01"),
                    "comment": "Bal",
                    "mirror_id": link.id,
                }
            ],
        )
        self.assertEqual(self.binta.link_ids, link.mirror_id)
        self.assertEqual(self.binta.link_count, 1)

    def test_a_symmetric_link_has_one_type(self):
        link = self._link(self.awa, "spouse", self.cheikh)
        self.assertEqual(link.mirror_id.type_id, self._type("spouse"))

    def test_a_change_reaches_the_other_side(self):
        link = self._link(self.awa, "employer", self.binta)
        link.mirror_id.write({"date_end": "2025-03-31", "comment": "Retraite"})
        self.assertEqual(link.date_end, Date.to_date("2025-03-31"))
        self.assertEqual(link.comment, "Retraite")
        link.other_partner_id = self.cheikh
        self.assertEqual(link.mirror_id.partner_id, self.cheikh)
        link.type_id = self._type("sponsor")
        self.assertEqual(link.mirror_id.type_id, self._type("sponsored"))

    def test_deleting_one_side_deletes_the_link(self):
        for side in ("link", "mirror"):
            link = self._link(self.awa, "spouse", self.cheikh)
            mirror = link.mirror_id
            (link if side == "link" else mirror).unlink()
            self.assertFalse((link + mirror).exists())

    def test_deleting_a_contact_deletes_its_links(self):
        link = self._link(self.awa, "spouse", self.cheikh)
        sides = link + link.mirror_id
        self.cheikh.unlink()
        self.assertFalse(sides.exists())

    def test_the_same_link_is_refused_by_name_from_every_side(self):
        self._link(self.awa, "sponsor", self.binta, date_start="2025-01-01")
        cases = [
            (self.awa, "sponsor", self.binta, {}),
            (self.binta, "sponsored", self.awa, {}),
            (self.awa, "sponsor", self.binta, {"date_end": "2025-01-01"}),
            (self.awa, "sponsor", self.binta, {"date_start": "2030-01-01"}),
        ]
        for partner, name, other, values in cases:
            with self.assertRaisesRegex(ValidationError, "Awa.*Binta|Binta.*Awa"):
                self._link(partner, name, other, **values)

    def test_the_same_link_at_another_time_is_accepted(self):
        self._link(self.awa, "employer", self.binta, date_end="2025-01-31")
        again = self._link(self.awa, "employer", self.binta, date_start="2025-02-01")
        self.assertTrue(again.mirror_id)
        with self.assertRaisesRegex(ValidationError, "already a link"):
            again.date_start = "2025-01-31"

    def test_the_form_refuses_the_same_link(self):
        self._link(self.binta, "sponsored", self.awa)
        form = Form(self.awa.with_user(self.user))
        with form.link_ids.new() as line:
            line.type_id = self._type("sponsor")
            line.other_partner_id = self.binta
        with self.assertRaisesRegex(ValidationError, "already a link"):
            form.save()

    def test_an_import_refuses_the_same_link(self):
        self._link(self.awa, "sponsor", self.binta)
        links = self.env["sunumarche.contact.link"].with_user(self.user)
        row = [str(self.binta.id), str(self._type("sponsored").id), str(self.awa.id)]
        result = links.load(
            ["partner_id/.id", "type_id/.id", "other_partner_id/.id"], [row]
        )
        self.assertFalse(result["ids"])
        self.assertIn("already a link", result["messages"][0]["message"])
        self.assertEqual(len(self.awa.link_ids), 1)

    def test_a_batch_with_the_same_link_twice_is_refused(self):
        links = self.env["sunumarche.contact.link"].with_user(self.user)
        values = self._prepare_link(self.awa, "sponsor", self.binta)
        turned = self._prepare_link(self.binta, "sponsored", self.awa)
        for batch in ([values, dict(values)], [values, turned]):
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(ExclusionViolation),
                self.cr.savepoint(),
            ):
                links.create(batch)

    @mute_logger("odoo.sql_db")
    def test_the_database_itself_refuses_it(self):
        link = self._link(self.awa, "spouse", self.cheikh)
        with self.assertRaises(ExclusionViolation), self.cr.savepoint():
            self.env.execute_query(
                SQL(
                    """
                    INSERT INTO sunumarche_contact_link
                           (partner_id, type_id, other_partner_id, date_start)
                    VALUES (%s, %s, %s, '2025-01-01') RETURNING id
                    """,
                    self.cheikh.id,
                    link.type_id.id,
                    self.awa.id,
                )
            )

    def test_one_at_a_time(self):
        first = self._link(self.awa, "reports_to", self.binta)
        with self.assertRaisesRegex(ValidationError, "Awa Ndiaye reports to Binta Sow"):
            self._link(self.awa, "reports_to", self.cheikh)
        with self.assertRaisesRegex(ValidationError, "already a link"):
            self._link(self.cheikh, "manager", self.awa)
        first.date_end = "2025-06-30"
        self._link(self.awa, "reports_to", self.cheikh, date_start="2025-07-01")
        self._link(self.demba, "reports_to", self.binta)

    def test_a_type_that_becomes_single_is_refused_while_links_overlap(self):
        self._link(self.awa, "spouse", self.cheikh)
        self._link(self.awa, "spouse", self.demba)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(ExclusionViolation),
            self.cr.savepoint(),
        ):
            self._type("spouse").is_single = True
            self.env.flush_all()

    def test_loops_are_refused(self):
        self._link(self.awa, "reports_to", self.binta)
        self._link(self.binta, "reports_to", self.cheikh)
        with self._refused("loop"):
            self._link(self.cheikh, "reports_to", self.awa)
        with self._refused("loop"):
            self._link(self.awa, "manager", self.cheikh)
        self._link(self.awa, "sponsor", self.binta)
        with self._refused("loop"):
            self._link(self.binta, "sponsor", self.awa)

    def test_a_loop_within_one_batch_is_refused(self):
        links = self.env["sunumarche.contact.link"].with_user(self.user)
        pairs = [(self.awa, self.binta), (self.binta, self.cheikh)]
        pairs.append((self.cheikh, self.awa))
        with self._refused("loop"):
            links.create([self._prepare_link(a, "sponsor", b) for a, b in pairs])

    def test_whoever_led_may_be_led_later(self):
        self._link(self.awa, "reports_to", self.binta, date_end="2024-12-31")
        self._link(self.binta, "reports_to", self.awa, date_start="2025-01-01")
        self.assertEqual(self.awa.link_count, 1)

    def test_who_may_be_on_each_side(self):
        with self.assertRaisesRegex(ValidationError, "Boutique Sandaga is a company"):
            self._link(self.shop, "spouse", self.awa)
        with self.assertRaisesRegex(ValidationError, "is a company"):
            self._link(self.awa, "employer", self.shop)
        self._link(self.shop, "employer", self.awa)

    @mute_logger("odoo.sql_db")
    def test_a_link_to_oneself_or_that_ends_before_it_begins_is_refused(self):
        for other, values in (
            (self.awa, {}),
            (self.binta, {"date_start": TODAY, "date_end": "2025-01-01"}),
        ):
            with self.assertRaises(Exception) as caught, self.cr.savepoint():
                self._link(self.awa, "partner", other, **values)
            self.assertIn("sunumarche_contact_link", str(caught.exception))

    def test_what_holds_today(self):
        links = self.env["sunumarche.contact.link"]
        past = self._link(self.awa, "partner", self.binta, date_end="2025-06-29")
        today = self._link(self.awa, "partner", self.cheikh, date_end=TODAY)
        later = self._link(self.awa, "partner", self.demba, date_start="2025-07-01")
        self.assertEqual((past + today + later).mapped("is_current"), [0, 1, 0])
        mine = [("partner_id", "=", self.awa.id)]
        self.assertEqual(links.search([*mine, ("is_current", "=", True)]), today)
        self.assertEqual(
            links.search([*mine, ("is_current", "=", False)]), past + later
        )

    def test_a_copy_is_refused_while_the_link_holds(self):
        with self.assertRaisesRegex(ValidationError, "already a link"):
            self._link(self.awa, "spouse", self.cheikh).copy()

    def test_a_type_of_one_s_own_with_its_other_side(self):
        link_type = self.env["sunumarche.contact.link.type"].create(
            {"name": "is the godfather of", "reverse_name": "is the godchild of"}
        )
        reverse = link_type.reverse_id
        self.assertEqual(reverse.name, "is the godchild of")
        self.assertEqual(reverse.reverse_id, link_type)
        link_type.reverse_name = "is godchild of"
        self.assertEqual(reverse.name, "is godchild of")
        link_type.refuses_loops = True
        self.assertTrue(reverse.refuses_loops)
        link_type.unlink()
        self.assertFalse(reverse.exists())

    def test_used_and_shipped_types_are_archived_instead(self):
        with self.assertRaises(UserError):
            self._type("spouse").unlink()
        link_type = self.env["sunumarche.contact.link.type"].create({"name": "knows"})
        self.awa.link_ids = [
            Command.create({"type_id": link_type.id, "other_partner_id": self.binta.id})
        ]
        with self.assertRaises(UserError):
            link_type.unlink()
        with self.assertRaises(AccessError):
            link_type.with_user(self.user).name = "changed"

    def test_who_does_not_see_both_contacts_sees_no_link(self):
        link = self._link(self.awa, "spouse", self.cheikh)
        colleague = new_test_user(
            self.env, "colleague", groups="sunumarche_crm.group_salesperson"
        )
        self.cheikh.user_id = colleague
        links = self.env["sunumarche.contact.link"]
        for user in (self.user, colleague):
            self.assertFalse(links.with_user(user).search([("type_id", "!=", False)]))
            with self.assertRaises(AccessError):
                link.with_user(user).comment = "changed"
        accountant = new_test_user(
            self.env, "accounts", groups="sunumarche_crm.group_accountant"
        )
        self.assertEqual(
            links.with_user(accountant).search([("partner_id", "=", self.awa.id)]), link
        )
