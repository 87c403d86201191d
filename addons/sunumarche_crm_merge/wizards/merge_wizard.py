from collections import Counter

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from odoo.addons.sunumarche_crm.engine.phone_number import show_phone

from ..engine.merge_contact_point import place, split_addresses

# Fields that are compared side by side, in this order; others that differ follow.
FIRST_FIELDS = (
    *("name", "firstname", "lastname", "email", "phone", "second_phone", "birthdate"),
    *("street", "street2", "zip", "city", "state_id", "country_id", "vat", "user_id"),
    *("team_id", "lang", "ref", "barcode", "function", "profession_id", "website"),
    *("preferred_channel", "preferred_moment", "industry_id"),
)
# What follows from other fields, or is no matter of choice.
SKIPPED_FIELDS = frozenset(
    (
        *("id", "active", "display_name", "complete_name", "commercial_partner_id"),
        *("parent_id", "create_date", "write_date", "create_uid", "write_uid", "type"),
        *("email_normalized", "email_key", "phone_sanitized", "second_email_key"),
        *("commercial_company_name", "partner_share", "merged_into_id", "is_company"),
        *("customer_rank", "supplier_rank", "message_bounce", "company_name", "color"),
        *("company_id", "tz", "contact_address_complete", "signup_type"),
        *("territory_id", "territory_by_hand", "agency_id", "employee"),
        "calendar_last_notif_ack",
    )
)
# What stands first and what second on a card: nothing of it is given up.
PHONES = ("phone", "second_phone")
EMAILS = ("email", "second_email")
TYPES = frozenset(
    (
        *("char", "text", "date", "datetime"),
        *("selection", "many2one", "integer", "float"),
    )
)


