from functools import partial

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Datetime
from odoo.tests import tagged

from .test_customer_scope import ScopeCase


@tagged("post_install", "-at_install")
class TestMeetingScope(ScopeCase):
    """Whose meetings a user sees: his own, and those with customers he sees."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.with_awa_s = cls._meet(cls.awa, cls.customers["awa"])
        cls.with_cheikh_s = cls._meet(cls.cheikh, cls.customers["cheikh"])
        cls.among_colleagues = cls._meet(cls.cheikh, cls.binta.partner_id)
        cls.meetings = cls.with_awa_s + cls.with_cheikh_s + cls.among_colleagues

    @classmethod
    def _meet(cls, organiser, attendees, **values):
        return cls.env["calendar.event"].create(
            {
                "name": "Fitting",
                "start": Datetime.now(),
                "stop": Datetime.add(Datetime.now(), hours=1),
                "user_id": organiser.id,
                "partner_ids": [Command.set((organiser.partner_id + attendees).ids)],
                **values,
            }
        )

    def _seen_meetings(self, user):
        found = self.env["calendar.event"].with_user(user)
        return found.search([("id", "in", self.meetings.ids)])

    def test_others_meetings_with_customers_out_of_reach_are_hidden(self):
        production = self._create_user("production", "group_production")
        self.assertEqual(
            self._seen_meetings(self.awa), self.with_awa_s + self.among_colleagues
        )
        self.assertEqual(self._seen_meetings(production), self.among_colleagues)

    def test_roles_that_see_all_customers_see_all_meetings(self):
        agent = self._create_user("agent", "group_service_agent")
        self.assertEqual(self._seen_meetings(agent), self.meetings)

    def test_an_attendee_sees_his_meeting_whoever_else_attends(self):
        self.with_cheikh_s.partner_ids += self.awa.partner_id
        self.assertIn(self.with_cheikh_s, self._seen_meetings(self.awa))

    def test_an_attendee_is_shown_no_stranger_who_attends(self):
        """Nor one in the archive; he sees that they meet, and his colleagues."""
        stranger = self.customers["cheikh"]
        self.with_cheikh_s.partner_ids += self.awa.partner_id
        meeting = self.with_cheikh_s.with_user(self.awa)
        rows = self.with_cheikh_s.attendee_ids
        told = rows.filtered(lambda row: row.partner_id == stranger)
        for active in (True, False):
            stranger.active = active
            self.env.flush_all()
            self.env.invalidate_all()
            with self.subTest(active=active):
                seen = self.env["calendar.attendee"].with_user(self.awa)
                seen = seen.with_context(active_test=False)
                found = seen.search([("event_id", "=", meeting.id)])
                self.assertEqual(found.sudo(), rows - told)
                shown = meeting.web_read(
                    {
                        "attendee_ids": {"fields": {"common_name": {}, "email": {}}},
                        "partner_ids": {"fields": {"display_name": {}}},
                        "display_description": {},
                    }
                )
                self.assertNotIn(stranger.name, str(shown))
                with self.assertRaises(AccessError):
                    told.with_user(self.awa).read(["common_name", "email", "phone"])
                self.env.invalidate_all()
                self.env.invalidate_all()
                details = stranger.with_user(self.awa)
                self.assertFalse(details.get_attendee_detail(meeting.ids))

    def test_an_attendee_is_shown_nobody_of_another_company(self):
        """He sees all customers, of his companies; the meeting is his all the same."""
        stranger = self.customers["cheikh"]
        agent = self._create_user("agent", "group_service_agent")
        self.with_cheikh_s.partner_ids += agent.partner_id
        stranger.company_id = self.env["res.company"].create({"name": "Elsewhere"})
        self.assertIn(self.with_cheikh_s, self._seen_meetings(agent))
        rows = self.with_cheikh_s.attendee_ids
        told = rows.filtered(lambda row: row.partner_id == stranger)
        seen = self.env["calendar.attendee"].with_user(agent)
        found = seen.search([("event_id", "=", self.with_cheikh_s.id)])
        self.assertEqual(found.sudo(), rows - told)
        with self.assertRaises(AccessError):
            told.with_user(agent).read(["common_name", "email", "phone"])

    def test_a_meeting_with_an_archived_stranger_is_hidden(self):
        self.customers["cheikh"].active = False
        self.assertEqual(
            self._seen_meetings(self.awa), self.with_awa_s + self.among_colleagues
        )
        agent = self._create_user("agent", "group_service_agent")
        self.assertEqual(self._seen_meetings(agent), self.meetings)

    def test_a_hidden_meeting_is_not_changed(self):
        hidden = self.with_cheikh_s.with_user(self.awa)
        for operation in (
            lambda: hidden.read(["name"]),
            lambda: hidden.write({"name": "Emptied"}),
            hidden.unlink,
        ):
            with self.assertRaises(AccessError):
                operation()
        self.assertEqual(self.with_cheikh_s.name, "Fitting")

    def test_a_meeting_about_a_card_is_as_hidden_as_the_card(self):
        """Nobody but a colleague attends, the title names the customer."""
        model = self.env["ir.model"]._get_id("res.partner")
        about = self._meet(
            self.cheikh,
            self.cheikh.partner_id,
            res_model_id=model,
            res_id=self.customers["cheikh"].id,
        )
        self.meetings = about
        self.assertFalse(self._seen_meetings(self.awa))
        self.assertEqual(self._seen_meetings(self.cheikh), about)
        agent = self._create_user("agent", "group_service_agent")
        self.assertEqual(self._seen_meetings(agent), about)

    def test_attendees_and_recurrences_follow_the_meeting(self):
        series = self._meet(
            self.cheikh,
            self.customers["cheikh"],
            recurrency=True,
            rrule_type="daily",
            end_type="count",
            count=2,
        )
        found = self.env["calendar.attendee"].with_user(self.awa)
        seen = found.search([("event_id", "in", (self.meetings + series).ids)])
        self.assertEqual(seen.sudo().event_id, self.with_awa_s + self.among_colleagues)
        recurrences = self.env["calendar.recurrence"].with_user(self.awa)
        self.assertFalse(recurrences.search([("id", "=", series.recurrence_id.id)]))

    def test_meetings_with_customers_of_another_company_are_hidden(self):
        agent = self._create_user("agent", "group_service_agent")
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.customers["cheikh"].company_id = other
        self.assertEqual(
            self._seen_meetings(agent), self.with_awa_s + self.among_colleagues
        )


@tagged("post_install", "-at_install")
class TestTraceScope(ScopeCase):
    """What core's other models show of customers."""

    def test_a_conversation_takes_in_no_stranger(self):
        """It shows its members to each other, so who names one has to see him."""
        channels = self.env["discuss.channel"].with_user(self.awa)
        group = channels._create_group(self.binta.partner_id.ids, name="Fitters")
        members = self.env["discuss.channel.member"].with_user(self.awa)
        other = channels.create({"name": "Everybody", "channel_type": "channel"})
        for stranger in (self.customers["cheikh"].id, 10**8):
            named = [Command.link(stranger)]
            created = [Command.create({"partner_id": stranger})]
            values = {"channel_id": group.id, "partner_id": stranger}
            for attempt in (
                partial(members.create, values),
                partial(group.self_member_id.write, {"partner_id": stranger}),
                partial(group.write, {"channel_partner_ids": named}),
                partial(group.write, {"channel_member_ids": created}),
                partial(other.add_members, partner_ids=[stranger]),
                partial(channels._create_group, [stranger]),
                partial(channels._get_or_create_chat, [stranger]),
                partial(channels.create, {"name": "x", "channel_partner_ids": named}),
                partial(channels.create, {"name": "x", "channel_member_ids": created}),
            ):
                with self.subTest(attempt=attempt), self.assertRaises(UserError):
                    attempt()
        self.env.invalidate_all()
        met = (group + other).sudo().channel_member_ids.partner_id
        self.assertEqual(met, self.awa.partner_id + self.binta.partner_id)

    def test_notifications_are_one_s_own(self):
        message = self.customers["cheikh"].message_post(
            body="Called",
            subject="Of Cheikh",
            partner_ids=self.cheikh.partner_id.ids,
        )
        notification = message.notification_ids
        self.assertTrue(notification)
        model = self.env["mail.notification"]
        domain = [("id", "in", notification.ids)]
        self.assertFalse(model.with_user(self.awa).search(domain))
        self.assertEqual(model.with_user(self.cheikh).search(domain), notification)

    def test_a_notification_of_a_message_out_of_reach_is_not_made(self):
        message = self.customers["cheikh"].message_post(body="Called")
        notifications = self.env["mail.notification"].with_user(self.awa)
        own = notifications.sudo().create(
            {
                "mail_message_id": self.customers["awa"].message_post(body="x").id,
                "res_partner_id": self.awa.partner_id.id,
            }
        )
        values = {"mail_message_id": message.id}
        with self.assertRaises(AccessError):
            notifications.create({**values, "res_partner_id": self.awa.partner_id.id})
        with self.assertRaises(AccessError):
            own.with_user(self.awa).sudo(False).write(values)

    def test_a_team_s_turnover_is_that_of_the_invoices_one_may_read(self):
        for customer, price in (("awa", 300), ("cheikh", 5000)):
            move = self.env["account.move"].create(
                {
                    "move_type": "out_invoice",
                    "partner_id": self.customers[customer].id,
                    "team_id": self.team.id,
                    "invoice_line_ids": [
                        Command.create(
                            {"name": "Frame", "price_unit": price, "tax_ids": False}
                        )
                    ],
                }
            )
            move.action_post()
            self.env["account.payment.register"].with_context(
                active_model="account.move", active_ids=move.ids
            ).create({})._create_payments()
        direction = self._create_user("direction", "group_direction")
        production = self._create_user("production", "group_production")
        for user, amount in ((self.awa, 300), (direction, 5300), (production, 0)):
            with self.subTest(user=user.login):
                team = self.team.with_user(user)
                team.invalidate_recordset(["invoiced"])
                self.assertEqual(team.invoiced, amount)

    def test_payments_of_invoices_out_of_reach_are_hidden(self):
        invoices = {}
        for name in ("awa", "cheikh"):
            invoices[name] = move = self.env["account.move"].create(
                {
                    "move_type": "out_invoice",
                    "partner_id": self.customers[name].id,
                    "invoice_line_ids": [
                        Command.create(
                            {"name": "Frame", "price_unit": 300, "tax_ids": False}
                        )
                    ],
                }
            )
            move.action_post()
            self.env["account.payment.register"].with_context(
                active_model="account.move", active_ids=move.ids
            ).create({})._create_payments()
        partials = {
            name: move.line_ids.matched_credit_ids for name, move in invoices.items()
        }
        self.assertTrue(all(partials.values()))
        found = self.env["account.partial.reconcile"].with_user(self.awa)
        ids = [partial.id for partial in partials.values()]
        self.assertEqual(found.search([("id", "in", ids)]), partials["awa"])
