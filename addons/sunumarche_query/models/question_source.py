from odoo import api, models


class QuestionSource(models.AbstractModel):
    """A model that the catalogue of questions is made of.

    The catalogue is kept in a cache: a new, changed or deleted record of such a model
    empties it, in all workers.
    """

    _name = "sunumarche.question.source"
    _description = "Source of the Catalogue of Questions"

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        self.env.registry.clear_cache()
        return super().write(vals)

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()
