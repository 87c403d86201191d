from odoo import models
from odoo.exceptions import AccessError


class QuestionOwnedMixin(models.AbstractModel):
    """What belongs to one person, who cannot make it somebody else's.

    An answer would be mailed to him, or stand on his page, unasked.
    """

    _name = "sunumarche.question.owned.mixin"
    _description = "Belongs to One Person"

    def write(self, vals):
        self._check_new_owner(vals)
        return super().write(vals)

    def _check_new_owner(self, vals):
        """Refuse another owner than the user himself, but to administrators."""
        owner = vals.get("user_id")
        owner_id = getattr(owner, "id", owner)
        if self.env.su or not owner_id or owner_id == self.env.uid:
            return
        if not self.env.user.has_group("base.group_system"):
            raise AccessError(
                self.env._("You cannot give this to somebody else: he makes his own.")
            )
