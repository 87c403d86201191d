"""A small company in which every role and every kind of record exists once."""

from odoo.fields import Command

from .values_other import UNSCOPED
from .values_scoped import SCOPED

VALUES = SCOPED | UNSCOPED
ROLES = (
    "salesperson",
    "head_of_agency",
    "marketer",
    "service_agent",
    "accountant",
    "buyer",
    "production",
    "direction",
    "administrator",
)
OUTSIDERS = {
    "none": "base.group_user",
    "portal": "base.group_portal",
    "public": "base.group_public",
}
EVERYONE = (*ROLES, *OUTSIDERS)
# Kind of record -> (who looks after it, in which agency).
OWNERS = {
    "own": (None, "dakar"),
    "team": ("mate", "thies"),
    "colleague_agency": ("neighbour", "dakar"),
    "unassigned": ("nobody", "dakar"),
    "below": ("subordinate", "rufisque"),
    "other_agency": ("stranger", "thies"),
    "other_company": ("foreigner", None),
    "supplier": ("nobody", None),
}
# Who else works there -> of which agency.
STAFF = {
    "mate": "thies",
    "neighbour": "dakar",
    "subordinate": "rufisque",
    "stranger": "thies",
    "foreigner": None,
}


class World:
    """Two companies, a tree of agencies, a user of each role, records of each kind.

    The users with a role work in Dakar, above which stands the head office and below
    which Rufisque; they share a team with a mate from Thiès. Records are made when
    they are asked for, as superuser.
    """

    def __init__(self, env):
        self.env = env(context={**env.context, "tracking_disable": True})
        self.company = self._make_company("Sunu Bataxal")
        self.other_company = self._make_company("Sunu Diaspora")
        self._make_agencies()
        self._make_users()
        self._make_team()
        self._make_catalogue()
        self.company_ids = {name: u.company_ids.ids for name, u in self.users.items()}
        self._records = {}

    def forget_after(self, case):
        """Forget, at the end of a test, the records that the test has made."""
        case.addCleanup(setattr, self, "_records", dict(self._records))

    def _make_company(self, name):
        """A company with the four accounts and the journals that a sale needs."""
        company = self.env["res.company"].create(
            {
                "name": name,
                "currency_id": self.env.ref("base.XOF").id,
                "country_id": self.env.ref("base.sn").id,
            }
        )
        env = self.env(context={"allowed_company_ids": company.ids})
        accounts = env["account.account"].create(
            [
                {"code": code, "name": kind, "account_type": kind}
                for code, kind in (
                    ("411000", "asset_receivable"),
                    ("401000", "liability_payable"),
                    ("701000", "income"),
                    ("601000", "expense"),
                    ("511000", "asset_current"),
                )
            ]
        )
        for field, account in zip(("receivable", "payable"), accounts, strict=False):
            name = f"property_account_{field}_id"
            env["ir.default"].set(
                "res.partner", name, account.id, company_id=company.id
            )
        journals = env["account.journal"].create(
            [
                {"name": kind, "code": kind[:4].upper(), "type": kind, **more}
                for kind, more in (
                    ("sale", {"default_account_id": accounts[2].id}),
                    ("purchase", {"default_account_id": accounts[3].id}),
                    ("general", {}),
                    ("bank", {}),
                )
            ]
        )
        methods = journals.inbound_payment_method_line_ids
        methods.payment_account_id = accounts[4]
        return company

    def _make_agencies(self):
        agencies = self.env["sunumarche.agency"].with_company(self.company)
        values = {"company_id": self.company.id}
        self.head_office = agencies.create({"name": "Siège", **values})
        below = {"parent_id": self.head_office.id, **values}
        dakar = agencies.create({"name": "Dakar", **below})
        self.agencies = {
            "dakar": dakar,
            "thies": agencies.create({"name": "Thiès", **below}),
            "rufisque": agencies.create(
                {"name": "Rufisque", "parent_id": dakar.id, **values}
            ),
        }

    def _make_users(self):
        """All at once: each creation of users empties the caches."""
        groups = {role: f"sunumarche_crm.group_{role}" for role in ROLES} | OUTSIDERS
        staff = [
            (role, group, None if role in ("portal", "public") else "dakar")
            for role, group in groups.items()
        ]
        salesperson = groups["salesperson"]
        staff += [(name, salesperson, agency) for name, agency in STAFF.items()]
        users = self._create_users([self._user_values(*who) for who in staff])
        self.users = {who[0]: user for who, user in zip(staff, users, strict=True)}

    def make_user(self, name, group, agency):
        """One more."""
        return self._create_users([self._user_values(name, group, agency)])

    def _create_users(self, vals_list):
        users = self.env["res.users"].with_context(no_reset_password=True)
        return users.create(vals_list)

    def _user_values(self, name, group, agency):
        company = self.other_company if name == "foreigner" else self.company
        agencies = self.agencies[agency].ids if agency else []
        return {
            "name": f"User {name}",
            "login": f"rights_{name}",
            "password": f"rights_{name}",
            "email": f"{name}@example.com",
            "group_ids": [Command.set(self.env.ref(group).ids)],
            "company_id": company.id,
            "company_ids": [Command.set(company.ids)],
            "agency_ids": [Command.set(agencies)],
        }

    def _make_team(self):
        """The mate's team, which shares, and one of the stranger's, which does not."""
        members = self.env["res.users"].union(
            *(user for role, user in self.users.items() if role in (*ROLES, "none"))
        )
        teams = self.env["crm.team"].with_company(self.company)
        values = {"company_id": self.company.id}
        self.team = teams.create(
            {
                "name": "Shared",
                "shares_customers": True,
                "member_ids": [Command.set((members | self.users["mate"]).ids)],
                **values,
            }
        )
        self.closed_team = teams.create(
            {
                "name": "Each his own",
                "member_ids": [Command.set(self.users["stranger"].ids)],
                **values,
            }
        )

    def _make_catalogue(self):
        self.product = self.env["product.product"].create(
            {"name": "Bissap", "type": "service", "taxes_id": False, "list_price": 500}
        )
        self.source = self.env["sunumarche.purchase.source"].create({"name": "Till"})
        self.rfm_class = self.env["sunumarche.rfm.class"].search([], limit=1)
        self.pricelist = self.env["product.pricelist"].create(
            {"name": "Retail", "company_id": self.company.id}
        )
        self.mailing_list = self.env["mailing.list"].create({"name": "Newsletter"})
        self.mailing_contact = self.env["mailing.contact"].create({"name": "Awa"})
        self.company_without_policy = self.env["res.company"].create({"name": "Bare"})
        self.env["sunumarche.rfm.policy"].search(
            [("company_id", "=", self.company_without_policy.id)]
        ).unlink()
        self.users["administrator"].company_ids += self.company_without_policy

    # What the values of a record are made from.

    def company_of(self, kind):
        return self.other_company if kind == "other_company" else self.company

    def owner(self, kind, role):
        """The salesperson of a kind of record; nobody is an empty user."""
        name = OWNERS[kind][0] or role
        return self.users.get(name, self.env["res.users"])

    def agency(self, kind):
        name = OWNERS[kind][1]
        return self.agencies[name] if name else self.env["sunumarche.agency"]

    def salesperson(self, kind, role):
        """The owner, unless it is an outsider: customers sell nothing."""
        user = self.owner(kind, role)
        return user.browse() if user.share else user

    def partner(self, kind, role):
        return self.record("res.partner", kind, role)

    # Records.

    def record(self, model, kind, role, spare=False):
        """The record of a kind; there is one for all roles unless it is one's own.

        A spare one has no documents, which would keep it from being deleted.
        """
        key = (model, kind, role if kind in ("own", "any") else None, spare)
        if key not in self._records:
            self._records[key] = self._make_record(model, kind, role)
        return self._records[key]

    def _make_record(self, model, kind, role):
        if model == "res.partner" and kind == "own" and self.users[role].share:
            return self.users[role].partner_id
        if model == "res.partner" and kind == "colleague":
            return self.users["neighbour"].partner_id
        values = VALUES[model]
        if values.find:
            return values.find(self, kind, role)
        return self.model(model, kind, role).create(values.create(self, kind, role))

    def model(self, model, kind, role):
        """The model as superuser, in the company of the kind, created by the role."""
        user = self.users[role] if kind in ("own", "any") else self.env.user
        return (
            self.env[model].with_user(user).sudo().with_company(self.company_of(kind))
        )
