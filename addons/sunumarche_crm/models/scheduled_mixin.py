from markupsafe import Markup

from odoo import api, models


class ScheduledMixin(models.AbstractModel):
    """Records that only a scheduled action writes.

    Until it has run once, that there are none says nothing about customers: the screen
    says that nothing was computed, and lets its reader have it done.
    """

    _name = "sunumarche.scheduled.mixin"
    _description = "Computed by a Scheduled Action"

    # External identifier of the scheduled action.
    _computed_by: str

    @api.model
    def get_empty_list_help(self, help_message):
        if self._is_computed():
            return super().get_empty_list_help(help_message)
        return Markup(
            '<p class="o_view_nocontent_smiling_face">{title}</p><p>{when}</p>'
            '<p><a type="action" class="btn btn-primary" data-model="{model}" '
            'data-method="action_compute">{now}</a></p>'
        ).format(
            title=self.env._("Not computed yet"),
            when=self.env._("This is computed during the night for the first time."),
            model=self._name,
            now=self.env._("Compute now"),
        )

    @api.model
    def action_compute(self) -> dict:
        """Have the records computed in the background, unless they were before.

        :raise AccessError: whoever may not read them has nothing to wait for
        """
        self.check_access("read")
        if self._is_computed():
            return {"type": "ir.actions.client", "tag": "soft_reload"}
        self._get_job()._trigger()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "info",
                "message": self.env._(
                    "Computing has begun: open this screen again in a minute."
                ),
            },
        }

    def _is_computed(self) -> bool:
        job = self._get_job()
        return not job or bool(job.lastcall)

    def _get_job(self):
        # sudo: ir.cron - our own job, of which only whether it ever ran is told
        job = self.env.ref(self._computed_by, raise_if_not_found=False)
        return (job or self.env["ir.cron"]).sudo()
