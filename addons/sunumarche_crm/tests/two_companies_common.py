from .common import CustomerCase


class TwoCompaniesCase(CustomerCase):
    """The same customer, household and products in two companies, both ticked.

    In ``company`` he bought for 10,000 in May and 20,000 in June, in ``other`` for
    5,000 in May; everything is due. What a subject adds up for one company must not
    hold the other's: no record rule stands behind SQL or ``sudo()``.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.setup_other_company(name="Abidjan")["company"]
        cls.other.currency_id = cls.xof
        cls.companies = cls.company | cls.other
        cls.env.user.company_ids |= cls.companies
        cls.env = cls.env(
            context={**cls.env.context, "allowed_company_ids": cls.companies.ids}
        )
        cls.customer = cls.customer.with_env(cls.env)
        cls._invoice(10_000, "2025-05-10")
        cls._invoice(20_000, "2025-06-10")
        cls._invoice(5_000, "2025-05-20", company_id=cls.other)
        for company in cls.companies:
            cls._refresh(cls, company)

    @classmethod
    def _env_of(cls, company):
        """Both companies are ticked, this one is the current one."""
        others = cls.companies - company
        allowed = [*company.ids, *others.ids]
        return cls.env(context={**cls.env.context, "allowed_company_ids": allowed})

    def assertByCompany(self, read, expected, expected_other):
        """Check what ``read(env)`` says in each of the companies."""
        for company, value in ((self.company, expected), (self.other, expected_other)):
            with self.subTest(company=company.name):
                self.assertEqual(read(self._env_of(company)), value)
