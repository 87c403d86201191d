from odoo.tests import Form, TransactionCase, new_test_user, tagged

from ..engine.duplicate_finder import DuplicateFinder
from ..engine.duplicate_lookup import DuplicateLookup
from ..models.common_key_mixin import SHOWN

AWA = {"firstname": "Awa", "lastname": "Gningue", "birthdate": "1979-05-12"}


@tagged("post_install", "-at_install")
class TestDuplicateBanner(TransactionCase):
    """Who types or imports a person who is known is told, of what he may see."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = new_test_user(
            cls.env,
            "seller",
            "sunumarche_crm.group_salesperson,base.group_partner_manager",
        )
        cls.agent = new_test_user(
            cls.env,
            "agent",
            "sunumarche_crm.group_service_agent,base.group_partner_manager",
        )
        cls.known = cls._create_known(user_id=cls.seller.id)

    @classmethod
    def _create_known(cls, **values):
        partner = cls.env["res.partner"].create({**AWA, "name": "Awa Gningue"} | values)
        cls.env.flush_all()
        cls.env["sunumarche.duplicate.profile"]._follow()
        return partner

    def _type(self, user, **values):
        form = Form(self.env["res.partner"].with_user(user))
        for name, value in (AWA | values).items():
            form[name] = value
        return form.known_notice or ""

    def _import(self, user, rows, model="res.partner", names=None, **context):
        names = names or ["firstname", "lastname", "birthdate"]
        context = {"import_file": True, "import_dryrun": True, **context}
        result = (
            self.env[model].with_user(user).with_context(**context).load(names, rows)
        )
        return [
            (message["type"], message["rows"]["from"], message["message"])
            for message in result["messages"]
        ]

    def test_the_banner_links_to_who_is_known_and_says_how_likely(self):
        notice = self._type(self.seller, firstname="Hawa")
        self.assertIn(
            f'<a href="/odoo/res.partner/{self.known.id}" target="_blank">'
            "Awa Gningue</a>",
            notice,
        )
        self.assertRegex(notice, r"probably the same person, \d\d chances in 100")
        self.assertNotIn("100 chances", notice)

    def test_a_name_is_shown_as_text(self):
        self.known.lastname = "<b>Gningue</b>"
        self.env.flush_all()
        self.env["sunumarche.duplicate.profile"]._follow()
        notice = self._type(self.seller, lastname="<b>Gningue</b>")
        self.assertIn("&lt;b&gt;Gningue&lt;/b&gt;", notice)
        self.assertNotIn("<b>", notice)

    def test_nobody_is_told_of_customers_whom_he_may_not_see(self):
        self.assertIn("Awa Gningue", self._type(self.seller))
        self.known.user_id = self.agent
        self.assertEqual(self._type(self.seller), "")
        self.assertIn("Awa Gningue", self._type(self.agent))

    def test_the_likeliest_are_shown_only(self):
        others = [self._create_known() for _number in range(SHOWN)]
        best = self._create_known(city="Dakar", street="14 rue Blanchot")
        notice = self._type(self.agent, city="Dakar", street="14 rue Blanchot")
        self.assertEqual(notice.count("probably the same person"), SHOWN)
        self.assertLess(notice.index(f"/{best.id}"), notice.index(f"/{self.known.id}"))
        self.assertNotIn(f"/{others[-1].id}", notice)

    def test_who_has_the_same_number_is_told_once(self):
        self.known.phone = "+221771234567"
        self.env.flush_all()
        self.env["sunumarche.duplicate.profile"]._follow()
        notice = self._type(self.seller, phone="+221771234567")
        self.assertEqual(notice.count(f"/odoo/res.partner/{self.known.id}"), 1)
        self.assertNotIn("probably", notice)

    def test_without_a_name_nobody_is_looked_for(self):
        partner = self.env["res.partner"].new({"birthdate": "1979-05-12"})
        self.assertIsNone(partner._get_person())
        self.assertEqual(partner._find_likely(), [])

    def test_a_customer_is_not_told_of_himself(self):
        self.assertEqual(self.known._find_likely(), [])
        other = self._create_known()
        [(record, pair)] = self.known._find_likely()
        self.assertEqual((record, pair.other_id), (other, other.id * 4))
        self.assertEqual(self.known._find_likely({("res.partner", other.id)}), [])

    def test_a_customers_lead_is_not_told_of_the_customer(self):
        lead = self.env["crm.lead"].create(
            {"name": "Shoes", "contact_name": "Awa Gningue", "birthdate": "1979-05-12"}
        )
        self.assertEqual([record for record, _p in lead._find_likely()], [self.known])
        lead.partner_id = self.known
        self.assertEqual(lead._find_likely(), [])

    def test_two_addresses_are_one_persons(self):
        """The first address is compared, as in the profile."""
        for number in range(6):
            partner = self.env["res.partner"].create(
                {
                    "name": "Awa",
                    "email": f"first{number}@example.com",
                    "second_email": f"second{number}@example.org",
                }
            )
            self.assertEqual(partner._get_person().email, f"first{number}@example.com")

    def test_a_lead_of_a_company_is_told_of_the_company(self):
        company = self.env["res.partner"].create(
            {
                "name": "Baobab Négoce SARL",
                "is_company": True,
                "city": "Ziguinchor",
                "street": "3 rue du Fleuve",
            }
        )
        lead = self.env["crm.lead"].create(
            {
                "name": "Shoes",
                "partner_name": "Baobab Negoce",
                "city": "Ziguinchor",
                "street": "3 rue du Fleuve",
            }
        )
        self.env.flush_all()
        self.env["sunumarche.duplicate.profile"]._follow()
        self.assertEqual([record for record, _p in lead._find_likely()], [company])

    def test_who_is_typed_scores_as_who_is_stored(self):
        """The banner and the search by night say the same of two persons."""
        others = [
            self._create_known(**values)
            for values in (
                {"name": "Hawa GNINGUE", "firstname": "Hawa"},
                {"birthdate": False, "city": "Dakar", "street": "14 rue Blanchot"},
                {"email": "awa.gningue@example.com", "phone": "+221771234567"},
            )
        ]
        self.known.write({"city": "Dakar", "street": "14, rue Blanchot"})
        self.env.flush_all()
        self.env["sunumarche.duplicate.profile"]._follow()
        linkage = self.env["sunumarche.linkage"]._get_current()
        finder = DuplicateFinder(self.env)
        finder.compare()
        stored = {
            pair.other_id: (pair.levels, pair.score)
            for pair in finder.find(linkage._get_model(), -20.0)
            if pair.one_id == self.known.id * 4
        }
        lookup = DuplicateLookup(self.env, linkage._get_model()).find(
            self.known._get_person(), -20.0
        )
        looked = {pair.other_id: pair for pair in lookup}
        for other in others:
            levels, score = stored[other.id * 4]
            self.assertEqual(looked[other.id * 4].levels, levels)
            self.assertAlmostEqual(looked[other.id * 4].score, score, places=3)

    def test_the_lookup_has_limits(self):
        self._create_known()
        linkage = self.env["sunumarche.linkage"]._get_current()
        lookup = DuplicateLookup(self.env, linkage._get_model())
        person = self.env["res.partner"].new({**AWA, "name": "Awa Gningue"})
        person = person._get_person()
        both = lookup.find(person, 0.0)
        self.assertEqual(len(both), 2)
        self.assertEqual(lookup.find(person, 0.0, limit=1), both[:1])
        self.assertEqual(lookup.find(person, both[0].score + 1), [])

    def test_an_import_warns_of_the_lines_of_who_is_known(self):
        rows = [
            ["Hawa", "Gningue", "1979-05-12"],
            ["Modou", "Fall", "1991-01-30"],
            ["Awa", "Sarr", "1979-05-13"],
        ]
        count = self.env["res.partner"].search_count([])
        self.assertEqual(
            self._import(self.seller, rows),
            [("warning", 0, "Hawa Gningue is probably known: Awa Gningue.")],
        )
        self.assertEqual(self._import(self.seller, rows, import_dryrun=False), [])
        self.assertEqual(self.env["res.partner"].search_count([]), count + 6)

    def test_an_import_tells_nothing_of_who_may_not_be_seen(self):
        self.known.user_id = self.agent
        rows = [["Awa", "Gningue", "1979-05-12"]]
        self.assertEqual(self._import(self.seller, rows), [])
        self.assertEqual(len(self._import(self.agent, rows)), 1)

    def test_a_line_is_warned_of_once(self):
        self.known.phone = "+221771234567"
        self.env.flush_all()
        self.env["sunumarche.duplicate.profile"]._follow()
        [message] = self._import(
            self.seller,
            [["Awa", "Gningue", "1979-05-12", "+221771234567"]],
            names=["firstname", "lastname", "birthdate", "phone"],
        )
        self.assertEqual(message[2], "+221771234567 is known: Awa Gningue.")

    def test_who_is_changed_by_an_import_is_not_warned_of(self):
        rows = [[str(self.known.id), "Awa", "Gningue", "1979-05-12"]]
        names = [".id", "firstname", "lastname", "birthdate"]
        self.assertEqual(self._import(self.agent, rows, names=names), [])

    def test_a_name_in_one_column_is_compared_as_well(self):
        rows = [["Hawa GNINGUE", "1979-05-12"], ["GNINGUE Awa", "1979-05-12"]]
        messages = self._import(self.seller, rows, names=["name", "birthdate"])
        self.assertEqual([row for _type, row, _text in messages], [0, 1])

    def test_an_imported_company_is_compared_with_companies(self):
        self._create_known(
            name="Baobab SARL",
            firstname=False,
            lastname=False,
            is_company=True,
            birthdate=False,
            city="Ziguinchor",
            street="3 rue du Fleuve",
        )
        names = ["name", "is_company", "city", "street"]
        for is_company, count in (("1", 1), ("0", 0)):
            with self.subTest(is_company=is_company):
                rows = [["Baobab", is_company, "Ziguinchor", "3 rue du Fleuve"]]
                messages = self._import(self.agent, rows, names=names)
                self.assertEqual(len(messages), count)

    def test_imported_leads_are_compared_too(self):
        [message] = self._import(
            self.seller,
            [["Shoes", "Hawa Gningue", "1979-05-12"]],
            "crm.lead",
            ["name", "contact_name", "birthdate"],
        )
        self.assertIn("Hawa Gningue is probably known", message[2])
