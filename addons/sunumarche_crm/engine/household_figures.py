"""What households bought, member by member."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from odoo.fields import Date, Domain
from odoo.tools import SQL


class Bought(NamedTuple):
    """What one member, or a household, bought in the current company."""

    net_amount: float = 0.0
    purchase_count: int = 0
    last_purchase_date: date | None = None
    rfm_class_id: int | bool = False


class HouseholdFigures:
    """Adds up what members bought while they belonged to a household.

    How to use: ``HouseholdFigures(env).of_households(households)``, or ``of_members``;
    both return ``{id: Bought}`` and take a statement, whatever the number of records.

    Purchases and memberships are those that the user may read.
    """

    def __init__(self, env, as_of=None):
        self.env = env
        self.as_of = as_of or Date.context_today(env.user)
        policies = env["sunumarche.rfm.policy"]
        # sudo: sunumarche.rfm.policy - how the company scores, for a class that the
        # user reads
        self.policy = policies.sudo().search(
            [("company_id", "=", env.company.id)], limit=1
        )

    def of_members(self, members) -> dict[int, Bought]:
        found = defaultdict(Bought)
        for member_id, _household, net, count, last, *_window in self._query(
            Domain("id", "in", members._origin.ids)
        ):
            found[member_id] = Bought(float(net), count, last)
        return found

    def of_households(self, households) -> dict[int, Bought]:
        """The sum of the members; the class that the sum would have as a customer."""
        rows = defaultdict(list)
        for row in self._query(Domain("household_id", "in", households._origin.ids)):
            rows[row[1]].append(row)
        found = defaultdict(Bought)
        for household_id, of_members in rows.items():
            _ids, _households, nets, counts, lasts, *window = zip(
                *of_members, strict=True
            )
            found[household_id] = Bought(
                float(sum(nets)),
                sum(counts),
                max(filter(None, lasts), default=None),
                self._get_class(*window),
            )
        return found

    def _get_class(self, lasts, counts, amounts) -> int | bool:
        """The class of who bought all this in the window of the policy."""
        last = max(filter(None, lasts), default=None)
        if not self.policy or last is None or not sum(counts):
            return False
        boundaries = self.policy._get_boundaries(self.as_of)
        if not boundaries.can_compare:
            return self.policy._get_uncompared_class().id
        scores = (
            1 + sum(last > step for step in boundaries.recency),
            1 + sum(sum(counts) > step for step in boundaries.frequency),
            1 + sum(Decimal(sum(amounts)) > step for step in boundaries.monetary),
        )
        classes = {tuple(row[:3]): row[3] for row in self.policy._get_class_table()}
        return classes.get(scores, False)

    def _query(self, domain: Domain) -> list[tuple]:
        """A row for each member: his household, and what he bought while in it.

        Columns: member, household, turnover, purchases, last purchase; then last
        purchase, purchases and money in the window of the company's RFM policy.
        """
        members = self.env["sunumarche.household.member"]._search(domain)
        purchases = self.env["sunumarche.customer.purchase"]
        if not purchases.has_access("read"):
            # sudo: sunumarche.customer.purchase - dates and counts, for who reads
            # figures without amounts
            purchases = purchases.sudo()
        bought = purchases._search(
            [
                ("company_id", "=", self.env.company.id),
                ("date", "<=", self.as_of),
            ]
        )
        self.env["sunumarche.household.member"].flush_model()
        self.env["res.partner"].flush_model(["commercial_partner_id"])
        columns = [
            purchases._field_to_sql(bought.table, name, bought)
            for name in ("partner_id", "date", "amount", "kind")
        ]
        return self.env.execute_query(
            self._sql_sums(members.subselect(), bought.select(*columns))
        )

    def _sql_sums(self, members: SQL, bought: SQL) -> SQL:
        """What each member bought of ``bought``, in the columns of ``_query``."""
        policy = self.policy
        return SQL(
            """
            SELECT member.id, member.household_id,
                   coalesce(sum(purchase.amount), 0),
                   count(*) FILTER (WHERE purchase.kind = 'purchase'),
                   max(purchase.date) FILTER (WHERE purchase.kind = 'purchase'),
                   max(purchase.date) FILTER (WHERE purchase.is_in_window
                                              AND purchase.kind = 'purchase'),
                   count(*) FILTER (WHERE purchase.is_in_window
                                    AND purchase.kind = 'purchase'),
                   coalesce(sum(purchase.amount)
                            FILTER (WHERE purchase.is_in_window
                                    AND (%(net)s OR purchase.kind != 'refund')),
                            0)
              FROM sunumarche_household_member member
              JOIN res_partner contact ON contact.id = member.partner_id
             LEFT JOIN LATERAL (
                   SELECT bought.date, bought.amount, bought.kind,
                          bought.date >= coalesce(%(start)s::date, '-infinity')
                              AS is_in_window
                     FROM (%(bought)s) bought (partner_id, date, amount, kind)
                    WHERE bought.partner_id = contact.commercial_partner_id
                      AND bought.date <@ daterange(member.date_start,
                                                   member.date_end, '[]')
                   ) purchase ON TRUE
             WHERE member.id IN %(members)s
          GROUP BY member.id, member.household_id
            """,
            bought=bought,
            members=members,
            start=policy._get_window_start(self.as_of) if policy else None,
            net=not policy or policy.monetary_basis == "net",
        )
