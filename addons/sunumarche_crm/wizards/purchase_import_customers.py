from collections.abc import Iterable

from odoo.fields import Domain

QUIET = {
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_notrack": True,
}


class CustomerDirectory:
    """The contacts that a file's customer codes stand for.

    How to use: ``look_up`` the codes of a batch, then ``refusal`` tells why a code
    cannot be used, ``create_missing`` makes the cards of new ones, and ``partner_id``
    gives the contact.

    How it works: one query for the codes of a batch that are not known yet; a code
    that is known stays known for the whole file.
    """

    def __init__(self, env, options):
        self._env = env
        self._options = options
        self._partners: dict[str, int] = {}
        self._refusals: dict[str, str] = {}
        self._missing: set[str] = set()

    def look_up(self, codes: Iterable[str]):
        unseen = {
            code
            for code in codes
            if code not in self._partners
            and code not in self._refusals
            and code not in self._missing
        }
        if not unseen:
            return
        if self._options.customer_match == "reference":
            self._look_up_references(unseen)
        else:
            self._look_up_source(unseen)

    def refusal(self, code: str) -> str:
        """The reason why no contact can be given to the code, "" if one can."""
        return self._refusals.get(code, "")

    def is_new(self, code: str) -> bool:
        return code in self._missing

    def partner_id(self, code: str) -> int:
        return self._partners[code]

    def create_missing(self, names: dict[str, str]):
        """Make a customer card for each code of ``names`` that has none."""
        codes = [code for code in names if code in self._missing]
        wizard = self._env["sunumarche.purchase.import"].with_context(
            lang=self._options.company.partner_id.lang
        )
        partners = (
            self._env["res.partner"]
            .with_context(**QUIET)
            .create(
                [
                    wizard._prepare_customer_values(self._options, code, names[code])
                    for code in codes
                ]
            )
        )
        self._partners.update(zip(codes, partners.ids, strict=True))
        self._missing.difference_update(codes)

    def _look_up_source(self, codes: set[str]):
        """The contact of the latest purchase imported for each code."""
        groups = self._env["sunumarche.purchase.history"]._read_group(
            [
                ("company_id", "=", self._options.company.id),
                ("source_id", "=", self._options.source.id),
                ("external_customer", "in", list(codes)),
            ],
            ["external_customer", "partner_id"],
            order="id:max",
            aggregates=["id:max"],
        )
        for code, partner, _last_id in groups:
            self._partners[code] = partner.id
        self._missing |= codes - self._partners.keys()

    def _look_up_references(self, codes: set[str]):
        partners = self._env["res.partner"]
        of_company = Domain(partners._check_company_domain(self._options.company))
        found = dict(
            partners._read_group(
                of_company & Domain("ref", "in", list(codes)),
                ["ref"],
                ["id:array_agg"],
            )
        )
        for code in codes:
            ids = found.get(code, [])
            if len(ids) == 1:
                self._partners[code] = ids[0]
            else:
                reason = "ambiguous_customer" if ids else "unknown_customer"
                self._refusals[code] = reason
