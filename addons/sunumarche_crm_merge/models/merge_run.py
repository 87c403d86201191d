from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..engine.merge_batch import MergeBatch

# Documents people know by name, in the order of the preview.
SHOWN = (
    *("sale_order", "account_move", "account_payment", "crm_lead", "loyalty_card"),
    *("purchase_order", "stock_picking", "calendar_event", "mail_activity"),
    *("mail_message", "ir_attachment", "res_partner"),
)


def _sql_is_open(move: str) -> SQL:
    """Whether the entry under the alias ``move`` may change its contact.

    An entry that is sealed, or of a closed period, keeps the contact that it was made
    for: its lines are what the tax office was told.
    """
    return SQL(
        """
        NOT EXISTS (
            SELECT FROM res_company own
                   JOIN res_company above
                     ON starts_with(own.parent_path, above.parent_path)
             WHERE own.id = %(move)s.company_id
               AND %(move)s.state = 'posted'
               AND (%(move)s.inalterable_hash IS NOT NULL
                    OR %(move)s.date <= greatest(above.fiscalyear_lock_date,
                                                 above.hard_lock_date)))
        """,
        move=SQL.identifier(move),
    )


SQL_OPEN_MOVE = _sql_is_open("line")
SQL_OPEN_ENTRY = SQL(
    "EXISTS (SELECT FROM account_move entry WHERE entry.id = line.move_id AND %s)",
    _sql_is_open("entry"),
)
# What a field of a card holds is not moved beside what it holds on the other card.
SQL_NO_PHOTO = SQL("(line.res_field IS NULL OR line.res_model <> 'res.partner')")