class MergeWizard(models.TransientModel):
    """Contacts side by side: which one stays, and what of each its card keeps."""

    _name = "sunumarche.merge.wizard"
    _description = "Merge Contacts"

    partner_ids = fields.Many2many(
        "res.partner",
        string="Contacts",
        readonly=True,
        context={"active_test": False},
    )
    group_id = fields.Many2one("sunumarche.duplicate.group", readonly=True)
    survivor_id = fields.Many2one(
        "res.partner",
        string="Contact to Keep",
        required=True,
        domain="[('id', 'in', partner_ids)]",
        help="Its card stays; all documents of the others become its own.",
    )
    line_ids = fields.One2many("sunumarche.merge.wizard.line", "wizard_id")
    comparison = fields.Html(
        compute="_compute_comparison",
        sanitize=False,
        export_string_translation=False,
    )
    obstacles = fields.Text(compute="_compute_preview", export_string_translation=False)
    summary = fields.Text(string="What Moves", compute="_compute_preview")
    kept = fields.Text(
        string="What Stays",
        compute="_compute_preview",
        help="What the rules of accounting keep with the contact that goes.",
    )
    places = fields.Text(
        string="Numbers and Addresses",
        compute="_compute_places",
        help="Where each number and address of these contacts stands afterwards.",
    )
    given_up = fields.Text(
        compute="_compute_given_up",
        help="It stays on the archived cards; what the contact to keep gives up, is on"
        " no card once the merge can no longer be undone.",
    )
    reasons = fields.Text(string="Why", compute="_compute_reasons")

    @api.model
    def _prepare_action(self, partners, group=None):
        """Return the action that shows ``partners`` side by side."""
        merges = self.env["sunumarche.merge"]
        merges._check_right()
        if len(partners) < 2:
            raise UserError(self.env._("Choose two contacts or more."))
        survivor = merges._choose_survivor(partners)
        wizard = self.create(
            {
                "partner_ids": [fields.Command.set(partners.ids)],
                "survivor_id": survivor.id,
                "group_id": group.id if group else False,
                "line_ids": [
                    fields.Command.create(values)
                    for values in self._prepare_lines(partners, survivor)
                ],
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Merge contacts"),
            "res_model": self._name,
            "res_id": wizard.id,
            "view_mode": "form",
            "target": "new",
        }

    @api.model
    def _get_compared_fields(self, partners):
        """Return the fields in which the contacts differ and that one may choose."""
        descriptions = partners.fields_get(attributes=["readonly"])
        names = [name for name in FIRST_FIELDS if name in descriptions]
        names += sorted(set(descriptions) - set(names))
        if not any(partners.mapped("is_company")):
            # A person's name is made of both parts, each of which is compared.
            names.remove("name")
        return [
            name
            for name in names
            if name not in SKIPPED_FIELDS
            and partners._fields[name].type in TYPES
            and (
                partners._fields[name].store or partners._fields[name].company_dependent
            )
            and not descriptions[name]["readonly"]
            and len({str(partner[name]) for partner in partners}) > 1
        ]

    @api.model
    def _prepare_lines(self, partners, survivor):
        """One line a field that differs: the survivor's value, or the first one."""
        lines, taken = [], set()
        for name in self._get_compared_fields(partners):
            chosen = self._choose_source(name, survivor | partners, taken)
            if name in PHONES + EMAILS:
                taken.add(self._get_place_key(chosen[name]))
            lines.append(
                {
                    "field_name": name,
                    "label": partners._fields[name]._description_string(self.env),
                    "source_id": chosen.id,
                }
            )
        return lines

    @api.model
    def _choose_source(self, name, partners, taken):
        """Return the first with a value; of a number or an address, not ``taken``."""
        for partner in partners:
            value = partner[name]
            is_place = name in PHONES + EMAILS
            if value and not (is_place and self._get_place_key(value) in taken):
                return partner
        return next((each for each in partners if not each[name]), partners[0])

    @api.model
    def _get_place_key(self, value):
        """Return what spellings of one number or address have in common."""
        keys = self.env["sunumarche.common.key"]
        if not value or "@" in value:
            return keys._get_email_key(value) or value
        return keys._get_phone_key(value) or value

    @api.depends("partner_ids", "survivor_id", "line_ids.source_id")
    @api.depends_context("lang")
    def _compute_places(self):
        for wizard in self:
            wizard.places = "\n".join(
                wizard._get_place_lines(PHONES) + wizard._get_place_lines(EMAILS)
            )

    def _get_place_lines(self, names):
        """Say where each number, or each address, stands once these are one."""
        survivor = self.survivor_id._origin
        partners = survivor | self.partner_ids._origin
        values = [
            value
            for partner in partners
            for name in names
            for value in split_addresses(partner[name])
        ]
        first, second = (self._get_chosen(name, survivor) for name in names)
        first = first or next(filter(None, partners.mapped(names[0])), "")
        second, rest = place(first, second, values, self._get_place_key)
        named = [survivor._fields[name] for name in names]
        labels = [field._description_string(self.env) for field in named]
        others = self.env._("Other numbers and addresses")
        found = [(first, labels[0]), (second, labels[1])]
        found += [(value, others) for value in rest]
        return [
            self.env._(
                "%(value)s: %(place)s", value=self._show_place(value), place=label
            )
            for value, label in found
            if value
        ]

    def _get_chosen(self, name, survivor):
        """Return the value that the card keeps, as one has chosen so far."""
        line = self.line_ids.filtered(lambda each: each.field_name == name)
        return (line.source_id._origin if line else survivor)[name] or ""

    @api.model
    def _show_place(self, value):
        home = self.env["res.partner"]._get_home_country()
        return value if "@" in value else show_phone(value, home)

    @api.depends("partner_ids", "survivor_id", "line_ids.source_id")
    @api.depends_context("lang")
    def _compute_given_up(self):
        for wizard in self:
            wizard.given_up = "\n".join(
                text
                for line in wizard.line_ids
                if line.field_name not in PHONES + EMAILS
                for text in wizard._get_given_up_lines(line)
            )

    def _get_given_up_lines(self, line):
        """Return what of a field is not taken, each value once."""
        kept = self._get_text(line.source_id._origin, line.field_name)
        texts = {
            self._get_text(partner, line.field_name): partner
            for partner in reversed(self.partner_ids._origin)
        }
        return [
            self.env._(
                "%(field)s of %(contact)s: %(value)s",
                field=line.label,
                contact=partner.display_name,
                value=text,
            )
            for text, partner in texts.items()
            if text and text != kept
        ]

    @api.depends("partner_ids", "survivor_id")
    @api.depends_context("lang")
    def _compute_comparison(self):
        for wizard in self:
            survivor = wizard.survivor_id._origin
            partners = survivor | wizard.partner_ids._origin
            titles = wizard._get_titles(partners)
            header = Markup("").join(
                Markup("<th>%s%s</th>")
                % (title, wizard._get_badge() if partner == survivor else "")
                for partner, title in titles.items()
            )
            rows = Markup("").join(
                wizard._get_row(name, titles)
                for name in wizard._get_compared_fields(partners)
            )
            wizard.comparison = Markup(
                '<div class="o_sunumarche_merge"><table class="table table-sm">'
                "<thead><tr><th></th>%s</tr></thead><tbody>%s</tbody></table></div>"
            ) % (header, rows)

    @api.model
    def _get_titles(self, partners):
        """Return ``{partner: name}``, of namesakes with what tells them apart."""
        names = Counter(partners.mapped("display_name"))
        return {
            partner: self._get_full_title(partner)
            if names[partner.display_name] > 1
            else partner.display_name
            for partner in partners
        }

    @api.model
    def _get_full_title(self, partner):
        name = partner.display_name
        if partner.ref:
            return self.env._("%(name)s, no. %(ref)s", name=name, ref=partner.ref)
        date = format_date(self.env, partner.create_date)
        return self.env._("%(name)s, since %(date)s", name=name, date=date)

    @api.model
    def _get_badge(self):
        badge = Markup('<span class="badge text-bg-primary ms-1">%s</span>')
        return badge % self.env._("kept")

    @api.model
    def _get_row(self, name, titles):
        cells = Markup("").join(
            Markup('<td data-label="%s">%s</td>')
            % (title, self._get_text(partner, name) or "-")
            for partner, title in titles.items()
        )
        label = self.env["res.partner"]._fields[name]._description_string(self.env)
        return Markup("<tr><th>%s</th>%s</tr>") % (label, cells)

    @api.model
    def _get_text(self, partner, name):
        """Return a value as a person reads it."""
        value = partner[name]
        field = partner._fields[name]
        if name in PHONES:
            return self._show_place(value) if value else ""
        if field.type == "many2one":
            return value.display_name or ""
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, "")
        return str(value) if value else ""

    @api.depends("partner_ids", "survivor_id")
    @api.depends_context("lang")
    def _compute_preview(self):
        merges = self.env["sunumarche.merge"]
        for wizard in self:
            # In an unsaved form the contacts are copies, which no other equals.
            partners, survivor = wizard.partner_ids._origin, wizard.survivor_id._origin
            obstacles = merges._get_obstacles(partners)
            wizard.obstacles = "\n".join(obstacles)
            preview = (
                {} if obstacles else merges._preview(survivor, partners - survivor)
            )
            wizard.summary = preview.get("summary")
            wizard.kept = preview.get("kept")

    @api.depends("group_id")
    def _compute_reasons(self):
        for wizard in self:
            wizard.reasons = "\n\n".join(
                f"{pair.names}\n{pair.reasons}" for pair in wizard.group_id.pair_ids
            )

    @api.onchange("survivor_id")
    def _onchange_survivor_id(self):
        """What the contact to keep has of its own stays, unless one chooses again."""
        survivor = self.survivor_id._origin
        for line in self.line_ids:
            if survivor and survivor[line.field_name]:
                line.source_id = survivor

    def action_merge(self):
        """Merge, write what was chosen, and open the contact that stays."""
        self.ensure_one()
        survivor = self.survivor_id
        self.env["sunumarche.merge"]._merge(
            {survivor: self.partner_ids - survivor},
            {survivor: self._get_chosen_values()},
        )
        group = self.group_id
        others = group.member_ids.lead_id or group.member_ids.subscriber_id
        if group and not others:
            group._forget()
        return {
            **survivor.get_formview_action(),
            "target": "main",
        }

    def _get_chosen_values(self):
        """Return the values that are not the survivor's own, for ``write``.

        That it has none may be chosen too.
        """
        values = {}
        for line in self.line_ids:
            value = line.source_id[line.field_name]
            if line.source_id != self.survivor_id or not value:
                values[line.field_name] = (
                    value.id if isinstance(value, models.BaseModel) else value
                )
        return values

    def action_refuse(self):
        """Remember that these contacts are different persons."""
        self.ensure_one()
        self.env["sunumarche.merge"]._check_right()
        if self.group_id:
            return self.group_id.action_refuse()
        self.env["sunumarche.duplicate.exception"]._refuse(
            partner._get_profile_id() for partner in self.partner_ids
        )
        return {"type": "ir.actions.act_window_close"}
