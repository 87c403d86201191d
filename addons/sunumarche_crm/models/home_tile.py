import ast
import logging

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_date
from odoo.tools.safe_eval import safe_eval

from odoo.addons.sunumarche_query.engine.money import get_aggregate

from ..engine.due_activities import get_due_activities

_logger = logging.getLogger(__name__)

# A count stops here: "more than a thousand" is all that a person needs to know.
COUNT_LIMIT = 1000
MEASURE_TYPES = ("integer", "float", "monetary")


class HomeTile(models.Model):
    """A question that a role starts the day with, and the list that answers it.

    The answer is always that of the person who asks: a number of records, or the sum of
    ``measure`` over them, within what this person may read. A monetary measure is
    summed in the currency of the person's current company.
    """

    _name = "sunumarche.home.tile"
    _description = "Tile of My Day"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    group_ids = fields.Many2many(
        "res.groups",
        string="Roles",
        required=True,
        help="Whoever has one of these roles sees the tile. Somebody whose role "
        "includes another one sees the tiles of the larger role only.",
    )
    model = fields.Char(required=True, help="Technical name, for instance crm.lead.")
    domain = fields.Text(
        required=True,
        default="[]",
        help="Which records count. Dates relative to today are written as text: "
        "'today', '-7d', 'today =1d' (first day of the month). uid is the person who "
        "looks.",
    )
    measure = fields.Char(
        help="Field whose sum is shown; without it the records are counted."
    )
    action_id = fields.Many2one(
        "ir.actions.act_window",
        string="Opens",
        required=True,
        ondelete="cascade",
        help="The screen that shows the records. Its own filters are left out, so that "
        "it lists what the tile counts.",
    )
    icon = fields.Char(default="fa-list", help="Class of Font Awesome, as fa-phone.")
    empty_message = fields.Char(
        string="When Nothing Is Left",
        translate=True,
        help="What the tile says when no record is left.",
    )
    job_id = fields.Many2one(
        "ir.cron",
        string="Computed by",
        ondelete="set null",
        help="The scheduled action that computes what the tile reads. Before its first "
        "run the tile says that nothing was computed yet.",
    )
    tone = fields.Selection(
        [
            ("neutral", "For information"),
            ("attention", "To be done"),
            ("danger", "Urgent"),
        ],
        required=True,
        default="neutral",
        help="How the tile stands out when there is at least one record.",
    )

    @api.constrains("group_ids")
    def _check_group_ids(self):
        for tile in self:
            if not tile.group_ids:
                raise ValidationError(
                    self.env._("Tile “%s”: choose at least one role.", tile.name)
                )

    @api.constrains("model", "domain", "measure", "action_id")
    def _check_question(self):
        for tile in self:
            tile._validate_question()

    def _validate_question(self):
        """Refuse a question that cannot be answered.

        :raise ValidationError: naming the tile and the reason
        """
        try:
            self._try_question()
        except Exception as error:
            raise ValidationError(
                self.env._(
                    "Tile “%(tile)s” cannot be answered: %(reason)s",
                    tile=self.name,
                    reason=error,
                )
            ) from error

    def _try_question(self):
        """Raise whatever keeps this tile from being answered."""
        model = self.env.get(self.model)
        if model is None or model._abstract or model._transient:
            raise ValueError(self.env._("there are no records named %s", self.model))
        # sudo: only the domain's form is checked; administrators may not read all
        Domain(self._get_domain()).validate(model.sudo())
        if self.measure:
            field = model._fields.get(self.measure)
            if field is None or field.type not in MEASURE_TYPES or not field.aggregator:
                raise ValueError(self.env._("%s cannot be summed", self.measure))
        if self.action_id.res_model != self.model:
            raise ValueError(self.env._("its screen shows other records"))

    def _get_domain(self):
        """Return the domain for the current user, as a list.

        A literal in which the name ``uid`` alone stands for something: an expression
        with a record in it would run with the rights of whoever looks.

        :raise ValueError: if it is anything else
        """
        uid = self.env.uid

        class Names(ast.NodeTransformer):
            def visit_Name(self, node):
                return ast.Constant(uid) if node.id == "uid" else node

        try:
            tree = Names().visit(ast.parse(self.domain.strip(), mode="eval"))
            domain = ast.literal_eval(tree)
            Domain(domain)
        except (SyntaxError, TypeError, RecursionError, MemoryError) as error:
            raise ValueError(str(error)) from error
        return domain

    @api.model
    @api.readonly
    def get_my_day(self):
        """Return what the current user starts the day with, for the client.

        :return: ``greeting`` and ``date`` as text; ``tiles``, each with its ``count``
            (when ``more`` is true there are more), its ``amount`` in the currency
            ``currency_id`` if it is monetary, or false, and what the screen shows of
            it; ``activities`` that are due, by document
        """
        today = fields.Date.context_today(self)
        first_name = (self.env.user.name or "").split(" ")[0]
        return {
            "greeting": self.env._("Good day, %s", first_name),
            "date": format_date(self.env, today, date_format="EEEE d MMMM y"),
            "tiles": self._get_my_tiles()._get_answers(),
            "activities": get_due_activities(self.env),
            "currency_id": self.env.company.currency_id.id,
        }

    def action_open(self):
        """Open the records that this tile counts.

        :return: the window action; lists come first
        :raise AccessError: if the tile is one of other roles
        """
        self.ensure_one()
        action = self.action_id._get_action_dict()
        context = safe_eval(action["context"] or "{}", {"uid": self.env.uid})
        views = sorted(action["views"], key=lambda view: view[1] != "list")
        return action | {
            "domain": self._get_domain(),
            "context": {
                key: value
                for key, value in context.items()
                if not key.startswith("search_default_")
            },
            "views": views,
            "view_mode": ",".join(kind for _id, kind in views),
            "display_name": self.name,
            "name": self.name,
        }

    @api.model
    def _get_my_tiles(self):
        """Return the tiles of the user's roles, but not those of included roles."""
        mine = self.env.user._get_group_ids()
        tiles = self.search([("group_ids", "in", mine)])
        roles = tiles.group_ids.filtered(lambda group: group.id in mine)
        for role in roles:
            roles -= role.all_implied_ids - role
        return tiles.filtered(lambda tile: tile.group_ids & roles)

    def _get_answers(self):
        """Return what the screen shows of each tile that the user may answer."""
        return [answer for tile in self if (answer := tile._get_answer_if_any())]

    def _get_answer_if_any(self):
        """Return what the screen shows of this tile; None if it is to be left out."""
        try:
            return self._get_answer()
        except AccessError:
            return None
        except ValueError:
            _logger.warning("Tile %s cannot be answered", self.id, exc_info=True)
            return None

    def _get_answer(self):
        """Return what the screen shows of this tile.

        :raise AccessError: if the user may not read the records
        :raise ValueError: if there is no such model any more, or no such field
        """
        if self.model not in self.env:
            raise ValueError(self.model)
        model = self.env[self.model]
        model.check_access("read")
        count, amount = self._count(model)
        return {
            "id": self.id,
            "name": self.name,
            "icon": self.icon,
            "tone": self.tone if count else "neutral",
            "empty_message": self._get_empty_message(),
            "count": count if self.measure else min(count, COUNT_LIMIT),
            "more": count > COUNT_LIMIT and not self.measure,
            "amount": amount,
            "is_monetary": bool(
                self.measure and model._fields[self.measure].type == "monetary"
            ),
        }

    def _get_empty_message(self):
        """Return what the tile says of nothing: what nobody computed is not nothing."""
        # sudo: ir.cron - when the job ran last, of a job that an administrator named
        job = self.job_id.sudo()
        if job and not job.lastcall:
            return self.env._("Not computed yet: will be during the night")
        return self.empty_message

    def _count(self, model):
        """Return (number of records, sum of the measure or False).

        Without a measure the number stops at one more than ``COUNT_LIMIT``.
        """
        domain = self._get_domain()
        if not self.measure:
            return model.search_count(domain, limit=COUNT_LIMIT + 1), False
        aggregates = ["__count", get_aggregate(model, self.measure, "sum")]
        [(count, amount)] = model._read_group(domain, [], aggregates)
        return count, amount or 0
