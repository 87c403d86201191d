from odoo.tests import tagged
from odoo.tools import SQL

from .common import ProfileCase


@tagged("post_install", "-at_install")
class TestDuplicateProfile(ProfileCase):
    """Profiles follow what is written, and say how names sound."""

    def _sound(self, *names):
        rows = self.env.execute_query(
            SQL(
                "SELECT sunumarche_name_sound(sunumarche_plain_text(name))"
                " FROM unnest(%s::text[]) name",
                list(names),
            )
        )
        return {sound for (sound,) in rows}

    def test_spellings_of_a_name_sound_alike(self):
        for names in (
            ("Ndiaye", "N'Diaye", "NDIAYE", "Njaay"),
            ("Diop", "Joob", "Diob"),
            ("Sène", "Sene", "Seen"),
            ("Diallo", "Jallow"),
            ("Thiam", "Tiam", "Cham"),
            ("Cheikh", "Sheikh", "Cheick"),
            ("Guèye", "Gueye"),
            ("Diouf", "Juuf"),
            ("Bâ", "Ba", "Bah"),
            ("Cissé", "Sissé"),
        ):
            with self.subTest(names=names):
                self.assertEqual(len(self._sound(*names)), 1)

    def test_other_names_sound_otherwise(self):
        names = ("Diop", "Diouf", "Diallo", "Diarra", "Ndiaye", "Mbaye", "Faye", "Fall")
        self.assertEqual(len(self._sound(*names)), len(names))

    def test_a_profile_is_normalised(self):
        partner = self.env["res.partner"].create(
            {
                "name": "Fatou N'Diaye",
                "phone": "77 123 45 67",
                "email": "Fatou.Ndiaye@Example.com",
                "street": "12, rue  de Thiong",
                "city": "Saint-Louis",
                "country_id": self.env.ref("base.sn").id,
            }
        )
        profile = self._get_profile(partner)
        self.assertEqual((profile["last"], profile["first"]), ("ndiaye", "fatou"))
        self.assertEqual(profile["first_sound"], "fatumata")
        self.assertEqual(profile["phones"], ["771234567"])
        self.assertEqual(profile["mailbox"], "fatoundiaye")
        self.assertEqual(profile["street"], "12 rue de thiong")
        self.assertEqual((profile["house"], profile["city"]), ("12", "saintlouis"))

    def test_it_follows_a_change_and_an_archiving(self):
        partner = self.env["res.partner"].create({"name": "Fatou Fall"})
        self.assertEqual(self._get_profile(partner)["last"], "fall")
        partner.name = "Fatou Sarr"
        self.assertEqual(self._get_profile(partner)["last"], "sarr")
        partner.active = False
        self.assertFalse(self._get_profile(partner))

    def test_a_rebuild_gives_what_following_gave(self):
        partner = self.env["res.partner"].create(
            {"name": "Fatou Fall", "city": "Touba"}
        )
        lead = self.env["crm.lead"].create(
            {"name": "A lead", "contact_name": "Awa Sow", "email_from": "a@sow.sn"}
        )
        subscriber = self.env["mailing.contact"].create(
            {"name": "Modou Ba", "email": "modou@ba.sn"}
        )
        records = ((partner, 0), (lead, 1), (subscriber, 2))
        followed = [self._get_profile(*each) for each in records]
        self.assertTrue(all(followed))
        self.env["sunumarche.duplicate.profile"]._rebuild()
        self.assertEqual([self._get_profile(*each) for each in records], followed)

    def test_colleagues_and_the_company_have_none(self):
        user = self.env.ref("base.user_admin")
        self.assertFalse(self._get_profile(user.partner_id))
        self.assertFalse(self._get_profile(self.env.company.partner_id))

    def test_a_deleted_contact_leaves_nothing(self):
        partner = self.env["res.partner"].create({"name": "Fatou Fall"})
        self._get_profile(partner)
        key = partner.id * 4
        partner.unlink()
        self.env.flush_all()
        self.env["sunumarche.duplicate.profile"]._follow()
        [[count]] = self.env.execute_query(
            SQL(
                "SELECT count(*) FROM sunumarche_duplicate_key WHERE profile_id = %s",
                key,
            )
        )
        self.assertFalse(count)