class Merge(models.Model):
    """Does merges, one group or thousands at once."""

    _inherit = "sunumarche.merge"

    @api.model
    def _get_fold_rules(self):
        """Return ``{table: rule}`` of what must not simply move; extend it.

        ``None`` leaves the rows of a table with the contact that went; a condition
        (``SQL`` on the alias ``line``) says which of its rows may move. Tables that
        are not named move as a whole; rows that would break a unique index are folded
        into the one that stays.
        """
        return {
            **dict.fromkeys(self._get_figure_tables()),
            "ir_attachment": SQL_NO_PHOTO,
            "account_move": SQL_OPEN_MOVE,
            "account_move_line": SQL_OPEN_ENTRY,
            "res_users": SQL("line.share"),
        }

    @api.model
    def _get_figure_tables(self):
        """Return the tables of what is worked out again from the documents."""
        records = self.env["sunumarche.customer.record"]
        return {model._table for model in records._get_customer_figures()}

    @api.model
    def _join_rows(self, mover):
        """Join what one person may have once, before rows are moved; extend it.

        ``mover`` is the ``ReferenceMover``; who goes to whom stands in ``merge_map``.
        What is written down under an operation of its own is taken back by
        ``_undo_operation``.
        """

    @api.model
    def _undo_operation(self, move):
        """Take back a row of ``sunumarche_merge_move`` that ``_join_rows`` wrote.

        :param move: its id, operation, table_name, column_name, old_id and new_id
        """
        raise NotImplementedError(move["operation"])

    @api.model
    def _merge(self, groups, chosen=None):
        """Merge ``groups``: ``{survivor: contacts that go}``; return the records.

        ``chosen`` holds values that a person chose: ``{survivor: values}``.
        A fixed number of statements, however many groups; all of them or none.
        """
        self._check_right()
        partners = self.env["res.partner"].union(*groups, *groups.values())
        partners.check_access("write")
        families = [survivor | losers for survivor, losers in groups.items()]
        for reasons in self._get_obstacles_of(families):
            if reasons:
                raise UserError("\n".join(reasons))
        # sudo: the right and the cards were checked; documents follow their contact
        return self.sudo()._merge_checked(groups, partners, chosen or {})

    def _merge_checked(self, groups, partners, chosen):
        batch = MergeBatch(
            self.env,
            {survivor.id: losers.ids for survivor, losers in groups.items()},
            self._get_fold_rules(),
        )
        batch.lock()
        counts = batch.preview()
        now, limit = self.env.cr.now(), self._get_undo_limit()
        merges = self.create(
            [
                {
                    "date": now,
                    "user_id": self.env.user.id,
                    "survivor_id": survivor.id,
                    "loser_ids": [fields.Command.set(losers.ids)],
                    "undo_until": limit,
                    **self._prepare_summary(
                        [count for count in counts if count[1] == survivor.id]
                    ),
                }
                for survivor, losers in groups.items()
            ]
        )
        batch.run(
            {merge.survivor_id.id: merge.id for merge in merges},
            {survivor.id: values for survivor, values in chosen.items()},
        )
        partners._follow_merge()
        merges._journal(self.env._("Contacts merged"))
        return merges

    @api.model
    def _merge_safe(self, groups):
        """Merge those of ``groups`` that nothing stands against.

        :param groups: recordsets of contacts
        :return: the merges, and a sentence for each group that was skipped
        """
        chosen, skipped, seen = {}, [], self.env["res.partner"]
        for partners in groups:
            if len(partners) < 2 or partners & seen:
                continue
            seen |= partners
            reasons = self._get_obstacles(partners) or self._get_conflicts(partners)
            if reasons:
                skipped.append(
                    self.env._(
                        "%(names)s: %(reasons)s",
                        names=", ".join(partners.mapped("name")),
                        reasons=" ".join(reasons),
                    )
                )
                continue
            survivor = self._choose_survivor(partners)
            chosen[survivor] = partners - survivor
        return self._merge(chosen) if chosen else self.browse(), skipped

    @api.model
    def _choose_survivor(self, partners):
        """Return whoever has most documents, then the oldest card."""
        counts = dict.fromkeys(partners.ids, 0)
        for model in ("sale.order", "account.move"):
            # sudo: how many documents, whoever may see them
            rows = (
                self.env[model]
                .sudo()
                ._read_group(
                    [("partner_id", "in", partners.ids)], ["partner_id"], ["__count"]
                )
            )
            for partner, count in rows:
                counts[partner.id] += count
        return partners.sorted(
            lambda partner: (not partner.user_ids, -counts[partner.id], partner.id)
        )[0]

    @api.model
    def _get_obstacles(self, partners):
        """Return why these contacts cannot be one, whoever asks."""
        [reasons] = self._get_obstacles_of([partners])
        return reasons

    @api.model
    def _get_obstacles_of(self, families):
        """Return the obstacles of each of ``families``, with the queries of one."""
        # sudo: res.partner - users, companies and parents, only to say no
        everybody = self.env["res.partner"].sudo().union(*families).exists()
        own = self.env["res.company"].sudo().search([]).partner_id  # pylint: disable=no-search-all
        found = []
        for family in families:
            partners = everybody.browse(family.ids).with_prefetch(everybody.ids)
            found.append(self._get_obstacles_among(partners & everybody, own))
        return found

    @api.model
    def _get_obstacles_among(self, partners, own):
        reasons = []
        if len(partners) < 2:
            reasons.append(self.env._("Choose two contacts or more."))
        if partners.filtered("merged_into_id"):
            reasons.append(self.env._("One of them has been merged already."))
        if len(set(partners.mapped("is_company"))) > 1:
            reasons.append(self.env._("A company and a person are not one contact."))
        if len(partners.company_id) > 1:
            reasons.append(self.env._("They belong to different companies of yours."))
        if len({partner.parent_id.id for partner in partners}) > 1:
            reasons.append(
                self.env._("They are contacts of different companies, or one of none.")
            )
        users = partners.with_context(active_test=False).user_ids
        if users.filtered(lambda user: not user.share):
            reasons.append(self.env._("A colleague's own card is not merged."))
        elif len(users) > 1:
            reasons.append(self.env._("Several of them log in to the portal."))
        if partners & own:
            reasons.append(self.env._("Your own company's card is not merged."))
        if self._are_members_at_once(partners):
            reasons.append(
                self.env._(
                    "They belong to a household at the same time: take one of them out"
                    " of it first."
                )
            )
        return reasons

    @api.model
    def _are_members_at_once(self, partners):
        """Whether two of these contacts belong to households on one day."""
        until, ended = {}, fields.Date.to_date("0001-01-01")
        members = partners.household_member_ids.sorted(
            lambda member: member.date_start or ended
        )
        for member in members:
            start = member.date_start or ended
            if any(
                end is None or end >= start
                for partner, end in until.items()
                if partner != member.partner_id
            ):
                return True
            until[member.partner_id] = member.date_end or None
        return False

    @api.model
    def _get_conflicts(self, partners):
        """Return what a person should look at before these contacts are merged."""
        reasons = []
        for name in ("vat", "birthdate", "barcode", "ref", "company_registry"):
            values = {partner[name] for partner in partners if partner[name]}
            if len(values) > 1:
                label = partners._fields[name]._description_string(self.env)
                reasons.append(self.env._("%(field)s differs.", field=label))
        return reasons

    @api.model
    def _preview(self, survivor, losers):
        """Return ``summary`` and ``kept`` of a merge that is not done."""
        # sudo: how many documents, of whichever model
        batch = MergeBatch(
            self.sudo().env, {survivor.id: losers.ids}, self._get_fold_rules()
        )
        return self._prepare_summary(batch.preview())

    @api.model
    def _prepare_summary(self, counts):
        moved, kept = {}, {}
        figures = self._get_figure_tables()
        for reference, _survivor, moving, staying in counts:
            if reference.table in figures or not reference.has_id:
                continue
            moved[reference.table] = max(moved.get(reference.table, 0), moving)
            kept[reference.table] = max(kept.get(reference.table, 0), staying)
        return {
            "summary": "\n".join(self._get_count_lines(moved)),
            "kept": "\n".join(self._get_count_lines(kept)),
        }

    @api.model
    def _get_count_lines(self, counts):
        """Return ``Sales Order: 3`` for each table with rows, documents first."""
        labels = self._get_table_labels()
        ordered = sorted(
            (table for table, count in counts.items() if count and table in labels),
            key=lambda table: (
                SHOWN.index(table) if table in SHOWN else len(SHOWN),
                labels[table],
            ),
        )
        return [
            self.env._("%(model)s: %(count)s", model=labels[table], count=counts[table])
            for table in ordered
        ]

    @api.model
    def _get_table_labels(self):
        names = {
            model._table: name
            for name, model in self.env.registry.models.items()
            if not model._abstract and not model._transient and model._auto
        }
        return {
            table: self.env["ir.model"]._get(name).name for table, name in names.items()
        }

    def _get_made_since(self):
        """Return (type of document, how many) of what the survivor got since."""
        self.ensure_one()
        found = []
        for name in ("sale.order", "account.move", "crm.lead", "loyalty.card"):
            if name not in self.env:
                continue
            # sudo: how many documents, whoever may see them
            count = (
                self.env[name]
                .sudo()
                .search_count(
                    [
                        ("partner_id", "=", self.survivor_id.id),
                        ("create_date", ">", self.date),
                    ]
                )
            )
            if count:
                found.append((self.env["ir.model"]._get(name).name, count))
        return found
