from random import Random
from unittest.mock import patch

from odoo.tests import BaseCase, tagged

from ..engine import names
from ..engine.customers import Contact, CustomerFactory
from ..engine.organisations import (
    LEAST,
    MOST,
    ROLES,
    WOMEN_ONLY,
    _arrange,
    _draw_newcomer,
    draw_organisations,
)


@tagged("post_install", "-at_install")
class TestOrganisations(BaseCase):
    """Who reports to whom, on paper."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.factory = CustomerFactory(Random(1))
        cls.customers = tuple(cls.factory.draw(2000))
        cls.companies = [n for n, one in enumerate(cls.customers) if one.is_company]
        cls.large = cls.companies[:20]
        cls.factory.rng = Random(2)
        cls.drawn = list(draw_organisations(cls.factory, cls.customers, cls.large))
        cls.by_company = {one.company: one for one in cls.drawn}

    def test_every_job_has_a_role(self):
        self.assertEqual(set(ROLES), set(names.JOBS))

    def test_companies_with_contacts_and_large_ones_have_a_chart(self):
        expected = {n for n in self.companies if self.customers[n].contacts}
        self.assertEqual(set(self.by_company), expected | set(self.large))

    def test_contacts_come_first_and_in_their_order(self):
        for one in self.drawn:
            known = self.customers[one.company].contacts
            contacts = tuple(post.contact for post in one.posts)
            self.assertEqual(contacts, (*known, *one.newcomers))

    def test_large_companies_have_five_to_eight_and_the_others_nobody_new(self):
        for one in self.drawn:
            if one.company in self.large:
                self.assertGreaterEqual(len(one.posts), LEAST)
                self.assertLessEqual(len(one.posts), MOST)
            else:
                self.assertEqual(one.newcomers, ())

    def test_one_is_at_the_head_and_everybody_ends_there(self):
        for one in self.drawn:
            heads = [n for n, post in enumerate(one.posts) if post.leader is None]
            self.assertEqual(len(heads), 1)
            for number in range(len(one.posts)):
                self.assertEqual(self._climb(one, number), heads[0])

    def _climb(self, organisation, number):
        """Follow the leaders, no further than everybody's number."""
        for _step in organisation.posts:
            leader = organisation.posts[number].leader
            number = number if leader is None else leader
        return number

    def test_somebody_decides_in_each(self):
        for one in self.drawn:
            [head] = [post for post in one.posts if post.leader is None]
            self.assertIn("decider", head.roles)

    def test_large_companies_have_two_floors(self):
        deep = 0
        for company in self.large:
            posts = self.by_company[company].posts
            deep += any(
                post.leader is not None and posts[post.leader].leader is not None
                for post in posts
            )
        self.assertGreater(deep, 10)

    def test_newcomers_have_numbers_and_addresses_of_their_own(self):
        people = [
            *self.customers,
            *(contact for one in self.customers for contact in one.contacts),
            *(contact for one in self.drawn for contact in one.newcomers),
        ]
        phones = [one.phone for one in people]
        emails = [one.email for one in people if one.email]
        self.assertEqual(len(set(phones)), len(phones))
        self.assertEqual(len(set(emails)), len(emails))

    def test_newcomers_bear_names_that_fit_the_job(self):
        for one in self.drawn:
            for contact in one.newcomers:
                if contact.function in WOMEN_ONLY:
                    self.assertTrue(names.is_woman(contact.name), contact)

    def test_a_draw_goes_on_until_the_name_fits(self):
        drawn = iter([("Moussa", "Diop"), ("Awa", "Diop")])
        with patch.object(names, "draw_person", lambda _rng: next(drawn)):
            contact = _draw_newcomer(self.factory, "Directrice")
        self.assertEqual(contact.name, "Awa Diop")

    def test_the_crew_of_many_reports_to_the_second(self):
        jobs = ("Opticien", "Comptable", "Gérant", "Opticien", "Responsable des achats")
        posts = _arrange([Contact("X", job, "", "") for job in jobs])
        self.assertEqual([post.leader for post in posts], [4, 2, None, 4, 2])
        self.assertEqual(
            [post.roles for post in posts],
            [("user",), ("payer",), ("decider",), ("user",), ("buyer",)],
        )

    def test_two_opticians_are_one_above_the_other(self):
        posts = _arrange([Contact("X", "Opticien", "", "")] * 2)
        self.assertEqual([post.leader for post in posts], [None, 0])
        self.assertEqual(posts[0].roles, ("user", "decider"))
