from odoo import models


class DemoCompany(models.AbstractModel):
    _inherit = "sunumarche.demo.company"

    def _create_professions(self, plan):
        """Return ``{name: id}`` of those that somebody has; known ones are kept."""
        names = {card.profession for card in plan.relations.cards if card}
        professions = self.env["sunumarche.profession"]
        return {
            name: professions.name_create(name)[0] for name in sorted(names - {None})
        }

    def _prepare_card_values(self, card, professions):
        """What is known of a person; nothing of a company."""
        if card is None:
            return {}
        return {
            "birthdate": card.birthdate,
            "profession_id": professions.get(card.profession),
            "preferred_channel": card.channel,
            "preferred_moment": card.moment,
            "second_phone": card.second_phone,
        }
