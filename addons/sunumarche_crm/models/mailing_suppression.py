from odoo import api, fields, models
from odoo.tools import SQL

from ..engine.mailing_frequency import NOT_SENT
from ..engine.mailing_turn import mailing_turn
from ..engine.message import Message
from ..engine.suppression import Suppression
from ..engine.suppression_reason import NO_ADDRESS

CHANNELS = {"mail": "email", "sms": "sms"}


class MailingMailing(models.Model):
    """A mailing that says what for and for whom it is, and holds one speech.

    Before anything is composed, ``Suppression`` decides who receives it; who does
    not gets a cancelled trace with the reason. The composers ask again for each batch
    with the addresses they really use (``wizards/``), since people may leave while a
    long mailing goes out.
    """

    _inherit = "mailing.mailing"

    consent_purpose = fields.Selection(
        lambda self: self.env["sunumarche.consent"]._get_mailing_purposes(),
        string="Purpose",
        required=True,
        default="prospecting",
        help="What the message is for. Prospecting: offers. Loyalty: the loyalty "
        "programme. Service: what concerns orders, opening hours, safety; no "
        "advertising. It decides whose consent counts.",
    )
    speech_audience = fields.Selection(
        [
            ("everybody", "Everybody"),
            ("customers", "Customers only"),
            ("prospects", "Prospects only"),
        ],
        string="Meant for",
        compute="_compute_speech_audience",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        help="Prospects only: whoever is a customer, by address or number, does not "
        "receive it, whatever record it would be sent from.",
    )
    withheld_summary = fields.Char(
        string="Withheld", compute="_compute_withheld_summary"
    )

    @api.depends("mailing_model_id")
    def _compute_speech_audience(self):
        for mailing in self:
            is_lead = mailing.mailing_model_id.model == "crm.lead"
            mailing.speech_audience = "prospects" if is_lead else "everybody"

    @api.depends("mailing_trace_ids.trace_status")
    def _compute_withheld_summary(self):
        groups = self.env["mailing.trace"]._read_group(
            [("mass_mailing_id", "in", self.ids), ("trace_status", "=", "cancel")],
            ["mass_mailing_id", "failure_type"],
            ["__count"],
        )
        counts = {}
        for mailing, reason, count in groups:
            counts.setdefault(mailing.id, {})[reason] = count
        for mailing in self:
            mailing.withheld_summary = self._get_withheld_text(
                counts.get(mailing.id, {})
            )

    @api.model
    def _get_withheld_text(self, counts):
        """Say how many receive nothing for which reason; False if everybody does."""
        if not counts:
            return False
        labels = self._get_reason_labels()
        parts = [
            self.env._(
                "%(reason)s: %(count)s",
                reason=labels.get(reason) or self.env._("Other reason"),
                count=count,
            )
            for reason, count in sorted(counts.items(), key=lambda item: -item[1])
        ]
        return self.env._(
            "%(count)s withheld (%(reasons)s)",
            count=sum(counts.values()),
            reasons=", ".join(parts),
        )

    @api.model
    def _get_reason_labels(self):
        field = self.env["mailing.trace"]._fields["failure_type"]
        return dict(field._description_selection(self.env))

    def action_forecast(self):
        """Open who will receive the mailing and who will not, before it is sent."""
        self.ensure_one()
        forecast = self.env["sunumarche.mailing.forecast"]._create_for(self)
        return {
            "type": "ir.actions.act_window",
            "res_model": forecast._name,
            "res_id": forecast.id,
            "view_mode": "form",
            "target": "new",
            "name": self.env._("Who will receive it"),
        }

    def action_view_withheld(self):
        """Open the traces of those who received nothing."""
        return self.action_view_traces_canceled()

    def _action_send_mail(self, res_ids=None):
        for mailing in self:
            if mailing.mailing_type not in CHANNELS:
                super(MailingMailing, mailing)._action_send_mail(res_ids)
                continue
            with mailing_turn(self.env):
                wanted = (
                    mailing._keep_new(res_ids)
                    if res_ids
                    else mailing._get_remaining_recipients()
                )
                kept = mailing._withhold(wanted)
                if kept or not (wanted or mailing.mailing_trace_ids):
                    super(MailingMailing, mailing)._action_send_mail(kept or None)
                else:
                    mailing._finish_empty()
        return True

    def _keep_new(self, record_ids):
        """Return those that have not been sent it yet, in their order.

        A mailing runs twice when it is sent by hand while the queue sends it too.
        """
        sent = self.env["mailing.trace"].search_fetch(
            [
                ("mass_mailing_id", "in", self.ids),
                ("res_id", "in", record_ids),
                ("trace_status", "not in", NOT_SENT),
            ],
            ["res_id"],
        )
        known = set(sent.mapped("res_id"))
        return [record_id for record_id in record_ids if record_id not in known]

    def action_send_sms(self, res_ids=None):
        with mailing_turn(self.env):
            return super().action_send_sms(res_ids)

    def _get_suppression(self):
        """Return who receives this mailing and who does not."""
        same = self
        if self.ab_testing_enabled and self.campaign_id:
            same |= self._get_ab_testing_siblings_mailings()
        message = Message(
            self.env,
            self.mailing_model_real,
            CHANNELS[self.mailing_type],
            self.consent_purpose,
            self.speech_audience,
            self.use_exclusion_list,
            self.user_id,
            self.id,
            tuple(same.ids),
        )
        return Suppression(message)

    def _withhold(self, record_ids):
        """Give who receives nothing a trace; return the others, in their order.

        Who has no address is left to core, which says what is wrong with it.
        """
        suppression = self._get_suppression()
        withheld = {
            record_id: reason
            for record_id, reason in suppression.decide_all(record_ids).items()
            if reason != NO_ADDRESS[suppression.channel]
        }
        self._insert_withheld(suppression, withheld)
        return [record_id for record_id in record_ids if record_id not in withheld]

    def _insert_withheld(self, suppression, withheld):
        """Insert the traces by one statement, from the recipients just decided."""
        if not withheld:
            return
        is_email = suppression.is_email
        now = self.env.cr.now()
        self.env.execute_query(
            SQL(
                """
                INSERT INTO mailing_trace
                            (trace_type, %(address_column)s, address_key, model, res_id,
                             partner_id, customer_id, mass_mailing_id, campaign_id,
                             trace_status, failure_type,
                             create_uid, create_date, write_uid, write_date)
                     SELECT %(type)s, recipient.address, recipient.address_key,
                            %(model)s, recipient.record_id,
                            partner.id, partner.commercial_partner_id, %(mailing)s,
                            %(campaign)s, 'cancel', reason.name,
                            %(uid)s, %(now)s, %(uid)s, %(now)s
                       FROM unnest(%(ids)s::integer[], %(reasons)s::text[])
                            reason (record_id, name)
                       JOIN mailing_recipient recipient USING (record_id)
                       JOIN %(table)s record ON record.id = recipient.record_id
                  LEFT JOIN res_partner partner ON partner.id = %(partner)s
                """,
                address_column=SQL.identifier("email" if is_email else "sms_number"),
                type=self.mailing_type,
                table=SQL.identifier(self.env[self.mailing_model_real]._table),
                partner=suppression.sql_partner(),
                model=self.mailing_model_real,
                mailing=self.id,
                campaign=self.campaign_id.id or None,
                uid=self.env.uid,
                now=now,
                ids=list(withheld),
                reasons=list(withheld.values()),
            )
        )
        self.env["mailing.trace"].invalidate_model()
        self.invalidate_recordset()

    def _get_seen_list_extra(self):
        """Who was withheld or got the test has not seen the mailing: he may get it."""
        join, where = super()._get_seen_list_extra()
        where += " AND s.trace_status IS DISTINCT FROM 'cancel'"
        return join, f"{where} AND s.is_test_trace IS NOT TRUE"

    def _finish_empty(self):
        """Close a mailing that nobody may receive, as core closes one that is sent."""
        self.write({"state": "done", "sent_date": fields.Datetime.now()})

    def _send_sms_get_composer_values(self, res_ids):
        """Every SMS but one of service says how to be rid of them, free of charge."""
        values = super()._send_sms_get_composer_values(res_ids)
        if self.consent_purpose != "service":
            values["mass_sms_allow_unsubscribe"] = True
        return values
